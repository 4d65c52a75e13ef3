/* turns.c - see turns.h. The list is made tidy whenever it has doubled, so that it stays in proportion to the
 * days there are, not to conditions times facts. */
#include "standing/turns.h"

#include <stdlib.h>

typedef struct {
    Standing *st;
    Day       first, last; /* of all entries */
    Size      tidy_at;
    bool      periods_added[2][13]; /* contract or calendar, by months */
} Walk;

static int day_order(const void *a, const void *b)
{
    Day l = *(const Day *)a, r = *(const Day *)b;
    return (l > r) - (l < r);
}

static void tidy(Standing *st)
{
    if (!st->turns.count)
        return;
    qsort(st->turns.items, (size_t)st->turns.count, sizeof(Day), day_order);
    Size kept = 1;
    for (Size i = 1; i < st->turns.count; i++)
        if (st->turns.items[i] != st->turns.items[kept - 1])
            st->turns.items[kept++] = st->turns.items[i];
    st->turns.count = kept;
}

static void add(Walk *w, Day day)
{
    enum { ENOUGH = 1 << 16 };
    Standing *st = w->st;
    if (day <= DAY_MIN || day >= DAY_MAX)
        return;
    *PUSH(st->arena, &st->turns) = day;
    if (st->turns.count < w->tidy_at)
        return;
    tidy(st);
    w->tidy_at = 2 * st->turns.count + ENOUGH;
}

static void add_days(Walk *w, Days days)
{
    add(w, days.from);
    if (days.through < DAY_MAX)
        add(w, days.through + 1);
}

/* ---- days that conditions count ---- */

static const Scene nobody = {.day = DAY_MAX, .grantor = -1, .grantee = -1, .asker = -1};

/* The event that a phrase counts from, to be put in place of by one day of it after the other; NULL: it
 * counts from a date. */
static Node **base_of(Node **node)
{
    while ((*node)->kind == N_DAY && (*node)->a)
        node = &(*node)->a;
    return (*node)->kind == N_NAME || (*node)->kind == N_PHRASE ? node : NULL;
}

/* A copy whose inner days may be replaced. */
static Node *copy_of_days(Arena *arena, const Node *node)
{
    Node *copy = NEW(arena, Node, 1);
    *copy = *node;
    if (node->kind == N_DAY && node->a)
        copy->a = copy_of_days(arena, node->a);
    return copy;
}

/* A day after an event is another one each time that the event happened. */
static void add_day_phrase(Walk *w, const Node *node)
{
    Standing *st = w->st;
    Day       day = 0;
    if (day_named(st, node, &nobody, &day) == YES)
        add(w, day);
    Node  *copy = copy_of_days(st->arena, node);
    Node **base = base_of(&copy);
    if (!base)
        return;
    Word event = ((*base)->kind == N_PHRASE && (*base)->a ? (*base)->a : *base)->word;
    Node on = {.kind = N_DATE, .decl = -1};
    *base = &on;
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact *fact = &st->facts.items[i];
        on.value = fact->days.from;
        if (fact->kind == FACT_EVENT && fact->name == event && day_named(st, copy, &nobody, &day) == YES)
            add(w, day);
    }
}

/* `in any 12 months`: an entry leaves the window that long after its day; where months are of unequal length,
 * up to three days later. */
static void add_window(Walk *w, Node *duration)
{
    const Standing *st = w->st;
    for (Size i = 0; i < st->facts.count; i++) {
        Node entry = {.kind = N_DATE, .value = st->facts.items[i].days.from, .decl = -1};
        Node leaves = {.kind = N_DAY, .op = DAY_AFTER, .a = &entry, .b = duration, .decl = -1};
        Day  day = 0;
        if (entry.value > DAY_MIN && day_named(st, &leaves, &nobody, &day) == YES)
            for (int later = 0; later <= 3; later++)
                add(w, day + later);
    }
}

/* `in the last year`: each period that begins while entries count, and the one after them. */
static void add_periods(Walk *w, const Node *period)
{
    int  months = period->part == W_year ? 12 : period->part == W_quarter ? 3 : 1;
    bool contract = period->word == W_contract && w->st->effective > DAY_MIN;
    if (w->periods_added[contract][months])
        return;
    w->periods_added[contract][months] = true;
    Civil first = civil_of(w->first);
    Day   anchor = contract ? w->st->effective : day_of((Civil){first.year, 1, 1});
    for (int k = 0; w->first <= w->last && day_add_months(anchor, (k - 2) * months) <= w->last; k++)
        add(w, day_add_months(anchor, k * months));
}

static void walk(Walk *w, Node *node, int depth)
{
    enum { DEPTH_MOST = 200 };
    for (; node && depth < DEPTH_MOST; node = node->next) {
        if (node->kind == N_DAY)
            add_day_phrase(w, node);
        else if (node->kind == N_PHRASE && node->op == PHRASE_IN_ANY && node->a)
            add_window(w, node->a);
        else if (node->kind == N_PHRASE && node->op == PHRASE_IN_LAST)
            add_periods(w, node);
        walk(w, node->a, depth + 1);
        walk(w, node->b, depth + 1);
    }
}

static void walk_list(Walk *w, const NodeList *list)
{
    for (Size i = 0; i < list->count; i++)
        walk(w, list->items[i], 0);
}

static void walk_right(Walk *w, const Right *right)
{
    walk(w, right->fields, 0);
    for (Size i = 0; i < right->sublicenses.count; i++)
        walk(w, right->sublicenses.items[i].condition, 0);
}

static void walk_clause(Walk *w, const Clause *clause)
{
    const NodeList *const lists[] = {&clause->while_, &clause->once, &clause->unless, &clause->if_};
    for (Size i = 0; i < COUNT(lists); i++)
        walk_list(w, lists[i]);
    if (clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE)))
        walk_right(w, clause->data);
    if (clause_is(clause, REF(DUTY)) && clause->data) {
        walk(w, ((const Duty *)clause->data)->day, 0);
        walk(w, ((const Duty *)clause->data)->unless_, 0);
        walk(w, ((const Duty *)clause->data)->cure.stopped, 0);
    }
    if (clause_is(clause, REF(TERMINATION)))
        walk(w, ((const Termination *)clause->data)->cure.stopped, 0);
    if (clause_is(clause, REF(SUNSET)))
        walk(w, ((const Sunset *)clause->data)->last, 0);
    if (clause_is(clause, REF(CONSEQUENCE)))
        walk(w, ((const Consequence *)clause->data)->when, 0);
    if (clause_is(clause, REF(EVENT) | REF(CONDITION) | REF(DEFINE) | REF(METRIC))) {
        const Measure *measure = clause->data;
        walk(w, measure->condition, 0);
        walk(w, measure->happens_once, 0);
        walk(w, measure->equals, 0);
    }
}

static void of_conditions(Walk *w)
{
    const Standing *st = w->st;
    for (Size i = 0; i < st->facts.count; i++) {
        Day from = st->facts.items[i].days.from;
        w->first = from > DAY_MIN && from < w->first ? from : w->first;
        w->last = from > w->last ? from : w->last;
    }
    for (Size i = 0; i < st->terms->clauses.count; i++)
        walk_clause(w, st->terms->clauses.items[i]);
}

/* ---- days of the text and of the facts ---- */

static void of_table(Walk *w, const Measure *table)
{
    for (Size k = 0; k < table->rows.count; k++) {
        const TableRow *row = &table->rows.items[k];
        if (row->from)
            add(w, (Day)row->from->value);
        if (row->through)
            add(w, (Day)row->through->through + 1);
    }
}

void turns_take(Standing *st)
{
    Walk w = {.st = st, .first = DAY_MAX, .last = DAY_MIN, .tidy_at = 1};
    add_days(&w, (Days){st->effective, st->ends});
    add_days(&w, (Days){st->effective, st->may_end});
    for (Size i = 0; i < st->lifetime.count; i++)
        add_days(&w, st->lifetime.items[i].days);
    for (Size i = 0; i < st->facts.count; i++)
        add_days(&w, st->facts.items[i].days);
    for (Size i = 0; i < st->controls.count; i++)
        add_days(&w, st->controls.items[i].days);
    for (Size i = 0; i < st->members.count; i++)
        add_days(&w, st->members.items[i].days);
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        const Asset  *patent = clause_is(clause, REF(PATENT)) ? clause->data : NULL;
        if (clause_is(clause, REF(TABLE)))
            of_table(&w, clause->data);
        if (patent && patent->expires)
            add(&w, (Day)patent->expires->value + 1);
    }
    of_conditions(&w);
    tidy(st);
}
