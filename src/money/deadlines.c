/* deadlines.c - see deadlines.h. The days are those of statements: one function counts and rolls them all. */
#include "money/deadlines.h"

#include "money/finish.h"

enum { PERIODS_MOST = 2000 };

typedef struct {
    Arena          *arena;
    const Standing *st;
    const Clause   *clause;
    Day             through;
    MoneyDeadlines *out;
} Listing;

static Str source_of(const Listing *l, Span span)
{
    return str_trim(sources_slice(l->st->terms->doc->sources, span));
}

static int subject_of(const Listing *l, const Node *who)
{
    if (who && who->kind == N_LIST)
        who = who->a->a;
    const Node *name = who && who->kind == N_WHO ? who->a : who;
    return name && name->kind == N_NAME ? standing_subject(l->st, name->word) : -1;
}

/* ---- royalties ---- */

static Days royalty_days(const Listing *l)
{
    const Standing *st = l->st;
    Days            days = l->clause->in_force;
    Scene           scene = {.day = DAY_MAX, .grantor = -1, .grantee = -1, .asker = -1};
    Day             day = 0;
    days = days_meet(days, (Days){st->effective, st->ends});
    days = days_meet(days, (Days){DAY_MIN, standing_sunset(st, l->clause->name)});
    if (l->clause->from && day_named(st, l->clause->from, &scene, &day) == YES)
        days = days_meet(days, (Days){day, DAY_MAX});
    if (l->clause->through && day_named(st, l->clause->through, &scene, &day) == YES)
        days = days_meet(days, (Days){DAY_MIN, day});
    return days;
}

static void add_period(Listing *l, const Royalty *who, const Rhythm *rhythm, Days span, bool report)
{
    MoneyDeadline *d = PUSH(l->arena, l->out);
    *d = (MoneyDeadline){.clause = l->clause,
                         .report = report,
                         .repeats = true,
                         .payer = subject_of(l, who->payer),
                         .payee = subject_of(l, who->payee),
                         .period = span,
                         .label = days_text(l->arena, span),
                         .since = DAY_MIN,
                         .opens = span.through + 1,
                         .due = DAY_MAX,
                         .rule = source_of(l, rhythm->span),
                         .at = rhythm->span};
    if (!rhythm->within)
        d->missing = S("the text does not say by when");
    else if (day_due(l->st, span.through, rhythm->within, &d->due) != YES)
        d->missing = S("the calendars of the header do not cover the due day");
}

static void add_rhythm(Listing *l, const Royalty *who, const Rhythm *rhythm, bool report)
{
    Days days = royalty_days(l), span = {0};
    if (!rhythm->said || days_empty(days))
        return;
    if (l->st->effective_known != YES || days.from <= DAY_MIN ||
        !each_period(l->st, &rhythm->each, days.from, &span)) {
        *PUSH(l->arena, l->out) = (MoneyDeadline){.clause = l->clause,
                                                  .report = report,
                                                  .payer = subject_of(l, who->payer),
                                                  .payee = subject_of(l, who->payee),
                                                  .period = {DAY_MIN, DAY_MAX},
                                                  .since = DAY_MIN,
                                                  .opens = DAY_MAX,
                                                  .due = DAY_MAX,
                                                  .rule = source_of(l, rhythm->span),
                                                  .missing = S("when its periods begin is not known"),
                                                  .at = rhythm->span};
        return;
    }
    for (int k = 0; k < PERIODS_MOST && span.from <= days.through && span.through < l->through; k++) {
        add_period(l, who, rhythm, span, report);
        if (!each_period(l->st, &rhythm->each, span.through + 1, &span))
            return;
    }
}

static void add_royalty(Listing *l)
{
    const Plan     plan = {.arena = l->arena, .st = l->st};
    RoyaltyVersion version = {.clause = l->clause, .text = l->clause->data};
    const Royalty *settle = settlement_of(&plan, &version);
    add_rhythm(l, version.text, &settle->report, true);
    add_rhythm(l, version.text, &settle->pay, false);
}

/* ---- payments and milestones: the parts of a statement for all days ---- */

static void add_payments(Listing *l, const Clause *clause)
{
    Plan      plan = {.arena = l->arena, .st = l->st};
    Pricing   pricing = {.arena = l->arena, .plan = &plan, .trace = {.arena = l->arena}};
    Day       first = l->st->effective_known == YES && l->st->effective > DAY_MIN ? l->st->effective - 366 * 5
                                                                                  : l->through - 366 * 60;
    Statement s = {.plan = &plan, .period = {first, l->through}};
    statement_add_payments(&s, &pricing, clause->name);
    for (Size i = 0; i < s.parts.count; i++) {
        const StatementPart *part = &s.parts.items[i];
        MoneyDeadline       *d = PUSH(l->arena, l->out);
        *d = (MoneyDeadline){.clause = part->clause,
                             .repeats = s.parts.count > 1,
                             .payer = part->payer,
                             .payee = part->payee,
                             .period = part->period,
                             .label = part->steps.count ? part->steps.items[0].label : part->group,
                             .known = !part->unknown,
                             .amount = part->due,
                             .currency = part->currency,
                             .since = clause_is(clause, REF(MILESTONES)) ? part->period.from : DAY_MIN,
                             .opens = part->period.from,
                             .due = part->due_on,
                             .rule = part->due_rule,
                             .at = part->steps.count ? part->steps.items[0].at : clause->name_span};
        if (d->due == DAY_MAX)
            d->missing = d->rule.len ? d->rule : S("the text does not say by when");
        d->opens = d->due < d->opens ? d->due : d->opens;
    }
}

MoneyDeadlines money_deadlines(Arena *arena, const Standing *st, Day through)
{
    MoneyDeadlines out = {0};
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        Listing       l = {arena, st, clause, through, &out};
        if (clause->poisoned || clause->optional || !clause->data)
            continue;
        if (clause_is(clause, REF(ROYALTY)))
            add_royalty(&l);
        else if (clause_is(clause, REF(PAYMENT) | REF(MILESTONES)) && clause_on(clause, through) == clause)
            add_payments(&l, clause);
    }
    return out;
}
