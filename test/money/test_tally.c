/* test_tally.c - a tally brings to the sums exactly what was counted, whatever it has room for. */
#include "made.h"

#include "money/tally.h"

enum { LINES = 3000, SLOTS = 3 };

/* Numbers of all sizes, up to what leaves 64 bits with the next one. */
static int64_t random_value(Random *random)
{
    int64_t value = (int64_t)(random_next(random) >> (1 + random_below(random, 63)));
    return random_below(random, 3) ? value : -value;
}

static SumKey random_key(const Made *made, Random *random)
{
    return (SumKey){.article = (uint32_t)random_below(random, made->plan.articles.count),
                    .place = (uint16_t)random_below(random, plan_places(&made->plan) + 1),
                    .entity = (uint16_t)random_below(random, 2),
                    .currency = (uint16_t)random_below(random, 3),
                    .interval = (uint16_t)random_below(random, made->plan.cuts.count)};
}

static void add_to(Sums *sums, const SumKey *key, const int64_t *values)
{
    Size cell = sums_cell(sums, key);
    sums->cells[cell].lines++;
    for (int slot = 0; slot < SLOTS; slot++)
        sums_values(sums, cell)[slot] += values[slot];
}

/* Lines without a block go to the sums; every seventh line is none. Gives the blocks that were made. */
static Size count(Made *made, Random *random, Size bytes, Sums *want, Sums *got)
{
    Tally  *tally = tally_new(&made->arena, got, bytes);
    int64_t values[SLOTS][LINES], *cells[LINES];
    for (Size i = 0; i < LINES; i++) {
        SumKey   key = random_key(made, random);
        int64_t  line[SLOTS] = {random_value(random), random_value(random), random_value(random)};
        int64_t *block = tally_known(tally, key.entity, key.currency);
        for (int slot = 0; slot < SLOTS; slot++)
            values[slot][i] = line[slot];
        cells[i] = NULL;
        if (i % 7 == 0)
            continue;
        add_to(want, &key, line);
        if (!block)
            block = tally_block(tally, &key);
        if (block)
            cells[i] = block + tally_place(tally, key.article, key.place, key.interval);
        else
            add_to(got, &key, line);
    }
    const int64_t *slots[SLOTS] = {values[0], values[1], values[2]};
    tally_count(tally, cells, LINES, slots, SLOTS);
    tally_settle(tally, got);
    tally_settle(tally, got); /* nothing is left to bring */
    return tally->block_count;
}

static void as_sums(void **state)
{
    Made  *made = made_new();
    Random random = {11};
    (void)state;
    const struct {
        Size bytes, blocks;
    } rooms[] = {{0, 0}, {100, 0}, {6000, 1}, {TALLY_BYTES_MOST, 6}};
    for (int round = 0; round < 40; round++) {
        Sums want = sums_new(&made->arena, &made->plan), got = sums_new(&made->arena, &made->plan);
        Size room = round % COUNT(rooms), blocks = count(made, &random, rooms[room].bytes, &want, &got);
        ROW("round %d\n", round);
        if (rooms[room].blocks == 1)
            assert_in_range(blocks, 1, 5);
        else
            assert_int_equal(blocks, rooms[room].blocks);
        assert_text(sums_write(&made->arena, &got), sums_write(&made->arena, &want));
    }
    made_free(made);
}

/* One cell for which each number alone leaves 64 bits when it is added to the one before. */
static void each_number_leaves_64_bits(void **state)
{
    Made   *made = made_new();
    Sums    sums = sums_new(&made->arena, &made->plan);
    Tally  *tally = tally_new(&made->arena, &sums, TALLY_BYTES_MOST);
    SumKey  key = {.article = 1};
    int64_t most[] = {INT64_MAX, INT64_MAX, INT64_MAX}, least[] = {INT64_MIN, INT64_MIN, INT64_MIN};
    (void)state;
    int64_t       *cell = tally_block(tally, &key) + tally_place(tally, 1, 0, 0);
    int64_t       *cells[] = {cell, cell, cell};
    const int64_t *slots[] = {most, least, most};
    tally_count(tally, cells, 3, slots, SLOTS);
    tally_settle(tally, &sums);
    assert_int_equal(sums.count, 1);
    assert_int_equal(sums.cells[0].lines, 3);
    assert_true(sums.values[0] == (Int128)3 * INT64_MAX);
    assert_true(sums.values[1] == (Int128)3 * INT64_MIN);
    made_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_sums),
                                       cmocka_unit_test(each_number_leaves_64_bits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
