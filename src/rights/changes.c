/* changes.c - see changes.h. A consequence acts each time its `when` turns true; here each such time
 * is found, with the party, affiliate or member it is about. */
#include "rights/changes.h"

#include <stdlib.h>

typedef struct {
    Day         day;
    int         grantee, entity, into;
    const Fact *fact;
} Moment;

typedef LIST_OF(Moment) Moments;

static int subject_thing(const Standing *st, const Fact *fact)
{
    for (Size i = 0; i < FACT_THINGS && fact->things[i]; i++) {
        int subject = standing_subject(st, fact->things[i]);
        if (subject >= 0)
            return subject;
    }
    return -1;
}

/* E of a grantee has happened; E of borealis has happened; E has happened. */
static void moments_of_event(const Rules *rules, const Node *phrase, Moments *out)
{
    const Standing *st = rules->st;
    const Node     *of = phrase->b && phrase->b->op == PHRASE_OF ? phrase->b->a : NULL;
    bool            roles = of && of->kind == N_WHO &&
                 (of->op == WHO_GRANTEE || of->op == WHO_EACH || of->op == WHO_EITHER || of->op == WHO_OTHER);
    Word wanted = of && of->kind == N_LIST && of->a->a->decl >= 0 ? of->a->a->word : 0;
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact *fact = &st->facts.items[i];
        if (fact->kind != FACT_EVENT || fact->name != phrase->a->word)
            continue;
        int subject = subject_thing(st, fact);
        if (wanted && (subject < 0 || st->subjects.items[subject].name != wanted))
            continue;
        *PUSH(rules->arena, out) = (Moment){fact->days.from, roles ? subject : -1, -1,
                                            fact->into ? standing_subject(st, fact->into) : -1, fact};
    }
}

static void add_move(const Rules *rules, int entity, int group, Day day, Moments *out)
{
    for (Size i = 0; i < out->count; i++)
        if (out->items[i].day == day && out->items[i].grantee == group && out->items[i].entity == entity)
            return;
    *PUSH(rules->arena, out) = (Moment){day, group, entity, -1, NULL};
}

/* On this day `entity` leaves the group of a party or member, or joins it. */
static void moves_on(const Rules *rules, int entity, Day day, bool leaves, Moments *out)
{
    const Standing *st = rules->st;
    for (Size i = 0; i < st->parties.count + st->members.count; i++) {
        int group =
            i < st->parties.count ? st->parties.items[i] : st->members.items[i - st->parties.count].subject;
        bool before = standing_affiliate(st, entity, group, day - 1) == YES,
             now = standing_affiliate(st, entity, group, day) == YES;
        if (before != now && before == leaves)
            add_move(rules, entity, group, day, out);
    }
}

/* An affiliate (of a grantee) leaves or joins: also one that goes with the company above it. */
static void moments_of_affiliates(const Rules *rules, bool leaves, Moments *out)
{
    const Standing *st = rules->st;
    for (Size i = 0; i < st->controls.count; i++) {
        const Control *control = &st->controls.items[i];
        const Day      days[] = {control->days.from, control->days.through + 1};
        Bits           moved = bits_new(rules->arena, st->subjects.count);
        bits_add(moved, control->child);
        standing_affiliates_ever(st, control->child, moved);
        for (Size d = 0; d < COUNT(days); d++)
            for (Size entity = bits_next(moved, 0); entity >= 0 && days[d] > DAY_MIN && days[d] <= DAY_MAX;
                 entity = bits_next(moved, entity + 1))
                moves_on(rules, (int)entity, days[d], leaves, out);
    }
}

static void moments_of_members(const Rules *rules, bool leaves, Moments *out)
{
    const Standing *st = rules->st;
    for (Size i = 0; i < st->members.count; i++) {
        const MemberTie *tie = &st->members.items[i];
        Day              day = leaves ? tie->days.through + 1 : tie->days.from;
        if (leaves ? tie->days.through < DAY_MAX : tie->days.from > DAY_MIN)
            *PUSH(rules->arena, out) = (Moment){day, tie->subject, -1, -1, NULL};
    }
}

/* Any other condition: the days on which it turns true. */
static void moments_of_condition(const Rules *rules, const Node *when, Moments *out)
{
    const Standing *st = rules->st;
    Tri             before = NO;
    for (Size i = 0; i < st->turns.count; i++) {
        Scene scene = {.day = st->turns.items[i], .grantor = -1, .grantee = -1, .asker = -1};
        Tri   now = condition_holds(st, when, &scene, NULL);
        if (now == YES && before != YES)
            *PUSH(rules->arena, out) = (Moment){scene.day, -1, -1, -1, NULL};
        before = now;
    }
}

static void moments_of(const Rules *rules, const Node *when, Moments *out)
{
    const Node   *phrase = when->kind == N_STATE ? when->a : NULL;
    bool          head = phrase && phrase->kind == N_PHRASE && phrase->op == PHRASE_HEAD && phrase->a;
    bool          moves = head && (when->op == STATE_LEAVES || when->op == STATE_JOINS);
    const Clause *event = head ? terms_clause(rules->st->terms, phrase->a->word) : NULL;
    bool recorded = event && clause_is(event, REF(EVENT)) && !((const Measure *)event->data)->happens_once;
    if (moves && phrase->a->word == W_affiliate)
        moments_of_affiliates(rules, when->op == STATE_LEAVES, out);
    else if (moves)
        moments_of_members(rules, when->op == STATE_LEAVES, out);
    else if (recorded && (when->op == STATE_HAPPENED || when->op == STATE_HAPPENS || when->op == STATE_TRUE))
        moments_of_event(rules, phrase, out);
    else
        moments_of_condition(rules, when, out);
}

static int change_order(const void *a, const void *b)
{
    const Change *l = a, *r = b;
    if (l->day != r->day)
        return l->day < r->day ? -1 : 1;
    return l->effect->span.from < r->effect->span.from ? -1 : l->effect->span.from > r->effect->span.from;
}

static void add_effects(const Rules *rules, const Clause *consequence, const Clause *of,
                        const Moments *moments, Changes *out)
{
    const Consequence *c = consequence->data;
    for (Size e = 0; e < c->effects.count; e++) {
        const Effect *effect = &c->effects.items[e];
        for (const Node *item = effect->clauses ? effect->clauses->a : NULL; item; item = item->next) {
            if (item->a->word != of->name)
                continue;
            for (Size m = 0; m < moments->count; m++) {
                const Moment *moment = &moments->items[m];
                bool   entity = effect->for_who && effect->for_who->op == WHO_CLASS_OF && !effect->for_who->a;
                Change change = {.consequence = consequence,
                                 .effect = effect,
                                 .day = moment->day,
                                 .grantee = moment->grantee,
                                 .entity = entity ? moment->entity : -1,
                                 .into = moment->into,
                                 .part = item->a->part,
                                 .has_fact = moment->fact != NULL};
                if (moment->fact)
                    change.fact = moment->fact->span;
                *PUSH(rules->arena, out) = change;
            }
        }
    }
}

static void add_affected(Rules *rules, const Clause *consequence, Word name)
{
    const Terms *terms = rules->st->terms;
    if (!terms_decl(terms, name))
        return;
    int32_t *first = &rules->affected_by[terms->decl_of[name]];
    if (*first && rules->affects.items[*first - 1].consequence == consequence)
        return;
    *PUSH(rules->arena, &rules->affects) = (Affects){consequence, *first};
    *first = (int32_t)rules->affects.count;
}

void changes_find(Rules *rules)
{
    const Terms *terms = rules->st->terms;
    rules->affected_by = NEW(rules->arena, int32_t, terms->decls.count + 1);
    for (Size i = terms->clauses.count - 1; i >= 0;
         i--) { /* backwards: each list is then in the order of the text */
        const Clause *consequence = terms->clauses.items[i];
        if (!clause_is(consequence, REF(CONSEQUENCE)) || consequence->poisoned || consequence->optional)
            continue;
        const Consequence *c = consequence->data;
        for (Size e = 0; e < c->effects.count; e++)
            for (const Node *item = c->effects.items[e].clauses ? c->effects.items[e].clauses->a : NULL; item;
                 item = item->next)
                add_affected(rules, consequence, item->a->word);
    }
}

Changes changes_of(const Rules *rules, const Clause *clause)
{
    Changes      out = {0};
    const Terms *terms = rules->st->terms;
    int32_t      at = terms_decl(terms, clause->name) ? rules->affected_by[terms->decl_of[clause->name]] : 0;
    for (; at; at = rules->affects.items[at - 1].next) {
        const Clause      *consequence = rules->affects.items[at - 1].consequence;
        const Consequence *c = consequence->data;
        Moments            moments = {0};
        if (c->when)
            moments_of(rules, c->when, &moments);
        add_effects(rules, consequence, clause, &moments, &out);
    }
    if (out.count)
        qsort(out.items, (size_t)out.count, sizeof *out.items, change_order);
    return out;
}
