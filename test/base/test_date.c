/* test_date.c - civil days: what is a day, what is not, and counting over all of them. */
#include "test.h"

#include "base/date.h"

static void a_day_is_ten_characters_and_real(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        real;
        Day         day;
    } rows[] = {
        {"1970-01-01", true, 0},
        {"1969-12-31", true, -1},
        {"2000-03-01", true, 11017},
        {"2024-02-29", true, 19782},
        {"9999-12-31", true, 2932896},
        {"0001-01-01", true, -719162},
        {"2026-02-29", false, 0},
        {"2026-02-30", false, 0},
        {"1900-02-29", false, 0},
        {"2000-02-29", true, 11016},
        {"2026-13-01", false, 0},
        {"2026-00-10", false, 0},
        {"2026-04-31", false, 0},
        {"2026-01-00", false, 0},
        {"0000-01-01", false, 0},
        {"2026-1-01", false, 0},
        {"2026-01-1", false, 0},
        {"2026/01/01", false, 0},
        {"2026-01-011", false, 0},
        {" 2026-01-0", false, 0},
        {"2026-01-0x", false, 0},
        {"-026-01-01", false, 0},
        {"", false, 0},
        {"2026", false, 0},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("`%s` is %s\n", rows[i].text, rows[i].real ? "a day" : "no day");
        Arena arena = {0};
        Day   day = 4711;
        assert_int_equal(day_parse(str_from(rows[i].text), &day), rows[i].real);
        assert_int_equal(day, rows[i].real ? rows[i].day : 4711); /* untouched if refused */
        if (rows[i].real)
            assert_text(day_text(&arena, day), str_from(rows[i].text));
        arena_free(&arena);
    }
}

static void every_day_of_all_years_goes_round(void **state)
{
    (void)state;
    Day want = day_of((Civil){1, 1, 1});
    int weekday = 0; /* 0001-01-01 was a Monday */
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= civil_month_days(year, month);
                 day++, want++, weekday = (weekday + 1) % 7) {
                Civil back = civil_of(want);
                bool  same = day_of((Civil){year, month, day}) == want && back.year == year &&
                            back.month == month && back.day == day && day_weekday(want) == weekday;
                if (!same)
                    fail_msg("%04d-%02d-%02d does not go round", year, month, day);
            }
    assert_int_equal(want, day_of((Civil){9999, 12, 31}) + 1);
}

static void months_have_their_lengths(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; month++)
        assert_int_equal(civil_month_days(2026, month), lengths[month - 1]);
    assert_int_equal(civil_month_days(2024, 2), 29);
    assert_int_equal(civil_month_days(1900, 2), 28);
    assert_int_equal(civil_month_days(2000, 2), 29);
    assert_false(civil_valid((Civil){10000, 1, 1}));
    assert_false(civil_valid((Civil){2026, 13, 1}));
    assert_false(civil_valid((Civil){2026, 1, -1}));
}

static void periods_are_closed_intervals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *from, *through; /* from NULL: refused */
    } rows[] = {
        {"2026", "2026-01-01", "2026-12-31"},
        {"2026-Q1", "2026-01-01", "2026-03-31"},
        {"2026-Q4", "2026-10-01", "2026-12-31"},
        {"2024-02", "2024-02-01", "2024-02-29"},
        {"2026-12", "2026-12-01", "2026-12-31"},
        {"2026-03-01", "2026-03-01", "2026-03-01"},
        {"9999", "9999-01-01", "9999-12-31"},
        {"2026-Q0", NULL, NULL},
        {"2026-Q5", NULL, NULL},
        {"2026-13", NULL, NULL},
        {"2026-00", NULL, NULL},
        {"2026-q1", NULL, NULL},
        {"0000", NULL, NULL},
        {"202", NULL, NULL},
        {"20266", NULL, NULL},
        {"2026-", NULL, NULL},
        {"2026-1", NULL, NULL},
        {"2026/01", NULL, NULL},
        {"2026-02-30", NULL, NULL},
        {"", NULL, NULL},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("period `%s`\n", rows[i].text);
        Arena arena = {0};
        Days  days = {7, 8};
        assert_int_equal(period_parse(str_from(rows[i].text), &days), rows[i].from != NULL);
        if (rows[i].from) {
            assert_text(day_text(&arena, days.from), str_from(rows[i].from));
            assert_text(day_text(&arena, days.through), str_from(rows[i].through));
        } else {
            assert_int_equal(days.from, 7);
            assert_int_equal(days.through, 8);
        }
        arena_free(&arena);
    }
}

static void a_month_later_ends_on_the_last_day_if_need_be(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int         months;
        const char *want;
    } rows[] = {
        {"2026-01-31", 1, "2026-02-28"},   {"2024-01-31", 1, "2024-02-29"},
        {"2026-01-15", 0, "2026-01-15"},   {"2026-12-31", 2, "2027-02-28"},
        {"2024-02-29", 12, "2025-02-28"},  {"2024-02-29", 48, "2028-02-29"},
        {"2026-03-31", -1, "2026-02-28"},  {"2026-01-31", -2, "2025-11-30"},
        {"2026-01-01", -12, "2025-01-01"}, {"2026-05-31", 1200, "2126-05-31"},
        {"2026-11-30", 3, "2027-02-28"},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s and %d months is %s\n", rows[i].day, rows[i].months, rows[i].want);
        Arena arena = {0};
        Day   day = 0;
        assert_true(day_parse(str_from(rows[i].day), &day));
        assert_text(day_text(&arena, day_add_months(day, rows[i].months)), str_from(rows[i].want));
        arena_free(&arena);
    }
}

static void weekdays_start_on_monday(void **state)
{
    (void)state;
    assert_int_equal(day_weekday(day_of((Civil){1970, 1, 1})), 3);
    assert_int_equal(day_weekday(day_of((Civil){2026, 3, 2})), 0);
    assert_int_equal(day_weekday(day_of((Civil){2026, 3, 1})), 6);
    assert_int_equal(day_weekday(day_of((Civil){1969, 12, 28})), 6);
}

static void intervals_meet(void **state)
{
    (void)state;
    Days a = {10, 20}, b = {20, 30}, c = {21, 30}, ever = {DAY_MIN, DAY_MAX};
    assert_int_equal(days_meet(a, b).from, 20);
    assert_int_equal(days_meet(a, b).through, 20);
    assert_true(days_empty(days_meet(a, c)));
    assert_false(days_empty(days_meet(a, ever)));
    assert_int_equal(days_meet(ever, a).through, 20);
    assert_true(days_has(a, 10) && days_has(a, 20) && days_has(ever, DAY_MIN));
    assert_false(days_has(a, 9) || days_has(a, 21));
}

static void the_ends_of_time_have_words(void **state)
{
    (void)state;
    Arena arena = {0};
    assert_text(day_text(&arena, DAY_MIN), S("always"));
    assert_text(day_text(&arena, DAY_MAX), S("for ever"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_ten_characters_and_real),
        cmocka_unit_test(every_day_of_all_years_goes_round),
        cmocka_unit_test(months_have_their_lengths),
        cmocka_unit_test(periods_are_closed_intervals),
        cmocka_unit_test(a_month_later_ends_on_the_last_day_if_need_be),
        cmocka_unit_test(weekdays_start_on_monday),
        cmocka_unit_test(intervals_meet),
        cmocka_unit_test(the_ends_of_time_have_words),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
