/* lifetime.c - how long the agreement runs: its first term, renewals, sunsets; and where a dispute is.
 *
 * A renewal acts on the first day after a term: its conditions are tested there, with what is known by then.
 * Each new end is reckoned from the first day of the agreement, so that terms do not drift. Invariant: terms
 * follow each other without a gap; none that surely runs comes after one that is not decided. */
#include "standing/lifetime.h"

typedef struct {
    Day  anchor; /* ends are months after this day */
    int  months;
    bool minus; /* the day before */
} Reckoning;

static Scene scene_on(Day day) { return (Scene){.day = day, .grantor = -1, .grantee = -1, .asker = -1}; }

Tri clause_holds(const Standing *st, const Clause *clause, const Scene *scene, Trace *trace)
{
    const NodeList *const lists[] = {&clause->while_, &clause->if_, &clause->unless, &clause->once};
    Tri                   all = YES;
    for (Size k = 0; k < COUNT(lists); k++)
        for (Size i = 0; i < lists[k]->count; i++) {
            const Node *condition = lists[k]->items[i];
            Tri         held = k == 3 ? condition_held(st, condition, scene, trace)
                                      : condition_holds(st, condition, scene, trace);
            all = tri_and(all, k == 2 ? tri_not(held) : held);
        }
    return all;
}

/* ---- renewals ---- */

static Reckoning reckoning_of(const Standing *st)
{
    const Agreement *a = terms_header(st->terms);
    const Node      *length = a->term_length;
    bool             months = length && (length->op == UNIT_MONTHS || length->op == UNIT_YEARS);
    if (!months || st->effective_known != YES)
        return (Reckoning){st->ends + 1, 0, true};
    return (Reckoning){st->effective, (int)length->value * (length->op == UNIT_YEARS ? 12 : 1),
                       a->term_day_before};
}

static Day renewed_end(Reckoning *r, Day end, const Node *length)
{
    if (length->op == UNIT_DAYS) {
        *r = (Reckoning){end + (Day)length->value + 1, 0, true};
        return end + (Day)length->value;
    }
    r->months += (int)length->value * (length->op == UNIT_YEARS ? 12 : 1);
    return day_add_months(r->anchor, r->months) - r->minus;
}

/* From at most N before the last day to at least M before it. */
static Days window_of(const Standing *st, const Renewal *text, Days term)
{
    Days window = term;
    if (!text->notice_by)
        return (Days){1, 0};
    if (text->most && day_shifted(st, term.through, text->most, -1, &window.from) != YES)
        return (Days){1, 0};
    if (text->least && day_shifted(st, term.through, text->least, -1, &window.through) != YES)
        return (Days){1, 0};
    return window;
}

static bool may_give(const Node *by, const Fact *notice)
{
    const Node *named = by->kind == N_WHO && by->op == WHO_NAMED ? by->a : NULL;
    return !named || !notice->from || notice->from == named->word;
}

/* A notice acts on receipt; one outside the window does nothing. */
static const Fact *notice_in(const Standing *st, const Clause *renewal, Days window)
{
    const Renewal *text = renewal->data;
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact *fact = &st->facts.items[i];
        if (fact->kind == FACT_NOTICE && fact->name == renewal->name && fact->truth &&
            days_has(window, fact->days.from) && may_give(text->notice_by, fact))
            return fact;
    }
    return NULL;
}

static Term next_term(const Standing *st, const Clause *renewal, Days before, int number)
{
    const Renewal *text = renewal->data;
    Term           term = {.by = renewal, .number = number, .window = window_of(st, text, before)};
    Scene          scene = scene_on(before.through + 1);
    Trace          trace = {.arena = st->arena};
    term.runs = clause_holds(st, renewal, &scene, &trace);
    if (!days_empty(term.window))
        term.notice = notice_in(st, renewal, term.window);
    if (text->notice_by && text->on_notice != (term.notice != NULL))
        term.runs = NO;
    if (term.runs == UNKNOWN && trace.missing.count)
        term.missing = trace.missing.items[0];
    return term;
}

typedef struct {
    const Clause *clause;
    int           done;
    int64_t       most;
} Renewing;
typedef LIST_OF(Renewing) Renewings;

static Renewings renewals_of(const Standing *st)
{
    Renewings out = {0};
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause  *clause = st->terms->clauses.items[i];
        bool           fits = clause_is(clause, REF(RENEWAL)) && !clause->poisoned && !clause->optional;
        const Renewal *text = fits ? clause->data : NULL;
        if (text && text->length)
            *PUSH(st->arena, &out) = (Renewing){clause, 0, text->times ? text->times->value : INT64_MAX};
    }
    return out;
}

/* The term that follows, by the first renewal that makes one; false: none does. */
static bool take_next(Standing *st, Renewings *all, Reckoning *reckoning, Days *now, bool *sure)
{
    for (Size i = 0; i < all->count; i++) {
        Renewing *one = &all->items[i];
        if (one->done >= one->most || !days_has(one->clause->in_force, now->through))
            continue;
        Reckoning next = *reckoning;
        Term      term = next_term(st, one->clause, *now, one->done + 1);
        Day       end = renewed_end(&next, now->through, ((const Renewal *)one->clause->data)->length);
        term.days = (Days){now->through + 1, end};
        term.runs = *sure ? term.runs : tri_and(term.runs, UNKNOWN);
        *PUSH(st->arena, &st->lifetime) = term;
        if (term.runs == NO)
            continue;
        *sure = *sure && term.runs == YES;
        one->done++;
        *reckoning = next;
        *now = term.days;
        st->may_end = end;
        st->ends = *sure ? end : st->ends;
        return true;
    }
    return false;
}

/* Every right and royalty asks for its sunset: few texts have one. */
static void take_sunsets(Standing *st)
{
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        if (clause_is(clause, REF(SUNSET)) && !clause->poisoned && !clause->optional && clause->data)
            *PUSH(st->arena, &st->sunsets) = clause;
    }
}

static void lifetime_renew(Standing *st)
{
    enum { TERMS_MOST = 200 };
    Day last_day = day_of((Civil){9999, 12, 31});
    st->sunsets.count = 0;
    take_sunsets(st);
    st->may_end = st->ends;
    st->lifetime.count = 0;
    if (st->effective_known != YES || st->effective <= DAY_MIN || st->ends >= DAY_MAX)
        return;
    Renewings all = renewals_of(st);
    Reckoning reckoning = reckoning_of(st);
    Days      now = {st->effective, st->ends};
    bool      sure = true, more = all.count > 0;
    *PUSH(st->arena, &st->lifetime) = (Term){.days = now, .runs = YES, .window = {1, 0}};
    while (more && st->lifetime.count < TERMS_MOST && now.through < last_day - 366 * 100)
        more = take_next(st, &all, &reckoning, &now, &sure);
    if (more) { /* so often that nobody sees the end */
        st->may_end = DAY_MAX;
        st->ends = sure ? DAY_MAX : st->ends;
    }
}

/* ---- terminations that were exercised ---- */

static bool may_end(const Standing *st, const Termination *text, const Fact *notice)
{
    const Node *who = text->who && text->who->kind == N_LIST ? text->who->a->a : text->who;
    const Node *named = who && who->kind == N_WHO && who->op == WHO_NAMED ? who->a : NULL;
    return (!named || !notice->from || notice->from == named->word) &&
           (named || !notice->from || standing_subject(st, notice->from) >= 0);
}

/* Where the reason may be cured, or one of a kind is ended, a notice alone ends nothing. */
static bool ends_on_notice(const Termination *text)
{
    return text && text->notice && !text->cure.length && !text->per;
}

static void take_ending(Standing *st, const Clause *clause, const Fact *notice)
{
    const Termination *text = clause->data;
    Scene              scene = scene_on(notice->days.from);
    Day                last = 0;
    if (notice->kind != FACT_NOTICE || notice->name != clause->name || !notice->truth ||
        !days_has(clause->in_force, notice->days.from) || !may_end(st, text, notice) ||
        clause_holds(st, clause, &scene, NULL) != YES ||
        day_counted(st, notice->days.from, text->notice, 1, &last) != YES)
        return;
    *PUSH(st->arena, &st->endings) = (Ending){clause, notice, last};
}

static void take_endings(Standing *st)
{
    st->endings.count = 0;
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        bool          fits = clause_is(clause, REF(TERMINATION)) && !clause->poisoned && !clause->optional;
        for (Size k = 0; fits && ends_on_notice(clause->data) && k < st->facts.count; k++)
            take_ending(st, clause, &st->facts.items[k]);
    }
}

/* A notice given while the agreement ran ends it, whatever a renewal would bring. */
static void end_agreement(Standing *st)
{
    st->ended_by = NULL;
    for (Size i = 0; i < st->endings.count; i++) {
        const Ending *e = &st->endings.items[i];
        if (((const Termination *)e->by->data)->clauses || e->last >= st->may_end)
            continue;
        st->may_end = e->last;
        if (e->last >= st->ends)
            continue;
        st->ends = e->last;
        st->ended_by = e->by;
    }
}

void lifetime_take(Standing *st)
{
    lifetime_renew(st);
    take_endings(st);
    end_agreement(st);
}

Str standing_undecided(const Standing *st, Arena *arena)
{
    Str why = S("");
    for (Size i = 0; i < st->lifetime.count && !why.len; i++)
        if (st->lifetime.items[i].runs == UNKNOWN)
            why = st->lifetime.items[i].missing;
    return str_format(arena, "whether the agreement is renewed after %.*s is not known%s%.*s",
                      STR_ARG(day_text(arena, st->ends)), why.len ? ": " : "", STR_ARG(why));
}

/* ---- sunsets ---- */

static bool names(const Node *list, Word name)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next)
        if (item->a->word == name)
            return true;
    return false;
}

static bool was_renewed(const Standing *st, Word sunset, Day last)
{
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact *fact = &st->facts.items[i];
        if (fact->kind == FACT_STATE && fact->name == sunset && fact->state == W_renewed &&
            fact->days.from <= last)
            return true;
    }
    return false;
}

Day standing_sunset(const Standing *st, Word name)
{
    Day first = DAY_MAX;
    for (Size i = 0; i < st->sunsets.count; i++) {
        const Clause *clause = st->sunsets.items[i];
        const Sunset *text = clause->data;
        Scene         scene = scene_on(DAY_MAX);
        Day           last = 0;
        if (!names(text->clauses, name) || day_named(st, text->last, &scene, &last) != YES ||
            !days_has(clause->in_force, last))
            continue;
        scene.day = last;
        bool stays = (text->unless_by && was_renewed(st, clause->name, last)) ||
                     clause_holds(st, clause, &scene, NULL) == NO;
        first = !stays && last < first ? last : first;
    }
    for (Size i = 0; i < st->endings.count; i++) {
        const Ending *e = &st->endings.items[i];
        first = e->last < first && names(((const Termination *)e->by->data)->clauses, name) ? e->last : first;
    }
    return first;
}

/* ---- where a dispute is ---- */

Tri dispute_at(const Standing *st, const Node *state, Day day, Trace *trace)
{
    const Node *head = state->a->kind == N_PHRASE ? state->a->a : state->a;
    const Fact *last = NULL;
    for (Size i = 0; i < st->facts.count && head; i++) {
        const Fact *fact = &st->facts.items[i];
        bool        moves = fact->kind == FACT_AT || (fact->kind == FACT_STATE && fact->state == W_settled);
        if (moves && fact->name == head->word && fact->days.from <= day &&
            (!last || fact->days.from >= last->days.from))
            last = fact;
    }
    if (last)
        trace_used(trace, last->span);
    return last && last->kind == FACT_AT && state->b && last->into == state->b->word ? YES : NO;
}
