/* test_bounds.c - credits, minimums and caps, one by one; the amounts are reckoned beside each row. */
#include "owed.h"

#define PAID       "borealis pays aurora; "
#define YEARLY     "counted together for borealis with affiliates, each calendar year; "
#define UNITS      PAID "on units in sales; " YEARLY
#define SALES      PAID "on net-sales; " YEARLY
#define OTHERS_GET "lines third-party { reported by borealis; states line, day, paid }\n"

/* ---- caps ---- */

static void caps(void **state)
{
    static const char all[] = OWED_TEXT
        "royalty r { " UNITS "rate 1 USD per unit; at most 100 USD in all; pay each calendar year }\n";
    static const char sold[] = "60 units in 2010\n60 units in 2011\n60 units in 2012";
    static const char half[] = OWED_TEXT
        "royalty rb { " PAID "on net-sales; " YEARLY "rate 10%; pay each calendar year }\nroyalty ra { " UNITS
        "rate 1 USD per unit; at most 50% of rb each calendar year; pay each calendar year }\n";
    static const char round[] =
        OWED_TEXT "royalty ra { " UNITS
                  "rate 1 USD per unit; at most 50% of rb each calendar year; pay each calendar year "
                  "}\nroyalty rb { " UNITS
                  "rate 2 USD per unit; at most 50% of ra each calendar year; pay each calendar "
                  "year }\n";
    static const char shared[] =
        OWED_TEXT "event late-start { recorded by aurora }\nunit app, plural apps\nlines downloads { "
                  "reported by borealis; "
                  "states line, day, apps }\nroyalty ra { " UNITS
                  "rate 1 USD per unit; at most 100 USD each calendar year "
                  "over ra, rb, unless late-start has happened; pay each calendar year }\nroyalty rb { " PAID
                  "on apps in downloads; " YEARLY "rate 1 USD per app; pay each calendar year }\n";
    (void)state;
    const OwedRow rows[] = {
        {"in all: 60", all, sold, "r", "2010", 6000},
        {"in all: what is left of 100", all, sold, "r", "2011", 4000},
        {"in all: nothing is left", all, sold, "r", "2012", 0},
        {"half of another: 50% of 10% of 1,000", half, "80 units in 2010\n1_000 USD net-sales in 2010", "ra",
         "2010", 5000},
        {"of nothing is nothing", half, "80 units in 2010", "ra", "2010", 0},
        {"an amount that rests on itself", round, "80 units in 2010", "ra", "2010", OWED_UNKNOWN},
        {"shared: the first one named first", shared, "70 units in 2010\n50 apps in 2010", "ra", "2010",
         7000},
        {"shared: what is left", shared, "70 units in 2010\n50 apps in 2010", "rb", "2010", 3000},
        {"shared: returns of the first leave more", shared, "70 units in 2010\n50 apps in 2010", "rb", "2010",
         3000},
        {"shared: lost", shared, "70 units in 2010\n50 apps in 2010\nlate-start on 2010-03-01", "rb", "2010",
         5000},
        {"shared: lost later", shared, "170 units in 2010\nlate-start on 2011-03-01", "ra", "2010", 10000},
    };
    owed_rows(rows, COUNT(rows));
}

/* Contract years begin in July; the table has calendar years. The row is that of the first day. */
#define JULY                                                                                                \
    OWED_HEADER("2010-07-01", "rounding half-even to 0.01 USD on running total of each contract year")      \
    OWED_PARTIES OWED_LINES "table top by calendar year { 2010: 100 USD; 2011: 50 USD }\nroyalty r { " PAID \
                            "on units in sales; counted together for borealis, each calendar year; rate 1 " \
                            "USD per unit; at most top each contract year; pay each calendar quarter }\n"
static void rows_that_change_within_a_period(void **state)
{
    static const char sold[] =
        "80 units in 2010-Q4\n80 units in 2011-Q2\n80 units in 2011-Q3\n80 units in 2011-Q4";
    (void)state;
    static const OwedRow rows[] = {
        {"80 of 100", JULY, sold, "r", "2010-Q4", 8000},
        {"the rest of 100, though 2011 says 50", JULY, sold, "r", "2011-Q2", 2000},
        {"the next contract year: 50", JULY, sold, "r", "2011-Q3", 5000},
        {"and no more", JULY, sold, "r", "2011-Q4", 0},
        {"a calendar year lies in two", JULY, sold, "r", "2011", 7000},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- minimums ---- */

#define LEAST(more)                                                                                        \
    OWED_TEXT "royalty r { " UNITS "rate 1 USD per unit; minimum 100 USD each calendar year, credited in " \
              "the same year only; pay each calendar quarter; " more " }\n"
static void minimums(void **state)
{
    static const char ends[] = LEAST("lasts through 2011-12-31"),
                      capped[] = LEAST("at most 90 USD each calendar year");
    static const char quarterly[] = OWED_TEXT
        "royalty r { " UNITS "rate 1 USD per unit; minimum 30 USD each calendar quarter, credited in "
        "the same year only; at most 100 USD each calendar year; pay each "
        "calendar quarter }\n";
    (void)state;
    const OwedRow rows[] = {
        {"the last year that runs", ends, "", "r", "2011", 10000},
        {"nothing behind it", ends, "", "r", "2012", 0},
        {"an end, and lines behind it", ends, "500 units in 2012", "r", "2012", 0},
        {"a cap that comes later wins", capped, "", "r", "2010", 9000},
        {"of a quarter", quarterly, "10 units in 2010-Q1", "r", "2010-Q1", 3000},
        {"four of them, but the year is capped", quarterly, "", "r", "2010", 10000},
        {"the last: 100 less 90", quarterly, "", "r", "2010-Q4", 1000},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- credits ---- */

#define CREDIT(amount, more, royalty)                                                     \
    OWED_TEXT OTHERS_GET "credit c { amount " amount "; " more " }\nroyalty r { " royalty \
                         "; credit c; pay each calendar quarter }\n"
static void credits(void **state)
{
    static const char open[] = CREDIT("paid in third-party", "excess carries forward", SALES "rate 10%"),
                      half[] = CREDIT("paid in third-party",
                                      "at most 50% of r each calendar quarter; excess carries forward",
                                      SALES "rate 10%"),
                      lapses[] =
                          CREDIT("paid in third-party",
                                 "at most 50% of r each calendar quarter; excess lapses", SALES "rate 10%"),
                      mixed[] = CREDIT(
                          "paid in third-party",
                          "at most 5 USD each calendar month; at most 50 USD each calendar year; excess "
                          "lapses",
                          SALES "rate 10%"),
                      fixed[] = CREDIT("5 USD", "excess carries forward", SALES "rate 10%");
    static const char years[] =
        "1_000 USD net-sales in 2010\n400 USD paid in 2010\n5_000 USD net-sales in 2011";
    static const char quarters[] =
        "1_000 USD net-sales in 2010-Q1\n80 USD paid in 2010-Q1\n1_000 USD net-sales in 2010-Q2";
    (void)state;
    const OwedRow rows[] = {
        {"no more than there is to pay", open, years, "r", "2010", 0},
        {"500 less the 300 that were left", open, years, "r", "2011", 20000},
        {"100 less 50", half, quarters, "r", "2010-Q1", 5000},
        {"100 less the other 30", half, quarters, "r", "2010-Q2", 7000},
        {"what is over lapses", lapses, quarters, "r", "2010-Q2", 10000},
        {"ceilings for different periods", mixed, quarters, "r", "2010-Q1", OWED_UNKNOWN},
        {"an amount without a period", fixed, quarters, "r", "2010-Q1", OWED_UNKNOWN},
    };
    owed_rows(rows, COUNT(rows));
}

/* More came back than was sold: half of less than nothing is no ceiling, and nothing comes off. */
static void credits_of_a_negative_quarter(void **state)
{
    static const char text[] =
        CREDIT("paid in third-party", "at most 50% of r each calendar quarter; excess carries forward",
               SALES "rate 10%");
    static const OwedLine lines[] = {{"2010-02-01", NULL, NULL, "USD", "gross 0, returns 1000"},
                                     {"2010-05-01", NULL, NULL, "USD", "gross 2000"},
                                     {0}};
    static Owed           o;
    (void)state;
    owed_open(&o, text, "60 USD paid in 2010-Q1", lines);
    assert_int_equal(owed_due(&o, "r", NULL, "2010-Q1"), -10000);
    assert_int_equal(owed_due(&o, "r", NULL, "2010-Q2"), 14000); /* 200 less 60, below 100 */
    assert_int_equal(owed_due(&o, "r", NULL, "2010"), 4000);
    owed_close(&o);
}

/* Two royalties take one credit in the order of the text. */
static void a_credit_of_two(void **state)
{
    static const char text[] = OWED_TEXT OTHERS_GET
        "credit c { amount paid in third-party; excess carries forward }\nunit app, plural apps\nlines "
        "downloads { "
        "reported by borealis; states line, day, apps }\nroyalty r { " UNITS
        "rate 1 USD per unit; credit c; pay each calendar year }\nroyalty q { " PAID
        "on apps in downloads; " YEARLY "rate 1 USD per app; credit c; pay each calendar year }\n";
    static const char sold[] = "70 units in 2010\n50 apps in 2010\n100 USD paid in 2010\n10 units in "
                               "2011\n50 apps in 2011\n15 USD paid in 2011";
    (void)state;
    static const OwedRow rows[] = {
        {"all of the first", text, sold, "r", "2010", 0},
        {"30 of the second", text, sold, "q", "2010", 2000},
        {"nothing was left, 10 of 15", text, sold, "r", "2011", 0},
        {"5 of 15", text, sold, "q", "2011", 4500},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- what is not computed is not known ---- */

#define ONE(more) OWED_TEXT "royalty r { " UNITS "rate 1 USD per unit; " more "; pay each calendar year }\n"
#define OTHER           \
    OWED_TEXT           \
    "royalty q { " PAID \
    "on units in sales; counted together for borealis, each calendar year; rate 1 EUR per unit }\n"
static void what_is_left_alone(void **state)
{
    static const char *const texts[] = {
        ONE("at most 100 EUR each calendar year"),
        ONE("minimum 100 EUR each calendar year, credited in the same year only"),
        OTHER "royalty r { " UNITS
              "rate 2 USD per unit; at most 100 USD each calendar year over r, q; pay each calendar year }\n",
        OWED_TEXT "royalty r { " UNITS
                  "rate { through 2010-01-31: 1 USD per unit; otherwise: 1 EUR per unit } }\n",
        OWED_TEXT "royalty r { " PAID
                  "on units in sales; counted together for borealis, each fiscal year of aurora; "
                  "rate 1 USD per unit }\n",
    };
    (void)state;
    for (Size i = 0; i < COUNT(texts); i++) {
        static Owed o;
        ROW("%d\n", (int)i);
        owed_open(&o, texts[i], "70 units in 2010", NULL);
        assert_true(owed_due(&o, "r", NULL, "2010") == OWED_UNKNOWN);
        assert_true(o.statement->missing.count > 0); /* and it is said why */
        owed_close(&o);
    }
}

/* ---- texts that are amended ---- */

#define FROM_2011(what) "amendment 1 to pact { effective 2011-01-01; " what " }\n"
static void amended(void **state)
{
    static const OwedLine lines[] = {{"2010-03-01", NULL, NULL, "USD", "gross 100, returns 10, freight 20"},
                                     {"2011-03-01", NULL, NULL, "USD", "gross 100, returns 10, freight 20"},
                                     {0}};
    static const char     define[] =
        OWED_TEXT "royalty r { " SALES "rate 10%; pay each calendar year }\n" FROM_2011(
            "replace net-sales { means \"less\"; equals gross less returns less freight }");
    static const char credit[] = CREDIT("paid in third-party",
                                        "at most 50% of r each calendar year; excess lapses",
                                        UNITS "rate 1 USD per unit")
        FROM_2011(
            "replace c { amount paid in third-party; at most 10% of r each calendar year; excess lapses }");
    static const char row[] = OWED_TEXT
        "royalty r { " UNITS
        "bands marginal { (a) up to 10 units: free; (b) above that: 1 USD per unit }; at most 50 USD "
        "each calendar year; pay each calendar year }\n" FROM_2011(
            "replace r(b) { above that: 2 USD per unit }");
    static const char sold[] =
        "100 units in 2010\n100 units in 2011\n100 USD paid in 2010\n100 USD paid in 2011";
    static const OwedRow rows[] = {
        {"half of 100", credit, sold, "r", "2010", 5000},
        {"a tenth of 100", credit, sold, "r", "2011", 9000},
        {"20 above 10 at 1", row, "30 units in 2010\n30 units in 2011", "r", "2010", 2000},
        {"20 above 10 at 2", row, "30 units in 2010\n30 units in 2011", "r", "2011", 4000},
        {"the cap that was not replaced", row, "500 units in 2011", "r", "2011", 5000},
    };
    static Owed o;
    (void)state;
    owed_open(&o, define, "", lines);
    assert_int_equal(owed_due(&o, "r", NULL, "2010"), 900);
    assert_int_equal(owed_due(&o, "r", NULL, "2011"), 700);
    owed_close(&o);
    owed_rows(rows, COUNT(rows));
}

/* Behind the term the cap in all goes on, and asking ends. */
static void behind_the_term(void **state)
{
    static const char text[] =
        OWED_HEADER("2009-01-01", "term 2 years, ending the day before the anniversary; " OWED_ROUNDING)
            OWED_PARTIES OWED_LINES "royalty r { " UNITS
                                    "rate 1 USD per unit; at most 100 USD in all; pay each calendar year }\n";
    (void)state;
    static const OwedRow rows[] = {
        {"within", text, "70 units in 2010\n70 units in 2014", "r", "2010", 7000},
        {"behind", text, "70 units in 2010\n70 units in 2014", "r", "2014", 3000},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- what was paid before ---- */

#define CO_BRAND                                                                                         \
    OWED_HEADER("2013-07-23", "rounding half-even to 0.01 USD on running total of each contract year")   \
    OWED_PARTIES OWED_LINES                                                                              \
        "royalty r { " PAID                                                                              \
        "on net-sales; counted together for borealis, each contract year; rate 10%; pay "                \
        "each contract year, within 30 days of its end }\npayment guaranteed { " PAID                    \
        "on 2013-08-01: 500_000 USD; on 2014-01-01: 500_000 USD; on 2014-06-01: 500_000 USD; on "        \
        "2014-08-01: "                                                                                   \
        "700_000 USD; on 2015-01-01: 700_000 USD; on 2015-06-01: 600_000 USD; credited against r, each " \
        "contract year }\n"

/* The amount for days that begin on the first and end on the second. */
static int64_t due_for(const char *text, const char *facts, const char *from, const char *through)
{
    static Owed o;
    int64_t     due = 0;
    owed_open(&o, text, facts, NULL);
    owed_state(&o, "2015");
    assert_true(due_rounded(o.books, &o.books->accounts[0], o.books->accounts[0].adjusts.count,
                            (Days){small_day(from), small_day(through)}, &due));
    owed_close(&o);
    return due;
}

static void instalments_of_a_minimum(void **state)
{
    static const char first[] = "9_400_000 USD net-sales in 2014-Q1",
                      second[] = "27_500_000 USD net-sales in 2015-Q1";
    (void)state;
    /* 940,000 earned of 1,500,000 that was paid: nothing more; 2,750,000 of 2,000,000: 750,000 more. */
    assert_int_equal(due_for(CO_BRAND, first, "2013-07-23", "2014-07-22"), 0);
    assert_int_equal(due_for(CO_BRAND, second, "2014-07-23", "2015-07-22"), 75000000);
    /* What the first year left is not taken off in the second. */
    assert_int_equal(due_for(CO_BRAND, "27_500_000 USD net-sales in 2015-Q1\n1 USD net-sales in 2014-Q1",
                             "2014-07-23", "2015-07-22"),
                     75000000);
}

#define ADVANCE(text) \
    OWED_TEXT "royalty r { " UNITS "rate 1 USD per unit; advance " text "; pay each calendar quarter }\n"
static void advances(void **state)
{
    static const char sold[] = "60 units in 2010-Q1\n60 units in 2010-Q2\n60 units in 2010-Q3";
    (void)state;
    const OwedRow rows[] = {
        {"all of it goes to the advance", ADVANCE("100 USD on 2010-01-01"), sold, "r", "2010-Q1", 0},
        {"then what is left: 60 less 40", ADVANCE("100 USD on 2010-01-01"), sold, "r", "2010-Q2", 2000},
        {"then none", ADVANCE("100 USD on 2010-01-01"), sold, "r", "2010-Q3", 6000},
        {"half of it each time", ADVANCE("100 USD on 2010-01-01, recouped from 50% of the amount due"), sold,
         "r", "2010-Q2", 3000},
        {"80 of 180 is above it", ADVANCE("100 USD on 2010-01-01, recouped from 50% of the amount due"), sold,
         "r", "2010", 9000},
        {"not from what was owed before it", ADVANCE("100 USD on 2010-04-01"), sold, "r", "2010-Q1", 6000},
        {"but from then on", ADVANCE("100 USD on 2010-04-01"), sold, "r", "2010", 8000},
        {"in another currency nobody says how", ADVANCE("100 EUR on 2010-04-01"), sold, "r", "2010-Q2",
         OWED_UNKNOWN},
        {"owed back in the end", ADVANCE("100 USD on 2010-01-01, repayable; lasts through 2010-06-30"), sold,
         "r", "2010-Q2", 2000},
        {"owed back when little was sold",
         ADVANCE("100 USD on 2010-01-01, repayable; lasts through 2010-06-30"), "30 units in 2010-Q1", "r",
         "2010-Q2", -7000},
        {"kept, if nothing says so", ADVANCE("100 USD on 2010-01-01; lasts through 2010-06-30"),
         "30 units in 2010-Q1", "r", "2010-Q2", 0},
    };
    for (Size i = 0; i < COUNT(rows); i++) { /* without the advance itself, which is a sum of its own */
        static Owed o;
        ROW("%s\n", rows[i].what);
        owed_open(&o, rows[i].text, rows[i].facts, NULL);
        assert_true(owed_due(&o, "r", "", rows[i].period) == rows[i].due);
        owed_close(&o);
    }
}

/* It is owed on its day, as a sum of its own; the statement says what is left of it. */
static void an_advance_is_a_sum_of_its_own(void **state)
{
    static Owed o;
    (void)state;
    owed_open(&o, ADVANCE("100 USD on 2010-01-15"), "60 units in 2010-Q1", NULL);
    Statement *s = owed_state(&o, "2010-Q1");
    assert_int_equal(s->parts.count, 2);
    assert_int_equal(s->parts.items[0].due, 0);
    int found = 0;
    for (Size i = 0; i < s->parts.items[0].steps.count; i++) {
        const Step *step = &s->parts.items[0].steps.items[i];
        if (step->kind != STEP_ADVANCE)
            continue;
        assert_text(step->label, S("advance of 2010-01-15 recouped, 40 USD left"));
        found++;
    }
    assert_int_equal(found, 1);
    assert_int_equal(s->parts.items[1].due, 10000);
    assert_text(s->parts.items[1].group, S("2010-01-15"));
    owed_close(&o);
}

static void minimums_that_are_carried(void **state)
{
    static const char carried[] = OWED_TEXT
        "royalty r { " UNITS "rate 1 USD per unit; minimum 100 USD each calendar year, carried forward; "
        "pay each calendar year }\n";
    static const char sold[] = "40 units in 2010\n130 units in 2011\n150 units in 2012";
    (void)state;
    static const OwedRow rows[] = {
        {"2009 and 2010 add 100 and 60", carried, sold, "r", "2010", 10000},
        {"of 130 only the 30 above the minimum pay it back", carried, sold, "r", "2011", 10000},
        {"50 more", carried, sold, "r", "2012", 10000},
        {"80 are left: 300 less 80", carried,
         "40 units in 2010\n130 units in 2011\n150 units in 2012\n300 units in 2013", "r", "2013", 22000},
    };
    owed_rows(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caps),
        cmocka_unit_test(rows_that_change_within_a_period),
        cmocka_unit_test(minimums),
        cmocka_unit_test(minimums_that_are_carried),
        cmocka_unit_test(instalments_of_a_minimum),
        cmocka_unit_test(advances),
        cmocka_unit_test(an_advance_is_a_sum_of_its_own),
        cmocka_unit_test(credits),
        cmocka_unit_test(credits_of_a_negative_quarter),
        cmocka_unit_test(a_credit_of_two),
        cmocka_unit_test(what_is_left_alone),
        cmocka_unit_test(amended),
        cmocka_unit_test(behind_the_term),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
