/* test_calendar.c - known holidays, every covered day against a second, plainer program, and counting. */
#include "test.h"

#include "terms/data/calendar.h"

static Day day(const char *text)
{
    Day out = 0;
    assert_true(day_parse(str_from(text), &out));
    return out;
}

static int calendar(const char *code)
{
    int found = calendar_find(str_from(code));
    assert_int_not_equal(found, -1);
    return found;
}

static void known_days(void **state)
{
    (void)state;
    static const struct {
        const char    *calendar, *day;
        CalendarAnswer answer;
        const char    *holiday;
    } rows[] = {
        {"TARGET", "2024-03-29", CALENDAR_CLOSED, "Good Friday"},
        {"TARGET", "1999-04-02", CALENDAR_OPEN, ""}, /* Good Friday before the rule of 2000 */
        {"TARGET", "2001-12-31", CALENDAR_CLOSED, "Closing day before the euro cash changeover"},
        {"TARGET", "2002-12-31", CALENDAR_OPEN, ""},
        {"TARGET", "1998-06-01", CALENDAR_UNKNOWN, ""},
        {"TARGET", "2061-01-01", CALENDAR_UNKNOWN, ""},
        {"US-NY", "2022-06-20", CALENDAR_CLOSED, "Juneteenth National Independence Day"},
        {"US-NY", "2020-06-19", CALENDAR_OPEN, ""},
        {"US-NY", "2021-06-18", CALENDAR_OPEN, ""}, /* a Saturday is not moved */
        {"US-NY", "2021-07-05", CALENDAR_CLOSED, "Independence Day"},
        {"US-NY", "2021-12-31", CALENDAR_OPEN, ""},
        {"US-NY", "2022-01-01", CALENDAR_CLOSED, "New Year's Day"},
        {"US-NY", "2022-01-03", CALENDAR_OPEN, ""},
        {"US-NY", "2023-01-02", CALENDAR_CLOSED, "New Year's Day"},
        {"US-NY", "2024-11-28", CALENDAR_CLOSED, "Thanksgiving Day"},
        {"US-CA", "2024-11-29", CALENDAR_OPEN, ""},
        {"US-DE", "2025-01-20", CALENDAR_CLOSED, "Birthday of Martin Luther King, Jr."},
        {"US-IL", "1989-12-25", CALENDAR_UNKNOWN, ""},
        {"GB-ENG", "2022-09-19", CALENDAR_CLOSED, "State Funeral of Queen Elizabeth II"},
        {"GB-LND", "2023-05-08", CALENDAR_CLOSED, "Coronation of King Charles III"},
        {"GB-ENG", "2020-05-04", CALENDAR_OPEN, ""},
        {"GB-ENG", "2020-05-08", CALENDAR_CLOSED, "Early May bank holiday (VE Day)"},
        {"GB-ENG", "2022-05-30", CALENDAR_OPEN, ""},
        {"GB-ENG", "2021-12-27", CALENDAR_CLOSED, "Christmas Day"},
        {"GB-ENG", "2021-12-28", CALENDAR_CLOSED, "Boxing Day"},
        {"GB-ENG", "2022-12-26", CALENDAR_CLOSED, "Boxing Day"},
        {"GB-ENG", "2022-12-27", CALENDAR_CLOSED, "Christmas Day"},
        {"GB-ENG", "2022-12-28", CALENDAR_OPEN, ""},
        {"GB-ENG", "2022-01-03", CALENDAR_CLOSED, "New Year's Day"},
        {"DE-BY", "2017-10-31", CALENDAR_CLOSED, "Reformationstag (500 years)"},
        {"DE-BY", "2018-10-31", CALENDAR_OPEN, ""},
        {"DE-BY", "2024-08-15", CALENDAR_CLOSED, "Mariä Himmelfahrt"},
        {"DE-BY", "1994-11-16", CALENDAR_CLOSED, "Buß- und Bettag"},
        {"DE-BY", "1995-11-22", CALENDAR_OPEN, ""},
        {"DE-BY", "2024-05-30", CALENDAR_CLOSED, "Fronleichnam"},
        {"DE-BY", "2024-12-24", CALENDAR_OPEN, ""},
        {"DE-HE", "2024-08-15", CALENDAR_OPEN, ""},
        {"FR", "2024-05-08", CALENDAR_CLOSED, "Victoire 1945"},
        {"FR", "2008-05-12", CALENDAR_UNKNOWN, ""},
        {"FR", "2024-03-29", CALENDAR_OPEN, ""}, /* Good Friday, but for Alsace-Moselle */
        {"FR", "2024-06-01", CALENDAR_CLOSED, ""},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s on %s\n", rows[i].calendar, rows[i].day);
        int which = calendar(rows[i].calendar);
        assert_int_equal(calendar_open(which, day(rows[i].day)), rows[i].answer);
        assert_text(calendar_holiday(which, day(rows[i].day)), str_from(rows[i].holiday));
    }
}

/* Easter the other way: Gauss with his two exceptions. */
static Day easter_of_gauss(int year)
{
    int  century = year / 100;
    int  moon = (15 - (13 + 8 * century) / 25 + century - century / 4) % 30;
    int  sun = (4 + century - century / 4) % 7;
    int  full = (19 * (year % 19) + moon) % 30;
    int  rest = (2 * (year % 4) + 4 * (year % 7) + 6 * full + sun) % 7;
    Day  easter = day_of((Civil){year, 3, 22}) + full + rest;
    bool late = (full == 29 && rest == 6) || (full == 28 && rest == 6 && (11 * moon + 11) % 30 < 19);
    return late ? easter - 7 : easter;
}

static void easter_is_found_two_ways(void **state)
{
    (void)state;
    static const char *const known[] = {"1818-03-22", "1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23",
                                        "2019-04-21", "2024-03-31", "2025-04-20", "2038-04-25", "2049-04-18"};
    for (Size i = 0; i < COUNT(known); i++) {
        ROW("Easter %s\n", known[i]);
        assert_int_equal(easter_sunday(civil_of(day(known[i])).year), day(known[i]));
    }
    for (int year = 1583; year <= 9999; year++)
        if (easter_sunday(year) != easter_of_gauss(year) || day_weekday(easter_sunday(year)) != 6)
            fail_msg("Easter of %d", year);
}

/* The second program: each calendar as one condition on a date, the way people write it by hand. */
typedef struct {
    int year, month, day, weekday; /* 0 Monday */
    int easter;                    /* days after Easter Sunday */
} Date;

static bool on(Date d, int month, int day_of_month) { return d.month == month && d.day == day_of_month; }
static bool within(Date d, int weekday, int month, int first, int last)
{
    return d.weekday == weekday && d.month == month && d.day >= first && d.day <= last;
}

static bool naive_target(Date d)
{
    bool always = on(d, 1, 1) || on(d, 12, 25) || (on(d, 12, 31) && (d.year == 1999 || d.year == 2001));
    return always || (d.year >= 2000 && (d.easter == -2 || d.easter == 1 || on(d, 5, 1) || on(d, 12, 26)));
}

/* On its day, or on the Monday after a Sunday. */
static bool federal(Date d, int month, int day_of_month)
{
    return on(d, month, day_of_month) || (d.weekday == 0 && on(d, month, day_of_month + 1));
}

static bool naive_us(Date d)
{
    return federal(d, 1, 1) || within(d, 0, 1, 15, 21) || within(d, 0, 2, 15, 21) ||
           within(d, 0, 5, 25, 31) || (d.year >= 2021 && federal(d, 6, 19)) || federal(d, 7, 4) ||
           within(d, 0, 9, 1, 7) || within(d, 0, 10, 8, 14) || federal(d, 11, 11) ||
           within(d, 3, 11, 22, 28) || federal(d, 12, 25);
}

static bool naive_england(Date d)
{
    static const int proclaimed[] = {19991231, 20020603, 20020604, 20110429, 20120604, 20120605,
                                     20220602, 20220603, 20220919, 20230508, 19950508, 20200508};
    int              number = d.year * 10000 + d.month * 100 + d.day;
    for (Size i = 0; i < COUNT(proclaimed); i++)
        if (number == proclaimed[i])
            return true;
    bool new_year = on(d, 1, 1) || (d.weekday == 0 && (on(d, 1, 2) || on(d, 1, 3)));
    bool early_may = within(d, 0, 5, 1, 7) && d.year != 1995 && d.year != 2020;
    bool spring = within(d, 0, 5, 25, 31) && d.year != 2002 && d.year != 2012 && d.year != 2022;
    bool christmas = on(d, 12, 25) || on(d, 12, 26) || ((d.weekday <= 1) && (on(d, 12, 27) || on(d, 12, 28)));
    /* Monday 28: only Boxing Day moved there, from Saturday; Tuesday 27: only Christmas, from Sunday. */
    return new_year || d.easter == -2 || d.easter == 1 || early_may || spring || within(d, 0, 8, 25, 31) ||
           christmas;
}

static bool naive_hesse(Date d)
{
    bool repentance = d.year <= 1994 && within(d, 2, 11, 16, 22);
    return on(d, 1, 1) || d.easter == -2 || d.easter == 1 || on(d, 5, 1) || d.easter == 39 ||
           d.easter == 50 || d.easter == 60 || on(d, 10, 3) || repentance || on(d, 12, 25) || on(d, 12, 26) ||
           (d.year == 2017 && on(d, 10, 31));
}

static bool naive_bavaria(Date d) { return naive_hesse(d) || on(d, 1, 6) || on(d, 8, 15) || on(d, 11, 1); }

static bool naive_france(Date d)
{
    return on(d, 1, 1) || d.easter == 1 || on(d, 5, 1) || on(d, 5, 8) || d.easter == 39 || d.easter == 50 ||
           on(d, 7, 14) || on(d, 8, 15) || on(d, 11, 1) || on(d, 11, 11) || on(d, 12, 25);
}

static void every_covered_day_agrees_with_a_second_program(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        bool (*closed)(Date d);
    } rows[] = {
        {"TARGET", naive_target},  {"US-FED", naive_us},      {"US-NY", naive_us},
        {"US-CA", naive_us},       {"US-IL", naive_us},       {"US-DE", naive_us},
        {"GB-ENG", naive_england}, {"GB-LND", naive_england}, {"GB-WLS", naive_england},
        {"DE-BY", naive_bavaria},  {"DE-HE", naive_hesse},    {"FR", naive_france},
    };
    assert_int_equal(calendar_count(), COUNT(rows));
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("calendar %s\n", rows[i].code);
        int  which = calendar(rows[i].code);
        Days covered = calendar_covered(which);
        for (Day at = covered.from; at <= covered.through; at++) {
            Civil c = civil_of(at);
            Date  d = {c.year, c.month, c.day, day_weekday(at), at - easter_of_gauss(c.year)};
            bool  closed = d.weekday >= 5 || rows[i].closed(d);
            if (calendar_open(which, at) != (closed ? CALENDAR_CLOSED : CALENDAR_OPEN))
                fail_msg("%s on %04d-%02d-%02d", rows[i].code, c.year, c.month, c.day);
        }
        assert_int_equal(calendar_open(which, covered.from - 1), CALENDAR_UNKNOWN);
        assert_int_equal(calendar_open(which, covered.through + 1), CALENDAR_UNKNOWN);
        assert_int_equal(calendar_open(which, DAY_MIN), CALENDAR_UNKNOWN);
        assert_int_equal(calendar_open(which, DAY_MAX), CALENDAR_UNKNOWN);
        assert_int_equal(calendar_open(which, INT32_MAX), CALENDAR_UNKNOWN);
    }
}

static void calendars_are_found_by_code(void **state)
{
    (void)state;
    for (int i = 0; i < calendar_count(); i++) {
        assert_int_equal(calendar_find(calendar_code(i)), i);
        assert_true(calendar_name(i).len > 0 && !days_empty(calendar_covered(i)));
    }
    assert_int_equal(calendar_find(S("US-ZZ")), -1);
    assert_int_equal(calendar_find(S("us-ny")), -1);
    assert_text(calendar_hint(S("TARGTE")), S("TARGET"));
    assert_text(calendar_hint(S("target")), S("TARGET"));
    assert_text(calendar_hint(S("Mars")), S_NONE);
}

static void a_business_day_is_open_in_every_place_named(void **state)
{
    (void)state;
    int both[] = {calendar("US-NY"), calendar("DE-BY")}, early[] = {calendar("FR"), calendar("US-NY")};
    Day out = 0;
    assert_int_equal(business_open(both, 2, day("2024-07-04")), CALENDAR_CLOSED);
    assert_int_equal(business_open(both, 2, day("2024-10-03")), CALENDAR_CLOSED);
    assert_int_equal(business_open(both, 2, day("2024-07-05")), CALENDAR_OPEN);
    /* FR is silent before 2009: a day closed in New York is closed all the same, an open one is unknown. */
    assert_int_equal(business_open(early, 2, day("2008-07-04")), CALENDAR_CLOSED);
    assert_int_equal(business_open(early, 2, day("2008-07-03")), CALENDAR_UNKNOWN);

    assert_true(business_add(both, 2, day("2024-10-02"), 1, &out));
    assert_int_equal(out, day("2024-10-04"));
    assert_true(business_add(both, 2, day("2024-07-05"), -1, &out));
    assert_int_equal(out, day("2024-07-03"));
    assert_true(business_add(both, 2, day("2024-07-06"), 0, &out));
    assert_int_equal(out, day("2024-07-06"));
    assert_true(business_roll(both, 2, day("2024-10-03"), ROLL_FORWARD, &out));
    assert_int_equal(out, day("2024-10-04"));
    assert_true(business_roll(both, 2, day("2024-10-03"), ROLL_BACK, &out));
    assert_int_equal(out, day("2024-10-02"));
    assert_true(business_roll(both, 2, day("2024-10-03"), ROLL_STAY, &out));
    assert_int_equal(out, day("2024-10-03"));
}

static void counting_stops_where_knowledge_ends(void **state)
{
    (void)state;
    int one[] = {calendar("TARGET")};
    Day out = 4711;
    assert_false(business_add(one, 1, day("2060-12-31"), 1, &out));
    assert_false(business_add(one, 1, day("2060-12-01"), INT32_MAX, &out));
    assert_false(business_add(one, 1, day("1999-01-05"), -5, &out));
    assert_false(business_add(one, 1, day("2000-01-03"), INT32_MIN, &out));
    assert_false(business_add(one, 1, INT32_MAX, 1, &out));
    assert_false(business_add(one, 1, INT32_MIN, -1, &out));
    assert_false(business_roll(one, 1, day("2061-01-01"), ROLL_FORWARD, &out));
    assert_false(business_roll(one, 1, day("1999-01-01"), ROLL_BACK, &out));
    assert_int_equal(out, 4711);
    assert_true(business_add(one, 1, day("1998-12-25"), 0, &out)); /* counting nothing asks nothing */
    assert_int_equal(out, day("1998-12-25"));
}

/* n days on, the open days passed over are n, and n days back lead to where an open day would be. */
static void adding_and_counting_back_agree(void **state)
{
    (void)state;
    Random random = {2026};
    for (int round = 0; round < 20000; round++) {
        int  places[3] = {0};
        Size n = 1 + random_below(&random, 3);
        for (Size i = 0; i < n; i++)
            places[i] = (int)random_below(&random, calendar_count());
        Day from = day("2010-01-01") + (Day)random_below(&random, 17000), out = 0, back = 0, start = 0;
        int count = 1 + (int)random_below(&random, 60), passed = 0;
        assert_true(business_add(places, n, from, count, &out));
        for (Day at = from + 1; at <= out; at++)
            passed += business_open(places, n, at) == CALENDAR_OPEN;
        assert_true(business_add(places, n, out, -count, &back));
        assert_true(business_roll(places, n, from, ROLL_BACK, &start));
        if (passed != count || business_open(places, n, out) != CALENDAR_OPEN || back != start)
            fail_msg("round %d: from %d, %d business days", round, from, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days),
        cmocka_unit_test(easter_is_found_two_ways),
        cmocka_unit_test(every_covered_day_agrees_with_a_second_program),
        cmocka_unit_test(calendars_are_found_by_code),
        cmocka_unit_test(a_business_day_is_open_in_every_place_named),
        cmocka_unit_test(counting_stops_where_knowledge_ends),
        cmocka_unit_test(adding_and_counting_back_agree),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
