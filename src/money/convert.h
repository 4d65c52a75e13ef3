/* convert.h - the exchange rate that an agreement's rule names, for amounts of an interval. */
#ifndef ENT_MONEY_CONVERT_H
#define ENT_MONEY_CONVERT_H
#include "money/ledger.h"
#include "money/rates.h"

typedef struct {
    Rational rate; /* not ok: unknown, `note` says why */
    Str      note; /* "average of 21 business days of 2026-03" */
} Converted;

/* One unit of `from` in `to`, for lines of the interval that begins on `day`, paid for `period`. `rule` NULL
 * or unsaid: unknown unless both are the same. */
Converted convert(const Plan *plan, Arena *arena, const Rates *rates, const Convert *rule, int from, int to,
                  Day day, Days period);
#endif
