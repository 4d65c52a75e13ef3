/* test_due.c - duties against a slow oracle that goes day by day, on random agreements and facts.
 *
 * A failure prints the seed, the text, the facts and the day. ENTENTE_SEED=n runs that seed alone,
 * ENTENTE_SEEDS=n that many from the first, ENTENTE_PART=n one in n of the usual. */
#include "due_world.h"

#include <stdio.h>
#include <stdlib.h>

enum { SEEDS = 400, DAYS = 330, THINGS_MOST = 200 };

typedef struct {
    World    world;
    Small    s;
    Arena    arena;
    Thing    things[THINGS_MOST];
    int      count;
    uint64_t seed;
} Run;

static void print_run(const Run *r, Day day)
{
    Arena arena = {0};
    print_error("# seed %llu on %.*s\n%.*s\n%.*s\n", (unsigned long long)r->seed,
                STR_ARG(day_text(&arena, day)), STR_ARG(world_text(&r->world, &arena)),
                STR_ARG(world_facts(&r->world, &arena)));
    arena_free(&arena);
}

/* ---- what is to be done, the slow way ---- */

static void add_thing(Run *r, Thing t)
{
    const WorldDuty *d = &r->world.duties[t.duty];
    for (int party = d->both ? 0 : 1; party < 2; party++) {
        assert_true(r->count < THINGS_MOST);
        t.party = party;
        r->things[r->count++] = t;
    }
}

static Thing thing_on(const World *w, int duty, Day day)
{
    Day due = rolled(w, day);
    return (Thing){.duty = duty,
                   .from = day,
                   .through = day,
                   .since = DAY_MIN,
                   .gone = DAY_MAX,
                   .opens = due < day ? due : day,
                   .due = due};
}

static bool by(const Thing *t, Day through) { return t->opens <= through || t->due <= through; }

static void list_by_calendar(Run *r, int duty, Day through)
{
    const World     *w = &r->world;
    const WorldDuty *d = &w->duties[duty];
    for (Day day = first_day(); day <= through + 40; day++) { /* is anything for this day? */
        Civil c = civil_of(day);
        Thing t = thing_on(w, duty, day);
        bool  is = d->kind == ON_DATE && day == d->from;
        for (int k = 0; k < 40 && d->kind == ON_EVERY_MONTHS; k++)
            is |= day_add_months(d->from, k * d->step) == day;
        if (d->kind == ON_EVERY_DAYS)
            is = day >= d->from && (day - d->from) % d->step == 0;
        if (d->kind == ON_EACH_QUARTER && c.month % 3 == 0 && c.day == civil_month_days(c.year, c.month)) {
            is = true;
            t.from = day_of((Civil){c.year, c.month - 2, 1});
            t.due = rolled(w, counted(w, day, d->within));
            t.opens = t.due < day + 1 ? t.due : day + 1;
        }
        if (is && by(&t, through))
            add_thing(r, t);
    }
}

static void list_by_fact(Run *r, int duty, Day through)
{
    const World     *w = &r->world;
    const WorldDuty *d = &w->duties[duty];
    for (int i = 0; i < w->fact_count; i++) {
        const WorldFact *f = &w->facts[i];
        Thing t = {.duty = duty, .from = f->day, .through = f->day, .since = f->day, .gone = DAY_MAX};
        t.opens = f->day;
        if (f->kind == IS_NOTICE && d->kind == ON_NOTICE && f->duty == duty) {
            t.due = f->day;
            add_thing(r, t);
        }
        if (f->kind != IS_LAUNCH || (d->kind != ON_WITHIN && d->kind != ON_BEFORE))
            continue;
        t.due = d->kind == ON_BEFORE ? f->day - 1 : rolled(w, counted(w, f->day, d->within));
        t.opens = d->kind == ON_BEFORE ? t.due : f->day;
        if (by(&t, through))
            add_thing(r, t);
    }
    if (d->kind == ON_BEFORE)
        add_thing(r, (Thing){.duty = duty,
                             .from = DAY_MIN,
                             .through = DAY_MAX,
                             .since = DAY_MIN,
                             .gone = DAY_MAX,
                             .opens = DAY_MAX,
                             .due = DAY_MAX});
}

static void list_things(Run *r, Day through)
{
    r->count = 0;
    for (int i = 0; i < r->world.duty_count; i++) {
        list_by_calendar(r, i, through);
        list_by_fact(r, i, through);
    }
}

/* ---- comparing ---- */

static const Thing *thing_of(const Run *r, const Occasion *o)
{
    Str clause = terms_text(r->s.terms, o->clause->name);
    for (int i = 0; i < r->count; i++) {
        const Thing *t = &r->things[i];
        if (clause.at[1] - '0' == t->duty && o->debtor == small_subject(&r->s, party_words[t->party]) &&
            o->occasion.from == t->from && o->due == t->due && o->since == t->since && o->opens == t->opens)
            return t;
    }
    return NULL;
}

static bool same_told(const Told *a, const DueStatus *b)
{
    return a->state == b->state && a->done_on == b->done_on && a->cure == b->cure_through &&
           a->left == (b->stands_still ? b->left : 0);
}

static void compare_day(const Run *r, const Dues *dues, Day day)
{
    for (Size i = 0; i < dues->items.count; i++) {
        const Thing *t = thing_of(r, &dues->items.items[i]);
        DueStatus    s = due_status(dues, &dues->items.items[i], day);
        Told         expected = t ? told(&r->world, t, day) : (Told){0};
        if (t && same_told(&expected, &s))
            continue;
        print_run(r, day);
        print_error("# %.*s of %d for %d, due %d: %s, cure %d, done %d; expected %s, cure %d, done %d\n",
                    STR_ARG(terms_text(r->s.terms, dues->items.items[i].clause->name)),
                    dues->items.items[i].debtor, dues->items.items[i].occasion.from, dues->items.items[i].due,
                    due_state_text(s.state), s.cure_through, s.done_on,
                    t ? due_state_text(expected.state) : "no such thing", expected.cure, expected.done_on);
        fail();
    }
}

static bool differs(const Run *r, Day a, Day b)
{
    for (int i = 0; i < r->count; i++) {
        Told x = told(&r->world, &r->things[i], a), y = told(&r->world, &r->things[i], b);
        if (x.state != y.state || x.done_on != y.done_on || x.cure != y.cure || (x.left > 0) != (y.left > 0))
            return true;
    }
    return false;
}

static void open_run(Run *r, uint64_t seed)
{
    *r = (Run){.seed = seed};
    make_world(&r->world, seed);
    small_open(&r->s, str_copy(&r->arena, world_text(&r->world, &r->arena)).at,
               str_copy(&r->arena, world_facts(&r->world, &r->arena)).at);
    if (!r->s.facts_whole)
        print_run(r, 0);
    assert_true(r->s.facts_whole);
}

static void close_run(Run *r)
{
    arena_free(&r->s.arena);
    arena_free(&r->arena);
}

static void run_states(uint64_t seed)
{
    static Run r;
    open_run(&r, seed);
    Day  through = first_day() + DAYS + (Day)(seed % 11);
    Dues dues = dues_new(&r.s.arena, r.s.standing, through);
    list_things(&r, through);
    if (dues.items.count != r.count) {
        print_run(&r, through);
        print_error("# %td occasions, expected %d\n", dues.items.count, r.count);
        fail();
    }
    for (Day day = first_day(); day <= through; day += 1 + (Day)(seed % 3))
        compare_day(&r, &dues, day);
    close_run(&r);
}

static void run_next(uint64_t seed)
{
    static Run r;
    open_run(&r, seed);
    Day  through = first_day() + DAYS + (Day)(seed % 11);
    Dues dues = dues_new(&r.s.arena, r.s.standing, through);
    list_things(&r, through);
    for (Day day = first_day() + (Day)(seed % 7); day <= through;) {
        Day next = dues_next(&dues, day), expected = day + 1;
        while (expected <= through && !differs(&r, day, expected))
            expected++;
        if (next != (expected <= through ? expected : DAY_MAX)) {
            print_run(&r, day);
            print_error("# next change %d, expected %d\n", next, expected);
            fail();
        }
        day = expected;
    }
    close_run(&r);
}

static void over_seeds(void (*run)(uint64_t seed), uint64_t count)
{
    const char *one = getenv("ENTENTE_SEED"), *many = getenv("ENTENTE_SEEDS"), *part = getenv("ENTENTE_PART");
    if (one) {
        run(strtoull(one, NULL, 10));
        return;
    }
    uint64_t step = part ? strtoull(part, NULL, 10) : 1;
    count = many ? strtoull(many, NULL, 10) : count;
    for (uint64_t seed = 1; seed <= count; seed += step ? step : 1)
        run(seed);
}

static void states_are_those_of_every_day(void **state)
{
    (void)state;
    over_seeds(run_states, SEEDS);
}

static void the_next_change_is_the_first_day_that_differs(void **state)
{
    (void)state;
    over_seeds(run_next, SEEDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(states_are_those_of_every_day),
                                       cmocka_unit_test(the_next_change_is_the_first_day_that_differs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
