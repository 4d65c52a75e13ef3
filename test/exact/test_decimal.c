/* test_decimal.c - decimals are held as they are written, or refused. */
#include "test.h"

#include "exact/decimal.h"

static const struct {
    const char *text;
    bool        fits;
    int64_t     value;
    int         scale;
    const char *canonical;
} rows[] = {
    {"0", true, 0, 0, "0"},
    {"1_000.25", true, 100025, 2, "1000.25"},
    {"0.75", true, 75, 2, "0.75"},
    {"5.50", true, 550, 2, "5.5"},
    {"999999999999999999", true, 999999999999999999, 0, "999999999999999999"},
    {"1000000000000000000", false, 0, 0, ""},
    {"0.000000000000000001", true, 1, 18, "0.000000000000000001"},
    {"0.0000000000000000001", false, 0, 0, ""},
    {"000000000000000000000007", true, 7, 0, "7"},
};

static void decimals_are_exact_or_refused(void **state)
{
    (void)state;
    Arena arena = {0};
    for (Size i = 0; i < COUNT(rows); i++) {
        int64_t value = -7;
        uint8_t scale = 99;
        ROW("%s\n", rows[i].text);
        assert_int_equal(decimal_read(str_from(rows[i].text), &value, &scale), rows[i].fits);
        assert_int_equal(value, rows[i].fits ? rows[i].value : -7);
        assert_int_equal(scale, rows[i].fits ? rows[i].scale : 99);
        if (rows[i].fits)
            assert_text(decimal_text(&arena, value, scale), str_from(rows[i].canonical));
    }
    assert_text(decimal_text(&arena, -12345, 2), S("-123.45"));
    arena_free(&arena);
}

static void decimals_of_any_scale_are_ordered(void **state)
{
    (void)state;
    assert_int_equal(decimal_order(50, 0, 500, 1), 0);
    assert_int_equal(decimal_order(50, 0, 501, 1), -1);
    assert_int_equal(decimal_order(-1, 2, -1, 1), 1);
    assert_int_equal(decimal_order(INT64_MAX, 0, INT64_MAX, 18), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_exact_or_refused),
        cmocka_unit_test(decimals_of_any_scale_are_ordered),
    };
    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
