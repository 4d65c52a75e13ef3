/* lint.c - the lint rules of this layer: what two amounts of one text make impossible. See lint.h.
 *
 * Amounts are those that stand in the text, on the days on which the agreement runs. What hangs on a fact, an
 * open point or another currency is left alone: a finding here is a contradiction, not a guess. */
#include "money/lint.h"

#include "money/period.h"

enum { PERIODS_MOST = 100 };

static const Standing *standing_of(const Lint *lint) { return lint->money; }

/* A price or a bound as it is written for a day; NULL: it is computed, or not known. */
static const Node *literal_on(const Lint *lint, const Node *value, Day day)
{
    Scene scene = {.day = day, .grantor = -1, .grantee = -1, .asker = -1};
    return value ? value_literal(standing_of(lint), value, &scene, NULL) : NULL;
}

static Rational number_of(const Node *node) { return rational_of(node->value, node->scale); }

static bool is_money(const Node *node) { return node && node->kind == N_MONEY && !node->a; }

static Str money_text(const Lint *lint, Rational amount, Word currency)
{
    return lint_amount(lint->arena, amount, terms_text(lint->terms, currency));
}

/* The first day for which amounts are asked, and the last; without a known start, as the text has it. */
static Days days_of(const Lint *lint)
{
    const Standing *st = standing_of(lint);
    Days            days = lint_agreement_days(lint->terms);
    if (st->effective_known == YES)
        days = (Days){st->effective, st->ends};
    return days;
}

static Str year_text(const Lint *lint, Day day) { return str_format(lint->arena, "%d", civil_of(day).year); }

/* How often in a year; 0: once in all. */
static int times_a_year(EachKind kind)
{
    switch (kind) {
    case EACH_MONTH: return 12;
    case EACH_QUARTER: return 4;
    case EACH_HALF_YEAR: return 2;
    case EACH_YEAR:
    case EACH_CONTRACT_YEAR:
    case EACH_FISCAL_YEAR: return 1;
    case EACH_UNSAID:
    case EACH_TERM: break;
    }
    return 0;
}

/* What a bound comes to in the year that begins on a day; not ok: not known. `in all` is for any year. */
static Rational yearly(const Lint *lint, const Bound *bound, Day day, Word *currency)
{
    const Node *money = literal_on(lint, bound->value, day);
    int         times = times_a_year(bound->each.kind);
    if (!is_money(money) || (*currency && money->word != *currency))
        return (Rational){.den = 1};
    *currency = money->word;
    return rational_times(number_of(money), rational_whole(times ? times : 1));
}

/* ---- L-CAP-MIN ---- */

/* The years of the agreement in which minimums are above a cap. */
typedef struct {
    Size         count;
    Day          first; /* the day on which the first of them begins */
    Rational     cap, minimum;
    Word         currency;
    const Bound *lowest; /* the first of the minimums */
} Conflict;

static const Royalty *royalty_of(const Lint *lint, Word name)
{
    const Clause *clause = terms_clause(lint->terms, name);
    return clause && clause_is(clause, REF(ROYALTY)) && !clause->poisoned ? clause->data : NULL;
}

/* A minimum `in all` says nothing about one year, unless the cap is for all, too. */
static Rational minimums_of(const Lint *lint, const Royalty *r, const Bound *cap, Day day, Conflict *c)
{
    Rational sum = rational_whole(0);
    for (Size i = 0; i < r->minimums.count; i++) {
        const Bound *minimum = &r->minimums.items[i];
        if (minimum->each.kind == EACH_TERM && cap->each.kind != EACH_TERM)
            continue;
        Rational one = yearly(lint, minimum, day, &c->currency);
        if (cap->each.kind == EACH_TERM && one.ok) /* one period alone must be above it */
            one = rational_divide(
                one,
                rational_whole(times_a_year(minimum->each.kind) > 1 ? times_a_year(minimum->each.kind) : 1));
        if (!one.ok || rational_order(one, sum) <= 0)
            continue;
        sum = one; /* of several the greatest holds */
        c->lowest = minimum;
    }
    return sum;
}

static bool conflict_in(const Lint *lint, const Royalty *r, const Bound *cap, Day day, Conflict *c)
{
    Conflict year = {.first = day};
    year.cap = yearly(lint, cap, day, &year.currency);
    year.minimum = rational_whole(0);
    if (!year.cap.ok)
        return false;
    if (!cap->over)
        year.minimum = minimums_of(lint, r, cap, day, &year);
    for (const Node *item = cap->over ? cap->over->a : NULL; item; item = item->next) {
        const Royalty *other = royalty_of(lint, item->a->word);
        if (other)
            year.minimum = rational_add(year.minimum, minimums_of(lint, other, cap, day, &year));
    }
    if (!year.lowest || !year.minimum.ok || rational_order(year.minimum, year.cap) <= 0)
        return false;
    year.count = c->count;
    *c = c->count ? *c : year;
    c->count++;
    return true;
}

static void check_cap(Lint *lint, const LintRule *rule, const Clause *clause, const Bound *cap)
{
    static const Each year = {.kind = EACH_YEAR};
    const Royalty    *r = clause->data;
    Days              days = days_of(lint), period = {0};
    Conflict          c = {0};
    Day               day = days.from > DAY_MIN ? days.from : 0;
    bool              dated = days.from > DAY_MIN;
    for (Size i = 0; i < PERIODS_MOST && day <= days.through; i++) {
        (void)conflict_in(lint, r, cap, day, &c);
        if (!dated || !each_period(standing_of(lint), &year, day, &period) || period.through >= days.through)
            break;
        day = period.through + 1;
    }
    if (!c.count)
        return;
    Str   when = !dated || c.count >= PERIODS_MOST ? S("")
                 : c.count == 1 ? str_format(lint->arena, " in %.*s", STR_ARG(year_text(lint, c.first)))
                                : str_format(lint->arena, " in %.*s and %td more of its years",
                                             STR_ARG(year_text(lint, c.first)), (ptrdiff_t)c.count - 1);
    Str   what = cap->over                     ? S("the minimums of a year come to")
                 : cap->each.kind == EACH_TERM ? S("one minimum alone is")
                                               : S("the minimum of a year is");
    Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, cap->value->span,
                          str_format(lint->arena, "%.*s %.*s, and the cap %.*s%.*s", STR_ARG(what),
                                     STR_ARG(money_text(lint, c.minimum, c.currency)),
                                     STR_ARG(money_text(lint, c.cap, c.currency)), STR_ARG(when)),
                          S("never more than this"));
    diag_note(diag, c.lowest->value->span, S("never less than this"));
    diag->help = S("raise the cap or lower the minimum: both cannot hold");
}

static void lint_cap_minimum(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        const Royalty *r = clause->data;
        for (Size k = 0; k < r->caps.count; k++)
            check_cap(lint, rule, clause, &r->caps.items[k]);
    }
}

/* ---- L-TIER-DEAD ---- */

/* The highest that a cap is in any year of the agreement; not ok: in some year it is not known. */
static Rational highest(const Lint *lint, const Bound *cap, Word *currency)
{
    Days     days = days_of(lint), period = {0};
    Rational most = {.den = 1};
    Day      day = days.from > DAY_MIN ? days.from : 0;
    bool     fixed = is_money(cap->value);
    for (Size i = 0; i < PERIODS_MOST && day <= days.through; i++) {
        const Node *money = literal_on(lint, cap->value, day);
        if (!is_money(money) || (*currency && money->word != *currency) ||
            (!fixed && days.through == DAY_MAX))
            return (Rational){.den = 1};
        *currency = money->word;
        if (!most.ok || rational_order(number_of(money), most) > 0)
            most = number_of(money);
        if (fixed)
            break;
        if (!each_period(standing_of(lint), &cap->each, day, &period))
            return (Rational){.den = 1};
        day = period.through + 1;
    }
    return most;
}

/* The price of one more unit in a band, in the currency of the cap; not ok: a sum, or another currency. */
static Rational price_of(const Node *rate, Word currency)
{
    Rational unknown = {.den = 1};
    if (rate->kind == N_NUMBER && !rate->value)
        return rational_whole(0);
    if (rate->kind == N_MONEY && rate->a && rate->word == currency)
        return number_of(rate);
    if (rate->kind == N_PERCENT && !rate->a)
        return rational_of(rate->value, rate->scale + 2);
    return unknown;
}

/* Limits are counts, or amounts in the currency of the cap. */
static Rational limit_of(const Node *limit, Word currency)
{
    Rational unknown = {.den = 1};
    bool     plain = limit && (limit->kind == N_COUNT || (limit->kind == N_MONEY && limit->word == currency));
    return plain ? number_of(limit) : unknown;
}

typedef struct {
    Size     band;  /* the first that is out of reach */
    Rational binds; /* the quantity at which the cap binds; not ok: not told */
} Dead;

/* Each band priced apart: what all bands below it come to is already the cap. */
static bool dead_marginal(const Royalty *r, Rational cap, Word currency, Dead *out)
{
    Rational owed = rational_whole(0), from = rational_whole(0);
    for (Size i = 0; i + 1 < r->bands.count; i++) {
        Rational price = price_of(r->bands.items[i].rate, currency);
        Rational to = limit_of(r->bands.items[i].limit, currency);
        Rational more = rational_times(rational_less(to, from), price);
        Rational then = rational_add(owed, more);
        if (!then.ok)
            return false;
        if (rational_order(then, cap) >= 0) {
            out->band = i + 1;
            out->binds = rational_is_zero(price)
                             ? from
                             : rational_add(from, rational_divide(rational_less(cap, owed), price));
            return true;
        }
        owed = then;
        from = to;
    }
    return false;
}

/* Everything at the price of the band: at its lower edge that is already the cap. */
static bool dead_whole(const Royalty *r, Rational cap, Word currency, Dead *out)
{
    for (Size i = 1; i < r->bands.count; i++) {
        const Node *rate = r->bands.items[i].rate;
        bool        sum = is_money(rate) && rate->word == currency;
        Rational    edge = limit_of(r->bands.items[i - 1].limit, currency);
        Rational    owed = sum ? number_of(rate) : rational_times(edge, price_of(rate, currency));
        if (!owed.ok || !edge.ok || rational_order(owed, cap) <= 0)
            continue;
        *out = (Dead){.band = i, .binds = {.den = 1}};
        return true;
    }
    return false;
}

static bool is_discounted(const Lint *lint, Word royalty)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(DISCOUNT), &i)); i++) {
        const Discount *d = clause->data;
        for (Size k = 0; k < d->of.count; k++)
            for (const Node *item = d->of.items[k]->a; item; item = item->next)
                if (item->a->word == royalty && !d->free)
                    return true;
    }
    return false;
}

static void found_dead(Lint *lint, const LintRule *rule, const Clause *clause, const Bound *cap,
                       const Dead *dead)
{
    const Royalty *r = clause->data;
    const RateRow *row = &r->bands.items[dead->band];
    const Node    *limit = r->bands.items[0].limit;
    bool           whole = r->mode == BANDS_WHOLE;
    Str            unit = limit ? terms_text(lint->terms, limit->word) : S("");
    Str            where = !dead->binds.ok ? S("")
                           : limit && limit->kind == N_MONEY
                               ? str_format(lint->arena, ": the cap binds at %.*s",
                                            STR_ARG(money_text(lint, dead->binds, limit->word)))
                               : str_format(lint->arena, ": the cap binds at %.*s",
                                            STR_ARG(lint_amount(lint->arena, dead->binds, unit)));
    Diag          *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, row->span,
                          whole ? S("the price of this band is never paid: the cap is below it")
                                         : str_format(lint->arena, "this band is never reached%.*s", STR_ARG(where)),
                          dead->band + 1 < r->bands.count ? S("nor any band above it") : S("out of reach"));
             diag_note(diag, cap->value->span, S("the cap"));
    diag->help = S("raise the cap, or end the bands below it with `above that: …`");
}

static void lint_dead_bands(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        const Royalty *r = clause->data;
        for (Size k = 0; k < r->caps.count && r->bands.count > 1; k++) {
            const Bound *cap = &r->caps.items[k];
            Word         currency = 0;
            Dead         dead = {0};
            EachKind     counted = r->counted_said ? r->counted.kind : EACH_YEAR;
            if (cap->over || cap->unless_ || cap->each.kind != counted || is_discounted(lint, clause->name))
                continue;
            Rational most = highest(lint, cap, &currency);
            bool     found = most.ok && (r->mode == BANDS_WHOLE ? dead_whole(r, most, currency, &dead)
                                                                : dead_marginal(r, most, currency, &dead));
            if (found) {
                found_dead(lint, rule, clause, cap, &dead);
                break;
            }
        }
    }
}

/* ---- the table ---- */

static const LintRule table[] = {
    {"L-CAP-MIN", DIAG_ERROR, "a minimum above the cap of the same year", lint_cap_minimum},
    {"L-TIER-DEAD", DIAG_WARNING, "a band that lies beyond the cap", lint_dead_bands},
};

const LintRule *lint_money_rules(Size *count)
{
    *count = COUNT(table);
    return table;
}

void lint_use_standing(Lint *lint, const Standing *standing) { lint->money = standing; }
