/* plan.c - see plan.h. */
#include "money/plan.h"

#include <stdlib.h>

#include "money/period.h"
#include "money/royalty.h"

/* ---- the span ---- */

static void widen(Days *span, Days days)
{
    if (days.from < span->from && days.from > DAY_MIN)
        span->from = days.from;
}

static void widen_by(const Standing *st, Days *span, const Each *each, Days period)
{
    Days counter = {0};
    if (each->kind != EACH_UNSAID && each_period(st, each, period.from, &counter))
        widen(span, counter);
}

static void widen_royalty(const Standing *st, Days *span, const Royalty *r, Days period)
{
    static const Each term = {.kind = EACH_TERM};
    bool              carries = r->credits.count > 0 || r->advances.count > 0;
    widen_by(st, span, &r->counted, period);
    widen_by(st, span, &r->pay.each, period);
    for (Size i = 0; i < r->caps.count; i++)
        widen_by(st, span, &r->caps.items[i].each, period);
    for (Size i = 0; i < r->minimums.count; i++) {
        widen_by(st, span, &r->minimums.items[i].each, period);
        carries |= r->minimums.items[i].carry == CARRY_FORWARD;
    }
    if (carries)
        widen_by(st, span, &term, period);
}

static void widen_payment(const Standing *st, Days *span, const Payment *text, Days period)
{
    static const Each term = {.kind = EACH_TERM};
    if (text->credited)
        widen_by(st, span, text->credited_each.kind == EACH_UNSAID ? &term : &text->credited_each, period);
}

/* How often a sum was reached is counted from the beginning. */
static void widen_milestones(const Standing *st, Days *span, const Milestones *text, Days period)
{
    static const Each term = {.kind = EACH_TERM};
    for (Size i = 0; i < text->rows.count; i++) {
        const Clause *event = terms_clause(st->terms, text->rows.items[i].day->word);
        if (!event || !clause_is(event, REF(EVENT)))
            widen_by(st, span, &term, period);
    }
}

static void widen_limits(const Standing *st, Days *span, const Measure *define, Days period)
{
    for (Size i = 0; i < define->limits.count; i++)
        widen_by(st, span, &define->limits.items[i].each, period);
}

/* How often spans of different kinds can lead back from one to the next (an amount of a calendar year needs
 * the contract year in which it begins): payment, rounding, each bound, the counter, a limit. */
static Size widen_steps(const Standing *st)
{
    Size steps = 4;
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        if (clause_is(clause, REF(ROYALTY)) && !clause->poisoned)
            steps +=
                ((const Royalty *)clause->data)->caps.count + ((const Royalty *)clause->data)->minimums.count;
    }
    return steps;
}

static void widen_all(const Standing *st, Days *span, Days period)
{
    static const Each year = {.kind = EACH_YEAR}, contract = {.kind = EACH_CONTRACT_YEAR};
    const Agreement  *header = terms_header(st->terms);
    bool by_contract = header && header->rounding && header->rounding_point == ROUND_AT_CONTRACT_YEAR;
    widen_by(st, span, by_contract ? &contract : &year, period);
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        if (clause->poisoned)
            continue;
        if (clause_is(clause, REF(ROYALTY)))
            widen_royalty(st, span, clause->data, period);
        else if (clause_is(clause, REF(PAYMENT)))
            widen_payment(st, span, clause->data, period);
        else if (clause_is(clause, REF(MILESTONES)))
            widen_milestones(st, span, clause->data, period);
        else if (clause_is(clause, REF(DEFINE)))
            widen_limits(st, span, clause->data, period);
    }
}

Days plan_span(const Standing *st, Days period)
{
    Days span = period, before = {DAY_MAX, DAY_MAX};
    for (Size left = widen_steps(st); left > 0 && span.from != before.from; left--) {
        before = span;
        widen_all(st, &span, before);
    }
    if (st->effective_known == YES && st->effective > span.from && st->effective <= period.from)
        span.from = st->effective;
    if (span.through - span.from >= PLAN_DAYS_MOST)
        span.from = span.through - PLAN_DAYS_MOST + 1;
    return span;
}

/* ---- cuts ---- */

static int day_order(const void *a, const void *b)
{
    const Day *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void cut(Plan *plan, Day day)
{
    if (day > plan->span.from && day <= plan->span.through)
        *PUSH(plan->arena, &plan->cuts) = day;
}

/* Whether it matters on which day a line is: for its rate of exchange, or for a counter that others share. */
static bool is_daily(const Plan *plan)
{
    for (Size i = 0; i < plan->royalties.count; i++)
        for (Size k = 0; k < plan->royalties.items[i]->versions.count; k++) {
            const Royalty *text = plan->royalties.items[i]->versions.items[k].text;
            if (text->convert.rule == CONVERT_SALE_DAY || text->counted_with)
                return true;
        }
    return false;
}

static void cut_months(Plan *plan)
{
    static const Each month = {.kind = EACH_MONTH}, contract = {.kind = EACH_CONTRACT_YEAR};
    Days              days = plan->span;
    for (Day day = plan->span.from; day <= plan->span.through; day = days.through + 1) {
        if (!each_period(plan->st, &month, day, &days))
            return;
        cut(plan, days.from);
    }
    Day begins = plan->st->effective > plan->span.from ? plan->st->effective : plan->span.from;
    for (Day day = begins; day <= plan->span.through; day = days.through + 1) {
        if (!each_period(plan->st, &contract, day, &days))
            return;
        cut(plan, days.from);
    }
}

static void make_intervals(Plan *plan)
{
    qsort(plan->cuts.items, (size_t)plan->cuts.count, sizeof(Day), day_order);
    Size kept = 1;
    for (Size i = 1; i < plan->cuts.count; i++)
        if (plan->cuts.items[i] != plan->cuts.items[kept - 1])
            plan->cuts.items[kept++] = plan->cuts.items[i];
    plan->cuts.count = kept;
    Size length = plan->span.through - plan->span.from + 1, at = 0;
    plan->interval_of = NEW(plan->arena, uint16_t, length);
    for (Size i = 0; i < length; i++) {
        while (at + 1 < kept && plan->cuts.items[at + 1] <= plan->span.from + (Day)i)
            at++;
        plan->interval_of[i] = (uint16_t)at;
    }
}

static void cut_at(Plan *plan, const Node *node, int after)
{
    Scene scene = {.day = plan->span.through, .grantor = -1, .grantee = -1, .asker = -1};
    Day   day = 0;
    if (node && day_named(plan->st, node, &scene, &day) == YES)
        cut(plan, day + after);
}

/* The days from which a royalty that is one for each is owed, of every product. */
static void cut_beginnings(Plan *plan, const Royalty *r)
{
    const Terms *terms = plan->st->terms;
    Day          day = 0;
    for (Size i = 0; i < terms->decls.count && r->per_after; i++) {
        Scene scene = {.day = plan->span.through,
                       .grantor = -1,
                       .grantee = -1,
                       .asker = -1,
                       .product = terms->decls.items[i].name};
        if ((terms->decls.items[i].ref & (REF(PRODUCT) | REF(PRODUCTS))) &&
            day_named(plan->st, r->per_after, &scene, &day) == YES)
            cut(plan, day);
    }
}

/* The days on which a price begins or ends: of rows of rates, discounts, tables, the royalty itself. */
static void cut_prices(Plan *plan)
{
    const Terms *terms = plan->st->terms;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        if (clause->poisoned || !clause->data || !clause_is(clause, REF_MONEY | REF(TABLE) | REF(DEFINE)))
            continue;
        cut(plan, clause->in_force.from);
        if (clause->in_force.through < DAY_MAX)
            cut(plan, clause->in_force.through + 1);
        Day sunset = clause_is(clause, REF(ROYALTY)) ? standing_sunset(plan->st, clause->name) : DAY_MAX;
        if (sunset < DAY_MAX)
            cut(plan, sunset + 1);
        cut_at(plan, clause->from, 0);
        cut_at(plan, clause->through, 1);
        if (clause_is(clause, REF(TABLE))) {
            const Measure *table = clause->data;
            for (Size k = 0; k < table->rows.count; k++)
                if (table->rows.items[k].from)
                    cut(plan, (Day)table->rows.items[k].from->value);
        }
        if (!clause_is(clause, REF(ROYALTY)))
            continue;
        const Royalty *r = clause->data;
        for (Size k = 0; k < r->rates.count; k++) {
            cut_at(plan, r->rates.items[k].from, 0);
            cut_at(plan, r->rates.items[k].until, 1);
        }
        for (Size k = 0; k < r->advances.count; k++)
            cut_at(plan, r->advances.items[k].on, 0);
        cut_at(plan, r->per_after, 0);
        cut_beginnings(plan, r);
        if (!r->lasts_after)
            cut_at(plan, r->lasts, 1);
    }
}

static void take_cuts(Plan *plan)
{
    *PUSH(plan->arena, &plan->cuts) = plan->span.from;
    if (plan->st->effective_known == YES)
        cut(plan, plan->st->effective);
    cut_months(plan);
    cut_prices(plan);
    for (Size i = 0; i < plan->st->turns.count; i++)
        cut(plan, plan->st->turns.items[i]);
    for (Size i = 0; plan->router && i < plan->router->turn_count; i++)
        cut(plan, plan->router->turns[i]);
    for (Size i = 0; i < plan->royalties.count; i++)
        for (Size k = 0; k < plan->royalties.items[i]->versions.count; k++)
            cut(plan, plan->royalties.items[i]->versions.items[k].days.from);
    for (Day day = plan->span.from; is_daily(plan) && day <= plan->span.through; day++)
        cut(plan, day);
    make_intervals(plan);
}

/* ---- articles ---- */

static void take_articles(Plan *plan)
{
    const Terms *terms = plan->st->terms;
    for (Size i = 0; i < terms->decls.count; i++) {
        const Decl *decl = &terms->decls.items[i];
        if (decl->ref & (REF(PRODUCT) | REF(PRODUCTS)))
            *PUSH(plan->arena, &plan->articles) =
                (Article){.code = terms_text(terms, decl->name), .item = decl->name};
    }
}

/* ---- digest ---- */

static void digest_op(Text *text, const LineOp *op)
{
    text_format(text, ",%d %d %lld %lld %d", (int)op->kind, op->number, (long long)op->constant,
                (long long)op->divisor, op->currency);
    if (op->kind == OP_TIMES_ROUNDED)
        text_format(text, " %lld %d", (long long)op->unit, (int)op->rounding);
}

static void digest_lines(Text *text, const Plan *plan)
{
    for (Size i = 0; i < plan->lines.count; i++) {
        const PlanLines *lines = &plan->lines.items[i];
        text_format(text, "lines %.*s", STR_ARG(terms_text(plan->st->terms, lines->clause->name)));
        for (int k = 0; k < lines->column_count; k++)
            text_format(text, " %.*s:%d", STR_ARG(terms_text(plan->st->terms, lines->columns[k].name)),
                        lines->columns[k].number);
        for (int k = 0; k < lines->filter_count; k++)
            text_format(text, " filter %d %d %lld", lines->filters[k].number, (int)lines->filters[k].op,
                        (long long)lines->filters[k].value);
        for (int k = 0; k < lines->slot_count; k++) {
            const Slot *slot = &lines->slots[k];
            text_format(text, " slot %d", slot->number);
            for (Size op = 0; op < slot->ops.count; op++)
                digest_op(text, &slot->ops.items[op]);
        }
        text_char(text, '\n');
    }
}

void plan_stop(Plan *plan, Day through)
{
    plan->through = through;
    cut(plan, through + 1);
    make_intervals(plan);
}

void plan_cut_as(Plan *plan, const Plan *other)
{
    for (Size i = 0; i < other->cuts.count; i++)
        cut(plan, other->cuts.items[i]);
    make_intervals(plan);
}

static Str digest_text(const Plan *plan, const Text *text)
{
    uint64_t hash = str_hash(text_str(text));
    return str_format(plan->arena, "%016llx", (unsigned long long)hash);
}

/* What cells are named after, and what their values are. */
static void digest_names(Text *text, const Plan *plan)
{
    for (Size i = 1; i < plan->articles.count; i++)
        text_format(text, "article %.*s %.*s\n", STR_ARG(plan->articles.items[i].code),
                    STR_ARG(terms_text(plan->st->terms, plan->articles.items[i].item)));
    for (int i = 0; plan->router && i < COUNTRY_COUNT; i++)
        text_format(text, "%d ", plan->router->place_class[i]);
    text_format(text, "\ntables %.*s\n", STR_ARG(tables_digest()));
}

void plan_close(Plan *plan)
{
    Text text = text_new(plan->arena), meaning = text_new(plan->arena);
    if (plan->articles.count == 1)
        take_articles(plan);
    digest_lines(&text, plan);
    digest_lines(&meaning, plan);
    text_add(&text, S("cuts"));
    for (Size i = 0; i < plan->cuts.count; i++)
        text_format(&text, " %d", plan->cuts.items[i]);
    text_format(&text, " through %d\n", plan->span.through);
    digest_names(&text, plan);
    digest_names(&meaning, plan);
    plan->digest = digest_text(plan, &text);
    plan->meaning = digest_text(plan, &meaning);
}

Plan *plan_new(Arena *arena, const Standing *st, const Router *router, Days span, Diags *diags)
{
    Plan *plan = NEW(arena, Plan, 1);
    *plan = (Plan){.arena = arena, .st = st, .router = router, .span = span, .through = span.through};
    INVARIANT(span.from <= span.through && span.through - span.from < PLAN_DAYS_MOST);
    *PUSH(arena, &plan->articles) = (Article){.code = S("")};
    royalties_plan(plan, diags);
    for (Size i = 0; i < st->terms->clauses.count; i++)
        if (clause_is(st->terms->clauses.items[i], REF(DISCOUNT)))
            *PUSH(arena, &plan->discounts) = st->terms->clauses.items[i];
    take_cuts(plan);
    return plan;
}
