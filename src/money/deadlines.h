/* deadlines.h - by when royalties are reported and paid, payments and milestones paid: days and rules, no
 * amounts of usage. What is owed is the work of a statement; these are the days by which it must be. */
#ifndef ENT_MONEY_DEADLINES_H
#define ENT_MONEY_DEADLINES_H
#include "money/period.h"

typedef struct {
    const Clause *clause;
    bool          report, repeats; /* repeats: a fact must say for which day or period */
    int           payer, payee;    /* subjects, or -1 */
    Days          period;          /* what it is for: a period, or the day of an instalment */
    Str           label;           /* "2026-Q1" */
    bool          known;           /* the amount; it is not where it depends on usage */
    int64_t       amount;          /* in minor units of the currency */
    int           currency;
    Day           since, opens, due; /* due DAY_MAX: not known, see `missing` */
    Str           rule, missing;
    Span          at;
} MoneyDeadline;
typedef LIST_OF(MoneyDeadline) MoneyDeadlines;

/* All that can be reported or paid, or fall due, by `through`. */
MoneyDeadlines money_deadlines(Arena *arena, const Standing *standing, Day through);
#endif
