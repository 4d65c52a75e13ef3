/* test_sql.c - the statement for a table, and its groups as sums. That a server computes with it what a file
 * gives is what test/store/test_tables.py holds. */
#define _GNU_SOURCE /* memmem */
#include "made.h"

#include <string.h>

#include "money/sql.h"

/* Marks what was quoted, so that nothing else can pass for it. */
static Str quote(Arena *arena, Str text, const char *left, const char *right)
{
    return str_format(arena, "%s%.*s%s", left, STR_ARG(text), right);
}

static Str quote_name(void *self, Arena *arena, Str text)
{
    (void)self;
    return quote(arena, text, "<", ">");
}

static Str quote_value(void *self, Arena *arena, Str text)
{
    (void)self;
    return quote(arena, text, "{{", "}}");
}

static const SqlQuotes quotes = {NULL, quote_name, quote_value};

typedef struct {
    Made      *made;
    SqlTable   table;
    UsageShape shape;
    Sql        sql;
} Case;

static Case case_of(Made *made, const SqlColumn *columns, Size count, const char *mapping)
{
    Case one = {.made = made, .table = {.schema = S("public"), .name = S("t")}};
    for (Size i = 0; i < count; i++)
        *PUSH(&made->arena, &one.table.columns) = columns[i];
    Str           heading = sql_heading(&made->arena, &one.table);
    const Source *source = sources_add(&made->sources, S("t"), heading);
    const Source *map = mapping ? sources_add(&made->sources, S("map"), str_from(mapping)) : NULL;
    UsageHead     head = {.head = source, .mapping = map};
    bool          fits = usage_shape(&made->arena, &made->plan, &head, &made->diags, &one.shape) &&
                sql_fits(&one.shape, &one.table, source, &made->diags);
    if (!fits)
        assert_true(made->diags.errors > 0);
    return one;
}

static void open_case(Case *one)
{
    one->sql = (Sql){&one->made->arena, &one->made->plan, &one->shape, &one->table};
}

static Str text_of(Case *one)
{
    assert_int_equal(one->made->diags.errors, 0);
    open_case(one);
    return sql_text(&one->sql, quotes);
}

#define CALLS                                                \
    {S("minutes"), SQL_INTEGER, S("integer"), 10, 0, false}, \
    {                                                        \
        S("Call \"day\";"), SQL_DATE, S("date"), 0, 0, false \
    }
#define SALES                                                                                        \
    {S("sold"), SQL_DATE, S("date"), 0, 0, false}, {S("product"), SQL_TEXT, S("text"), 0, 0, false}, \
        {S("country"), SQL_TEXT, S("character(2)"), 0, 0, false},                                    \
        {S("entity"), SQL_TEXT, S("text"), 0, 0, false},                                             \
        {S("currency"), SQL_TEXT, S("character(3)"), 0, 0, false},                                   \
        {S("units"), SQL_INTEGER, S("bigint"), 19, 0, false},                                        \
        {S("gross"), SQL_NUMERIC, S("numeric(14,4)"), 14, 4, false},                                 \
    {                                                                                                \
        S("returns"), SQL_NUMERIC, S("numeric"), 0, 0, false                                         \
    }

/* ---- the statement ---- */

static void a_condition_and_names_that_are_quoted(void **state)
{
    (void)state;
    Made           *made = made_new();
    const SqlColumn columns[] = {CALLS};
    Case            one = case_of(made, columns, COUNT(columns), "Call \"day\"; = day\n");
    assert_text(
        text_of(&one),
        S("SELECT width_bucket(<Call \"day\";>, {{{0001-01-01,2026-01-01,2026-04-01,2026-07-01,2026-10-01,"
          "2027-01-01,10000-01-01}}}::date[]) AS \"interval\",\n"
          "       CASE\n"
          "            WHEN <minutes> IS NULL THEN {{empty minutes}}\n"
          "       END AS \"problem\",\n"
          "       CASE WHEN (<minutes>) > 12 THEN 1 ELSE 0 END AS \"conditions\",\n"
          "       count(*) AS \"lines\",\n"
          "       sum(<minutes>) AS \"sum 1\"\n"
          "FROM <public>.<t>\n"
          "GROUP BY 1, 2, 3\n"));
    made_free(made);
}

static bool contains(Str text, const char *part)
{
    return memmem(text.at, (size_t)text.len, part, strlen(part)) != NULL;
}

static void expect(Str text, const char *part)
{
    if (!contains(text, part))
        print_error("# `%s` is not in\n%.*s\n", part, STR_ARG(text));
    assert_true(contains(text, part));
}

/* What the type of a column answers is not asked of each line. */
static void checks_follow_from_types(void **state)
{
    (void)state;
    Made           *made = made_new();
    const SqlColumn columns[] = {SALES};
    Case            one = case_of(made, columns, COUNT(columns), "sold = day\n");
    Str             text = text_of(&one);
    expect(text, "WHEN <units> NOT BETWEEN -999999999999999999 AND 999999999999999999 THEN {{large units}}");
    expect(text, "WHEN <gross> = {{NaN}}::numeric THEN {{number gross}}");
    expect(text, "WHEN <returns> - <returns> <> 0 THEN {{number returns}}");
    assert_false(contains(text, "{{large gross}}") || contains(text, "{{fine gross}}"));
    expect(text, "WHEN <returns> <> round(<returns>, 6) THEN {{fine returns}}");
    expect(text, "power(10.0, (18 - min_scale(<returns>))::numeric) THEN {{large returns}}");
    expect(text, "WHEN <gross> <> round(<gross>, CASE WHEN btrim(<currency>) IN (");
    Case      cents = {0};
    SqlColumn two[] = {SALES};
    two[6] = (SqlColumn){S("gross"), SQL_NUMERIC, S("numeric(14,2)"), 14, 2, false};
    cents = case_of(made, two, COUNT(two), "sold = day\n");
    expect(text_of(&cents), "{{XPF}}) AND <gross> <> round(<gross>, 0) THEN {{decimals gross}}");
    expect(text, "sum(<units>) AS \"sum 1\"");
    expect(text, "sum(<gross>) AS \"sum 2\"");
    expect(text, "sum(CASE WHEN abs(<returns>) < 1000000000000000000 THEN <returns> END) AS \"sum 3\"");
    expect(text, "\nGROUP BY 1, 2, 3, 4, 5, 6\n");
    made_free(made);
}

static void add_op(Made *made, Slot *slot, LineOp op) { *PUSH(&made->arena, &slot->ops) = op; }

/* least of { 2% of gross; 0.02 USD per unit }, and a constant of money less than nothing. */
static void computed_numbers_step_by_step(void **state)
{
    (void)state;
    Made           *made = made_new();
    const SqlColumn columns[] = {SALES};
    Slot            slot = {.number = -1};
    int             usd = currency_find(S("USD"));
    add_op(made, &slot, (LineOp){.kind = OP_NUMBER, .number = 1, .currency = -1});
    add_op(made, &slot, (LineOp){.kind = OP_TIMES_RATIO, .constant = 2, .divisor = 100, .currency = -1});
    add_op(made, &slot, (LineOp){.kind = OP_NUMBER, .number = 0, .currency = -1});
    add_op(made, &slot, (LineOp){.kind = OP_TIMES_RATIO, .constant = -3, .divisor = 1, .currency = -1});
    add_op(made, &slot, (LineOp){.kind = OP_LEAST, .currency = -1});
    add_op(made, &slot, (LineOp){.kind = OP_CONSTANT, .constant = -1500000, .currency = usd});
    add_op(made, &slot, (LineOp){.kind = OP_LESS, .currency = -1});
    PlanLines *lines = &made->plan.lines.items[0];
    lines->slots[lines->slot_count++] = slot;
    Case        one = case_of(made, columns, COUNT(columns), "sold = day\n");
    Str         text = text_of(&one);
    const char *share = "(div((<gross>)::numeric * 2 * 1000000, 100) * 0.000001)";
    const char *fee = "((<units>)::numeric * (-3))";
    Str whole = str_format(&made->arena, "((CASE WHEN %s < %s THEN %s ELSE %s END) - (-1.5))", share, fee,
                           share, fee);
    expect(text, "WHEN mod((<gross>)::numeric * 2 * 1000000, 100) <> 0 THEN {{uneven}}\n"
                 "            WHEN btrim(<currency>) IS DISTINCT FROM {{USD}} THEN {{mixed}}\n");
    expect(text, str_format(&made->arena,
                            "{{mixed}}\n            WHEN abs(%.*s) >= 1000000000000000000 THEN {{excess}}\n",
                            STR_ARG(whole))
                     .at);
    expect(text, str_format(&made->arena, "sum(%.*s) AS \"sum 4\"", STR_ARG(whole)).at);
    made_free(made);
}

/* A choice is written out, but not for ever. */
static void many_choices_stay_short(void **state)
{
    (void)state;
    Made           *made = made_new();
    const SqlColumn columns[] = {SALES};
    Slot            slot = {.number = -1};
    add_op(made, &slot, (LineOp){.kind = OP_NUMBER, .number = 1, .currency = -1});
    for (int i = 1; i < 30; i++) {
        add_op(made, &slot, (LineOp){.kind = OP_CONSTANT, .constant = i * 1000000, .currency = -1});
        add_op(made, &slot, (LineOp){.kind = i % 2 ? OP_GREATEST : OP_LEAST, .currency = -1});
    }
    PlanLines *lines = &made->plan.lines.items[0];
    lines->slots[lines->slot_count++] = slot;
    Case one = case_of(made, columns, COUNT(columns), "sold = day\n");
    Str  text = text_of(&one);
    expect(text, "(CASE WHEN (<gross>)::numeric > 1 THEN (<gross>)::numeric ELSE 1 END)");
    expect(text, ", 28), 29)) AS \"sum 4\"");
    assert_true(text.len < 10000);
    made_free(made);
}

/* 127 bits are asked for only where they can be left. */
static void what_is_too_large_is_asked(void **state)
{
    (void)state;
    Made           *made = made_new();
    const SqlColumn columns[] = {SALES};
    Slot            slot = {.number = -1};
    add_op(made, &slot, (LineOp){.kind = OP_NUMBER, .number = 2, .currency = -1});
    add_op(made, &slot,
           (LineOp){.kind = OP_TIMES_RATIO, .constant = 1000000000000000, .divisor = 1, .currency = -1});
    PlanLines *lines = &made->plan.lines.items[0];
    lines->slots[lines->slot_count++] = slot;
    Case one = case_of(made, columns, COUNT(columns), "sold = day\n");
    expect(text_of(&one),
           " * 1000000000000000 * 1000000 NOT BETWEEN -170141183460469231731687303715884105728 AND "
           "170141183460469231731687303715884105727 THEN {{excess}}");
    made_free(made);
}

static void texts_are_judged_as_a_file_is(void **state)
{
    (void)state;
    Made           *made = made_new();
    const SqlColumn columns[] = {{S("day"), SQL_TEXT, S("text"), 0, 0, false},
                                 {S("minutes"), SQL_TEXT, S("text"), 0, 0, false}};
    Case            one = case_of(made, columns, COUNT(columns), "decimal = ,\n");
    Str             text = text_of(&one);
    expect(text, "CASE WHEN btrim(<day>) COLLATE \"C\" ~ {{^(?!0000)(");
    expect(text,
           "{{{0001-01-01,2026-01-01,2026-04-01,2026-07-01,2026-10-01,2027-01-01,9999-99-99}}}::text[]) END");
    expect(text,
           "WHEN translate((btrim(<minutes>) COLLATE \"C\"), ',.', '.,') !~ {{^-?[0-9]+([.][0-9]+)?$}} OR");
    made_free(made);
}

/* ---- what does not fit ---- */

static void columns_that_cannot_be_counted(void **state)
{
    (void)state;
    static const struct {
        const char *name, *type, *help;
        SqlKind     kind;
        bool        folds;
    } rows[] = {
        {"units", "double precision", "make a view in which it is numeric", SQL_UNFIT, false},
        {"gross", "date", "make a view in which it is numeric", SQL_DATE, false},
        {"sold", "timestamp with time zone", "make a view in which it is a date", SQL_UNFIT, false},
        {"sold", "integer", "make a view in which it is a date", SQL_INTEGER, false},
        {"product", "uuid", "make a view in which it is a text", SQL_UNFIT, false},
        {"product", "text", "make a view with another collation", SQL_TEXT, true},
        {"currency", "integer", "make a view in which it is a text", SQL_INTEGER, false},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s %s\n", rows[i].name, rows[i].type);
        Made     *made = made_new();
        SqlColumn columns[] = {SALES};
        for (Size k = 0; k < COUNT(columns); k++)
            if (str_equal(columns[k].name, str_from(rows[i].name)))
                columns[k] =
                    (SqlColumn){columns[k].name, rows[i].kind, str_from(rows[i].type), 0, 0, rows[i].folds};
        (void)case_of(made, columns, COUNT(columns), "sold = day\n");
        assert_int_equal(made->diags.errors, 1);
        assert_string_equal(made->diags.first->code, "E0641");
        assert_true(str_starts(made->diags.first->help, str_from(rows[i].help)));
        Str at = sources_slice(&made->sources, made->diags.first->span);
        assert_text(at, str_format(&made->arena, "\"%s\"", rows[i].name));
        made_free(made);
    }
}

static void an_integer_may_be_a_code(void **state)
{
    (void)state;
    Made     *made = made_new();
    SqlColumn columns[] = {SALES};
    columns[1] = (SqlColumn){S("product"), SQL_INTEGER, S("bigint"), 19, 0, false};
    (void)case_of(made, columns, COUNT(columns), "sold = day\n");
    assert_int_equal(made->diags.errors, 0);
    made_free(made);
}

/* ---- groups ---- */

#define GROUP_CELLS 10 /* product, country, entity, currency, interval, problem, lines, three sums */

typedef struct {
    const char *cells[GROUP_CELLS]; /* NULL: NULL */
    const char *reason;             /* NULL: it is counted; "!": it cannot be */
} GroupRow;

static bool give(SqlReader *reader, const GroupRow *row, Str *why)
{
    Str cells[GROUP_CELLS];
    for (int i = 0; i < GROUP_CELLS; i++)
        cells[i] = row->cells[i] ? str_from(row->cells[i]) : S_NONE;
    return sql_reader_take(reader, cells, why);
}

static SqlReader *reader_of(Made *made, Case *one, Sums *sums)
{
    const SqlColumn columns[] = {SALES};
    *one = case_of(made, columns, COUNT(columns), "sold = day\n");
    assert_int_equal(made->diags.errors, 0);
    open_case(one);
    *sums = sums_new(&made->arena, &made->plan);
    SqlReader *reader = sql_reader_new(&one->sql, sums);
    assert_int_equal(sql_reader_width(reader), GROUP_CELLS);
    return reader;
}

#define GOOD "P0001", "DE", "labs", "EUR"
static void groups_are_counted_or_told(void **state)
{
    (void)state;
    static const GroupRow rows[] = {
        {{GOOD, "2", NULL, "7", "12", "100.5000", "-1"}, NULL},
        {{" P0001 ", "DE ", "labs", "EUR", "2", NULL, "1", "1", "1", "0.000001"}, NULL},
        {{GOOD, "6", NULL, "7", "1", "1", "1"},
         "day: outside the days that are counted, 2026-01-01 through 2026-12-31"},
        {{GOOD, "1", NULL, "7", "1", "1", "1"},
         "day: outside the days that are counted, 2026-01-01 through 2026-12-31"},
        {{GOOD, "0", NULL, "7", "1", "1", "1"}, "day: no day, or none said"},
        {{GOOD, "7", NULL, "7", "1", "1", "1"}, "day: no day, or none said"},
        {{GOOD, NULL, NULL, "7", "1", "1", "1"}, "day: no day, or none said"},
        {{"P0009", "DE", "labs", "EUR", "2", NULL, "7", "1", "1", "1"},
         "product: `P0009` is not in the register of products; did you mean `P0001`?"},
        {{NULL, "DE", "labs", "EUR", "2", NULL, "7", "1", "1", "1"},
         "product: the cell is empty: which product it was must be said"},
        {{"P0001", "UK", "labs", "EUR", "2", NULL, "7", "1", "1", "1"},
         "country: `UK` is no country: the code of the United Kingdom is GB"},
        {{"P0001", "DE", "lobs", "EUR", "2", NULL, "7", "1", "1", "1"},
         "entity: `lobs` is no party or entity of the agreement; did you mean `labs`?"},
        {{"P0001", "DE", "labs", "EURO", "2", NULL, "7", "1", "1", "1"},
         "currency: `EURO` is no currency; did you mean `EUR`?"},
        {{"P0001", "DE", "labs", NULL, "2", NULL, "7", "1", "1", "1"},
         "currency: the amounts of this line have no currency: write its code, such as EUR"},
        {{"P0001", "DE", "labs", "DEM", "2", NULL, "7", "1", "1", "1"},
         "currency: `DEM` is a currency from always through 2001-12-31 only"},
        {{GOOD, "2", "empty units", "7", NULL, "1", "1"},
         "units: the cell is empty: write 0 when there is nothing"},
        {{GOOD, "2", "number returns", "7", "1", "1", "NaN"}, "returns: no plain number"},
        {{GOOD, "2", "large gross", "7", "1", "1", "1"}, "gross: a number has at most 18 digits"},
        {{GOOD, "2", "fine gross", "7", "1", "1", "1"}, "gross: more than 6 decimals"},
        {{"P0001", "DE", "labs", "JPY", "2", "decimals gross", "7", "1", "1", "1"},
         "gross: more decimals than JPY has, which are 0"},
        {{GOOD, "2", "mixed", "7", "1", "1", "1"},
         "the clause names an amount in another currency than this line has"},
        {{GOOD, "2", "uneven", "7", "1", "1", "1"},
         "what the clause takes of this line has more than 6 decimals"},
        {{GOOD, "2", "excess", "7", "1", "1", "1"}, "what the clause takes of this line is too large"},
        /* the first trouble from the left is told, then what needs the whole line */
        {{"P0009", "UK", "labs", "EUR", "0", "large gross", "7", "1", "1", "1"}, "day: no day, or none said"},
        {{"P0009", "UK", "labs", "EUR", "2", "large gross", "7", "1", "1", "1"},
         "product: `P0009` is not in the register of products; did you mean `P0001`?"},
        {{"P0001", "DE", "labs", "DEM", "2", "large gross", "7", "1", "1", "1"},
         "gross: a number has at most 18 digits"},
        {{"P0001", "DE", "labs", "DEM", "2", "decimals gross", "7", "1", "1", "1"},
         "currency: `DEM` is a currency from always through 2001-12-31 only"},
        {{GOOD, "8", NULL, "7", "1", "1", "1"}, "!"},
        {{GOOD, "x", NULL, "7", "1", "1", "1"}, "!"},
        {{GOOD, "", NULL, "7", "1", "1", "1"}, "!"},
        {{GOOD, "2", "", "7", "1", "1", "1"}, "!"},
        {{GOOD, "2", "wrong gross", "7", "1", "1", "1"}, "!"},
        {{GOOD, "2", "large nothing", "7", "1", "1", "1"}, "!"},
        {{GOOD, "2", "mixed gross", "7", "1", "1", "1"}, "!"},
        {{GOOD, "2", NULL, "0", "1", "1", "1"}, "!"},
        {{GOOD, "2", NULL, "-1", "1", "1", "1"}, "!"},
        {{GOOD, "2", NULL, "1.0", "1", "1", "1"}, "!"},
        {{GOOD, "2", NULL, "9000000000000000000", "1", "1", "1"}, "!"},
        {{GOOD, "2", NULL, "1", NULL, "1", "1"}, "!"},
        {{GOOD, "2", NULL, "1", "1", "NaN", "1"}, "!"},
        {{GOOD, "2", NULL, "1", "1", "0.0000001", "1"}, "!"},
        {{GOOD, "2", NULL, "1", "1", "-", "1"}, "!"},
        {{GOOD, "2", NULL, "1", "1", "1.2.3", "1"}, "!"},
        {{GOOD, "2", NULL, "1", "1", "10000000000000000000000000000", "1"}, "!"},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%d\n", (int)i);
        Made      *made = made_new();
        Case       one;
        Sums       sums;
        SqlReader *reader = reader_of(made, &one, &sums);
        Str        why = S("");
        Size       count = 0;
        bool       good = give(reader, &rows[i], &why);
        assert_int_equal(good, !rows[i].reason || strcmp(rows[i].reason, "!") != 0);
        assert_int_equal(why.len > 0, !good);
        SqlReason  *reasons = sql_reader_reasons(reader, &count);
        UsageTotals totals = sql_reader_totals(reader);
        assert_int_equal(count, good && rows[i].reason);
        assert_int_equal(totals.rejected, count ? 7 : 0);
        assert_int_equal(totals.read, totals.rejected + totals.counted);
        assert_int_equal(sums.count, good && !rows[i].reason);
        if (count)
            assert_text(sql_reason_text(reader, &reasons[0]), str_from(rows[i].reason));
        if (count)
            assert_int_equal(totals.by_kind[reasons[0].kind], 7);
        made_free(made);
    }
}

static void groups_become_cells(void **state)
{
    (void)state;
    static const GroupRow rows[] = {
        {{GOOD, "2", NULL, "7", "12", "100.5000", "-1"}, NULL},
        {{"P0001", "DE", "labs ", "EUR", "2", NULL, "2", "1", "9999999999999999999999999999", "0.000001"},
         NULL},
        {{GOOD, "5", NULL, "1", "-3", "0.00", "0"}, NULL},
        {{"P0001", "UK", "labs", "EUR", "2", NULL, "5", "1", "1", "1"}, NULL},
        {{"P0002", "UK", "labs", "EUR", "3", NULL, "6", "1", "1", "1"}, NULL},
        {{"P0002", "ZZ", "labs", "EUR", "3", NULL, "2", "1", "1", "1"}, NULL},
    };
    Made      *made = made_new();
    Case       one;
    Sums       sums;
    Size       count = 0;
    SqlReader *reader = reader_of(made, &one, &sums);
    Str        why = S("");
    for (Size i = 0; i < COUNT(rows); i++)
        assert_true(give(reader, &rows[i], &why));
    assert_text(
        sums_write(&made->arena, &sums),
        S("entente sums 1\nplan 0123456789abcdef\ncells 2\n"
          "sales\tP0001\t1\tlabs\tEUR\t2026-01-01\t0\t9\t13\t10000000000000000000000000099.5\t-0.999999\n"
          "sales\tP0001\t1\tlabs\tEUR\t2026-10-01\t0\t1\t-3\t0\t0\n"));
    SqlReason *reasons = sql_reader_reasons(reader, &count);
    assert_int_equal(count, 2); /* `UK` of both products is one */
    assert_int_equal(reasons[0].lines, 11);
    assert_int_equal(reasons[1].lines, 2);
    made_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_and_names_that_are_quoted),
        cmocka_unit_test(checks_follow_from_types),
        cmocka_unit_test(computed_numbers_step_by_step),
        cmocka_unit_test(many_choices_stay_short),
        cmocka_unit_test(what_is_too_large_is_asked),
        cmocka_unit_test(texts_are_judged_as_a_file_is),
        cmocka_unit_test(columns_that_cannot_be_counted),
        cmocka_unit_test(an_integer_may_be_a_code),
        cmocka_unit_test(groups_are_counted_or_told),
        cmocka_unit_test(groups_become_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
