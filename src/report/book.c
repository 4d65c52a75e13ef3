/* book.c - see book.h. */
#include "report/book.h"

#include <xlsxwriter.h>

#include "base/late.h"
#include "report/layout.h"

#define FUNCTIONS(F)               \
    F(workbook_new)                \
    F(workbook_add_worksheet)      \
    F(workbook_add_format)         \
    F(workbook_set_properties)     \
    F(workbook_close)              \
    F(worksheet_write_string)      \
    F(worksheet_write_number)      \
    F(worksheet_write_formula_num) \
    F(worksheet_write_blank)       \
    F(worksheet_set_column)        \
    F(worksheet_freeze_panes)      \
    F(worksheet_gridlines)         \
    F(worksheet_set_paper)         \
    F(worksheet_set_landscape)     \
    F(worksheet_fit_to_pages)      \
    F(worksheet_repeat_rows)       \
    F(format_set_bold)             \
    F(format_set_font_size)        \
    F(format_set_font_color)       \
    F(format_set_bg_color)         \
    F(format_set_text_wrap)        \
    F(format_set_align)            \
    F(format_set_num_format)       \
    F(format_set_top)              \
    F(format_set_bottom)           \
    F(lxw_strerror)
static struct {
    FUNCTIONS(LATE_FIELD)
} lib;
static const LateFunction functions[] = {FUNCTIONS(LATE_ROW)};

/* Colours as on the pages (design tokens): ink of lesser weight, and the ground of a heading. */
enum { INK_2 = 0x4c5a55, GROUND = 0xe7eeeb, TITLE_POINTS = 14, PAPER_A4 = 9, DAY_SECONDS = 86400 };
enum { CELL_BYTES_MOST = 32000, DECIMALS_MOST = 12, MORE_MOST = 6, STYLES = 2 * 2 * (DECIMALS_MOST + 1) * 3 };

struct Book {
    Arena         *arena;
    lxw_workbook  *workbook;
    lxw_worksheet *sheet;
    lxw_format    *texts[TEXT_COUNT];
    lxw_format    *numbers[STYLES], *rules[RULE_DOUBLE + 1];
    lxw_error      failed;
};

static void keep(Book *book, lxw_error error) { book->failed = book->failed ? book->failed : error; }

/* NUL-terminated, valid UTF-8, and no longer than a cell may be. */
static const char *cell_text(Book *book, Str text)
{
    Str valid = layout_valid(book->arena, text);
    if (valid.len > CELL_BYTES_MOST) {
        Size end = CELL_BYTES_MOST;
        while (end > 0 && ((unsigned char)valid.at[end] & 0xc0) == 0x80)
            end--;
        valid = str_format(book->arena, "%.*s…", STR_ARG(str_slice(valid, 0, end)));
    }
    return str_copy(book->arena, valid).at;
}

static void make_texts(Book *book)
{
    for (int i = 0; i < TEXT_COUNT; i++) {
        lxw_format *format = lib.workbook_add_format(book->workbook);
        lib.format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        book->texts[i] = format;
    }
    lib.format_set_bold(book->texts[TEXT_TITLE]);
    lib.format_set_font_size(book->texts[TEXT_TITLE], TITLE_POINTS);
    lib.format_set_bold(book->texts[TEXT_STRONG]);
    lib.format_set_bold(book->texts[TEXT_HEAD]);
    lib.format_set_bg_color(book->texts[TEXT_HEAD], GROUND);
    lib.format_set_bold(book->texts[TEXT_HEAD_RIGHT]);
    lib.format_set_bg_color(book->texts[TEXT_HEAD_RIGHT], GROUND);
    lib.format_set_align(book->texts[TEXT_HEAD_RIGHT], LXW_ALIGN_RIGHT);
    lib.format_set_font_color(book->texts[TEXT_NOTE], INK_2);
    lib.format_set_text_wrap(book->texts[TEXT_WRAPPED]);
}

/* The library takes texts that it could change. */
static char *own_text(Arena *arena, Str text)
{
    Str   valid = layout_valid(arena, text);
    char *own = NEW(arena, char, valid.len + 1);
    for (Size i = 0; i < valid.len; i++)
        own[i] = valid.at[i];
    return own;
}

bool book_new(Arena *arena, const char *path, Str title, Day created, Book **out, Str *why)
{
    if (!late_load(arena, "libxlsxwriter.so.4", "libxlsxwriter4", functions, COUNT(functions), why))
        return false;
    Book *book = NEW(arena, Book, 1);
    book->arena = arena;
    book->workbook = lib.workbook_new(path);
    lxw_doc_properties *properties = NEW(arena, lxw_doc_properties, 1);
    *properties =
        (lxw_doc_properties){.title = own_text(arena, title), .created = (time_t)created * DAY_SECONDS};
    keep(book, lib.workbook_set_properties(book->workbook, properties));
    make_texts(book);
    *out = book;
    return true;
}

void book_sheet(Book *book, const char *name, const int *widths, int columns, int frozen)
{
    book->sheet = lib.workbook_add_worksheet(book->workbook, name);
    for (int i = 0; i < columns; i++)
        keep(book, lib.worksheet_set_column(book->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL));
    if (frozen)
        lib.worksheet_freeze_panes(book->sheet, (lxw_row_t)frozen, 0);
    if (frozen)
        keep(book, lib.worksheet_repeat_rows(book->sheet, 0, (lxw_row_t)frozen - 1));
    lib.worksheet_gridlines(book->sheet, LXW_HIDE_ALL_GRIDLINES);
    lib.worksheet_set_paper(book->sheet, PAPER_A4);
    lib.worksheet_set_landscape(book->sheet);
    lib.worksheet_fit_to_pages(book->sheet, 1, 0);
}

void book_text(Book *book, At at, TextStyle style, Str text)
{
    if (text.len)
        keep(book, lib.worksheet_write_string(book->sheet, (lxw_row_t)at.row, (lxw_col_t)at.column,
                                              cell_text(book, text), book->texts[style]));
    else if (style == TEXT_HEAD || style == TEXT_HEAD_RIGHT)
        keep(book, lib.worksheet_write_blank(book->sheet, (lxw_row_t)at.row, (lxw_col_t)at.column,
                                             book->texts[style]));
}

static void set_rule(lxw_format *format, RuleStyle rule)
{
    if (rule != RULE_NONE)
        lib.format_set_top(format, rule == RULE_DOUBLE ? LXW_BORDER_DOUBLE : LXW_BORDER_THIN);
    if (rule == RULE_DOUBLE)
        lib.format_set_bold(format);
}

/* `#,##0.00####`: made once for each style. */
static lxw_format *number_format(Book *book, NumberStyle style)
{
    int decimals = style.decimals > DECIMALS_MOST ? DECIMALS_MOST : style.decimals;
    int index =
        (((int)style.percent * 2 + (int)style.more) * (DECIMALS_MOST + 1) + decimals) * 3 + (int)style.rule;
    if (book->numbers[index])
        return book->numbers[index];
    Text text = text_new(book->arena);
    text_add(&text, style.percent ? S("0") : S("#,##0"));
    for (int i = 0; i < decimals || (style.more && i < MORE_MOST); i++)
        text_format(&text, "%s%s", i ? "" : ".", i < decimals ? "0" : "#");
    text_add(&text, style.percent ? S("%") : S(""));
    lxw_format *format = lib.workbook_add_format(book->workbook);
    lib.format_set_num_format(format, str_copy(book->arena, text_str(&text)).at);
    lib.format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    set_rule(format, style.rule);
    return book->numbers[index] = format;
}

static double stored(Rational value) { return (double)value.num / (double)value.den; }

void book_number(Book *book, At at, NumberStyle style, Rational value)
{
    INVARIANT(value.ok);
    keep(book, lib.worksheet_write_number(book->sheet, (lxw_row_t)at.row, (lxw_col_t)at.column, stored(value),
                                          number_format(book, style)));
}

void book_formula(Book *book, At at, NumberStyle style, Str formula, Rational value)
{
    INVARIANT(value.ok);
    keep(book, lib.worksheet_write_formula_num(book->sheet, (lxw_row_t)at.row, (lxw_col_t)at.column,
                                               str_copy(book->arena, formula).at, number_format(book, style),
                                               stored(value)));
}

void book_rule(Book *book, At at, RuleStyle rule)
{
    if (!book->rules[rule]) {
        book->rules[rule] = lib.workbook_add_format(book->workbook);
        set_rule(book->rules[rule], rule);
    }
    keep(book,
         lib.worksheet_write_blank(book->sheet, (lxw_row_t)at.row, (lxw_col_t)at.column, book->rules[rule]));
}

bool book_close(Book *book, Str *why)
{
    keep(book, lib.workbook_close(book->workbook));
    if (book->failed)
        *why = str_copy(book->arena, str_from(lib.lxw_strerror(book->failed)));
    return !book->failed;
}

Str book_name(Arena *arena, At at)
{
    INVARIANT(at.column >= 0 && at.column < 26);
    return str_format(arena, "%c%d", 'A' + at.column, at.row + 1);
}
