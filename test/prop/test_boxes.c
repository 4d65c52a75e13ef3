/* test_boxes.c - few boxes cover exactly the cells that the many did; names say exactly the set. */
#include "test.h"

#include "rights/boxes.h"

enum { ROWS = 12, COLUMNS = 20, LABELS = 3, DAYS = 6 };

/* Random tables with equal rows and runs, as clauses make them: a few rectangles painted over one another. */
static void paint(Random *random, int cells[ROWS][COLUMNS][DAYS])
{
    for (int n = 0; n < 6; n++) {
        int      label = (int)random_below(random, LABELS);
        uint64_t rows = random_next(random), columns = random_next(random), days = random_next(random);
        for (int r = 0; r < ROWS; r++)
            for (int c = 0; c < COLUMNS; c++)
                for (int d = 0; d < DAYS; d++)
                    if ((rows >> r & 1) && (columns >> c & 1) && (days >> d & 1))
                        cells[r][c][d] = label;
    }
}

static void merged_boxes_cover_exactly_the_cells(void **state)
{
    (void)state;
    static const Dim orders[][3] = {
        {DIM_TIME, DIM_PLACE, DIM_FIELD}, {DIM_FIELD, DIM_PLACE, DIM_TIME}, {DIM_PLACE, DIM_TIME, DIM_FIELD}};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        Random  random = {seed};
        Arena   arena = {0};
        BoxList boxes = {0};
        int     cells[ROWS][COLUMNS][DAYS] = {0}, found[ROWS][COLUMNS][DAYS] = {0};
        paint(&random, cells);
        for (int r = 0; r < ROWS; r++)
            for (int c = 0; c < COLUMNS; c++)
                for (int d = 0; d < DAYS; d++) {
                    Box box = {.label = cells[r][c][d], .days = {d, d}};
                    box.set[DIM_FIELD] = bits_new(&arena, ROWS);
                    box.set[DIM_PLACE] = bits_new(&arena, COLUMNS);
                    bits_add(box.set[DIM_FIELD], r);
                    bits_add(box.set[DIM_PLACE], c);
                    *PUSH(&arena, &boxes) = box;
                }
        Size before = boxes.count;
        boxes_merge(&arena, &boxes, orders[seed % COUNT(orders)], 3);
        assert_true(boxes.count < before / 2);
        for (Size i = 0; i < boxes.count; i++)
            for (int r = 0; r < ROWS; r++)
                for (int c = 0; c < COLUMNS; c++)
                    for (int d = 0; d < DAYS; d++)
                        if (bits_has(boxes.items[i].set[DIM_FIELD], r) &&
                            bits_has(boxes.items[i].set[DIM_PLACE], c) && days_has(boxes.items[i].days, d)) {
                            assert_int_equal(boxes.items[i].label, cells[r][c][d]);
                            found[r][c][d]++;
                        }
        for (int r = 0; r < ROWS; r++)
            for (int c = 0; c < COLUMNS; c++)
                for (int d = 0; d < DAYS; d++)
                    assert_int_equal(found[r][c][d], 1);
        arena_free(&arena);
    }
}

static void a_partition_is_cut_by_every_set(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        Random random = {seed};
        Arena  arena = {0};
        Bits   all = bits_new(&arena, 130), by[4], joined = bits_new(&arena, 130);
        bits_fill(all);
        Partition partition = partition_of(&arena, all);
        for (int i = 0; i < 4; i++) {
            by[i] = bits_new(&arena, 130);
            for (int k = 0; k < 130; k++)
                if (random_below(&random, 3) == 0)
                    bits_add(by[i], k);
            partition_split(&arena, &partition, by[i]);
        }
        for (Size i = 0; i < partition.count; i++) {
            assert_false(bits_empty(partition.items[i]) || bits_meet(joined, partition.items[i]));
            bits_or(joined, partition.items[i]);
            for (int k = 0; k < 4; k++)
                assert_true(bits_within(partition.items[i], by[k]) || !bits_meet(partition.items[i], by[k]));
        }
        assert_true(bits_equal(joined, all));
        arena_free(&arena);
    }
}

/* ---- names ---- */

static SetNames letters(Arena *arena)
{
    SetNames names = {.all = bits_new(arena, 26), .all_name = S("all"), .item = NEW(arena, Str, 26)};
    for (int i = 0; i < 26; i++) {
        names.item[i] = str_format(arena, "%c", 'a' + i);
        bits_add(names.all, i);
    }
    Bits vowels = bits_new(arena, 26), first = bits_new(arena, 26);
    for (int i = 0; i < 26; i++) {
        if (i == 0 || i == 4 || i == 8 || i == 14 || i == 20)
            bits_add(vowels, i);
        if (i < 6)
            bits_add(first, i);
    }
    names_add(arena, &names, S("vowels"), vowels);
    names_add(arena, &names, S("first-six"), first);
    return names;
}

static Bits set_of(Arena *arena, const char *members)
{
    Bits set = bits_new(arena, 26);
    for (; *members; members++)
        bits_add(set, *members - 'a');
    return set;
}

static void sets_have_short_names(void **state)
{
    (void)state;
    static const struct {
        const char *members, *want;
    } rows[] = {{"abcdefghijklmnopqrstuvwxyz", "all"},
                {"aeiou", "vowels"},
                {"abcdef", "first-six"},
                {"abcdefiou", "first-six, vowels"},
                {"z", "z"},
                {"bcdfghjklmnpqrstvwxyz", "all except vowels"},
                {"abcdefghijklmnopqrstuvwxy", "all except z"},
                {"xyz", "x, y, z"}};
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena    arena = {0};
        SetNames names = letters(&arena);
        ROW("%s\n", rows[i].members);
        assert_text(set_text(&arena, &names, set_of(&arena, rows[i].members), 0), str_from(rows[i].want));
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_boxes_cover_exactly_the_cells),
        cmocka_unit_test(a_partition_is_cut_by_every_set),
        cmocka_unit_test(sets_have_short_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
