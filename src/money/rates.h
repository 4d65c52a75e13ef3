/* rates.h - exchange rates of a named source, as they were published.
 *
 * Two files are read: that of the European Central Bank as it is (`Date,USD,JPY,…`: units of each
 * currency for 1 EUR, `N/A` where none was published), and a plain one with the columns `currency`, `day` or
 * `month`, `rate`, and `per` if the rate is for 10, 100, 1000 … units of the currency. The rate is in the
 * currency that a heading such as `USD per unit` names instead of `rate`, else in the one that the caller
 * says.
 *
 * A plain file may also hold rates of interest: a row that names a `benchmark` instead of a currency has its
 * percentage a year as the rate.
 *
 * A rate keeps its direction and all its decimals. A day without a rate (a weekend, a holiday) takes the last
 * one published before it if that is at most RATE_DAYS_MOST days old, and the statement says so; otherwise
 * the amount is unknown, never converted at something near. A rate for a month holds in that month only. */
#ifndef ENT_MONEY_RATES_H
#define ENT_MONEY_RATES_H
#include "base/date.h"
#include "base/diag.h"
#include "exact/rational.h"

enum { RATE_DAYS_MOST = 7 };

typedef struct {
    Days    days; /* one day, or the month that the rate is for */
    int64_t value;
    uint8_t scale;
} Quote;

/* quotes: how many units of `to` one unit of `from` is worth; of a benchmark, percent a year. */
typedef struct {
    Str name;              /* of a benchmark, as the text names it: SOFR; of currencies empty */
    int from, to;          /* indices of terms/data/tables.h; of a benchmark -1 */
    LIST_OF(Quote) quotes; /* ascending, apart */
} RateSeries;

typedef struct {
    Arena *arena;
    Str    source;
    LIST_OF(RateSeries) series;
} Rates;

/* `to`: the currency in which a plain file is quoted when it does not say; -1: it must say.
 * False: findings (with line and column) were recorded. */
bool rates_read(Arena *arena, const Source *source, Diags *diags, int to, Rates *out);
/* One more rate; of the same day it takes the place of the one before. */
void rates_add(Rates *rates, int from, int to, Quote quote);
typedef enum { RATE_FOUND, RATE_OF_EARLIER_DAY, RATE_MISSING } RateFound;
/* One unit of `from` in `to` on a day; through the inverse or one common currency when there is no series of
 * the two: then both rates are of the same day. `used`: the day the rate is of. */
RateFound rates_on(const Rates *rates, int from, int to, Day day, Rational *out, Day *used);
/* A benchmark on a day, in percent. */
RateFound rates_benchmark(const Rates *rates, Str name, Day day, Rational *out, Day *used);
#endif
