/* test_base.c - what a royalty is on: columns, limits on them, groups, corrections, what cannot be computed.
 */
#include "owed.h"

#define PAID      "borealis pays aurora; "
#define YEARLY    "counted together for borealis with affiliates, each calendar year; "
#define QUARTERLY "; pay each calendar quarter }\n"
#define LIMITED(limits)                                                                               \
    OWED_TEXT "define left { means \"what is left\"; equals gross less freight less returns; " limits \
              " }\nroyalty r { " PAID "on left; " YEARLY "rate 10%" QUARTERLY

static int64_t due_of(const char *text, const OwedLine *lines, const char *group, const char *period)
{
    static Owed o;
    owed_open(&o, text, "", lines);
    int64_t due = owed_due(&o, "r", group, period);
    owed_close(&o);
    return due;
}

/* C11: deductions are at most 5% of what is sold in the quarter, not in the month. */
static void freight_at_most(void **state)
{
    static const char     text[] = LIMITED("limit freight at most 5% of gross each calendar quarter");
    static const OwedLine lines[] = {{"2010-01-10", NULL, NULL, "USD", "gross 100, freight 20"},
                                     {"2010-02-10", NULL, NULL, "USD", "gross 100"},
                                     {"2010-03-10", NULL, NULL, "USD", "gross 100, freight 1, returns 10"},
                                     {"2010-04-10", NULL, NULL, "USD", "gross 100, freight 3"},
                                     {"2010-07-10", NULL, NULL, "USD", "freight 3, returns 100"},
                                     {0}};
    (void)state;
    /* 300 less 15 (not 21) less 10; a tenth of it */
    assert_int_equal(due_of(text, lines, NULL, "2010-Q1"), 2750);
    assert_int_equal(due_of(text, lines, NULL, "2010-Q2"), 970);
    /* nothing sold: no freight comes off, and none is added */
    assert_int_equal(due_of(text, lines, NULL, "2010-Q3"), -1000);
    assert_int_equal(due_of(text, lines, NULL, "2010"), 2750 + 970 - 1000);
}

/* `least of { 2.5% of gross; 25 USD per unit }`: 25 USD are times the units of the line, not once a line. */
static void a_price_of_each_unit_within_a_line(void **state)
{
    static const struct {
        const char *text;
        bool        times_units;
    } rows[] = {
        {OWED_TEXT "royalty r { " PAID "on gross in sales; " YEARLY
                   "rate least of { 2.5% of gross; 25 USD per unit }" QUARTERLY,
         true},
        {OWED_TEXT "royalty r { " PAID "on gross in sales; " YEARLY
                   "rate least of { 2.5% of gross; 25 USD }" QUARTERLY,
         false},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        static Owed o;
        ROW("%d\n", (int)i);
        owed_open(&o, rows[i].text, "", NULL);
        owed_state(&o, "2010");
        const PlanLines *lines = &o.plan->lines.items[0];
        const Slot      *slot = &lines->slots[o.plan->royalties.items[0]->versions.items[0].slot];
        const LineOp    *price = &slot->ops.items[2]; /* after 2.5% and gross */
        int              units = lines_number(lines, word_known(&o.s.words, S("units")));
        assert_int_equal(slot->ops.count, rows[i].times_units ? 5 : 4);
        assert_int_equal(price->kind, rows[i].times_units ? OP_NUMBER : OP_CONSTANT);
        assert_int_equal(units >= 0, rows[i].times_units);
        if (rows[i].times_units) {
            assert_int_equal(price->number, units);
            assert_int_equal(price[1].kind, OP_TIMES_RATIO);
            assert_int_equal(price[1].constant, 25);
            assert_int_equal(price[1].divisor, 1);
        }
        owed_close(&o);
    }
}

/* A ceiling on the price of one unit says the currency too: the header has another one. */
static void a_price_at_most_has_a_currency(void **state)
{
    static const char text[] = OWED_TEXT "royalty r { " PAID "on gross in sales; " YEARLY
                                         "price at most 400 EUR; rate 3.25%" QUARTERLY;
    static Owed o;
    (void)state;
    owed_open(&o, text, "", NULL);
    owed_state(&o, "2010");
    assert_int_equal(royalty_currency(o.plan, o.plan->royalties.items[0]), currency_find(S("EUR")));
    owed_close(&o);
}

/* Totals of columns are measured as lines are; what is reckoned line by line does not come from totals. */
static void totals_of_columns(void **state)
{
    static const char left[] = LIMITED("limit freight at most 5% of gross each calendar quarter");
    static const char service[] =
        OWED_TEXT "define cost { means \"c\"; equals gross plus 30% of freight }\nroyalty r { " PAID
                  "on cost; " YEARLY "rate 100%" QUARTERLY;
    static const char lesser[] = OWED_TEXT "royalty r { " PAID "on gross in sales; " YEARLY
                                           "rate least of { 2.5% of gross; 25 USD per unit }" QUARTERLY;
    static const char ceiling[] = OWED_TEXT "royalty r { " PAID "on gross in sales; " YEARLY
                                            "price at most 400 USD; rate 10%" QUARTERLY;
    static const char weighed[] =
        OWED_TEXT "define pieces { means \"p\"; equals units }\nroyalty r { " PAID
                  "on pieces in sales; " YEARLY "rate 1 USD per unit; lantern counts as 0.5 units" QUARTERLY;
    (void)state;
    static const OwedRow rows[] = {
        {"100 less 5, not 20", left, "100 USD gross in 2010-Q1\n20 USD freight in 2010-Q1", "r", "2010", 950},
        {"each quarter has its limit", left, "100 USD gross in 2010-Q1\n20 USD freight in 2010-Q2", "r",
         "2010", 1000},
        {"the base and a column", left, "100 USD left in 2010-Q1\n100 USD gross in 2010-Q1", "r", "2010",
         2000},
        {"1,000 and 30% of 200", service, "1_000 USD gross in 2010\n200 USD freight in 2010", "r", "2010",
         106000},
        {"a count", weighed, "3 units in 2010 of lantern", "r", "2010", 150},
        {"what nothing counts", service, "5 units in 2010", "r", "2010", 0},
        {"the lesser of two", lesser, "100 USD gross in 2010", "r", "2010", OWED_UNKNOWN},
        {"of its units", lesser, "10 units in 2010", "r", "2010", OWED_UNKNOWN},
        {"a ceiling on a price", ceiling, "100 USD gross in 2010", "r", "2010", OWED_UNKNOWN},
    };
    owed_rows(rows, COUNT(rows));
}

/* A total that no royalty counts is a note of the statement of its period, and of no other one. */
static void totals_that_count_for_nothing(void **state)
{
    static const char text[] = LIMITED("limit freight at most 5% of gross each calendar quarter");
    static Owed       o;
    (void)state;
    owed_open(&o, text, "100 USD gross in 2010-Q1\n5 units in 2010-Q2", NULL);
    owed_state(&o, "2010-Q1");
    assert_int_equal(o.statement->notes.count, 0);
    owed_state(&o, "2010-Q2");
    assert_int_equal(o.statement->notes.count, 1);
    assert_text(o.statement->notes.items[0], S("`5 units in 2010-Q2` counts for no royalty"));
    owed_close(&o);
}

/* Each of these is a finding of the text, and the amount is not known whoever asks. */
static void what_cannot_be_computed(void **state)
{
    static const OwedLine lines[] = {{"2010-01-10", NULL, NULL, "USD", "gross 100, freight 20, units 5"},
                                     {0}};
    static const char    *texts[] = {
           LIMITED("limit freight at most 5% of gross"),
           LIMITED(
               "limit freight at most 5% of gross each calendar quarter; limit returns at most 5% of gross each "
                  "calendar year"),
           OWED_TEXT "define left { means \"m\"; equals gross times units }\nroyalty r { " PAID
                     "on left; " YEARLY "rate 10%" QUARTERLY,
           OWED_TEXT "define left { means \"m\"; equals gross divided by units }\nroyalty r { " PAID
                     "on left; " YEARLY "rate 10%" QUARTERLY,
    };
    (void)state;
    for (Size i = 0; i < COUNT(texts); i++) {
        static Owed o;
        ROW("%d\n", (int)i);
        owed_open(&o, texts[i], "", lines);
        assert_true(owed_due(&o, "r", NULL, "2010") == OWED_UNKNOWN);
        Diags diags = diags_new(&o.s.arena);
        (void)plan_new(&o.s.arena, o.s.standing, NULL, owed_period("2010"), &diags);
        assert_int_equal(diags.errors, 1);
        assert_string_equal(diags.first->code, "E0610");
        owed_close(&o);
    }
}

/* A line was taken back and another put in its place: no line more, and an amount. */
static void corrections(void **state)
{
    static const char text[] = OWED_TEXT "royalty r { " PAID "on net-sales; " YEARLY "rate 10%" QUARTERLY;
    static Owed       o;
    (void)state;
    owed_open(&o, text, "", NULL);
    owed_state(&o, "2010-Q1");
    Sums   sums = sums_new(&o.s.arena, o.plan);
    SumKey key = {.currency = (uint16_t)(1 + currency_find(S("USD"))), .interval = o.plan->interval_of[40]};
    Size   cell = sums_cell(&sums, &key);
    sums_values(&sums, cell)[0] = 50000000; /* 50.00 USD in no line */
    Ledgers *ledgers = ledgers_new(&o.s.arena, o.plan, &sums);
    ledgers_close(ledgers);
    o.pricing.ledgers = ledgers;
    o.books = books_new(&o.pricing, ledgers);
    o.statement = statement_new(o.books, owed_period("2010-Q1"), 0);
    assert_int_equal(o.statement->parts.items[0].due, 500);
    owed_close(&o);
}

/* ---- groups ---- */

static void counted_apart(void **state)
{
    static const char apart[] = OWED_TEXT
        "royalty r { " PAID "on units in sales; counted apart for each product, entity, each calendar "
        "year; bands marginal { up to 10 units: free; above that: 1 USD per unit "
        "}" QUARTERLY;
    static const char together[] =
        OWED_TEXT "royalty r { " PAID "on units in sales; " YEARLY
                  "bands marginal { up to 10 units: free; above that: 1 USD per unit "
                  "}" QUARTERLY;
    static const char scoped[] =
        OWED_TEXT "royalty r { " PAID "on units in sales of lantern; " YEARLY "rate 1 USD per unit" QUARTERLY;
    static const char half[] = OWED_TEXT "royalty r { " PAID "on units in sales; " YEARLY
                                         "rate 1 USD per unit; lantern counts as 0.5 units" QUARTERLY;
    static const OwedLine lines[] = {{"2010-01-10", "beacon", "north", NULL, "units 8"},
                                     {"2010-02-10", "beacon", "south", NULL, "units 12"},
                                     {"2010-02-11", "beacon", "north", NULL, "units 8"},
                                     {"2010-02-12", "lantern", "borealis", NULL, "units 15"},
                                     {"2010-02-13", "beacon", "stranger", NULL, "units 900"},
                                     {0}};
    (void)state;
    assert_int_equal(due_of(apart, lines, "beacon, north", "2010-Q1"), 600);
    assert_int_equal(due_of(apart, lines, "beacon, south", "2010-Q1"), 200);
    assert_int_equal(due_of(apart, lines, "lantern, borealis", "2010-Q1"), 500);
    assert_int_equal(due_of(apart, lines, NULL, "2010-Q1"), 1300);
    assert_int_equal(due_of(together, lines, NULL, "2010-Q1"), 3300);
    assert_int_equal(due_of(scoped, lines, NULL, "2010-Q1"), 1500);
    assert_int_equal(due_of(half, lines, NULL, "2010-Q1"), 2800 + 750);
}

/* 0.5 units at 0.0000001 are less than sums can hold: not nothing, but not known. */
static void weights_that_do_not_fit(void **state)
{
    static const char text[] =
        OWED_TEXT "royalty r { " PAID "on units in sales; " YEARLY
                  "rate 1_000_000 USD per unit; lantern counts as 0.0000001 units" QUARTERLY;
    static const OwedLine half[] = {{"2010-01-10", "lantern", NULL, NULL, "units 0.5"}, {0}},
                          ten[] = {{"2010-01-10", "lantern", NULL, NULL, "units 10"}, {0}};
    (void)state;
    assert_true(due_of(text, half, NULL, "2010-Q1") == OWED_UNKNOWN);
    assert_int_equal(due_of(text, ten, NULL, "2010-Q1"), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(freight_at_most),
        cmocka_unit_test(what_cannot_be_computed),
        cmocka_unit_test(totals_of_columns),
        cmocka_unit_test(totals_that_count_for_nothing),
        cmocka_unit_test(a_price_at_most_has_a_currency),
        cmocka_unit_test(a_price_of_each_unit_within_a_line),
        cmocka_unit_test(corrections),
        cmocka_unit_test(counted_apart),
        cmocka_unit_test(weights_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
