/* prior.h - what an earlier statement came to: what `--prior STATEMENT.json` gives to a later one.
 *
 * Only what a later statement needs is kept: for each royalty and group what was due, what of that was for
 * periods before it, and what it was due for, so that a difference can be given its cause. Currencies are
 * indices of terms/data/tables.h. */
#ifndef ENT_MONEY_PRIOR_H
#define ENT_MONEY_PRIOR_H
#include "base/date.h"
#include "base/diag.h"
#include "exact/rational.h"

/* What a statement for a later period added for an earlier one. */
typedef struct {
    Days     period;
    int64_t  due;     /* minor units */
    int64_t  lines;   /* that it then had */
    Rational counted; /* and what they came to; not ok: nothing, or not known */
} PriorTrueUp;

typedef struct {
    Str label, rate;
} PriorRate;

typedef struct {
    Str      clause, group, payer, payee; /* as the text names them */
    Days     period, counter;
    int      currency;
    int64_t  due;     /* minor units; 0 if unknown */
    Rational to_date; /* since the counter began; not ok if unknown */
    bool     unknown;
    Rational counted; /* in the period; not ok: nothing was counted, or it was not known */
    int64_t  lines;
    LIST_OF(PriorRate) rates; /* of bands and conversions */
    LIST_OF(PriorTrueUp) true_ups;
} PriorPart;

typedef struct {
    Str  agreement;   /* the name in the text */
    Str  plan;        /* digest of the plan it was made by; may be empty */
    Str  text, facts; /* digests of the agreement's text and of the facts; may be empty */
    Days period;
    Day  as_of;
    LIST_OF(PriorPart) parts;
    Span at; /* the file, for findings */
} Prior;

typedef LIST_OF(Prior) Priors;
#endif
