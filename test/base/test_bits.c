/* test_bits.c - sets of bits against a plain array of bytes, on seeded random sets. */
#include "test.h"

#include <string.h>

#include "base/bits.h"

enum { MOST = 200 };

typedef struct {
    bool has[MOST];
} Plain;

/* Sizes around a word's edges matter most. */
static const Size sizes[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 191, 192, MOST};

static Bits random_set(Arena *arena, Random *random, Size size, Plain *plain)
{
    Bits set = bits_new(arena, size);
    Size density = 1 + random_below(random, 20);
    *plain = (Plain){0};
    for (Size i = 0; i < size; i++)
        if (random_below(random, density) == 0) {
            bits_add(set, i);
            plain->has[i] = true;
        }
    return set;
}

/* Every question that can be asked of one set. */
static void assert_same(Bits set, const Plain *plain)
{
    Size count = 0, next = -1;
    for (Size i = set.size - 1; i >= 0; i--) {
        assert_int_equal(bits_has(set, i), plain->has[i]);
        count += plain->has[i];
        next = plain->has[i] ? i : next;
        assert_int_equal(bits_next(set, i), next);
    }
    assert_int_equal(bits_count(set), count); /* also: no bit past the end */
    assert_int_equal(bits_empty(set), count == 0);
    assert_int_equal(bits_next(set, set.size), -1);
}

static void sets_work_as_plain_arrays_do(void **state)
{
    (void)state;
    Random random = {2011};
    for (int round = 0; round < 600; round++) {
        Arena arena = {0};
        Size  size = sizes[random_below(&random, COUNT(sizes))];
        Plain x, y, both = {0}, either = {0}, less = {0};
        Bits  a = random_set(&arena, &random, size, &x), b = random_set(&arena, &random, size, &y);
        bool  meet = false, within = true;
        for (Size i = 0; i < size; i++) {
            both.has[i] = x.has[i] && y.has[i];
            either.has[i] = x.has[i] || y.has[i];
            less.has[i] = x.has[i] && !y.has[i];
            meet = meet || both.has[i];
            within = within && !less.has[i];
        }
        Bits set = bits_copy(&arena, a);
        bits_and(set, b);
        assert_same(set, &both);
        set = bits_copy(&arena, a);
        bits_or(set, b);
        assert_same(set, &either);
        set = bits_copy(&arena, a);
        bits_less(set, b);
        assert_same(set, &less);
        assert_same(a, &x); /* the copies were copies */
        assert_int_equal(bits_meet(a, b), meet);
        assert_int_equal(bits_within(a, b), within);
        assert_int_equal(bits_equal(a, b), memcmp(&x, &y, sizeof x) == 0);
        assert_true(bits_equal(a, bits_copy(&arena, a)));
        arena_free(&arena);
    }
}

static void filling_and_clearing_stay_inside(void **state)
{
    (void)state;
    for (Size i = 0; i < COUNT(sizes); i++) {
        ROW("universe of %d\n", (int)sizes[i]);
        Arena arena = {0};
        Bits  set = bits_new(&arena, sizes[i]), none = bits_new(&arena, sizes[i]);
        Plain plain = {0};
        assert_same(set, &plain);
        bits_fill(set);
        for (Size k = 0; k < sizes[i]; k++)
            plain.has[k] = true;
        assert_same(set, &plain);
        assert_true(bits_within(none, set));
        assert_int_equal(bits_within(set, none), sizes[i] == 0);
        bits_clear(set);
        assert_true(bits_equal(set, none));
        arena_free(&arena);
    }
}

static void members_come_and_go(void **state)
{
    (void)state;
    Arena arena = {0};
    Bits  set = bits_new(&arena, 130), other = bits_new(&arena, 129);
    bits_add(set, 129);
    bits_add(set, 64);
    bits_add(set, 64);
    assert_int_equal(bits_count(set), 2);
    bits_drop(set, 64);
    bits_drop(set, 1);
    assert_int_equal(bits_next(set, 0), 129);
    bits_drop(set, 129);
    assert_true(bits_empty(set));
    assert_false(bits_equal(set, other)); /* sets of different universes differ */
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_work_as_plain_arrays_do),
        cmocka_unit_test(filling_and_clearing_stay_inside),
        cmocka_unit_test(members_come_and_go),
    };
    return cmocka_run_group_tests_name("bits", tests, NULL, NULL);
}
