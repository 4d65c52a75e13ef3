/* behind.h - the lines of usage themselves that figures are made of. */
#ifndef ENT_APP_BEHIND_H
#define ENT_APP_BEHIND_H
#include "app/figure.h"
#include "app/usage.h"
#include "report/reasons.h"

enum { LINES_SHOWN = 20, LINES_SHOWN_MOST = 100000 };

typedef struct {
    const Statement  *statement;
    const Positions  *parts; /* of it, whose lines are wanted */
    const UsageAsked *asked;
    Str  product, country; /* only lines that say so, or whose article is that product; empty: all */
    Days days;
    Size most; /* lines that are kept, the first ones; the others are counted */
} LinesWanted;

/* The lines that parts of a statement count, in the order of the files. False: *why says what could not be
 * read.
 */
CHECKED bool lines_behind(Owing *owing, const LinesWanted *wanted, LinesBehind *out, Str *why);
#endif
