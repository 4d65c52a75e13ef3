/* test_parts.c - which parts a statement has: one for each group, counter, payee; and what they show. */
#include "owed.h"

#define PAID "borealis pays aurora; "

static int64_t due_to(Owed *o, const char *payee, const char *group)
{
    int64_t sum = 0;
    for (Size i = 0; i < o->statement->parts.count; i++) {
        const StatementPart *part = &o->statement->parts.items[i];
        if (part->payee == small_subject(&o->s, payee) && (!group || str_equal(part->group, str_from(group))))
            sum += part->due;
    }
    return sum;
}

/* The steps above a line add up to it, whatever is shown. */
static void foots(const StatementPart *part)
{
    Rational sum = rational_whole(0);
    for (Size i = 0; i < part->steps.count; i++) {
        const Step *step = &part->steps.items[i];
        bool        total = step->kind == STEP_EARNED || step->kind == STEP_TO_DATE || step->kind == STEP_DUE;
        if (step->kind == STEP_BASE || step->kind == STEP_CONVERT)
            continue;
        if (total)
            assert_int_equal(rational_order(sum, step->amount), 0);
        else
            sum = rational_add(sum, step->amount);
    }
}

static int steps_of(const StatementPart *part, StepKind kind)
{
    int count = 0;
    for (Size i = 0; i < part->steps.count; i++)
        count += part->steps.items[i].kind == kind;
    return count;
}

/* ---- several payees ---- */

#define SPLIT(shares, more)                                                                                 \
    OWED_TEXT "party cygnus\nparty dorado\nroyalty r { " PAID "on units in sales; rate 0.01 USD per unit; " \
              "split { " shares " }; pay each calendar quarter" more " }\n"
static void what_is_left_over_goes_to_the_most_cut(void **state)
{
    static const char thirds[] = SPLIT("aurora: 33.3%; cygnus: 33.3%; dorado: 33.4%", "");
    static const struct {
        const char *what, *text, *facts;
        int64_t     aurora, cygnus, dorado;
    } rows[] = {
        {"0.05 by halves: 0.025 each, the first gets the cent", SPLIT("aurora: 50%; cygnus: 50%", ""),
         "5 units in 2010-Q1", 3, 2, 0},
        {"0.10 by thirds: 3.33, 3.33, 3.34 cents", thirds, "10 units in 2010-Q1", 3, 3, 4},
        {"0.20 by thirds: 6.66, 6.66, 6.68: two cents are left", thirds, "20 units in 2010-Q1", 7, 6, 7},
        {"taken back as it was given", thirds, "-20 units in 2010-Q1", -7, -6, -7},
        {"nothing", thirds, "", 0, 0, 0},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        static Owed     o;
        static OwedLine lines[] = {{"2010-02-01", NULL, NULL, NULL, "units -20"}, {0}};
        bool            back = rows[i].facts[0] == '-';
        ROW("%s\n", rows[i].what);
        owed_open(&o, rows[i].text, back ? "" : rows[i].facts, back ? lines : NULL);
        owed_state(&o, "2010-Q1");
        assert_int_equal(due_to(&o, "aurora", NULL), rows[i].aurora);
        assert_int_equal(due_to(&o, "cygnus", NULL), rows[i].cygnus);
        assert_int_equal(due_to(&o, "dorado", NULL), rows[i].dorado);
        for (Size k = 0; k < o.statement->parts.count; k++)
            foots(&o.statement->parts.items[k]);
        owed_close(&o);
    }
}

/* Each payee is owed its own balance. */
static void each_payee_has_a_balance(void **state)
{
    static Owed o;
    (void)state;
    owed_open(&o, SPLIT("aurora: 60%; cygnus: 40%", ""), "1_000 units in 2010-Q1", NULL);
    owed_state(&o, "2010-Q1");
    assert_int_equal(o.statement->net.count, 2);
    assert_int_equal(o.statement->net.items[0].net, 600);
    assert_int_equal(o.statement->net.items[1].net, 400);
    assert_int_equal(o.statement->net.items[1].to, small_subject(&o.s, "cygnus"));
    owed_close(&o);
}

/* ---- one for each ---- */

#define REVERTED                                                                                           \
    OWED_TEXT "event reversion { for each product; recorded by aurora }\nroyalty r { " PAID                \
              "on units in sales; rate 1 USD per unit; per product after reversion; at most 100 USD each " \
              "calendar year; pay each calendar year }\n"
static void one_for_each_product(void **state)
{
    static const OwedLine lines[] = {{"2010-02-01", "beacon", NULL, NULL, "units 70"},
                                     {"2010-05-10", "beacon", NULL, NULL, "units 80"},
                                     {"2010-05-11", "lantern", NULL, NULL, "units 500"},
                                     {"2010-05-12", "lantern", NULL, NULL, "units 90"},
                                     {0}};
    static Owed           o;
    (void)state;
    owed_open(&o, REVERTED, "reversion of beacon on 2010-05-10\nreversion of lantern on 2010-05-12", lines);
    owed_state(&o, "2010");
    assert_int_equal(due_to(&o, "aurora", "beacon"), 8000); /* from the day of the event on */
    assert_int_equal(due_to(&o, "aurora", "lantern"), 9000);
    owed_close(&o);
    owed_open(&o, REVERTED, "reversion of beacon on 2009-05-10", lines);
    owed_state(&o, "2010");
    assert_int_equal(due_to(&o, "aurora", "beacon"), 10000); /* capped, each for itself */
    assert_int_equal(due_to(&o, "aurora", "lantern"), 0);    /* it did not come back */
    owed_close(&o);
}

/* Lines do not say which plant they are from. */
static void groups_that_lines_do_not_tell_apart(void **state)
{
    static const char *const texts[] = {
        OWED_TEXT "class plant\nroyalty r { " PAID "on units in sales; rate 1 USD per unit; per plant }\n",
        OWED_TEXT
        "class plant\nroyalty r { " PAID
        "on units in sales; counted apart for each plant, each calendar year; rate 1 USD per unit }\n",
    };
    static const OwedLine lines[] = {{"2010-02-01", "beacon", NULL, NULL, "units 70"}, {0}};
    static Owed           o;
    (void)state;
    for (Size i = 0; i < COUNT(texts); i++) {
        owed_open(&o, texts[i], "", lines);
        assert_true(owed_due(&o, "r", NULL, "2010") == OWED_UNKNOWN);
        assert_true(o.statement->missing.count > 0);
        owed_close(&o);
        owed_open(&o, texts[i], "70 units in 2010", NULL); /* a total is that of one plant */
        assert_true(owed_due(&o, "r", NULL, "2010") == 7000);
        owed_close(&o);
    }
}

/* ---- counters that end within a period of payment ---- */

#define MONTHLY                                                                                     \
    OWED_TEXT                                                                                       \
    "royalty r { " PAID "on units in sales; counted together for borealis, each calendar month; "   \
    "bands marginal { (a) up to 10 units: free; (b) above that: 1 USD per unit }; at most 100 USD " \
    "each calendar year; pay each calendar quarter }\n"
static void every_counter_shows_its_bands(void **state)
{
    static const OwedLine lines[] = {{"2010-01-10", NULL, NULL, NULL, "units 70"},
                                     {"2010-02-10", NULL, NULL, NULL, "units 5"},
                                     {"2010-03-10", NULL, NULL, NULL, "units 60"},
                                     {0}};
    static Owed           o;
    (void)state;
    owed_open(&o, MONTHLY, "", lines);
    owed_state(&o, "2010-Q1");
    const StatementPart *part = &o.statement->parts.items[0];
    assert_int_equal(part->due, 10000); /* 60 and 50, capped */
    assert_int_equal(steps_of(part, STEP_BASE), 3);
    assert_int_equal(steps_of(part, STEP_BAND), 5); /* the second band of February is not reached */
    assert_text(part->steps.items[0].label, S("units in sales in 2010-01"));
    foots(part);
    owed_close(&o);
}

/* A contract year ends in the middle: what was counted before the period is taken off. */
static void a_counter_that_began_earlier(void **state)
{
    static const char text[] = OWED_HEADER("2009-02-15", OWED_ROUNDING) OWED_PARTIES OWED_LINES
        "royalty r { " PAID
        "on units in sales; counted together for borealis, each contract year; bands marginal { "
        "(a) up to 10 units: free; (b) above that: 1 USD per unit }; pay each calendar quarter }\n";
    static const OwedLine lines[] = {{"2009-11-10", NULL, NULL, NULL, "units 30"},
                                     {"2010-02-10", NULL, NULL, NULL, "units 5"},
                                     {"2010-03-10", NULL, NULL, NULL, "units 60"},
                                     {0}};
    static Owed           o;
    (void)state;
    owed_open(&o, text, "", lines);
    owed_state(&o, "2010-Q1");
    const StatementPart *part = &o.statement->parts.items[0];
    assert_int_equal(part->due, 5500);
    assert_int_equal(steps_of(part, STEP_BASE), 2);
    assert_text(part->steps.items[0].note, S("35 units since 2009-02-15"));
    foots(part);
    owed_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_over_goes_to_the_most_cut),
        cmocka_unit_test(each_payee_has_a_balance),
        cmocka_unit_test(one_for_each_product),
        cmocka_unit_test(groups_that_lines_do_not_tell_apart),
        cmocka_unit_test(every_counter_shows_its_bands),
        cmocka_unit_test(a_counter_that_began_earlier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
