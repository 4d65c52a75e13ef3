/* fuzz_sql.c - any names of columns and any groups of a server: a finding, a refusal, or every line counted
 * or told. The first line holds the columns, each a letter for its type and its name, each other line a
 * group; cells are parted by `|`, and `~` is NULL. */
#include "plan.h"

#include "money/sql.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CELLS_MOST = 64 };

static Str quote(void *self, Arena *arena, Str text)
{
    (void)self;
    return str_format(arena, "<%.*s>", STR_ARG(text));
}

/* The parts of a line, at most CELLS_MOST. */
static int split(Str line, Str *cells)
{
    int count = 0;
    for (Size from = 0; from <= line.len && count < CELLS_MOST; count++) {
        Size bar = str_find(str_slice(line, from, line.len), '|');
        Size to = bar < 0 ? line.len : from + bar;
        cells[count] = str_slice(line, from, to);
        if (str_equal(cells[count], S("~")))
            cells[count] = S_NONE;
        from = to + 1;
    }
    return count;
}

static Str next_line(Str *text)
{
    Size end = str_find(*text, '\n');
    Str  line = str_slice(*text, 0, end < 0 ? text->len : end);
    *text = str_slice(*text, end < 0 ? text->len : end + 1, text->len);
    return line;
}

static SqlTable table_of(Arena *arena, Str line)
{
    static const char letters[] = "tind"; /* as SqlKind */
    SqlTable          table = {.schema = S("s"), .name = S("t")};
    Str               cells[CELLS_MOST];
    int               count = split(line, cells);
    for (int i = 0; i < count; i++) {
        SqlColumn column = {.kind = SQL_UNFIT, .type = S("any"), .digits = 19};
        for (int k = 0; cells[i].len && letters[k]; k++)
            if (letters[k] == cells[i].at[0])
                column.kind = (SqlKind)k;
        column.digits = column.kind == SQL_NUMERIC ? 0 : 19;
        column.name = cells[i].len ? str_slice(cells[i], 1, cells[i].len) : S("");
        *PUSH(arena, &table.columns) = column;
    }
    return table;
}

static void read_groups(const Sql *sql, Str groups)
{
    Sums       sums = sums_new(sql->arena, sql->plan), again;
    SqlReader *reader = sql_reader_new(sql, &sums);
    Str        cells[CELLS_MOST], why = S("");
    Size       count = 0;
    while (groups.len) {
        if (split(next_line(&groups), cells) != sql_reader_width(reader))
            continue;
        if (!sql_reader_take(reader, cells, &why)) {
            INVARIANT(why.len > 0);
            return;
        }
    }
    UsageTotals totals = sql_reader_totals(reader);
    SqlReason  *reasons = sql_reader_reasons(reader, &count);
    int64_t     told = 0;
    for (Size i = 0; i < count; i++) {
        INVARIANT(sql_reason_text(reader, &reasons[i]).len > 0);
        told += reasons[i].lines;
    }
    INVARIANT(told == totals.rejected && totals.read == totals.counted + totals.rejected);
    if (sums_read(sql->arena, sql->plan, sums_write(sql->arena, &sums), &again, &why))
        INVARIANT(sums.count >= again.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const FuzzPlan *fuzz = the_plan();
    Arena           arena = {0};
    Diags           diags = diags_new(&arena);
    Sources         sources = sources_new(&arena);
    Str             text = {(const char *)data, (Size)size};
    SqlTable        table = table_of(&arena, next_line(&text));
    const Source   *heading = sources_add(&sources, S("t"), sql_heading(&arena, &table));
    UsageShape      shape;
    if (usage_shape(&arena, &fuzz->plan, &(UsageHead){.head = heading}, &diags, &shape) &&
        sql_fits(&shape, &table, heading, &diags)) {
        Sql sql = {.arena = &arena, .plan = &fuzz->plan, .shape = &shape, .table = &table};
        INVARIANT(sql_text(&sql, (SqlQuotes){NULL, quote, quote}).len > 0);
        read_groups(&sql, text);
    } else {
        INVARIANT(diags.errors > 0);
    }
    arena_free(&arena);
    return 0;
}
