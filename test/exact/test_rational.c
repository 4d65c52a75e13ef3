/* test_rational.c - exact fractions, and rounding in every mode, also below zero. */
#include "test.h"

#include "exact/rational.h"

static const struct {
    int64_t  num, den;
    Rounding mode;
    int64_t  cents;
} rounded[] = {
    {5, 1000, ROUND_HALF_EVEN, 0},
    {15, 1000, ROUND_HALF_EVEN, 2},
    {25, 1000, ROUND_HALF_EVEN, 2},
    {5, 1000, ROUND_HALF_UP, 1},
    {5, 1000, ROUND_HALF_DOWN, 0},
    {6, 1000, ROUND_HALF_DOWN, 1},
    {1, 1000, ROUND_UP, 1},
    {9, 1000, ROUND_DOWN, 0},
    {-5, 1000, ROUND_HALF_EVEN, 0},
    {-15, 1000, ROUND_HALF_EVEN, -2},
    {-5, 1000, ROUND_HALF_UP, -1},
    {-1, 1000, ROUND_UP, -1},
    {1, 3, ROUND_HALF_EVEN, 33},
    {2, 3, ROUND_HALF_EVEN, 67},
    {436, 300, ROUND_HALF_EVEN, 145},
    {-2, 3, ROUND_DOWN, -66},
    {649675, 10000, ROUND_HALF_UP, 6497},
    {0, 7, ROUND_UP, 0},
};

static void amounts_round_as_the_text_says(void **state)
{
    (void)state;
    for (Size i = 0; i < COUNT(rounded); i++) {
        int64_t cents = 12345;
        ROW("%d/%d in mode %d gives %d\n", (int)rounded[i].num, (int)rounded[i].den, (int)rounded[i].mode,
            (int)rounded[i].cents);
        assert_true(
            rational_round(rational_ratio(rounded[i].num, rounded[i].den), 2, rounded[i].mode, &cents));
        assert_int_equal(cents, rounded[i].cents);
    }
}

static void fractions_are_exact(void **state)
{
    (void)state;
    Arena    arena = {0};
    Rational third = rational_ratio(1, 3), sum = rational_whole(0);
    for (int i = 0; i < 3; i++)
        sum = rational_add(sum, third);
    assert_int_equal(rational_order(sum, rational_whole(1)), 0);
    assert_text(rational_text(&arena, rational_divide(rational_of(872, 2), rational_whole(6))), S("109/75"));
    assert_text(rational_text(&arena, rational_of(-2450, 3)), S("-2.45"));
    assert_true(rational_is_zero(rational_less(rational_of(5, 1), rational_of(50, 2))));
    arena_free(&arena);
}

static void what_does_not_fit_is_said(void **state)
{
    (void)state;
    Rational large = rational_whole((Int128)INT64_MAX * INT64_MAX);
    int64_t  out = 7;
    assert_false(rational_times(large, large).ok);
    assert_false(rational_add(rational_times(large, large), rational_whole(1)).ok);
    assert_false(rational_round(large, 2, ROUND_DOWN, &out));
    assert_int_equal(out, 7);
    assert_false(rational_divide(rational_whole(1), rational_whole(0)).ok);
}

/* What is reckoned from something that does not fit does not fit; the caller asks once, at the end. */
static void what_does_not_fit_stays_so(void **state)
{
    (void)state;
    Arena    arena = {0};
    Rational one = rational_whole(1), none = rational_divide(one, rational_whole(0));
    Int128   far = (Int128)1 << 100;
    assert_false(rational_add(none, one).ok || rational_add(one, none).ok);
    assert_false(rational_less(none, one).ok || rational_less(one, none).ok);
    assert_false(rational_times(none, one).ok || rational_times(one, none).ok);
    assert_false(rational_divide(none, one).ok || rational_divide(one, none).ok);
    assert_false(rational_is_zero(none) || rational_is_zero(one));
    assert_false(rational_add(rational_ratio(1, far), rational_ratio(1, far + 1)).ok);
    assert_false(rational_times(rational_ratio(1, far), rational_ratio(1, far)).ok);
    int64_t out = 7;
    assert_false(rational_round(none, 0, ROUND_UP, &out));
    assert_false(rational_round(rational_whole(far), 0, ROUND_UP, &out));
    assert_int_equal(out, 7);
    assert_text(rational_text(&arena, none), S("too large"));
    assert_text(rational_text(&arena, rational_ratio(1, far)), S("a long fraction"));
    assert_text(rational_text(&arena, rational_ratio(far, 3)), S("a long fraction"));
    assert_text(rational_text(&arena, rational_ratio(-1, 3)), S("-1/3"));
    arena_free(&arena);
}

/* Also where the two have no denominator in common that fits. */
static void order_is_exact(void **state)
{
    (void)state;
    const Int128 far = (Int128)1 << 100;
    const struct {
        Rational a, b;
    } rising[] = {
        {rational_ratio(1, far + 1), rational_ratio(1, far)},
        {rational_ratio(-1, far), rational_ratio(-1, far + 1)},
        {rational_ratio(-1, far), rational_ratio(1, far + 1)},
        {rational_ratio(far + 2, far + 1), rational_ratio(far + 1, far)},
        {rational_ratio(far, far + 1), rational_ratio(far + 1, far + 2)},
        {rational_ratio(1, far), rational_ratio(far, 7)},
        {rational_ratio(1, 3), rational_ratio(far + 1, 3 * far)},
        {rational_whole(0), rational_ratio(1, far)},
        {rational_ratio(far - 1, far), rational_whole(1)},
    };
    for (Size i = 0; i < COUNT(rising); i++) {
        ROW("%d\n", (int)i);
        assert_true(rational_order(rising[i].a, rising[i].b) < 0);
        assert_true(rational_order(rising[i].b, rising[i].a) > 0);
        assert_int_equal(rational_order(rising[i].a, rising[i].a), 0);
    }
}

/* Random fractions: (a + b) - b is a, (a * b) / b is a, and rounding is never farther than one unit. */
static void arithmetic_can_be_taken_back(void **state)
{
    (void)state;
    Random random = {42};
    for (int i = 0; i < 20000; i++) {
        Rational a = rational_ratio((Int128)random_below(&random, 2000001) - 1000000,
                                    1 + (Int128)random_below(&random, 9999));
        Rational b = rational_ratio(1 + (Int128)random_below(&random, 1000000),
                                    1 + (Int128)random_below(&random, 9999));
        assert_int_equal(rational_order(rational_less(rational_add(a, b), b), a), 0);
        assert_int_equal(rational_order(rational_divide(rational_times(a, b), b), a), 0);
        for (Rounding mode = ROUND_HALF_EVEN; mode <= ROUND_DOWN; mode++) {
            int64_t cents = 0;
            assert_true(rational_round(a, 2, mode, &cents));
            Rational off = rational_less(rational_of(cents, 2), a);
            off.num = off.num < 0 ? -off.num : off.num;
            assert_true(rational_order(off, rational_of(1, 2)) < 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_round_as_the_text_says),
        cmocka_unit_test(fractions_are_exact),
        cmocka_unit_test(what_does_not_fit_is_said),
        cmocka_unit_test(what_does_not_fit_stays_so),
        cmocka_unit_test(order_is_exact),
        cmocka_unit_test(arithmetic_can_be_taken_back),
    };
    return cmocka_run_group_tests_name("rational", tests, NULL, NULL);
}
