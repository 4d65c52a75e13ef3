/* payments.c - the parts of a statement that do not depend on usage: instalments, recurring payments,
 * milestones.
 *
 * Each instalment that falls due within the period is a part of its own, because each has its own day. One
 * that hangs on an event is owed when the event is recorded, and not before. What falls on a day is owed
 * under the text of that day. */
#include "money/finish.h"
#include "money/period.h"

typedef struct {
    Statement    *out;
    Pricing      *p;
    const Clause *clause;
    Days          days; /* of the period, on which this is the text */
    Arena        *arena;
    int           payer, payee;
    LateInterest  late;
} Paying;

static const Standing *standing_of(const Paying *y) { return y->p->plan->st; }

static Str source_of(const Paying *y, const Node *node)
{
    return node ? str_trim(sources_slice(standing_of(y)->terms->doc->sources, node->span)) : S("");
}

static int subject_of(const Paying *y, const Node *who)
{
    if (who && who->kind == N_LIST)
        who = who->a->a;
    const Node *name = who && who->kind == N_WHO ? who->a : who;
    return name && name->kind == N_NAME ? standing_subject(standing_of(y), name->word) : -1;
}

static int currency_of(const Paying *y, const Node *amount)
{
    const Agreement *header = terms_header(standing_of(y)->terms);
    if (amount && amount->kind == N_MONEY)
        return currency_find(terms_text(standing_of(y)->terms, amount->word));
    return header && header->currency
               ? currency_find(terms_text(standing_of(y)->terms, header->currency->word))
               : -1;
}

/* One payment: due for `day`, to be paid on due_on. */
typedef struct {
    Str                group, label;
    const Node        *amount;
    Day                day, due_on;
    Str                rule;
    Span               at;
    Tri                owed;    /* a condition may leave it open */
    const PlanRoyalty *counted; /* what reached it is counted by this; NULL: nothing is counted */
    Step               base;    /* and comes to that */
    Day                since;
} Owed;

static void add_part(Paying *y, const Owed *o)
{
    Scene       scene = {.day = o->day, .grantor = y->payee, .grantee = y->payer, .asker = y->payer};
    const Node *literal = value_literal(standing_of(y), o->amount, &scene, &y->p->trace);
    int         currency = currency_of(y, literal);
    int         minor = currency >= 0 ? currency_minor(currency) : -1;
    Rational    amount = o->owed == YES ? amount_on(y->p, NULL, o->amount, o->day) : (Rational){.den = 1};
    if (amount.ok && literal->kind != N_MONEY && currency >= 0) { /* reckoned: all of it in that currency */
        scene.currency = word_known(standing_of(y)->terms->doc->words, currency_code(currency));
        amount = value_named(standing_of(y), literal, &scene, &y->p->trace);
    }
    StatementPart *part = PUSH(y->arena, &y->out->parts);
    *part = (StatementPart){.clause = y->clause,
                            .payer = y->payer,
                            .payee = y->payee,
                            .group = o->group,
                            .period = {o->day, o->day},
                            .counted = o->counted,
                            .counter = {o->counted ? o->since : o->day, o->day},
                            .currency = currency,
                            .due_on = o->due_on,
                            .due_rule = o->rule};
    if (o->counted)
        *PUSH(y->arena, &part->steps) = o->base;
    part->unknown = minor < 0 || !amount.ok || !rational_round(amount, minor, ROUND_HALF_EVEN, &part->due);
    *PUSH(y->arena, &part->steps) =
        (Step){.kind = STEP_DUE, .label = o->label, .amount = amount, .unknown = part->unknown, .at = o->at};
    y->out->unknown |= part->unknown;
}

static void set_due(Paying *y, Owed *o, const Node *within)
{
    o->due_on = o->day;
    if (day_due(standing_of(y), o->day, within, &o->due_on) != YES) {
        o->due_on = DAY_MAX;
        o->rule = S("the header's calendars do not cover the due day");
    } else if (within) {
        o->rule = str_format(y->arena, "within %.*s of %.*s", STR_ARG(source_of(y, within)),
                             STR_ARG(day_text(y->arena, o->day)));
    } else if (o->due_on != o->day) {
        o->rule = str_format(y->arena, "%.*s is no business day", STR_ARG(day_text(y->arena, o->day)));
    }
}

/* ---- payments ---- */

static bool in_period(const Paying *y, Day day) { return days_has(y->days, day); }

static void add_instalment(Paying *y, const Payment *text, const Instalment *row)
{
    Owed  o = {.amount = row->amount, .at = row->span, .owed = YES};
    Scene scene = {.grantor = y->payee, .grantee = y->payer, .asker = y->payer, .day = y->days.through};
    if (day_named(standing_of(y), row->day, &scene, &o.day) != YES || !in_period(y, o.day))
        return;
    scene.day = o.day;
    if (row->condition)
        o.owed = condition_holds(standing_of(y), row->condition, &scene, &y->p->trace);
    if (o.owed == NO)
        return;
    o.group = day_text(y->arena, o.day);
    o.label = str_format(y->arena, "instalment of %.*s", STR_ARG(source_of(y, row->day)));
    set_due(y, &o, text->days_after);
    add_part(y, &o);
}

static void add_recurring(Paying *y, const Payment *text)
{
    Days span = {0};
    Day  from = text->each_from ? (Day)text->each_from->value : y->days.from;
    Day  through = text->each_through ? (Day)text->each_through->value : DAY_MAX;
    int  months = text->each.kind == EACH_MONTH       ? 1
                  : text->each.kind == EACH_QUARTER   ? 3
                  : text->each.kind == EACH_HALF_YEAR ? 6
                                                      : 12;
    int  years = civil_of(y->days.from).year - civil_of(from).year; /* the first may be long ago */
    for (int k = years > 1 ? (years - 1) * 12 / months : 0;; k++) {
        Owed o = {.amount = text->amount, .at = text->amount->span, .owed = YES};
        o.day = day_add_months(from, k * months);
        if (o.day > y->days.through || o.day > through)
            return;
        if (!in_period(y, o.day))
            continue;
        o.group = each_period(standing_of(y), &text->each, o.day, &span) ? days_text(y->arena, span)
                                                                         : day_text(y->arena, o.day);
        o.label = str_format(y->arena, "for %.*s", STR_ARG(o.group));
        set_due(y, &o, text->days_after);
        add_part(y, &o);
    }
}

static void add_payment(Paying *y)
{
    const Payment *text = y->clause->data;
    y->payer = subject_of(y, text->payer);
    y->payee = subject_of(y, text->payee);
    for (Size i = 0; i < text->rows.count; i++)
        add_instalment(y, text, &text->rows.items[i]);
    if (text->amount)
        add_recurring(y, text);
}

/* What a royalty is paid in advance. */
static void add_advances(Paying *y)
{
    const Royalty *text = y->clause->data;
    y->payer = subject_of(y, text->payer);
    y->payee = subject_of(y, text->payee);
    for (Size i = 0; i < text->advances.count; i++) {
        const Advance *advance = &text->advances.items[i];
        Owed  o = {.amount = advance->amount, .at = advance->span, .owed = YES, .label = S("advance")};
        Scene scene = {.grantor = y->payee, .grantee = y->payer, .asker = y->payer, .day = y->days.through};
        if (day_named(standing_of(y), advance->on, &scene, &o.day) != YES || !in_period(y, o.day))
            continue;
        o.group = day_text(y->arena, o.day);
        set_due(y, &o, NULL);
        add_part(y, &o);
    }
}

/* ---- milestones ---- */

static bool place_fits(const Paying *y, const Instalment *row, const Fact *fact)
{
    if (!row->places)
        return true;
    const Terms *terms = standing_of(y)->terms;
    for (const Node *item = row->places->a; item; item = item->next) {
        int group = group_find(terms_text(terms, item->a->word));
        for (Size i = 0; i < FACT_THINGS && fact->things[i]; i++) {
            int country = country_find(terms_text(terms, fact->things[i]));
            if (fact->things[i] == item->a->word ||
                (group >= 0 && country >= 0 && group_has(group, country, fact->days.from)))
                return true;
        }
    }
    return false;
}

static bool is_place(const Paying *y, Word word)
{
    Str text = terms_text(standing_of(y)->terms, word);
    return country_find(text) >= 0 || group_find(text) >= 0;
}

/* What the milestone was reached for: the thing of the event that is no country. */
static Word thing_of(const Paying *y, const Fact *fact)
{
    for (Size i = 0; i < FACT_THINGS && fact->things[i]; i++)
        if (!is_place(y, fact->things[i]))
            return fact->things[i];
    return 0;
}

/* Reached before by the same thing: then it is not paid again. */
static bool is_first(const Paying *y, const Instalment *row, Size at)
{
    const Facts *facts = &standing_of(y)->facts;
    const Fact  *fact = &facts->items[at];
    for (Size i = 0; i < facts->count; i++) {
        const Fact *other = &facts->items[i];
        bool earlier = other->days.from < fact->days.from || (other->days.from == fact->days.from && i < at);
        if (other->kind == FACT_EVENT && other->name == fact->name && earlier && place_fits(y, row, other) &&
            thing_of(y, other) == thing_of(y, fact))
            return false;
    }
    return true;
}

static void set_milestone_due(Paying *y, const Milestones *text, Owed *o)
{
    Day told = o->day;
    if (text->notice_within && day_due(standing_of(y), o->day, text->notice_within, &told) != YES)
        told = o->day;
    if (day_due(standing_of(y), told, text->pay_within, &o->due_on) != YES)
        o->due_on = DAY_MAX;
    if (text->pay_within)
        o->rule = str_format(y->arena, "within %.*s of notice, which is due %.*s",
                             STR_ARG(source_of(y, text->pay_within)), STR_ARG(day_text(y->arena, told)));
}

static void add_reached(Paying *y, const Milestones *text, const Instalment *row, Size at)
{
    const Fact  *fact = &standing_of(y)->facts.items[at];
    const Terms *terms = standing_of(y)->terms;
    if (fact->kind != FACT_EVENT || fact->name != row->day->word || !in_period(y, fact->days.from) ||
        !place_fits(y, row, fact) || (text->one_time && !is_first(y, row, at)))
        return;
    Word  thing = thing_of(y, fact);
    Scene scene = {.day = fact->days.from,
                   .grantor = y->payee,
                   .grantee = y->payer,
                   .asker = y->payer,
                   .product = thing};
    Owed  o = {.amount = row->amount, .at = row->span, .owed = YES, .day = fact->days.from};
    if (row->condition)
        o.owed = condition_holds(standing_of(y), row->condition, &scene, &y->p->trace);
    if (o.owed == NO)
        return;
    o.label = str_format(y->arena, "%.*s%s%.*s", STR_ARG(source_of(y, row->day)), row->places ? " in " : "",
                         STR_ARG(source_of(y, row->places)));
    o.group = thing ? terms_text(terms, thing) : S("");
    set_milestone_due(y, text, &o);
    add_part(y, &o);
}

/* ---- milestones that sales reach ---- */

/* What is counted for one sum and group, through the days in turn. */
typedef struct {
    const Instalment  *row;
    const PlanRoyalty *royalty; /* which counts it */
    const Ledger      *ledger;
    Base               base;
    Days               period; /* in which it is counted, of the day that has come */
    Rational           sum;    /* since then */
    int64_t            lines;
    bool               done;    /* it is owed, or not known, for this period already */
    bool               counted; /* how often it was reached before matters */
    int64_t            times;   /* that are left */
} Level;

static bool same_source(const Paying *y, const Node *a, const Node *b)
{
    return str_equal(source_of(y, a), source_of(y, b));
}

/* Why it cannot be told from sums of lines whether a sum is reached, or "". */
static Str not_counted(const Paying *y, const Milestones *text, const Instalment *row, const Ledger *ledger)
{
    const Clause *c = y->clause;
    bool          whole = ledger && !row->condition; /* `if` of the clause is what is to be reached */
    if (row->places)
        return S("sums of lines are not told apart by the countries of a milestone");
    if (text->same_as)
        return S("lines do not say what replaces what");
    if ((c->if_.count && !whole) || c->while_.count || c->once.count || c->unless.count || c->from ||
        c->through)
        return S("the clause holds at some times only");
    if (!ledger || ledger->royalty->reached_in.kind == EACH_UNSAID)
        return S("sums of lines do not tell it");
    if (standing_of(y)->effective_known != YES && ledger->rows.count)
        return S("it is not known when the agreement begins");
    const RoyaltyVersion *v = ledger->royalty->versions.items;
    if (v->lines < 0 && !ledger->rows.count)
        return S("no lines state it");
    return version_apart_otherwise(v) && ledger->rows.count ? S("lines do not say of which of them they are")
                                                            : S("");
}

/* A level that an amendment changed: what the sales before it come to under either text is not said. */
static bool is_changed(const Paying *y, const Level *level)
{
    const Milestones *text = y->clause->data;
    Size              at = level->row - text->rows.items;
    for (const Clause *c = terms_clause(standing_of(y)->terms, y->clause->name); c != y->clause && c;
         c = c->later) {
        const Milestones *old = c->data;
        const Instalment *row = c->data && at < old->rows.count ? &old->rows.items[at] : NULL;
        bool              same = row && same_source(y, row->day, level->row->day) &&
                    same_source(y,
                                row->condition ? row->condition
                                : c->if_.count ? c->if_.items[0]
                                               : NULL,
                                level->royalty->level);
        if (!same && (level->counted || c->in_force.through >= level->period.from))
            return true;
    }
    return false;
}

/* The limit on a day, in the unit of the sums; not ok: not known. */
static Rational limit_on(Paying *y, const Level *level, Day day)
{
    Scene       scene = {.day = day, .grantor = y->payee, .grantee = y->payer, .asker = y->payer};
    const Node *limit = level->royalty->level->b;
    const Node *literal = value_literal(standing_of(y), limit, &scene, &y->p->trace);
    bool        money = literal && literal->kind == N_MONEY;
    if (!literal || money != level->base.money || (money && currency_of(y, literal) != level->base.currency))
        return (Rational){.den = 1};
    return amount_on(y->p, level->ledger, limit, day);
}

/* Whether it is reached behind the day. */
static Tri is_reached(Paying *y, const Level *level, Day day)
{
    CompareOp op = level->royalty->level->op;
    Rational  limit = limit_on(y, level, day);
    if (!level->sum.ok || !limit.ok || (op != CMP_OVER && op != CMP_AT_LEAST) ||
        (!rational_is_zero(level->sum) && is_changed(y, level)))
        return UNKNOWN;
    int order = rational_order(level->sum, limit);
    return order > 0 || (order == 0 && op == CMP_AT_LEAST) ? YES : NO;
}

static const Node *condition_of(const Level *level)
{
    return level->royalty ? level->royalty->level : level->row->condition;
}

static void note_level(Paying *y, const Level *level, Str why)
{
    trace_missing(&y->p->trace,
                  str_format(y->arena, "whether `%.*s` is reached by sales of `%.*s`%s%.*s",
                             STR_ARG(source_of(y, condition_of(level))),
                             STR_ARG(source_of(y, level->row->day)), why.len ? ": " : "", STR_ARG(why)));
}

static void add_level(Paying *y, const Level *level, Tri reached, Day day)
{
    const Milestones *text = y->clause->data;
    const Instalment *row = level->row;
    Owed              o = {.amount = row->amount, .at = row->span, .owed = reached, .day = day};
    Str               what = source_of(y, row->day);
    o.label =
        str_format(y->arena, "%.*s reached %.*s", STR_ARG(what), STR_ARG(source_of(y, condition_of(level))));
    if (level->ledger) {
        o.group = level->ledger->group;
        o.counted = level->royalty;
        o.since = level->period.from;
        o.base = (Step){.kind = STEP_BASE,
                        .label = str_format(y->arena, "%.*s of %.*s",
                                            STR_ARG(source_of(y, level->royalty->level->a)), STR_ARG(what)),
                        .quantity = quantity_text(y->arena, level->sum, level->base.unit),
                        .amount = level->sum,
                        .unknown = !level->sum.ok,
                        .lines = level->lines,
                        .at = level->royalty->level->span};
    }
    set_milestone_due(y, text, &o);
    add_part(y, &o);
}

/* The first day behind which it is over the limit is the last of an interval: sums are no finer. */
static void count_level(Paying *y, Level *level)
{
    const Plan *plan = y->p->plan;
    for (Size i = 0; i < plan->cuts.count && level->times > 0; i++) {
        Day  day = plan->cuts.items[i];
        Day  last = i + 1 < plan->cuts.count ? plan->cuts.items[i + 1] - 1 : plan->span.through;
        Days now = plan->span;
        if (day > y->days.through || day > plan->through)
            return;
        if (day < plan->st->effective)
            continue;
        bool known = each_period(plan->st, &level->royalty->reached_in, day, &now);
        if (now.from != level->period.from) {
            level->sum = rational_whole(0);
            level->lines = 0;
            level->done = false;
            level->period = now;
        }
        level->sum = known ? rational_add(level->sum, level->base.quantity[i]) : (Rational){.den = 1};
        level->lines += level->base.lines[i];
        Tri reached = level->done ? NO : is_reached(y, level, day);
        if (reached == NO)
            continue;
        level->done = true;
        level->times--;
        if (reached == YES && in_period(y, last))
            add_level(y, level, YES, last);
        if (reached == YES)
            continue;
        if (level->counted || now.through >= y->days.from) {
            note_level(y, level, S(""));
            add_level(y, level, UNKNOWN, y->days.through);
        }
        if (level->counted) /* what follows may be one time too many */
            return;
    }
}

static void add_sales(Paying *y, const Milestones *text, const Instalment *row)
{
    const Ledgers *ledgers = y->p->ledgers;
    int64_t        most = text->one_time ? 1 : text->at_most_times ? text->at_most_times->value : INT64_MAX;
    bool           found = false;
    for (Size i = 0; ledgers && i < ledgers->ledgers.count; i++) {
        const Ledger *ledger = &ledgers->ledgers.items[i];
        if (ledger->royalty->reached != row)
            continue;
        found = true;
        Level level = {.row = row,
                       .royalty = ledger->royalty,
                       .ledger = ledger,
                       .base = base_of(y->p, ledger),
                       .period = {DAY_MAX, DAY_MAX},
                       .sum = rational_whole(0),
                       .counted = most < INT64_MAX || ledger->royalty->reached_in.kind == EACH_TERM,
                       .times = most};
        Str   why = not_counted(y, text, row, ledger);
        if (!why.len) {
            count_level(y, &level);
            continue;
        }
        note_level(y, &level, why);
        add_level(y, &level, UNKNOWN, y->days.through);
    }
    if (ledgers && !found) {
        Level level = {.row = row};
        note_level(y, &level, not_counted(y, text, row, NULL));
        add_level(y, &level, UNKNOWN, y->days.through);
    }
}

static void add_milestones(Paying *y)
{
    const Milestones *text = y->clause->data;
    y->payer = subject_of(y, text->payer);
    y->payee = subject_of(y, text->payee);
    for (Size i = 0; i < text->rows.count; i++) {
        const Instalment *row = &text->rows.items[i];
        const Clause     *event = terms_clause(standing_of(y)->terms, row->day->word);
        if (!event || !clause_is(event, REF(EVENT)))
            add_sales(y, text, row);
        for (Size k = 0; event && k < standing_of(y)->facts.count; k++)
            add_reached(y, text, row, k);
    }
}

void statement_add_payments(Statement *s, Pricing *pricing, Word name)
{
    const Terms *terms = pricing->plan->st->terms;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        Paying        y = {.out = s, .p = pricing, .clause = clause, .arena = pricing->arena};
        y.days = days_meet(s->period, clause->in_force);
        if (clause->poisoned || clause->optional || !clause->data || (name && clause->name != name) ||
            days_empty(y.days))
            continue;
        if (clause_is(clause, REF(ROYALTY)))
            add_advances(&y);
        else if (clause_is(clause, REF(PAYMENT)))
            add_payment(&y);
        else if (clause_is(clause, REF(MILESTONES)))
            add_milestones(&y);
    }
}
