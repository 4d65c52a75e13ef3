/* standing.c - subjects, control, membership, and the days of the agreement. */
#include "standing/standing.h"

#include "standing/lifetime.h"
#include "standing/turns.h"

#include <stdlib.h>
#include <string.h>

void trace_missing(Trace *trace, Str what)
{
    if (!trace)
        return;
    for (Size i = 0; i < trace->missing.count; i++)
        if (str_equal(trace->missing.items[i], what))
            return;
    *PUSH(trace->arena, &trace->missing) = what;
}

void trace_used(Trace *trace, Span span)
{
    if (!trace)
        return;
    for (Size i = 0; i < trace->used.count; i++)
        if (trace->used.items[i].from == span.from)
            return;
    *PUSH(trace->arena, &trace->used) = span;
}

/* ---- subjects ---- */

int standing_subject(const Standing *st, Word name)
{
    int32_t decl = terms_decl(st->terms, name) ? st->terms->decl_of[name] : -1;
    return decl >= 0 && decl < st->subject_room ? st->subject_of[decl] - 1 : -1;
}

int standing_class(Standing *st, Word class_name, int of)
{
    for (Size i = 0; i < st->subjects.count; i++)
        if (st->subjects.items[i].class_name == class_name && st->subjects.items[i].class_of == of)
            return (int)i;
    *PUSH(st->arena, &st->subjects) = (Subject){.class_name = class_name, .class_of = of};
    return (int)st->subjects.count - 1;
}

Str subject_text(const Standing *st, Arena *arena, int subject)
{
    if (subject < 0)
        return S("nobody");
    const Subject *s = &st->subjects.items[subject];
    if (s->class_of < 0)
        return terms_text(st->terms, s->name);
    return str_format(arena, "%.*s of %.*s", STR_ARG(terms_text(st->terms, s->class_name)),
                      STR_ARG(subject_text(st, arena, s->class_of)));
}

static void take_subjects(Standing *st)
{
    st->subject_room = st->terms->decls.count;
    st->subject_of = NEW(st->arena, int32_t, st->subject_room + 1);
    for (Size i = 0; i < st->terms->decls.count; i++) {
        const Decl *decl = &st->terms->decls.items[i];
        if (!(decl->ref & (REF(PARTY) | REF(PERSON) | REF(ENTITY))))
            continue;
        *PUSH(st->arena, &st->subjects) =
            (Subject){.name = decl->name, .clause = decl->clause, .class_of = -1};
        st->subject_of[i] = (int32_t)st->subjects.count;
    }
}

/* ---- control, by ties in the text and by facts ---- */

/* One change in how much of `child` belongs to `parent`. */
typedef struct {
    int child, parent, order;
    Day day;
    Tri holds;
} Turn;

typedef LIST_OF(Turn) Turns;

static Tri passes(const Standing *st, int parent, const Node *share)
{
    const Party *party = st->subjects.items[parent].clause->data;
    if (!share)
        return YES;
    if (!party->control)
        return UNKNOWN;
    int order = decimal_order(share->value, share->scale, party->control->value, party->control->scale);
    return order > 0 || (order == 0 && !party->control_strict) ? YES : NO;
}

static Day day_or(const Node *node, Day otherwise)
{
    return node && node->kind == N_DATE ? (Day)node->value : otherwise;
}

static void add_turn(Standing *st, Turns *turns, int child, int parent, Day day, Tri holds)
{
    *PUSH(st->arena, turns) = (Turn){child, parent, (int)turns->count, day, holds};
}

static void turns_of_text(Standing *st, Turns *turns)
{
    for (Size i = 0; i < st->subjects.count; i++) {
        const Party *party = st->subjects.items[i].clause->data;
        for (Size k = 0; k < party->affiliate_of.count; k++) {
            const Tie *tie = &party->affiliate_of.items[k];
            int        parent = standing_subject(st, tie->of->word);
            if (parent < 0)
                continue;
            add_turn(st, turns, (int)i, parent, day_or(tie->from, DAY_MIN), passes(st, parent, tie->share));
            if (tie->through)
                add_turn(st, turns, (int)i, parent, (Day)tie->through->value + 1, NO);
        }
    }
}

static bool is_group(const Standing *st, Word name)
{
    const Decl *decl = terms_decl(st->terms, name);
    return decl && (decl->ref & REF(MEMBERS));
}

static void turns_of_facts(Standing *st, Turns *turns)
{
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact *fact = &st->facts.items[i];
        bool control = fact->kind == FACT_HOLDS || fact->kind == FACT_JOINS || fact->kind == FACT_LEAVES;
        int  child = control ? standing_subject(st, fact->name) : -1;
        int  parent = control && !is_group(st, fact->into) ? standing_subject(st, fact->into) : -1;
        if (child < 0 || parent < 0)
            continue;
        Tri holds = fact->kind == FACT_HOLDS   ? passes(st, parent, fact->value)
                    : fact->kind == FACT_JOINS ? YES
                                               : NO;
        add_turn(st, turns, child, parent, fact->days.from, holds);
        if (fact->days.through < DAY_MAX)
            add_turn(st, turns, child, parent, fact->days.through + 1, NO);
    }
}

static int turn_order(const void *a, const void *b)
{
    const Turn *l = a, *r = b;
    if (l->child != r->child)
        return l->child < r->child ? -1 : 1;
    if (l->parent != r->parent)
        return l->parent < r->parent ? -1 : 1;
    if (l->day != r->day)
        return l->day < r->day ? -1 : 1;
    return l->order < r->order ? -1 : l->order > r->order;
}

static void take_controls(Standing *st)
{
    Turns turns = {0};
    turns_of_text(st, &turns);
    turns_of_facts(st, &turns);
    if (turns.count)
        qsort(turns.items, (size_t)turns.count, sizeof *turns.items, turn_order);
    for (Size i = 0; i < turns.count; i++) {
        const Turn *turn = &turns.items[i];
        bool same = i + 1 < turns.count && turn[1].child == turn->child && turn[1].parent == turn->parent;
        Days days = {turn->day, same ? turn[1].day - 1 : DAY_MAX};
        if (turn->holds != NO && !days_empty(days))
            *PUSH(st->arena, &st->controls) = (Control){turn->child, turn->parent, days, turn->holds};
    }
    st->control_at = NEW(st->arena, int32_t, st->subjects.count + 1);
    for (Size i = 0, at = 0; i <= st->subjects.count; i++) {
        while (at < st->controls.count && st->controls.items[at].child < (int)i)
            at++;
        st->control_at[i] = (int32_t)at;
    }
}

enum { CONTROL_DEPTH = 16 };

static Tri controlled(const Standing *st, int subject, int of, Day day, int depth)
{
    Tri best = NO;
    if (depth >= CONTROL_DEPTH || st->subjects.items[subject].class_of >= 0)
        return NO;
    for (int32_t i = st->control_at[subject]; i < st->control_at[subject + 1] && best != YES; i++) {
        const Control *control = &st->controls.items[i];
        if (!days_has(control->days, day))
            continue;
        Tri above = control->parent == of ? YES : controlled(st, control->parent, of, day, depth + 1);
        best = tri_or(best, tri_and(control->holds, above));
    }
    return best;
}

Tri standing_affiliate(const Standing *st, int subject, int of, Day day)
{
    return subject == of ? NO : controlled(st, subject, of, day, 0);
}

void standing_affiliates_ever(const Standing *st, int of, Bits into)
{
    for (bool more = true; more;) {
        more = false;
        for (Size i = 0; i < st->controls.count; i++) {
            const Control *control = &st->controls.items[i];
            bool           below = control->parent == of || bits_has(into, control->parent);
            if (below && control->child != of && !bits_has(into, control->child)) {
                bits_add(into, control->child);
                more = true;
            }
        }
    }
}

/* ---- members ---- */

static void member_fact(Standing *st, const Fact *fact)
{
    int subject = standing_subject(st, fact->name);
    if (subject < 0 || !is_group(st, fact->into))
        return;
    if (fact->kind == FACT_JOINS) {
        *PUSH(st->arena, &st->members) = (MemberTie){subject, fact->into, {fact->days.from, DAY_MAX}};
        return;
    }
    for (Size i = 0; i < st->members.count; i++) {
        MemberTie *tie = &st->members.items[i];
        if (tie->subject == subject && tie->group == fact->into && tie->days.through >= fact->days.from)
            tie->days.through = fact->days.from - 1;
    }
}

static void take_members(Standing *st)
{
    for (Size i = 0; i < st->subjects.count; i++) {
        const Party *party = st->subjects.items[i].clause->data;
        for (Size k = 0; k < party->member_of.count; k++) {
            const Tie *tie = &party->member_of.items[k];
            *PUSH(st->arena, &st->members) =
                (MemberTie){(int)i,
                            tie->of ? tie->of->word : 0,
                            {day_or(tie->from, DAY_MIN), day_or(tie->through, DAY_MAX)}};
        }
    }
    for (Size i = 0; i < st->facts.count; i++)
        if (st->facts.items[i].kind == FACT_JOINS || st->facts.items[i].kind == FACT_LEAVES)
            member_fact(st, &st->facts.items[i]);
}

Tri standing_member(const Standing *st, int subject, Word group, Day day)
{
    for (Size i = 0; i < st->members.count; i++) {
        const MemberTie *tie = &st->members.items[i];
        bool             fits = !group || !tie->group || tie->group == group;
        if (tie->subject == subject && fits && days_has(tie->days, day))
            return YES;
    }
    return NO;
}

/* ---- the agreement's own days ---- */

static void take_parties(Standing *st)
{
    const Agreement *a = terms_header(st->terms);
    const Node      *between = a ? a->between : NULL;
    bool             everyone = !a;
    for (const Node *item = between ? between->a : NULL; item; item = item->next) {
        const Node *who = item->a;
        everyone |= who->op == WHO_EVERY || who->op == WHO_ALL || (who->a && is_group(st, who->a->word));
        int subject = who->op == WHO_NAMED && who->a ? standing_subject(st, who->a->word) : -1;
        if (subject >= 0)
            *PUSH(st->arena, &st->parties) = subject;
    }
    for (Size i = 0; everyone && i < st->subjects.count; i++)
        if (clause_is(st->subjects.items[i].clause, REF(PARTY)))
            *PUSH(st->arena, &st->parties) = (int)i;
}

Day day_plus(Day day, const Node *duration)
{
    switch ((DurationUnit)duration->op) {
    case UNIT_DAYS:
    case UNIT_BUSINESS_DAYS: return day + (Day)duration->value;
    case UNIT_MONTHS: return day_add_months(day, (int)duration->value);
    case UNIT_YEARS: return day_add_months(day, (int)duration->value * 12);
    }
    return day;
}

static void take_term(Standing *st)
{
    const Agreement *a = terms_header(st->terms);
    Scene            scene = {.day = DAY_MAX, .grantor = -1, .grantee = -1, .asker = -1};
    st->effective = DAY_MIN;
    st->effective_known = YES;
    st->ends = st->may_end = DAY_MAX;
    if (!a)
        return;
    if (a->effective && !a->effective_each_member)
        st->effective_known = day_named(st, a->effective, &scene, &st->effective);
    const Node *last = a->term_through ? a->term_through : a->term_until;
    Day         day = DAY_MAX;
    if (a->term_length && st->effective_known == YES)
        st->ends = day_plus(st->effective, a->term_length) - (a->term_day_before ? 1 : 0);
    else if (last && day_named(st, last, &scene, &day) == YES)
        st->ends = day;
    lifetime_take(st);
}

/* ---- arithmetic ---- */

Rational value_math(MathOp op, Rational a, Rational b)
{
    switch (op) {
    case MATH_PLUS: return rational_add(a, b);
    case MATH_LESS: return rational_less(a, b);
    case MATH_TIMES: return rational_times(a, b);
    case MATH_DIVIDED: return rational_divide(a, b);
    case MATH_GREATEST:
    case MATH_LEAST:
    case MATH_LATEST:
    case MATH_EARLIEST: break;
    }
    return (Rational){.den = 1};
}

/* ---- all of it ---- */

Standing *standing_new(Terms *terms, const Facts *facts)
{
    Standing *st = NEW(terms->arena, Standing, 1);
    *st = (Standing){.arena = terms->arena, .work = terms->arena, .terms = terms};
    if (facts)
        st->facts = *facts;
    take_subjects(st);
    take_controls(st);
    take_members(st);
    take_parties(st);
    turns_take(st); /* conditions inside the term look at them */
    take_term(st);
    turns_take(st);
    return st;
}
