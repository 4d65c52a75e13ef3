/* test_standing.c - control, members, days, conditions of one small text. */
#include "small.h"

#include <stdio.h>
#include <string.h>

#include "terms/registry.h"

#define TEXT                                                                                                 \
    "entente 1\n"                                                                                            \
    "agreement pact { between alfa, bravo; signed 2025-12-15; effective 2026-01-01; changed by all "         \
    "parties\n"                                                                                              \
    "  calendar { business days of TARGET; count from the day after } }\n"                                   \
    "party alfa { affiliates over 50% of votes }\nparty bravo { affiliates at least 50% of votes }\n"        \
    "members forum { affiliates over 50% of votes }\nexpert referee\n"                                       \
    "entity half-a { affiliate of alfa at 50% from 2026-02-01 }\nentity half-b { affiliate of bravo at 50% " \
    "from 2026-02-01 }\n"                                                                                    \
    "entity deep { affiliate of half-b from 2026-03-01 through 2026-03-31 }\nentity round-1 { affiliate of " \
    "round-2 }\n"                                                                                            \
    "entity round-2 { affiliate of round-1 }\nentity held\nentity guest { member of forum from 2026-02-01 "  \
    "through 2026-02-28 }\n"                                                                                 \
    "event launch { recorded by alfa }\nevent ruling { recorded by alfa; decided by referee }\n"             \
    "metric yes-metric { score 0 to 100; attested by referee }\nmetric no-metric { score 0 to 100; "         \
    "attested by referee }\n"                                                                                \
    "metric maybe { score 0 to 100; attested by referee }\n"                                                 \
    "table floor by calendar year { 2026: 60; 2027 through 2028: 80 }\n"

#define FACTS                                                                                              \
    "yes-metric is 90 from 2026-01-01\nno-metric is 10 from 2026-01-01\nlaunch on 2026-05-29\n"            \
    "bravo holds 60% of held from 2026-04-01\nbravo holds 49.9% of held from 2026-05-01\n"                 \
    "held joins alfa on 2026-06-01\nheld leaves alfa on 2026-07-01\nheld joins forum on 2026-08-01\nheld " \
    "leaves forum on 2026-09-01\n"

static void control_is_dated_tested_and_transitive(void **state)
{
    static const struct {
        const char *child, *parent, *day;
        Tri         is;
    } rows[] = {
        {"half-a", "alfa", "2026-03-15", NO},  {"half-b", "bravo", "2026-02-01", YES},
        {"half-b", "bravo", "2026-01-31", NO}, {"deep", "bravo", "2026-03-01", YES},
        {"deep", "bravo", "2026-02-28", NO},   {"deep", "bravo", "2026-03-31", YES},
        {"deep", "bravo", "2026-04-01", NO},   {"round-1", "round-2", "2026-03-01", YES},
        {"round-1", "alfa", "2026-03-01", NO}, {"held", "bravo", "2026-03-31", NO},
        {"held", "bravo", "2026-04-30", YES},  {"held", "bravo", "2026-05-01", NO},
        {"held", "alfa", "2026-06-01", YES},   {"held", "alfa", "2026-07-01", NO},
        {"alfa", "alfa", "2026-07-01", NO},
    };
    Small s;
    (void)state;
    small_open(&s, TEXT, FACTS);
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s of %s on %s\n", rows[i].child, rows[i].parent, rows[i].day);
        assert_int_equal(standing_affiliate(s.standing, small_subject(&s, rows[i].child),
                                            small_subject(&s, rows[i].parent), small_day(rows[i].day)),
                         rows[i].is);
    }
    arena_free(&s.arena);
}

static void members_come_and_go(void **state)
{
    static const struct {
        const char *who, *day;
        Tri         is;
    } rows[] = {{"guest", "2026-01-31", NO}, {"guest", "2026-02-01", YES}, {"guest", "2026-02-28", YES},
                {"guest", "2026-03-01", NO}, {"held", "2026-07-31", NO},   {"held", "2026-08-01", YES},
                {"held", "2026-08-31", YES}, {"held", "2026-09-01", NO}};
    Small s;
    (void)state;
    small_open(&s, TEXT, FACTS);
    Word forum = word_known(&s.words, S("forum"));
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s on %s\n", rows[i].who, rows[i].day);
        assert_int_equal(
            standing_member(s.standing, small_subject(&s, rows[i].who), forum, small_day(rows[i].day)),
            rows[i].is);
        assert_int_equal(
            standing_member(s.standing, small_subject(&s, rows[i].who), 0, small_day(rows[i].day)),
            rows[i].is);
    }
    arena_free(&s.arena);
}

/* The text and one clause more, of which one place is filled in. */
static const char *with(const char *clause, const char *in)
{
    static char text[8192];
    int         length = snprintf(text, sizeof text, "%s", TEXT);
    const char *place = strstr(clause, "%s");
    length += snprintf(text + length, sizeof text - (size_t)length, "%.*s%s%s", (int)(place - clause), clause,
                       in, place + 2);
    assert_true(length < (int)sizeof text);
    return text;
}

static const Clause *only_condition(const Small *s)
{
    return terms_clause(s->terms, word_known(&s->words, S("c")));
}

/* A condition as the text has it, on a day. */
static Tri condition_on(const char *condition, const char *day)
{
    Small s;
    small_open(&s, with("condition c { %s }\n", condition), FACTS);
    Scene scene = {.day = small_day(day), .grantor = -1, .grantee = -1, .asker = -1};
    Tri   held =
        condition_holds(s.standing, ((const Measure *)only_condition(&s)->data)->condition, &scene, NULL);
    arena_free(&s.arena);
    return held;
}

static void conditions_have_three_values(void **state)
{
    static const char *const leaf[] = {"no-metric at least 50", "maybe at least 50",
                                       "yes-metric at least 50"};
    (void)state;
    for (int a = NO; a <= YES; a++) {
        Arena arena = {0};
        assert_int_equal(condition_on(str_format(&arena, "not (%s)", leaf[a]).at, "2026-06-15"), YES - a);
        for (int b = NO; b <= YES; b++) {
            ROW("%s, %s\n", leaf[a], leaf[b]);
            assert_int_equal(condition_on(str_format(&arena, "%s and %s", leaf[a], leaf[b]).at, "2026-06-15"),
                             a < b ? a : b);
            assert_int_equal(condition_on(str_format(&arena, "%s or %s", leaf[a], leaf[b]).at, "2026-06-15"),
                             a > b ? a : b);
            assert_int_equal(
                condition_on(str_format(&arena, "all of {\n%s\n%s\n}", leaf[a], leaf[b]).at, "2026-06-15"),
                a < b ? a : b);
            assert_int_equal(
                condition_on(str_format(&arena, "none of {\n%s\n%s\n}", leaf[a], leaf[b]).at, "2026-06-15"),
                YES - (a > b ? a : b));
            for (int c = NO; c <= YES; c++) {
                int yes = (a == YES) + (b == YES) + (c == YES), can = (a != NO) + (b != NO) + (c != NO);
                Str text = str_format(&arena, "at least 2 of {\n%s\n%s\n%s\n}", leaf[a], leaf[b], leaf[c]);
                assert_int_equal(condition_on(text.at, "2026-06-15"), yes >= 2   ? YES
                                                                      : can >= 2 ? UNKNOWN
                                                                                 : NO);
            }
        }
        arena_free(&arena);
    }
}

static void comparisons_and_states(void **state)
{
    static const struct {
        const char *condition, *day;
        Tri         is;
    } rows[] = {
        {"yes-metric over 90", "2026-06-01", NO},
        {"yes-metric at least 90", "2026-06-01", YES},
        {"yes-metric below 90", "2026-06-01", NO},
        {"yes-metric at most 90", "2026-06-01", YES},
        {"yes-metric is 90", "2026-06-01", YES},
        {"yes-metric is not 90", "2026-06-01", NO},
        {"yes-metric at least floor", "2025-12-31", UNKNOWN},
        {"yes-metric at least floor", "2026-12-31", YES},
        {"yes-metric less 15 at least floor", "2027-01-01", NO},
        {"yes-metric at least floor", "2029-01-01", UNKNOWN},
        {"launch has happened", "2026-05-28", NO},
        {"launch has happened", "2026-05-29", YES},
        {"ruling has happened", "2026-05-29", UNKNOWN},
        {"ruling has not happened", "2026-05-29", UNKNOWN},
        {"5 days after launch has happened", "2026-06-02", NO},
        {"5 days after launch has happened", "2026-06-03", YES},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s on %s\n", rows[i].condition, rows[i].day);
        assert_int_equal(condition_on(rows[i].condition, rows[i].day), rows[i].is);
    }
}

static void days_are_named(void **state)
{
    static const struct {
        const char *phrase, *day; /* NULL: not known */
    } rows[] = {
        {"2026-05-01", "2026-05-01"},
        {"the day of launch", "2026-05-29"},
        {"30 days after launch", "2026-06-28"},
        {"30 days before launch", "2026-04-29"},
        {"immediately before launch", "2026-05-29"},
        {"1 months after 2026-01-31", "2026-02-28"},
        {"2 years after 2024-02-29", "2026-02-28"},
        {"1 business days after launch", "2026-06-01"},
        {"signing", "2025-12-15"},
        {"the first business day after launch", "2026-06-01"},
        {"30 days after ruling", NULL},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Small s;
        Day   day = 0;
        Scene scene = {.day = DAY_MAX, .grantor = -1, .grantee = -1, .asker = -1};
        ROW("%s\n", rows[i].phrase);
        small_open(&s, with("asset alfa/x\nreserve c { alfa keeps alfa/x; from %s }\n", rows[i].phrase),
                   FACTS);
        Tri known = day_named(s.standing, only_condition(&s)->from, &scene, &day);
        assert_int_equal(known, rows[i].day ? YES : UNKNOWN);
        if (rows[i].day)
            assert_int_equal(day, small_day(rows[i].day));
        arena_free(&s.arena);
    }
}

static void once_remembers_the_first_day(void **state)
{
    static const struct {
        const char *condition, *day;
        Tri         is;
    } rows[] = {{"held is an affiliate of bravo", "2026-03-31", NO},
                {"held is an affiliate of bravo", "2026-12-01", YES},
                {"not (launch has happened)", "2026-12-01", YES},
                {"launch has happened", "2026-05-28", NO}};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Small s;
        ROW("%s on %s\n", rows[i].condition, rows[i].day);
        small_open(&s, with("condition c { %s }\n", rows[i].condition), FACTS);
        Scene scene = {.day = small_day(rows[i].day), .grantor = -1, .grantee = -1, .asker = -1};
        assert_int_equal(
            condition_held(s.standing, ((const Measure *)only_condition(&s)->data)->condition, &scene, NULL),
            rows[i].is);
        arena_free(&s.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_is_dated_tested_and_transitive),
        cmocka_unit_test(members_come_and_go),
        cmocka_unit_test(conditions_have_three_values),
        cmocka_unit_test(comparisons_and_states),
        cmocka_unit_test(days_are_named),
        cmocka_unit_test(once_remembers_the_first_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
