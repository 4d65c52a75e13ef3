/* due.c - see due.h. Duties and money know nothing of each other; here they meet. */
#include "app/due.h"

#include "money/deadlines.h"
#include "report/figures.h"

static Occasion occasion_of(Arena *arena, const Terms *terms, const MoneyDeadline *d)
{
    static const Cure none = {0};
    Str               name = terms_text(terms, d->clause->name);
    Str               act = d->report  ? str_format(arena, "report %.*s", STR_ARG(name))
                            : d->known ? str_format(arena, "pay %.*s (%.*s)",
                                                    STR_ARG(figure_money(arena, d->amount, d->currency)), STR_ARG(name))
                                       : str_format(arena, "pay %.*s", STR_ARG(name));
    return (Occasion){.kind = d->report ? OF_REPORT : OF_PAYMENT,
                      .clause = d->clause,
                      .debtor = d->payer,
                      .creditor = d->payee,
                      .act = act,
                      .label = d->label,
                      .occasion = d->period,
                      .since = d->since,
                      .gone = DAY_MAX,
                      .opens = d->missing.len ? DAY_MAX : d->opens,
                      .due = d->missing.len ? DAY_MAX : d->due,
                      .rule = d->rule,
                      .missing = d->missing,
                      .repeats = d->repeats,
                      .cure = &none,
                      .at = d->at};
}

Dues asking_dues(Asking *a, Day through)
{
    Arena         *arena = a->session->arena;
    Dues           dues = dues_new(arena, a->standing, through);
    MoneyDeadlines money = money_deadlines(arena, a->standing, through);
    for (Size i = 0; i < money.count; i++)
        dues_add(&dues, occasion_of(arena, a->loaded.terms, &money.items[i]));
    dues_sort(&dues);
    return dues;
}

Day asking_next(Asking *a, Day day)
{
    for (int days = 100; days <= 100 * 128; days *= 4) { /* the last is 6,400 */
        Dues dues = asking_dues(a, day + days);
        Day  next = dues_next(&dues, day);
        if (next < DAY_MAX)
            return next;
    }
    return DAY_MAX;
}
