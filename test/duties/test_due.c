/* test_due.c - duties of one small text each: their days, and how they stand on a day. */
#include "small.h"

#include "duties/due.h"

#define HEADER(calendar)                                                                                     \
    "entente 1\nagreement pact { between alfa, bravo; effective 2009-01-01; term perpetual; changed by all " \
    "parties; currency USD\n  calendar { " calendar " } }\nparty alfa\nparty bravo\nparty carol\n"           \
    "document plan\nasset alfa/art\nterritory restricted { includes CN, RU }\n"                              \
    "event launch { for each product, country; recorded by bravo }\n"                                        \
    "event closing { recorded by either; one time only }\nmetric score { score 0 to 100; attested by alfa "  \
    "}\n"                                                                                                    \
    "field f\nproduct p1 { made by bravo; field f }\nproduct p2 { made by bravo; field f }\n"                \
    "payment balancing { alfa pays bravo; on 2014-01-15: 5 USD }\nescalation ladder { step arbitration: 5 "  \
    "days }\n"
#define PLAIN HEADER("count from the day after; short months end on their last day")
#define ROLLS                                                                                                \
    HEADER("business days of US-FED; count from the day after; due dates roll forward; short months end on " \
           "their last day")
#define BACK HEADER("business days of US-FED; count from the day after; due dates roll back")

typedef struct {
    const char *text, *facts, *clause, *label; /* label: part of it; "": the first */
    const char *day, *state;
    const char *due, *cure; /* "-": no day; NULL: not looked at */
} Row;

static const Occasion *find(const Small *s, const Dues *dues, const Row *row, Day day)
{
    const Occasion *found = NULL;
    for (Size i = 0; i < dues->items.count; i++) {
        const Occasion *o = &dues->items.items[i];
        bool            named = str_equal(terms_text(s->terms, o->clause->name), str_from(row->clause));
        Size            at = 0;
        Str             label = str_from(row->label);
        while (label.len && at + label.len <= o->label.len &&
               !str_starts(str_slice(o->label, at, o->label.len), label))
            at++;
        bool labelled = !label.len || at + label.len <= o->label.len;
        bool there = due_status(dues, o, day).state != DUE_NONE;
        if (named && labelled && (!found || (due_status(dues, found, day).state == DUE_NONE && there)))
            found = o;
    }
    return found;
}

static void try_rows(const Row *rows, Size count)
{
    for (Size i = 0; i < count; i++) {
        const Row *row = &rows[i];
        Small      s;
        Day        day = small_day(row->day);
        ROW("row %td: %s on %s\n", i, row->clause, row->day);
        small_open(&s, row->text, row->facts);
        assert_true(s.facts_whole);
        Dues            dues = dues_new(&s.arena, s.standing, day + 400);
        const Occasion *o = find(&s, &dues, row, day);
        if (!o) {
            assert_text(S("none"), str_from(row->state));
            arena_free(&s.arena);
            continue;
        }
        DueStatus status = due_status(&dues, o, day);
        assert_text(str_from(due_state_text(status.state)), str_from(row->state));
        if (status.state == DUE_UNKNOWN)
            assert_true(status.missing.count > 0);
        if (row->due)
            assert_text(o->due < DAY_MAX ? day_text(&s.arena, o->due) : S("-"), str_from(row->due));
        if (row->cure)
            assert_text(status.cure_through < DAY_MAX ? day_text(&s.arena, status.cure_through) : S("-"),
                        str_from(row->cure));
        arena_free(&s.arena);
    }
}

static void days_of_the_cases(void **state)
{
#define UNPAID                                                                                               \
    "termination unpaid { bravo may end the agreement; while balancing is late; cure 60 days after receipt " \
    "of notice }\n"
#define MARKS "termination marks { alfa may end the agreement; cure 120 days after receipt of notice }\n"
    static const Row rows[] = {
        /* an instalment is missed; no rule for closed days, so the last day stays a Sunday */
        {PLAIN UNPAID, "notice of unpaid received on 2014-01-15\n", "unpaid", "", "2014-03-16", "late", NULL,
         "2014-03-16"},
        {PLAIN UNPAID, "notice of unpaid received on 2014-01-15\n", "unpaid", "", "2014-03-17", "breached",
         NULL, "2014-03-16"},
        {ROLLS UNPAID, "notice of unpaid received on 2014-01-15\n", "unpaid", "", "2014-03-17", "late", NULL,
         "2014-03-17"},
        {BACK UNPAID, "notice of unpaid received on 2014-01-15\n", "unpaid", "", "2014-03-15", "breached",
         NULL, "2014-03-14"},
        {PLAIN UNPAID, "notice of unpaid given on 2014-01-15\n", "unpaid", "", "2014-03-17", "none", NULL,
         NULL},
        /* within 30 days; 60 days from a notice of March */
        {PLAIN "duty pay-up { alfa must pay balancing to bravo; within 30 days of closing }\n",
         "closing on 2009-11-11\n", "pay-up", "", "2009-12-11", "due", "2009-12-11", NULL},
        {PLAIN UNPAID, "notice of unpaid received on 2009-03-11\n", "unpaid", "", "2009-05-10", "late", NULL,
         "2009-05-10"},
        /* 200 days are more than 120 */
        {PLAIN MARKS, "notice of marks by alfa to bravo on 2016-01-01\n", "marks", "", "2016-07-19",
         "breached", NULL, "2016-04-30"},
        {PLAIN MARKS, "notice of marks by alfa to bravo on 2016-01-01\nmarks is cured on 2016-04-30\n",
         "marks", "", "2016-07-19", "cured", NULL, "2016-04-30"},
        {PLAIN MARKS, "notice of marks by alfa to bravo on 2016-01-01\nmarks is cured on 2016-05-01\n",
         "marks", "", "2016-07-19", "breached", NULL, "2016-04-30"},
    };
    (void)state;
    try_rows(rows, COUNT(rows));
}

static void a_stopped_clock_resumes_with_the_days_it_had_left(void **state)
{
#define BREACH                                                                                          \
    "termination breach { either may end the agreement; cure 30 days after receipt of notice, stopped " \
    "while ladder is at arbitration }\n"
#define NOTICE "notice of breach by alfa to bravo received on 2021-01-01\n"
#define TOLD   NOTICE "ladder at arbitration on 2021-01-21\n"
#define AWARD  TOLD "ladder is settled on 2021-07-20\n"
#define LONG                                                                                                \
    "termination breach { either may end the agreement; cure 60 days after receipt of notice, 120 days if " \
    "cure is under way }\n"
#define BUSY                                                                                             \
    "termination breach { either may end the agreement; cure 10 business days after receipt of notice, " \
    "stopped while ladder is at arbitration }\n"
    static const Row rows[] = {
        {PLAIN BREACH, NOTICE, "breach", "", "2021-01-31", "late", NULL, "2021-01-31"},
        {PLAIN BREACH, NOTICE, "breach", "", "2021-02-01", "breached", NULL, "2021-01-31"},
        {PLAIN BREACH, TOLD, "breach", "", "2021-01-20", "late", NULL, "2021-01-31"}, /* not known yet */
        {PLAIN BREACH, TOLD, "breach", "", "2021-01-21", "late", NULL, "-"},
        {PLAIN BREACH, TOLD, "breach", "", "2021-12-31", "late", NULL, "-"},
        {PLAIN BREACH, AWARD, "breach", "", "2021-07-19", "late", NULL, "-"},
        {PLAIN BREACH, AWARD, "breach", "", "2021-07-20", "late", NULL, "2021-07-30"}, /* day 210 */
        {PLAIN BREACH, AWARD, "breach", "", "2021-07-30", "late", NULL, "2021-07-30"},
        {PLAIN BREACH, AWARD, "breach", "", "2021-07-31", "breached", NULL, "2021-07-30"},
        {PLAIN BREACH, NOTICE "breach is tolled on 2021-01-21\nbreach is resumed on 2021-07-20\n", "breach",
         "", "2021-07-31", "breached", NULL, "2021-07-30"},
        {PLAIN LONG, NOTICE, "breach", "", "2021-03-02", "late", NULL, "2021-03-02"},
        {PLAIN LONG, NOTICE "cure of breach is under way from 2021-03-02\n", "breach", "", "2021-03-03",
         "late", NULL, "2021-05-01"},
        {PLAIN LONG, NOTICE "cure of breach is under way from 2021-03-03\n", "breach", "", "2021-03-03",
         "breached", NULL, "2021-03-02"},
        /* 4 Jan is the first business day; the tenth is 15 Jan; three are left when it stops */
        {ROLLS BUSY, NOTICE, "breach", "", "2021-01-04", "late", NULL, "2021-01-15"},
        {ROLLS BUSY, NOTICE "ladder at arbitration on 2021-01-12\nladder is settled on 2021-02-12\n",
         "breach", "", "2021-02-12", "late", NULL, "2021-02-18"}, /* 15 Feb is a holiday */
    };
    (void)state;
    try_rows(rows, COUNT(rows));
}

static void duties_come_and_stand(void **state)
{
#define EVERY                                                                                        \
    "duty tell { each must deliver plan to the other; every 1 month from 2024-01-31; cure 10 days; " \
    "otherwise breach }\n"
#define BEFORE "duty check { bravo must classify alfa/art; before launch in any country of restricted }\n"
#define WITHIN "duty say { bravo must notify alfa about launch; within 10 business days of each launch }\n"
#define EACH                                                                                             \
    "duty sum { bravo must deliver plan; each calendar quarter, within 1 month of its end; cure 5 days " \
    "after receipt of notice }\n"
#define AHEAD "duty ask { bravo must deliver plan; at least 90 days before 2024-12-31 }\n"
#define ONCE  "duty one { bravo must deliver plan; on 2024-06-15; if score at least 50; otherwise breach }\n"
    static const Row rows[] = {
        /* each from the first: no drift, short months end on their last day */
        {PLAIN EVERY, "", "tell", "2024-02-29", "2024-02-28", "pending", "2024-02-29", "-"},
        {PLAIN EVERY, "", "tell", "2024-03-31", "2024-03-31", "due", "2024-03-31", "-"},
        {PLAIN EVERY, "", "tell", "2024-04-30", "2024-05-10", "late", "2024-04-30", "2024-05-10"},
        {PLAIN EVERY, "", "tell", "2024-04-30", "2024-05-11", "breached", "2024-04-30", "2024-05-10"},
        {ROLLS EVERY, "", "tell", "2024-03-31", "2024-04-01", "due", "2024-04-01", "-"}, /* a Sunday */
        {PLAIN EVERY, "tell by alfa for 2024-02-29 is done on 2024-02-28\n", "tell", "2024-02-29",
         "2024-03-20", "done", NULL, NULL},
        {PLAIN EVERY, "tell by alfa for 2024-02-29 is done on 2024-03-10\n", "tell", "2024-02-29",
         "2024-03-20", "cured", NULL, "2024-03-10"},
        {PLAIN EVERY, "tell by alfa for 2024-02-29 is done on 2024-03-11\n", "tell", "2024-02-29",
         "2024-03-20", "breached", NULL, NULL},
        {PLAIN EVERY, "tell by alfa for 2024-02-29 is done on 2024-03-10\n", "tell", "2024-02-29",
         "2024-03-09", "late", NULL, NULL}, /* a later fact is not known yet */
        {PLAIN EVERY, "tell by bravo for 2024-02-29 is done on 2024-02-28\n", "tell", "2024-02-29",
         "2024-03-20", "breached", NULL, NULL}, /* the other one did */
        {PLAIN EVERY, "tell by alfa is done on 2024-02-28\n", "tell", "2024-02-29", "2024-03-20", "breached",
         NULL, NULL}, /* of which month? */
        {PLAIN EVERY, "tell by alfa for 2024-02-29 is waived on 2024-03-30\n", "tell", "2024-02-29",
         "2024-03-30", "waived", NULL, NULL},
        /* before an event in one of the countries */
        {PLAIN BEFORE, "", "check", "", "2024-02-29", "pending", "-", NULL},
        {PLAIN BEFORE, "launch of p1, DE on 2024-02-01\n", "check", "", "2024-02-29", "pending", "-", NULL},
        {PLAIN BEFORE, "launch of p1, CN on 2024-02-01\n", "check", "launch", "2024-01-31", "none", NULL,
         NULL},
        {PLAIN BEFORE, "launch of p1, CN on 2024-02-01\n", "check", "launch", "2024-02-01", "late",
         "2024-01-31", NULL},
        {PLAIN BEFORE, "launch of p1, CN on 2024-02-01\ncheck is done on 2024-01-31\n", "check", "launch",
         "2024-02-01", "done", "2024-01-31", NULL},
        {PLAIN BEFORE, "launch of p1, CN on 2024-02-01\ncheck is done on 2024-02-01\n", "check", "launch",
         "2024-02-01", "done", "2024-01-31", NULL}, /* late, and said so */
        /* within business days of each of several */
        {ROLLS WITHIN, "launch of p1, DE on 2024-11-25\n", "say", "p1, DE", "2024-12-10", "due", "2024-12-10",
         NULL},
        {ROLLS WITHIN,
         "launch of p1, DE on 2024-11-25\nlaunch of p2, FR on 2024-11-26\nsay for 2024-11-26 is done on "
         "2024-11-27\n",
         "say", "p2, FR", "2024-12-01", "done", "2024-12-11", NULL},
        {ROLLS WITHIN,
         "launch of p1, DE on 2024-11-25\nlaunch of p2, FR on 2024-11-26\nsay for 2024-11-26 is done on "
         "2024-11-27\n",
         "say", "p1, DE", "2024-12-01", "due", "2024-12-10", NULL},
        /* periods */
        {PLAIN EACH, "", "sum", "2024-Q1", "2024-03-31", "pending", "2024-04-30", NULL},
        {PLAIN EACH, "", "sum", "2024-Q1", "2024-04-01", "due", "2024-04-30", NULL},
        {PLAIN EACH, "", "sum", "2024-Q1", "2024-06-30", "late", "2024-04-30", "-"}, /* no notice */
        {PLAIN EACH, "notice of sum for 2024-Q1 by alfa on 2024-04-30\n", "sum", "2024-Q1", "2024-06-30",
         "late", "2024-04-30", "-"}, /* not late when it came */
        {PLAIN EACH, "notice of sum for 2024-Q1 by alfa on 2024-05-01\n", "sum", "2024-Q1", "2024-05-06",
         "late", "2024-04-30", "2024-05-06"},
        {PLAIN EACH, "notice of sum for 2024-Q1 by alfa on 2024-05-01\n", "sum", "2024-Q1", "2024-05-07",
         "breached", "2024-04-30", "2024-05-06"},
        {PLAIN EACH, "notice of sum for 2024-Q1 by bravo on 2024-05-01\n", "sum", "2024-Q1", "2024-05-07",
         "late", "2024-04-30", "-"}, /* from the wrong side */
        {PLAIN AHEAD, "", "ask", "", "2024-10-02", "due", "2024-10-02", NULL},
        {PLAIN AHEAD, "", "ask", "", "2024-10-03", "late", "2024-10-02", NULL},
        /* conditions */
        {PLAIN ONCE, "", "one", "", "2024-06-16", "unknown", "2024-06-15", NULL},
        {PLAIN ONCE, "score is 49 from 2024-01-01\n", "one", "", "2024-06-16", "none", NULL, NULL},
        {PLAIN ONCE, "score is 50 from 2024-01-01\n", "one", "", "2024-06-16", "breached", NULL, NULL},
        {PLAIN ONCE, "score is 50 from 2024-01-01\nscore is 49 from 2024-06-16\n", "one", "", "2024-06-17",
         "breached", NULL, NULL}, /* it counted on the last day */
        {PLAIN "duty hush { bravo must not deliver alfa/art }\n", "", "hush", "", "2024-06-16", "due", "-",
         NULL},
        {ROLLS "duty far { bravo must deliver plan; on 2099-01-01 }\n", "", "far", "", "2024-06-16",
         "unknown", NULL, NULL}, /* no calendar reaches so far */
    };
    (void)state;
    try_rows(rows, COUNT(rows));
}

static void windows_and_ends(void **state)
{
#define RENEWS                                                                                              \
    "entente 1\nagreement pact { between alfa, bravo; effective 2026-01-01; term 5 years, ending the day "  \
    "before the anniversary; changed by all parties }\nparty alfa\nparty bravo\ndocument plan\n"            \
    "metric score { score 0 to 100; attested by alfa }\nasset alfa/art\n"                                   \
    "grant use { alfa grants bravo; to use; under alfa/art; lasts for the term }\n"                         \
    "renewal more { renews 2 years, at most 1 times; notice by either, at most 180 days, at least 90 days " \
    "before the end }\nsunset dusk { ends use on 2028-06-30 }\n"                                            \
    "duty tell { alfa must deliver plan to bravo; every 1 year from 2026-06-30 }\n"                         \
    "termination leave { either may end the agreement; on 60 days notice }\n"
#define UNDECIDED "renewal again { renews 2 years, at most 1 times; if score at least 50 }\n"
    static const Row rows[] = {
        {RENEWS, "", "more", "", "2030-07-03", "pending", "2030-10-02", NULL},
        {RENEWS, "", "more", "", "2030-07-04", "due", "2030-10-02", NULL},
        {RENEWS, "", "more", "", "2030-10-03", "none", "2030-10-02", NULL},
        {RENEWS, "notice of more by alfa on 2030-08-01\n", "more", "", "2030-08-01", "done", NULL, NULL},
        {RENEWS, "", "pact", "", "2032-06-01", "pending", "2032-12-31", NULL},
        {RENEWS, "notice of more by alfa on 2030-08-01\n", "pact", "", "2030-06-01", "pending", "2030-12-31",
         NULL},
        {RENEWS, "", "tell", "2032-06-30", "2032-01-01", "pending", "2032-06-30", NULL},
        {RENEWS, "notice of more by alfa on 2030-08-01\n", "tell", "2032-06-30", "2032-01-01", "none", NULL,
         NULL},
        /* nobody has told the score: one line says that the rest is not known */
        {RENEWS UNDECIDED, "", "pact", "", "2032-12-31", "due", "2032-12-31", NULL},
        {RENEWS UNDECIDED, "", "pact", "", "2033-01-01", "unknown", "2032-12-31", NULL},
        {RENEWS UNDECIDED, "", "tell", "2033-06-30", "2033-06-30", "none", NULL, NULL},
        {RENEWS UNDECIDED, "score is 50 from 2032-01-01\n", "tell", "2033-06-30", "2033-06-30", "due", NULL,
         NULL},
        {RENEWS, "", "dusk", "", "2028-06-30", "due", "2028-06-30", NULL},
        {RENEWS, "", "dusk", "", "2028-07-01", "none", "2028-06-30", NULL},
        {RENEWS, "notice of leave by alfa on 2027-01-01\n", "leave", "", "2027-02-01", "pending",
         "2027-03-02", NULL},
    };
    (void)state;
    try_rows(rows, COUNT(rows));
}

static void what_is_not_counted_is_told(void **state)
{
    Small s;
    (void)state;
    small_open(&s, PLAIN EVERY,
               "tell by alfa is done on 2024-02-28\ntell for 2024-02-29 is done on 2024-02-28\n"
               "tell by alfa for 2024-02-29 is done on 2024-02-28\n");
    Dues dues = dues_new(&s.arena, s.standing, small_day("2025-01-01"));
    assert_int_equal(dues_unplaced(&dues, small_day("2024-02-27")).count, 0);
    FactList list = dues_unplaced(&dues, small_day("2024-02-28"));
    assert_int_equal(list.count, 2);
    assert_ptr_equal(list.items[0], &s.standing->facts.items[0]);
    arena_free(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(days_of_the_cases),
                                       cmocka_unit_test(a_stopped_clock_resumes_with_the_days_it_had_left),
                                       cmocka_unit_test(duties_come_and_stand),
                                       cmocka_unit_test(windows_and_ends),
                                       cmocka_unit_test(what_is_not_counted_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
