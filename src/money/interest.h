/* interest.h - interest on what is paid late: ways of counting days, the rate of a day, and what accrues.
 *
 * Interest runs from its first day until the day of payment, which does not count, on what is still open
 * then. Payments come off what was owed first. It is a function of the days since it began, so that no
 * stretch depends on where another one was cut; it is rounded as other amounts are, on its running total, and
 * what it came to is added to what bears interest only where the text says that it compounds. */
#ifndef ENT_MONEY_INTEREST_H
#define ENT_MONEY_INTEREST_H
#include "money/price.h"

/* The part of a year from `from` until `to`, which does not count, of a run that began on `first`: so that
 * the parts of a run add up to the whole in every way of counting. */
Rational year_part(DayCount count, Day first, Day from, Day to);
/* Days as that way of counting has them. */
int32_t day_count(DayCount count, Day first, Day from, Day to);

typedef struct {
    Day     day;
    int64_t amount; /* minor units */
} Paid;
typedef LIST_OF(Paid) PaidList;

/* Days with one rate on one amount. */
typedef struct {
    Day      from, to; /* `to` does not count */
    int64_t  on;       /* minor units that bear interest */
    Rational rate;     /* a year */
    int64_t  amount;   /* minor units: what the rounded total grew by */
    Str      note;     /* where the rate is from */
} Stretch;
typedef LIST_OF(Stretch) StretchList;

typedef struct {
    Pricing            *pricing;
    const LateInterest *text;
    Scene               scene; /* of whom; its day is set */
    int                 currency;
    int64_t             owed;    /* minor units, above 0 */
    Day                 due_on;  /* known */
    Day                 through; /* the day of the statement */
    PaidList            paid;    /* ascending; none after `through` */
    StretchList         stretches;
    int64_t             compounded; /* how often, where the text counts from the first day */
} LateRun;

/* False: not known, and it is noted why; the stretches are those before. */
bool interest_run(LateRun *run);
#endif
