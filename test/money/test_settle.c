/* test_settle.c - what follows the amount due: tax, payments, interest; amounts are reckoned beside each row.
 */
#include "owed.h"

#include "money/interest.h"

/* The steps of one kind of all parts, in minor units. */
static int64_t steps_of(const Statement *s, StepKind kind, int *count)
{
    int64_t sum = 0, one = 0;
    *count = 0;
    for (Size i = 0; i < s->parts.count; i++)
        for (Size k = 0; k < s->parts.items[i].steps.count; k++) {
            const Step *step = &s->parts.items[i].steps.items[k];
            if (step->kind != kind)
                continue;
            ++*count;
            if (step->unknown || !rational_round(step->amount, 2, ROUND_HALF_EVEN, &one))
                return OWED_UNKNOWN;
            assert_int_equal(rational_order(step->amount, rational_of(one, 2)), 0);
            sum += one;
        }
    return sum;
}

typedef struct {
    const char *what, *text, *facts, *rates, *period, *as_of;
    StepKind    kind;
    int64_t     sum;
    int         steps;
} SettleRow;

static void settle_rows(const SettleRow *rows, Size count)
{
    static Owed o;
    for (Size i = 0; i < count; i++) {
        int steps = 0;
        ROW("%s\n", rows[i].what);
        owed_open(&o, rows[i].text, rows[i].facts, NULL);
        o.as_of = rows[i].as_of;
        o.rates_text = rows[i].rates;
        owed_state(&o, rows[i].period);
        int64_t sum = steps_of(o.statement, rows[i].kind, &steps);
        if (sum != rows[i].sum || steps != rows[i].steps)
            print_message("# got %lld in %d, want %lld in %d\n", (long long)sum, steps,
                          (long long)rows[i].sum, rows[i].steps);
        assert_true(sum == rows[i].sum && steps == rows[i].steps);
        assert_true(rows[i].sum != OWED_UNKNOWN || (o.statement->unknown && o.statement->missing.count > 0));
        owed_close(&o);
    }
}

/* ---- ways of counting days ---- */

/* Dates that are awkward, each way of counting: days by months, and of the year the exact part. */
static void days_are_counted(void **state)
{
    static const struct {
        const char *from, *to;
        int32_t     actual, thirty_e, thirty;
        int         num, den; /* of actual/actual */
    } rows[] = {
        {"2026-01-31", "2026-02-28", 28, 28, 28, 28, 365},
        {"2026-02-28", "2026-03-31", 31, 32, 33, 31, 365},
        {"2027-12-15", "2028-03-01", 77, 76, 76, 17 * 366 + 60 * 365, 365 * 366},
        {"2028-02-29", "2028-08-31", 184, 181, 182, 184, 366},
        {"2026-04-30", "2026-07-31", 92, 90, 90, 92, 365},
        {"2026-01-30", "2027-01-30", 365, 360, 360, 1, 1},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Day from = small_day(rows[i].from), to = small_day(rows[i].to);
        ROW("%s\n", rows[i].from);
        assert_int_equal(day_count(DAYS_ACT_360, from, from, to), rows[i].actual);
        assert_int_equal(day_count(DAYS_30E_360, from, from, to), rows[i].thirty_e);
        assert_int_equal(day_count(DAYS_30_360, from, from, to), rows[i].thirty);
        Rational part = year_part(DAYS_ACT_ACT, from, from, to);
        assert_int_equal(rational_order(part, rational_ratio(rows[i].num, rows[i].den)), 0);
        part = year_part(DAYS_ACT_365F, from, from, to);
        assert_int_equal(rational_order(part, rational_ratio(rows[i].actual, 365)), 0);
    }
}

/* Wherever a run is cut, its parts add up to the whole. */
static void parts_of_a_run_add_up(void **state)
{
    static const DayCount ways[] = {DAYS_ACT_360, DAYS_ACT_365F, DAYS_ACT_ACT, DAYS_30_360, DAYS_30E_360};
    Day                   from = small_day("2027-12-31"), to = small_day("2028-05-31");
    (void)state;
    for (Size i = 0; i < COUNT(ways); i++)
        for (Day day = from; day <= to; day++) {
            Rational sum =
                rational_add(year_part(ways[i], from, from, day), year_part(ways[i], from, day, to));
            assert_int_equal(rational_order(sum, year_part(ways[i], from, from, to)), 0);
        }
}

/* ---- what is to be paid in all ---- */

#define NETTED(net)                                                                                        \
    OWED_TEXT "royalty r { borealis pays aurora; on units in sales; counted together for borealis, each "  \
              "calendar year; rate 1 USD per unit; pay each calendar quarter, within 30 days of its end; " \
              "withholding 10%; late interest 12%, actual/360, from the day after due }\npayment back { "  \
              "aurora pays borealis; on 2018-03-31: 300 USD }\n" net
#define QUARTERLY_NET "net quarterly { between aurora, borealis; in USD; each calendar quarter }\n"
#define SOLD          "1_000 units in 2018-Q1\namount paid for r in 2018-Q1 is 400 USD on 2018-05-30"

typedef struct {
    const char *what, *text, *facts, *as_of;
    int         from; /* which line, or -1: there is none */
    int64_t     due, tax, paid, interest, payable, against, net;
    bool        unknown;
} PayableRow;

/* 29 days on 900 are 8.70, 31 on 500 are 5.17. */
static void what_is_to_be_paid_in_all(void **state)
{
    static const PayableRow rows[] = {
        {"principal and interest", NETTED(""), SOLD, "2018-06-30", 0, 100000, -10000, -40000, 1387, 51387, 0,
         51387, false},
        {"what aurora owes", NETTED(""), SOLD, "2018-06-30", 1, 30000, 0, 0, 0, 30000, 0, 30000, false},
        {"set off", NETTED(QUARTERLY_NET), SOLD, "2018-06-30", 0, 100000, -10000, -40000, 1387, 51387, 30000,
         21387, false},
        {"and the other way", NETTED(QUARTERLY_NET), SOLD, "2018-06-30", 1, 30000, 0, 0, 0, 30000, 30000, 0,
         false},
        {"too much was paid: nothing is set off", NETTED(QUARTERLY_NET),
         "1_000 units in 2018-Q1\namount paid for r in 2018-Q1 is 950 USD on 2018-04-20", "2018-06-30", 0,
         100000, -10000, -95000, 0, -5000, 0, -5000, false},
        {"nothing follows what is due",
         OWED_TEXT "payment p { borealis pays aurora; on 2018-02-01: 5 USD }\n", "", "2018-06-30", -1, 0, 0,
         0, 0, 0, 0, 0, false},
        {"paid of what is not known", NETTED(QUARTERLY_NET),
         "1_000 units in 2018-Q1\namount paid for r is 950 USD on 2018-06-20\namount paid for r in 2018 is 1 "
         "USD on 2018-06-21",
         "2018-06-30", 0, 100000, -10000, 0, 0, 90000, 0, 90000, true},
    };
    static Owed o;
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        const PayableRow *row = &rows[i];
        ROW("%s\n", row->what);
        owed_open(&o, row->text, row->facts, NULL);
        o.as_of = row->as_of;
        owed_state(&o, "2018-Q1");
        if (row->from < 0) {
            assert_int_equal(o.statement->payable.count, 0);
            owed_close(&o);
            continue;
        }
        assert_true(row->from < o.statement->payable.count);
        const Payable *p = &o.statement->payable.items[row->from];
        assert_int_equal(p->unknown, row->unknown);
        if (!row->unknown) {
            int64_t got[] = {p->due, p->tax, p->paid, p->interest, p->payable, p->against, p->net};
            int64_t want[] = {row->due,     row->tax,     row->paid, row->interest,
                              row->payable, row->against, row->net};
            for (Size k = 0; k < COUNT(got); k++)
                assert_int_equal(got[k], want[k]);
        }
        owed_close(&o);
    }
}

/* ---- interest ---- */

#define LATE_AS(late)                                                                                   \
    OWED_TEXT "table law by calendar year { 2027: 18%; 2028: 12% }\npayment p { borealis pays aurora; " \
              "on 2027-12-14: 10_000_000 USD; late interest " late " }\n"
#define UNTIL "amount paid for p is 10_000_000 USD on 2028-03-01"

static void late_by_each_way_of_counting(void **state)
{
    static const SettleRow rows[] = {
        {"actual/360", LATE_AS("18%, actual/360, from the day after due"), UNTIL, NULL, "2027", "2028-06-30",
         STEP_INTEREST, 38500000, 1},
        {"actual/365F", LATE_AS("18%, actual/365F, from the day after due"), UNTIL, NULL, "2027",
         "2028-06-30", STEP_INTEREST, 37972603, 1},
        {"actual/actual", LATE_AS("18%, actual/actual, from the day after due"), UNTIL, NULL, "2027",
         "2028-06-30", STEP_INTEREST, 37891758, 1},
        {"30E/360", LATE_AS("18%, 30E/360, from the day after due"), UNTIL, NULL, "2027", "2028-06-30",
         STEP_INTEREST, 38000000, 1},
        {"30/360", LATE_AS("1.5% a month, 30/360, from the day after due, simple"), UNTIL, NULL, "2027",
         "2028-06-30", STEP_INTEREST, 38000000, 1},
        {"two months from the first day, then 16 days: 10 million times 1.015 squared times 1.008",
         LATE_AS(
             "1.5% a month, 30E/360, from the day after due, compounded every 1 month from the first day"),
         UNTIL, NULL, "2027", "2028-03-01", STEP_INTEREST, 38466800, 3},
        {"not yet paid: 77 days through 2028-02-29, none for the day itself",
         LATE_AS("18%, actual/360, from the day after due"), "", NULL, "2027", "2028-03-01", STEP_INTEREST,
         38500000, 1},
        {"paid in time", LATE_AS("18%, actual/360, from the day after due"),
         "amount paid for p is 10_000_000 USD on 2027-12-14", NULL, "2027", "2028-03-01", STEP_INTEREST, 0,
         0},
        {"asked before it is late", LATE_AS("18%, actual/360, from the day after due"), "", NULL, "2027",
         "2027-12-15", STEP_INTEREST, 0, 0},
        {"ten days of grace: 2028-02-29 until 2028-03-01 is one day",
         LATE_AS("18%, actual/360, from 77 days after due"), UNTIL, NULL, "2027", "2028-06-30", STEP_INTEREST,
         500000, 1},
        {"half paid on the way: 17 days on all, 60 on half: 85,000 and 150,000",
         LATE_AS("18%, actual/360, from the day after due"),
         "amount paid for p in 2027-12-14 is 5_000_000 USD on 2028-01-01\namount paid for p in 2027-12-14 is "
         "5_000_000 USD on 2028-03-01",
         NULL, "2027", "2028-06-30", STEP_INTEREST, 23500000, 2},
        {"the law's most: 17 days at 18% and 60 at 12%: 85,000 and 200,000",
         LATE_AS("24%, at most law, actual/360, from the day after due"), UNTIL, NULL, "2027", "2028-06-30",
         STEP_INTEREST, 28500000, 2},
        {"a table as the rate, plus 1%: 17 days at 19%, 60 at 13%: 89,722.22 and 216,666.67",
         LATE_AS("law plus 1%, actual/360, from the day after due"), UNTIL, NULL, "2027", "2028-06-30",
         STEP_INTEREST, 30638889, 2},
        {"compounded each month: 17 days 85,000; 31 on 10,085,000: 156,317.50; 29 on 10,241,317.50: "
         "148,499.10",
         LATE_AS("18%, actual/360, from the day after due, compounded each calendar month"), UNTIL, NULL,
         "2027", "2028-03-01", STEP_INTEREST, 38981660, 3},
        {"and interest on it afterwards: 389,816.60 for a month of 31 days: 6,042.16",
         LATE_AS("18%, actual/360, from the day after due, compounded each calendar month"), UNTIL, NULL,
         "2027", "2028-04-01", STEP_INTEREST, 38981660 + 604216, 4},
        {"simple interest bears none", LATE_AS("18%, actual/360, from the day after due, simple"), UNTIL,
         NULL, "2027", "2029-04-01", STEP_INTEREST, 38500000, 1},
        {"what was paid is shown", LATE_AS("18%, actual/360, from the day after due"), UNTIL, NULL, "2027",
         "2028-03-01", STEP_PAID, -1000000000, 1},
        {"not before it is known", LATE_AS("18%, actual/360, from the day after due"), UNTIL, NULL, "2027",
         "2028-02-29", STEP_PAID, 0, 0},
        {"paid for a year that is none of its days", LATE_AS("18%, actual/360, from the day after due"),
         "amount paid for p in 2027 is 5 USD on 2028-03-01", NULL, "2027", "2028-06-30", STEP_INTEREST,
         OWED_UNKNOWN, 1},
        {"paid in another currency", LATE_AS("18%, actual/360, from the day after due"),
         "amount paid for p is 5 EUR on 2028-03-01", NULL, "2027", "2028-06-30", STEP_PAID, OWED_UNKNOWN, 1},
    };
    (void)state;
    settle_rows(rows, COUNT(rows));
}

#define SERIES "benchmark,day,rate\nSOFR,2027-12-14,5\nSOFR,2027-12-20,4.5\nSOFR,2028-01-03,20\n"
static void late_by_what_is_published(void **state)
{
    static const SettleRow rows[] = {
        {"five days of 7%, seven of 6.5%, seven behind it still; then no rate is near",
         LATE_AS("SOFR plus 2%, actual/360, from the day after due"), "", SERIES, "2027", "2027-12-28",
         STEP_INTEREST, 972222 + 1444445, 3},
        {"too old a rate is none", LATE_AS("SOFR plus 2%, actual/360, from the day after due"), "", SERIES,
         "2027", "2027-12-29", STEP_INTEREST, OWED_UNKNOWN, 4},
        {"but there is a fallback",
         LATE_AS("SOFR plus 2%, actual/360, from the day after due, fallback 4% plus 1%"), "",
         "benchmark,day,rate\nESTR,2027-12-14,5\n", "2027", "2027-12-25", STEP_INTEREST, 1388889, 1},
        {"no rates were given", LATE_AS("SOFR plus 2%, actual/360, from the day after due"), "", NULL, "2027",
         "2027-12-25", STEP_INTEREST, OWED_UNKNOWN, 1},
        {"above 12% it is capped: 10 days",
         LATE_AS("\"prime rate\", at most 12%, actual/360, from the day after due"), "",
         "benchmark,month,rate\nprime rate,2027-12,13.5\n", "2027", "2027-12-25", STEP_INTEREST, 3333333, 1},
        {"below nothing it is nothing", LATE_AS("EURIBOR, actual/360, from the day after due"), "",
         "benchmark,month,rate\nEURIBOR,2027-12,-0.5\n", "2027", "2027-12-25", STEP_INTEREST, 0, 1},
        {"currencies and benchmarks in one file",
         LATE_AS("EURIBOR plus 1%, actual/360, from the day after due"), "",
         "currency,benchmark,month,rate\nEUR,,2027-12,1.08\n,EURIBOR,2027-12,-0.5\n", "2027", "2027-12-25",
         STEP_INTEREST, 138889, 1},
    };
    (void)state;
    settle_rows(rows, COUNT(rows));
}

/* From the tenth day behind the due day, 265 days of a year of 365. */
static void late_from_the_tenth_day(void **state)
{
    static const SettleRow rows[] = {
        {"10,000 at 6%",
         OWED_TEXT
         "payment p { borealis pays aurora; on 2018-03-31: 10_000 USD; late interest 6%, actual/365F, "
         "from 10 days after due, compounded each calendar year }\n",
         "amount paid for p is 10_000 USD on 2018-12-31", NULL, "2018", "2018-12-31", STEP_INTEREST, 43562,
         1},
    };
    (void)state;
    settle_rows(rows, COUNT(rows));
}

/* A royalty of 10,000 for a quarter; what is counted apart is paid in the order of the statement. */
#define JHU(more)                                                                                     \
    OWED_TEXT                                                                                         \
    "royalty r { borealis pays aurora; on net-sales; counted together for borealis with affiliates, " \
    "each calendar year; rate 4%; pay each calendar quarter, within 30 days of its end; " more " }\n"
static void late_with_a_royalty(void **state)
{
    static const char each[] = OWED_TEXT
        "royalty r { borealis pays aurora; on units in sales; counted apart for each product, each calendar "
        "year; rate 1 USD per unit; pay each calendar quarter, within 30 days of its end; late interest 36%, "
        "actual/360, from the day after due }\n";
    static const char      apart[] = "1_000 units in 2018-Q1 of beacon\n1_000 units in 2018-Q1 of lantern\n"
                                     "amount paid for r in 2018-Q1 is 1_500 USD on 2018-05-01";
    static const SettleRow rows[] = {
        {"6% from the tenth day: 265 days",
         JHU("late interest 6%, actual/365F, from 9 days after due, compounded each calendar year"),
         "250_000 USD net-sales in 2018-Q1\namount paid for r in 2018-Q1 is 10_000 USD on 2019-01-30", NULL,
         "2018-Q1", "2018-05-10", STEP_INTEREST, 164, 1},
        {"no day by which to pay",
         OWED_TEXT "royalty r { borealis pays aurora; on net-sales; rate 4%; pay each calendar quarter; late "
                   "interest 6%, "
                   "actual/365F, from the day after due }\n",
         "250_000 USD net-sales in 2018-Q1", NULL, "2018-Q1", "2019-05-10", STEP_INTEREST, OWED_UNKNOWN, 1},
        {"two groups: the first is paid, of the second 500 are late for a day", each, apart, NULL, "2018-Q1",
         "2018-05-02", STEP_INTEREST, 50, 1},
        {"of a payment that comes too late all bears it", each,
         "1_000 units in 2018-Q1 of beacon\namount paid for r in 2018-Q1 is 1_500 USD on 2018-05-03", NULL,
         "2018-Q1", "2018-06-02", STEP_INTEREST, 200, 1},
        {"a day within the period stands for it", each,
         "1_000 units in 2018-Q1 of beacon\namount paid for r in 2018-02-14 is 1_500 USD on 2018-05-03", NULL,
         "2018-Q1", "2018-06-02", STEP_INTEREST, 200, 1},
        {"a day outside of it does not", each,
         "1_000 units in 2018-Q1 of beacon\namount paid for r in 2018-04-01 is 1_500 USD on 2018-05-03", NULL,
         "2018-Q1", "2018-06-02", STEP_INTEREST, 3200, 1},
        {"nothing is owed, nothing bears", each, "", NULL, "2018-Q1", "2019-06-02", STEP_INTEREST, 0, 0},
    };
    (void)state;
    settle_rows(rows, COUNT(rows));
}

/* ---- tax ---- */

#define TAXED(more) JHU("withholding " more)
static void tax_is_taken_off_or_grossed_up(void **state)
{
    static const char      sold[] = "25_000 USD net-sales in 2018-Q1"; /* 1,000 USD */
    static const SettleRow rows[] = {
        {"taken off", TAXED("15%, payee bears"), sold, NULL, "2018-Q1", NULL, STEP_WITHHOLDING, -15000, 1},
        {"nothing else is said", TAXED("15%"), sold, NULL, "2018-Q1", NULL, STEP_WITHHOLDING, -15000, 1},
        {"grossed up: 1,000 / 0.85 is 1,176.47, of that 176.47", TAXED("15%, payer bears"), sold, NULL,
         "2018-Q1", NULL, STEP_WITHHOLDING, 0, 2},
        {"5% is the payee's, the rest grossed up: 950 / 0.9 is 1,055.56, of that 105.56",
         TAXED("10%; withholding { up to 5% of the amount owed: payee bears; above that: payer bears }"),
         sold, NULL, "2018-Q1", NULL, STEP_WITHHOLDING, -5000, 2},
        {"below the ceiling nothing is grossed up",
         TAXED("4%; withholding { up to 5% of the amount owed: payee bears; above that: payer bears }"), sold,
         NULL, "2018-Q1", NULL, STEP_WITHHOLDING, -4000, 1},
        {"the rate is missing",
         TAXED("{ up to 5% of the amount owed: payee bears; above that: payer bears }"), sold, NULL,
         "2018-Q1", NULL, STEP_WITHHOLDING, OWED_UNKNOWN, 1},
        {"nothing is due", TAXED("15%, payee bears"), "", NULL, "2018-Q1", NULL, STEP_WITHHOLDING, 0, 0},
        {"what is due after tax is what can be late: 850 for a day",
         JHU("withholding 15%, payee bears; late interest 36%, actual/360, from the day after due"), sold,
         NULL, "2018-Q1", "2018-05-02", STEP_INTEREST, 85, 1},
    };
    (void)state;
    settle_rows(rows, COUNT(rows));
}

/* ---- audits ---- */

#define AUDITED(how, back)                                                                                  \
    OWED_TEXT "audit books { looking back " back "; payer bears the cost if shortfall " how                 \
              " 5% of the amount owed }\n"                                                                  \
              "royalty r { borealis pays aurora; on net-sales; counted together for "                       \
              "borealis, each calendar year; rate 10%; pay each calendar year, within 30 days of its end; " \
              "audit books }\n"
/* Owed 52.0 million, paid 49.4: 2.6 is 5% of it. */
static void who_bears_the_cost_of_an_audit(void **state)
{
    static const char owed[] =
        "520_000_000 USD net-sales in 2018\namount paid for r in 2018 is 49_400_000 USD on "
        "2019-01-30\nnotice of books on 2020-03-01";
    static const char more[] =
        "520_000_000 USD net-sales in 2018\namount paid for r in 2018 is 49_400_001 USD on "
        "2019-01-30\nnotice of books on 2020-03-01\namount paid for r in 2018 is 5 USD on 2020-03-01";
    static const struct {
        const char *what, *text, *facts, *as_of, *note;
    } rows[] = {
        {"exactly 5%, and at least", AUDITED("at least", "3 years"), owed, "2020-06-30",
         "books of 2020-03-01: of 52,000,000 USD owed 49,400,000 USD were paid; the shortfall of 5% is at "
         "least 5%: the "
         "payer bears the cost of the audit"},
        {"exactly 5%, and over", AUDITED("over", "3 years"), owed, "2020-06-30",
         "books of 2020-03-01: of 52,000,000 USD owed 49,400,000 USD were paid; the shortfall of 5% is not "
         "over 5%: the "
         "auditing party bears the cost of the audit"},
        {"a dollar more; what is paid after the notice does not count", AUDITED("at least", "3 years"), more,
         "2020-06-30",
         "books of 2020-03-01: of 52,000,000 USD owed 49,400,001 USD were paid; the shortfall of 4.999998…% "
         "is not at "
         "least 5%: the auditing party bears the cost of the audit"},
        {"not before the notice", AUDITED("at least", "3 years"), owed, "2020-02-29", NULL},
        {"too long ago", AUDITED("at least", "1 year"), owed, "2020-06-30", NULL},
    };
    static Owed o;
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].what);
        owed_open(&o, rows[i].text, rows[i].facts, NULL);
        o.as_of = rows[i].as_of;
        owed_state(&o, "2018");
        assert_int_equal(o.statement->notes.count, rows[i].note != NULL);
        if (rows[i].note)
            assert_text(o.statement->notes.items[0], str_from(rows[i].note));
        owed_close(&o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_counted),
        cmocka_unit_test(parts_of_a_run_add_up),
        cmocka_unit_test(late_by_each_way_of_counting),
        cmocka_unit_test(late_by_what_is_published),
        cmocka_unit_test(late_from_the_tenth_day),
        cmocka_unit_test(late_with_a_royalty),
        cmocka_unit_test(tax_is_taken_off_or_grossed_up),
        cmocka_unit_test(who_bears_the_cost_of_an_audit),
        cmocka_unit_test(what_is_to_be_paid_in_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
