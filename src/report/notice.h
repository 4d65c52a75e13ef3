/* notice.h - the draft of a formal notice, as text. */
#ifndef ENT_REPORT_NOTICE_H
#define ENT_REPORT_NOTICE_H
#include "duties/due.h"

typedef struct {
    const Dues   *dues;
    const Clause *clause;   /* a duty, renewal, sunset or termination */
    int           by, to;   /* subjects; -1: found from the text, where it can be */
    Days          about;    /* which occasion of a duty; for ever: any */
    Day           day;      /* on which it is given, and reckoned as received */
    bool          recorded; /* it becomes an entry, signed there: nothing is left to sign or to record */
} Notice;

/* False: received on that day it would have no effect; the draft says why. */
bool notice_print(Text *out, Arena *arena, const Notice *notice);
#endif
