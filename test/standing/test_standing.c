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

/* ---- conditions in the place of a grant: who gives, who gets, which product and country ---- */

#define PLACED                                                                                               \
    "entente 1\nagreement pact { between alfa, bravo; signed 2025-12-15; effective 2026-01-15; changed by "  \
    "all "                                                                                                   \
    "parties; calendar { business days of TARGET; count from the day after } }\nparty alfa\nparty bravo\n"   \
    "members forum { affiliates over 50% of votes }\nexpert referee\nfield f\nentity guest { member of "     \
    "forum "                                                                                                 \
    "from 2026-02-01 through 2026-02-28 }\nentity sub { affiliate of bravo from 2026-02-01 through "         \
    "2026-02-28 }\nproduct p1 { made by bravo }\nproduct p2 { made by bravo }\n"                             \
    "asset alfa/a { patents { US7000001: expires 2026-06-30 } }\nasset alfa/a/more { patents { US7000003: "  \
    "expires 2026-07-31; US7000004: in DE } }\nasset bravo/b { patents { US7000002: expires 2027-06-30 } "   \
    "}\n"                                                                                                    \
    "asset bravo/all { every patent owned by bravo }\nasset alfa/soft { software }\n"                        \
    "event sold { for each product, country; recorded by alfa }\nevent suit { for each party; recorded by "  \
    "either }\nevent hit { for each patent; recorded by alfa }\nevent ruling { recorded by alfa; decided "   \
    "by "                                                                                                    \
    "referee }\nevent quiet { recorded by alfa }\nevent ready { happens once score at least 70 }\nevent "    \
    "hidden { happens once unseen at least 1 }\nevent bought { recorded by alfa }\nevent gone { happens "    \
    "once US7000001 has expired }\n"                                                                         \
    "metric score { score 0 to 100; attested by referee }\nmetric unseen { score 0 to 100; attested by "     \
    "referee }\nmetric portion { for each product; score 0 to 100; attested by referee }\nmetric "           \
    "units-sold "                                                                                            \
    "{ "                                                                                                     \
    "each calendar quarter; attested by referee }\n"                                                         \
    "metric worth { attested by referee }\nmetric cost { attested by referee }\n"                            \
    "define twice { equals score times 2 }\ndefine quarter { equals score divided by 4 }\ndefine best { "    \
    "equals greatest of 10, score, 20 }\ndefine worst { equals least of (10, score, 20) }\ndefine tenth { "  \
    "equals 10% of score }\ndefine round { equals round plus 1 }\ndefine sum { equals score plus 3, tenth "  \
    "}\n"                                                                                                    \
    "define torn { equals greatest of 10, unseen }\ndefine closed { equals sealed number "                   \
    "\"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }\ndefine open-share { "    \
    "equals [rate: 5 | 6] }\ntable fee by case { 10: if suit has happened; 5: otherwise }\ntable doubt by "  \
    "case { 10: if unseen at least 1; 5: otherwise }\n"                                                      \
    "fact vital { for each product; means \"v\"; decided by referee }\nfact plain { means \"p\"; decided "   \
    "by "                                                                                                    \
    "referee }\ncondition named { plain }\npayment due-fee { bravo pays alfa; on 2026-02-01: 5 USD }\n"      \
    "payment other-fee { bravo pays alfa; on 2026-02-01: 5 USD }\ndocument paper\ntest suite { runs \"x\"; " \
    "by referee }\nescalation disputes { last "                                                              \
    "arbitration }\n"
#define PLACED_FACTS                                                                                         \
    "sold for p1, DE on 2026-03-01\nsuit of bravo on 2026-04-01\nsuit of alfa on 2027-02-01\nhit of "        \
    "US7000001 on 2026-04-10\nscore is 50 from 2026-01-01\nscore is 70 from 2026-05-01\nportion for p1 is "  \
    "40 "                                                                                                    \
    "from 2026-02-01\nunits-sold is 100 in 2026-Q1\nunits-sold is 300 in 2026-Q2\nunits-sold is 7 in 2025\n" \
    "worth is 100 USD from 2026-01-01\ncost is 30 EUR from 2026-01-01\ncost is 30 USD from 2026-05-01\n"     \
    "vital for p1 is true from 2026-02-01 through 2026-02-28\nvital for p2 is false from 2026-02-01\nplain " \
    "is true from 2026-03-01\ndue-fee is paid on 2026-03-01\ndue-fee is late on 2026-02-15\npaper is done "  \
    "on "                                                                                                    \
    "2026-03-01\nsuite is passed on 2026-03-01\nbought in alfa/soft on 2026-03-01\nbought on 2026-03-01\n"

typedef struct {
    const char *condition, *day, *product, *country;
    Tri         is;
} Placed;

static void assert_placed(const Placed *rows, Size count)
{
    for (Size i = 0; i < count; i++) {
        const Placed *row = &rows[i];
        static char   text[16384];
        Small         s;
        Trace         trace = {0};
        ROW("%s on %s, %s %s\n", row->condition, row->day, row->product ? row->product : "-",
            row->country ? row->country : "-");
        assert_true(snprintf(text, sizeof text, "%scondition c { %s }\n", PLACED, row->condition) <
                    (int)sizeof text);
        small_open(&s, text, PLACED_FACTS);
        assert_true(s.facts_whole);
        trace.arena = &s.arena;
        Scene scene = {.day = small_day(row->day),
                       .grantor = small_subject(&s, "alfa"),
                       .grantee = small_subject(&s, "bravo"),
                       .asker = small_subject(&s, "sub"),
                       .product = row->product ? word_known(&s.words, str_from(row->product)) : 0,
                       .country = row->country ? word_of(&s.words, str_from(row->country)) : 0};
        Tri   is = condition_holds(s.standing, ((const Measure *)only_condition(&s)->data)->condition, &scene,
                                   &trace);
        assert_int_equal(is, row->is);
        if (is == UNKNOWN)
            assert_true(trace.missing.count > 0); /* what would have to be recorded is named */
        arena_free(&s.arena);
    }
}

static void events_are_those_of_the_place(void **state)
{
    static const Placed rows[] = {
        /* an event for each product and country is that of the product and country asked about */
        {"sold has happened", "2026-02-28", "p1", "DE", NO},
        {"sold has happened", "2026-03-01", "p1", "DE", YES},
        {"sold has happened", "2026-03-01", "p2", "DE", NO},
        {"sold has happened", "2026-03-01", "p1", "FR", NO},
        {"sold has happened", "2026-03-01", NULL, NULL, YES},
        {"sold of the product has happened", "2026-03-01", "p1", NULL, YES},
        {"sold of the product has happened", "2026-03-01", "p2", NULL, NO},
        {"sold has happened for every product, country", "2026-03-01", "p1", "DE", YES},
        {"sold has happened for every product, country", "2026-03-01", "p1", "FR", NO},
        /* and where the text names one, of that one */
        {"sold of p1 has happened", "2026-03-01", NULL, NULL, YES},
        {"sold of p2 has happened", "2026-03-01", NULL, NULL, NO},
        {"sold of p1 in DE has happened", "2026-03-01", NULL, NULL, YES},
        {"sold of p1 in FR has happened", "2026-03-01", NULL, NULL, NO},
        {"sold for p2 in DE has happened", "2026-03-01", NULL, NULL, NO},
        {"hit of US7000001 has happened", "2026-04-10", NULL, NULL, YES},
        {"hit of US7000002 has happened", "2026-04-10", NULL, NULL, NO},
        /* of a party: by name, by its place, of either */
        {"suit of bravo has happened", "2026-03-31", NULL, NULL, NO},
        {"suit of bravo has happened", "2026-04-01", NULL, NULL, YES},
        {"suit of the grantee has happened", "2026-04-01", NULL, NULL, YES},
        {"suit of the other has happened", "2026-04-01", NULL, NULL, YES},
        {"suit of the grantor has happened", "2026-04-01", NULL, NULL, NO},
        {"suit of the grantor has happened", "2027-02-01", NULL, NULL, YES},
        {"suit of either has happened", "2026-04-01", NULL, NULL, YES},
        {"suit", "2026-04-01", NULL, NULL, YES},
        {"suit", "2026-03-31", NULL, NULL, NO},
        /* within a period */
        {"suit in 2026 has happened", "2026-04-01", NULL, NULL, YES},
        {"suit in 2027 has happened", "2026-12-31", NULL, NULL, NO},
        {"suit in 2027 has happened", "2027-02-01", NULL, NULL, YES},
        {"suit of bravo in 2027 has happened", "2027-02-01", NULL, NULL, NO},
        {"suit of bravo in any 3 months has happened", "2026-06-30", NULL, NULL, YES},
        {"suit of bravo in any 3 months has happened", "2026-07-01", NULL, NULL, NO},
        {"suit of bravo in the last calendar quarter has happened", "2026-06-30", NULL, NULL, NO},
        {"suit of bravo in the last calendar quarter has happened", "2026-07-01", NULL, NULL, YES},
        {"suit of bravo in the last calendar quarter has happened", "2026-10-01", NULL, NULL, NO},
        /* what happens once something holds */
        {"ready has happened", "2026-04-30", NULL, NULL, UNKNOWN}, /* the score before its first entry */
        {"ready has happened", "2026-05-01", NULL, NULL, YES},
        {"hidden has happened", "2026-05-01", NULL, NULL, UNKNOWN},
        {"gone has happened", "2026-06-30", NULL, NULL, NO},
        {"gone has happened", "2026-07-01", NULL, NULL, YES},
        /* days after: not yet, or nobody can tell */
        {"10 days after ready has happened", "2026-05-10", NULL, NULL, NO},
        {"10 days after ready has happened", "2026-05-11", NULL, NULL, YES},
        {"10 days after quiet has happened", "2026-05-11", NULL, NULL, NO},
        {"10 days after ruling has happened", "2026-05-11", NULL, NULL, UNKNOWN},
        {"not (10 days after ruling has happened)", "2026-05-11", NULL, NULL, UNKNOWN},
    };
    (void)state;
    assert_placed(rows, COUNT(rows));
}

static void values_are_those_of_the_day(void **state)
{
    static const Placed rows[] = {
        {"twice is 100", "2026-04-30", NULL, NULL, YES},
        {"twice is 140", "2026-05-01", NULL, NULL, YES},
        {"quarter is 12.5", "2026-04-30", NULL, NULL, YES},
        {"sum is 58", "2026-04-30", NULL, NULL, YES},
        {"best is 50", "2026-04-30", NULL, NULL, YES},
        {"worst is 10", "2026-04-30", NULL, NULL, YES},
        {"tenth is 5", "2026-04-30", NULL, NULL, YES},
        {"tenth is not 5", "2026-05-01", NULL, NULL, YES},
        {"round is 1", "2026-05-01", NULL, NULL, UNKNOWN}, /* it is reckoned from itself */
        {"torn at least 10", "2026-05-01", NULL, NULL, UNKNOWN},
        {"closed at least 10", "2026-05-01", NULL, NULL, UNKNOWN},
        {"open-share at least 1", "2026-05-01", NULL, NULL, UNKNOWN},
        /* a table by case: the first row that fits; none: nothing is said */
        {"fee is 5", "2026-03-31", NULL, NULL, YES},
        {"fee is 10", "2026-04-01", NULL, NULL, YES},
        {"doubt is 5", "2026-04-01", NULL, NULL, UNKNOWN},
        /* of a product */
        {"portion at least 40", "2026-02-01", "p1", NULL, YES},
        {"portion at least 40", "2026-02-01", "p2", NULL, UNKNOWN},
        {"portion of p1 at least 40", "2026-02-01", NULL, NULL, YES},
        {"portion of p2 at least 40", "2026-02-01", "p1", NULL, UNKNOWN},
        {"portion for every product at least 40", "2026-02-01", "p1", NULL, YES},
        /* of a period */
        {"units-sold in 2026-Q1 is 100", "2026-12-31", NULL, NULL, YES},
        {"units-sold in 2025 is 7", "2026-12-31", NULL, NULL, YES},
        {"units-sold in 2024 is 7", "2026-12-31", NULL, NULL, UNKNOWN},
        {"units-sold in the last calendar quarter is 100", "2026-06-30", NULL, NULL, YES},
        {"units-sold in the last calendar quarter is 300", "2026-07-01", NULL, NULL, YES},
        {"units-sold in the last calendar year is 7", "2026-07-01", NULL, NULL, YES},
        {"units-sold in the calendar quarter is 300", "2026-06-30", NULL, NULL, YES},
        {"units-sold in the calendar quarter is 300", "2026-07-01", NULL, NULL, UNKNOWN},
        {"units-sold in the last month is 300", "2026-07-01", NULL, NULL, YES},
        {"score in the last contract year is 70", "2027-01-15", NULL, NULL, YES},
        /* in one currency; each comparison by itself */
        {"worth at least 100 USD", "2026-02-01", NULL, NULL, YES},
        {"worth at least 100 EUR", "2026-02-01", NULL, NULL, UNKNOWN},
        {"worth less cost at least 70 USD", "2026-04-30", NULL, NULL, UNKNOWN},
        {"worth less cost at least 70 USD", "2026-05-01", NULL, NULL, YES},
        {"worth less cost over 70 USD", "2026-05-01", NULL, NULL, NO},
        {"worth at least 100 USD and cost at least 30 EUR", "2026-02-01", NULL, NULL, YES},
        /* days as values */
        {"suit of bravo before 2026-05-01", "2026-06-01", NULL, NULL, YES},
        {"suit of bravo after 2026-04-01", "2026-06-01", NULL, NULL, NO},
        {"suit of bravo on or after 2026-04-01", "2026-06-01", NULL, NULL, YES},
        {"suit of bravo on or before 2026-03-31", "2026-06-01", NULL, NULL, NO},
        {"5 days after bought is 2026-03-06", "2026-06-01", NULL, NULL, YES},
        {"quiet before 2026-05-01", "2026-06-01", NULL, NULL, UNKNOWN},
        /* what no entry can tell */
        {"count of suit in 2026 over 0", "2026-06-01", NULL, NULL, UNKNOWN},
        {"average of score in the last calendar quarter over 50", "2026-06-01", NULL, NULL, UNKNOWN},
        {"change of score in any 12 months over 15%", "2026-06-01", NULL, NULL, UNKNOWN},
    };
    (void)state;
    assert_placed(rows, COUNT(rows));
}

static void states_are_those_recorded(void **state)
{
    static const Placed rows[] = {
        {"vital", "2026-02-28", "p1", NULL, YES},
        {"vital", "2026-03-01", "p1", NULL, UNKNOWN},
        {"vital", "2026-03-01", "p2", NULL, NO},
        {"vital for p1", "2026-02-28", "p2", NULL, YES},
        {"vital is true", "2026-02-28", "p1", NULL, YES},
        {"vital is false", "2026-02-28", "p2", NULL, YES},
        {"vital is not true", "2026-02-28", "p2", NULL, YES},
        {"named", "2026-02-28", NULL, NULL, UNKNOWN},
        {"named", "2026-03-01", NULL, NULL, YES},
        {"due-fee is paid", "2026-02-28", NULL, NULL, UNKNOWN},
        {"due-fee is paid", "2026-03-01", NULL, NULL, YES},
        {"due-fee is late", "2026-02-28", NULL, NULL, YES},
        {"due-fee is not late", "2026-02-28", NULL, NULL, NO},
        {"other-fee is late", "2026-02-28", NULL, NULL, UNKNOWN},
        {"paper is done", "2026-03-01", NULL, NULL, YES},
        {"paper is not done", "2026-02-28", NULL, NULL, UNKNOWN},
        {"suite is passed", "2026-03-01", NULL, NULL, YES},
        {"they are affiliates", "2026-02-01", NULL, NULL, YES},
        {"they are affiliates", "2026-03-01", NULL, NULL, NO},
        {"sub is an affiliate of bravo", "2026-02-01", NULL, NULL, YES},
        {"sub is an affiliate", "2026-02-01", NULL, NULL, YES}, /* of the one that receives */
        {"sub is an affiliate of alfa", "2026-02-01", NULL, NULL, NO},
        {"guest is a member", "2026-02-28", NULL, NULL, YES},
        {"guest is a member", "2026-03-01", NULL, NULL, NO},
        {"bravo is in material-breach", "2026-03-01", NULL, NULL, UNKNOWN},
        {"p1 contains alfa/soft", "2026-03-01", NULL, NULL, UNKNOWN},
        {"disputes is at arbitration", "2026-03-01", NULL, NULL, NO},
        {"bought in alfa/soft", "2026-02-28", NULL, NULL, NO},
        {"bought in alfa/soft", "2026-03-01", NULL, NULL, YES},
        {"bought in alfa/a", "2026-03-01", NULL, NULL, NO},
        /* a patent's last day still counts; of several, the last one decides, and more may be there */
        {"US7000001 has expired", "2026-06-30", NULL, NULL, NO},
        {"US7000001 has expired", "2026-07-01", NULL, NULL, YES},
        {"US7000004 has expired", "2026-07-01", NULL, NULL, UNKNOWN},
        {"alfa/a has expired", "2026-07-31", NULL, NULL, NO},
        {"alfa/a has expired", "2026-08-01", NULL, NULL, UNKNOWN},
        {"alfa/a has not expired", "2026-07-31", NULL, NULL, YES},
        {"alfa/a has not expired", "2026-08-01", NULL, NULL, UNKNOWN},
        {"bravo/all has not expired", "2027-06-30", NULL, NULL, YES},
        {"every patent in alfa/a has expired", "2026-07-31", NULL, NULL, NO},
        {"every patent in alfa/a has expired", "2026-08-01", NULL, NULL, UNKNOWN},
        {"every patent has expired", "2027-06-30", NULL, NULL, NO},
        {"every patent has expired", "2027-07-01", NULL, NULL, UNKNOWN},
    };
    (void)state;
    assert_placed(rows, COUNT(rows));
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
        cmocka_unit_test(events_are_those_of_the_place),
        cmocka_unit_test(values_are_those_of_the_day),
        cmocka_unit_test(states_are_those_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
