/* bounds.h - credits, minimums and caps: what is due for any span of days.
 *
 * A royalty is a pipeline of steps in the order of its text. `due_between(x, k, days)` is what is due
 * for these days after its first k steps; step 0 is what was earned. Every step is a function of
 * amounts over whole periods of its own (a cap each calendar year, a minimum each contract year), so a
 * span of days is the difference of two points within each period, and spans add up. A minimum acts on the
 * last day of its period, a cap and a credit at once. */
#ifndef ENT_MONEY_BOUNDS_H
#define ENT_MONEY_BOUNDS_H
#include "money/memo.h"
#include "money/price.h"

typedef enum {
    ADJUST_MINIMUM,
    ADJUST_CAP,
    ADJUST_CREDIT,
    ADJUST_SHARED_CAP,
    ADJUST_ADVANCE, /* also a payment that is credited */
} AdjustKind;

typedef struct {
    AdjustKind     kind;
    const Bound   *bound;   /* of a cap or a minimum */
    const Clause  *credit;  /* of a credit */
    const Advance *advance; /* of an advance, and the day of it */
    Day            since;
    const Clause  *payment; /* of a credited payment */
    Days           days;    /* on which the text says so: what an amendment replaces acts before it only */
    Span           span;
} Adjust;

typedef struct {
    Base base;
    LIST_OF(Adjust) adjusts; /* in the order of the text; behind it shared caps, then credited payments */
} Account;

typedef struct {
    Pricing *pricing;
    Ledgers *ledgers;
    Account *accounts; /* by ledger */
    Memo    *memo;
    LIST_OF(TrueUp) true_ups; /* of earlier periods, which the statement of these books states */
} Books;

Books *books_new(Pricing *pricing, Ledgers *ledgers);
/* The counter of an account that a day lies in. False: not known. */
bool     account_counter(const Books *books, const Account *account, Day day, Days *out);
Rational due_between(const Books *books, const Account *account, Size steps, Days days);
/* The value of a bound for the period that a day lies in, as of `day`; not ok: not known. */
Rational bound_value(const Books *books, const Account *account, const Bound *bound, Day day);
/* An amount of the royalty's own currency; not ok: not known. */
Rational amount_of(const Books *books, const Account *account, const Node *value, Day day);
bool     bound_period(const Books *books, const Bound *bound, Day day, Days *out);
#endif
