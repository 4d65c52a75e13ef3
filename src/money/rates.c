/* rates.c - reading files of rates, and the rate of a day.
 *
 * Invariants: the quotes of a series are ascending and apart; a value of a currency is above 0; no two series
 * are of the same two currencies in the same direction. */
#include "money/rates.h"

#include <stdlib.h>

#include "money/rows.h"
#include "terms/data/tables.h"

enum { RATE_SCALE_MOST = 18 };

/* A quote before it is sorted into its series. */
typedef struct {
    Quote quote;
    Size  series;
    Span  span;
} Found;

typedef struct {
    Arena *arena; /* of what is kept */
    Arena *work;
    Rows   rows;
    Rates  rates;
    LIST_OF(Found) found;
} Reading;

static void refuse(const Reading *in, const char *code, int column, Str title, Str help)
{
    diag_refuse(in->rows.diags, code, rows_cell_span(&in->rows, column), title, S("this cell"), help);
}

static Size benchmark_of(Reading *in, Str name)
{
    for (Size i = 0; i < in->rates.series.count; i++)
        if (in->rates.series.items[i].from < 0 && str_equal(in->rates.series.items[i].name, name))
            return i;
    *PUSH(in->arena, &in->rates.series) =
        (RateSeries){.name = str_copy(in->arena, name), .from = -1, .to = -1};
    return in->rates.series.count - 1;
}

static Size series_of(Reading *in, int from, int to)
{
    for (Size i = 0; i < in->rates.series.count; i++)
        if (in->rates.series.items[i].from == from && in->rates.series.items[i].to == to)
            return i;
    *PUSH(in->arena, &in->rates.series) = (RateSeries){.from = from, .to = to};
    return in->rates.series.count - 1;
}

/* ---- cells ---- */

static bool is_plain(Str text)
{
    bool plain = text.len > 0 && text.at[0] != '.' && text.at[text.len - 1] != '.';
    int  points = 0;
    for (Size i = 0; i < text.len; i++) {
        points += text.at[i] == '.';
        plain &= text.at[i] == '.' || (text.at[i] >= '0' && text.at[i] <= '9');
    }
    return plain && points <= 1;
}

/* A plain decimal number above 0. */
static bool rate_cell(const Reading *in, int column, Quote *out)
{
    Str text = in->rows.cells[column].text;
    if (is_plain(text) && decimal_read(text, &out->value, &out->scale) && out->value > 0)
        return true;
    refuse(in, "E0622", column,
           is_plain(text)
               ? str_format(in->rows.arena, "`%.*s` cannot be a rate: it is 0, or has more than 18 digits",
                            STR_ARG(text))
               : str_format(in->rows.arena, "`%.*s` is no rate", STR_ARG(text)),
           S("a rate is a decimal number above 0 with a point, such as 1.0867"));
    return false;
}

/* Percent a year: 0 and less occur. */
static bool percent_cell(const Reading *in, int column, Quote *out)
{
    Str  text = in->rows.cells[column].text;
    bool minus = str_starts(text, S("-"));
    Str  digits = str_slice(text, minus, text.len);
    if (is_plain(digits) && decimal_read(digits, &out->value, &out->scale)) {
        out->value = minus ? -out->value : out->value;
        return true;
    }
    refuse(in, "E0622", column, str_format(in->rows.arena, "`%.*s` is no rate", STR_ARG(text)),
           S("a rate of interest is in percent a year, such as 4.33"));
    return false;
}

static bool days_cell(const Reading *in, int column, bool month, Days *out)
{
    Str text = in->rows.cells[column].text;
    if (text.len == (month ? 7 : 10) && period_parse(text, out) && (month || out->from == out->through))
        if (!month || text.at[5] != 'Q')
            return true;
    refuse(in, "E0622", column,
           str_format(in->rows.arena, "`%.*s` is no %s", STR_ARG(text), month ? "month" : "day"),
           month ? S("write year and month, such as 2026-03")
                 : S("write year, month and day, such as 2026-03-01"));
    return false;
}

static int currency_cell(const Reading *in, int column)
{
    Str text = in->rows.cells[column].text;
    int currency = currency_find(text);
    if (currency >= 0)
        return currency;
    Str hint = currency_hint(text);
    refuse(in, "E0624", column, str_format(in->rows.arena, "`%.*s` is no currency", STR_ARG(text)),
           hint.len ? str_format(in->rows.arena, "did you mean `%.*s`?", STR_ARG(hint))
                    : S("write its code, such as USD"));
    return -1;
}

/* ---- the file of the European Central Bank ---- */

static void read_ecb_row(Reading *in, const Size *series)
{
    Days days;
    if (!days_cell(in, 0, false, &days))
        return;
    for (int i = 1; i < in->rows.width; i++) {
        Str   text = in->rows.cells[i].text;
        Quote quote = {.days = days};
        bool  none = !text.len || str_equal(text, S("N/A"));
        if (series[i] < 0 && text.len)
            refuse(in, "E0622", i, S("a rate in a column without a heading"),
                   S("write the currency into the first line"));
        else if (!none && rate_cell(in, i, &quote))
            *PUSH(in->work, &in->found) = (Found){quote, series[i], rows_cell_span(&in->rows, i)};
    }
}

static void read_ecb(Reading *in)
{
    Size *series = NEW(in->work, Size, in->rows.width);
    int   euro = currency_find(S("EUR"));
    for (int i = 1; i < in->rows.width; i++) {
        Size before = in->rates.series.count;
        series[i] = -1;
        if (!in->rows.cells[i].text.len) /* each line of that file ends in a comma */
            continue;
        int currency = currency_cell(in, i);
        if (currency < 0)
            continue;
        series[i] = series_of(in, euro, currency);
        if (in->rates.series.count == before || currency == euro)
            refuse(in, "E0621", i, S("the currency stands twice in the heading"),
                   S("leave one of the columns out"));
    }
    while (rows_next(&in->rows))
        read_ecb_row(in, series);
}

/* ---- the plain file ---- */

typedef struct {
    int  currency, benchmark, day, rate, per; /* columns */
    int  to;
    bool month;
} Plain;

/* `USD per unit`, in capitals or not. */
static int quoted_in(const Reading *in, int *column)
{
    for (int i = 0; i < in->rows.width; i++) {
        Str heading = in->rows.headings[i];
        if (!str_ends(heading, S("-per-unit")) || heading.len != 12)
            continue;
        char code[3];
        for (int k = 0; k < 3; k++)
            code[k] =
                (char)(heading.at[k] >= 'a' && heading.at[k] <= 'z' ? heading.at[k] - 32 : heading.at[k]);
        *column = i;
        return currency_find((Str){code, 3});
    }
    return -1;
}

static bool plain_columns(Reading *in, int to, Plain *out)
{
    Plain plain = {.currency = rows_column(&in->rows, S("currency")),
                   .benchmark = rows_column(&in->rows, S("benchmark")),
                   .day = rows_column(&in->rows, S("day date month")),
                   .rate = rows_column(&in->rows, S("rate")),
                   .per = rows_column(&in->rows, S("per")),
                   .to = to};
    int   quoted = -1, currency = quoted_in(in, &quoted);
    if (quoted >= 0 && plain.rate < 0) {
        plain.rate = quoted;
        plain.to = currency;
    }
    Str missing = plain.currency < 0 && plain.benchmark < 0 ? S("currency")
                  : plain.day < 0                           ? S("day")
                  : plain.rate < 0                          ? S("rate")
                                                            : S("");
    if (missing.len)
        return diag_refuse(
            in->rows.diags, "E0621", in->rows.heading,
            str_format(in->rows.arena, "the rates have no column `%.*s`", STR_ARG(missing)),
            S("this heading"),
            S("write `currency,day,rate` or `currency,month,rate`, or take the file of the European "
              "Central Bank, which begins with `Date,USD,…`"));
    if (plain.to < 0 && plain.currency >= 0)
        return diag_refuse(in->rows.diags, "E0621", in->rows.heading,
                           S("it is not said in which currency the rates are"), S("this heading"),
                           S("write `USD per unit` instead of `rate`, for example"));
    plain.month = str_equal(in->rows.headings[plain.day], S("month"));
    *out = plain;
    return true;
}

/* 1, 10, 100 …: so many more decimals. */
static bool per_cell(const Reading *in, int column, Quote *quote)
{
    Str  text = in->rows.cells[column].text;
    bool power = text.len > 0 && text.at[0] == '1' && quote->scale + text.len - 1 <= RATE_SCALE_MOST;
    for (Size i = 1; i < text.len; i++)
        power &= text.at[i] == '0';
    if (power)
        quote->scale = (uint8_t)(quote->scale + text.len - 1);
    else
        refuse(in, "E0622", column, str_format(in->rows.arena, "`%.*s` units of the currency", STR_ARG(text)),
               S("a rate is for 1, 10, 100 … units"));
    return power;
}

static bool is_benchmark(const Reading *in, const Plain *plain)
{
    return plain->benchmark >= 0 && in->rows.cells[plain->benchmark].text.len > 0;
}

static void read_benchmark_row(Reading *in, const Plain *plain)
{
    Quote quote = {0};
    if (plain->currency >= 0 && in->rows.cells[plain->currency].text.len)
        refuse(in, "E0622", plain->benchmark, S("a rate of a currency and of interest at once"),
               S("leave one of the two cells empty"));
    else if (days_cell(in, plain->day, plain->month, &quote.days) && percent_cell(in, plain->rate, &quote))
        *PUSH(in->work, &in->found) = (Found){quote, benchmark_of(in, in->rows.cells[plain->benchmark].text),
                                              rows_cell_span(&in->rows, plain->rate)};
}

static void read_plain_row(Reading *in, const Plain *plain)
{
    Quote quote = {0};
    if (is_benchmark(in, plain)) {
        read_benchmark_row(in, plain);
        return;
    }
    if (plain->currency < 0) {
        refuse(in, "E0622", plain->benchmark, S("a rate without a name"), S("name the benchmark: SOFR"));
        return;
    }
    int  currency = currency_cell(in, plain->currency);
    bool good = days_cell(in, plain->day, plain->month, &quote.days) && rate_cell(in, plain->rate, &quote) &&
                (plain->per < 0 || per_cell(in, plain->per, &quote));
    if (!good || currency < 0)
        return;
    if (currency != plain->to) {
        *PUSH(in->work, &in->found) =
            (Found){quote, series_of(in, currency, plain->to), rows_cell_span(&in->rows, plain->rate)};
        return;
    }
    if (decimal_order(quote.value, quote.scale, 1, 0) != 0)
        refuse(in, "E0622", plain->rate, S("the rate of a currency in itself is 1"),
               S("leave the line out, or say in which currency the rates are: `USD per unit`"));
}

/* ---- sorting ---- */

static int found_order(const void *a, const void *b)
{
    const Found *left = a, *right = b;
    if (left->series != right->series)
        return left->series < right->series ? -1 : 1;
    if (left->quote.days.from != right->quote.days.from)
        return left->quote.days.from < right->quote.days.from ? -1 : 1;
    return (left->span.from > right->span.from) - (left->span.from < right->span.from);
}

static void sort_found(Reading *in)
{
    qsort(in->found.items, (size_t)in->found.count, sizeof *in->found.items, found_order);
    for (Size i = 0; i < in->found.count; i++) {
        const Found *one = &in->found.items[i], *before = i ? one - 1 : NULL;
        RateSeries  *series = &in->rates.series.items[one->series];
        if (before && before->series == one->series && before->quote.days.through >= one->quote.days.from) {
            Diag *diag =
                diag_error(in->rows.diags, "E0623", one->span,
                           str_format(in->rows.arena, "%.*s has two rates on %.*s",
                                      STR_ARG(series->from < 0 ? series->name : currency_code(series->from)),
                                      STR_ARG(day_text(in->rows.arena, one->quote.days.from))),
                           S("here again"));
            diag_note(diag, before->span, S("here first"));
            diag->help = S("leave one of the two lines out");
            continue;
        }
        *PUSH(in->arena, &series->quotes) = one->quote;
    }
}

bool rates_read(Arena *arena, const Source *source, Diags *diags, int to, Rates *out)
{
    Arena   work = {0};
    Reading in = {.arena = arena, .work = &work, .rates = {.arena = arena, .source = source->path}};
    Plain   plain = {0};
    int     errors = diags->errors;
    bool    open = rows_open(arena, source, diags, "E0622", &in.rows);
    if (open && str_equal(in.rows.headings[0], S("date")) && rows_column(&in.rows, S("currency")) < 0) {
        read_ecb(&in);
    } else if (open && plain_columns(&in, to, &plain)) {
        while (rows_next(&in.rows))
            read_plain_row(&in, &plain);
    }
    if (in.found.count)
        sort_found(&in);
    arena_free(&work);
    if (!open || diags->errors > errors)
        return false;
    *out = in.rates;
    return true;
}

/* ---- the rate of a day ---- */

/* One step from a currency to another, along a series or against it. */
typedef struct {
    const RateSeries *series; /* NULL: there is none */
    bool              against;
} Leg;

static Leg leg_of(const Rates *rates, int from, int to)
{
    Leg leg = {0};
    for (Size i = 0; i < rates->series.count && (!leg.series || leg.against); i++) {
        const RateSeries *series = &rates->series.items[i];
        if (series->from == from && series->to == to)
            leg = (Leg){series, false};
        else if (series->from == to && series->to == from)
            leg = (Leg){series, true};
    }
    return leg;
}

static const Quote *quote_on(const RateSeries *series, Day day)
{
    Size low = 0, high = series->quotes.count; /* the first that ends on the day or later */
    while (low < high) {
        Size middle = (low + high) / 2;
        if (series->quotes.items[middle].days.through < day)
            low = middle + 1;
        else
            high = middle;
    }
    const Quote *quote = low < series->quotes.count ? &series->quotes.items[low] : NULL;
    return quote && quote->days.from <= day ? quote : NULL;
}

/* The rate of a leg that was published for `of`, a day at or before `day`. A rate of a month is none of a
 * day. */
static bool leg_on(const Leg *leg, Day of, Day day, Rational *out)
{
    const Quote *quote = quote_on(leg->series, of);
    if (!quote || (of != day && quote->days.from != quote->days.through))
        return false;
    Rational rate = rational_of(quote->value, quote->scale);
    *out = leg->against ? rational_divide(rational_whole(1), rate) : rate;
    return true;
}

/* The legs from one currency to another: one, or two through the first currency that both are quoted with. */
static int legs_of(const Rates *rates, int from, int to, Leg legs[2])
{
    legs[0] = leg_of(rates, from, to);
    if (legs[0].series)
        return 1;
    for (Size i = 0; i < rates->series.count; i++) {
        const RateSeries *series = &rates->series.items[i];
        if (series->from != from && series->to != from)
            continue;
        int common = series->from == from ? series->to : series->from;
        legs[0] = leg_of(rates, from, common);
        legs[1] = leg_of(rates, common, to);
        if (legs[1].series)
            return 2;
    }
    return 0;
}

RateFound rates_on(const Rates *rates, int from, int to, Day day, Rational *out, Day *used)
{
    Leg legs[2];
    int count = from == to ? 0 : legs_of(rates, from, to, legs);
    if (from == to) {
        *out = rational_whole(1);
        *used = day;
        return RATE_FOUND;
    }
    for (Day of = day; count && of >= day - RATE_DAYS_MOST; of--) {
        Rational first, second = rational_whole(1);
        if (!leg_on(&legs[0], of, day, &first) || (count == 2 && !leg_on(&legs[1], of, day, &second)))
            continue;
        *out = rational_times(first, second);
        *used = of;
        return of == day ? RATE_FOUND : RATE_OF_EARLIER_DAY;
    }
    return RATE_MISSING;
}

RateFound rates_benchmark(const Rates *rates, Str name, Day day, Rational *out, Day *used)
{
    const RateSeries *series = NULL;
    for (Size i = 0; i < rates->series.count; i++)
        if (rates->series.items[i].from < 0 && str_equal(rates->series.items[i].name, name))
            series = &rates->series.items[i];
    for (Day of = day; series && of >= day - RATE_DAYS_MOST; of--) {
        const Quote *quote = quote_on(series, of);
        if (!quote || (of != day && quote->days.from != quote->days.through))
            continue;
        *out = rational_of(quote->value, quote->scale);
        *used = of;
        return of == day ? RATE_FOUND : RATE_OF_EARLIER_DAY;
    }
    return RATE_MISSING;
}

void rates_add(Rates *rates, int from, int to, Quote quote)
{
    RateSeries *series = NULL;
    for (Size i = 0; i < rates->series.count && !series; i++)
        if (rates->series.items[i].from == from && rates->series.items[i].to == to)
            series = &rates->series.items[i];
    if (!series) {
        series = PUSH(rates->arena, &rates->series);
        *series = (RateSeries){.from = from, .to = to};
    }
    Size at = series->quotes.count;
    while (at > 0 && series->quotes.items[at - 1].days.from >= quote.days.from)
        at--;
    if (at < series->quotes.count && series->quotes.items[at].days.from == quote.days.from) {
        series->quotes.items[at] = quote;
        return;
    }
    (void)PUSH(rates->arena, &series->quotes);
    for (Size i = series->quotes.count - 1; i > at; i--)
        series->quotes.items[i] = series->quotes.items[i - 1];
    series->quotes.items[at] = quote;
}
