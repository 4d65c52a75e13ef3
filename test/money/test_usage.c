/* test_usage.c - the reader against the obvious one, and each reject with its words. */
#include "usage_oracle.h"

#include <stdlib.h>

#include "money/usage_inside.h"

#define HEADING "line,day,product,country,entity,currency,units,gross,returns\n"

typedef struct {
    Arena *arena;
    LIST_OF(Seen) rejects;
    Reject last;
} Kept;

static void keep(void *self, const Reject *reject)
{
    Kept *kept = self;
    *PUSH(kept->arena, &kept->rejects) = (Seen){(int)reject->line, reject->column, reject->kind};
    kept->last = *reject;
    kept->last.cell = str_copy(kept->arena, reject->cell);
    kept->last.row = str_copy(kept->arena, reject->row);
}

static UsageShape shape_of(Made *made, Str head, const char *mapping)
{
    UsageShape    shape = {0};
    const Source *source = sources_add(&made->sources, S("sales.csv"), head);
    const Source *map = mapping ? sources_add(&made->sources, S("sales.map"), str_from(mapping)) : NULL;
    bool good = usage_shape(&made->arena, &made->plan, &(UsageHead){source, map, 0}, &made->diags, &shape);
    for (const Diag *d = made->diags.first; d; d = d->next)
        print_message("# %s %.*s\n", d->code, STR_ARG(d->title));
    assert_true(good);
    return shape;
}

/* ---- files at random ---- */

static const char *pick(Random *random, const char *const *from, Size count)
{
    return from[random_below(random, count)];
}
#define PICK(random, ...) \
    pick((random), (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

static Str random_number(Arena *arena, Random *random, const char *mark)
{
    int64_t     size[] = {10, 1000, 100000, 1000000000, 1000000000000};
    long long   whole = (long long)(random_next(random) % (uint64_t)size[random_below(random, 5)]);
    const char *sign = random_below(random, 6) ? "" : "-";
    switch (random_below(random, 24)) {
    case 0:
        return str_from(PICK(random, "-0", "-0.00", "", "1e9", "NaN", "+5", "1,000", "1.000", ".5", "5.", "-",
                             "--1", "0x10", " 7", "7 ", "1 000", "12345678901234567890", "999999999999999999",
                             "1234567890123456789", "0.0000001", "000000000000000000000000012", "0", "00",
                             "12345678901234567", "1234567.123456", "-123456789012.12", "1.2.3", "1,2,3",
                             "١"));
    case 1: return str_format(arena, "%s%lld%s%06d", sign, whole, mark, (int)random_below(random, 1000000));
    case 2:
    case 3:
    case 4: return str_format(arena, "%lld", whole);
    default:
        return str_format(arena, "%s%lld%s%02d", sign, whole + (*sign != 0), mark,
                          (int)random_below(random, 100));
    }
}

static Str random_cell(Arena *arena, Random *random, ColumnRole role, const char *mark)
{
    bool wild = random_below(random, 40) == 0;
    switch (role) {
    case COLUMN_DAY:
        if (wild)
            return str_from(PICK(random, "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2025-12-31",
                                 "2027-01-01", "2026-1-1", "01.02.2026", "20260101", "", "2026-01-00",
                                 "2026-12-32", "2026-01-1x", "2026/01/01", "0000-01-01", "9999-99-99",
                                 "2026-01-01T00", "2026_01-01"));
        return str_format(arena, "2026-%02d-%02d", 1 + (int)random_below(random, 12),
                          1 + (int)random_below(random, 28));
    case COLUMN_PRODUCT:
        return str_from(wild ? PICK(random, "P0003", "p0001", "", "P0001 X", "A-LONG-CODE-OF-20-XZ",
                                    "A-LONG-CODE-OF-20-X")
                             : PICK(random, "P0001", "P0002", "A-LONG-CODE-OF-20-XY"));
    case COLUMN_COUNTRY:
        return str_from(wild ? PICK(random, "UK", "de", "", "D", "DEU", "ZZ")
                             : PICK(random, "DE", "FR", "GB", "US", "JP"));
    case COLUMN_ENTITY:
        return str_from(wild ? PICK(random, "boreal", "", "LABS", "nobody")
                             : PICK(random, "borealis", "labs", "aurora"));
    case COLUMN_CURRENCY:
        return str_from(wild ? PICK(random, "EURO", "", "eur", "XAU", "DEM", "E", "XXX")
                             : PICK(random, "EUR", "USD", "JPY", "KWD"));
    case COLUMN_COUNT:
    case COLUMN_MONEY: return random_number(arena, random, mark);
    case COLUMN_LINE:
    case COLUMN_IGNORED: break;
    }
    return wild ? S("a \"b\" c") : str_format(arena, "%d", (int)random_below(random, 100000));
}

static void add_cell(Text *out, Random *random, Str cell, char separator)
{
    bool need = str_find(cell, separator) >= 0 || (cell.len && cell.at[0] == '"');
    if (random_below(random, 50) == 0 && !need) {
        text_pad(out, 1 + random_below(random, 3));
        text_add(out, cell);
        text_pad(out, random_below(random, 3));
    } else if (need || random_below(random, 25) == 0) {
        text_char(out, '"');
        for (Size i = 0; i < cell.len; i++) {
            text_char(out, cell.at[i]);
            if (cell.at[i] == '"')
                text_char(out, '"');
        }
        text_char(out, '"');
        if (random_below(random, 40) == 0)
            text_add(out, S("x"));
    } else {
        text_add(out, cell);
    }
}

static void add_line(Text *out, Arena *arena, Random *random, const UsageShape *shape)
{
    const char *mark = shape->decimal == ',' ? "," : ".";
    Size        from = out->len;
    for (int i = 0; i < shape->width; i++) {
        int role = shape->roles[i];
        if (i)
            text_char(out, shape->separator);
        Str cell =
            random_cell(arena, random, role < 0 ? COLUMN_IGNORED : shape->lines->columns[role].role, mark);
        add_cell(out, random, cell, shape->separator);
    }
    if (random_below(random, 60) == 0)
        text_char(out, shape->separator);
    if (random_below(random, 60) == 0 && out->len > from) /* any byte for any other */
        out->at[from + random_below(random, out->len - from)] = "\",;\t0-. X\r"[random_below(random, 10)];
}

/* A file with shuffled columns; `body` begins behind the heading. */
static Str random_body(Arena *arena, Random *random, const UsageShape *shape)
{
    Text        out = text_new(arena);
    const char *end = random_below(random, 4) ? "\n" : "\r\n";
    Size        lines = random_below(random, 80);
    for (Size i = 0; i < lines; i++) {
        if (random_below(random, 30))
            add_line(&out, arena, random, shape);
        text_add(&out, str_from(random_below(random, 20) ? end : "\n"));
    }
    if (random_below(random, 2))
        add_line(&out, arena, random, shape);
    return text_str(&out);
}

static Str random_heading(Made *made, Random *random, char separator, bool calls)
{
    const char  *names[] = {"line",  "day",   "product", "country", "entity",   "currency",
                            "units", "gross", "returns", "note",    "Sales_Rep"};
    const char  *call_names[] = {"line", "day", "minutes"};
    const char **from = calls ? call_names : names;
    Size         count = calls ? 3 : 11;
    Text         out = text_new(&made->arena);
    for (Size i = count - 1; i > 0; i--) {
        Size        other = random_below(random, i + 1);
        const char *swap = from[i];
        from[i] = from[other];
        from[other] = swap;
    }
    for (Size i = 0; i < count; i++) {
        text_add(&out, str_from(from[i]));
        text_char(&out, (char)(i + 1 < count ? separator : '\n'));
    }
    return text_str(&out);
}

/* Each buffer lies alone in memory, so that a look beside it is found by valgrind and the sanitizers. */
static void feed_in_parts(UsageReader *reader, Random *random, Str body, int first_line)
{
    bool first = true;
    for (Size at = 0; at < body.len;) {
        Size to = at + random_below(random, body.len - at + 1);
        while (to < body.len && (to == at || body.at[to - 1] != '\n'))
            to++;
        char *alone = malloc((size_t)(to - at));
        assert_non_null(alone);
        memcpy(alone, body.at + at, (size_t)(to - at));
        usage_feed(reader, (Str){alone, to - at}, first ? first_line : 0);
        free(alone);
        first = false;
        at = to;
    }
}

static void assert_same(const Oracle *oracle, const Sums *sums, const Kept *kept, UsageTotals totals)
{
    assert_int_equal(kept->rejects.count, oracle->rejects.count);
    for (Size i = 0; i < kept->rejects.count; i++) {
        const Seen *got = &kept->rejects.items[i], *want = &oracle->rejects.items[i];
        if (memcmp(got, want, sizeof *got) != 0)
            fail_msg("line %d column %d kind %d, not line %d column %d kind %d", got->line, got->column,
                     (int)got->kind, want->line, want->column, (int)want->kind);
    }
    assert_int_equal(totals.read, oracle->read);
    assert_int_equal(totals.counted, oracle->counted);
    assert_int_equal(totals.rejected, oracle->rejects.count);
    assert_int_equal(sums->count, oracle->cells.count);
    for (Size i = 0; i < sums->count; i++) {
        const OracleCell *want = &oracle->cells.items[i];
        Size              at = 0;
        while (at < sums->count && memcmp(&sums->cells[at].key, &want->key, sizeof want->key) != 0)
            at++;
        assert_true(at < sums->count);
        assert_int_equal(sums->cells[at].lines, want->lines);
        assert_memory_equal(sums_values(sums, at), want->values, (size_t)sums->slots * sizeof(Int128));
    }
}

static void try_file(uint64_t seed)
{
    Made        *made = made_new();
    Random       random = {seed};
    const char   separator = ",;\t"[random_below(&random, 3)];
    bool         comma = random_below(&random, 3) == 0, calls = random_below(&random, 5) == 0;
    Str          heading = random_heading(made, &random, separator, calls);
    UsageShape   shape = shape_of(made, heading, comma ? "decimal = ," : "decimal = .");
    Str          body = random_body(&made->arena, &random, &shape);
    Oracle       oracle = {.arena = &made->arena, .plan = &made->plan, .shape = &shape};
    UsageMachine machines[] = {usage_machine_portable(), usage_machine_best()};
    assert_int_equal(shape.separator, separator);
    oracle_read(&oracle, body, 2);
    for (Size i = 0; i < COUNT(machines); i++) {
        Sums         sums = sums_new(&made->arena, &made->plan);
        Kept         kept = {.arena = &made->arena};
        UsageReader *reader = usage_reader_new(&made->arena, &made->plan, &shape, &sums, keep, &kept);
        usage_reader_machine(reader, machines[i]);
        if (random_below(&random, 4) == 0)
            usage_reader_tally(reader, random_below(&random, 2) ? 0 : 50000);
        feed_in_parts(reader, &random, body, 2);
        usage_settle(reader, &sums);
        assert_same(&oracle, &sums, &kept, usage_totals(reader));
    }
    made_free(made);
}

static void as_the_obvious_reader(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        ROW("seed %d\n", (int)seed);
        try_file(seed);
    }
}

/* ---- one line at a time ---- */

static Kept read_one(Made *made, const UsageShape *shape, Sums *sums, const char *line)
{
    Kept         kept = {.arena = &made->arena};
    UsageReader *reader = usage_reader_new(&made->arena, &made->plan, shape, sums, keep, &kept);
    usage_feed(reader, str_from(line), 7);
    usage_settle(reader, sums);
    return kept;
}

static void each_reject_says_what_to_write(void **state)
{
    static const struct {
        const char *line;
        RejectKind  kind;
        const char *says;
    } rows[] = {
        {"1,2026-01-01,P0001,DE,labs,EUR,1,2.00", REJECT_COLUMNS,
         "the line has 8 cells and the heading has 9"},
        {"1,2026-01-01,P0001,DE,labs,EUR,1,2.00,0,0", REJECT_COLUMNS, "a cell that holds a `,` needs quotes"},
        {"1,\"2026-01-01,P0001,DE,labs,EUR,1,2.00,0", REJECT_QUOTE, "day: the quotes do not close"},
        {"1,2026-01-01,P001,DE,labs,EUR,1,2.00,0", REJECT_PRODUCT,
         "product: `P001` is not in the register of products; did you mean `P0001`?"},
        {"1,2026-01-01,,DE,labs,EUR,1,2.00,0", REJECT_PRODUCT, "the cell is empty"},
        {"1,2026-01-01,P0001,UK,labs,EUR,1,2.00,0", REJECT_COUNTRY,
         "`UK` is no country: the code of the United Kingdom is GB"},
        {"1,2026-01-01,P0001,de,labs,EUR,1,2.00,0", REJECT_COUNTRY, "did you mean `DE`?"},
        {"1,2026-01-01,P0001,DE,lab,EUR,1,2.00,0", REJECT_ENTITY,
         "`lab` is no party or entity of the agreement; did you mean `labs`?"},
        {"1,2026-01-01,P0001,DE,labs,EURO,1,2.00,0", REJECT_CURRENCY, "currency: `EURO` is no currency"},
        {"1,2026-01-01,P0001,DE,labs,XAU,1,2.00,0", REJECT_CURRENCY, "no decimals of its own"},
        {"1,2026-01-01,P0001,DE,labs,DEM,1,2.00,0", REJECT_CURRENCY, "`DEM` is a currency from"},
        {"1,2026-01-01,P0001,DE,labs,,1,2.00,0", REJECT_MIXED, "have no currency"},
        {"1,31.12.2026,P0001,DE,labs,EUR,1,2.00,0", REJECT_DAY,
         "write year, month and day, such as 2026-03-01"},
        {"1,2026-02-29,P0001,DE,labs,EUR,1,2.00,0", REJECT_DAY, "there is no day `2026-02-29`"},
        {"1,2027-01-01,P0001,DE,labs,EUR,1,2.00,0", REJECT_PERIOD,
         "2027-01-01 is outside the days that are counted, 2026-01-01 through 2026-12-31"},
        {"1,2026-01-01,P0001,DE,labs,EUR,1e9,2.00,0", REJECT_NUMBER,
         "units: `1e9` is no plain number: write digits only"},
        {"1,2026-01-01,P0001,DE,labs,EUR,+1,2.00,0", REJECT_NUMBER, "leave the plus out"},
        {"1,2026-01-01,P0001,DE,labs,EUR,-0,2.00,0", REJECT_NUMBER, "minus zero is no amount: write 0"},
        {"1,2026-01-01,P0001,DE,labs,EUR,1,-0.00,0", REJECT_NUMBER, "minus zero is no amount: write 0"},
        {"1,2026-01-01,P0001,DE,labs,EUR,1,\"1,000.00\",0", REJECT_NUMBER, "thousands have no mark"},
        {"1,2026-01-01,P0001,DE,labs,EUR,1,,0", REJECT_NUMBER, "gross: the cell is empty: write 0"},
        {"1,2026-01-01,P0001,DE,labs,JPY,1,2.50,0", REJECT_DECIMALS,
         "gross: `2.50` has more decimals than JPY, which has 0"},
        {"1,2026-01-01,P0001,DE,labs,EUR,0.1234567,2.50,0", REJECT_DECIMALS,
         "units: `0.1234567` has more than 6 decimals"},
        {"1,2026-01-01,P0001,DE,labs,EUR,1,1234567890123456789,0", REJECT_LARGE, "at most 18 digits"},
    };
    Made      *made = made_new();
    UsageShape shape = shape_of(made, S(HEADING), NULL);
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Sums sums = sums_new(&made->arena, &made->plan);
        Kept kept = read_one(made, &shape, &sums, rows[i].line);
        ROW("%s\n", rows[i].line);
        assert_int_equal(kept.rejects.count, 1);
        assert_int_equal(kept.last.kind, rows[i].kind);
        assert_int_equal(kept.last.line, 7);
        assert_text(kept.last.row, str_from(rows[i].line));
        Str says = reject_text(&made->arena, &made->plan, &shape, &kept.last);
        if (!strstr(str_copy(&made->arena, says).at, rows[i].says))
            fail_msg("it says: %.*s", STR_ARG(says));
        assert_int_equal(sums.count, 0);
    }
    made_free(made);
}

static void a_line_that_is_too_long(void **state)
{
    Made        *made = made_new();
    UsageShape   shape = shape_of(made, S(HEADING), NULL);
    Sums         sums = sums_new(&made->arena, &made->plan);
    Kept         kept = {.arena = &made->arena};
    Text         text = text_new(&made->arena);
    UsageReader *reader = usage_reader_new(&made->arena, &made->plan, &shape, &sums, keep, &kept);
    (void)state;
    const Size notes[] = {70000, USAGE_LINE_MOST - 39, USAGE_LINE_MOST - 38, 20000, 3};
    for (Size i = 0; i < COUNT(notes); i++) { /* "…,0\n" is 39 bytes without the note and the end */
        for (Size k = 0; k < notes[i]; k++)
            text_char(&text, 'x');
        text_add(&text, S(",2026-01-01,P0001,DE,labs,EUR,1,2.00,30\r\n"));
    }
    usage_feed(reader, text_str(&text), 2);
    assert_int_equal(usage_totals(reader).counted, 3);
    assert_int_equal(kept.rejects.count, 2);
    assert_int_equal(kept.rejects.items[0].kind, REJECT_LONG);
    assert_int_equal(kept.rejects.items[0].line, 2);
    assert_int_equal(kept.rejects.items[1].line, 4);
    assert_int_equal(usage_totals(reader).lines, 5);
    Str says = reject_text(&made->arena, &made->plan, &shape, &kept.last);
    assert_text(says, S("the line has more than 65536 bytes: a line end is missing"));
    made_free(made);
}

static void computed_numbers(void **state)
{
    /* gross, at most 10 EUR a unit: least of gross and units * 10 */
    LineOp ops[] = {{.kind = OP_NUMBER, .number = 1, .currency = -1},
                    {.kind = OP_NUMBER, .currency = -1},
                    {.kind = OP_TIMES_RATIO, .constant = 10, .divisor = 1, .currency = -1},
                    {.kind = OP_LEAST, .currency = -1}};
    /* the greater of a third of the returns and 5 EUR, less the units */
    LineOp more[] = {{.kind = OP_NUMBER, .number = 2, .currency = -1},
                     {.kind = OP_TIMES_RATIO, .constant = 1, .divisor = 3, .currency = -1},
                     {.kind = OP_CONSTANT,
                      .number = 0,
                      .constant = 5000000,
                      .divisor = 0,
                      .currency = currency_find(S("EUR"))},
                     {.kind = OP_GREATEST, .currency = -1},
                     {.kind = OP_NUMBER, .currency = -1},
                     {.kind = OP_LESS, .currency = -1},
                     {.kind = OP_CONSTANT, .constant = 1, .currency = -1},
                     {.kind = OP_ADD, .currency = -1}};
    static const struct {
        const char *line;
        RejectKind  kind;
        int64_t     first, second;
    } rows[] = {
        {"1,2026-01-01,P0001,DE,labs,EUR,3,25.00,9\n", REJECT_NONE, 25000000, 2000001},
        {"1,2026-01-01,P0001,DE,labs,EUR,3,31.00,18\n", REJECT_NONE, 30000000, 3000001},
        {"1,2026-01-01,P0001,DE,labs,EUR,3,-31.00,-18\n", REJECT_NONE, -31000000, 2000001},
        {"1,2026-01-01,P0001,DE,labs,USD,3,31.00,18\n", REJECT_MIXED, 0, 0},
        {"1,2026-01-01,P0001,DE,labs,EUR,3,31.00,1\n", REJECT_DECIMALS, 0, 0},
        {"1,2026-01-01,P0001,DE,labs,EUR,999999999999999999,31.00,3\n", REJECT_NONE, 31000000, 0},
        {"1,2026-01-01,P0001,DE,labs,EUR,999999999999999999,999999999999999999,3\n", REJECT_NONE, 0, 0},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Made      *made = made_new();
        PlanLines *lines = &made->plan.lines.items[0];
        ROW("%.*s\n", (int)strlen(rows[i].line) - 1, rows[i].line);
        lines->slots[0].ops.items = ops;
        lines->slots[0].ops.count = COUNT(ops);
        lines->slots[1].ops.items = more;
        lines->slots[1].ops.count = COUNT(more);
        UsageShape shape = shape_of(made, S(HEADING), NULL);
        Sums       sums = sums_new(&made->arena, &made->plan);
        Kept       kept = read_one(made, &shape, &sums, rows[i].line);
        if (rows[i].kind != REJECT_NONE) {
            assert_int_equal(kept.last.kind, rows[i].kind);
            assert_int_equal(kept.last.column, -1);
            assert_true(reject_text(&made->arena, &made->plan, &shape, &kept.last).len > 20);
        } else {
            assert_int_equal(sums.count, 1);
            if (rows[i].first)
                assert_true(sums_values(&sums, 0)[0] == rows[i].first);
            if (rows[i].second)
                assert_true(sums_values(&sums, 0)[1] == rows[i].second);
        }
        made_free(made);
    }
}

static void one_currency_for_all(void **state)
{
    static const struct {
        const char *mapping, *line;
        RejectKind  kind;
    } rows[] = {{"currency = EUR", "2026-01-01,P0001,DE,labs,1,2.00,0\n", REJECT_NONE},
                {"currency = JPY", "2026-01-01,P0001,DE,labs,1,2.00,0\n", REJECT_DECIMALS},
                {"currency = DEM", "2026-01-01,P0001,DE,labs,1,2,0\n", REJECT_CURRENCY}};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Made      *made = made_new();
        UsageShape shape =
            shape_of(made, S("day,product,country,entity,units,gross,returns\n"), rows[i].mapping);
        Sums sums = sums_new(&made->arena, &made->plan);
        Str  many = str_format(&made->arena, "%s%s%s", rows[i].line, rows[i].line, rows[i].line);
        Kept kept = read_one(made, &shape, &sums, many.at);
        ROW("%s\n", rows[i].mapping);
        assert_int_equal(kept.rejects.count, rows[i].kind == REJECT_NONE ? 0 : 3);
        if (rows[i].kind != REJECT_NONE)
            assert_int_equal(kept.last.kind, rows[i].kind);
        else
            assert_int_equal(sums.cells[0].key.currency, currency_find(S("EUR")) + 1);
        made_free(made);
    }
}

/* Only the first and the last line of a buffer need the exact way: a slip that sends all lines there would be
 * right, and slow. */
static void usual_lines_are_read_fast(void **state)
{
    static const char *const rows[] = {
        "17,2026-05-06,P0001,DE,labs,EUR,560,3673.27,0.00\n",
        "123456,2026-12-31,A-LONG-CODE-OF-20-XY,DE,labs,JPY,1,367327,-12\r\n",
        "1,2026-01-01,P0002,US,borealis,KWD,0.5,-123456789012.123,000\n",
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Made        *made = made_new();
        UsageShape   shape = shape_of(made, S(HEADING), NULL);
        Sums         sums = sums_new(&made->arena, &made->plan);
        UsageReader *reader = usage_reader_new(&made->arena, &made->plan, &shape, &sums, NULL, NULL);
        Text         text = text_new(&made->arena);
        ROW("row %d\n", (int)i);
        for (int k = 0; k < 10000; k++)
            text_add(&text, str_from(rows[i]));
        usage_feed(reader, text_str(&text), 2);
        usage_settle(reader, &sums);
        assert_int_equal(usage_totals(reader).counted, 10000);
        assert_int_equal(sums.cells[0].lines, 10000);
        /* A code of more than 16 bytes is the one thing that usual data may have. */
        assert_int_equal(usage_reader_exact(reader), i == 1 ? 10000 : 2);
        made_free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_the_obvious_reader),   cmocka_unit_test(each_reject_says_what_to_write),
        cmocka_unit_test(a_line_that_is_too_long), cmocka_unit_test(computed_numbers),
        cmocka_unit_test(one_currency_for_all),    cmocka_unit_test(usual_lines_are_read_fast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
