/* sql_reader.c - groups of lines into cells of sums, or under the reason why they are not counted.
 *
 * A group is judged as a line of a file is: its cells from left to right, then what needs the whole line,
 * then what the clause computes. What a group says of numbers has been judged by the statement; all that is a
 * name or a code is judged here, by the code that judges cells of files. */
#include <stdlib.h>
#include <string.h>

#include "money/sql_inside.h"
#include "terms/data/tables.h"

enum { REASON_CELL_MOST = 200 };

struct SqlReader {
    Sql         sql;
    Sums       *sums;
    UsageTables tables;
    SqlDays     days;
    int         key_count, day, width; /* day: the column of the table; -1: none */
    bool        conditions;
    UsageTotals totals;
    int64_t     groups;
    Codes       seen; /* what was said of lines, to its reason */
    LIST_OF(SqlReason) reasons;
    Arena work; /* of one group */
};

/* One group, taken apart. */
typedef struct {
    Str       cells[SQL_CELLS_MOST]; /* by column of the table */
    int       problem, of;           /* of sql_problems; the column of the table; -1: none */
    Str       word;
    int64_t   lines;
    Int128    sums[PLAN_SLOTS_MOST];
    UsageLine line;
} Group;

SqlReader *sql_reader_new(const Sql *sql, Sums *sums)
{
    SqlReader *r = NEW(sql->arena, SqlReader, 1);
    *r = (SqlReader){.sql = *sql, .sums = sums, .tables = usage_tables(sql->arena, sql->plan)};
    r->days = sql_days(sql);
    r->seen = codes_new(sql->arena, SQL_REASONS_MOST);
    r->day = sql_column(sql, COLUMN_DAY);
    r->conditions = sql->shape->lines->filter_count > 0;
    for (int i = 0; i < sql->shape->width; i++)
        r->key_count += sql_is_key(sql_role(sql, i));
    r->width = r->key_count + (r->day >= 0) + 1 + r->conditions + 1 + sql->shape->lines->slot_count;
    return r;
}

int sql_reader_width(const SqlReader *r) { return r->width; }

UsageTotals sql_reader_totals(const SqlReader *r) { return r->totals; }

/* ---- numbers of the server ---- */

/* At most 9 digits: 0 to `most`. */
static bool read_small(Str text, int most, int *out)
{
    int value = 0;
    for (Size i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i >= 9)
            return false;
        value = value * 10 + (text.at[i] - '0');
    }
    *out = value;
    return text.len > 0 && value <= most;
}

/* A sum in 10^-SUM_SCALE, with zeros behind that and at most SUM_DIGITS_MOST digits. */
static bool read_sum(Str text, Int128 *out)
{
    bool   minus = text.len && text.at[0] == '-', point = false;
    int    digits = 0, behind = 0;
    Int128 value = 0;
    for (Size i = minus; i < text.len; i++) {
        char c = text.at[i];
        if (c == '.' && !point && i > minus) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || (behind >= SUM_SCALE && c != '0'))
            return false;
        if (behind >= SUM_SCALE)
            continue;
        behind += point;
        digits += digits > 0 || c != '0';
        if (digits > SUM_DIGITS_MOST)
            return false;
        value = value * 10 + (c - '0');
    }
    for (; behind<SUM_SCALE; behind++, digits += digits> 0)
        value *= 10;
    *out = minus ? -value : value;
    return text.len > minus && digits <= SUM_DIGITS_MOST;
}

/* Of all groups together no more than fit 63 bits. */
static bool read_lines(Str text, int64_t *out)
{
    const Int128 most = (Int128)1000000000000 * 1000000;
    Int128       value = 0;
    if (str_find(text, '.') >= 0 || !read_sum(text, &value) || value <= 0 || value > most)
        return false;
    *out = (int64_t)(value / 1000000);
    return true;
}

/* ---- a group ---- */

static Str without_blanks(Str text)
{
    while (text.len && text.at[0] == ' ')
        text = str_slice(text, 1, text.len);
    while (text.len && text.at[text.len - 1] == ' ')
        text.len--;
    return text.at ? text : S("");
}

/* "large gross": the problem and the column of the table. */
static bool read_problem(const SqlReader *r, Str text, Group *out)
{
    Size blank = str_find(text, ' ');
    Str  word = str_slice(text, 0, blank < 0 ? text.len : blank);
    Str  name = str_slice(text, blank < 0 ? text.len : blank + 1, text.len);
    out->problem = out->of = -1;
    if (!text.at)
        return true;
    for (int i = 0; i < PROBLEM_COUNT; i++)
        if (str_equal(word, str_from(sql_problems[i].word)))
            out->problem = i;
    for (int i = 0; i < r->sql.shape->width && name.len; i++) {
        const PlanColumn *role = sql_role(&r->sql, i);
        if (role && str_equal(terms_text(r->sql.plan->st->terms, role->name), name))
            out->of = i;
    }
    out->word = out->problem < 0 ? S("") : str_from(sql_problems[out->problem].word);
    return out->problem >= 0 && (out->of >= 0) == (sql_problems[out->problem].stage != PROBLEM_LINE);
}

/* The day that stands for those of a bucket: none in it differs for a clause or a currency. */
static bool read_bucket(SqlReader *r, Str text, Str *out)
{
    int bucket = 0, last = BUCKET_FIRST + (int)r->days.from.count - 1;
    Day day = r->sql.plan->span.from - 1;
    *out = S("");
    if (!text.at)
        return true;
    if (!read_small(text, last + 2, &bucket))
        return false;
    if (bucket < BUCKET_BEFORE || bucket == last + 2) {
        *out = S("no day");
        return true;
    }
    if (bucket > last)
        day = r->sql.plan->span.through + 1;
    else if (bucket >= BUCKET_FIRST)
        day = r->days.from.items[bucket - BUCKET_FIRST];
    *out = day_text(&r->work, day);
    return true;
}

static bool read_group(SqlReader *r, const Str *cells, Group *out)
{
    int at = 0, conditions = 0;
    for (int i = 0; i < r->sql.shape->width; i++)
        if (sql_is_key(sql_role(&r->sql, i)))
            out->cells[i] = without_blanks(cells[at++]);
    if (r->day >= 0 && !read_bucket(r, cells[at++], &out->cells[r->day]))
        return false;
    if (!read_problem(r, cells[at++], out))
        return false;
    if (r->conditions && !read_small(cells[at++], UINT16_MAX, &conditions))
        return false;
    out->line.key.filters = (uint16_t)conditions;
    if (!read_lines(cells[at++], &out->lines))
        return false;
    for (int i = 0; i < r->sql.shape->lines->slot_count && out->problem < 0; i++)
        if (!read_sum(cells[at++], &out->sums[i]))
            return false;
    return true;
}

/* ---- why a group is not counted ---- */

static RejectKind judge_cells(const SqlReader *r, Group *g, int *column)
{
    bool cell = g->problem >= 0 && sql_problems[g->problem].stage == PROBLEM_CELL;
    for (int i = 0; i < r->sql.shape->width; i++) {
        const PlanColumn *role = sql_role(&r->sql, i);
        RejectKind        kind = REJECT_NONE;
        *column = i;
        if (cell && g->of == i)
            return sql_problems[g->problem].kind;
        if (role && (sql_is_key(role) || role->role == COLUMN_DAY))
            kind = usage_cell(&r->tables, r->sql.shape, role, g->cells[i], &g->line);
        if (kind != REJECT_NONE)
            return kind;
    }
    return REJECT_NONE;
}

/* REJECT_NONE: it is counted. */
static RejectKind judge(const SqlReader *r, Group *g, int *column)
{
    int of_lines = -1;
    g->line.key.lines = (uint16_t)r->sql.shape->lines_index;
    g->line.key.currency = (uint16_t)(r->sql.shape->currency + 1);
    RejectKind kind = judge_cells(r, g, column);
    if (kind != REJECT_NONE)
        return kind;
    kind = usage_line_check(&r->tables, r->sql.shape->lines, &g->line, &of_lines);
    *column = sql_column(&r->sql, COLUMN_CURRENCY);
    if (kind != REJECT_NONE)
        return kind;
    *column = g->of;
    return g->problem < 0 ? REJECT_NONE : sql_problems[g->problem].kind;
}

/* The cell that is told with the reason; what is wrong with a number has none. */
static Str cell_of(const SqlReader *r, const Group *g, RejectKind kind, int column)
{
    int currency = sql_column(&r->sql, COLUMN_CURRENCY);
    if (kind == REJECT_DECIMALS && g->problem == PROBLEM_MINOR)
        return currency >= 0 ? g->cells[currency] : currency_code(r->sql.shape->currency);
    Str cell = column >= 0 ? g->cells[column] : S("");
    return cell.len > REASON_CELL_MOST ? str_slice(cell, 0, REASON_CELL_MOST) : cell;
}

static void keep_reason(SqlReader *r, const Group *g, RejectKind kind, int column)
{
    bool numbers = kind == REJECT_NUMBER || kind == REJECT_LARGE || kind == REJECT_DECIMALS;
    Str  word = numbers ? g->word : S("");
    Str  cell = kind == REJECT_DAY || kind == REJECT_PERIOD ? S("") : cell_of(r, g, kind, column);
    Str  key = str_format(&r->work, "%d %d %.*s %.*s", (int)kind, column, STR_ARG(word), STR_ARG(cell));
    const Code *code = codes_find(&r->seen, key);
    if (!code && r->reasons.count == SQL_REASONS_MOST)
        return;
    if (!code) {
        key = str_copy(r->sql.arena, key);
        (void)codes_add(&r->seen, key, (uint32_t)r->reasons.count);
        code = codes_find(&r->seen, key);
        *PUSH(r->sql.arena, &r->reasons) = (SqlReason){kind, column, word, str_copy(r->sql.arena, cell), 0};
    }
    r->reasons.items[code->value].lines += g->lines;
}

/* False: a sum became too large. */
static bool take(SqlReader *r, Group *g)
{
    int        column = -1;
    RejectKind kind = judge(r, g, &column);
    r->totals.lines += g->lines;
    r->totals.read += g->lines;
    if (kind != REJECT_NONE) {
        r->totals.rejected += g->lines;
        r->totals.by_kind[kind] += g->lines;
        keep_reason(r, g, kind, column);
        return true;
    }
    r->totals.counted += g->lines;
    Size    cell = sums_cell(r->sums, &g->line.key);
    Int128 *values = sums_values(r->sums, cell);
    bool    good = true;
    r->sums->cells[cell].lines += g->lines;
    for (int i = 0; i < r->sql.shape->lines->slot_count && good; i++)
        good = !__builtin_add_overflow(values[i], g->sums[i], &values[i]);
    return good;
}

bool sql_reader_take(SqlReader *r, const Str *cells, Str *why)
{
    static const Group none;
    Group              g = none;
    bool               good = r->groups < SQL_GROUPS_MOST;
    if (!good)
        *why =
            S("the table has more than 4,194,304 groups of product, country, entity, currency and interval: "
              "is one of these columns no code?");
    else if (!read_group(r, cells, &g) || !take(r, &g)) {
        *why =
            S("the server gave a group of lines that cannot be: a sum of more than 34 digits, or something "
              "that is none");
        good = false;
    }
    r->groups++;
    arena_free(&r->work);
    r->work = (Arena){0};
    return good;
}

/* ---- reasons in words ---- */

static int reason_order(const void *a, const void *b)
{
    const SqlReason *x = a, *y = b;
    if (x->lines != y->lines)
        return x->lines > y->lines ? -1 : 1;
    if (x->column != y->column)
        return x->column - y->column;
    if (x->kind != y->kind)
        return (int)x->kind - (int)y->kind;
    int order = str_order(x->word, y->word);
    return order ? order : str_order(x->cell, y->cell);
}

SqlReason *sql_reader_reasons(SqlReader *r, Size *count)
{
    if (r->reasons.count)
        qsort(r->reasons.items, (size_t)r->reasons.count, sizeof *r->reasons.items, reason_order);
    *count = r->reasons.count;
    return r->reasons.items;
}

static Str number_words(const SqlReader *r, const SqlReason *reason)
{
    Arena *arena = r->sql.arena;
    if (str_equal(reason->word, S("empty")))
        return S("the cell is empty: write 0 when there is nothing");
    if (reason->kind == REJECT_NUMBER)
        return S("no plain number");
    if (reason->kind == REJECT_LARGE && reason->column >= 0)
        return str_format(arena, "a number has at most %d digits", USAGE_DIGITS_MOST);
    if (reason->kind == REJECT_LARGE)
        return S("what the clause takes of this line is too large");
    if (reason->column < 0)
        return str_format(arena, "what the clause takes of this line has more than %d decimals", SUM_SCALE);
    int currency = currency_find(reason->cell);
    if (str_equal(reason->word, S("fine")) || currency < 0)
        return str_format(arena, "more than %d decimals", SUM_SCALE);
    return str_format(arena, "more decimals than %.*s has, which are %d", STR_ARG(reason->cell),
                      currency_minor(currency));
}

Str sql_reason_text(const SqlReader *r, const SqlReason *reason)
{
    Arena            *arena = r->sql.arena;
    const Plan       *plan = r->sql.plan;
    const PlanColumn *role = reason->column >= 0 ? sql_role(&r->sql, reason->column) : NULL;
    Str               words;
    Reject reject = {.kind = reason->kind, .line = 0, .column = reason->column, .cell = reason->cell};
    if (reason->kind == REJECT_NUMBER || reason->kind == REJECT_LARGE || reason->kind == REJECT_DECIMALS)
        words = number_words(r, reason);
    else if (reason->kind == REJECT_DAY)
        words = S("no day, or none said");
    else if (reason->kind == REJECT_PERIOD)
        words = str_format(arena, "outside the days that are counted, %.*s through %.*s",
                           STR_ARG(day_text(arena, plan->span.from)),
                           STR_ARG(day_text(arena, plan->span.through)));
    else
        return reject_text(arena, plan, r->sql.shape, &reject);
    return role ? str_format(arena, "%.*s: %.*s", STR_ARG(terms_text(plan->st->terms, role->name)),
                             STR_ARG(words))
                : words;
}
