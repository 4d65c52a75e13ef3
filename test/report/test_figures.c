/* test_figures.c - amounts as people and as programs read them; numbers read back from their words. */
#include "test.h"

#include "report/figures.h"
#include "terms/data/tables.h"

static void amounts_are_exact_or_say_that_they_go_on(void **state)
{
    (void)state;
    static const struct {
        int64_t     num, den;
        const char *currency, *read, *plain;
    } rows[] = {
        {1210000, 1, "USD", "1,210,000.00", "1210000.00"},
        {-125, 100, "USD", "−1.25", "-1.25"},
        {-1, 200, "USD", "−0.005", "-0.005"},
        {0, 1, "USD", "0.00", "0.00"},
        {1000, 3, "USD", "333.333333…", "333.333333"},
        {-2000, 3, "USD", "−666.666666…", "-666.666666"}, /* true digits, not rounded ones */
        {1, 1000000, "USD", "0.000001", "0.000001"},
        {1, 10000000, "USD", "0.000000…", "0.000000"},
        {1230000, 1, "JPY", "1,230,000", "1230000"},
        {5, 2, "JPY", "2.5", "2.5"},
        {1, 8, "KWD", "0.125", "0.125"},
        {100, 1, "KWD", "100.000", "100.000"},
        {999, 1, "XAU", "999", "999"},
        {INT64_MAX, 1, "USD", "9,223,372,036,854,775,807.00", "9223372036854775807.00"},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena    arena = {0};
        Rational amount = rational_ratio(rows[i].num, rows[i].den);
        int      currency = currency_find(str_from(rows[i].currency));
        ROW("%s\n", rows[i].plain);
        assert_text(figure_amount(&arena, amount, currency, FIGURE_READ), str_from(rows[i].read));
        assert_text(figure_amount(&arena, amount, currency, FIGURE_PLAIN), str_from(rows[i].plain));
        arena_free(&arena);
    }
}

static void large_denominators_keep_their_digits(void **state)
{
    (void)state;
    Arena    arena = {0};
    Int128   most = (Int128)(((Int128)1 << 126) - 1) * 2 + 1; /* 2^127 - 1 */
    Rational nearly_one = {most - 1, most, true};
    assert_text(figure_amount(&arena, nearly_one, currency_find(S("USD")), FIGURE_READ), S("0.999999…"));
    assert_text(figure_fraction(&arena, nearly_one),
                S("170141183460469231731687303715884105726/170141183460469231731687303715884105727"));
    Rational least = {-most - 1, 1, true};
    assert_text(figure_fraction(&arena, least), S("-170141183460469231731687303715884105728"));
    assert_text(figure_fraction(&arena, (Rational){0, 1, false}), S(""));
    assert_text(figure_amount(&arena, (Rational){0, 1, false}, 0, FIGURE_READ), S("unknown"));
    arena_free(&arena);
}

static void money_and_counts(void **state)
{
    (void)state;
    Arena arena = {0};
    assert_text(figure_money(&arena, 121000000, currency_find(S("USD"))), S("1,210,000.00 USD"));
    assert_text(figure_money(&arena, -5, currency_find(S("USD"))), S("−0.05 USD"));
    assert_text(figure_money(&arena, 1500, currency_find(S("JPY"))), S("1,500 JPY"));
    assert_text(figure_count(&arena, INT64_MIN), S("−9,223,372,036,854,775,808"));
    assert_text(figure_count(&arena, 999), S("999"));
    assert_text(figure_count(&arena, 1000), S("1,000"));
    assert_true(rational_order(minor_amount(150, currency_find(S("USD"))), rational_of(15, 1)) == 0);
    arena_free(&arena);
}

static void periods_have_their_short_names(void **state)
{
    (void)state;
    static const struct {
        const char *from, *through, *text;
    } rows[] = {
        {"2026-01-01", "2026-12-31", "2026"},
        {"2026-07-01", "2026-09-30", "2026-Q3"},
        {"2024-02-01", "2024-02-29", "2024-02"},
        {"2026-02-01", "2026-02-27", "2026-02-01 through 2026-02-27"},
        {"2026-02-01", "2026-04-30", "2026-02-01 through 2026-04-30"},
        {"2026-04-01", "2027-03-31", "2026-04-01 through 2027-03-31"},
        {"2026-04-01", "2026-04-01", "2026-04-01"},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        Days  days = {0};
        ROW("%s\n", rows[i].text);
        assert_true(day_parse(str_from(rows[i].from), &days.from));
        assert_true(day_parse(str_from(rows[i].through), &days.through));
        assert_text(days_text(&arena, days), str_from(rows[i].text));
        arena_free(&arena);
    }
}

static void numbers_are_read_from_their_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        is;
        int64_t     num, den;
        const char *behind;
    } rows[] = {
        {"4,900,000 units", true, 4900000, 1, "units"},
        {"0.20 USD per unit", true, 1, 5, "USD per unit"},
        {"15%", true, 15, 1, "%"},
        {"−2,500 units", true, -2500, 1, "units"},
        {"-2.5", true, -5, 2, ""},
        {"free", false, 0, 0, ""},
        {"", false, 0, 0, ""},
        {"1/3", false, 0, 0, ""},
        {"0.333333… USD", false, 0, 0, ""}, /* not the whole number */
        {"1234567890123456789", false, 0, 0, ""},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        Rational value = {7, 1, true};
        Str      behind = S("as it was");
        ROW("%s\n", rows[i].text);
        assert_int_equal(figure_read(str_from(rows[i].text), &value, &behind), rows[i].is);
        assert_text(behind, rows[i].is ? str_from(rows[i].behind) : S("as it was"));
        Rational want = rows[i].is ? rational_ratio(rows[i].num, rows[i].den) : (Rational){7, 1, true};
        assert_int_equal(rational_order(value, want), 0);
    }
}

static void digits_keep_their_decimals(void **state)
{
    (void)state;
    Arena arena = {0};
    Str   behind = {0};
    assert_text(figure_digits(&arena, S("0.20 USD per unit"), &behind), S("0.20"));
    assert_text(behind, S("USD per unit"));
    assert_text(figure_digits(&arena, S("−1,234.000740"), &behind), S("-1234.000740"));
    assert_text(behind, S(""));
    assert_text(figure_digits(&arena, S("free"), &behind), S(""));
    assert_text(behind, S("free"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_exact_or_say_that_they_go_on),
        cmocka_unit_test(large_denominators_keep_their_digits),
        cmocka_unit_test(money_and_counts),
        cmocka_unit_test(periods_have_their_short_names),
        cmocka_unit_test(numbers_are_read_from_their_words),
        cmocka_unit_test(digits_keep_their_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
