/* occasions.c - which things are to be done once each, and by when: duties, renewals, sunsets, terminations.
 *
 * Each due day is reckoned from the first anew, so that recurrences do not drift. What hangs on an event
 * comes when the event is recorded. A day that cannot be told is said to be missing; nothing is guessed. */
#include "duties/inside.h"

#include <stdlib.h>

#include "terms/data/tables.h"

enum { OCCASIONS_MOST = 5000, ROLL_MOST = 31 }; /* a closed day is moved by less than a month */

typedef struct {
    Dues         *dues;
    const Clause *clause;
    const Duty   *duty;
    Occasion      like; /* what the occasions of a duty share */
    Days          runs; /* the clause's days, so far as they are known */
} Making;

static const Standing *st_of(const Making *m) { return m->dues->st; }

void dues_add(Dues *dues, Occasion o)
{
    if (dues->items.count < OCCASIONS_MOST)
        *PUSH(dues->arena, &dues->items) = o;
}

static int due_order(const void *a, const void *b)
{
    const Occasion *l = a, *r = b;
    if (l->due != r->due)
        return l->due < r->due ? -1 : 1;
    if (l->at.from != r->at.from)
        return l->at.from < r->at.from ? -1 : 1;
    return (l->debtor > r->debtor) - (l->debtor < r->debtor);
}

void dues_sort(Dues *dues)
{
    if (dues->items.count)
        qsort(dues->items.items, (size_t)dues->items.count, sizeof *dues->items.items, due_order);
    dues_place_facts(dues);
}

/* ---- who ---- */

typedef LIST_OF(int) Subjects;

static Subjects subjects_of(const Making *m, const Node *who)
{
    const Standing *st = st_of(m);
    Subjects        out = {0};
    if (who && who->kind == N_LIST)
        who = who->a->a;
    int named =
        who && who->kind == N_WHO && who->op == WHO_NAMED && who->a ? standing_subject(st, who->a->word) : -1;
    if (named >= 0)
        *PUSH(m->dues->arena, &out) = named;
    bool every =
        who && who->kind == N_WHO && (who->op == WHO_EACH || who->op == WHO_EVERY || who->op == WHO_ALL);
    for (Size i = 0; i < st->parties.count && every; i++)
        *PUSH(m->dues->arena, &out) = st->parties.items[i];
    return out;
}

/* The one other party, or -1. */
static int other_of(const Standing *st, int subject)
{
    if (st->parties.count != 2 || subject < 0)
        return -1;
    return st->parties.items[0] == subject   ? st->parties.items[1]
           : st->parties.items[1] == subject ? st->parties.items[0]
                                             : -1;
}

static int creditor_of(const Making *m, const Node *who, int debtor)
{
    Subjects named = who && who->kind == N_WHO && who->op == WHO_NAMED ? subjects_of(m, who) : (Subjects){0};
    return named.count ? named.items[0] : other_of(st_of(m), debtor);
}

/* ---- one occasion of a duty, for each debtor ---- */

static void roll(const Making *m, Occasion *o, Day day)
{
    Day rolled = day;
    o->due = day;
    if (day_due(st_of(m), day, NULL, &rolled) != YES) {
        o->missing = S("the calendars of the header do not cover the due day");
        return;
    }
    o->due = rolled;
    if (rolled != day)
        o->rule = str_format(m->dues->arena, "%.*s; %.*s is no business day", STR_ARG(o->rule),
                             STR_ARG(day_text(m->dues->arena, day)));
}

static bool wanted(const Making *m, const Occasion *o)
{
    Day through = m->dues->through;
    return o->missing.len || o->due == DAY_MAX || o->opens <= through || o->due <= through;
}

static void add_for_each(Making *m, const Occasion *one)
{
    Subjects debtors = subjects_of(m, m->duty->debtor);
    if (!wanted(m, one))
        return;
    for (Size i = 0; i < debtors.count; i++) {
        Occasion o = *one;
        o.debtor = debtors.items[i];
        o.creditor = creditor_of(m, m->duty->creditor, o.debtor);
        o.several = debtors.count > 1;
        dues_add(m->dues, o);
    }
}

static bool in_life(const Making *m, Day day) { return day >= m->runs.from && day <= m->runs.through; }

/* ---- by the calendar ---- */

static void every(Making *m)
{
    const Duty *d = m->duty;
    Day         from = (Day)d->from->value, last = d->until ? (Day)d->until->value : DAY_MAX;
    bool        days = d->step->op == UNIT_DAYS;
    int         step = (int)d->step->value * (d->step->op == UNIT_YEARS ? 12 : 1);
    for (int k = 0; k < OCCASIONS_MOST; k++) {
        Occasion o = m->like;
        Day      day = days ? from + k * step : day_add_months(from, k * step);
        if (day > last || day > m->runs.through || day - ROLL_MOST > m->dues->through)
            return;
        if (!in_life(m, day))
            continue;
        o.occasion = (Days){day, day};
        o.opens = day;
        o.repeats = true;
        o.label = day_text(m->dues->arena, day);
        roll(m, &o, day);
        o.opens = o.due < day ? o.due : day;
        add_for_each(m, &o);
    }
}

static void each(Making *m)
{
    const Standing *st = st_of(m);
    const Duty     *d = m->duty;
    Days            span = {0};
    Occasion        unknown = m->like;
    unknown.missing = st->effective_known == YES ? S("the header does not say when the periods begin")
                                                 : S("when the agreement begins is not known");
    unknown.due = unknown.opens = DAY_MAX;
    if (m->runs.from <= DAY_MIN || !each_period(st, &d->each, m->runs.from, &span)) {
        add_for_each(m, &unknown);
        return;
    }
    for (int k = 0; k < OCCASIONS_MOST && span.from <= m->runs.through; k++) {
        Occasion o = m->like;
        Day      due = 0, edge = d->of_start ? span.from : span.through;
        o.occasion = span;
        o.repeats = true;
        o.label = days_text(m->dues->arena, span);
        o.opens = d->of_start ? span.from : span.through + 1;
        if (o.opens - ROLL_MOST > m->dues->through)
            return;
        if (in_life(m, span.from > m->runs.from ? span.from : m->runs.from)) {
            if (day_counted(st, edge, d->within, 1, &due) == YES)
                roll(m, &o, due);
            else
                o.missing = S("the calendars of the header do not cover the due day");
            o.opens = o.due < o.opens ? o.due : o.opens;
            add_for_each(m, &o);
        }
        if (!each_period(st, &d->each, span.through + 1, &span))
            return;
    }
}

/* ---- by a day or an event ---- */

/* The event that a day counts from, or NULL. */
static const Node *event_of(const Node *day)
{
    while (day && day->kind == N_DAY)
        day = day->a;
    return day && (day->kind == N_NAME || day->kind == N_PHRASE) && day->word != W_signing ? day : NULL;
}

static bool place_fits(const Making *m, const Fact *fact)
{
    const Terms *terms = st_of(m)->terms;
    if (!m->duty->places)
        return true;
    for (const Node *item = m->duty->places->a; item; item = item->next) {
        Str           name = terms_text(terms, item->a->word);
        int           group = group_find(name);
        const Clause *territory = terms_clause(terms, item->a->word);
        const SetOf  *set = territory && clause_is(territory, REF(TERRITORY)) ? territory->data : NULL;
        for (Size i = 0; i < FACT_THINGS && fact->things[i]; i++) {
            int country = country_find(terms_text(terms, fact->things[i]));
            if (fact->things[i] == item->a->word ||
                (group >= 0 && country >= 0 && group_has(group, country, fact->days.from)))
                return true;
            for (Size k = 0; set && k < set->includes.count; k++)
                for (const Node *one = set->includes.items[k]->a; one; one = one->next)
                    if (one->op == ITEM_PLUS && one->a->word == fact->things[i])
                        return true;
        }
    }
    return false;
}

static Node *with_day(Arena *arena, const Node *node, const Node *date)
{
    if (node->kind != N_DAY) {
        Node *copy = NEW(arena, Node, 1);
        *copy = *date;
        return copy;
    }
    Node *copy = NEW(arena, Node, 1);
    *copy = *node;
    copy->a = with_day(arena, node->a, date);
    return copy;
}

/* The due day that follows from the day of the text. */
static void due_from(const Making *m, Occasion *o, Day day)
{
    const Duty *d = m->duty;
    o->occasion = (Days){day, day};
    if (d->when == WHEN_ON) {
        o->opens = day;
        roll(m, o, day);
        o->opens = o->due < day ? o->due : day;
    } else if (d->when == WHEN_BEFORE) {
        o->opens = o->due = day - 1;
    } else if (d->when == WHEN_WITHIN) {
        Day due = 0;
        o->opens = day;
        if (day_counted(st_of(m), day, d->within, 1, &due) == YES)
            roll(m, o, due);
        else
            o->missing = S("the calendars of the header do not cover the due day");
    } else if (day_counted(st_of(m), day, d->within, -1, &o->due) == YES) {
        o->opens = o->due;
    } else {
        o->missing = S("the calendars of the header do not cover the due day");
    }
    if (o->missing.len)
        o->due = o->opens = DAY_MAX;
}

static Str things_text(const Making *m, const Fact *fact)
{
    Text text = text_new(m->dues->arena);
    for (Size i = 0; i < FACT_THINGS && fact->things[i]; i++)
        text_format(&text, "%s%.*s", i ? ", " : "", STR_ARG(terms_text(st_of(m)->terms, fact->things[i])));
    return text_str(&text);
}

/* One for each time the event happened; and, of what must be done before, one for the time to come. */
static void on_event(Making *m, const Node *event)
{
    const Standing *st = st_of(m);
    const Node     *head = event->kind == N_PHRASE ? event->a : event;
    const Clause   *clause = terms_clause(st->terms, head->word);
    const Measure  *measure = clause && clause_is(clause, REF(EVENT)) ? clause->data : NULL;
    bool            many = measure && measure->for_each && !measure->one_time_only;
    Day             first = DAY_MAX;
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact *fact = &st->facts.items[i];
        Node        date = {.kind = N_DATE, .decl = -1, .value = fact->days.from};
        Scene       scene = {.day = DAY_MAX, .grantor = -1, .grantee = -1, .asker = -1};
        Occasion    o = m->like;
        Day         day = 0;
        if (fact->kind != FACT_EVENT || fact->name != head->word || !place_fits(m, fact))
            continue;
        if (day_named(st, with_day(m->dues->arena, m->duty->day, &date), &scene, &day) != YES)
            continue;
        first = fact->days.from < first ? fact->days.from : first;
        Str things = things_text(m, fact);
        o.since = fact->days.from;
        o.label = str_format(m->dues->arena, "%.*s%s%.*s", STR_ARG(terms_text(st->terms, head->word)),
                             things.len ? " of " : "", STR_ARG(things));
        o.repeats = many && m->duty->when != WHEN_BEFORE;
        due_from(m, &o, day);
        add_for_each(m, &o);
    }
    if (m->duty->when == WHEN_WITHIN || m->duty->when == WHEN_ON)
        return;
    Occasion open = m->like;
    open.due = DAY_MAX;
    open.opens = DAY_MAX;
    open.gone = many ? DAY_MAX : first;
    open.occasion = (Days){DAY_MIN, DAY_MAX};
    add_for_each(m, &open);
}

static void on_day(Making *m)
{
    const Node    *event = event_of(m->duty->day);
    Scene          scene = {.day = DAY_MAX, .grantor = -1, .grantee = -1, .asker = -1};
    Day            day = 0;
    Occasion       o = m->like;
    const Node    *head = event && event->kind == N_PHRASE ? event->a : event;
    const Clause  *clause = head ? terms_clause(st_of(m)->terms, head->word) : NULL;
    const Measure *measure = clause && clause_is(clause, REF(EVENT)) ? clause->data : NULL;
    if (measure && !measure->happens_once) {
        on_event(m, event);
        return;
    }
    if (day_named(st_of(m), m->duty->day, &scene, &day) != YES) {
        if (event && measure)
            return; /* it has not happened */
        o.missing = str_format(m->dues->arena, "which day `%.*s` is, is not known",
                               STR_ARG(source_of(st_of(m), m->duty->day)));
        o.due = o.opens = DAY_MAX;
        add_for_each(m, &o);
        return;
    }
    due_from(m, &o, day);
    if (in_life(m, o.due))
        add_for_each(m, &o);
}

/* ---- duties ---- */

static Str act_text(const Making *m)
{
    static const char *const acts[] = {"deliver",  "classify", "obtain",        "keep",
                                       "transfer", "pay",      "give notice of"};
    const Duty              *d = m->duty;
    if (d->means)
        return d->means->text;
    return str_format(m->dues->arena, "%s%s %.*s", d->forbids ? "not " : "", acts[d->act],
                      STR_ARG(source_of(st_of(m), d->what)));
}

static Str rule_text(const Making *m)
{
    const Duty *d = m->duty;
    Str         when = str_trim(sources_slice(st_of(m)->terms->doc->sources, m->like.at));
    return d->covering ? str_format(m->dues->arena, "%.*s, covering the next %.*s", STR_ARG(when),
                                    STR_ARG(source_of(st_of(m), d->covering)))
                       : when;
}

static void always(Making *m)
{
    Occasion o = m->like;
    o.occasion = m->runs;
    o.opens = m->runs.from;
    o.due = m->runs.through;
    o.rule = S("at all times");
    add_for_each(m, &o);
}

static bool survives(const Standing *st, const Clause *clause)
{
    const Agreement *a = terms_header(st->terms);
    for (const Node *item = a && a->survives ? a->survives->a : NULL; item; item = item->next)
        if (item->a->word == clause->name)
            return true;
    return false;
}

/* What comes after the last day that is sure hangs on a renewal: one line says so, not one for each. */
static Days runs_of(const Standing *st, const Clause *clause)
{
    Days  runs = clause->in_force;
    Scene scene = {.day = DAY_MAX, .grantor = -1, .grantee = -1, .asker = -1};
    Day   day = 0;
    if (st->effective_known == YES)
        runs = days_meet(runs, (Days){st->effective, survives(st, clause) ? DAY_MAX : st->ends});
    if (clause->from && day_named(st, clause->from, &scene, &day) == YES)
        runs = days_meet(runs, (Days){day, DAY_MAX});
    if (clause->through && day_named(st, clause->through, &scene, &day) == YES)
        runs = days_meet(runs, (Days){DAY_MIN, day});
    return days_meet(runs, (Days){DAY_MIN, standing_sunset(st, clause->name)});
}

static Occasion blank(DueKind kind, const Clause *clause)
{
    return (Occasion){.kind = kind,
                      .clause = clause,
                      .debtor = -1,
                      .creditor = -1,
                      .occasion = {DAY_MIN, DAY_MAX},
                      .since = DAY_MIN,
                      .gone = DAY_MAX,
                      .opens = DAY_MIN,
                      .due = DAY_MAX,
                      .at = clause->name_span};
}

static void add_duty(Making *m)
{
    m->duty = m->clause->data;
    m->runs = runs_of(st_of(m), m->clause);
    m->like = blank(OF_DUTY, m->clause);
    m->like.act = act_text(m);
    m->like.cure = &m->duty->cure;
    m->like.breach = m->duty->breach;
    m->like.at = m->duty->when == WHEN_UNSAID ? m->duty->act_span : m->duty->when_span;
    m->like.rule = rule_text(m);
    switch (m->duty->when) {
    case WHEN_EVERY: every(m); break;
    case WHEN_EACH: each(m); break;
    case WHEN_ON:
    case WHEN_BEFORE:
    case WHEN_WITHIN:
    case WHEN_AHEAD: on_day(m); break;
    case WHEN_ALWAYS:
    case WHEN_UNSAID: always(m); break;
    }
}

/* ---- what ends, and windows ---- */

static void add_end(Dues *dues, Occasion o, Day last, Str act)
{
    o.act = act;
    o.occasion = (Days){last, last};
    o.opens = o.due = last;
    if (last < DAY_MAX && last <= dues->through)
        dues_add(dues, o);
}

static void add_lifetime(Dues *dues)
{
    const Standing *st = dues->st;
    for (Size i = 0; i < st->lifetime.count; i++) {
        const Term *term = &st->lifetime.items[i];
        if (!term->by || days_empty(term->window) || term->window.from > dues->through)
            continue;
        const Renewal *text = term->by->data;
        Occasion       o = blank(OF_WINDOW, term->by);
        Making         m = {.dues = dues};
        Subjects       who = subjects_of(&m, text->notice_by);
        bool           named = text->notice_by->op == WHO_NAMED && who.count;
        o.debtor = named ? who.items[0] : -1;
        o.creditor = named ? other_of(st, o.debtor) : -1;
        o.act = text->on_notice ? S("give notice to renew") : S("give notice against renewal");
        o.label = str_format(dues->arena, "after %.*s", STR_ARG(day_text(dues->arena, term->days.from - 1)));
        o.occasion = (Days){term->days.from - 1, term->days.from - 1};
        o.opens = term->window.from;
        o.due = term->window.through;
        o.notice = term->notice;
        o.at = text->notice_span;
        o.rule = str_trim(sources_slice(st->terms->doc->sources, o.at));
        dues_add(dues, o);
    }
    if (st->ends < DAY_MAX && st->terms->agreement && st->effective_known == YES && !st->ended_by) {
        Occasion o = blank(OF_END, st->terms->agreement);
        if (st->may_end > st->ends)
            o.after = standing_undecided(st, dues->arena);
        add_end(dues, o, st->ends, S("the agreement ends"));
    }
}

static void add_sunset(Dues *dues, const Clause *clause)
{
    const Sunset *text = clause->data;
    for (const Node *item = text->clauses ? text->clauses->a : NULL; item; item = item->next) {
        Occasion o = blank(OF_END, clause);
        o.rule = str_trim(sources_slice(dues->st->terms->doc->sources, text->last->span));
        o.at = text->last->span;
        add_end(dues, o, standing_sunset(dues->st, item->a->word),
                str_format(dues->arena, "%.*s ends", STR_ARG(terms_text(dues->st->terms, item->a->word))));
    }
}

/* ---- terminations: each notice starts a clock ---- */

static void on_notice(Dues *dues, const Clause *clause, const Fact *notice)
{
    const Standing    *st = dues->st;
    const Termination *text = clause->data;
    Making             m = {.dues = dues};
    Occasion           o = blank(OF_CURE, clause);
    Subjects           may = subjects_of(&m, text->who);
    bool named = text->who && text->who->kind == N_WHO && text->who->op == WHO_NAMED && may.count;
    int  from = notice->from ? standing_subject(st, notice->from) : named ? may.items[0] : -1;
    int  to = notice->into ? standing_subject(st, notice->into) : other_of(st, from);
    o.debtor = to;
    o.creditor = from >= 0 ? from : other_of(st, to);
    o.notice = notice;
    o.since = notice->days.from;
    o.opens = notice->days.from;
    o.due = notice->days.from;
    o.occasion = (Days){notice->days.from, notice->days.from};
    o.label = str_format(dues->arena, "notice of %.*s", STR_ARG(day_text(dues->arena, notice->days.from)));
    if (text->cure.length) {
        o.cure = &text->cure;
        o.act =
            str_format(dues->arena, "cure what %.*s is about", STR_ARG(terms_text(st->terms, clause->name)));
        o.at = text->cure.span;
        o.rule = str_trim(sources_slice(st->terms->doc->sources, o.at));
        dues_add(dues, o);
    }
    Day end = 0;
    if (!text->notice || day_counted(st, notice->days.from, text->notice, 1, &end) != YES)
        return;
    Occasion last = o;
    last.kind = OF_END;
    last.cure = NULL;
    last.at = text->notice->span;
    last.rule = str_format(dues->arena, "on %.*s notice", STR_ARG(source_of(st, text->notice)));
    add_end(dues, last, end,
            text->clauses ? str_format(dues->arena, "%.*s ends", STR_ARG(source_of(st, text->clauses)))
                          : S("the agreement ends"));
}

static void add_termination(Dues *dues, const Clause *clause)
{
    const Termination *text = clause->data;
    for (Size i = 0; i < dues->st->facts.count; i++) {
        const Fact *fact = &dues->st->facts.items[i];
        if (fact->kind == FACT_NOTICE && fact->name == clause->name &&
            (fact->truth || text->cure.on_dispatch) && days_has(clause->in_force, fact->days.from))
            on_notice(dues, clause, fact);
    }
}

static int name_order(const void *a, const void *b)
{
    const Fact *l = *(const Fact *const *)a, *r = *(const Fact *const *)b;
    if (l->name != r->name)
        return l->name < r->name ? -1 : 1;
    return l < r ? -1 : l > r; /* as they are recorded */
}

static const Fact **facts_by_name(Arena *arena, const Facts *facts)
{
    const Fact **all = NEW(arena, const Fact *, facts->count + 1);
    for (Size i = 0; i < facts->count; i++)
        all[i] = &facts->items[i];
    if (facts->count)
        qsort(all, (size_t)facts->count, sizeof *all, name_order);
    return all;
}

Dues dues_new(Arena *arena, const Standing *st, Day through)
{
    Dues dues = {.st = st, .arena = arena, .through = through, .facts = facts_by_name(arena, &st->facts)};
    add_lifetime(&dues);
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        if (clause->poisoned || clause->optional || !clause->data)
            continue;
        Making m = {.dues = &dues, .clause = clause};
        if (clause_is(clause, REF(DUTY)))
            add_duty(&m);
        else if (clause_is(clause, REF(SUNSET)))
            add_sunset(&dues, clause);
        else if (clause_is(clause, REF(TERMINATION)))
            add_termination(&dues, clause);
    }
    dues_sort(&dues);
    return dues;
}
