/* rows.c - see rows.h. */
#include "money/rows.h"

#include "money/usage_mapping.h"

/* The next line without its end. False: there is none. */
static bool next_line(Rows *rows, Str *line)
{
    Str text = rows->source->text;
    if (rows->next >= text.len)
        return false;
    Str  rest = str_slice(text, rows->next, text.len);
    Size end = str_find(rest, '\n');
    *line = str_slice(rest, 0, end < 0 ? rest.len : end);
    rows->next += end < 0 ? rest.len : end + 1;
    if (line->len && line->at[line->len - 1] == '\r')
        line->len--;
    int32_t from = rows->source->base + (int32_t)(line->at - text.at);
    rows->span = (Span){from, from + (int32_t)line->len};
    return true;
}

static char separator_of(Str heading)
{
    static const char marks[] = {',', ';', '\t'};
    int               most = 0, at = 0;
    for (int i = 0; i < (int)COUNT(marks); i++) {
        int count = 0;
        for (Size k = 0; k < heading.len; k++)
            count += heading.at[k] == marks[i];
        at = count > most ? i : at;
        most = count > most ? count : most;
    }
    return marks[at];
}

static bool refuse(const Rows *rows, Str title, Str help)
{
    return diag_refuse(rows->diags, rows->code, rows->span, title, S("this line"), help);
}

/* Splits the line into the cells; the count, or -1 with a finding. */
static int split(Rows *rows, Str line)
{
    UsageSplit into = {.cells = rows->cells, .room = USAGE_COLUMNS_MOST, .scratch = rows->scratch};
    bool       fits = line.len <= USAGE_LINE_MOST && usage_split(&into, line, rows->separator);
    if (fits && into.count <= USAGE_COLUMNS_MOST)
        return into.count;
    (void)refuse(rows,
                 line.len > USAGE_LINE_MOST || fits ? S("the line is too long for a table")
                                                    : S("the quotes of this line do not close"),
                 S("one row a line; a quote inside quotes is written twice"));
    return -1;
}

bool rows_open(Arena *arena, const Source *source, Diags *diags, const char *code, Rows *out)
{
    Rows rows = {.arena = arena, .source = source, .diags = diags, .code = code};
    Str  line = S("");
    rows.next = str_starts(source->text, S("\xEF\xBB\xBF")) ? 3 : 0;
    rows.span = (Span){source->base, source->base};
    rows.cells = NEW(arena, UsageCell, USAGE_COLUMNS_MOST);
    rows.scratch = NEW(arena, char, USAGE_LINE_MOST + 1);
    if (!next_line(&rows, &line) || !str_trim(line).len)
        return refuse(&rows, S("the file has no heading"), S("the first line names the columns"));
    rows.separator = separator_of(line);
    rows.heading = rows.span;
    rows.width = split(&rows, line);
    if (rows.width < 0)
        return false;
    rows.headings = NEW(arena, Str, rows.width);
    for (int i = 0; i < rows.width; i++)
        rows.headings[i] = heading_plain(arena, rows.cells[i].text);
    *out = rows;
    return true;
}

bool rows_next(Rows *rows)
{
    for (Str line; next_line(rows, &line);) {
        if (!line.len)
            continue;
        int count = split(rows, line);
        if (count == rows->width)
            return true;
        if (count >= 0)
            (void)refuse(
                rows,
                str_format(rows->arena, "the line has %d cells and the heading has %d", count, rows->width),
                S("a cell that holds the separator needs quotes"));
    }
    return false;
}

int rows_column(const Rows *rows, Str names)
{
    while (names.len) {
        Size blank = str_find(names, ' ');
        Str  name = str_slice(names, 0, blank < 0 ? names.len : blank);
        for (int i = 0; i < rows->width; i++)
            if (str_equal(rows->headings[i], name))
                return i;
        names = str_slice(names, blank < 0 ? names.len : blank + 1, names.len);
    }
    return -1;
}

Span rows_cell_span(const Rows *rows, int column)
{
    Str     raw = rows->cells[column].raw;
    int32_t from = rows->source->base + (int32_t)(raw.at - rows->source->text.at);
    return (Span){from, from + (int32_t)raw.len};
}
