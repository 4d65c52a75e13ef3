/* layout.c - see layout.h. */
#include "report/layout.h"

#include <utf8proc.h>

enum { WRAPPED_LEAST = 12, LINES_MOST = 200 };

/* The character at the front of `text`, and how many bytes it has; a bad byte counts as one column. */
static Size character(Str text, Size *bytes)
{
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t read = utf8proc_iterate((const utf8proc_uint8_t *)text.at, text.len, &code);
    *bytes = read > 0 ? read : 1;
    return read > 0 ? utf8proc_charwidth(code) : 1;
}

Size layout_width(Str text)
{
    Size width = 0;
    for (Size at = 0, bytes = 0; at < text.len; at += bytes)
        width += character(str_slice(text, at, text.len), &bytes);
    return width;
}

Str layout_valid(Arena *arena, Str text)
{
    Text out = text_new(arena);
    for (Size at = 0; at < text.len;) {
        utf8proc_int32_t code = 0;
        utf8proc_ssize_t read =
            utf8proc_iterate((const utf8proc_uint8_t *)text.at + at, text.len - at, &code);
        text_add(&out, read > 0 ? str_slice(text, at, at + read) : S("\xef\xbf\xbd"));
        at += read > 0 ? read : 1;
    }
    return text_str(&out);
}

/* The first line of `text`: whole words up to `room` columns, or a part of one that is longer. */
static Str first_line(Str text, Size room, Str *rest)
{
    Size width = 0, fits = 0;
    for (Size at = 0, bytes = 0; at < text.len; at += bytes) {
        if (text.at[at] == ' ')
            fits = at;
        width += character(str_slice(text, at, text.len), &bytes);
        if (width > room && at > 0) {
            fits = fits ? fits : at;
            *rest = str_trim(str_slice(text, fits, text.len));
            return str_slice(text, 0, fits);
        }
    }
    *rest = S("");
    return text;
}

void layout_wrap(Text *out, Size indent, Size hang, Str text)
{
    layout_wrap_to(out, LAYOUT_WIDTH, indent, hang, text);
}

void layout_wrap_to(Text *out, Size width, Size indent, Size hang, Str text)
{
    Str rest = str_trim(text);
    for (Size margin = indent; rest.len; margin = indent + hang) {
        Str line = first_line(rest, width - margin, &rest);
        text_pad(out, margin);
        text_add(out, line);
        text_char(out, '\n');
    }
}

Layout layout_new(Arena *arena, Size indent, const char *sides)
{
    Layout layout = {.arena = arena, .indent = indent, .figures = -1};
    for (int i = 0; sides[i]; i++) {
        INVARIANT(i < LAYOUT_COLUMNS_MOST);
        layout.side[i] = sides[i] == 'l' || sides[i] == 'L' ? COLUMN_LEFT : COLUMN_RIGHT;
        layout.wraps[i] = sides[i] == 'L' || sides[i] == 'R';
        layout.figures = sides[i] == '.' ? i : layout.figures;
        layout.columns = i + 1;
    }
    return layout;
}

LayoutRow *layout_row(Layout *layout)
{
    LayoutRow *row = PUSH(layout->arena, &layout->rows);
    *row = (LayoutRow){0};
    return row;
}

void layout_rule(Layout *layout, RowKind kind) { layout_row(layout)->kind = kind; }

void layout_text(Layout *layout, Size indent, Size hang, Str text)
{
    LayoutRow *row = layout_row(layout);
    row->kind = ROW_TEXT;
    row->indent = indent;
    row->hang = hang;
    row->cells[0] = text;
}

/* ---- decimal points under one another ---- */

/* Columns from the decimal point to the end of the number: "1,000.25 USD" gives 3, "1,000" 0. */
static Size decimals_width(Str cell)
{
    Size point = str_find(cell, '.'), blank = str_find(cell, ' ');
    Size end = blank >= 0 ? blank : cell.len;
    return point >= 0 && point < end ? layout_width(str_slice(cell, point, end)) : 0;
}

static bool is_figure(Str cell)
{
    bool digit = false;
    for (Size i = 0; i < cell.len && cell.at[i] != ' '; i++)
        digit |= cell.at[i] >= '0' && cell.at[i] <= '9';
    return digit;
}

static bool ends_group(const LayoutRow *row) { return row->kind == ROW_TEXT && !row->cells[0].len; }

/* What all figures of one group have behind their point, and behind their number. */
typedef struct {
    Size decimals, behind;
} FigureEnds;

static FigureEnds ends_of(const Layout *layout, Size from, Size to)
{
    FigureEnds most = {0};
    for (Size i = from; i < to; i++) {
        Str  cell = layout->rows.items[i].cells[layout->figures];
        Size blank = str_find(cell, ' ');
        if (layout->rows.items[i].kind != ROW_CELLS || !is_figure(cell))
            continue;
        Size decimals = decimals_width(cell), behind = blank >= 0 ? cell.len - blank : 0;
        most.decimals = decimals > most.decimals ? decimals : most.decimals;
        most.behind = behind > most.behind ? behind : most.behind;
    }
    return most;
}

static Str aligned(Arena *arena, Str cell, FigureEnds most)
{
    Size blank = str_find(cell, ' ');
    Size number = blank >= 0 && is_figure(cell) ? blank : cell.len;
    Text text = text_new(arena);
    text_add(&text, str_slice(cell, 0, number));
    text_pad(&text, is_figure(cell) ? most.decimals - decimals_width(cell) : 0);
    text_add(&text, str_slice(cell, number, cell.len));
    text_pad(&text, most.behind - (cell.len - number));
    return text_str(&text);
}

/* A rule is as wide as the figures of its group. */
static void align_group(Layout *layout, Size from, Size to)
{
    FigureEnds most = ends_of(layout, from, to);
    Size       widest = 0;
    for (Size i = from; i < to; i++) {
        LayoutRow *row = &layout->rows.items[i];
        Str       *cell = &row->cells[layout->figures];
        if (row->kind != ROW_CELLS || !cell->len)
            continue;
        *cell = aligned(layout->arena, *cell, most);
        Size width = layout_width(*cell);
        widest = width > widest ? width : widest;
    }
    for (Size i = from; i < to; i++)
        layout->rows.items[i].indent =
            layout->rows.items[i].kind == ROW_RULE || layout->rows.items[i].kind == ROW_DOUBLE
                ? widest
                : layout->rows.items[i].indent;
}

static void align_figures(Layout *layout)
{
    for (Size from = 0, to; from < layout->rows.count; from = to) {
        for (to = from + 1; to < layout->rows.count && !ends_group(&layout->rows.items[to]);)
            to++;
        align_group(layout, from, to);
    }
}

/* ---- widths ---- */

static void fit_widths(const Layout *layout, Size *widths)
{
    Size total = layout->indent;
    for (int c = 0; c < layout->columns; c++) {
        for (Size i = 0; i < layout->rows.count; i++) {
            const LayoutRow *row = &layout->rows.items[i];
            Size             width = row->kind == ROW_CELLS ? layout_width(row->cells[c]) : 0;
            widths[c] = width > widths[c] ? width : widths[c];
        }
        total += widths[c] + (widths[c] ? LAYOUT_GAP : 0);
    }
    for (Size over = total - LAYOUT_GAP - LAYOUT_WIDTH; over > 0; over--) {
        int widest = -1;
        for (int c = 0; c < layout->columns; c++)
            if (layout->wraps[c] && widths[c] > WRAPPED_LEAST && (widest < 0 || widths[c] > widths[widest]))
                widest = c;
        if (widest < 0)
            return;
        widths[widest]--;
    }
}

/* ---- printing ---- */

static void end_line(Text *out)
{
    while (out->len && out->at[out->len - 1] == ' ')
        out->len--;
    text_char(out, '\n');
}

static void print_cells(Text *out, const Layout *layout, const Size *widths, const LayoutRow *row)
{
    Str rest[LAYOUT_COLUMNS_MOST];
    for (int c = 0; c < layout->columns; c++)
        rest[c] = row->cells[c];
    bool more = true;
    for (int line = 0; more && line < LINES_MOST; line++) {
        more = false;
        text_pad(out, layout->indent);
        for (int c = 0; c < layout->columns; c++) {
            if (!widths[c])
                continue;
            bool hangs = line > 0 && layout->side[c] == COLUMN_LEFT && widths[c] > WRAPPED_LEAST;
            Size room = widths[c] - (hangs ? LAYOUT_GAP : 0);
            Str  cell = layout->wraps[c] ? first_line(rest[c], room, &rest[c]) : rest[c];
            Size blank = widths[c] - layout_width(cell);
            rest[c] = layout->wraps[c] ? rest[c] : S("");
            more |= rest[c].len > 0;
            text_pad(out, layout->side[c] == COLUMN_RIGHT ? blank : hangs ? LAYOUT_GAP : 0);
            text_add(out, cell);
            text_pad(out, layout->side[c] == COLUMN_RIGHT ? 0 : blank - (hangs ? LAYOUT_GAP : 0));
            text_pad(out, LAYOUT_GAP);
        }
        end_line(out);
    }
}

static void print_rule(Text *out, const Layout *layout, const Size *widths, const LayoutRow *row)
{
    text_pad(out, layout->indent + widths[layout->figures] - row->indent);
    for (int c = 0; c < layout->figures; c++)
        text_pad(out, widths[c] + (widths[c] ? LAYOUT_GAP : 0));
    for (Size i = 0; i < row->indent; i++)
        text_add(out, row->kind == ROW_DOUBLE ? S("═") : S("─"));
    text_char(out, '\n');
}

void layout_print(Text *out, Layout *layout)
{
    Size widths[LAYOUT_COLUMNS_MOST] = {0};
    if (layout->figures >= 0)
        align_figures(layout);
    fit_widths(layout, widths);
    for (Size i = 0; i < layout->rows.count; i++) {
        const LayoutRow *row = &layout->rows.items[i];
        switch (row->kind) {
        case ROW_CELLS: print_cells(out, layout, widths, row); break;
        case ROW_TEXT:
            if (row->cells[0].len)
                layout_wrap(out, row->indent, row->hang, row->cells[0]);
            else
                text_char(out, '\n');
            break;
        case ROW_RULE:
        case ROW_DOUBLE: print_rule(out, layout, widths, row); break;
        }
    }
}
