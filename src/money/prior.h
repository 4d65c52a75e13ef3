/* prior.h - what an earlier statement came to: what `--prior STATEMENT.json` gives to a later one.
 *
 * Only what a later statement subtracts is kept: for each royalty and group, since when it was counted, what
 * it came to exactly, and what was rounded and due. Currencies are indices of terms/data/tables.h. */
#ifndef ENT_MONEY_PRIOR_H
#define ENT_MONEY_PRIOR_H
#include "base/date.h"
#include "exact/rational.h"

typedef struct {
    Str      clause, group, payer, payee; /* as the text names them */
    Days     period, counter;
    int      currency;
    int64_t  due;     /* minor units; 0 if unknown */
    Rational to_date; /* since the counter began; not ok if unknown */
    bool     unknown;
} PriorPart;

typedef struct {
    Str  agreement; /* the name in the text */
    Str  plan;      /* digest of the plan it was made by; may be empty */
    Days period;
    Day  as_of;
    LIST_OF(PriorPart) parts;
} Prior;
#endif
