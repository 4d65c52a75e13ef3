/* test_price.c - bands, rates, discounts, rounding; the amounts are reckoned beside each row. */
#include "owed.h"

#define PAID      "borealis pays aurora; "
#define YEARLY    "counted together for borealis with affiliates, each calendar year; "
#define UNITS     "royalty r { " PAID "on units in sales; " YEARLY
#define SALES     "royalty r { " PAID "on net-sales; " YEARLY
#define QUARTERLY "; pay each calendar quarter }\n"

/* ---- bands ---- */

static void edges_of_bands(void **state)
{
    static const char whole[] = OWED_TEXT UNITS "bands whole { up to 100 units: 1 USD per unit; below 200 "
                                                "units: 0.50 USD per unit; above that: 0.25 USD per "
                                                "unit }" QUARTERLY;
    static const char marginal[] = OWED_TEXT UNITS
        "bands marginal { below 100 units: free; up to 100 units: 7 USD per unit; above that: 1 USD per unit "
        "}" QUARTERLY;
    static const char cliff[] =
        OWED_TEXT     UNITS "bands whole { up to 100_000 units: free; up to 250_000 units: 25_000 USD; up to "
                            "500_000 units: 50_000 USD; "
                            "up to 1_000_000 units: 75_000 USD; above that: 100_000 USD }" QUARTERLY;
    (void)state;
    const OwedRow rows[] = {
        {"whole: 100 at 1", whole, "100 units in 2010", "r", "2010", 10000},
        {"whole: 101 at 0.50", whole, "101 units in 2010", "r", "2010", 5050},
        {"whole: 199 at 0.50", whole, "199 units in 2010", "r", "2010", 9950},
        {"whole: 200 at 0.25", whole, "200 units in 2010", "r", "2010", 5000},
        {"whole: the quarter that passes the edge gives back", whole,
         "90 units in 2010-Q1\n20 units in 2010-Q2", "r", "2010-Q2", 5500 - 9000},
        {"marginal: 99 are free", marginal, "99 units in 2010", "r", "2010", 0},
        {"marginal: the 100th is not below 100", marginal, "100 units in 2010", "r", "2010", 700},
        {"marginal: the 101st", marginal, "101 units in 2010", "r", "2010", 800},
        {"C3 cliff: 100,000", cliff, "100_000 units in 2012", "r", "2012", 0},
        {"C3 cliff: 100,001", cliff, "100_001 units in 2012", "r", "2012", 2500000},
        {"C3 cliff: 250,000", cliff, "250_000 units in 2012", "r", "2012", 2500000},
        {"C3 cliff: 250,001", cliff, "250_001 units in 2012", "r", "2012", 5000000},
        {"C3 cliff: the step of a quarter", cliff, "200_000 units in 2012-Q1\n100_000 units in 2012-Q2", "r",
         "2012-Q2", 2500000},
        {"C3 cliff: the top", cliff, "3_000_000 units in 2012", "r", "2012", 10000000},
    };
    owed_rows(rows, COUNT(rows));
}

/* 150; 50; -50, which is nothing; 30: what comes back comes back at the rate of the band it leaves. */
static void more_comes_back_than_was_sold(void **state)
{
    static const char     text[] =
        OWED_TEXT         UNITS "bands marginal { up to 100 units: 1 USD per unit; above that: 2 USD "
                                "per unit }" QUARTERLY;
    static const OwedLine lines[] = {{"2010-01-05", NULL, NULL, NULL, "units 150"},
                                     {"2010-04-05", NULL, NULL, NULL, "units -100"},
                                     {"2010-07-05", NULL, NULL, NULL, "units -100"},
                                     {"2010-10-05", NULL, NULL, NULL, "units 80"},
                                     {0}};
    static Owed           o;
    (void)state;
    owed_open(&o, text, "", lines);
    assert_int_equal(owed_due(&o, "r", NULL, "2010-Q1"), 20000);
    assert_int_equal(owed_due(&o, "r", NULL, "2010-Q2"), -15000);
    assert_int_equal(owed_due(&o, "r", NULL, "2010-Q3"), -5000);
    assert_int_equal(owed_due(&o, "r", NULL, "2010-Q4"), 3000);
    assert_int_equal(owed_due(&o, "r", NULL, "2010"), 3000);
    assert_int_equal(owed_due(&o, "r", NULL, "2011"), 0);
    owed_close(&o);
}

/* ---- rates and discounts ---- */

static int64_t due_of(const char *text, const char *facts, const OwedLine *lines, const char *period)
{
    static Owed o;
    owed_open(&o, text, facts, lines);
    int64_t due = owed_due(&o, "r", NULL, period);
    owed_close(&o);
    return due;
}

static void rates_that_end(void **state)
{
    static const OwedLine lines[] = {
        {"2010-05-15", NULL, NULL, NULL, "units 10"}, {"2010-05-16", NULL, NULL, NULL, "units 10"}, {0}};
    (void)state;
    assert_int_equal(due_of(OWED_TEXT UNITS
                            "rate { through 2010-05-15: 1 USD per unit; otherwise: 2 USD per unit "
                            "}" QUARTERLY,
                            "", lines, "2010-Q2"),
                     3000);
    assert_int_equal(due_of(OWED_TEXT UNITS "rate 1 USD per unit; lasts through 2010-05-15" QUARTERLY, "",
                            lines, "2010-Q2"),
                     1000);
    assert_int_equal(due_of(OWED_TEXT UNITS "rate 1 USD per unit" QUARTERLY
                                            "discount d { r less 50%; from 2010-05-16 }\n",
                            "", lines, "2010-Q2"),
                     1500);
}

#define DISCOUNTED(more)                                                      \
    OWED_TEXT UNITS "rate 1 USD per unit" QUARTERLY                           \
                    "discount early { r less 50% }\ndiscount later { r less " \
                    "20%" more " }\n"
static void discounts(void **state)
{
    static const char fixed[] =
        OWED_TEXT     UNITS "bands whole { up to 100 units: 25_000 USD; above that: 50_000 USD "
                            "}" QUARTERLY "discount d { r less 50%; through 2010-06-30 }\n";
    static const char maybe[] =
        OWED_TEXT "fact small { decided by aurora }\n" UNITS "rate 1 USD per unit" QUARTERLY
                  "discount d { r less 50%; if small }\n";
    static const char each[] =
        "10 units in 2010-Q1\n10 units in 2010-Q2\n1 units in 2010-Q3\n100 units in 2010-Q4";
    (void)state;
    const OwedRow rows[] = {
        {"one after the other: 100 x 0.5 x 0.8", DISCOUNTED(""), "100 units in 2010", "r", "2010", 4000},
        {"the greater one", DISCOUNTED("; does not add to early"), "100 units in 2010", "r", "2010", 5000},
        {"a fixed amount: half", fixed, each, "r", "2010-Q1", 1250000},
        {"it is owed once", fixed, each, "r", "2010-Q2", 0},
        {"the discount ends: the other half", fixed, each, "r", "2010-Q3", 1250000},
        {"the next band: 25,000 more", fixed, each, "r", "2010-Q4", 2500000},
        {"a discount that nobody decided", maybe, "10 units in 2010", "r", "2010", OWED_UNKNOWN},
        {"nothing sold: it does not matter", maybe, "", "r", "2010", 0},
    };
    owed_rows(rows, COUNT(rows));
}

/* ---- what is not known ---- */

static void without_a_rate_of_exchange(void **state)
{
    static const OwedLine lines[] = {{"2010-05-15", NULL, NULL, "EUR", "units 10, gross 100"}, {0}};
    (void)state;
    assert_true(due_of(OWED_TEXT SALES "bands marginal { up to 1_000 USD: 10%; above that: 5% }" QUARTERLY,
                       "", lines, "2010-Q2") == OWED_UNKNOWN);
    assert_true(due_of(OWED_TEXT SALES "bands whole { up to 1_000 USD: 10%; above that: 5% }" QUARTERLY, "",
                       lines, "2010-Q2") == OWED_UNKNOWN);
    assert_true(due_of(OWED_TEXT SALES "rate 10%" QUARTERLY, "", lines, "2010-Q2") == OWED_UNKNOWN);
    assert_int_equal(due_of(OWED_TEXT UNITS "rate 1 USD per unit" QUARTERLY, "", lines, "2010-Q2"), 1000);
}

/* Sums of 10^34 at a rate of 18 digits do not fit: that is said, and no other number is given. */
static void what_does_not_fit(void **state)
{
    static const OwedLine lines[] = {{"2010-05-15", NULL, NULL, "USD", "units 999_999_999_999"}, {0}};
    (void)state;
    assert_true(due_of(OWED_TEXT UNITS "rate 999_999_999_999 USD per unit" QUARTERLY, "", lines, "2010-Q2") ==
                OWED_UNKNOWN);
    assert_true(due_of(OWED_TEXT UNITS
                       "bands marginal { up to 5 units: free; above that: 999_999_999_999.123456 USD "
                       "per unit }" QUARTERLY,
                       "", lines, "2010-Q2") == OWED_UNKNOWN);
}

/* ---- rounding ---- */

#define ROUNDED(how, where)                                 \
    OWED_HEADER("2009-01-01", "rounding " how " on " where) \
    OWED_PARTIES OWED_LINES UNITS "rate 0.005 USD per unit" QUARTERLY
#define RUNNING "running total of each calendar year"
static void rounding(void **state)
{
    static const char each[] =
        "1 units in 2010-Q1\n1 units in 2010-Q2\n1 units in 2010-Q3\n1 units in 2010-Q4";
    (void)state;
    static const OwedRow rows[] = {
        {"0.005 half even", ROUNDED("half-even to 0.01 USD", RUNNING), each, "r", "2010-Q1", 0},
        {"0.010 less 0", ROUNDED("half-even to 0.01 USD", RUNNING), each, "r", "2010-Q2", 1},
        {"0.015 half even is 0.02", ROUNDED("half-even to 0.01 USD", RUNNING), each, "r", "2010-Q3", 1},
        {"0.020", ROUNDED("half-even to 0.01 USD", RUNNING), each, "r", "2010-Q4", 0},
        {"the year", ROUNDED("half-even to 0.01 USD", RUNNING), each, "r", "2010", 2},
        {"0.005 half up", ROUNDED("half-up to 0.01 USD", RUNNING), each, "r", "2010-Q1", 1},
        {"0.005 half down", ROUNDED("half-down to 0.01 USD", RUNNING), each, "r", "2010-Q1", 0},
        {"0.005 down", ROUNDED("down to 0.01 USD", RUNNING), each, "r", "2010-Q1", 0},
        {"0.005 up", ROUNDED("up to 0.01 USD", RUNNING), each, "r", "2010-Q1", 1},
        {"each payment: 4 times 0.01", ROUNDED("half-up to 0.01 USD", "each payment"), each, "r", "2010", 4},
        {"to a dollar, up", ROUNDED("up to 1 USD", "each payment"), each, "r", "2010-Q1", 100},
        {"to 0.05: 0.02 is nothing", ROUNDED("half-up to 0.05 USD", RUNNING), each, "r", "2010", 0},
        {"to 0.05: 0.025 is half", ROUNDED("half-up to 0.05 USD", RUNNING), "5 units in 2010", "r", "2010",
         5},
        {"on each line: not from totals", ROUNDED("half-up to 0.01 USD", "each line"), each, "r", "2010",
         OWED_UNKNOWN},
    };
    owed_rows(rows, COUNT(rows));
}

/* 0.004 for each of two lines is nothing; 0.006 each is 0.01 each. Returns round as sales do. */
static void rounded_on_each_line(void **state)
{
#define LINES(mode, price) \
    OWED_HEADER("2009-01-01", "rounding " mode " on each line") OWED_PARTIES OWED_LINES UNITS price QUARTERLY
#define GROSS(price)                                                       \
    OWED_HEADER("2009-01-01", "rounding half-up to 0.01 USD on each line") \
    OWED_PARTIES OWED_LINES "royalty r { borealis pays aurora; on " price "; pay each calendar quarter }\n"
#define COUNTED "; counted together for borealis, each calendar year; "
    static const OwedLine lines[] = {
        {"2010-01-05", "beacon", NULL, "USD", "units 2, gross 0.30, returns 0.10"},
        {"2010-01-06", "lantern", NULL, "USD", "units 2, gross 0.30"},
        {"2010-02-06", "beacon", NULL, "USD", "units 1, gross 0.10"},
        {"2010-05-06", "beacon", NULL, "USD", "units -3, gross -0.50"},
        {0},
    };
    static const OwedLine euros[] = {{"2010-01-05", "beacon", NULL, "EUR", "units 2, gross 0.30"}, {0}};
    static const struct {
        const char     *what, *text;
        const OwedLine *lines;
        const char     *period;
        int64_t         due;
    } rows[] = {
        {"0.006 and 0.006 and 0.003", LINES("half-even to 0.01 USD", "rate 0.003 USD per unit"), lines,
         "2010-Q1", 2},
        {"0.005, 0.005, 0.0025 half even", LINES("half-even to 0.01 USD", "rate 0.0025 USD per unit"), lines,
         "2010-Q1", 0},
        {"half up", LINES("half-up to 0.01 USD", "rate 0.0025 USD per unit"), lines, "2010-Q1", 2},
        {"half down", LINES("half-down to 0.01 USD", "rate 0.0025 USD per unit"), lines, "2010-Q1", 0},
        {"up", LINES("up to 0.01 USD", "rate 0.0025 USD per unit"), lines, "2010-Q1", 3},
        {"up, to 0.05", LINES("up to 0.05 USD", "rate 0.0025 USD per unit"), lines, "2010-Q1", 15},
        {"returned: up is away from nothing", LINES("up to 0.01 USD", "rate 0.0025 USD per unit"), lines,
         "2010-Q2", -1},
        {"a band for all of it",
         LINES("half-up to 0.01 USD",
               "bands whole { up to 4 units: 9 USD per unit; above that: 0.0025 USD per unit }"),
         lines, "2010-Q1", 2},
        {"bands that lines of a month cross",
         LINES("half-up to 0.01 USD",
               "bands marginal { up to 3 units: 1 USD per unit; above that: 0.0025 USD per unit }"),
         lines, "2010-Q1", OWED_UNKNOWN},
        {"bands that they do not",
         LINES("half-up to 0.01 USD",
               "bands marginal { up to 4 units: 1 USD per unit; above that: 0.004 USD per unit }"),
         lines, "2010-Q1", 400},
        {"a share of two columns", GROSS("net-sales in sales" COUNTED "rate 5%"), lines, "2010-Q1", 4},
        {"a share of a share", GROSS("50% of net-sales in sales" COUNTED "rate 5%"), lines, "2010-Q1", 2},
        {"lesser of two", GROSS("units in sales" COUNTED "rate least of { 5% of gross; 0.004 USD per unit }"),
         lines, "2010-Q1", 2},
        {"a ceiling on the price", GROSS("gross in sales" COUNTED "price at most 0.12 USD; rate 5%"), lines,
         "2010-Q1", 3},
        {"a discount comes off behind it",
         LINES("half-up to 0.01 USD", "rate 0.0025 USD per unit") "discount d { r less 50% }\n", lines,
         "2010-Q1", OWED_UNKNOWN},
        {"euros at a rate that comes later",
         GROSS("gross in sales" COUNTED "rate 5%; convert at \"ECB\", last day of period"), euros, "2010-Q1",
         OWED_UNKNOWN},
        {"euros, and a price per unit", LINES("half-up to 0.01 USD", "rate 0.0025 USD per unit"), euros,
         "2010-Q1", 1},
        {"a cap is on what was rounded",
         LINES("half-up to 0.01 USD", "rate 1 USD per unit; at most 0.12 USD each calendar year"), lines,
         "2010-Q1", 12},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].what);
        int64_t due = due_of(rows[i].text, "", rows[i].lines, rows[i].period);
        if (due != rows[i].due)
            print_message("# got %lld, want %lld\n", (long long)due, (long long)rows[i].due);
        assert_true(due == rows[i].due);
    }
}

static void rounding_below_zero(void **state)
{
    static const OwedLine lines[] = {{"2010-01-05", NULL, NULL, NULL, "units -1"}, {0}};
    (void)state;
    assert_int_equal(due_of(ROUNDED("half-up to 0.01 USD", RUNNING), "", lines, "2010-Q1"), -1);
    assert_int_equal(due_of(ROUNDED("half-even to 0.01 USD", RUNNING), "", lines, "2010-Q1"), 0);
    assert_int_equal(due_of(ROUNDED("down to 0.01 USD", RUNNING), "", lines, "2010-Q1"), 0);
    assert_int_equal(due_of(ROUNDED("up to 0.01 USD", RUNNING), "", lines, "2010-Q1"), -1);
}

static void no_word_of_rounding(void **state)
{
    static const char text[] = OWED_HEADER("2009-01-01", "law \"none\"") OWED_PARTIES OWED_LINES UNITS
        "rate 0.005 USD per unit" QUARTERLY;
    (void)state;
    static const OwedRow rows[] = {
        {"0.005 needs one", text, "1 units in 2010", "r", "2010", OWED_UNKNOWN},
        {"0.01 does not", text, "2 units in 2010", "r", "2010", 1},
    };
    owed_rows(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_of_bands),
        cmocka_unit_test(more_comes_back_than_was_sold),
        cmocka_unit_test(rates_that_end),
        cmocka_unit_test(discounts),
        cmocka_unit_test(without_a_rate_of_exchange),
        cmocka_unit_test(what_does_not_fit),
        cmocka_unit_test(rounding),
        cmocka_unit_test(rounded_on_each_line),
        cmocka_unit_test(rounding_below_zero),
        cmocka_unit_test(no_word_of_rounding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
