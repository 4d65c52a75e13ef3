/* recorded.h - what is said beside an answer that rests on a record: which entries it rests on, which do not
 * count and why, and what pending ones would change. */
#ifndef ENT_REPORT_RECORDED_H
#define ENT_REPORT_RECORDED_H
#include "standing/sentences.h"

typedef struct {
    const Fold      *fold;
    const Untolds   *untold;
    const FoldEntry *text; /* the signed text that answers; NULL: the draft in the folder */
    bool             text_changed;
    bool             at_said, known_said;
    Day              known;
    bool             unread;       /* the answer may depend on an entry whose body is not here */
    Str              with_pending; /* the answer with the pending entries; empty: they change nothing */
} RecordView;

/* Behind the answer as text. `answer`: that of the final entries. */
void record_print(Text *out, Arena *arena, Str answer, const RecordView *view);
/* The answer as JSON, with `record` put into it. */
Str record_json(Arena *arena, Str answer, const RecordView *view);
#endif
