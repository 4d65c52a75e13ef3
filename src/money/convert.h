/* convert.h - the exchange rate that an agreement's rule names, for amounts of an interval. */
#ifndef ENT_MONEY_CONVERT_H
#define ENT_MONEY_CONVERT_H
#include "money/ledger.h"
#include "money/rates.h"

typedef struct {
    Rational rate; /* not ok: unknown, `note` says why */
    Str      note; /* "average of 21 business days of 2026-03" */
} Converted;

/* An average that was worked out before: most royalties convert alike. */
typedef struct {
    int       from, to;
    Days      days;
    Converted average;
} AverageKnown;
typedef struct {
    LIST_OF(AverageKnown) known;
} Averages;

typedef struct {
    const Plan  *plan;
    Arena       *arena;
    const Rates *rates;
    int          from, to; /* indices of the tables */
    Averages    *averages; /* of the same rates */
} Conversion;

/* One unit of `from` in `to`, for lines of the interval that begins on `day`, paid for `period`. A rule that
 * is unsaid: unknown unless both are the same. */
Converted convert(const Conversion *conversion, const Convert *rule, Day day, Days period);
#endif
