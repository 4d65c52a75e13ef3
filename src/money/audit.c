/* audit.c - what an audit of paid royalties comes to: whether its look-back reaches a period, and who bears
 * its cost.
 *
 * An audit is told by a notice of its clause. What was owed for the periods of the statement that it reaches
 * is held against what the facts say was paid for them by the day of the notice; a shortfall of the share
 * that the text names makes the payer bear the cost. What is not known is said, and nothing is guessed. */
#include "money/finish.h"
#include "money/period.h"

typedef struct {
    Statement    *out;
    Pricing      *p;
    const Clause *clause;        /* the audit */
    Day           notice, since; /* what ended before `since` is not looked into */
} Auditing;

static const Standing *standing_of(const Auditing *x) { return x->p->plan->st; }

static bool is_audited(const Auditing *x, const StatementPart *part)
{
    const Plan *plan = x->p->plan;
    for (Size i = 0; i < plan->royalties.count; i++) {
        const PlanRoyalty *royalty = plan->royalties.items[i];
        if (royalty->name != part->clause->name || !royalty_is_priced(royalty))
            continue;
        const Royalty *text = settlement_of(plan, royalty_near(royalty, part->period.through));
        return text->audit && text->audit->word == x->clause->name && part->period.through < x->notice &&
               part->period.through >= x->since;
    }
    return false;
}

/* Owed after tax, and paid by the day of the notice; not ok: not known. */
static void add_part(const Auditing *x, const StatementPart *part, Rational *owed, Rational *paid)
{
    *owed =
        rational_add(*owed, part->unknown ? (Rational){.den = 1} : minor_amount(part->due, part->currency));
    for (Size i = 0; i < part->steps.count; i++) {
        const Step *step = &part->steps.items[i];
        if (step->kind == STEP_WITHHOLDING)
            *owed = rational_add(*owed, step->amount);
        if (step->kind == STEP_PAID && step->paid_on < x->notice)
            *paid = rational_less(*paid, step->amount);
    }
}

static Str money(const Auditing *x, Rational amount, int currency)
{
    return quantity_text(x->p->arena, amount, currency_code(currency));
}

static Tri payer_bears(const Audit *text, Rational owed, Rational paid)
{
    Rational missing = rational_less(owed, paid);
    if (!missing.ok || !text->shortfall || rational_order(owed, rational_whole(0)) <= 0)
        return UNKNOWN;
    int order = rational_order(rational_divide(missing, owed),
                               rational_of(text->shortfall->value, text->shortfall->scale + 2));
    return order > 0 || (order == 0 && !text->shortfall_over) ? YES : NO;
}

static Str percent(const Auditing *x, Rational share)
{
    return quantity_text(x->p->arena, rational_times(share, rational_whole(100)), S(""));
}

static void say_result(const Auditing *x, const AuditResult *r)
{
    const Audit *text = x->clause->data;
    Arena       *arena = x->p->arena;
    Str          name = terms_text(standing_of(x)->terms, x->clause->name);
    Rational     missing = rational_less(r->owed, r->paid);
    if (!missing.ok) {
        trace_missing(&x->p->trace, str_format(arena, "the shortfall that `%.*s` looks for", STR_ARG(name)));
        return;
    }
    Text note = text_new(arena);
    text_format(&note, "%.*s of %.*s: of %.*s owed %.*s were paid", STR_ARG(name),
                STR_ARG(day_text(arena, x->notice)), STR_ARG(money(x, r->owed, r->currency)),
                STR_ARG(money(x, r->paid, r->currency)));
    if (r->payer != UNKNOWN)
        text_format(&note, "; the shortfall of %.*s%% is %s%s %.*s%%: the %s bears the cost of the audit",
                    STR_ARG(percent(x, rational_divide(missing, r->owed))), r->payer == YES ? "" : "not ",
                    text->shortfall_over ? "over" : "at least",
                    STR_ARG(percent(x, rational_of(text->shortfall->value, text->shortfall->scale + 2))),
                    r->payer == YES ? "payer" : "auditing party");
    *PUSH(arena, &x->out->notes) = text_str(&note);
}

static void audit_currency(const Auditing *x, int currency)
{
    AuditResult r = {.clause = x->clause,
                     .notice = x->notice,
                     .currency = currency,
                     .owed = rational_whole(0),
                     .paid = rational_whole(0)};
    bool        any = false;
    for (Size i = 0; i < x->out->parts.count; i++) {
        const StatementPart *part = &x->out->parts.items[i];
        if (part->currency != currency || !is_audited(x, part))
            continue;
        add_part(x, part, &r.owed, &r.paid);
        any = true;
    }
    if (!any)
        return;
    r.payer = payer_bears(x->clause->data, r.owed, r.paid);
    *PUSH(x->p->arena, &x->out->audits) = r;
    say_result(x, &r);
}

static bool is_first_of_currency(const Statement *s, Size at)
{
    for (Size i = 0; i < at; i++)
        if (s->parts.items[i].currency == s->parts.items[at].currency)
            return false;
    return true;
}

void statement_audit(Statement *s, Pricing *pricing)
{
    const Standing *st = pricing->plan->st;
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact   *fact = &st->facts.items[i];
        const Clause *clause = fact->kind == FACT_NOTICE ? terms_clause(st->terms, fact->name) : NULL;
        if (!clause || !clause_is(clause, REF(AUDIT)) || clause->poisoned || fact->days.from > s->as_of)
            continue;
        const Audit *text = clause->data;
        Auditing x = {.out = s, .p = pricing, .clause = clause, .notice = fact->days.from, .since = DAY_MIN};
        if (text->looking_back && day_shifted(st, x.notice, text->looking_back, -1, &x.since) != YES)
            continue;
        for (Size k = 0; k < s->parts.count; k++)
            if (is_first_of_currency(s, k))
                audit_currency(&x, s->parts.items[k].currency);
    }
}
