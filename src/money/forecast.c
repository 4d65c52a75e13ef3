/* forecast.c - see forecast.h.
 *
 * The pace is what was counted, or earned, since the counter or the cap's period began, by day; a day on
 * which the agreement had not begun is not one of them. Without a pace nothing is foretold, and that is said.
 */
#include "money/forecast.h"

#include "money/period.h"

typedef struct {
    Books         *books;
    const Account *account;
    StatementPart *part;
    Arena         *arena;
    Day            as_of;
} Foretelling;

static const Plan *plan_of(const Foretelling *f) { return f->books->pricing->plan; }

/* The days on which something could be counted. */
static Days running(const Foretelling *f, Days period)
{
    const Standing *st = plan_of(f)->st;
    if (st->effective_known == YES && st->effective > period.from)
        period.from = st->effective;
    return period;
}

static Str unit_of(const Foretelling *f, bool money)
{
    return money ? currency_code(f->account->base.currency) : f->account->base.unit;
}

/* `reached` of `limit` by the last day of the part, in a period that goes on. */
static void foretell(Foretelling *f, Str what, Forecast *one)
{
    Day     last = f->part->period.through;
    Days    so_far = running(f, (Days){one->period.from, last});
    Size    left = one->period.through - last;
    bool    money = one->money;
    Str     unit = unit_of(f, money);
    int64_t days = 0;
    one->days = days_empty(so_far) ? 0 : so_far.through - so_far.from + 1;
    one->on = DAY_MAX;
    one->pace = one->reached.ok && one->days > 0 && rational_order(one->reached, rational_whole(0)) > 0;
    Rational each = one->pace ? rational_divide(one->reached, rational_whole(one->days)) : one->reached;
    Rational rest = rational_less(one->limit, one->reached);
    if (one->pace && !rational_round(rational_divide(rest, each), 0, ROUND_UP, &days))
        one->pace = false;
    if (one->pace && days <= left)
        one->on = last + (Day)(days > 0 ? days : 1);
    Str pace = str_format(f->arena, "%.*s in %lld days", STR_ARG(quantity_text(f->arena, one->reached, unit)),
                          (long long)one->days);
    one->text =
        !one->pace ? str_format(f->arena, "No forecast for %.*s: there is no pace yet", STR_ARG(what))
        : one->on < DAY_MAX
            ? str_format(
                  f->arena,
                  "Forecast: %.*s is reached about %.*s, at the pace so far of %.*s; %td days are left",
                  STR_ARG(what), STR_ARG(day_text(f->arena, one->on)), STR_ARG(pace), left)
            : str_format(
                  f->arena,
                  "Forecast: %.*s is not reached by %.*s, at the pace so far of %.*s; %td days are left",
                  STR_ARG(what), STR_ARG(day_text(f->arena, one->period.through)), STR_ARG(pace), left);
    *PUSH(f->arena, &f->part->forecasts) = *one;
}

/* ---- the next band ---- */

static bool goes_on(const Foretelling *f, Days period)
{
    return period.through > f->part->period.through && f->as_of <= period.through && period.through < DAY_MAX;
}

static Str band_text(const Foretelling *f, const RateRow *next, Rational limit)
{
    Str above = quantity_text(f->arena, limit, f->account->base.unit);
    return next->label ? str_format(f->arena, "band (%.*s), above %.*s,",
                                    STR_ARG(terms_text(plan_of(f)->st->terms, next->label)), STR_ARG(above))
                       : str_format(f->arena, "the band above %.*s", STR_ARG(above));
}

static void foretell_band(Foretelling *f)
{
    Day                   day = f->part->period.through;
    const RoyaltyVersion *v = royalty_on(f->account->base.ledger->royalty, day);
    Days                  counter = f->part->counter;
    if (!v || v->text->mode == BANDS_NONE || !goes_on(f, counter))
        return;
    if (counter.from < plan_of(f)->span.from)
        counter.from = plan_of(f)->span.from;
    Rational total = earned_through(f->books->pricing, &f->account->base, counter, day).quantity;
    for (Size i = 0; i + 1 < v->text->bands.count; i++) {
        const RateRow *row = &v->text->bands.items[i];
        Rational       limit =
            row->limit ? amount_on(f->books->pricing, f->account->base.ledger, row->limit, day) : total;
        if (!limit.ok || !total.ok || rational_order(total, limit) > 0)
            continue;
        Forecast one = {.period = counter,
                        .reached = total,
                        .limit = limit,
                        .money = f->account->base.money,
                        .at = v->text->bands.items[i + 1].span};
        foretell(f, band_text(f, &v->text->bands.items[i + 1], limit), &one);
        return;
    }
}

/* ---- caps ---- */

static void foretell_cap(Foretelling *f, Size step)
{
    const Adjust *adjust = &f->account->adjusts.items[step];
    Day           day = f->part->period.through;
    Days          period = {day, day};
    if (adjust->kind != ADJUST_CAP || !bound_period(f->books, adjust->bound, day, &period) ||
        !goes_on(f, period) || !days_has(adjust->days, day))
        return;
    Days     so_far = {period.from, day};
    Rational before = due_between(f->books, f->account, step, so_far);
    Rational after = due_between(f->books, f->account, step + 1, so_far);
    Rational limit = bound_value(f->books, f->account, adjust->bound, day);
    if (!limit.ok || !before.ok || !after.ok || rational_order(after, before) < 0)
        return; /* it binds already, or it is not known */
    Forecast one = {.period = period, .reached = before, .limit = limit, .money = true, .at = adjust->span};
    Str      amount = quantity_text(f->arena, limit, currency_code(f->account->base.currency));
    foretell(
        f,
        str_format(f->arena, "the cap of %.*s, %.*s,", STR_ARG(days_text(f->arena, period)), STR_ARG(amount)),
        &one);
}

static const Account *account_of(const Books *books, const StatementPart *part)
{
    for (Size i = 0; i < books->ledgers->ledgers.count; i++) {
        const Ledger *l = &books->ledgers->ledgers.items[i];
        if (l->royalty == part->counted && royalty_is_priced(l->royalty) && str_equal(l->group, part->group))
            return &books->accounts[i];
    }
    return NULL;
}

void statement_forecast(Statement *s, Books *books)
{
    Size missing = books->pricing->trace.missing.count;
    for (Size i = 0; i < s->parts.count; i++) {
        StatementPart *part = &s->parts.items[i];
        Foretelling    f = {books, account_of(books, part), part, books->pricing->arena, s->as_of};
        if (!f.account || part->unknown)
            continue;
        foretell_band(&f);
        for (Size k = 0; k < f.account->adjusts.count; k++)
            foretell_cap(&f, k);
    }
    books->pricing->trace.missing.count = missing; /* no amount needs what a forecast lacks */
}
