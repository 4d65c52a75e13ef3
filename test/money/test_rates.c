/* test_rates.c - rates as they were published: exact, of the right day, and never guessed. */
#include "test.h"

#include <string.h>

#include "money/rates.h"
#include "terms/data/tables.h"

typedef struct {
    Arena   arena;
    Sources sources;
    Diags   diags;
    Rates   rates;
    bool    good;
} Read;

static void read_rates(Read *read, const char *text, const char *to)
{
    *read = (Read){0};
    read->sources = sources_new(&read->arena);
    read->diags = diags_new(&read->arena);
    const Source *source = sources_add(&read->sources, S("rates.csv"), str_from(text));
    read->good =
        rates_read(&read->arena, source, &read->diags, *to ? currency_find(str_from(to)) : -1, &read->rates);
    for (const Diag *d = read->diags.first; d && read->good; d = d->next)
        print_message("# %s %.*s\n", d->code, STR_ARG(d->title));
}

/* "2026-06-30 1.0867", "earlier 2026-06-26 …", "missing" */
static Str rate_text(Read *read, const char *from, const char *to, const char *on)
{
    Day       day = 0, used = 0;
    Rational  rate = {0};
    RateFound found;
    assert_true(day_parse(str_from(on), &day));
    found =
        rates_on(&read->rates, currency_find(str_from(from)), currency_find(str_from(to)), day, &rate, &used);
    if (found == RATE_MISSING)
        return S("missing");
    assert_true(rate.ok);
    return str_format(&read->arena, "%s%.*s %.*s", found == RATE_FOUND ? "" : "earlier ",
                      STR_ARG(day_text(&read->arena, used)), STR_ARG(rational_text(&read->arena, rate)));
}

/* The heading of the real file, and its comma at the end of each line. */
#define ECB_ALL                                                                                             \
    "Date,USD,JPY,BGN,CYP,CZK,DKK,EEK,GBP,HUF,LTL,LVL,MTL,PLN,ROL,RON,SEK,SIT,SKK,CHF,ISK,NOK,HRK,RUB,TRL," \
    "TRY,"                                                                                                  \
    "AUD,BRL,CAD,CNY,HKD,IDR,ILS,INR,KRW,MXN,MYR,NZD,PHP,SGD,THB,ZAR,\n"
#define ECB                                                                      \
    "Date,USD,JPY,GBP,\n2026-07-01,1.1,170.00,0.85,\n2026-06-30,1.0867,171.5,N/" \
    "A,\n2026-06-26,1.08,171,0.84,\n"                                            \
    "2026-06-19,1.07,N/A,0.83,\n"

static void the_file_of_the_bank(void **state)
{
    static const struct {
        const char *from, *to, *day, *rate;
    } rows[] = {
        {"EUR", "USD", "2026-06-30", "2026-06-30 1.0867"},
        {"EUR", "JPY", "2026-07-01", "2026-07-01 170"},
        {"EUR", "EUR", "1999-01-01", "1999-01-01 1"},
        {"USD", "USD", "2026-06-30", "2026-06-30 1"},
        {"USD", "EUR", "2026-07-01", "2026-07-01 10/11"},
        {"USD", "JPY", "2026-07-01", "2026-07-01 1700/11"},
        {"JPY", "USD", "2026-07-01", "2026-07-01 11/1700"},
        {"EUR", "USD", "2026-06-28", "earlier 2026-06-26 1.08"},
        {"EUR", "USD", "2026-07-08", "earlier 2026-07-01 1.1"},
        {"EUR", "USD", "2026-07-09", "missing"},
        {"EUR", "USD", "2026-06-18", "missing"},
        {"EUR", "GBP", "2026-06-30", "earlier 2026-06-26 0.84"},
        {"EUR", "JPY", "2026-06-25", "missing"},
        {"GBP", "JPY", "2026-06-30", "earlier 2026-06-26 1425/7"}, /* both of one day */
        {"GBP", "JPY", "2026-06-20", "missing"},
        {"EUR", "CHF", "2026-06-30", "missing"},
        {"CHF", "USD", "2026-06-30", "missing"},
    };
    Read read;
    (void)state;
    read_rates(&read, ECB, "");
    assert_true(read.good);
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s %s %s\n", rows[i].from, rows[i].to, rows[i].day);
        assert_text(rate_text(&read, rows[i].from, rows[i].to, rows[i].day), str_from(rows[i].rate));
    }
    arena_free(&read.arena);
    read_rates(&read, ECB_ALL "2026-07-01,1.1,170.00,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,N/A,\n", "");
    assert_true(read.good);
    assert_int_equal(read.rates.series.count, 41);
    arena_free(&read.arena);
}

static void plain_files(void **state)
{
    static const struct {
        const char *text, *to, *from, *into, *day, *rate;
    } rows[] = {
        {"currency,month,rate\nUSD,2026-01,1.000000\nJPY,2026-01,0.006700\n", "USD", "JPY", "USD",
         "2026-01-31", "2026-01-31 0.0067"},
        {"currency,month,rate\nJPY,2026-01,0.006700\n", "USD", "JPY", "USD", "2026-02-01", "missing"},
        {"currency,month,rate\nJPY,2026-01,0.5\nJPY,2026-02,0.25\n", "USD", "USD", "JPY", "2026-02-28",
         "2026-02-28 4"},
        {"currency;day;USD per unit\nJPY;2026-01-02;0.0067\n", "", "JPY", "USD", "2026-01-04",
         "earlier 2026-01-02 0.0067"},
        {"day,rate,currency,per\n2026-01-02,0.67,JPY,100\n2026-01-02,1.1,EUR,1\n", "USD", "JPY", "USD",
         "2026-01-02", "2026-01-02 0.0067"},
        {"day,rate,currency,per\n2026-01-02,0.5,JPY,100\n2026-01-02,1.1,EUR,1\n", "USD", "EUR", "JPY",
         "2026-01-02", "2026-01-02 220"},
        {"currency,day,rate\nKRW,2026-01-02,0.000740\n", "USD", "KRW", "USD", "2026-01-02",
         "2026-01-02 0.00074"},
        {"currency,day,rate\nKRW,2026-01-02,123456789012345678\n", "USD", "KRW", "USD", "2026-01-02",
         "2026-01-02 123456789012345678"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Read read;
        ROW("row %d\n", (int)i);
        read_rates(&read, rows[i].text, rows[i].to);
        assert_true(read.good);
        assert_text(rate_text(&read, rows[i].from, rows[i].into, rows[i].day), str_from(rows[i].rate));
        arena_free(&read.arena);
    }
}

static void each_refusal(void **state)
{
    static const struct {
        const char *text, *to, *code;
        int         line, column;
        const char *title, *help;
    } rows[] = {
        {"", "USD", "E0622", 1, 1, "no heading", "names the columns"},
        {"currency,rate\n", "USD", "E0621", 1, 1, "no column `day`", "currency,day,rate"},
        {"day,rate\n", "USD", "E0621", 1, 1, "no column `currency`", "Date,USD"},
        {"currency,day\n", "USD", "E0621", 1, 1, "no column `rate`", "Date,USD"},
        {"currency,day,rate\n", "", "E0621", 1, 1, "in which currency", "USD per unit"},
        {"benchmark,day,rate\nSOFR,2026-06-30,4.5%\n", "", "E0622", 2, 17, "`4.5%` is no rate",
         "percent a year"},
        {"benchmark,day,rate\nSOFR,2026-06-30,--1\n", "", "E0622", 2, 17, "`--1` is no rate",
         "percent a year"},
        {"benchmark,day,rate\n,2026-06-30,1\n", "", "E0622", 2, 1, "without a name", "SOFR"},
        {"benchmark,currency,day,rate\nSOFR,EUR,2026-06-30,1\n", "USD", "E0622", 2, 1, "at once",
         "leave one"},
        {"benchmark,day,rate\nSOFR,2026-06-30,1\nSOFR,2026-06-30,1\n", "", "E0623", 3, 17,
         "SOFR has two rates", "leave one"},
        {"currency,day,QQQ per unit\n", "", "E0621", 1, 1, "in which currency", "USD per unit"},
        {"Date,USD,USD\n", "", "E0621", 1, 10, "stands twice", "leave one"},
        {"Date,EUR\n", "", "E0621", 1, 6, "stands twice", "leave one"},
        {"Date,USX\n", "", "E0624", 1, 6, "`USX` is no currency", "did you mean"},
        {"Date,USD,\n2026-01-02,1.1,2\n", "", "E0622", 2, 16, "without a heading", "first line"},
        {"Date,USD\n2026-01-32,1.1\n", "", "E0622", 2, 1, "`2026-01-32` is no day", "such as 2026-03-01"},
        {"Date,USD\n2026-01,1.1\n", "", "E0622", 2, 1, "is no day", "such as 2026-03-01"},
        {"Date,USD\n2026-01-02,0\n", "", "E0622", 2, 12, "it is 0", "above 0"},
        {"Date,USD\n2026-01-02,0.0000\n", "", "E0622", 2, 12, "it is 0", "above 0"},
        {"Date,USD\n2026-01-02,-1.1\n", "", "E0622", 2, 12, "`-1.1` is no rate", "above 0"},
        {"Date,USD\n2026-01-02,1e3\n", "", "E0622", 2, 12, "`1e3` is no rate", "above 0"},
        {"Date,USD\n2026-01-02,1.1.1\n", "", "E0622", 2, 12, "is no rate", "above 0"},
        {"Date,USD\n2026-01-02,.5\n", "", "E0622", 2, 12, "is no rate", "above 0"},
        {"Date;USD\n2026-01-02;1,5\n", "", "E0622", 2, 12, "`1,5` is no rate", "with a point"},
        {"Date,USD\n2026-01-02,1234567890123456789\n", "", "E0622", 2, 12, "18 digits", "above 0"},
        {"Date,USD\n2026-01-02,1.1\n2026-01-02,1.2\n", "", "E0623", 3, 12, "two rates on 2026-01-02",
         "leave one"},
        {"currency,month,rate\nEUR,2026-01,1\nJPY,2026-01,1\nEUR,2026-01,1\n", "USD", "E0623", 4, 13,
         "two rates", "leave one"},
        {"currency,month,rate\nEUR,2026-Q1,1\n", "USD", "E0622", 2, 5, "`2026-Q1` is no month",
         "such as 2026-03"},
        {"currency,month,rate\nEUR,2026-13,1\n", "USD", "E0622", 2, 5, "is no month", "such as 2026-03"},
        {"currency,month,rate\nEURO,2026-01,1\n", "USD", "E0624", 2, 1, "`EURO` is no currency", "EUR"},
        {"currency,month,rate\nUSD,2026-01,1.1\n", "USD", "E0622", 2, 13, "in itself is 1",
         "leave the line out"},
        {"currency,month,rate,per\nEUR,2026-01,1.1,50\n", "USD", "E0622", 2, 17, "`50` units", "1, 10, 100"},
        {"currency,month,rate,per\nEUR,2026-01,1.1,1000000000000000000\n", "USD", "E0622", 2, 17, "units",
         "1, 10, 100"},
        {"currency,month,rate\nEUR,2026-01\n", "USD", "E0622", 2, 1, "2 cells and the heading has 3",
         "quotes"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Read read;
        ROW("row %d %s\n", (int)i, rows[i].title);
        read_rates(&read, rows[i].text, rows[i].to);
        assert_false(read.good);
        const Diag *diag = read.diags.first;
        TextPlace   place = sources_place(&read.sources, diag->span.from);
        assert_string_equal(diag->code, rows[i].code);
        if (!strstr(str_copy(&read.arena, diag->title).at, rows[i].title))
            fail_msg("its title: %.*s", STR_ARG(diag->title));
        if (!strstr(str_copy(&read.arena, diag->help).at, rows[i].help))
            fail_msg("its help: %.*s", STR_ARG(diag->help));
        assert_int_equal(place.line, rows[i].line);
        assert_int_equal(place.column, rows[i].column);
        assert_null(diag->next);
        arena_free(&read.arena);
    }
}

/* Every path of currencies is exact: there and back is 1. */
static void there_and_back(void **state)
{
    static const char *const codes[] = {"EUR", "USD", "JPY", "GBP"};
    Read                     read;
    (void)state;
    read_rates(&read, ECB, "");
    for (Day day = day_of((Civil){2026, 6, 1}); day < day_of((Civil){2026, 8, 1}); day++)
        for (Size a = 0; a < COUNT(codes); a++)
            for (Size b = 0; b < COUNT(codes); b++) {
                Rational  one = {0}, other = {0};
                Day       used = 0, back = 0;
                int       from = currency_find(str_from(codes[a])), to = currency_find(str_from(codes[b]));
                RateFound found = rates_on(&read.rates, from, to, day, &one, &used);
                assert_int_equal(found, rates_on(&read.rates, to, from, day, &other, &back));
                if (found == RATE_MISSING)
                    continue;
                assert_int_equal(used, back);
                assert_int_equal(rational_order(rational_times(one, other), rational_whole(1)), 0);
            }
    arena_free(&read.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_file_of_the_bank), cmocka_unit_test(plain_files),
                                       cmocka_unit_test(each_refusal), cmocka_unit_test(there_and_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
