/* usage_reject.c - a rejected line in words: what is wrong, and what to write instead. */
#include "money/usage_inside.h"
#include "terms/data/tables.h"

enum { SHOWN_MOST = 60 };

typedef struct {
    Arena            *arena;
    const Plan       *plan;
    const UsageShape *shape;
    const Reject     *reject;
    Str               cell; /* as it may be shown */
} Saying;

/* A cell as it may be shown: no control characters, not too long, no half of a character. */
static Str shown(Arena *arena, Str cell)
{
    Text text = text_new(arena);
    Size len = cell.len;
    if (len > SHOWN_MOST)
        for (len = SHOWN_MOST; len > 0 && ((unsigned char)cell.at[len] & 0xc0) == 0x80;)
            len--;
    for (Size i = 0; i < len; i++)
        text_char(&text, (char)((unsigned char)cell.at[i] < ' ' || cell.at[i] == 0x7f ? '?' : cell.at[i]));
    if (len < cell.len)
        text_add(&text, S("…"));
    return text_str(&text);
}

static Str did_you_mean(const Saying *say, Str near)
{
    return near.len ? str_format(say->arena, "; did you mean `%.*s`?", STR_ARG(near)) : S("");
}

/* The file's own heading is not kept; the name in the agreement says which cell it is. */
static Str column_text(const Saying *say)
{
    int role = say->reject->column >= 0 ? say->shape->roles[say->reject->column] : -1;
    return role < 0 ? S("") : terms_text(say->plan->st->terms, say->shape->lines->columns[role].name);
}

static Str product_text(const Saying *say)
{
    Near near = near_new(say->reject->cell);
    for (Size i = 1; i < say->plan->articles.count; i++)
        near_try(&near, say->plan->articles.items[i].code);
    return str_format(say->arena, "`%.*s` is not in the register of products%.*s", STR_ARG(say->cell),
                      STR_ARG(did_you_mean(say, near.best)));
}

static Str entity_text(const Saying *say)
{
    const Standing *st = say->plan->st;
    Near            near = near_new(say->reject->cell);
    for (Size i = 0; i < st->subjects.count; i++)
        if (st->subjects.items[i].class_of < 0)
            near_try(&near, subject_text(st, say->arena, (int)i));
    return str_format(say->arena, "`%.*s` is no party or entity of the agreement%.*s", STR_ARG(say->cell),
                      STR_ARG(did_you_mean(say, near.best)));
}

static Str country_text(const Saying *say)
{
    Str help = country_help(say->reject->cell);
    if (help.len)
        return str_format(say->arena, "`%.*s` is no country: %.*s", STR_ARG(say->cell), STR_ARG(help));
    return str_format(say->arena, "`%.*s` is no code of a country%.*s", STR_ARG(say->cell),
                      STR_ARG(did_you_mean(say, country_hint(say->reject->cell))));
}

static Str currency_text(const Saying *say)
{
    int currency = currency_find(say->reject->cell);
    if (currency >= 0 && currency_minor(currency) < 0)
        return str_format(say->arena, "`%.*s` has no decimals of its own: amounts are not counted in it",
                          STR_ARG(say->cell));
    if (currency >= 0) {
        Days days = currency_days(currency);
        return str_format(say->arena, "`%.*s` is a currency from %.*s through %.*s only", STR_ARG(say->cell),
                          STR_ARG(day_text(say->arena, days.from)),
                          STR_ARG(day_text(say->arena, days.through)));
    }
    if (!say->cell.len)
        return S("the currency of the mapping is none on the day of this line");
    return str_format(say->arena, "`%.*s` is no currency%.*s", STR_ARG(say->cell),
                      STR_ARG(did_you_mean(say, currency_hint(say->reject->cell))));
}

static Str day_reject_text(const Saying *say)
{
    Str  cell = say->reject->cell;
    bool shaped = cell.len == 10 && cell.at[4] == '-' && cell.at[7] == '-';
    return shaped ? str_format(say->arena, "there is no day `%.*s`", STR_ARG(say->cell))
                  : str_format(say->arena, "`%.*s` is no day: write year, month and day, such as 2026-03-01",
                               STR_ARG(say->cell));
}

static Str period_text(const Saying *say)
{
    Days span = say->plan->span;
    return str_format(say->arena, "%.*s is outside the days that are counted, %.*s through %.*s",
                      STR_ARG(say->cell), STR_ARG(day_text(say->arena, span.from)),
                      STR_ARG(day_text(say->arena, span.through)));
}

static bool only_zeros(Str cell)
{
    bool zeros = cell.len > 1 && cell.at[0] == '-';
    for (Size i = 1; i < cell.len; i++)
        zeros &= cell.at[i] == '0' || cell.at[i] == '.' || cell.at[i] == ',';
    return zeros;
}

static Str number_text(const Saying *say)
{
    Str  cell = say->reject->cell;
    bool marks = str_find(cell, ',') >= 0 || str_find(cell, '.') >= 0;
    Str  why = S("write digits only");
    if (!cell.len)
        return S("the cell is empty: write 0 when there is nothing");
    if (only_zeros(cell))
        why = S("minus zero is no amount: write 0");
    else if (marks && !say->shape->decimal)
        why = S("write in the mapping what stands before decimals: `decimal = ,` or `decimal = .`");
    else if (marks)
        why = say->shape->decimal == '.'
                  ? S("decimals stand behind a `.` and thousands have no mark; for a decimal comma, "
                      "write `decimal = ,` in the mapping")
                  : S("decimals stand behind a `,`, as the mapping or the first lines say, and "
                      "thousands have no mark");
    else if (cell.at[0] == '+')
        why = S("leave the plus out");
    return str_format(say->arena, "`%.*s` is no plain number: %.*s", STR_ARG(say->cell), STR_ARG(why));
}

/* The currency of the line, as it stands in it. */
static Str currency_of_row(const Saying *say)
{
    UsageCell *cells = NEW(say->arena, UsageCell, USAGE_COLUMNS_MOST);
    UsageSplit split = {.cells = cells, .room = USAGE_COLUMNS_MOST};
    split.scratch = NEW(say->arena, char, say->reject->row.len + 1);
    if (!usage_split(&split, say->reject->row, say->shape->separator))
        return S("");
    for (int i = 0; i < say->shape->width && i < split.count; i++)
        if (say->shape->roles[i] >= 0 &&
            say->shape->lines->columns[say->shape->roles[i]].role == COLUMN_CURRENCY)
            return cells[i].text;
    return say->shape->currency >= 0 ? currency_code(say->shape->currency) : S("");
}

static Str decimals_text(const Saying *say)
{
    int  role = say->reject->column >= 0 ? say->shape->roles[say->reject->column] : -1;
    Str  code = currency_of_row(say);
    int  currency = code.len ? currency_find(code) : -1;
    bool money = role >= 0 && say->shape->lines->columns[role].role == COLUMN_MONEY;
    if (role < 0)
        return str_format(say->arena, "what the clause takes of this line has more than %d decimals",
                          SUM_SCALE);
    if (!money || currency < 0)
        return str_format(say->arena, "`%.*s` has more than %d decimals", STR_ARG(say->cell), SUM_SCALE);
    return str_format(say->arena, "`%.*s` has more decimals than %.*s, which has %d", STR_ARG(say->cell),
                      STR_ARG(code), currency_minor(currency));
}

static Str columns_text(const Saying *say)
{
    UsageSplit split = {.scratch = NEW(say->arena, char, say->reject->row.len + 1)};
    (void)usage_split(&split, say->reject->row, say->shape->separator);
    return str_format(say->arena,
                      "the line has %d cells and the heading has %d; a cell that holds a `%s` needs quotes",
                      split.count, say->shape->width,
                      say->shape->separator == '\t'  ? "tab"
                      : say->shape->separator == ';' ? ";"
                                                     : ",");
}

static Str mixed_text(const Saying *say)
{
    return say->reject->column >= 0
               ? S("the amounts of this line have no currency: write its code, such as EUR")
               : S("the clause names an amount in another currency than this line has");
}

static Str twice_text(const Saying *say)
{
    return str_format(say->arena, "`%.*s` was counted before, in line %lld%s%.*s", STR_ARG(say->cell),
                      (long long)say->reject->first, say->reject->file.len ? " of " : "",
                      STR_ARG(say->reject->file));
}

static Str kind_text(const Saying *say)
{
    switch (say->reject->kind) {
    case REJECT_COLUMNS: return columns_text(say);
    case REJECT_QUOTE:
        return S("the quotes do not close on this line, or text stands behind them; a quote inside quotes is "
                 "written twice");
    case REJECT_PRODUCT:
        return say->cell.len ? product_text(say) : S("the cell is empty: which product it was must be said");
    case REJECT_COUNTRY:
        return say->cell.len ? country_text(say) : S("the cell is empty: write the code of the country");
    case REJECT_ENTITY: return say->cell.len ? entity_text(say) : S("the cell is empty: write who sold");
    case REJECT_CURRENCY: return currency_text(say);
    case REJECT_DAY: return say->cell.len ? day_reject_text(say) : S("the cell is empty: write the day");
    case REJECT_PERIOD: return period_text(say);
    case REJECT_NUMBER: return number_text(say);
    case REJECT_DECIMALS: return decimals_text(say);
    case REJECT_LARGE:
        return str_format(say->arena, "`%.*s`: a number has at most %d digits", STR_ARG(say->cell),
                          USAGE_DIGITS_MOST);
    case REJECT_MIXED: return mixed_text(say);
    case REJECT_LONG:
        return str_format(say->arena, "the line has more than %d bytes: a line end is missing",
                          USAGE_LINE_MOST);
    case REJECT_DUPLICATE: return twice_text(say);
    case REJECT_COUNT: break;
    }
    return S("");
}

Str reject_text(Arena *arena, const Plan *plan, const UsageShape *shape, const Reject *reject)
{
    Saying say = {arena, plan, shape, reject, shown(arena, reject->cell)};
    Str    column = column_text(&say), text = kind_text(&say);
    return column.len ? str_format(arena, "%.*s: %.*s", STR_ARG(column), STR_ARG(text)) : text;
}
