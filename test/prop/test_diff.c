/* test_diff.c - the diff of two texts, and gap reports, against asking every cell.
 *
 * Random agreements (rights_make.h) are changed a little. What diff_effect says for a cell on a day must be
 * what the two engines say there: in the right box with the right answers, or in none when they agree.
 * ENTENTE_SEED=n runs that seed alone, ENTENTE_SEEDS=n that many,
 * ENTENTE_PART=n one in n of the usual. */
#include "rights_make.h"
#include "rights_text.h"

#include <stdlib.h>

#include "app/ask.h"
#include "rights/diff.h"

typedef struct {
    Str text, facts;
} Given;

static ReadResult read_given(void *context, Arena *arena, Str path, Str *text)
{
    const Given *given = context;
    (void)arena;
    *text = str_equal(path, S("facts.entente")) ? given->facts : given->text;
    return READ_OK;
}

/* Both texts of a pair share a session. */
static bool open_text(Session *session, Given *given, Asking *out)
{
    Arena     *arena = session->arena;
    FileReader reader = {given, read_given};
    Document  *text = NEW(arena, Document, 1), *facts = NEW(arena, Document, 1);
    *text = document_new(arena, session->sources, session->words, session->diags, reader);
    *facts = document_new(arena, session->sources, session->words, session->diags, reader);
    assert_true(document_read(text, S("a.entente")));
    *out = (Asking){.session = session, .loaded = {.document = text}};
    out->loaded.terms = terms_read(arena, text, session->diags);
    assert_true(document_read(facts, S("facts.entente")));
    bool whole = facts_read(out->loaded.terms, facts, &out->facts);
    asking_build(out, &out->facts);
    return whole && !session->diags->errors;
}

static long from_environment(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value ? strtol(value, NULL, 10) : otherwise;
}

/* ---- a small change of the model ---- */

static void change_clause(World *w, Random *random)
{
    Cl *c = &w->clause[random_below(random, w->clauses)];
    switch (random_below(random, 8)) {
    case 0: c->acts = c->acts ? (c->acts ^ (1u << random_below(random, 4))) : 5u; break;
    case 1: c->term_day += (Day)random_below(random, 200); break;
    case 2:
        c->from = c->kind == K_RELEASE || c->kind == K_RESERVE
                      ? c->from
                      : day_first() + (Day)random_below(random, HORIZON);
        break;
    case 3: c->exclusive = c->kind == K_GRANT ? (c->exclusive + 1) % 2 : c->exclusive; break;
    case 4: c->affiliates = c->kind == K_GRANT ? !c->affiliates : c->affiliates; break;
    case 5: c->while_ = -1; break;
    case 6:
        if (c->places.count)
            c->places.items[random_below(random, c->places.count)].what =
                (int)random_below(random, COUNTRIES);
        break;
    default:
        if (c->scope.count)
            c->scope.items[random_below(random, c->scope.count)].what = (int)random_below(random, w->fields);
        break;
    }
}

static void change_other(World *w, Random *random)
{
    switch (random_below(random, 5)) {
    case 0: w->zone ^= 1u << random_below(random, COUNTRIES); break;
    case 1: w->strict[random_below(random, w->parties)] ^= true; break;
    case 2: w->asset[random_below(random, w->assets)].expires += 30; break;
    case 3: w->ends = w->ends == DAY_MAX ? w->effective + 300 : w->ends + 40; break;
    default:
        if (w->consequences)
            w->consequences--;
        break;
    }
    if (!w->zone)
        w->zone = 1;
}

static void change_world(World *w, uint64_t seed)
{
    Random random = {seed * 77 + 5};
    for (Size n = 1 + random_below(&random, 2); n > 0; n--)
        if (random_below(&random, 4))
            change_clause(w, &random);
        else
            change_other(w, &random);
}

/* ---- every cell ---- */

typedef struct {
    const Asking     *old, *now;
    const EffectDiff *diff;
    Joint             joint;
    Arena             work;
    uint64_t          seed;
    Size              cells;
} Pair;

static int on(const Numbering *n, Dim dim, int joint)
{
    return n->number[dim] ? n->number[dim][joint] : joint;
}

static Status asked(Pair *p, const Asking *a, const Numbering *n, const Point *joint)
{
    Point q = *joint;
    q.asker = on(n, DIM_WHO, joint->asker);
    q.asset = on(n, DIM_ASSET, joint->asset);
    q.field = on(n, DIM_FIELD, joint->field);
    q.product = on(n, DIM_PRODUCT, joint->product);
    return q.asker < 0 || q.asset < 0 ? ANSWER_SILENT : may_cell(a->index, &p->work, &q);
}

static const EffectLabel *box_at(const Pair *p, const Point *q, int *boxes)
{
    const EffectLabel *found = NULL;
    for (int group = 0; group < EFFECT_GROUPS; group++)
        for (Size i = 0; i < p->diff->boxes[group].count; i++) {
            const Box *box = &p->diff->boxes[group].items[i];
            const int  at[DIM_INDEXED] = {
                 [DIM_WHO] = q->asker,   [DIM_ASSET] = q->asset,     [DIM_ACT] = q->act,
                 [DIM_FIELD] = q->field, [DIM_PRODUCT] = q->product, [DIM_PLACE] = q->country};
            bool inside = days_has(box->days, q->day);
            for (Dim dim = DIM_WHO; inside && dim < DIM_INDEXED; dim++)
                inside = bits_has(box->set[dim], at[dim]);
            if (!inside)
                continue;
            (*boxes)++;
            found = &p->diff->labels.items[box->label];
        }
    return found;
}

static bool compare_cell(Pair *p, const Point *q)
{
    int                boxes = 0;
    Status             was = asked(p, p->old, &p->joint.old, q), is = asked(p, p->now, &p->joint.now, q);
    const EffectLabel *label = box_at(p, q, &boxes);
    p->cells++;
    bool right = boxes <= 1 && (label ? label->was == was && label->is == is : was == is);
    if (right)
        return true;
    print_message("# ENTENTE_SEED=%llu asker %d asset %d act %d field %d product %d country %d day %d: %s, "
                  "%s; %d boxes say %s, %s\n",
                  (unsigned long long)p->seed, q->asker, q->asset, q->act, q->field, q->product, q->country,
                  q->day, status_text(was), status_text(is), boxes, label ? status_text(label->was) : "-",
                  label ? status_text(label->is) : "-");
    return false;
}

typedef LIST_OF(Day) DayPicks;

static void add_days_of(Arena *arena, const Rules *r, DayPicks *days)
{
    for (Size i = 0; i < r->turns.count; i++)
        *PUSH(arena, days) = r->turns.items[i];
}

/* Every combination for some licensees and assets, on some of the days on which something turns. */
static Size compare_cells(Pair *p, Random *random)
{
    static const int acts[] = {0, 1, 2, 3, W_lease - W_ACT_FIRST, W_sublicense - W_ACT_FIRST};
    DayPicks         days = {0};
    Size             wrong = 0;
    Arena            kept = {0};
    *PUSH(&kept, &days) = DAY_MIN + 1;
    add_days_of(&kept, p->old->rules, &days);
    add_days_of(&kept, p->now->rules, &days);
    for (int turn = 0; turn < 300 && wrong < 3; turn++) {
        Point q = {.asker = (int)random_below(random, p->joint.count[DIM_WHO]),
                   .asset = 1 + (int)random_below(random, p->joint.count[DIM_ASSET] - 1),
                   .act = acts[random_below(random, COUNT(acts))],
                   .product = (int)random_below(random, p->joint.count[DIM_PRODUCT])};
        q.day = days.items[random_below(random, days.count)] - (Day)random_below(random, 2);
        for (Size f = 0; f < p->joint.count[DIM_FIELD]; f++)
            for (int c = 0; c <= COUNTRIES && wrong < 3; c++) {
                q.field = (int)f;
                q.country = c < COUNTRIES ? country_find(str_from(country_names[c])) : country_find(S("JP"));
                if (bits_has(p->diff->fields.all, f))
                    wrong += !compare_cell(p, &q);
            }
    }
    arena_free(&kept);
    return wrong;
}

static Size compare_pair(uint64_t seed, Size *cells, Size *found)
{
    static World w, changed;
    Arena        arena = {0};
    Session      session = session_new(&arena);
    Asking       old, now;
    Random       random = {seed + 1000};
    world_make(&w, seed);
    changed = w;
    change_world(&changed, seed);
    Given before = {world_text(&arena, &w, false, false), facts_text(&arena, &w, DAY_MAX)};
    Given after = {world_text(&arena, &changed, false, false), before.facts};
    Size  wrong = 0;
    if (open_text(&session, &before, &old) && open_text(&session, &after, &now)) {
        Comparison *comparison = compare_terms(&arena, old.loaded.terms, now.loaded.terms);
        EffectDiff  diff = diff_effect(old.index, now.index, comparison, &arena, false);
        Pair        pair = {.old = &old, .now = &now, .diff = &diff, .seed = seed};
        pair.joint = joint_new(old.rules, now.rules, comparison, &arena);
        wrong = compare_cells(&pair, &random);
        *cells += pair.cells;
        *found += !effect_empty(&diff);
        if (getenv("ENTENTE_SHOW"))
            print_message("# seed %llu: %td cells compared\n", (unsigned long long)seed, diff.cells);
        arena_free(&pair.work);
    }
    arena_free(&arena);
    return wrong;
}

static void a_diff_says_what_the_two_texts_say(void **state)
{
    (void)state;
    long one = from_environment("ENTENTE_SEED", -1), part = from_environment("ENTENTE_PART", 1),
         count = one >= 0 ? 1 : from_environment("ENTENTE_SEEDS", 60 / part);
    Size cells = 0, wrong = 0, found = 0;
    for (long i = 0; i < count && wrong < 10; i++)
        wrong += compare_pair(one >= 0 ? (uint64_t)one : (uint64_t)i + 1, &cells, &found);
    print_message("# %td cells, %td pairs with an effect, %td wrong\n", cells, found, wrong);
    assert_int_equal(wrong, 0);
    assert_true(one >= 0 || found > count / 5);
}

/* ---- another order is no effect ---- */

static void the_same_clauses_in_another_order_have_no_effect(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        static World w;
        Arena        arena = {0};
        Session      session = session_new(&arena);
        Asking       old, now;
        world_make(&w, seed);
        Given before = {world_text(&arena, &w, false, false), facts_text(&arena, &w, DAY_MAX)};
        Given after = {world_text(&arena, &w, true, false), before.facts};
        if (open_text(&session, &before, &old) && open_text(&session, &after, &now)) {
            Comparison *comparison = compare_terms(&arena, old.loaded.terms, now.loaded.terms);
            EffectDiff  diff = diff_effect(old.index, now.index, comparison, &arena, false);
            EffectDiff  whole = diff_effect(old.index, now.index, comparison, &arena, seed <= 3);
            assert_false(compare_changed(comparison));
            assert_true(effect_empty(&diff) && !diff.boxes[EFFECT_REASON].count);
            assert_true(effect_empty(&whole) && !whole.boxes[EFFECT_REASON].count);
        }
        arena_free(&arena);
    }
}

/* ---- gaps ---- */

static bool in_a_gap(const BoxList *boxes, const Point *q)
{
    int found = 0;
    for (Size i = 0; i < boxes->count; i++)
        found += bits_has(boxes->items[i].set[DIM_ACT], q->act) &&
                 bits_has(boxes->items[i].set[DIM_FIELD], q->field) &&
                 bits_has(boxes->items[i].set[DIM_PLACE], q->country);
    assert_true(found <= 1);
    return found == 1;
}

static void check_gaps(const Asking *a, const Slicer *slicer, Random *random, uint64_t seed)
{
    Arena           work = {0};
    const Universe *u = a->rules->universe;
    Point           q = {.asker = (int)random_below(random, a->standing->subjects.count),
                         .asset = 1 + (int)random_below(random, u->assets.count - 1)};
    q.day = a->rules->turns.items[random_below(random, a->rules->turns.count)] - (Day)random_below(random, 2);
    BoxList boxes = gaps(slicer, &work, q.asker, q.asset, -1, q.day);
    for (q.act = 0; q.act <= (int)(W_ACT_LAST - W_ACT_FIRST); q.act++)
        for (q.field = 0; q.field < (int)u->fields.count; q.field++)
            for (q.country = 0; q.country < COUNTRY_COUNT; q.country += 1 + (int)random_below(random, 30)) {
                if (!u->fields.rest[q.field] ||
                    in_a_gap(&boxes, &q) == (may_cell(a->index, &work, &q) == ANSWER_SILENT))
                    continue;
                print_message("# seed %llu asker %d asset %d act %d field %d country %d day %d: %s\n",
                              (unsigned long long)seed, q.asker, q.asset, q.act, q.field, q.country, q.day,
                              status_text(may_cell(a->index, &work, &q)));
                fail();
            }
    arena_free(&work);
}

static void gaps_are_the_cells_in_which_the_text_is_silent(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        static World w;
        Arena        arena = {0};
        Session      session = session_new(&arena);
        Asking       a;
        Random       random = {seed};
        world_make(&w, seed);
        Given given = {world_text(&arena, &w, false, false), facts_text(&arena, &w, DAY_MAX)};
        if (open_text(&session, &given, &a) && a.rules->turns.count) {
            Slicer slicer = slicer_new(a.index, &arena);
            for (int i = 0; i < 20; i++)
                check_gaps(&a, &slicer, &random, seed);
        }
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_diff_says_what_the_two_texts_say),
        cmocka_unit_test(the_same_clauses_in_another_order_have_no_effect),
        cmocka_unit_test(gaps_are_the_cells_in_which_the_text_is_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
