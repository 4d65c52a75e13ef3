/* owe.c - see owe.h. */
#include "app/owe.h"

#include "app/route.h"
#include "money/period.h"

static bool counts_countries(const Plan *plan)
{
    for (Size i = 0; i < plan->royalties.count; i++)
        for (Size k = 0; k < plan->royalties.items[i]->versions.count; k++)
            if (version_apart(&plan->royalties.items[i]->versions.items[k], W_country))
                return true;
    return false;
}

void owing_check(Asking *a)
{
    Days span = {0, 0}; /* any day: what is found does not depend on it */
    (void)plan_new(a->session->arena, a->standing, NULL, span, a->session->diags);
}

/* One file of usage serves all periods of a calendar year. */
static Day year_end(const Standing *st, Day day)
{
    static const Each year = {.kind = EACH_YEAR};
    Days              span = {day, day};
    return each_period(st, &year, day, &span) ? span.through : day;
}

void owing_open(Asking *a, Days period, Owing *out)
{
    OwingOpen open = {.period = period, .since = period.from};
    owing_open_as(a, &open, out);
}

void owing_open_as(Asking *a, const OwingOpen *open, Owing *out)
{
    Arena  *arena = a->session->arena;
    Router *router = router_new(a, open->countries);
    *out = (Owing){.asking = a};
    Days span = plan_span(a->standing, (Days){open->since, open->period.through});
    span.through = year_end(a->standing, open->period.through);
    Diags quiet = diags_new(arena); /* owing_check has said it */
    out->plan = plan_new(arena, a->standing, router, span, &quiet);
    if (router && !open->countries && counts_countries(out->plan))
        out->plan->router = router_new(a, true);
    plan_stop(out->plan, open->period.through);
    out->sums = (Sums){0};
}

void owing_close(Owing *o)
{
    Arena *arena = o->asking->session->arena;
    if (!o->sums.plan) {
        plan_close(o->plan);
        o->sums = sums_new(arena, o->plan);
    }
    o->ledgers = ledgers_new(arena, o->plan, &o->sums);
    ledgers_give(o->ledgers);
    ledgers_close(o->ledgers);
    o->pricing = (Pricing){.arena = arena,
                           .plan = o->plan,
                           .ledgers = o->ledgers,
                           .rates = o->has_rates ? &o->rates : NULL,
                           .trace = {.arena = arena}};
    o->books = books_new(&o->pricing, o->ledgers);
}

/* The steps of an account through the credit that is named; all of them when it is 0. */
static Size steps_through(const Account *account, Word after)
{
    for (Size i = 0; i < account->adjusts.count && after; i++)
        if (account->adjusts.items[i].credit && account->adjusts.items[i].credit->name == after)
            return i + 1;
    return account->adjusts.count;
}

/* Payments and milestones that fall due within the period. */
static bool payments_total(Owing *o, Word name, Days period, int64_t *out, int *currency)
{
    Statement s = {.plan = o->plan, .period = period};
    int64_t   sum = 0;
    statement_add_payments(&s, &o->pricing, name);
    for (Size i = 0; i < s.parts.count; i++) {
        if (s.parts.items[i].unknown || (i && s.parts.items[i].currency != *currency))
            return false;
        sum += s.parts.items[i].due;
        *currency = s.parts.items[i].currency;
    }
    const Agreement *header = terms_header(o->plan->st->terms);
    if (!s.parts.count && header && header->currency)
        *currency = currency_find(terms_text(o->plan->st->terms, header->currency->word));
    *out = sum;
    return true;
}

bool owing_total(Owing *o, Word name, Word after, Days period, int64_t *out, int *currency)
{
    int64_t       sum = 0, one = 0;
    bool          found = false;
    const Clause *clause = terms_clause(o->plan->st->terms, name);
    if (clause && !clause_is(clause, REF(ROYALTY)))
        return payments_total(o, name, period, out, currency);
    for (Size i = 0; i < o->ledgers->ledgers.count; i++) {
        const Account *account = &o->books->accounts[i];
        if (account->base.ledger->royalty->name != name || !royalty_is_priced(account->base.ledger->royalty))
            continue;
        if (!due_rounded(o->books, account, steps_through(account, after), period, &one))
            return false;
        sum += one;
        *currency = account->base.currency;
        found = true;
    }
    *out = sum;
    return found;
}
