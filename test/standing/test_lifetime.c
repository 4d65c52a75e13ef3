/* test_lifetime.c - renewals, notices, sunsets, disputes, days counted from a notice: one small text each. */
#include "small.h"

#define HEAD(term, more)                                                                                    \
    "entente 1\nagreement pact { between alfa, bravo; effective 2013-07-23; term " term                     \
    "; changed by all parties; currency USD\n"                                                              \
    "  calendar { zone \"America/New_York\"; business days of US-FED; count from the day after; due dates " \
    "roll forward } }\n"                                                                                    \
    "party alfa\nparty bravo\nlines sales { reported by bravo; states product, day, gross }\n"              \
    "define net-sales \"Net Sales\" { means \"what is invoiced\"; decided by bravo }\n"                     \
    "metric score { score 0 to 100; attested by alfa }\nasset alfa/art\n"                                   \
    "grant use { alfa grants bravo; to use; under alfa/art; lasts for the term; non-exclusive }\n" more
#define THREE "3 years, ending the day before the anniversary"

static void a_term_is_renewed_or_not(void **state)
{
    static const struct {
        const char *text, *facts, *ends, *may_end;
    } rows[] = {
    /* the third year's sales decide, to the dollar */
#define SALES                                                                                     \
    HEAD(THREE, "renewal more { renews 3 years; if net-sales in the last contract year at least " \
                "20_000_000 USD }\n")
        {SALES, "net-sales is 19_999_999 USD from 2016-07-01\n", "2016-07-22", "2016-07-22"},
#define SALES_ONCE                                                                                   \
    HEAD(THREE, "renewal more { renews 3 years, at most 1 times; if net-sales in the last contract " \
                "year at least 20_000_000 USD }\n")
        {SALES_ONCE, "net-sales is 20_000_000 USD from 2016-07-01\n", "2019-07-22", "2019-07-22"},
        {SALES_ONCE, "", "2016-07-22", "2019-07-22"}, /* nobody has told */
        {SALES_ONCE, "net-sales is 20_000_000 USD from 2016-07-24\n", "2016-07-22", "2019-07-22"}, /* later */
#define YEARLY                                                                                            \
    HEAD(THREE, "renewal more { renews 1 years, at most 2 times; notice by either, at most 180 days, at " \
                "least 90 days before the end }\n")
        {YEARLY, "", "2018-07-22", "2018-07-22"},
        {YEARLY, "notice of more by alfa to bravo on 2016-04-23\n", "2016-07-22",
         "2016-07-22"}, /* the 90th day */
        {YEARLY, "notice of more by alfa to bravo on 2016-04-24\n", "2018-07-22",
         "2018-07-22"}, /* too late */
        {YEARLY, "notice of more by alfa to bravo on 2016-01-24\n", "2016-07-22",
         "2016-07-22"}, /* the 180th */
        {YEARLY, "notice of more by alfa to bravo on 2016-01-23\n", "2018-07-22",
         "2018-07-22"}, /* too early */
        {YEARLY, "notice of more by alfa to bravo given on 2016-03-01\n", "2018-07-22",
         "2018-07-22"}, /* not received */
        {YEARLY, "notice of more by bravo on 2017-03-01\n", "2017-07-22", "2017-07-22"},
        {HEAD(THREE,
              "renewal more { renews 1 years, at most 2 times; on notice by bravo, at least 1 month before "
              "the end }\n"),
         "notice of more by alfa on 2016-05-01\n", "2016-07-22", "2016-07-22"},
        {HEAD(THREE,
              "renewal more { renews 1 years, at most 2 times; on notice by bravo, at least 1 month before "
              "the end }\n"),
         "notice of more by bravo on 2016-06-22\n", "2017-07-22", "2017-07-22"},
        {HEAD(THREE,
              "renewal more { renews 1 years, any number of times; notice by either, at least 30 days before "
              "the end }\n"),
         "", "for ever", "for ever"},
        {HEAD(THREE, "renewal more { renews 100 days, at most 1 times; if score at least 80 }\n"),
         "score is 80 from 2016-01-01\n", "2016-10-30", "2016-10-30"},
        {HEAD("through 2016-01-31",
              "renewal more { renews 1 months, at most 3 times; if score at least 80 }\n"),
         "score is 80 from 2016-01-01\nscore is 79 from 2016-03-31\n", "2016-03-31", "2016-03-31"},
#define LEAVE(who) HEAD(THREE, "termination leave { " who " may end the agreement; on 6 months notice }\n")
        {LEAVE("either"), "notice of leave by bravo to alfa on 2014-08-31\n", "2015-02-28", "2015-02-28"},
        {LEAVE("either"), "notice of leave by bravo to alfa given on 2014-08-31\n", "2016-07-22",
         "2016-07-22"},
        {LEAVE("either"), "notice of leave by bravo to alfa on 2016-07-01\n", "2016-07-22", "2016-07-22"},
        {LEAVE("alfa"), "notice of leave by bravo to alfa on 2014-08-31\n", "2016-07-22", "2016-07-22"},
        {LEAVE("alfa"),
         "notice of leave by alfa to bravo on 2014-09-30\nnotice of leave by alfa on 2014-08-31\n",
         "2015-02-28", "2015-02-28"},
        {HEAD(THREE, "termination leave { either may end the agreement; while score below 10; on 6 months "
                     "notice }\n"),
         "score is 9 from 2014-09-01\nnotice of leave by bravo on 2014-08-31\n", "2016-07-22", "2016-07-22"},
        {HEAD(THREE, "termination leave { either may end the agreement; while score below 10; on 6 months "
                     "notice }\n"),
         "score is 9 from 2014-08-31\nnotice of leave by bravo on 2014-08-31\n", "2015-02-28", "2015-02-28"},
        {HEAD(THREE,
              "termination leave { either may end the agreement; cure 60 days after receipt of notice }\n"),
         "notice of leave by bravo on 2014-08-31\n", "2016-07-22", "2016-07-22"},
        {HEAD(THREE, "termination leave { either may end use; on 6 months notice }\n"),
         "notice of leave by bravo on 2014-08-31\n", "2016-07-22", "2016-07-22"},
        {HEAD(THREE, "renewal more { renews 3 years, at most 1 times; if score at least 80 }\n"
                     "termination leave { either may end the agreement; on 6 months notice }\n"),
         "notice of leave by bravo on 2016-06-30\n", "2016-07-22", "2016-12-30"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Small s;
        ROW("row %td\n", i);
        small_open(&s, rows[i].text, rows[i].facts);
        assert_true(s.facts_whole);
        assert_text(day_text(&s.arena, s.standing->ends), str_from(rows[i].ends));
        assert_text(day_text(&s.arena, s.standing->may_end), str_from(rows[i].may_end));
        arena_free(&s.arena);
    }
}

static void a_termination_ends_what_it_names(void **state)
{
    Small s;
    (void)state;
    small_open(&s, HEAD(THREE, "termination leave { either may end use; on 6 months notice }\n"),
               "notice of leave by bravo on 2014-08-31\n");
    assert_int_equal(standing_sunset(s.standing, word_known(&s.words, S("use"))), small_day("2015-02-28"));
    assert_int_equal(standing_sunset(s.standing, word_known(&s.words, S("leave"))), DAY_MAX);
    arena_free(&s.arena);
}

static void a_sunset_ends_what_it_names(void **state)
{
#define SUNSET "sunset dusk { ends use on 2015-06-30, unless bravo renews it }\n"
    Small s;
    (void)state;
    small_open(&s, HEAD(THREE, SUNSET), "");
    Word use = word_known(&s.words, S("use"));
    assert_int_equal(standing_sunset(s.standing, use), small_day("2015-06-30"));
    assert_int_equal(standing_sunset(s.standing, word_known(&s.words, S("dusk"))), DAY_MAX);
    arena_free(&s.arena);
    small_open(&s, HEAD(THREE, SUNSET), "dusk is renewed on 2015-06-30\n");
    assert_int_equal(standing_sunset(s.standing, word_known(&s.words, S("use"))), DAY_MAX);
    arena_free(&s.arena);
    small_open(&s, HEAD(THREE, SUNSET), "dusk is renewed on 2015-07-01\n");
    assert_int_equal(standing_sunset(s.standing, word_known(&s.words, S("use"))), small_day("2015-06-30"));
    arena_free(&s.arena);
}

/* The first business day in both cities after the last condition is met. */
static void the_first_day_may_hang_on_conditions(void **state)
{
#define CLOSING                                                                                             \
    "entente 1\nagreement pact { between alfa, bravo; effective on the first business day after closing; "  \
    "term 2 years, ending on the anniversary; changed by all parties\n"                                     \
    "  calendar { business days of US-FED, GB-ENG; count from the day after } }\nparty alfa\nparty bravo\n" \
    "event approval { recorded by alfa }\nevent consent { recorded by bravo }\n"                            \
    "event closing { happens once all of { approval has happened; consent has happened } }\n"
    Small s;
    (void)state;
    small_open(&s, CLOSING, "approval on 2002-12-02\n");
    assert_int_equal(s.standing->effective_known, UNKNOWN);
    arena_free(&s.arena);
    small_open(&s, CLOSING, "approval on 2024-11-12\nconsent on 2024-12-24\n");
    assert_int_equal(s.standing->effective_known, YES);
    assert_text(day_text(&s.arena, s.standing->effective), S("2024-12-27")); /* two holidays in London */
    assert_text(day_text(&s.arena, s.standing->ends), S("2026-12-27"));
    arena_free(&s.arena);
}

static void days_are_counted_as_the_header_says(void **state)
{
    static const struct {
        const char *count, *from;
        Node        length;
        const char *is;
    } rows[] = {
        {"day after", "2009-11-11", {.kind = N_DURATION, .op = UNIT_DAYS, .value = 30}, "2009-12-11"},
        {"day of", "2009-11-11", {.kind = N_DURATION, .op = UNIT_DAYS, .value = 30}, "2009-12-10"},
        {"day after", "2009-03-11", {.kind = N_DURATION, .op = UNIT_DAYS, .value = 60}, "2009-05-10"},
        {"day after", "2024-01-31", {.kind = N_DURATION, .op = UNIT_MONTHS, .value = 1}, "2024-02-29"},
        {"day of", "2024-03-01", {.kind = N_DURATION, .op = UNIT_MONTHS, .value = 1}, "2024-03-31"},
        {"day after", "2024-11-27", {.kind = N_DURATION, .op = UNIT_BUSINESS_DAYS, .value = 1}, "2024-11-29"},
        {"day of", "2024-11-27", {.kind = N_DURATION, .op = UNIT_BUSINESS_DAYS, .value = 1}, "2024-11-27"},
        {"day of", "2024-11-28", {.kind = N_DURATION, .op = UNIT_BUSINESS_DAYS, .value = 1}, "2024-11-29"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        Small s;
        Day   day = 0;
        small_open(
            &s,
            str_format(
                &arena,
                "entente 1\nagreement pact { between alfa, bravo; effective 2009-01-01; changed by all "
                "parties\n  calendar { business days of US-FED; count from the %s } }\nparty alfa\n"
                "party bravo\n",
                rows[i].count)
                .at,
            "");
        assert_int_equal(day_counted(s.standing, small_day(rows[i].from), &rows[i].length, 1, &day), YES);
        ROW("row %td\n", i);
        assert_text(day_text(&arena, day), str_from(rows[i].is));
        arena_free(&s.arena);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_term_is_renewed_or_not),
                                       cmocka_unit_test(a_sunset_ends_what_it_names),
                                       cmocka_unit_test(a_termination_ends_what_it_names),
                                       cmocka_unit_test(the_first_day_may_hang_on_conditions),
                                       cmocka_unit_test(days_are_counted_as_the_header_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
