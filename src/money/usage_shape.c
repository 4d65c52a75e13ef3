/* usage_shape.c - what a usage file looks like: its separator, which column is which, its decimal mark.
 *
 * Every separator and every `lines` clause is tried; one that finds all needed columns fits, and exactly one
 * must. Decimals are told from the numbers of the first lines, and only when there is no doubt: `1.000` in a
 * file with semicolons may be one or a thousand, and then the mapping has to say it. */
#include <string.h>

#include "money/usage_inside.h"
#include "money/usage_mapping.h"
#include "terms/data/tables.h"

enum { SAMPLE_LINES = 1000 };

/* One way to read the heading. */
typedef struct {
    const PlanLines *lines;
    int              lines_index;
    char             separator;
    int              width, found, missing; /* needed columns; missing: the first one that is not there */
    int              roles[USAGE_COLUMNS_MOST];
    int              twice; /* a file column whose column of `lines` was taken before; -1 */
} Fit;

typedef struct {
    Arena        *arena;
    const Plan   *plan;
    const Source *head;
    Diags        *diags;
    Mapping       mapping;
    Str           line; /* the heading */
    Size          body;
    UsageCell    *cells;
    Str          *plain; /* of the cells, as headings are compared */
    char         *scratch;
} Shaping;

static Span span_of(const Shaping *shaping, Str part)
{
    int32_t from = shaping->head->base + (int32_t)(part.at - shaping->head->text.at);
    return (Span){from, from + (int32_t)part.len};
}

static Str column_name(const Shaping *shaping, const PlanLines *lines, int column)
{
    return terms_text(shaping->plan->st->terms, lines->columns[column].name);
}

/* ---- the heading ---- */

static bool find_heading(Shaping *shaping)
{
    Str  text = shaping->head->text;
    Size from = str_starts(text, S("\xEF\xBB\xBF")) ? 3 : 0;
    Size end = str_find(str_slice(text, from, text.len), '\n');
    Size to = end < 0 ? text.len : from + end;
    shaping->body = end < 0 ? text.len : to + 1;
    shaping->line = str_slice(text, from, to);
    if (shaping->line.len && shaping->line.at[shaping->line.len - 1] == '\r')
        shaping->line.len--;
    Str help = S("the first line names the columns, such as `day,product,country,units`");
    if (!str_trim(shaping->line).len)
        return diag_refuse(shaping->diags, "E0606", span_of(shaping, shaping->line),
                           S("the file has no heading"), S("the first line is empty"), help);
    if (shaping->line.len > USAGE_LINE_MOST)
        return diag_refuse(shaping->diags, "E0606", span_of(shaping, str_slice(shaping->line, 0, 1)),
                           S("the heading is too long to be one"),
                           S("more than 65,536 bytes without a line end"), help);
    return true;
}

/* Splits the heading; false: it cannot be split so. */
static bool split_heading(Shaping *shaping, char separator, int *width)
{
    UsageSplit split = {.cells = shaping->cells, .room = USAGE_COLUMNS_MOST, .scratch = shaping->scratch};
    if (!usage_split(&split, shaping->line, separator) || split.count > USAGE_COLUMNS_MOST)
        return false;
    for (int i = 0; i < split.count; i++)
        shaping->plain[i] = heading_plain(shaping->arena, split.cells[i].text);
    *width = split.count;
    return true;
}

/* The column that a heading stands for, by the mapping or by its own name; -1: none. */
static int column_of(Shaping *shaping, const PlanLines *lines, Str heading)
{
    Str  wanted = heading;
    bool mapped = false;
    for (Size i = 0; i < shaping->mapping.rows.count; i++) {
        MappingRow *row = &shaping->mapping.rows.items[i];
        if (str_equal(row->heading, heading)) {
            row->used = mapped = true;
            wanted = row->column;
        }
    }
    for (Size i = 0; i < shaping->mapping.rows.count && !mapped; i++)
        if (str_equal(shaping->mapping.rows.items[i].column, wanted))
            return -1; /* another heading has been given that name */
    for (int i = 0; i < lines->column_count; i++)
        if (str_equal(column_name(shaping, lines, i), wanted))
            return i;
    return -1;
}

static bool is_needed(const Shaping *shaping, const PlanColumn *column)
{
    bool given = column->role == COLUMN_CURRENCY && shaping->mapping.currency >= 0;
    return column->role != COLUMN_IGNORED && column->role != COLUMN_LINE && !given;
}

static Fit fit_of(Shaping *shaping, int lines_index, char separator)
{
    Fit  fit = {.lines = &shaping->plan->lines.items[lines_index],
                .lines_index = lines_index,
                .separator = separator,
                .missing = -1,
                .twice = -1};
    bool there[PLAN_COLUMNS_MOST] = {0};
    if (!split_heading(shaping, separator, &fit.width))
        fit.width = 0;
    for (int i = 0; i < fit.width; i++) {
        int column = column_of(shaping, fit.lines, shaping->plain[i]);
        if (column >= 0 && there[column])
            fit.twice = i;
        if (column >= 0)
            there[column] = true;
        fit.roles[i] = column >= 0 && fit.lines->columns[column].role != COLUMN_IGNORED ? column : -1;
    }
    for (int i = 0; i < fit.lines->column_count; i++) {
        bool needed = is_needed(shaping, &fit.lines->columns[i]);
        fit.found += there[i] && needed;
        if (needed && !there[i] && fit.missing < 0)
            fit.missing = i;
    }
    return fit;
}

/* ---- which fit ---- */

static bool refuse_missing(Shaping *shaping, const Fit *fit)
{
    Arena *arena = shaping->arena;
    Str    name = column_name(shaping, fit->lines, fit->missing);
    Near   near = near_new(name);
    int    width = 0, nearest = -1;
    (void)split_heading(shaping, fit->separator, &width);
    for (int i = 0; i < width; i++) {
        Str before = near.best;
        if (fit->roles[i] < 0)
            near_try(&near, shaping->plain[i]);
        nearest = before.at != near.best.at ? i : nearest;
    }
    bool money = fit->lines->columns[fit->missing].role == COLUMN_CURRENCY;
    Str  title = str_format(arena, "no column of the file is `%.*s`", STR_ARG(name));
    Str  heading = nearest >= 0 ? str_trim(shaping->cells[nearest].text) : S("HEADING OF THE FILE");
    Str  help = str_format(arena, "write in the mapping: `%.*s = %.*s`%s", STR_ARG(heading), STR_ARG(name),
                          money ? ", or one currency for all lines: `currency = EUR`" : "");
    return diag_refuse(
        shaping->diags, money ? "E0607" : "E0601",
        nearest >= 0 ? span_of(shaping, shaping->cells[nearest].raw) : span_of(shaping, shaping->line), title,
        str_format(arena, "`lines %.*s` needs it",
                   STR_ARG(terms_text(shaping->plan->st->terms, fit->lines->clause->name))),
        help);
}

static bool refuse_several(const Shaping *shaping, const Fit *first, const Fit *second)
{
    const Terms *terms = shaping->plan->st->terms;
    Str          title = first->lines == second->lines
                             ? S("the heading can be read with two separators")
                             : str_format(shaping->arena, "the columns fit `lines %.*s` and `lines %.*s`",
                                          STR_ARG(terms_text(terms, first->lines->clause->name)),
                                          STR_ARG(terms_text(terms, second->lines->clause->name)));
    return diag_refuse(shaping->diags, "E0605", span_of(shaping, shaping->line), title, S("this heading"),
                       first->lines == second->lines
                           ? S("write in the mapping which it is, such as `separator = ;`")
                           : str_format(shaping->arena, "say it before the file: `%.*s=FILE`",
                                        STR_ARG(terms_text(terms, first->lines->clause->name))));
}

/* Every column that `less` needs, `more` needs too, and one besides: the file is of `more`. */
static bool is_more(const Shaping *shaping, const Fit *more, const Fit *less)
{
    for (int i = 0; i < less->lines->column_count; i++) {
        const PlanColumn *column = &less->lines->columns[i];
        bool              found = !is_needed(shaping, column);
        for (int k = 0; k < more->lines->column_count && !found; k++)
            found =
                more->lines->columns[k].name == column->name && is_needed(shaping, &more->lines->columns[k]);
        if (!found)
            return false;
    }
    return more->found > less->found;
}

/* Tries everything; the best is kept for what is missing. */
static bool find_fit(Shaping *shaping, Word lines_name, Fit *out)
{
    static const char separators[] = {',', ';', '\t'};
    Fit               best = {.found = -1}, second = {.found = -1};
    int               fitting = 0;
    for (Size i = 0; i < COUNT(separators) * shaping->plan->lines.count; i++) {
        int  index = (int)(i / COUNT(separators));
        char separator = separators[i % COUNT(separators)];
        if (shaping->mapping.separator && shaping->mapping.separator != separator)
            continue;
        if (lines_name && shaping->plan->lines.items[index].clause->name != lines_name)
            continue;
        Fit  fit = fit_of(shaping, index, separator);
        bool fits = fit.width > 0 && fit.missing < 0;
        /* A heading of one column is the same whatever the separator. */
        bool again = fits && fitting && fit.width == 1 && best.width == 1 && fit.lines == best.lines;
        if (fits && fitting && is_more(shaping, &best, &fit))
            continue;
        if (fits && fitting == 1 && is_more(shaping, &fit, &best))
            fitting = 0;
        if (fits && !again && fitting++)
            second = fit;
        else if ((fits && !again) || (!fitting && fit.found > best.found))
            best = fit;
    }
    if (!best.lines) {
        diag_refuse(shaping->diags, "E0605", span_of(shaping, shaping->line),
                    S("no `lines` of the agreement are counted"), S("this heading"),
                    S("usage is counted for a royalty on `lines`: name one that the text has"));
        return false;
    }
    if (fitting > 1)
        return refuse_several(shaping, &best, &second);
    *out = best;
    return true;
}

/* What the mapping names must be there. */
static bool check_mapping(const Shaping *shaping, const Fit *fit)
{
    bool good = true;
    for (Size i = 0; i < shaping->mapping.rows.count; i++) {
        const MappingRow *row = &shaping->mapping.rows.items[i];
        bool              known = false;
        Near              near = near_new(row->used ? row->column : row->heading);
        for (int k = 0; k < (row->used ? fit->lines->column_count : fit->width); k++) {
            Str candidate = row->used ? column_name(shaping, fit->lines, k) : shaping->plain[k];
            known |= row->used && str_equal(candidate, row->column);
            near_try(&near, candidate);
        }
        if (!known)
            good = diag_refuse(
                shaping->diags, "E0604", row->span,
                row->used
                    ? str_format(shaping->arena, "`%.*s` is no column of the lines", STR_ARG(row->column))
                    : str_format(shaping->arena, "`%.*s` is no heading of the file", STR_ARG(row->heading)),
                S("this line of the mapping"),
                near.best.len ? str_format(shaping->arena, "did you mean `%.*s`?", STR_ARG(near.best))
                              : S("write the heading as it stands in the first line of the file"));
    }
    return good;
}

/* Amounts need one currency, said once. */
static bool check_currency(const Shaping *shaping, const Fit *fit)
{
    bool money = false, column = false, given = shaping->mapping.currency >= 0;
    for (int i = 0; i < fit->lines->column_count; i++)
        money |= fit->lines->columns[i].role == COLUMN_MONEY;
    for (int i = 0; i < fit->width; i++)
        column |= fit->roles[i] >= 0 && fit->lines->columns[fit->roles[i]].role == COLUMN_CURRENCY;
    if (column && given)
        return diag_refuse(shaping->diags, "E0604", shaping->mapping.currency_span,
                           S("the file says the currency of each line itself"),
                           S("one currency for all lines"), S("leave `currency = …` out of the mapping"));
    if (money && !column && !given)
        return diag_refuse(shaping->diags, "E0607", span_of(shaping, shaping->line),
                           S("amounts of money without a currency"), S("no column is a currency"),
                           S("write one currency for all lines in the mapping: `currency = EUR`"));
    return true;
}

static bool check_fit(Shaping *shaping, const Fit *fit)
{
    for (Size i = 0; i < shaping->mapping.rows.count; i++)
        shaping->mapping.rows.items[i].used = false;
    Fit  again = fit_of(shaping, fit->lines_index, fit->separator); /* splits the heading anew */
    bool good = check_mapping(shaping, fit);
    if (again.twice >= 0)
        good =
            diag_refuse(shaping->diags, "E0602", span_of(shaping, shaping->cells[again.twice].raw),
                        str_format(shaping->arena, "two columns of the file are `%.*s`",
                                   STR_ARG(column_name(shaping, fit->lines, fit->roles[again.twice]))),
                        S("the second one"), S("map the heading of one of them to the name, or rename one"));
    if (good && fit->missing >= 0)
        return refuse_missing(shaping, fit);
    return check_currency(shaping, fit) && good;
}

/* ---- decimals ---- */

/* What the numbers of the first lines show of one mark. */
typedef struct {
    bool seen, sure; /* sure: not only groups of three behind it */
    Str  cell;
} MarkSeen;

static void look_at(Str cell, MarkSeen *point, MarkSeen *comma)
{
    for (Size i = 0; i < cell.len; i++) {
        MarkSeen *mark = cell.at[i] == '.' ? point : cell.at[i] == ',' ? comma : NULL;
        if (!mark)
            continue;
        mark->cell = mark->seen ? mark->cell : cell;
        mark->seen = true;
        mark->sure |= cell.len - i - 1 != 3;
    }
}

static void look_at_lines(const Shaping *shaping, const Fit *fit, MarkSeen *point, MarkSeen *comma)
{
    Str        text = shaping->head->text;
    UsageSplit split = {.cells = shaping->cells, .room = USAGE_COLUMNS_MOST};
    for (Size at = shaping->body, line = 0; at < text.len && line < SAMPLE_LINES; line++) {
        Str  rest = str_slice(text, at, text.len);
        Size end = str_find(rest, '\n');
        Str  row = str_trim(str_slice(rest, 0, end < 0 ? rest.len : end));
        at += (end < 0 ? rest.len : end) + 1;
        split.scratch = shaping->scratch;
        if (row.len > USAGE_LINE_MOST || !usage_split(&split, row, fit->separator) ||
            split.count != fit->width)
            continue;
        for (int i = 0; i < fit->width; i++) {
            ColumnRole role = fit->roles[i] >= 0 ? fit->lines->columns[fit->roles[i]].role : COLUMN_IGNORED;
            MarkSeen   before[2] = {*point, *comma};
            if (role != COLUMN_COUNT && role != COLUMN_MONEY)
                continue;
            look_at(split.cells[i].text, point, comma);
            /* A text without its quotes does not last: the raw one does. */
            point->cell = before[0].seen == point->seen ? before[0].cell : split.cells[i].raw;
            comma->cell = before[1].seen == comma->seen ? before[1].cell : split.cells[i].raw;
        }
    }
}

static bool find_decimal(Shaping *shaping, const Fit *fit, char *decimal)
{
    MarkSeen point = {0}, comma = {0};
    if (shaping->mapping.decimal || fit->separator == ',') {
        *decimal = (char)(shaping->mapping.decimal ? shaping->mapping.decimal : '.');
        return true;
    }
    look_at_lines(shaping, fit, &point, &comma);
    *decimal = (char)(point.seen ? '.' : comma.seen ? ',' : 0);
    const MarkSeen *mark = comma.seen ? &comma : &point;
    if (!(point.seen && comma.seen) && (!mark->seen || mark->sure))
        return true;
    Str title =
        point.seen && comma.seen
            ? S("the numbers have both `.` and `,`")
            : str_format(shaping->arena, "`%.*s` may be a thousand times the other", STR_ARG(mark->cell));
    Diag *diag = diag_error(shaping->diags, "E0603", span_of(shaping, mark->cell), title,
                            S("decimals, or groups of three digits?"));
    if (point.seen && comma.seen)
        diag_note(diag, span_of(shaping, point.cell), S("and here a point"));
    diag->help = S("write in the mapping what stands before decimals: `decimal = ,` or `decimal = .`");
    return false;
}

bool usage_shape(Arena *arena, const Plan *plan, const UsageHead *file, Diags *diags, UsageShape *out)
{
    Shaping shaping = {.arena = arena, .plan = plan, .head = file->head, .diags = diags};
    Fit     fit = {0};
    char    decimal = 0;
    shaping.cells = NEW(arena, UsageCell, USAGE_COLUMNS_MOST);
    shaping.plain = NEW(arena, Str, USAGE_COLUMNS_MOST);
    shaping.scratch = NEW(arena, char, USAGE_LINE_MOST + 1);
    if (!mapping_read(arena, file->mapping, diags, &shaping.mapping) || !find_heading(&shaping) ||
        !find_fit(&shaping, file->lines, &fit) || !check_fit(&shaping, &fit) ||
        !find_decimal(&shaping, &fit, &decimal))
        return false;
    *out = (UsageShape){.lines = fit.lines,
                        .lines_index = fit.lines_index,
                        .separator = fit.separator,
                        .decimal = decimal,
                        .width = fit.width,
                        .currency = shaping.mapping.currency,
                        .body = shaping.body};
    memcpy(out->roles, fit.roles, sizeof out->roles);
    return true;
}
