/* test_convert.c - which rate of exchange a text asks for: of the sale, of the end, of the day before,
 * averages. */
#include "owed.h"

#include "money/convert.h"
#include "terms/data/tables.h"

/* C8: the ends of six months, on business days of both places; 31 May 2010 was a holiday in both. */
#define RATES                                                                                          \
    "currency,day,USD per unit\nEUR,2009-12-31,1.4500\nEUR,2010-01-29,1.4400\nEUR,2010-02-26,1.4600\n" \
    "EUR,2010-03-31,1.4550\nEUR,2010-04-30,1.4450\nEUR,2010-05-25,1.5000\nEUR,2010-05-26,1.6000\n"     \
    "EUR,2010-05-27,1.7000\nEUR,2010-05-28,1.4700\n"
#define ENDS                                                                                             \
    "average of { last business day of the preceding calendar year; last business day of each month of " \
    "the year to date }"

typedef struct {
    const char *what, *rule, *day, *period, *rate; /* rate "": unknown */
} Row;

static Days month_of(const char *day)
{
    Civil first = civil_of(small_day(day));
    Day   from = day_of((Civil){first.year, first.month, 1});
    return (Days){from, day_add_months(from, 1) - 1};
}

static void check_row(const Row *row)
{
    static Owed o;
    char        text[4096];
    Rates       rates = {0};
    (void)snprintf(text, sizeof text, "%s%s%s%s",
                   OWED_HEADER("2009-01-01", "calendar { business days of US-NY, GB-LND }")
                       OWED_PARTIES OWED_LINES
                   "royalty r { borealis pays aurora; on gross in sales; counted together for borealis, each "
                   "calendar year; rate 10%; convert at \"bank spot rate\"",
                   *row->rule ? ", " : "", row->rule, " }\n");
    ROW("%s\n", row->what);
    owed_open(&o, text, "", NULL);
    owed_state(&o, "2010");
    const Source *source = sources_add(&o.s.sources, S("rates.csv"), S(RATES));
    assert_true(rates_read(&o.s.arena, source, &o.s.diags, -1, &rates));
    Averages   averages = {0};
    Conversion c = {.plan = o.plan,
                    .arena = &o.s.arena,
                    .rates = &rates,
                    .from = currency_find(S("EUR")),
                    .to = currency_find(S("USD")),
                    .averages = &averages};
    Converted  got = convert(&c, &o.plan->royalties.items[0]->versions.items[0].text->convert,
                             small_day(row->day), month_of(row->period));
    assert_text(got.rate.ok ? rational_text(&o.s.arena, got.rate) : S(""), str_from(row->rate));
    assert_true(got.note.len > 0);
    owed_close(&o);
}

static void each_rule(void **state)
{
    static const Row rows[] = {
        {"C8.5: six ends, 8.72 / 6", ENDS, "2010-05-03", "2010-05-01", "109/75"},
        {"C8.5 to 4 decimals", "to 4 decimals, " ENDS, "2010-05-03", "2010-05-01", "1.4533"},
        {"two ends: 2.89 / 2", ENDS, "2010-01-04", "2010-01-01", "1.445"},
        {"an end without a rate", ENDS, "2010-06-03", "2010-06-01", ""},
        {"the day of the sale", "day of the sale", "2010-05-26", "2010-05-01", "1.6"},
        {"a Saturday: the last one before", "day of the sale", "2010-05-29", "2010-05-01", "1.47"},
        {"no rate in the week before", "day of the sale", "2010-05-20", "2010-05-01", ""},
        {"the last day", "last day of the period", "2010-04-05", "2010-04-01", "1.445"},
        {"the last business day", "last business day of the period", "2010-05-03", "2010-05-01", "1.47"},
        {"the one before the period", "preceding last business day", "2010-05-27", "2010-05-01", "1.445"},
        {"a month without all its days", "average of each business day of the month", "2010-05-03",
         "2010-05-01", ""},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++)
        check_row(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_rule)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
