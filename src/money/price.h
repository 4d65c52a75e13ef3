/* price.h - from what was counted to what was earned: bases, rates, bands.
 *
 * Everything is cumulative: what is earned through a day is a function of all that was counted since the
 * counter began, and a period owes the difference of two such amounts. So line order within an interval, the
 * number of periods and corrections never change a year's total. When a rate changes within the counter, each
 * interval's quantity is priced at the rate in force on its first day, at the place in the bands that it
 * reaches. */
#ifndef ENT_MONEY_PRICE_H
#define ENT_MONEY_PRICE_H
#include "money/convert.h"

typedef struct {
    Arena         *arena;
    const Plan    *plan;
    const Ledgers *ledgers;
    const Rates   *rates; /* NULL: none were given */
    Averages       averages;
    Trace          trace; /* what was missing */
} Pricing;

/* An amount in a foreign currency that became part of a base. */
typedef struct {
    int       interval, currency;
    Rational  amount;
    Converted rate;
} Foreign;

/* What a ledger counted, by interval. */
typedef struct Base {
    const Ledger *ledger;
    Rational     *quantity; /* [intervals] in `currency`, or a count; not ok: unknown */
    Rational     *slots;    /* [intervals][slots of the plan], the sums of lines; not ok: unknown */
    int64_t      *lines;
    bool          money;    /* an amount, not a count */
    int           currency; /* of the royalty */
    Str           unit;     /* "units", "USD" */
    LIST_OF(Foreign) foreign;
    LIST_OF(const struct Base *) pool; /* whose counters it may share, itself among them, in order; or none */
} Base;

/* One line of a statement: a band at one rate. */
typedef struct {
    const RateRow *row;
    const Node    *rate; /* as the text has it, tables looked up; NULL: not known */
    Rational       cut;  /* what discounts leave: 1, 1/2, 0 */
    Rational       quantity, amount;
} Band;

typedef struct {
    Rational quantity, amount; /* not ok: unknown */
    int64_t  lines;
    LIST_OF(Band) bands;
} Earned;

Base base_of(Pricing *pricing, const Ledger *ledger);
/* What one row alone adds to the base, with limits left aside: a limit is one on sums. */
Rational row_counted(Pricing *pricing, const Base *base, const LedgerRow *row);
/* Over the intervals that begin in `counter` on or before `through`. */
Earned earned_through(Pricing *pricing, const Base *base, Days counter, Day through);
/* The settlement lines of a royalty: its own, or those of the one that `same settlement as` names. */
const Royalty *settlement_of(const Plan *plan, const RoyaltyVersion *version);
/* The currency of a royalty's amounts: that of its prices, else of the header; -1: neither says. */
int royalty_currency(const Plan *plan, const PlanRoyalty *royalty);
/* An amount on a day; not ok: unknown, and it is noted. */
Rational amount_on(Pricing *pricing, const Ledger *ledger, const Node *value, Day day);
/* Rounded as the header says, in minor units. False: not known, or nobody says how. */
bool amount_rounded(Pricing *pricing, int currency, Rational amount, int64_t *out);
#endif
