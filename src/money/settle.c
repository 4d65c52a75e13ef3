/* settle.c - what follows the amount due: tax, what was paid, and interest on what is paid late.
 *
 * Tax comes first, because it changes what is paid; payments come off in the order of their days, those of
 * one period to its parts in the order of the statement; interest is a balance of its own, which payments
 * reach only when nothing else is open. A payment that names no period, or one that is not that of a part,
 * may be for anything: it is not known what is open then. */
#include "money/finish.h"
#include "money/interest.h"
#include "money/period.h"

typedef struct {
    Statement *out;
    Pricing   *p;
    Arena     *arena;
    PaidList  *paid;  /* by part */
    int64_t   *open;  /* by part: minor units to be paid before interest */
    bool      *vague; /* by part: some payment cannot be placed */
} Settling;

static const Standing *standing_of(const Settling *x) { return x->p->plan->st; }

static Str source_of(const Settling *x, const Node *node)
{
    return str_trim(sources_slice(standing_of(x)->terms->doc->sources, node->span));
}

static Step *add(Settling *x, StatementPart *part, StepKind kind, Str label, Rational amount, Span at)
{
    Step *step = PUSH(x->arena, &part->steps);
    *step = (Step){.kind = kind, .label = label, .amount = amount, .unknown = !amount.ok, .at = at};
    return step;
}

static Str money_text(const Settling *x, int64_t minor, int currency)
{
    return quantity_text(x->arena, minor_amount(minor, currency), currency_code(currency));
}

/* "6%", "4.3314%". */
static Str percent_text(const Settling *x, Rational share)
{
    return str_format(x->arena, "%.*s%%",
                      STR_ARG(quantity_text(x->arena, rational_times(share, rational_whole(100)), S(""))));
}

/* ---- the text of a part ---- */

static const PlanRoyalty *royalty_of(const Settling *x, const StatementPart *part)
{
    for (Size i = 0; i < x->p->plan->royalties.count && clause_is(part->clause, REF(ROYALTY)); i++)
        if (x->p->plan->royalties.items[i]->name == part->clause->name)
            return x->p->plan->royalties.items[i];
    return NULL;
}

/* The settlement lines of the text that holds on a part's last day; NULL: it is of no royalty, and as none.
 */
static const Royalty *settles(const Settling *x, const StatementPart *part)
{
    const PlanRoyalty *royalty = royalty_of(x, part);
    const Milestones  *reached = clause_is(part->clause, REF(MILESTONES)) ? part->clause->data : NULL;
    if (reached && reached->same) {
        Royalty        as = {.same = reached->same};
        RoyaltyVersion version = {.text = &as};
        const Royalty *other = settlement_of(x->p->plan, &version);
        return other != &as ? other : NULL;
    }
    return royalty ? settlement_of(x->p->plan, royalty_near(royalty, part->period.through)) : NULL;
}

static const LateInterest *late_of(const Settling *x, const StatementPart *part)
{
    const Royalty      *royalty = settles(x, part);
    const LateInterest *late =
        clause_is(part->clause, REF(PAYMENT))      ? &((const Payment *)part->clause->data)->late
        : clause_is(part->clause, REF(MILESTONES)) ? &((const Milestones *)part->clause->data)->late
                                                   : NULL;
    if (royalty && (!late || !late->rate))
        late = &royalty->late;
    return late && late->rate ? late : NULL;
}

/* ---- tax ---- */

static Rational least(Rational a, Rational b) { return rational_order(a, b) <= 0 ? a : b; }

/* How much of the tax the payee bears, as a share of the amount owed. */
static Rational borne_by_payee(const Royalty *text, Rational tax)
{
    Rational sum = rational_whole(0), low = rational_whole(0);
    if (!text->withholding.count)
        return tax; /* what is withheld is taken off, unless the text says more */
    for (Size i = 0; i < text->withholding.count; i++) {
        const RateRow *row = &text->withholding.items[i];
        Rational       high = tax;
        if (row->limit)
            high = least(tax, rational_of(row->limit->value, row->limit->scale + 2));
        if (!row->bears_payer && rational_order(high, low) > 0)
            sum = rational_add(sum, rational_less(high, low));
        if (rational_order(high, low) > 0)
            low = high;
    }
    return sum;
}

static void withhold_unknown(Settling *x, StatementPart *part, Span at)
{
    (void)add(x, part, STEP_WITHHOLDING, S("tax withheld"), (Rational){.den = 1}, at);
    x->out->unknown = true;
}

/* What the payee is to have left decides the gross amount; that is rounded, then the tax on it. */
static void withhold(Settling *x, StatementPart *part)
{
    const Royalty *text = settles(x, part);
    Scene          scene = {
                 .day = part->period.through, .grantor = part->payee, .grantee = part->payer, .asker = part->payer};
    int64_t gross = 0, tax = 0;
    if (!text || (!text->withholding_rate && !text->withholding.count) || part->unknown || part->due <= 0)
        return;
    Span at = text->withholding_rate ? text->withholding_rate->span : text->withholding.items[0].span;
    if (!text->withholding_rate) {
        trace_missing(&x->p->trace,
                      str_format(x->arena, "which tax is withheld from `%.*s`",
                                 STR_ARG(terms_text(standing_of(x)->terms, part->clause->name))));
        withhold_unknown(x, part, at);
        return;
    }
    Rational rate = value_named(standing_of(x), text->withholding_rate, &scene, &x->p->trace);
    Rational one = rational_whole(1), due = minor_amount(part->due, part->currency);
    if (!rate.ok || rational_order(rate, one) >= 0) {
        withhold_unknown(x, part, at);
        return;
    }
    Rational left = rational_times(due, rational_less(one, borne_by_payee(text, rate)));
    if (!amount_rounded(x->p, part->currency, rational_divide(left, rational_less(one, rate)), &gross) ||
        !amount_rounded(x->p, part->currency, rational_times(minor_amount(gross, part->currency), rate),
                        &tax)) {
        withhold_unknown(x, part, at);
        return;
    }
    if (gross != part->due)
        add(x, part, STEP_WITHHOLDING,
            str_format(x->arena, "grossed up to %.*s", STR_ARG(money_text(x, gross, part->currency))),
            minor_amount(gross - part->due, part->currency),
            text->withholding.count ? text->withholding.items[0].span : at);
    Step *step = add(x, part, STEP_WITHHOLDING, S("tax withheld"), minor_amount(-tax, part->currency), at);
    step->quantity = money_text(x, gross, part->currency);
    step->rate = percent_text(x, rate);
}

/* ---- payments ---- */

/* What is to be paid of a part before interest; none of one that is not known. */
static int64_t open_of(const StatementPart *part)
{
    Rational sum = minor_amount(part->due, part->currency);
    int64_t  out = 0;
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].kind == STEP_WITHHOLDING)
            sum = rational_add(sum, part->steps.items[i].amount);
    int minor = part->currency >= 0 ? currency_minor(part->currency) : 0;
    return !part->unknown && rational_round(sum, minor > 0 ? minor : 0, ROUND_HALF_EVEN, &out) && out > 0
               ? out
               : 0;
}

/* A payment of no period is for the only sum that its clause has. */
static bool is_only_sum(const StatementPart *part)
{
    const Payment *text = clause_is(part->clause, REF(PAYMENT)) ? part->clause->data : NULL;
    return text && text->rows.count == 1 && !text->amount;
}

/* A day stands for the period that it lies in: a contract year has no name of its own. */
static bool is_of(const Fact *fact, const StatementPart *part)
{
    bool same = fact->period.from == part->period.from && fact->period.through == part->period.through;
    bool day = fact->period.from == fact->period.through && days_has(part->period, fact->period.from);
    return fact->name == part->clause->name &&
           (same || day || (fact->period.from <= DAY_MIN && is_only_sum(part)));
}

/* Whether it may be for a part without being for that alone. */
static bool may_be_of(const Fact *fact, const StatementPart *part)
{
    bool meets = fact->period.from <= part->period.through && fact->period.through >= part->period.from;
    return fact->name == part->clause->name && meets && !is_of(fact, part);
}

/* In minor units of the part's currency. */
static bool paid_minor(const Settling *x, const Fact *fact, const StatementPart *part, int64_t *out)
{
    int currency = currency_find(terms_text(standing_of(x)->terms, fact->value->word));
    int minor = currency >= 0 ? currency_minor(currency) : -1;
    return currency == part->currency && minor >= 0 &&
           rational_round(rational_of(fact->value->value, fact->value->scale), minor, ROUND_DOWN, out);
}

static void pay_part(Settling *x, Size at, Day day, int64_t amount)
{
    if (amount <= 0)
        return;
    *PUSH(x->arena, &x->paid[at]) = (Paid){day, amount};
    x->open[at] -= amount;
}

/* The parts of that period take it in their order; the last one takes all that is left. */
static void pay(Settling *x, const Fact *fact)
{
    Size    last = -1;
    int64_t left = 0;
    for (Size i = 0; i < x->out->parts.count; i++) {
        const StatementPart *part = &x->out->parts.items[i];
        if (!is_of(fact, part) || (last < 0 && !paid_minor(x, fact, part, &left)))
            continue;
        if (last >= 0) {
            int64_t takes = x->open[last] < left ? x->open[last] : left;
            pay_part(x, last, fact->days.from, takes);
            left -= takes > 0 ? takes : 0;
        }
        last = i;
    }
    if (last >= 0)
        pay_part(x, last, fact->days.from, left);
}

static void place(Settling *x, const Fact *fact)
{
    int64_t amount = 0;
    for (Size i = 0; i < x->out->parts.count; i++) {
        const StatementPart *part = &x->out->parts.items[i];
        if (!may_be_of(fact, part) && (!is_of(fact, part) || paid_minor(x, fact, part, &amount)))
            continue;
        x->vague[i] = true;
        trace_missing(&x->p->trace, str_format(x->arena, "what the %.*s that were paid on %.*s were paid for",
                                               STR_ARG(source_of(x, fact->value)),
                                               STR_ARG(day_text(x->arena, fact->days.from))));
    }
    pay(x, fact);
}

/* Payments of the same day in the order of the facts. */
static void place_all(Settling *x)
{
    const Facts *facts = &standing_of(x)->facts;
    Day          after = DAY_MIN;
    for (;;) {
        Day next = DAY_MAX;
        for (Size i = 0; i < facts->count; i++) {
            Day day = facts->items[i].days.from;
            if (facts->items[i].kind == FACT_AMOUNT && day > after && day < next && day <= x->out->as_of)
                next = day;
        }
        if (next == DAY_MAX)
            return;
        for (Size i = 0; i < facts->count; i++)
            if (facts->items[i].kind == FACT_AMOUNT && facts->items[i].days.from == next)
                place(x, &facts->items[i]);
        after = next;
    }
}

static void show_paid(Settling *x, Size at)
{
    StatementPart *part = &x->out->parts.items[at];
    for (Size i = 0; i < x->paid[at].count; i++) {
        const Paid *one = &x->paid[at].items[i];
        Step       *step = add(x, part, STEP_PAID,
                               str_format(x->arena, "paid on %.*s", STR_ARG(day_text(x->arena, one->day))),
                               minor_amount(-one->amount, part->currency), (Span){0, 0});
        step->paid_on = one->day;
    }
    if (x->vague[at]) {
        (void)add(x, part, STEP_PAID, S("paid, it is not known of what"), (Rational){.den = 1}, (Span){0, 0});
        x->out->unknown = true;
    }
}

/* ---- interest ---- */

static void show_stretch(Settling *x, StatementPart *part, const LateInterest *late, const LateRun *run,
                         Size at)
{
    const Stretch *one = &run->stretches.items[at];
    Step          *step = add(x, part, STEP_INTEREST,
                              str_format(x->arena, "interest on %.*s from %.*s to %.*s",
                                         STR_ARG(money_text(x, one->on, part->currency)),
                                         STR_ARG(day_text(x->arena, one->from)), STR_ARG(day_text(x->arena, one->to))),
                              minor_amount(one->amount, part->currency), late->span);
    int32_t        days = day_count(late->count, run->stretches.items[0].from, one->from, one->to);
    step->quantity = str_format(x->arena, "%d day%s", (int)days, days == 1 ? "" : "s");
    step->rate = str_format(x->arena, "%.*s a year", STR_ARG(percent_text(x, one->rate)));
    step->note = one->note;
}

/* An amount that is not known, and one that nobody is late with, bear nothing. */
static void bear_interest(Settling *x, Size at, int64_t owed)
{
    StatementPart      *part = &x->out->parts.items[at];
    const LateInterest *late = late_of(x, part);
    if (!late || part->unknown || owed <= 0)
        return;
    LateRun run = {.pricing = x->p,
                   .text = late,
                   .scene = {.grantor = part->payee, .grantee = part->payer, .asker = part->payer},
                   .currency = part->currency,
                   .owed = owed,
                   .due_on = part->due_on,
                   .through = x->out->as_of,
                   .paid = x->paid[at]};
    bool    due_known = part->due_on < DAY_MAX;
    if (due_known && part->due_on >= x->out->as_of)
        return;
    if (!due_known)
        trace_missing(&x->p->trace,
                      str_format(x->arena, "by when `%.*s` is to be paid",
                                 STR_ARG(terms_text(standing_of(x)->terms, part->clause->name))));
    bool known = due_known && !x->vague[at] && interest_run(&run);
    for (Size i = 0; i < run.stretches.count; i++)
        show_stretch(x, part, late, &run, i);
    if (known)
        return;
    (void)add(x, part, STEP_INTEREST, S("interest"), (Rational){.den = 1}, late->span);
    x->out->unknown = true;
}

void statement_settle(Statement *s, Pricing *pricing)
{
    Settling x = {.out = s, .p = pricing, .arena = pricing->arena};
    Size     count = s->parts.count;
    int64_t *owed = NEW(x.arena, int64_t, count + 1);
    x.paid = NEW(x.arena, PaidList, count + 1);
    x.open = NEW(x.arena, int64_t, count + 1);
    x.vague = NEW(x.arena, bool, count + 1);
    for (Size i = 0; i < count; i++) {
        withhold(&x, &s->parts.items[i]);
        owed[i] = x.open[i] = open_of(&s->parts.items[i]);
    }
    place_all(&x);
    for (Size i = 0; i < count; i++) {
        show_paid(&x, i);
        bear_interest(&x, i, owed[i]);
    }
}
