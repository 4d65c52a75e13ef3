/* test_periods.c - periods, the days that a plan spans, and the day on which something is due. */
#include "owed.h"

#include "money/period.h"

#define PAID "borealis pays aurora; "

static void assert_days(Days got, const char *from, const char *through)
{
    if (got.from != small_day(from) || got.through != small_day(through))
        print_message("# got %d to %d\n", got.from, got.through);
    assert_int_equal(got.from, small_day(from));
    assert_int_equal(got.through, small_day(through));
}

static Days period_of(const Small *s, EachKind kind, const char *day)
{
    Each each = {.kind = kind};
    Days out = {0, 0};
    assert_true(each_period(s->standing, &each, small_day(day), &out));
    return out;
}

static void periods(void **state)
{
    static Owed o;
    Each        contract = {.kind = EACH_CONTRACT_YEAR}, fiscal = {.kind = EACH_FISCAL_YEAR};
    Days        out = {0, 0};
    (void)state;
    owed_open(&o, OWED_HEADER("2012-02-29", OWED_ROUNDING) OWED_PARTIES, "", NULL);
    assert_days(period_of(&o.s, EACH_MONTH, "2012-02-29"), "2012-02-01", "2012-02-29");
    assert_days(period_of(&o.s, EACH_QUARTER, "2012-12-31"), "2012-10-01", "2012-12-31");
    assert_days(period_of(&o.s, EACH_HALF_YEAR, "2012-07-01"), "2012-07-01", "2012-12-31");
    assert_days(period_of(&o.s, EACH_YEAR, "2012-07-01"), "2012-01-01", "2012-12-31");
    /* each reckoned from the first day anew: the 29th comes back in a leap year */
    assert_days(period_of(&o.s, EACH_CONTRACT_YEAR, "2012-02-29"), "2012-02-29", "2013-02-27");
    assert_days(period_of(&o.s, EACH_CONTRACT_YEAR, "2013-02-28"), "2013-02-28", "2014-02-27");
    assert_days(period_of(&o.s, EACH_CONTRACT_YEAR, "2016-02-28"), "2015-02-28", "2016-02-28");
    assert_days(period_of(&o.s, EACH_CONTRACT_YEAR, "2016-02-29"), "2016-02-29", "2017-02-27");
    assert_false(each_period(o.s.standing, &contract, small_day("2012-02-28"), &out));
    assert_false(each_period(o.s.standing, &fiscal, small_day("2013-02-28"), &out));
    assert_text(days_text(&o.s.arena, owed_period("2012")), S("2012"));
    assert_text(days_text(&o.s.arena, owed_period("2012-Q3")), S("2012-Q3"));
    assert_text(days_text(&o.s.arena, owed_period("2012-11")), S("2012-11"));
    assert_text(days_text(&o.s.arena, (Days){small_day("2012-02-29"), small_day("2013-02-27")}),
                S("2012-02-29 through 2013-02-27"));
    owed_close(&o);
}

/* ---- the span of a plan ---- */

static void spans(void **state)
{
#define ROYALTY(counted, more)                                                                               \
    OWED_HEADER("2010-07-01", OWED_ROUNDING)                                                                 \
    OWED_PARTIES OWED_LINES "royalty r { " PAID "on units in sales; counted together for borealis, " counted \
                            "; rate 1 USD per unit; pay each calendar quarter" more " }\n"
    static const struct {
        const char *what, *text, *period, *from;
    } rows[] = {
        {"the calendar year", ROYALTY("each calendar year", ""), "2012-Q3", "2012-01-01"},
        {"the contract year, and the calendar year in which it began", ROYALTY("each contract year", ""),
         "2012-Q1", "2011-07-01"},
        {"a cap on contract years: its first day lies in a calendar year of its own",
         ROYALTY("each calendar year", "; at most 5 USD each contract year"), "2012-Q1", "2011-01-01"},
        {"in all: from the first day", ROYALTY("each calendar year", "; at most 5 USD in all"), "2015-Q1",
         "2010-07-01"},
        {"not before the first day", ROYALTY("each calendar year", ""), "2010-Q4", "2010-07-01"},
    };
    static Owed o;
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].what);
        owed_open(&o, rows[i].text, "", NULL);
        Days span = plan_span(o.s.standing, owed_period(rows[i].period));
        assert_true(span.from <= small_day(rows[i].from));
        assert_int_equal(span.through, owed_period(rows[i].period).through);
        owed_state(&o, rows[i].period);
        assert_int_equal(o.plan->cuts.items[0], span.from);
        for (Size k = 1; k < o.plan->cuts.count; k++)
            assert_true(o.plan->cuts.items[k] > o.plan->cuts.items[k - 1]);
        for (Day day = span.from; day <= span.through; day++) {
            Size at = o.plan->interval_of[day - span.from];
            assert_true(o.plan->cuts.items[at] <= day);
            assert_true(at + 1 == o.plan->cuts.count || o.plan->cuts.items[at + 1] > day);
        }
        owed_close(&o);
    }
}

/* Odd days end: the year 1, an agreement that has not begun, one without end. */
static void odd_days(void **state)
{
    static const char waits[] = "entente 1\nagreement pact { between aurora, borealis; effective on the day "
                                "of closing; changed by all "
                                "parties; currency USD; rounding half-even to 0.01 USD on each payment "
                                "}\nevent closing { recorded by aurora "
                                "}\n" OWED_PARTIES OWED_LINES "royalty r { " PAID
                                "on units in sales; counted together for borealis, each contract year; rate "
                                "1 USD per unit; at most 5 USD in "
                                "all; pay each calendar quarter }\n";
    static const char old[] = OWED_HEADER("0001-01-01", OWED_ROUNDING) OWED_PARTIES OWED_LINES
        "royalty r { " PAID
        "on units in sales; counted together for borealis, each contract year; rate 1 USD per unit; "
        "at most 5 USD in all; pay each calendar quarter }\npayment p { aurora pays borealis; 10 USD each "
        "calendar year "
        "from 0001-01-01 }\n";
    static Owed o;
    (void)state;
    owed_open(&o, old, "7 units in 0001-Q2", NULL);
    assert_int_equal(owed_due(&o, "r", NULL, "0001"), 500);
    assert_int_equal(owed_due(&o, "p", NULL, "0001"), 1000);
    assert_int_equal(owed_due(&o, "p", NULL, "2026"), 1000);
    owed_close(&o);
    owed_open(&o, waits, "7 units in 2026-Q2", NULL);
    assert_true(owed_due(&o, "r", NULL, "2026") == OWED_UNKNOWN);
    owed_close(&o);
    owed_open(&o, waits, "7 units in 2026-Q2\nclosing on 2026-02-01", NULL);
    assert_int_equal(owed_due(&o, "r", NULL, "2026"), 500);
    owed_close(&o);
}

/* ---- royalties that begin and end ---- */

static void replaced_and_ended(void **state)
{
    static const char text[] = OWED_TEXT
        "royalty r { " PAID
        "on units in sales; counted together for borealis, each calendar year; rate 1 USD per unit; "
        "at most 100 USD each calendar year; pay each calendar quarter }\namendment 1 to pact { effective "
        "2011-01-01; "
        "replace r { " PAID
        "on units in sales; counted together for borealis, each calendar year; rate 2 USD per unit; "
        "pay each calendar quarter } }\namendment 2 to pact { effective 2012-05-01; end r }\n";
    static const char sold[] =
        "150 units in 2010-Q1\n150 units in 2011-Q1\n150 units in 2012-Q1\n150 units in 2012-Q3";
    (void)state;
    static const OwedRow rows[] = {
        {"the old price and the old cap", text, sold, "r", "2010", 10000},
        {"the new price and no cap", text, sold, "r", "2011", 30000},
        {"ended in May", text, sold, "r", "2012", 30000},
        {"before it ended", text, sold, "r", "2012-Q1", 30000},
        {"behind its end", text, sold, "r", "2012-Q3", 0},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- when ---- */

#define CALENDAR                                                                                         \
    "rounding half-even to 0.01 USD on each payment; calendar { business days of US-NY; due dates roll " \
    "forward; count from the day after; short months end on last day }"
static void due_days(void **state)
{
    static const char text[] = OWED_HEADER("2026-01-01", CALENDAR) OWED_PARTIES OWED_LINES
        "royalty r { " PAID
        "on units in sales; counted together for borealis, each calendar year; rate 1 USD per unit; "
        "pay each calendar quarter, within 45 days of its end }\n";
    static const struct {
        const char *period, *due;
    } rows[] = {
        {"2026-Q1", "2026-05-15"}, /* 31 March and 45 days: a Friday */
        {"2026-Q2", "2026-08-14"}, /* a Friday */
        {"2026-Q3", "2026-11-16"}, /* the 14th is a Saturday */
        {"2025-Q4", NULL},
    };
    static Owed o;
    (void)state;
    owed_open(&o, text, "", NULL);
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].period);
        owed_state(&o, rows[i].period);
        assert_int_equal(o.statement->parts.count, rows[i].due ? 1 : 0);
        if (rows[i].due)
            assert_int_equal(o.statement->parts.items[0].due_on, small_day(rows[i].due));
    }
    owed_close(&o);
}

/* ---- payments, milestones, netting ---- */

#define INSTALMENTS                                                                                \
    OWED_TEXT                                                                                      \
    "event launch { for each product; recorded by borealis }\npayment balancing { aurora pays "    \
    "borealis; on 2011-01-18: 300 USD; on 2012-01-13: 200 USD; total 500 USD }\npayment yearly { " \
    "borealis pays aurora; 10 USD each calendar quarter from 2011-02-15 through 2011-12-31 "       \
    "}\nmilestones steps { borealis pays aurora; one time only for each product; launch: 70 USD }\n"
static void payments(void **state)
{
    static const char twice[] =
        "launch of beacon on 2011-03-01\nlaunch of beacon on 2012-03-01\nlaunch of lantern "
        "on 2012-04-01";
    (void)state;
    static const OwedRow rows[] = {
        {"the first", INSTALMENTS, "", "balancing", "2011", 30000},
        {"the second", INSTALMENTS, "", "balancing", "2012-Q1", 20000},
        {"none", INSTALMENTS, "", "balancing", "2012-Q2", 0},
        {"each quarter: 15 Feb, May, Aug, Nov", INSTALMENTS, "", "yearly", "2011", 4000},
        {"one of them", INSTALMENTS, "", "yearly", "2011-Q3", 1000},
        {"they end", INSTALMENTS, "", "yearly", "2012", 0},
        {"nothing was launched", INSTALMENTS, "", "steps", "2011", 0},
        {"once for each product", INSTALMENTS, twice, "steps", "2011", 7000},
        {"not again", INSTALMENTS, twice, "steps", "2012", 7000},
    };
    owed_rows(rows, COUNT(rows));
}

/* What is reckoned from measurements is in the currency of the header, or not known. */
static void reckoned_amounts(void **state)
{
    static const char text[] =
        OWED_TEXT "metric worth { attested by aurora }\nevent late { recorded by aurora }\npayment penalty { "
                  "borealis pays aurora; on late: least of { 55% of worth; 10.5% of worth times 4 } }\n"
                  "payment plain { borealis pays aurora; on late: 5 EUR }\n";
    (void)state;
    static const OwedRow rows[] = {
        {"10.5% of 200, 4 times", text, "worth is 200 USD\nlate on 2011-03-01", "penalty", "2011", 8400},
        {"of euros: nobody says how they are converted", text, "worth is 200 EUR\nlate on 2011-03-01",
         "penalty", "2011", OWED_UNKNOWN},
        {"not measured", text, "late on 2011-03-01", "penalty", "2011", OWED_UNKNOWN},
        {"an amount that is written is in its own currency", text, "late on 2011-03-01", "plain", "2011",
         500},
        {"it is not late", text, "", "penalty", "2011", 0},
    };
    owed_rows(rows, COUNT(rows));
}

static void netting(void **state)
{
    static const char text[] =
        INSTALMENTS "net quarterly { between aurora, borealis; in USD; each calendar quarter; "
                    "carry amounts below 150 USD }\n";
    static Owed o;
    (void)state;
    owed_open(&o, text, "", NULL);
    owed_state(&o, "2011-Q1"); /* 300 one way, 10 the other */
    assert_int_equal(o.statement->net.count, 2);
    const NetLine *n = o.statement->net.items;
    assert_int_equal(n[0].gross, 30000);
    assert_int_equal(n[0].against, 1000);
    assert_int_equal(n[0].net, 29000);
    assert_false(n[0].carried);
    assert_int_equal(n[1].net, 0);
    owed_state(&o, "2011-Q2"); /* 10 is below 150 */
    assert_int_equal(o.statement->net.count, 1);
    assert_int_equal(o.statement->net.items[0].net, 1000);
    assert_true(o.statement->net.items[0].carried);
    owed_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods),
        cmocka_unit_test(spans),
        cmocka_unit_test(odd_days),
        cmocka_unit_test(due_days),
        cmocka_unit_test(payments),
        cmocka_unit_test(reckoned_amounts),
        cmocka_unit_test(replaced_and_ended),
        cmocka_unit_test(netting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
