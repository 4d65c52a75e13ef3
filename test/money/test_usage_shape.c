/* test_usage_shape.c - headings of every kind, mappings, decimal marks, and each way in which they are
 * refused. */
#include "made.h"

#include <string.h>

#include "money/usage.h"

#define ALL  "line,day,product,country,entity,currency,units,gross,returns\n"
#define SEMI "day;product;country;entity;currency;units;gross;returns\n"
#define ROW1 "2026-01-01;P0001;DE;labs;EUR;"

typedef struct {
    Made      *made;
    UsageShape shape;
    bool       good;
} Shaped;

static Shaped shape_of(const char *head, const char *mapping, const char *lines)
{
    Shaped        shaped = {.made = made_new()};
    Made         *made = shaped.made;
    const Source *source = sources_add(&made->sources, S("sales.csv"), str_from(head));
    const Source *map = mapping ? sources_add(&made->sources, S("sales.map"), str_from(mapping)) : NULL;
    Word          name = lines ? word_of(&made->words, str_from(lines)) : 0;
    shaped.good =
        usage_shape(&made->arena, &made->plan, &(UsageHead){source, map, name}, &made->diags, &shaped.shape);
    return shaped;
}

/* The columns in the order of the file: "day product - units". */
static Str roles_text(const Shaped *shaped)
{
    Text text = text_new(&shaped->made->arena);
    for (int i = 0; i < shaped->shape.width; i++) {
        int role = shaped->shape.roles[i];
        text_add(&text, i ? S(" ") : S(""));
        text_add(&text, role < 0 ? S("-")
                                 : word_text(&shaped->made->words, shaped->shape.lines->columns[role].name));
    }
    return text_str(&text);
}

static void headings_that_fit(void **state)
{
    static const struct {
        const char *head, *mapping, *lines, *roles;
        char        separator, decimal;
    } rows[] = {
        {ALL, NULL, NULL, "line day product country entity currency units gross returns", ',', '.'},
        {"\xEF\xBB\xBF" ALL, NULL, NULL, "line day product country entity currency units gross returns", ',',
         '.'},
        {"Returns,GROSS,units,Currency, Entity ,country,product,day,line\r\n", NULL, "sales",
         "returns gross units currency entity country product day line", ',', '.'},
        {"\"day\",\"product\",x y,country,entity,currency,units,gross,returns", NULL, NULL,
         "day product - country entity currency units gross returns", ',', '.'},
        {"day\tproduct\tcountry\tentity\tcurrency\tunits\tgross\treturns\n", NULL, NULL,
         "day product country entity currency units gross returns", '\t', 0},
        {SEMI, NULL, NULL, "day product country entity currency units gross returns", ';', 0},
        {SEMI, "decimal = ,", NULL, "day product country entity currency units gross returns", ';', ','},
        {SEMI, "# ours\n\n decimal = point\r\nseparator = ;", NULL,
         "day product country entity currency units gross returns", ';', '.'},
        {SEMI ROW1 "5;12,50;0\n", NULL, NULL, "day product country entity currency units gross returns", ';',
         ','},
        {SEMI ROW1 "5;12.50;1.000\n", NULL, NULL, "day product country entity currency units gross returns",
         ';', '.'},
        {SEMI ROW1 "5;12;0\n" ROW1 "5;1,5;\"1,000\"", NULL, NULL,
         "day product country entity currency units gross returns", ';', ','},
        {ALL "1,2026-01-01,P0001,DE,labs,EUR,1.000,2,3\n", NULL, NULL,
         "line day product country entity currency units gross returns", ',', '.'},
        {ALL, "decimal = ,", NULL, "line day product country entity currency units gross returns", ',', ','},
        {"Datum;Artikel;Land;Wer;currency;Menge;Net sales;returns\n",
         "Datum = day\nARTIKEL=product\nLand = country\nWer = entity\nMenge = units\nnet_sales = "
         "gross\ndecimal = ,\n",
         NULL, "day product country entity currency units gross returns", ';', ','},
        {"day,product,country,entity,units,gross,returns\n", "currency = EUR", NULL,
         "day product country entity units gross returns", ',', '.'},
        {"day,product,country,entity,CCY,units,gross,returns\n", "ccy = currency", NULL,
         "day product country entity currency units gross returns", ',', '.'},
        {"day,product,country,entity,currency,units,gross,returns,other\n", "other = gross", NULL,
         "day product country entity currency units - returns gross", ',', '.'},
        {"line,day,minutes\n", NULL, NULL, "line day minutes", ',', '.'},
        {"a=b,day\n", "a=b = minutes", "calls", "minutes day", ',', '.'},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%.*s\n", (int)strcspn(rows[i].head, "\r\n"), rows[i].head);
        Shaped shaped = shape_of(rows[i].head, rows[i].mapping, rows[i].lines);
        for (const Diag *d = shaped.made->diags.first; d; d = d->next)
            print_message("# %s %.*s\n", d->code, STR_ARG(d->title));
        assert_true(shaped.good);
        assert_text(roles_text(&shaped), str_from(rows[i].roles));
        assert_int_equal(shaped.shape.separator, rows[i].separator);
        assert_int_equal(shaped.shape.decimal, rows[i].decimal);
        const char *end = strchr(rows[i].head, '\n');
        assert_int_equal(shaped.shape.body, end ? end + 1 - rows[i].head : (Size)strlen(rows[i].head));
        made_free(shaped.made);
    }
}

static void each_refusal_says_where_and_what(void **state)
{
    static const struct {
        const char *head, *mapping, *lines, *code, *at, *title, *help;
    } rows[] = {
        {"day,product,country,entity,currency,units,gros,returns\n", NULL, "sales", "E0601", "gros",
         "no column of the file is `gross`", "write in the mapping: `gros = gross`"},
        {"day,product,country\n", NULL, "sales", "E0601", "day,product,country", "is `entity`",
         "`HEADING OF THE FILE = entity`"},
        {"day,product,country,entity,currency,units,gross,returns,Gross\n", NULL, NULL, "E0602", "Gross",
         "two columns of the file are `gross`", "rename one"},
        {SEMI ROW1 "5;1.000;2\n", NULL, NULL, "E0603", "1.000", "`1.000` may be a thousand times",
         "`decimal = ,` or"},
        {SEMI ROW1 "5;1,000;2\n", NULL, NULL, "E0603", "1,000", "`1,000` may be a thousand times",
         "`decimal = ,` or"},
        {SEMI ROW1 "5;1,000;2\n" ROW1 "5;1.000;2\n", NULL, NULL, "E0603", "1,000", "have both",
         "`decimal = ,` or"},
        {SEMI ROW1 "5;1.234,50;2\n", NULL, NULL, "E0603", "1.234,50", "have both", "`decimal = ,` or"},
        {SEMI ROW1 "5;\"1.000\";2\n", NULL, NULL, "E0603", "\"1.000\"", "may be a thousand",
         "`decimal = ,` or"},
        {ALL, "units", NULL, "E0604", "units", "a line of a mapping is", "`Net sales = gross`"},
        {ALL, " = units", NULL, "E0604", " = units", "one side of the `=` is empty", "heading of the file"},
        {ALL, "decimal = ;", NULL, "E0604", "decimal = ;", "a decimal mark is", "decimal = ,"},
        {ALL, "separator = |", NULL, "E0604", "separator = |", "a separator is", "tab"},
        {ALL, "decimal = ,\ndecimal = .", NULL, "E0604", "decimal = .", "said twice", "leave one"},
        {SEMI, "currency = EUX", NULL, "E0604", "currency = EUX", "`EUX` is no currency", "did you mean"},
        {SEMI, "currency = EUR", NULL, "E0604", "currency = EUR", "of each line itself", "leave"},
        {SEMI, "Day = day\nDAY = product", NULL, "E0604", "DAY = product", "`day` is mapped twice",
         "leave one"},
        {SEMI, "x = day\ny = day", NULL, "E0604", "y = day", "`day` is mapped twice", "leave one"},
        {SEMI, "grosss = gross", NULL, "E0604", "grosss = gross", "`grosss` is no heading",
         "did you mean `gross`?"},
        {"line;day;minutes\n", "lime = line", NULL, "E0604", "lime = line",
         "`lime` is no heading of the file", "did you mean `line`?"},
        {"lime;day;minutes\n", "lime = lines", NULL, "E0604", "lime = lines",
         "`lines` is no column of the lines", "did you mean `line`?"},
        {"day,minutes,x;day;minutes\n", NULL, NULL, "E0605", "", "with two separators", "`separator = ;`"},
        {"day,minutes,product,country,entity,currency,units,gross,returns\n", NULL, NULL, "E0605", "",
         "the columns fit `lines sales` and `lines calls`", "`sales=FILE`"},
        {"day\n", NULL, "nothing", "E0605", "day", "no `lines` of the agreement", "name one"},
        {"", NULL, NULL, "E0606", "", "no heading", "the first line names"},
        {"\nday,minutes\n", NULL, NULL, "E0606", "", "no heading", "the first line names"},
        {"day,product,country,entity,units,gross,returns\n", NULL, "sales", "E0607", "",
         "no column of the file is `currency`", "`currency = EUR`"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s %s\n", rows[i].code, rows[i].title);
        Shaped      shaped = shape_of(rows[i].head, rows[i].mapping, rows[i].lines);
        const Diag *diag = shaped.made->diags.first;
        assert_false(shaped.good);
        assert_non_null(diag);
        assert_string_equal(diag->code, rows[i].code);
        if (*rows[i].at)
            assert_text(sources_slice(&shaped.made->sources, diag->span), str_from(rows[i].at));
        if (!strstr(str_copy(&shaped.made->arena, diag->title).at, rows[i].title))
            fail_msg("its title: %.*s", STR_ARG(diag->title));
        if (!strstr(str_copy(&shaped.made->arena, diag->help).at, rows[i].help))
            fail_msg("its help: %.*s", STR_ARG(diag->help));
        assert_null(diag->next);
        made_free(shaped.made);
    }
}

static void amounts_need_a_currency_column_or_one_for_all(void **state)
{
    Made      *made = made_new();
    PlanLines *lines = &made->plan.lines.items[1];
    UsageShape shape = {0};
    (void)state;
    lines->columns[2].role = COLUMN_MONEY; /* `lines calls` states no currency */
    const Source *head = sources_add(&made->sources, S("a.csv"), S("day,minutes\n"));
    const Source *map = sources_add(&made->sources, S("a.map"), S("currency = EUR\n"));
    assert_false(usage_shape(&made->arena, &made->plan, &(UsageHead){head, NULL, 0}, &made->diags, &shape));
    assert_string_equal(made->diags.first->code, "E0607");
    assert_true(usage_shape(&made->arena, &made->plan, &(UsageHead){head, map, 0}, &made->diags, &shape));
    assert_int_equal(shape.currency, currency_find(S("EUR")));
    made_free(made);
}

static void many_columns(void **state)
{
    Made *made = made_new();
    (void)state;
    for (int width = 255; width <= 257; width++) {
        Text       text = text_new(&made->arena);
        UsageShape shape;
        for (int i = 0; i < width - 2; i++)
            text_format(&text, "c%d,", i);
        text_add(&text, S("day,minutes\n"));
        const Source *head = sources_add(&made->sources, S("a.csv"), text_str(&text));
        bool good = usage_shape(&made->arena, &made->plan, &(UsageHead){head, NULL, 0}, &made->diags, &shape);
        assert_int_equal(good, width <= USAGE_COLUMNS_MOST);
        assert_true(!good || shape.width == width);
    }
    made_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_that_fit),
        cmocka_unit_test(each_refusal_says_where_and_what),
        cmocka_unit_test(amounts_need_a_currency_column_or_one_for_all),
        cmocka_unit_test(many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
