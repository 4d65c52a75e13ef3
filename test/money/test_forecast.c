/* test_forecast.c - when the next band or a cap is reached at the pace so far; when nothing can be foretold.
 */
#include "owed.h"

#define PAID   "borealis pays aurora; "
#define YEARLY "counted together for borealis with affiliates, each calendar year; "
#define TEXT(bounds)                                                                                    \
    OWED_TEXT "royalty r { " PAID "on units in sales; " YEARLY                                          \
              "bands marginal { (a) up to 100 units: free; (b) up to 1_000 units: 1 USD per unit; (c) " \
              "above that: 2 USD per unit }; " bounds "pay each calendar quarter }\n"

typedef struct {
    const char *what, *text, *units, *period, *as_of;
    const char *on[3]; /* of each forecast: a day, "-": not within the period, "?": no pace */
} ForecastRow;

static void has_forecasts(const ForecastRow *row)
{
    static Owed    o;
    const OwedLine lines[] = {{"2010-01-10", "beacon", NULL, NULL, row->units}, {0}};
    Size           count = 0;
    ROW("%s\n", row->what);
    owed_open(&o, row->text, "", row->units ? lines : NULL);
    owed_state(&o, row->period);
    o.statement = statement_new(o.books, owed_period(row->period), small_day(row->as_of));
    const StatementPart *part = &o.statement->parts.items[o.statement->parts.count - 1];
    while (count < 3 && row->on[count])
        count++;
    assert_int_equal(part->forecasts.count, count);
    for (Size i = 0; i < count; i++) {
        const Forecast *f = &part->forecasts.items[i];
        Str             on = f->on < DAY_MAX ? day_text(&o.s.arena, f->on) : f->pace ? S("-") : S("?");
        assert_text(on, str_from(row->on[i]));
        assert_true(str_starts(f->text, f->pace ? S("Forecast: ") : S("No forecast ")));
        assert_true(f->at.to > 0);
    }
    owed_close(&o);
}

static void at_the_pace_so_far(void **state)
{
    /* 90 days through 2010-03-31, 275 more in the year */
    static const ForecastRow rows[] = {
        {"10 a day: band (c) begins after 1000 units",
         TEXT(""),
         "units 900",
         "2010-Q1",
         "2010-04-15",
         {"2010-04-10"}},
        {"exactly at the limit: the next unit",
         TEXT(""),
         "units 1000",
         "2010-Q1",
         "2010-04-15",
         {"2010-04-01"}},
        {"1 in 90 days: never in this year", TEXT(""), "units 1", "2010-Q1", "2010-04-15", {"-"}},
        {"275 days are just enough: 753 more at 2.74 a day",
         TEXT(""),
         "units 247",
         "2010-Q1",
         "2010-04-15",
         {"2010-12-31"}},
        {"nothing counted", TEXT(""), NULL, "2010-Q1", "2010-04-15", {"?"}},
        {"more came back than was sold", TEXT(""), "units -5", "2010-Q1", "2010-04-15", {"?"}},
        {"the last band", TEXT(""), "units 1001", "2010-Q1", "2010-04-15", {NULL}},
        {"the counter ends with the period", TEXT(""), "units 900", "2010", "2010-04-15", {NULL}},
        {"the year is over when it is asked", TEXT(""), "units 900", "2010-Q1", "2011-01-01", {NULL}},
        {"a cap of 1000 USD at 800 USD in 90 days",
         TEXT("at most 1_000 USD each calendar year; "),
         "units 900",
         "2010-Q1",
         "2010-04-15",
         {"2010-04-10", "2010-04-23"}},
        {"a cap that binds",
         TEXT("at most 500 USD each calendar year; "),
         "units 900",
         "2010-Q1",
         "2010-04-15",
         {"2010-04-10"}},
        {"a cap of the quarter",
         TEXT("at most 5_000 USD each calendar quarter; "),
         "units 900",
         "2010-Q1",
         "2010-04-15",
         {"2010-04-10"}},
        {"a cap that nothing was earned for",
         TEXT("at most 500 USD each calendar year; "),
         "units 50",
         "2010-Q1",
         "2010-04-15",
         {"2010-06-29", "?"}},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++)
        has_forecasts(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(at_the_pace_so_far)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
