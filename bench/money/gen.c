/* gen.c - a year of sales to measure with, and the agreement that they are under.
 *
 * bench-money-gen ROWS SEED FOLDER [STEP] writes into FOLDER
 *   sales.csv      line,day,product,country,units,gross,returns,currency
 *   agreement.md   40 licences with a royalty each; register.csv, rates.csv: what it needs besides
 *   wrong.csv, right.csv: the first 1,000 lines as they stand, and with one unit more each
 *
 * A line is a function of the seed and its number, in integers only: the same bytes everywhere, the first
 * lines do not depend on how many follow. STEP, which has no divisor in common with ROWS, writes line
 * 1, 1 + STEP, 1 + 2 STEP … round and round: the same lines in another order.
 *
 * 500 products, the n-th sold 1/n as often as the first; 100 countries, each with one of 8 currencies; units
 * from 1 to 2,000, small numbers as often as large ones; a fifth of the lines take back up to a tenth, and 1
 * in 200 more than was sold. Sales in 3 of the countries, and of one of the families since October, are
 * outside of the licence. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terms/data/tables.h"

enum { PRODUCTS = 500, FAMILIES = 40, COUNTRIES = 100, CURRENCIES = 8, DAYS = 365, MONTHS = 12 };
enum { RESTATED = 1000, LINE_ROOM = 128 };

typedef struct {
    const char *code;
    int         decimals, countries;
    uint32_t    dollars_e6; /* what one unit is worth in January, in millionths */
} Money;

static const Money moneys[CURRENCIES] = {
    {"USD", 2, 30, 1000000}, {"EUR", 2, 25, 1085000}, {"GBP", 2, 8, 1270000}, {"JPY", 0, 8, 6700},
    {"CNY", 2, 12, 139000},  {"KRW", 0, 5, 740},      {"INR", 2, 8, 11900},   {"CHF", 2, 4, 1130000}};

/* The countries are every second of the table; these of them are excepted from all licences. */
static const int outside[] = {7, 41, 77};

typedef struct {
    uint64_t state;
} Chance;

static uint64_t next(Chance *chance) /* splitmix64 */
{
    uint64_t mixed = chance->state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

static uint64_t below(Chance *chance, uint64_t limit) { return next(chance) % limit; }

typedef struct {
    const char *folder;
    uint64_t    seed;
    uint32_t    prices[PRODUCTS]; /* in cents of a dollar */
    uint64_t    weights[PRODUCTS];
    uint32_t    rates[CURRENCIES][MONTHS];
    uint8_t     money_of[COUNTRIES];
    char        days[DAYS][16];
    uint8_t     month_of[DAYS];
} Market;

static FILE *create(const Market *market, const char *name)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", market->folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void finish(FILE *file)
{
    if (fclose(file) != 0) {
        perror("bench-money-gen");
        exit(1);
    }
}

static Str country(int i) { return country_code(i * 2); }

/* ---- what stands beside the lines ---- */

static void make_products(Market *market, Chance *chance)
{
    FILE    *file = create(market, "register.csv");
    uint64_t total = 0;
    (void)fputs("code,item\n", file);
    for (int i = 0; i < PRODUCTS; i++) {
        int      family = i < FAMILIES ? i : (int)below(chance, FAMILIES);
        unsigned size = (unsigned)below(chance, 7);
        uint64_t price = ((uint64_t)50 << size) + below(chance, (uint64_t)50 << size);
        (void)fprintf(file, "P%04d,g%02d\n", i + 1, family + 1);
        market->prices[i] = (uint32_t)(price > 5000 ? 5000 : price);
        market->weights[i] = total += ((uint64_t)1 << 40) / (uint64_t)(i + 1);
    }
    finish(file);
}

static void make_rates(Market *market, Chance *chance)
{
    FILE *file = create(market, "rates.csv");
    (void)fputs("currency,month,USD per unit\n", file);
    for (int c = 0; c < CURRENCIES; c++) {
        uint64_t rate = moneys[c].dollars_e6;
        for (int month = 0; month < MONTHS; month++) {
            if (c)
                rate = rate * (985 + below(chance, 31)) / 1000;
            market->rates[c][month] = (uint32_t)rate;
            if (c)
                (void)fprintf(file, "%s,2026-%02d,%u.%06u\n", moneys[c].code, month + 1,
                              (unsigned)(rate / 1000000), (unsigned)(rate % 1000000));
        }
    }
    finish(file);
}

static void make_days(Market *market)
{
    Day first = day_of((Civil){2026, 1, 1});
    for (int i = 0; i < DAYS; i++) {
        Civil civil = civil_of(first + i);
        (void)snprintf(market->days[i], sizeof market->days[i], "%04d-%02d-%02d", civil.year, civil.month,
                       civil.day);
        market->month_of[i] = (uint8_t)(civil.month - 1);
    }
    for (int money = 0, at = 0; money < CURRENCIES; money++)
        for (int i = 0; i < moneys[money].countries; i++)
            market->money_of[at++] = (uint8_t)money;
}

static const char head[] =
    "# A year of sales\n\nMade by a program, to measure with.\n\n```entente\nentente 1\n"
    "agreement year-of-sales {\n  title \"A year of sales\"\n  between aurora, borealis\n"
    "  signed 2025-12-01\n  effective 2026-01-01\n  term 5 years, ending the day before the anniversary\n"
    "  law \"State of New York\"\n  precedence terms over prose\n  changed by all parties\n  currency USD\n"
    "  rounding half-even to 0.01 USD on the running total of each calendar year\n"
    "  calendar { zone \"America/New_York\"; business days of US-NY; count from the day after; "
    "due dates roll forward; short months end on their last day; country groups as they change }\n}\n"
    "party aurora { name \"Aurora Semiconductor, Inc.\"; seat US; affiliates over 50% of votes }\n"
    "party borealis { name \"Borealis Networks GmbH\"; seat DE; affiliates over 50% of votes }\n"
    "lines sales { reported by borealis; states line, day, product, country, units, gross, returns, "
    "currency }\n"
    "define net-sales \"Net Sales\" { means \"what was sold less what was taken back\"; "
    "equals gross less returns }\n"
    "audit books { at most 1 time each calendar year; looking back 3 years; "
    "payer bears the cost if shortfall at least 5% of the amount owed }\n";

static void make_grant(FILE *file, int family)
{
    (void)fprintf(file,
                  "field f%02d { covers \"use %d\" }\nasset aurora/a%02d { covers \"technology %d\" }\n"
                  "product g%02d { made by borealis; field f%02d; practises aurora/a%02d }\n"
                  "grant licence-%02d {\n  aurora grants borealis with affiliates\n  to make, sell, import\n"
                  "  under aurora/a%02d\n  in f%02d\n  within worldwide except %.*s, %.*s, %.*s\n%s"
                  "  non-exclusive\n  not transferable\n  no sublicense\n  pays royalty-%02d\n}\n",
                  family, family, family, family, family, family, family, family, family, family,
                  STR_ARG(country(outside[0])), STR_ARG(country(outside[1])), STR_ARG(country(outside[2])),
                  family == FAMILIES ? "  from 2026-01-01, through 2026-09-30\n" : "  lasts for the term\n",
                  family);
}

static void make_royalty(FILE *file, int family)
{
    bool by_unit = family % 2;
    (void)fprintf(
        file,
        "royalty royalty-%02d {\n  borealis pays aurora\n  on %s in sales of g%02d\n"
        "  counted together for borealis with affiliates, each calendar year\n  bands marginal {\n"
        "%s  }\n  at most 9_750_000 USD each calendar year\n"
        "  minimum 250_000 USD each calendar year\n"
        "  report each calendar quarter, within 30 days of its end, nil reports too\n"
        "  pay each calendar quarter, within 45 days of its end\n"
        "  convert at \"monthly rates\", average of each business day of the month\n"
        "  audit books\n}\n",
        family, by_unit ? "units" : "net-sales", family,
        by_unit ? "    (a) up to 100_000 units: free\n    (b) up to 5_000_000 units: 0.20 USD per unit\n"
                  "    (c) above that: 0.10 USD per unit\n"
                : "    (a) up to 10_000_000 USD: 3%\n    (b) up to 50_000_000 USD: 2%\n"
                  "    (c) above that: 1%\n");
}

static void make_agreement(const Market *market)
{
    FILE *file = create(market, "agreement.md");
    (void)fputs(head, file);
    for (int family = 1; family <= FAMILIES; family++) {
        make_grant(file, family);
        make_royalty(file, family);
    }
    (void)fputs("```\n", file);
    finish(file);
}

/* ---- lines ---- */

static int product(const Market *market, Chance *chance)
{
    uint64_t at = below(chance, market->weights[PRODUCTS - 1]);
    int      low = 0, high = PRODUCTS - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (market->weights[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static char *put(char *at, uint64_t value, int width)
{
    char digits[24];
    int  count = 0;
    for (; value || count < width; value /= 10)
        digits[count++] = (char)('0' + value % 10);
    while (count)
        *at++ = digits[--count];
    return at;
}

static char *put_text(char *at, const char *text, size_t len)
{
    memcpy(at, text, len);
    return at + len;
}

static char *put_amount(char *at, uint64_t minor, int decimals)
{
    if (!decimals)
        return put(at, minor, 1);
    at = put(at, minor / 100, 1);
    *at++ = '.';
    return put(at, minor % 100, 2);
}

static size_t make_line(const Market *market, uint64_t number, unsigned more_units, char *out)
{
    Chance       chance = {market->seed * 0xda942042e4dd58b5u ^ number * 0x9e6c63d0876a9a47u};
    char        *at = put(out, number, 1);
    int          item = product(market, &chance), place = (int)below(&chance, COUNTRIES);
    int          day = (int)below(&chance, DAYS), c = market->money_of[place];
    const Money *money = &moneys[c];
    unsigned     size = (unsigned)below(&chance, 11);
    uint64_t     units = ((uint64_t)1 << size) + below(&chance, (uint64_t)1 << size);
    units = units > 2000 ? 2000 : units;
    uint64_t gross = units * market->prices[item] * (9000 + below(&chance, 2001)) *
                     (money->decimals ? 100 : 1) / market->rates[c][market->month_of[day]];
    uint64_t returns = 0, kind = below(&chance, 1000);
    if (kind < 200) {
        returns = gross * below(&chance, 1001) / 10000;
    } else if (kind < 205) {
        returns = gross;
        gross = gross * below(&chance, 50) / 100;
    }
    *at++ = ',';
    at = put_text(at, market->days[day], 10);
    at = put_text(at, ",P", 2);
    at = put(at, (uint64_t)item + 1, 4);
    *at++ = ',';
    at = put_text(at, country(place).at, 2);
    *at++ = ',';
    at = put(at, units + more_units, 1);
    *at++ = ',';
    at = put_amount(at, gross, money->decimals);
    *at++ = ',';
    at = put_amount(at, returns, money->decimals);
    *at++ = ',';
    at = put_text(at, money->code, 3);
    *at++ = '\n';
    return (size_t)(at - out);
}

typedef struct {
    uint64_t rows, step;
    unsigned more_units;
} Asked;

static void make_sales(const Market *market, const char *name, Asked asked)
{
    static const char heading[] = "line,day,product,country,units,gross,returns,currency\n";
    FILE             *file = create(market, name);
    char              line[LINE_ROOM];
    uint64_t          at = 0;
    (void)fwrite(heading, 1, sizeof heading - 1, file);
    for (uint64_t i = 0; i < asked.rows; i++) {
        size_t len = make_line(market, at + 1, asked.more_units, line);
        (void)fwrite(line, 1, len, file);
        at = (at + asked.step) % asked.rows;
    }
    finish(file);
}

int main(int argc, char **argv)
{
    static Market market;
    if (argc < 4) {
        (void)fputs("usage: bench-money-gen ROWS SEED FOLDER [STEP]\n", stderr);
        return 2;
    }
    uint64_t rows = strtoull(argv[1], NULL, 10), step = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    uint64_t restated = rows < RESTATED ? rows : RESTATED;
    market.seed = strtoull(argv[2], NULL, 10);
    market.folder = argv[3];
    Chance chance = {market.seed};
    make_products(&market, &chance);
    make_rates(&market, &chance);
    make_days(&market);
    make_agreement(&market);
    make_sales(&market, "sales.csv", (Asked){rows, step, 0});
    make_sales(&market, "wrong.csv", (Asked){restated, 1, 0});
    make_sales(&market, "right.csv", (Asked){restated, 1, 1});
    return 0;
}
