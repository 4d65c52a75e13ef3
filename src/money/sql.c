/* sql.c - see sql.h. The statement is written from left to right, one line for each column of it.
 *
 * What is wrong with a line is one CASE, in the order in which a file is judged: the numbers from left to
 * right, the decimals of the currency, what the clause computes. Its checks are left out where the type of a
 * column already answers them, and where a computed number cannot become too large. */
#include "money/sql.h"

#include <stdlib.h>

#include "money/sql_inside.h"
#include "terms/data/tables.h"

const SqlProblem sql_problems[PROBLEM_COUNT] = {
    [PROBLEM_EMPTY] = {"empty", REJECT_NUMBER, PROBLEM_CELL},
    [PROBLEM_NUMBER] = {"number", REJECT_NUMBER, PROBLEM_CELL},
    [PROBLEM_LARGE] = {"large", REJECT_LARGE, PROBLEM_CELL},
    [PROBLEM_FINE] = {"fine", REJECT_DECIMALS, PROBLEM_CELL},
    [PROBLEM_MINOR] = {"decimals", REJECT_DECIMALS, PROBLEM_MONEY},
    [PROBLEM_MIXED] = {"mixed", REJECT_MIXED, PROBLEM_LINE},
    [PROBLEM_UNEVEN] = {"uneven", REJECT_DECIMALS, PROBLEM_LINE},
    [PROBLEM_EXCESS] = {"excess", REJECT_LARGE, PROBLEM_LINE},
};

enum { CHOICE_MOST = 1024 };

#define INT128_MOST ((((Int128)1 << 126) - 1) * 2 + 1)

/* A number in SQL, and what its size in 10^-SUM_SCALE stays below, or is at most. */
typedef struct {
    Str    text;
    Int128 most;
} Expr;

typedef struct {
    const Sql *sql;
    Arena     *arena;
    SqlQuotes  quotes;
    Text       out;
    Str        raw[PLAN_COLUMNS_MOST];     /* by number of the line: as it stands in the table */
    Expr       numbers[PLAN_COLUMNS_MOST]; /* NULL where it cannot be added up */
    Str        currency;                   /* of the line; empty: no column says it */
    Text       problems;
    int        keys; /* columns of the statement that groups differ in */
} Writer;

static const SqlColumn *column_at(const Sql *sql, int column) { return &sql->table->columns.items[column]; }

int sql_column(const Sql *sql, ColumnRole role)
{
    for (int i = 0; i < sql->shape->width; i++)
        if (sql_role(sql, i) && sql_role(sql, i)->role == role)
            return i;
    return -1;
}

static Str name_of(const Writer *w, int column)
{
    return w->quotes.name(w->quotes.self, w->arena, column_at(w->sql, column)->name);
}

static Str value_of(const Writer *w, Str text) { return w->quotes.value(w->quotes.self, w->arena, text); }

static Str role_name(const Writer *w, const PlanColumn *role)
{
    return terms_text(w->sql->plan->st->terms, role->name);
}

/* ---- the table as a heading ---- */

Str sql_heading(Arena *arena, const SqlTable *table)
{
    Text text = text_new(arena);
    for (Size i = 0; i < table->columns.count; i++) {
        Str name = table->columns.items[i].name;
        text_add(&text, i ? S(",\"") : S("\""));
        for (Size k = 0; k < name.len; k++) {
            char c = name.at[k];
            text_char(&text, (char)((unsigned char)c < ' ' || c == 0x7f ? '?' : c));
            if (c == '"')
                text_char(&text, c);
        }
        text_char(&text, '"');
    }
    text_char(&text, '\n');
    return text_str(&text);
}

static Span heading_span(const Source *heading, int column)
{
    UsageCell *cells = NULL;
    Arena      work = {0};
    const Size end = str_find(heading->text, '\n');
    UsageSplit split = {.room = USAGE_COLUMNS_MOST, .scratch = NEW(&work, char, heading->text.len + 1)};
    Span       span = {heading->base, heading->base};
    split.cells = cells = NEW(&work, UsageCell, USAGE_COLUMNS_MOST);
    if (usage_split(&split, str_slice(heading->text, 0, end), ',') && column < split.count) {
        span.from = heading->base + (int32_t)(cells[column].raw.at - heading->text.at);
        span.to = span.from + (int32_t)cells[column].raw.len;
    }
    arena_free(&work);
    return span;
}

static Str kind_help(const PlanColumn *role, const SqlColumn *column)
{
    if (role->role == COLUMN_DAY)
        return S("make a view in which it is a date: \"sold_at\"::date, in the time zone that the agreement "
                 "means");
    if (role->role == COLUMN_COUNT || role->role == COLUMN_MONEY)
        return S(
            "make a view in which it is numeric; what floating point has already lost does not come back");
    return column->folds ? S("make a view with another collation: \"product\" COLLATE \"C\"")
                         : S("make a view in which it is a text: \"product\"::text");
}

static bool kind_fits(const PlanColumn *role, const SqlColumn *column)
{
    if (role->role == COLUMN_DAY)
        return column->kind == SQL_DATE || column->kind == SQL_TEXT;
    if (role->role == COLUMN_COUNT || role->role == COLUMN_MONEY)
        return column->kind == SQL_INTEGER || column->kind == SQL_NUMERIC || column->kind == SQL_TEXT;
    return (column->kind == SQL_TEXT && !column->folds) ||
           (column->kind == SQL_INTEGER && role->role != COLUMN_CURRENCY);
}

bool sql_fits(const UsageShape *shape, const SqlTable *table, const Source *heading, Diags *diags)
{
    Sql  sql = {.shape = shape, .table = table};
    bool good = true;
    for (int i = 0; i < shape->width; i++) {
        const PlanColumn *role = sql_role(&sql, i);
        const SqlColumn  *column = column_at(&sql, i);
        if (!role || role->role == COLUMN_LINE || kind_fits(role, column))
            continue;
        bool number = role->role == COLUMN_COUNT || role->role == COLUMN_MONEY;
        Str title = str_format(diags->arena, "`%.*s` is %.*s%s", STR_ARG(column->name), STR_ARG(column->type),
                               number                     ? ", which is not exact"
                               : column->kind == SQL_TEXT ? " in which texts that differ are equal"
                                                          : "");
        good = diag_refuse(diags, "E0641", heading_span(heading, i), title,
                           number                     ? S("this column is added up")
                           : role->role == COLUMN_DAY ? S("this column is a day")
                                                      : S("this column is a code or a name"),
                           kind_help(role, column));
    }
    return good;
}

/* ---- days ---- */

static int day_order(const void *a, const void *b)
{
    const Day *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

SqlDays sql_days(const Sql *sql)
{
    const Plan *plan = sql->plan;
    SqlDays     days = {.through = plan->span.through};
    for (Size i = 0; i < plan->cuts.count; i++)
        *PUSH(sql->arena, &days.from) = plan->cuts.items[i];
    for (int i = 0; i < currency_count(); i++) {
        Days in = currency_days(i);
        Day  turns[] = {in.from, in.through < DAY_MAX ? in.through + 1 : DAY_MAX};
        for (Size k = 0; k < COUNT(turns); k++)
            if (turns[k] > plan->span.from && turns[k] <= plan->span.through)
                *PUSH(sql->arena, &days.from) = turns[k];
    }
    INVARIANT(days.from.items); /* a plan has the first day of its span */
    qsort(days.from.items, (size_t)days.from.count, sizeof(Day), day_order);
    Size kept = 1;
    for (Size i = 1; i < days.from.count; i++)
        if (days.from.items[i] != days.from.items[kept - 1])
            days.from.items[kept++] = days.from.items[i];
    days.from.count = kept;
    return days;
}

#define DAY_SHAPE                                                                                       \
    "^(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|"  \
    "02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)" \
    "-02-29)$"

static void write_day(Writer *w, int column)
{
    SqlDays     days = sql_days(w->sql);
    Arena      *arena = w->arena;
    bool        text = column_at(w->sql, column)->kind == SQL_TEXT;
    const char *type = text ? "text" : "date", *end = text ? "9999-99-99" : "10000-01-01";
    Str         name = name_of(w, column);
    Text        starts = text_new(arena);
    text_add(&starts, S("{0001-01-01"));
    for (Size i = 0; i < days.from.count; i++)
        text_format(&starts, ",%.*s", STR_ARG(day_text(arena, days.from.items[i])));
    bool last = days.through >= day_of((Civil){9999, 12, 31});
    text_format(&starts, ",%.*s,%s}", STR_ARG(last ? str_from(end) : day_text(arena, days.through + 1)), end);
    if (text)
        name = str_format(arena, "btrim(%.*s) COLLATE \"C\"", STR_ARG(name));
    Str bucket = str_format(arena, "width_bucket(%.*s, %.*s::%s[])", STR_ARG(name),
                            STR_ARG(value_of(w, text_str(&starts))), type);
    if (text)
        bucket = str_format(arena, "CASE WHEN %.*s ~ %.*s THEN %.*s END", STR_ARG(name),
                            STR_ARG(value_of(w, S(DAY_SHAPE))), STR_ARG(bucket));
    text_format(&w->out, "%.*s AS \"interval\",\n       ", STR_ARG(bucket));
    w->keys++;
}

/* ---- numbers of the table ---- */

static Int128 power_of_ten(int exponent)
{
    Int128 value = 1;
    while (exponent-- > 0)
        value *= 10;
    return value;
}

/* As many digits before the point as a column can have, at most as many as are counted. */
static Int128 column_most(const SqlColumn *column)
{
    int digits =
        column->kind == SQL_TEXT || !column->digits ? USAGE_DIGITS_MOST : column->digits - column->decimals;
    return power_of_ten((digits < USAGE_DIGITS_MOST ? digits : USAGE_DIGITS_MOST) + SUM_SCALE);
}

static void take_number(Writer *w, int column, int number)
{
    const SqlColumn *in = column_at(w->sql, column);
    Str              name = name_of(w, column), clean = name;
    if (in->kind == SQL_TEXT) {
        bool comma = w->sql->shape->decimal == ',';
        name = str_format(w->arena, "(btrim(%.*s) COLLATE \"C\")", STR_ARG(name));
        if (comma) /* a point is then no part of a number */
            name = str_format(w->arena, "translate(%.*s, ',.', '.,')", STR_ARG(name));
        clean = str_format(w->arena, "CASE WHEN %.*s ~ %.*s THEN %.*s::numeric END", STR_ARG(name),
                           STR_ARG(value_of(w, S("^-?0*[0-9]{1,18}([.][0-9]{1,6})?$"))), STR_ARG(name));
    } else if (in->kind == SQL_NUMERIC && !in->digits) {
        clean = str_format(w->arena, "CASE WHEN abs(%.*s) < 1000000000000000000 THEN %.*s END", STR_ARG(name),
                           STR_ARG(name));
    }
    w->raw[number] = name;
    w->numbers[number] = (Expr){clean, column_most(in)};
}

static void problem(Writer *w, Str when, int which, Str column)
{
    Str said =
        str_format(w->arena, "%s%s%.*s", sql_problems[which].word, column.len ? " " : "", STR_ARG(column));
    text_format(&w->problems, "            WHEN %.*s THEN %.*s\n", STR_ARG(when), STR_ARG(value_of(w, said)));
}

static void text_problems(Writer *w, Str x, Str column)
{
    Arena *arena = w->arena;
    problem(w, str_format(arena, "%.*s IS NULL OR %.*s = ''", STR_ARG(x), STR_ARG(x)), PROBLEM_EMPTY, column);
    problem(w,
            str_format(arena, "%.*s !~ %.*s OR %.*s ~ %.*s", STR_ARG(x),
                       STR_ARG(value_of(w, S("^-?[0-9]+([.][0-9]+)?$"))), STR_ARG(x),
                       STR_ARG(value_of(w, S("^-[0.]+$")))),
            PROBLEM_NUMBER, column);
    problem(w,
            str_format(arena, "length(ltrim(translate(%.*s, '-.', ''), '0')) > %d", STR_ARG(x),
                       USAGE_DIGITS_MOST),
            PROBLEM_LARGE, column);
    problem(w, str_format(arena, "length(split_part(%.*s, '.', 2)) > %d", STR_ARG(x), SUM_SCALE),
            PROBLEM_FINE, column);
}

/* A number that is not limited can also be infinite; neither that nor NaN is 0 less itself. */
static Str is_no_number(const Writer *w, const SqlColumn *in, Str x)
{
    return in->digits
               ? str_format(w->arena, "%.*s = %.*s::numeric", STR_ARG(x), STR_ARG(value_of(w, S("NaN"))))
               : str_format(w->arena, "%.*s - %.*s <> 0", STR_ARG(x), STR_ARG(x));
}

static void number_problems(Writer *w, const SqlColumn *in, Str x, Str column)
{
    Arena *arena = w->arena;
    problem(w, str_format(arena, "%.*s IS NULL", STR_ARG(x)), PROBLEM_EMPTY, column);
    if (in->kind == SQL_NUMERIC)
        problem(w, is_no_number(w, in, x), PROBLEM_NUMBER, column);
    if (in->kind == SQL_INTEGER && in->digits > USAGE_DIGITS_MOST)
        problem(w,
                str_format(arena, "%.*s NOT BETWEEN -999999999999999999 AND 999999999999999999", STR_ARG(x)),
                PROBLEM_LARGE, column);
    else if (in->kind == SQL_NUMERIC && (!in->digits || in->digits > USAGE_DIGITS_MOST))
        problem(w,
                str_format(arena,
                           "(abs(%.*s) >= 1000000000000 OR %.*s <> round(%.*s, %d)) "
                           "AND abs(%.*s) >= power(10.0, (%d - min_scale(%.*s))::numeric)",
                           STR_ARG(x), STR_ARG(x), STR_ARG(x), SUM_SCALE, STR_ARG(x), USAGE_DIGITS_MOST,
                           STR_ARG(x)),
                PROBLEM_LARGE, column);
    if (in->kind == SQL_NUMERIC && (!in->digits || in->decimals > SUM_SCALE))
        problem(w, str_format(arena, "%.*s <> round(%.*s, %d)", STR_ARG(x), STR_ARG(x), SUM_SCALE),
                PROBLEM_FINE, column);
}

/* ---- decimals of currencies ---- */

static Str codes_with(const Writer *w, int minor)
{
    Text text = text_new(w->arena);
    for (int i = 0; i < currency_count(); i++)
        if (currency_minor(i) == minor)
            text_format(&text, "%s%.*s", text.len ? ", " : "", STR_ARG(value_of(w, currency_code(i))));
    return text_str(&text);
}

/* The decimals of the line's currency. What is no currency is told anyway. */
static Str minor_text(const Writer *w)
{
    if (w->sql->shape->currency >= 0)
        return str_format(w->arena, "%d", currency_minor(w->sql->shape->currency));
    Text text = text_new(w->arena);
    text_format(&text, "CASE");
    for (int minor = 0; minor <= SUM_SCALE; minor++) {
        Str codes = minor == 2 ? S("") : codes_with(w, minor);
        if (codes.len)
            text_format(&text, " WHEN %.*s IN (%.*s) THEN %d", STR_ARG(w->currency), STR_ARG(codes), minor);
    }
    text_add(&text, S(" ELSE 2 END"));
    return text_str(&text);
}

/* More decimals than the currency has. A column of at most two is asked only where a currency has fewer. */
static Str too_fine(const Writer *w, const SqlColumn *in, Str x)
{
    Text text = text_new(w->arena);
    if (in->kind == SQL_TEXT)
        return str_format(w->arena, "length(split_part(%.*s, '.', 2)) > %.*s", STR_ARG(x),
                          STR_ARG(minor_text(w)));
    if (!in->digits || in->decimals > 2 || w->sql->shape->currency >= 0)
        return str_format(w->arena, "%.*s <> round(%.*s, %.*s)", STR_ARG(x), STR_ARG(x),
                          STR_ARG(minor_text(w)));
    for (int minor = 0; minor < in->decimals; minor++) {
        Str codes = codes_with(w, minor);
        if (codes.len)
            text_format(&text, "%s%.*s IN (%.*s) AND %.*s <> round(%.*s, %d)", text.len ? " OR " : "",
                        STR_ARG(w->currency), STR_ARG(codes), STR_ARG(x), STR_ARG(x), minor);
    }
    return text_str(&text);
}

static void money_problems(Writer *w)
{
    const PlanLines *lines = w->sql->shape->lines;
    if (!w->currency.len && w->sql->shape->currency < 0)
        return;
    for (int c = 0; c < lines->column_count; c++) {
        for (int i = 0; i < w->sql->shape->width && lines->columns[c].role == COLUMN_MONEY; i++) {
            const SqlColumn *in = column_at(w->sql, i);
            Str              x = w->raw[lines->columns[c].number];
            if (w->sql->shape->roles[i] != c || in->kind == SQL_INTEGER ||
                (in->kind == SQL_NUMERIC && in->digits && in->decimals <= 0))
                continue;
            Str when = too_fine(w, in, x);
            if (when.len)
                problem(w, when, PROBLEM_MINOR, role_name(w, &lines->columns[c]));
        }
    }
}

/* ---- computed numbers ---- */

/* 12.5 of 12500000; a minus never meets another one. */
static Str constant_text(Arena *arena, Int128 value)
{
    Str text = sum_text(arena, value);
    return value < 0 ? str_format(arena, "(%.*s)", STR_ARG(text)) : text;
}

static Int128 add_bounds(Int128 a, Int128 b)
{
    Int128 sum;
    return __builtin_add_overflow(a, b, &sum) ? INT128_MOST : sum;
}

static Int128 times_bounds(Int128 a, Int128 b)
{
    Int128 product;
    return __builtin_mul_overflow(a, b, &product) ? INT128_MOST : product;
}

static Int128 size_of(Int128 value) { return value < 0 ? -value : value; }

/* What the engine keeps in 127 bits, in 10^-SUM_SCALE. */
static void excess_of(Writer *w, Str scaled)
{
    problem(w,
            str_format(w->arena,
                       "%.*s NOT BETWEEN -170141183460469231731687303715884105728 AND "
                       "170141183460469231731687303715884105727",
                       STR_ARG(scaled)),
            PROBLEM_EXCESS, S(""));
}

static void times_ratio(Writer *w, const LineOp *op, Expr *value)
{
    Arena *arena = w->arena;
    Str    times = op->constant == 1
                       ? value->text
                       : str_format(arena, "%.*s * %s", STR_ARG(value->text),
                                 op->constant < 0 ? str_format(arena, "(%lld)", (long long)op->constant).at
                                                     : str_format(arena, "%lld", (long long)op->constant).at);
    Int128 most = times_bounds(value->most, size_of(op->constant));
    Str    scaled = str_format(arena, "%.*s * 1000000", STR_ARG(times));
    if (most == INT128_MOST)
        excess_of(w, scaled);
    if (op->divisor != 1)
        problem(w, str_format(arena, "mod(%.*s, %lld) <> 0", STR_ARG(scaled), (long long)op->divisor),
                PROBLEM_UNEVEN, S(""));
    value->text = op->divisor == 1 ? str_format(arena, "(%.*s)", STR_ARG(times))
                                   : str_format(arena, "(div(%.*s, %lld) * 0.000001)", STR_ARG(scaled),
                                                (long long)op->divisor);
    value->most = op->divisor == 1 ? most : most / op->divisor + 1;
}

/* Whether one unit more is counted for what is left over, as rounding_goes_up says it. */
static Str goes_up(Arena *arena, Rounding mode, Str count, Str twice_rest, Str unit)
{
    switch (mode) {
    case ROUND_HALF_EVEN:
        return str_format(arena, "%.*s > %.*s OR (%.*s = %.*s AND mod(%.*s, 2) <> 0)", STR_ARG(twice_rest),
                          STR_ARG(unit), STR_ARG(twice_rest), STR_ARG(unit), STR_ARG(count));
    case ROUND_HALF_UP: return str_format(arena, "%.*s >= %.*s", STR_ARG(twice_rest), STR_ARG(unit));
    case ROUND_HALF_DOWN: return str_format(arena, "%.*s > %.*s", STR_ARG(twice_rest), STR_ARG(unit));
    case ROUND_UP: return str_format(arena, "%.*s > 0", STR_ARG(twice_rest));
    case ROUND_DOWN: break;
    }
    return S("false");
}

/* All numbers are whole here, so nothing is lost before it is rounded. */
static void times_rounded(Writer *w, const LineOp *op, Expr *value)
{
    Arena *arena = w->arena;
    Int128 most = times_bounds(value->most, size_of(op->constant));
    Str    unit = sum_text(arena, (Int128)op->divisor * op->unit * 1000000);
    Str    x = str_format(arena, "(%.*s * 1000000 * (%lld))", STR_ARG(value->text), (long long)op->constant);
    Str    count = str_format(arena, "div(%.*s, %.*s)", STR_ARG(x), STR_ARG(unit));
    Str    rest = str_format(arena, "2 * abs(mod(%.*s, %.*s))", STR_ARG(x), STR_ARG(unit));
    if (most == INT128_MOST)
        excess_of(w, x);
    value->text = str_format(arena, "((%.*s + CASE WHEN %.*s THEN sign(%.*s) ELSE 0 END) * %.*s)",
                             STR_ARG(count), STR_ARG(goes_up(arena, op->rounding, count, rest, unit)),
                             STR_ARG(x), STR_ARG(constant_text(arena, op->unit)));
    value->most = add_bounds(most == INT128_MOST ? most : most / op->divisor, op->unit);
}

/* least(a, b) as a choice, which a server also sends to the one that holds the lines; a long one would grow
 * with each step. */
static Str ranked(Arena *arena, bool least, Str left, Str right)
{
    if (left.len + right.len > CHOICE_MOST)
        return str_format(arena, "%s(%.*s, %.*s)", least ? "least" : "greatest", STR_ARG(left),
                          STR_ARG(right));
    return str_format(arena, "(CASE WHEN %.*s %s %.*s THEN %.*s ELSE %.*s END)", STR_ARG(left),
                      least ? "<" : ">", STR_ARG(right), STR_ARG(left), STR_ARG(right));
}

static void combine(Writer *w, LineOpKind kind, Expr *left, const Expr *right)
{
    Arena *arena = w->arena;
    if (kind == OP_LEAST || kind == OP_GREATEST) {
        left->text = ranked(arena, kind == OP_LEAST, left->text, right->text);
        left->most = right->most > left->most ? right->most : left->most;
        return;
    }
    left->text = str_format(arena, "(%.*s %c %.*s)", STR_ARG(left->text), kind == OP_ADD ? '+' : '-',
                            STR_ARG(right->text));
    left->most = add_bounds(left->most, right->most);
    if (left->most == INT128_MOST)
        excess_of(w, str_format(arena, "%.*s * 1000000", STR_ARG(left->text)));
}

/* A constant of money means that the line must be in its currency. */
static void constant_currency(Writer *w, int currency)
{
    int of_all = w->sql->shape->currency;
    if (currency < 0 || currency == of_all)
        return;
    Str code = value_of(w, currency_code(currency));
    problem(w,
            w->currency.len
                ? str_format(w->arena, "%.*s IS DISTINCT FROM %.*s", STR_ARG(w->currency), STR_ARG(code))
                : S("true"),
            PROBLEM_MIXED, S(""));
}

/* As slot_value of usage_cells.c does it, step by step. */
static Str computed(Writer *w, const Slot *slot)
{
    Expr stack[PLAN_COLUMNS_MOST];
    int  depth = 0;
    for (Size i = 0; i < slot->ops.count; i++) {
        const LineOp *op = &slot->ops.items[i];
        INVARIANT(depth < PLAN_COLUMNS_MOST);
        switch (op->kind) {
        case OP_NUMBER:
            stack[depth] = w->numbers[op->number];
            stack[depth].text = str_format(w->arena, "(%.*s)::numeric", STR_ARG(stack[depth].text));
            depth++;
            break;
        case OP_CONSTANT:
            constant_currency(w, op->currency);
            stack[depth++] = (Expr){constant_text(w->arena, op->constant), size_of(op->constant)};
            break;
        case OP_TIMES_RATIO:
            INVARIANT(depth >= 1);
            times_ratio(w, op, &stack[depth - 1]);
            break;
        case OP_TIMES_ROUNDED:
            INVARIANT(depth >= 1);
            times_rounded(w, op, &stack[depth - 1]);
            break;
        case OP_ADD:
        case OP_LESS:
        case OP_LEAST:
        case OP_GREATEST:
            INVARIANT(depth >= 2);
            depth--;
            combine(w, op->kind, &stack[depth - 1], &stack[depth]);
            break;
        }
    }
    INVARIANT(depth == 1);
    if (stack[0].most > power_of_ten(USAGE_DIGITS_MOST + SUM_SCALE))
        problem(w, str_format(w->arena, "abs(%.*s) >= 1000000000000000000", STR_ARG(stack[0].text)),
                PROBLEM_EXCESS, S(""));
    return stack[0].text;
}

/* ---- the statement ---- */

static void write_keys(Writer *w)
{
    for (int i = 0; i < w->sql->shape->width; i++) {
        const PlanColumn *role = sql_role(w->sql, i);
        if (!sql_is_key(role))
            continue;
        text_format(&w->out, "%.*s AS %.*s,\n       ", STR_ARG(name_of(w, i)),
                    STR_ARG(w->quotes.name(w->quotes.self, w->arena, role_name(w, role))));
        w->keys++;
        if (role->role == COLUMN_CURRENCY)
            w->currency = str_format(w->arena, "btrim(%.*s)", STR_ARG(name_of(w, i)));
    }
}

static void take_numbers(Writer *w)
{
    for (int i = 0; i < w->sql->shape->width; i++) {
        const PlanColumn *role = sql_role(w->sql, i);
        if (!role || (role->role != COLUMN_COUNT && role->role != COLUMN_MONEY))
            continue;
        take_number(w, i, role->number);
        if (column_at(w->sql, i)->kind == SQL_TEXT)
            text_problems(w, w->raw[role->number], role_name(w, role));
        else
            number_problems(w, column_at(w->sql, i), w->raw[role->number], role_name(w, role));
    }
}

static void write_conditions(Writer *w)
{
    static const char *const signs[] = {
        [CMP_OVER] = ">", [CMP_AT_LEAST] = ">=", [CMP_BELOW] = "<", [CMP_AT_MOST] = "<="};
    const PlanLines *lines = w->sql->shape->lines;
    for (int i = 0; i < lines->filter_count; i++) {
        const Filter *filter = &lines->filters[i];
        INVARIANT((Size)filter->op < COUNT(signs) && signs[filter->op]);
        text_format(&w->out, "%sCASE WHEN (%.*s) %s %.*s THEN %d ELSE 0 END", i ? " + " : "",
                    STR_ARG(w->numbers[filter->number].text), signs[filter->op],
                    STR_ARG(constant_text(w->arena, filter->value)), 1 << i);
    }
    text_add(&w->out, lines->filter_count ? S(" AS \"conditions\",\n       ") : S(""));
    w->keys += lines->filter_count > 0;
}

static void write_sums(Writer *w, const Str *sums)
{
    text_add(&w->out, S("count(*) AS \"lines\""));
    for (int i = 0; i < w->sql->shape->lines->slot_count; i++)
        text_format(&w->out, ",\n       sum(%.*s) AS \"sum %d\"", STR_ARG(sums[i]), i + 1);
}

static void write_from(Writer *w)
{
    const SqlTable *table = w->sql->table;
    text_format(&w->out, "\nFROM %.*s.%.*s\n",
                STR_ARG(w->quotes.name(w->quotes.self, w->arena, table->schema)),
                STR_ARG(w->quotes.name(w->quotes.self, w->arena, table->name)));
    for (int i = 1; i <= w->keys; i++)
        text_format(&w->out, "%s%d", i == 1 ? "GROUP BY " : ", ", i);
    text_add(&w->out, S("\n"));
}

Str sql_text(const Sql *sql, SqlQuotes quotes)
{
    Arena           *arena = sql->arena;
    const PlanLines *lines = sql->shape->lines;
    Str              sums[PLAN_SLOTS_MOST] = {{0}};
    Writer           w = {.sql = sql, .arena = arena, .quotes = quotes};
    int              day = sql_column(sql, COLUMN_DAY);
    w.out = text_new(arena);
    w.problems = text_new(arena);
    text_add(&w.out, S("SELECT "));
    write_keys(&w);
    if (day >= 0)
        write_day(&w, day);
    take_numbers(&w);
    money_problems(&w);
    for (int i = 0; i < lines->slot_count; i++)
        sums[i] = lines->slots[i].ops.count ? computed(&w, &lines->slots[i])
                                            : w.numbers[lines->slots[i].number].text;
    INVARIANT(w.problems.len > 0); /* a column that is counted can be NULL */
    text_format(&w.out, "CASE\n%.*s       END AS \"problem\",\n       ", STR_ARG(text_str(&w.problems)));
    w.keys++;
    write_conditions(&w);
    write_sums(&w, sums);
    write_from(&w);
    return text_str(&w.out);
}
