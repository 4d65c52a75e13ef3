/* holds.c - whether a condition holds on a day, and which day a phrase names.
 *
 * Three-valued throughout: `all of` is NO when one item is NO, whatever the others do not know.
 * What is missing is put on the trace in the words of the text. */
#include "standing/standing.h"

#include "terms/data/calendar.h"

enum { HOLDS_DEPTH = 40 };

typedef struct {
    const Standing *st;
    const Scene    *scene;
    Trace          *trace;
    int             depth;
    Word            currency; /* of the amounts met so far in a value; 0: none */
} Eval;

static Tri holds(Eval *e, const Node *node);

/* ---- whom and what a name means in the scene ---- */

static int subject_of(const Eval *e, const Node *who)
{
    if (!who)
        return -1;
    if (who->kind == N_NAME) {
        if (who->word == W_grantee || who->word == W_they)
            return e->scene->grantee;
        if (who->word == W_grantor)
            return e->scene->grantor;
        return standing_subject(e->st, who->word);
    }
    if (who->kind != N_WHO)
        return -1;
    switch ((WhoOp)who->op) {
    case WHO_NAMED: return who->a ? standing_subject(e->st, who->a->word) : -1;
    case WHO_GRANTOR: return e->scene->grantor;
    case WHO_GRANTEE:
    case WHO_OTHER: /* seen from the side that gives: the one that receives */
    case WHO_EVERY_OTHER: return e->scene->grantee;
    case WHO_EACH:
    case WHO_EITHER:
    case WHO_EVERY:
    case WHO_CLASS_OF:
    case WHO_ALL: break;
    }
    return -1;
}

static bool fact_is_about(const Fact *fact, Word thing)
{
    for (Size i = 0; i < FACT_THINGS && fact->things[i]; i++)
        if (fact->things[i] == thing)
            return true;
    return false;
}

static bool thing_fits(const Eval *e, const Fact *fact, const Node *of)
{
    if (!of)
        return true;
    if (of->kind == N_LIST) {
        for (const Node *item = of->a; item; item = item->next)
            if (!thing_fits(e, fact, item->a))
                return false;
        return true;
    }
    int subject = subject_of(e, of);
    if (subject >= 0)
        return fact_is_about(fact, e->st->subjects.items[subject].name);
    if (of->kind == N_WHO)
        return true; /* either, each: any of them */
    if (of->word == W_product)
        return !e->scene->product || fact_is_about(fact, e->scene->product);
    if (of->word == W_country)
        return !e->scene->country || fact_is_about(fact, e->scene->country);
    if (of->word == W_patent)
        return !e->scene->patent || fact_is_about(fact, e->scene->patent);
    if (of->kind == N_CODE || of->decl >= 0)
        return fact_is_about(fact, of->word);
    return true;
}

/* The event that the scene hangs on is that occurrence and no other. */
static bool occurrence_fits(const Eval *e, const Fact *fact)
{
    const Fact *one = e->scene->occurrence;
    return !one || one->name != fact->name || one == fact;
}

/* Inside `per product, country`, an event per product and country is the one of that product and country. */
static bool kinds_fit(const Eval *e, const Fact *fact)
{
    const Clause *event = terms_clause(e->st->terms, fact->name);
    const Node   *kinds = event && clause_is(event, REF(EVENT) | REF(FACT) | REF(METRIC))
                              ? ((const Measure *)event->data)->for_each
                              : NULL;
    for (const Node *item = kinds ? kinds->a : NULL; item; item = item->next) {
        Word wanted = item->a->word == W_product   ? e->scene->product
                      : item->a->word == W_country ? e->scene->country
                                                   : 0;
        if (wanted && fact->things[0] && !fact_is_about(fact, wanted))
            return false;
    }
    return true;
}

/* Whether the fact is about everything that a phrase tells: `of X`, `for Y`, `in DE`; not about its periods.
 */
static bool phrase_fits(const Eval *e, const Fact *fact, const Node *modifiers)
{
    for (const Node *m = modifiers; m; m = m->next) {
        bool thing = m->op == PHRASE_OF || m->op == PHRASE_FOR ||
                     (m->op == PHRASE_IN && m->a && m->a->kind != N_PERIOD);
        if (thing && !thing_fits(e, fact, m->a))
            return false;
    }
    return true;
}

/* The first thing that a phrase tells, to be named when it is missing. */
static const Node *phrase_about(const Node *modifiers)
{
    for (const Node *m = modifiers; m; m = m->next)
        if (m->op == PHRASE_OF || m->op == PHRASE_FOR)
            return m->a;
    return NULL;
}

static bool period_of(const Eval *e, const Node *modifier, Days *out);

/* The days that its periods leave; those that cannot be told leave all of them. */
static Days phrase_days(const Eval *e, const Node *modifiers, Days days)
{
    for (const Node *m = modifiers; m; m = m->next) {
        Days period = {0};
        if (period_of(e, m, &period))
            days = days_meet(days, period);
    }
    return days;
}

static const Fact *first_event(const Eval *e, Word event, const Node *modifiers, Day through)
{
    const Fact *best = NULL;
    Days        within = phrase_days(e, modifiers, (Days){DAY_MIN, through});
    for (Size i = 0; i < e->st->facts.count; i++) {
        const Fact *fact = &e->st->facts.items[i];
        if (fact->kind != FACT_EVENT || fact->name != event || !days_has(within, fact->days.from))
            continue;
        if (phrase_fits(e, fact, modifiers) && occurrence_fits(e, fact) && kinds_fit(e, fact) &&
            (!best || fact->days.from < best->days.from))
            best = fact;
    }
    return best;
}

/* ---- events ---- */

static Str missing_text(const Eval *e, const Node *head, const Node *about, const char *what)
{
    Arena         *arena = e->st->work;
    Str            name = terms_text(e->st->terms, head->word);
    Word           thing = about ? 0 : e->scene->product;
    Str            rest = about   ? sources_slice(e->st->terms->doc->sources, about->span)
                          : thing ? terms_text(e->st->terms, thing)
                                  : S("");
    const Clause  *clause = terms_clause(e->st->terms, head->word);
    const Measure *m =
        clause && clause_is(clause, REF(EVENT) | REF(FACT) | REF(METRIC) | REF(DEFINE)) ? clause->data : NULL;
    const Node *by = m ? m->decided_by    ? m->decided_by
                         : m->attested_by ? m->attested_by
                                          : m->recorded_by
                       : NULL;
    Str         who = by ? sources_slice(e->st->terms->doc->sources, by->span) : S("");
    bool        per_thing = m && m->for_each;
    return str_format(arena, "%s `%.*s`%s%.*s is not recorded%s%.*s%s", what, STR_ARG(name),
                      rest.len && (about || per_thing) ? " for " : "",
                      STR_ARG(rest.len && (about || per_thing) ? rest : S("")), who.len ? " (" : "",
                      STR_ARG(who), who.len ? " says it)" : "");
}

static Tri holds_on(const Eval *e, const Node *condition, Day day, Trace *trace)
{
    Scene then = *e->scene;
    then.day = day;
    Eval at = {.st = e->st, .scene = &then, .trace = trace, .depth = e->depth + 1};
    return at.depth > HOLDS_DEPTH ? UNKNOWN : holds(&at, condition);
}

/* An event with `happens once C` happens on the first turn on which C holds. */
static Tri happens_once(Eval *e, const Measure *event, Day through, Day *on)
{
    Tri best = NO;
    Day doubted = DAY_MIN;
    for (Size i = 0; i < e->st->turns.count && e->st->turns.items[i] <= through; i++) {
        Tri now = holds_on(e, event->happens_once, e->st->turns.items[i], NULL);
        if (now == YES) {
            *on = e->st->turns.items[i];
            return YES;
        }
        if (now == UNKNOWN && best == NO)
            doubted = e->st->turns.items[i];
        best = tri_or(best, now);
    }
    if (best == UNKNOWN) /* say what is missing */
        (void)holds_on(e, event->happens_once, doubted, e->trace);
    return best;
}

static Tri event_happened(Eval *e, const Node *head, const Node *modifiers, Day through, Day *on)
{
    const Clause  *clause = terms_clause(e->st->terms, head->word);
    const Measure *event = clause && clause_is(clause, REF(EVENT)) ? clause->data : NULL;
    if (event && event->happens_once)
        return happens_once(e, event, through, on);
    const Fact *fact = first_event(e, head->word, modifiers, through);
    if (fact) {
        *on = fact->days.from;
        trace_used(e->trace, fact->span);
        return YES;
    }
    if (!event || event->decided_by) {
        trace_missing(e->trace, missing_text(e, head, phrase_about(modifiers), "event"));
        return UNKNOWN;
    }
    return NO;
}

/* ---- days ---- */

static Tri day_of_node(Eval *e, const Node *node, Day *out)
{
    Day base = 0;
    if (!node || e->depth > HOLDS_DEPTH)
        return UNKNOWN;
    if (node->kind == N_DATE) {
        *out = (Day)node->value;
        return YES;
    }
    if (node->kind == N_NAME && node->word == W_signing) {
        const Agreement *a = terms_header(e->st->terms);
        if (!a || !a->signed_on)
            return UNKNOWN;
        *out = (Day)a->signed_on->value;
        return YES;
    }
    if (node->kind == N_NAME || node->kind == N_PHRASE) {
        const Node *head = node->kind == N_PHRASE ? node->a : node;
        return event_happened(e, head, node->kind == N_PHRASE ? node->b : NULL, DAY_MAX, out);
    }
    if (node->kind != N_DAY)
        return UNKNOWN;
    e->depth++;
    Tri known = day_of_node(e, node->a, &base);
    e->depth--;
    if (known != YES)
        return known;
    int  calendars[8];
    Size n = 0;
    switch ((DayOp)node->op) {
    case DAY_OF_EVENT:
    case DAY_JUST_BEFORE: *out = base; return YES;
    case DAY_AFTER: return day_shifted(e->st, base, node->b, 1, out);
    case DAY_BEFORE: return day_shifted(e->st, base, node->b, -1, out);
    case DAY_FIRST_BUSINESS_AFTER:
        return standing_calendars(e->st, calendars, &n) && business_add(calendars, n, base, 1, out) ? YES
                                                                                                    : UNKNOWN;
    case DAY_FIRST_BUSINESS:
        return standing_calendars(e->st, calendars, &n) &&
                       business_roll(calendars, n, base, ROLL_FORWARD, out)
                   ? YES
                   : UNKNOWN;
    }
    return UNKNOWN;
}

Tri day_named(const Standing *st, const Node *node, const Scene *scene, Day *out)
{
    Eval e = {.st = st, .scene = scene};
    Day  day = 0;
    Tri  known = day_of_node(&e, node, &day);
    if (known == YES)
        *out = day;
    return known == YES ? YES : UNKNOWN;
}

/* ---- values ---- */

/* Exact; not `ok` is unknown. A day is its number, a percentage its hundredth, years are months. */
static const Rational value_unknown = {.den = 1};

static Rational value_of(Eval *e, const Node *node);

/* The measurement that holds on the day: the one with the latest start. */
static const Fact *latest_value(const Eval *e, Word name, const Node *modifiers, Days within)
{
    const Fact *best = NULL;
    for (Size i = 0; i < e->st->facts.count; i++) {
        const Fact *fact = &e->st->facts.items[i];
        bool        holds_then = fact->days.from <= within.through && fact->days.through >= within.from;
        if (fact->kind != FACT_VALUE || fact->name != name || !holds_then || !phrase_fits(e, fact, modifiers))
            continue;
        if (!phrase_about(modifiers) && fact->things[0] && !fact_is_about(fact, e->scene->product) &&
            !fact_is_about(fact, e->scene->country))
            continue;
        if (!best || fact->days.from >= best->days.from)
            best = fact;
    }
    return best;
}

/* What a metric was measured to be: as a value that holds on the day, or as a count of the day's period. */
static Rational metric_on(Eval *e, const Node *metric, const Node *limit)
{
    const Fact *fact = latest_value(e, metric->word, NULL, (Days){e->scene->day, e->scene->day});
    for (Size i = 0; !fact && i < e->st->facts.count; i++) {
        const Fact *count = &e->st->facts.items[i];
        bool        named = count->name == metric->word ||
                     (limit && limit->kind == N_COUNT &&
                      terms_unit(e->st->terms, limit->word) == terms_unit(e->st->terms, count->name));
        if (count->kind == FACT_USAGE && named && days_has(count->days, e->scene->day))
            fact = count;
    }
    if (!fact || !fact->value) {
        trace_missing(e->trace, missing_text(e, metric, NULL, "measurement"));
        return value_unknown;
    }
    trace_used(e->trace, fact->span);
    return value_of(e, fact->value);
}

/* The row of a table by a metric that the measurement reaches. */
static const Node *metric_row(Eval *e, const Measure *table)
{
    Rational is = metric_on(e, table->by_name, table->rows.items[0].limit);
    for (Size i = 0; i < table->rows.count && is.ok; i++) {
        const TableRow *row = &table->rows.items[i];
        Rational        limit = row->limit ? value_of(e, row->limit) : is;
        if (!limit.ok)
            return NULL;
        int order = rational_order(is, limit);
        if (!row->limit || order < 0 || (order == 0 && !row->below))
            return row->value;
    }
    return NULL;
}

/* The value of the row that holds on the day, or NULL: none does, or it is not known. */
static const Node *table_value(Eval *e, const Measure *table)
{
    if (table->by_name && table->rows.count && (table->rows.items[0].limit || table->rows.items[0].above))
        return metric_row(e, table);
    for (Size i = 0; i < table->rows.count; i++) {
        const TableRow *row = &table->rows.items[i];
        bool            in_period =
            row->from && row->from->value <= e->scene->day && row->through->through >= e->scene->day;
        if (in_period || row->otherwise)
            return row->value;
        if (!row->condition)
            continue;
        Tri held = holds(e, row->condition);
        if (held != NO)
            return held == YES ? row->value : NULL;
    }
    return NULL;
}

static Rational value_of_table(Eval *e, const Measure *table)
{
    const Node *value = table_value(e, table);
    return value ? value_of(e, value) : value_unknown;
}

/* The days that `in the last contract year`, `in 2027`, … mean on the day of the scene. */
static bool period_of(const Eval *e, const Node *modifier, Days *out)
{
    if (modifier->op == PHRASE_IN && modifier->a && modifier->a->kind == N_PERIOD) {
        *out = (Days){(Day)modifier->a->value, (Day)modifier->a->through};
        return true;
    }
    if (modifier->op == PHRASE_IN_ANY && modifier->a) {
        Day from = 0;
        if (day_shifted(e->st, e->scene->day, modifier->a, -1, &from) != YES)
            return false;
        *out = (Days){from + 1, e->scene->day};
        return true;
    }
    if (modifier->op != PHRASE_IN_LAST || e->scene->day <= DAY_MIN || e->scene->day >= DAY_MAX)
        return false;
    Civil now = civil_of(e->scene->day);
    int   months = modifier->part == W_year ? 12 : modifier->part == W_quarter ? 3 : 1;
    Day   start = day_of((Civil){now.year, (now.month - 1) / months * months + 1, 1});
    if (modifier->word == W_contract && e->st->effective > DAY_MIN) {
        int k = 0; /* each reckoned from the first day: months from the 31st do not drift */
        while (day_add_months(e->st->effective, (k + 1) * months) <= e->scene->day)
            k++;
        k -= modifier->value != 0;
        *out = (Days){day_add_months(e->st->effective, k * months),
                      day_add_months(e->st->effective, (k + 1) * months) - 1};
        return true;
    }
    Day from = modifier->value ? day_add_months(start, -months) : start;
    *out = (Days){from, day_add_months(from, months) - 1};
    return true;
}

static Rational value_of_phrase(Eval *e, const Node *node)
{
    Days within = {DAY_MIN, e->scene->day};
    if (node->op != PHRASE_HEAD || !node->a || node->a->kind != N_NAME) {
        trace_missing(e->trace, str_format(e->st->work, "`%.*s` is not reported",
                                           STR_ARG(sources_slice(e->st->terms->doc->sources, node->span))));
        return value_unknown;
    }
    for (const Node *modifier = node->b; modifier; modifier = modifier->next) {
        Days period = {0};
        if (period_of(e, modifier, &period))
            within = period;
    }
    const Clause *clause = terms_clause(e->st->terms, node->a->word);
    if (clause && clause_is(clause, REF(TABLE)))
        return value_of_table(e, clause->data);
    const Fact *fact = latest_value(e, node->a->word, node->b, within);
    if (fact && fact->value && fact->value->kind != N_PHRASE) {
        trace_used(e->trace, fact->span);
        return value_of(e, fact->value);
    }
    const Measure *m = clause && clause_is(clause, REF(DEFINE) | REF(METRIC)) ? clause->data : NULL;
    if (m && m->equals && e->depth < HOLDS_DEPTH && !node->b) {
        e->depth++;
        Rational value = value_of(e, m->equals);
        e->depth--;
        return value;
    }
    Day on = 0;
    if (clause && clause_is(clause, REF(EVENT)) && event_happened(e, node->a, node->b, DAY_MAX, &on) == YES)
        return rational_whole(on);
    trace_missing(e->trace, missing_text(e, node->a, phrase_about(node->b), "measurement"));
    return value_unknown;
}

static Rational value_of_math(Eval *e, const Node *node)
{
    Rational a = value_of(e, node->a);
    if (node->op >= MATH_GREATEST) {
        bool most = node->op == MATH_GREATEST || node->op == MATH_LATEST;
        for (const Node *item = node->a->next; item && a.ok; item = item->next) {
            Rational b = value_of(e, item);
            a = !b.ok || (rational_order(a, b) < 0) == most ? b : a;
        }
        return a;
    }
    Rational b = value_of(e, node->b);
    return value_math((MathOp)node->op, a, b);
}

static Rational value_of_day(Eval *e, const Node *node)
{
    Day day = 0;
    return day_of_node(e, node, &day) == YES ? rational_whole(day) : value_unknown;
}

static Rational value_of_percent(Eval *e, const Node *node)
{
    Rational share = rational_of(node->value, node->scale + 2);
    return node->a ? rational_times(share, value_of(e, node->a)) : share;
}

/* Nobody says how an amount of a second currency is converted. */
static Rational value_of_money(Eval *e, const Node *money)
{
    if (e->currency && e->currency != money->word) {
        trace_missing(e->trace, str_format(e->st->work, "how an amount in %.*s is converted",
                                           STR_ARG(terms_text(e->st->terms, money->word))));
        return value_unknown;
    }
    e->currency = money->word;
    return rational_of(money->value, money->scale);
}

static Rational value_of(Eval *e, const Node *node)
{
    switch (node->kind) {
    case N_MONEY: return value_of_money(e, node);
    case N_NUMBER:
    case N_COUNT: return rational_of(node->value, node->scale);
    case N_PERCENT: return value_of_percent(e, node);
    case N_DURATION: return rational_whole(node->op == UNIT_YEARS ? node->value * 12 : node->value);
    case N_DATE:
    case N_DAY: return value_of_day(e, node);
    case N_PERIOD: return rational_whole(node->value);
    case N_MATH: return value_of_math(e, node);
    case N_PHRASE: return value_of_phrase(e, node);
    case N_OPEN:
        trace_missing(e->trace, str_format(e->st->work, "the open point `%.*s` is not settled",
                                           STR_ARG(terms_text(e->st->terms, node->word))));
        return value_unknown;
    case N_SEALED: trace_missing(e->trace, S("a sealed value is not opened")); return value_unknown;
    default: return value_unknown;
    }
}

static Tri compare(Eval *e, const Node *node)
{
    Word     before = e->currency;
    Rational a = {0}, b = {0};
    e->currency = 0;
    a = value_of(e, node->a);
    b = value_of(e, node->b);
    e->currency = before;
    if (!a.ok || !b.ok)
        return UNKNOWN;
    int order = rational_order(a, b);
    switch ((CompareOp)node->op) {
    case CMP_IS: return order == 0 ? YES : NO;
    case CMP_IS_NOT: return order != 0 ? YES : NO;
    case CMP_OVER:
    case CMP_AFTER: return order > 0 ? YES : NO;
    case CMP_AT_LEAST:
    case CMP_ON_OR_AFTER: return order >= 0 ? YES : NO;
    case CMP_BELOW:
    case CMP_BEFORE: return order < 0 ? YES : NO;
    case CMP_AT_MOST:
    case CMP_ON_OR_BEFORE: return order <= 0 ? YES : NO;
    case CMP_IN:
    case CMP_NOT_IN: return UNKNOWN;
    }
    return UNKNOWN;
}

/* ---- states ---- */

static Tri named_state(Eval *e, const Node *phrase, Word state)
{
    const Node *head = phrase->kind == N_PHRASE ? phrase->a : phrase;
    for (Size i = 0; i < e->st->facts.count; i++) {
        const Fact *fact = &e->st->facts.items[i];
        if (fact->kind == FACT_STATE && fact->name == head->word && fact->state == state &&
            fact->days.from <= e->scene->day) {
            trace_used(e->trace, fact->span);
            return YES;
        }
    }
    trace_missing(e->trace, str_format(e->st->work, "whether `%.*s` is %.*s is not recorded",
                                       STR_ARG(terms_text(e->st->terms, head->word)),
                                       STR_ARG(terms_text(e->st->terms, state))));
    return UNKNOWN;
}

/* target-patents in motorola/patents; grantee/patents follows the direction. */
static Tri is_in(Eval *e, const Node *what, const Node *in)
{
    const Node *set = in->a && in->a->kind == N_LIST ? in->a->a->a : in->a;
    Word        wanted = set->word;
    if (set->op == NAME_BY_GRANTEE || set->op == NAME_BY_GRANTOR) {
        int subject = set->op == NAME_BY_GRANTEE ? e->scene->grantee : e->scene->grantor;
        Str path = str_format(e->st->work, "%.*s%.*s", STR_ARG(subject_text(e->st, e->st->work, subject)),
                              STR_ARG(set->text));
        wanted = word_known(e->st->terms->doc->words, path);
    }
    for (Size i = 0; i < e->st->facts.count; i++) {
        const Fact *fact = &e->st->facts.items[i];
        if (fact->kind == FACT_IN && fact->name == what->word && fact->into == wanted &&
            fact->days.from <= e->scene->day) {
            trace_used(e->trace, fact->span);
            return YES;
        }
    }
    return NO;
}

static Tri truth_of(Eval *e, const Node *head, const Node *modifiers)
{
    const Fact *fact = latest_value(e, head->word, modifiers, (Days){e->scene->day, e->scene->day});
    if (fact && !fact->value) {
        trace_used(e->trace, fact->span);
        return fact->truth ? YES : NO;
    }
    trace_missing(e->trace, missing_text(e, head, phrase_about(modifiers), "fact"));
    return UNKNOWN;
}

/* A bare name: a condition, an event that has happened, a fact that is true. */
static Tri bare(Eval *e, const Node *phrase)
{
    const Node   *head = phrase->a;
    const Clause *clause = head->kind == N_NAME ? terms_clause(e->st->terms, head->word) : NULL;
    Day           on = 0;
    for (const Node *m = phrase->b; m; m = m->next)
        if (m->op == PHRASE_IN && m->a && m->a->kind == N_LIST)
            return is_in(e, head, m);
    if (clause && clause_is(clause, REF(CONDITION)) && e->depth < HOLDS_DEPTH) {
        const Measure *named = clause->data;
        if (!named->condition)
            return UNKNOWN;
        e->depth++;
        Tri held = holds(e, named->condition);
        e->depth--;
        return held;
    }
    if (clause && clause_is(clause, REF(EVENT)))
        return event_happened(e, head, phrase->b, e->scene->day, &on);
    return truth_of(e, head, phrase->b);
}

static Tri happened(Eval *e, const Node *node)
{
    const Node *phrase = node->a;
    Day         on = 0;
    if (phrase->kind == N_DAY) { /* 15 years after launch has happened */
        Tri known = day_of_node(e, phrase, &on);
        return known != YES ? known : on <= e->scene->day ? YES : NO;
    }
    if (phrase->kind != N_PHRASE || !phrase->a)
        return UNKNOWN;
    return event_happened(e, phrase->a, phrase->b, e->scene->day, &on);
}

static Tri affiliates_hold(Eval *e, const Node *node)
{
    int  who = subject_of(e, node->a->kind == N_PHRASE ? node->a->a : node->a);
    int  of = node->b ? standing_subject(e->st, node->b->word) : e->scene->grantee;
    bool they = node->a->kind == N_PHRASE && node->a->a && node->a->a->word == W_they;
    if (they && e->scene->asker == e->scene->grantee)
        return YES; /* the recipients are affiliates by their class */
    who = they ? e->scene->asker : who;
    return who < 0 || of < 0 ? UNKNOWN : standing_affiliate(e->st, who, of, e->scene->day);
}

/* Whether the patent is what is named, or in a list of it; a name that tells no patents means all of them. */
static bool names_patent(const Terms *terms, const Node *named, Word patent)
{
    if (named->kind == N_PHRASE)
        named = named->a;
    if (named->kind == N_CODE)
        return named->word == patent;
    if (named->kind == N_LIST) {
        for (const Node *item = named->a; item; item = item->next)
            if (names_patent(terms, item->a, patent))
                return true;
        return false;
    }
    Str name = terms_text(terms, named->word);
    for (Size i = 0; i < terms->clauses.count && named->decl >= 0; i++) {
        const Clause *clause = terms->clauses.items[i];
        Str           path = terms_text(terms, clause->name);
        bool          within = str_starts(path, name) && (path.len == name.len || path.at[name.len] == '/');
        const Asset  *asset = within && clause_is(clause, REF(ASSET)) ? clause->data : NULL;
        for (Size k = 0; asset && k < asset->patents.count; k++)
            if (asset->patents.items[k]->kind != N_CODE || asset->patents.items[k]->word == patent)
                return true; /* of an owner's patents it is not told which */
    }
    return named->decl < 0;
}

/* One patent: by its last day. Of many, NO while one that is listed lives; what the text does not list may
 * live on. */
static Tri patents_expired(Eval *e, const Node *what)
{
    const Terms *terms = e->st->terms;
    const Node  *of = what;
    for (const Node *m = what->kind == N_PHRASE ? what->b : NULL; m; m = m->next)
        if ((m->op == PHRASE_IN || m->op == PHRASE_OF) && m->a && m->a->kind != N_PERIOD)
            of = m->a;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        const Asset  *patent = clause_is(clause, REF(PATENT)) ? clause->data : NULL;
        if (!patent || !patent->expires || !names_patent(terms, of, clause->name))
            continue;
        if (patent->expires->value >= e->scene->day)
            return NO;
        if (of->kind == N_CODE)
            return YES;
    }
    trace_missing(e->trace, str_format(e->st->work, "whether `%.*s` has expired is not recorded",
                                       STR_ARG(sources_slice(terms->doc->sources, what->span))));
    return UNKNOWN;
}

static Tri state_holds(Eval *e, const Node *node)
{
    switch ((StateOp)node->op) {
    case STATE_TRUE: return node->a->kind == N_PHRASE && node->a->a ? bare(e, node->a) : UNKNOWN;
    case STATE_HAPPENED:
    case STATE_HAPPENS: return happened(e, node);
    case STATE_PAID: return named_state(e, node->a, W_paid);
    case STATE_LATE: return named_state(e, node->a, W_late);
    case STATE_DONE: return named_state(e, node->a, W_done);
    case STATE_PASSED: return named_state(e, node->a, W_passed);
    case STATE_AFFILIATE: return affiliates_hold(e, node);
    case STATE_MEMBER: {
        int who = subject_of(e, node->a->kind == N_PHRASE ? node->a->a : node->a);
        return who < 0 ? UNKNOWN : standing_member(e->st, who, 0, e->scene->day);
    }
    case STATE_EXPIRED: return patents_expired(e, node->a);
    case STATE_AT: return dispute_at(e->st, node, e->scene->day, e->trace);
    case STATE_IN_BREACH:
        trace_missing(e->trace, S("whether there is a material breach is not decided"));
        return UNKNOWN;
    case STATE_CONTAINS:
    case STATE_JOINS:
    case STATE_LEAVES:
    case STATE_RENEWS:
        trace_missing(e->trace, str_format(e->st->work, "`%.*s` is not recorded",
                                           STR_ARG(sources_slice(e->st->terms->doc->sources, node->span))));
        return UNKNOWN;
    }
    return UNKNOWN;
}

/* ---- conditions ---- */

static Tri count_holds(Eval *e, const Node *node)
{
    int64_t yes = 0, maybe = 0;
    for (const Node *item = node->a; item; item = item->next) {
        Tri held = holds(e, item);
        yes += held == YES;
        maybe += held != NO;
    }
    return yes >= node->value ? YES : maybe >= node->value ? UNKNOWN : NO;
}

static Tri holds(Eval *e, const Node *node)
{
    Tri result = node->kind == N_ALL ? YES : NO;
    if (e->depth > HOLDS_DEPTH)
        return UNKNOWN;
    switch (node->kind) {
    case N_ALL:
        for (const Node *item = node->a; item; item = item->next)
            result = tri_and(result, holds(e, item));
        return result;
    case N_ANY:
    case N_NONE:
        for (const Node *item = node->a; item; item = item->next)
            result = tri_or(result, holds(e, item));
        return node->kind == N_ANY ? result : tri_not(result);
    case N_ATLEAST: return count_holds(e, node);
    case N_NOT: return tri_not(holds(e, node->a));
    case N_COMPARE: return compare(e, node);
    case N_STATE: return state_holds(e, node);
    default: return UNKNOWN;
    }
}

Tri condition_holds(const Standing *st, const Node *condition, const Scene *scene, Trace *trace)
{
    Eval e = {.st = st, .scene = scene, .trace = trace};
    return holds(&e, condition);
}

Rational value_named(const Standing *st, const Node *value, const Scene *scene, Trace *trace)
{
    Eval e = {.st = st, .scene = scene, .trace = trace, .currency = scene->currency};
    return value_of(&e, value);
}

const Node *value_literal(const Standing *st, const Node *value, const Scene *scene, Trace *trace)
{
    Eval e = {.st = st, .scene = scene, .trace = trace};
    for (int depth = 0; value && depth < HOLDS_DEPTH; depth++) {
        bool          named = value->kind == N_PHRASE && value->op == PHRASE_HEAD && value->a && !value->b;
        const Clause *table = named ? terms_clause(st->terms, value->a->word) : NULL;
        if (!table || !clause_is(table, REF(TABLE)))
            return value;
        value =
            table_value(&e, clause_on(table, scene->day) ? clause_on(table, scene->day)->data : table->data);
    }
    return NULL;
}

Tri condition_held(const Standing *st, const Node *condition, const Scene *scene, Trace *trace)
{
    Tri   best = condition_holds(st, condition, scene, trace);
    Scene first = *scene;
    if (st->turns.count && st->turns.items[0] <= scene->day) { /* as it was before anything happened */
        first.day = st->turns.items[0] - 1;
        best = tri_or(best, condition_holds(st, condition, &first, NULL));
    }
    for (Size i = 0; i < st->turns.count && st->turns.items[i] <= scene->day && best != YES; i++) {
        Scene then = *scene;
        then.day = st->turns.items[i];
        best = tri_or(best, condition_holds(st, condition, &then, NULL));
    }
    return best;
}
