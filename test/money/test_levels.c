/* test_levels.c - sums that sales reach: when, how often, and what of the sales counts. */
#include "owed.h"

#define LEVEL(more, row) \
    OWED_TEXT            \
    "milestones level { borealis pays aurora; " more row " }\n"
#define YEARLY                                                      \
    LEVEL("each calendar year, at most 2 times for each product; ", \
          "beacon if net-sales in the calendar year over 500 USD: 10 USD")
#define EVER LEVEL("one time only; ", "beacon if net-sales at least 500 USD: 10 USD")

static void how_often(void **state)
{
    static const char sales[] =
        "300 USD net-sales in 2010-02 of beacon\n200 USD net-sales in 2010-05 of beacon\n"
        "300 USD net-sales in 2010-09 of lantern\n501 USD net-sales in 2011-03 of beacon\n"
        "9 USD net-sales in 2011-05 of beacon\n600 USD net-sales in 2012-02 of beacon\n"
        "600 USD net-sales in 2012-02 of lantern\n700 USD net-sales in 2013-02 of beacon";
    static const char any[] = LEVEL("", "beacon if net-sales in the calendar quarter over 500 USD: 10 USD");
    (void)state;
    static const OwedRow rows[] = {
        {"500 is not over 500, and another product does not count", YEARLY, sales, "level", "2010", 0},
        {"in the month that goes over it", YEARLY, sales, "level", "2011-Q1", 1000},
        {"not in the next", YEARLY, sales, "level", "2011-Q2", 0},
        {"in another year again", YEARLY, sales, "level", "2012", 1000},
        {"twice is enough", YEARLY, sales, "level", "2013", 0},
        {"at least 500 since the beginning", EVER, sales, "level", "2010-05", 1000},
        {"once", EVER, sales, "level", "2011", 0},
        {"as often as it is", any, sales, "level", "2013-Q1", 1000},
        {"a sale before the agreement begins", EVER, "600 USD net-sales in 2008-12 of beacon", "level",
         "2009", 0},
        {"of the whole clause", LEVEL("if net-sales over 500 USD; ", "beacon: 10 USD"), sales, "level",
         "2011", 1000},
        {"two of them on one day",
         LEVEL("", "beacon if net-sales over 100 USD: 10 USD; beacon if net-sales over 200 USD: 25 USD"),
         "300 USD net-sales in 2010-02 of beacon", "level", "2010-Q1", 3500},
        {"a count", LEVEL("", "beacon if units at least 5 units: 10 USD"), "5 units in 2010-02 of beacon",
         "level", "2010", 1000},
        {"one too few", LEVEL("", "beacon if units at least 5 units: 10 USD"), "4 units in 2010-02 of beacon",
         "level", "2010", 0},
    };
    owed_rows(rows, COUNT(rows));
}

static void what_is_not_known(void **state)
{
    static const char sold[] = "600 USD net-sales in 2010-02 of beacon\n1 USD net-sales in 2012-02 of beacon";
    (void)state;
    static const OwedRow rows[] = {
        {"another currency than the sums", LEVEL("", "beacon if net-sales over 500 EUR: 10 USD"), sold,
         "level", "2010", OWED_UNKNOWN},
        {"euros, and no rate is named", EVER, "600 EUR net-sales in 2010-02 of beacon", "level", "2010",
         OWED_UNKNOWN},
        {"and what comes later may be one too many", EVER,
         "600 EUR net-sales in 2010-02 of beacon\n600 USD net-sales in 2012-02 of beacon", "level", "2012",
         OWED_UNKNOWN},
        {"of another year: that is known",
         LEVEL("each calendar year; ", "beacon if net-sales over 500 USD: 10 USD"),
         "600 EUR net-sales in 2010-02 of beacon\n600 USD net-sales in 2012-02 of beacon", "level", "2012",
         1000},
        {"before that it is known", EVER,
         "1 USD net-sales in 2010-02 of beacon\n600 EUR net-sales in 2012-02 of beacon", "level", "2010", 0},
        {"a period that sums do not tell",
         LEVEL("", "beacon if net-sales in the last calendar year over 5 USD: 10 USD"), sold, "level", "2010",
         OWED_UNKNOWN},
        {"two periods",
         LEVEL("each calendar quarter; ", "beacon if net-sales in the calendar year over 5 USD: 1 USD"), sold,
         "level", "2010", OWED_UNKNOWN},
        {"countries", LEVEL("", "beacon in DE if net-sales over 5 USD: 10 USD"), sold, "level", "2010",
         OWED_UNKNOWN},
        {"a condition of the clause and one of the sum",
         LEVEL("if net-sales over 9 USD; ", "beacon if net-sales over 5 USD: 10 USD"), sold, "level", "2010",
         OWED_UNKNOWN},
        {"nothing to reach", LEVEL("", "beacon: 10 USD"), sold, "level", "2010", OWED_UNKNOWN},
        {"two conditions", LEVEL("", "beacon if net-sales over 5 USD and units over 6 units: 10 USD"), sold,
         "level", "2010", OWED_UNKNOWN},
        {"a clause that holds at times", LEVEL("from 2010-02-01; ", "beacon if net-sales over 5 USD: 10 USD"),
         sold, "level", "2010", OWED_UNKNOWN},
        {"how much is not said otherwise: at most", LEVEL("", "beacon if net-sales at most 5 USD: 10 USD"),
         sold, "level", "2010", OWED_UNKNOWN},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- when the text changes ---- */

#define AMENDED(old, new)                                                                    \
    LEVEL("one time only; ", old)                                                            \
    "amendment 1 to pact { effective 2011-01-01; replace level { borealis pays aurora; one " \
    "time only; " new " } }\n"

static void amended(void **state)
{
    static const char same[] =
        AMENDED("beacon if net-sales over 500 USD: 10 USD", "beacon if net-sales over 500 USD: 25 USD");
    static const char lower[] =
        AMENDED("beacon if net-sales over 500 USD: 10 USD", "beacon if net-sales over 300 USD: 25 USD");
    static const char yearly[] = LEVEL(
        "each calendar year; ",
        "beacon if net-sales over 500 USD: 10 USD") "amendment 1 to pact { effective 2011-01-01; replace "
                                                    "level { borealis pays aurora; each calendar "
                                                    "year; beacon if net-sales over 300 USD: 25 USD } }\n";
    static const char early[] =
        "400 USD net-sales in 2010-02 of beacon\n200 USD net-sales in 2011-05 of beacon";
    static const char done[] =
        "600 USD net-sales in 2010-02 of beacon\n600 USD net-sales in 2011-05 of beacon";
    static const char launched[] = OWED_TEXT
        "event launch { recorded by borealis }\nmilestones level { borealis pays aurora; "
        "launch: 10 USD }\namendment 1 to pact { effective 2011-07-01; replace level { borealis pays "
        "aurora; launch: 25 USD } }\n";
    (void)state;
    static const OwedRow rows[] = {
        {"sales before an amendment count, and its sum holds", same, early, "level", "2011", 2500},
        {"what was paid before it is not paid again", same, done, "level", "2011", 0},
        {"under the text of its day", same, done, "level", "2010", 1000},
        {"a level that was moved", lower, early, "level", "2011", OWED_UNKNOWN},
        {"before it was moved", lower, early, "level", "2010", 0},
        {"a year that begins with the amendment", yearly, early, "level", "2011", 0},
        {"and reaches it", yearly, done, "level", "2011", 2500},
        {"an event before the amendment, in a period that ends behind it", launched, "launch on 2011-03-01",
         "level", "2011", 1000},
        {"on its first day", launched, "launch on 2011-07-01", "level", "2011", 2500},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- what a statement shows ---- */

static const StatementPart *only_part(Owed *o, const char *period)
{
    const StatementPart *found = NULL;
    owed_state(o, period);
    for (Size i = 0; i < o->statement->parts.count; i++)
        if (clause_is(o->statement->parts.items[i].clause, REF(MILESTONES))) {
            assert_null(found);
            found = &o->statement->parts.items[i];
        }
    assert_non_null(found);
    return found;
}

/* Lines that go over it in August; due on the last day of that month. */
static void what_is_shown(void **state)
{
    static const char text[] = OWED_TEXT
        "milestones level { borealis pays aurora; each calendar year, at most 2 times for each product; "
        "beacon if net-sales in the calendar year over 500 USD: 10 USD; notice within 10 days of each "
        "event; pay within 30 days of notice; late interest 12% year, actual/360, from day after due }\n";
    static const OwedLine lines[] = {
        {"2010-02-03", "beacon", "borealis", "USD", "units 1, gross 400"},
        {"2010-08-03", "beacon", "borealis", "USD", "units 1, gross 200, returns 50"},
        {"2010-08-30", "beacon", "borealis", "USD", "units 1, gross 1"},
        {"2010-09-30", "beacon", "borealis", "USD", "units 1, gross 1000"},
        {0},
    };
    static Owed o;
    (void)state;
    owed_open(&o, text, "", lines);
    o.as_of = "2010-11-01";
    const StatementPart *part = only_part(&o, "2010-Q3");
    assert_int_equal(part->due, 1000);
    assert_text(part->group, S("beacon"));
    assert_int_equal(part->period.from, small_day("2010-08-31"));
    assert_int_equal(part->counter.from, small_day("2010-01-01"));
    assert_int_equal(part->due_on, small_day("2010-10-10"));
    assert_int_equal(part->steps.items[0].kind, STEP_BASE);
    assert_text(part->steps.items[0].quantity, S("551 USD"));
    assert_int_equal(part->steps.items[0].lines, 3);
    assert_int_equal(part->steps.items[part->steps.count - 1].kind,
                     STEP_INTEREST); /* 22 days from the 11th */
    owed_close(&o);
}

/* Euros at the rate, the tax and the interest of the royalty that is named. */
static void settled_as_a_royalty(void **state)
{
    static const char text[] = OWED_TEXT
        "royalty r { borealis pays aurora; on net-sales in sales of lantern; counted together for borealis, "
        "each calendar year; rate 1%; pay each calendar quarter; convert at \"ECB\", last day of period; "
        "withholding 10%; late interest 12% year, actual/360, from day after due }\n"
        "milestones level { borealis pays aurora; one time only; beacon if net-sales over 500 USD: 100 USD; "
        "pay within 30 days of each event; same settlement as r }\n";
    static Owed o;
    (void)state;
    owed_open(&o, text, "400 EUR net-sales in 2010-02 of beacon", NULL);
    o.rates_text = "currency,day,USD per unit\nEUR,2010-03-31,1.25\n";
    o.as_of = "2010-04-15";
    owed_state(&o, "2010-Q1");
    for (Size i = 0; i < o.statement->parts.count; i++)
        assert_false(clause_is(o.statement->parts.items[i].clause, REF(MILESTONES))); /* just 500 */
    owed_close(&o);
    owed_open(&o, text, "401 EUR net-sales in 2010-02 of beacon", NULL);
    o.rates_text = "currency,day,USD per unit\nEUR,2010-03-31,1.25\n";
    o.as_of = "2010-04-15";
    const StatementPart *part = only_part(&o, "2010-Q1");
    assert_int_equal(part->due, 10000);
    bool tax = false, interest = false;
    for (Size i = 0; i < part->steps.count; i++) {
        tax |= part->steps.items[i].kind == STEP_WITHHOLDING;
        interest |= part->steps.items[i].kind == STEP_INTEREST;
    }
    assert_true(tax && interest);
    owed_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(how_often),     cmocka_unit_test(what_is_not_known),    cmocka_unit_test(amended),
        cmocka_unit_test(what_is_shown), cmocka_unit_test(settled_as_a_royalty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
