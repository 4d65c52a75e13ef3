/* layout.h - text for a terminal: paragraphs and tables no wider than LAYOUT_WIDTH columns.
 *
 * Widths are those of a terminal: a Chinese character takes two columns, an accent none. A table is filled
 * row by row and printed at once, so that its columns fit what stands in them; where it would be too wide,
 * the columns that may wrap give way, and no text is cut. Decimal points stand under one another down to
 * the next empty line. */
#ifndef ENT_REPORT_LAYOUT_H
#define ENT_REPORT_LAYOUT_H
#include "base/base.h"

enum { LAYOUT_WIDTH = 100, LAYOUT_COLUMNS_MOST = 8, LAYOUT_GAP = 2 };

typedef enum { COLUMN_LEFT, COLUMN_RIGHT } ColumnSide;

typedef enum {
    ROW_CELLS,
    ROW_TEXT,   /* cells[0] from the margin on, whatever the columns are */
    ROW_RULE,   /* a line in the last column that holds figures */
    ROW_DOUBLE, /* two lines there */
} RowKind;

typedef struct {
    RowKind kind;
    Size indent, hang; /* of a text: of its first line, and what the others have more; of a rule: its width */
    Str  cells[LAYOUT_COLUMNS_MOST];
} LayoutRow;

typedef struct {
    Arena     *arena;
    int        columns, figures; /* figures: the column whose decimal points stand under one another; -1 */
    Size       indent;
    ColumnSide side[LAYOUT_COLUMNS_MOST];
    bool       wraps[LAYOUT_COLUMNS_MOST];
    LIST_OF(LayoutRow) rows;
} Layout;

/* Columns that a terminal gives the text. */
Size layout_width(Str text);
/* The same in UTF-8, with a replacement character for each byte that is none. */
Str layout_valid(Arena *arena, Str text);
/* Words of `text` on lines that begin with `indent` blanks, all but the first with `hang` more. */
void layout_wrap(Text *out, Size indent, Size hang, Str text);
/* The same on lines of another width. */
void layout_wrap_to(Text *out, Size width, Size indent, Size hang, Str text);
/* `sides`: one letter a column: `l`, `r`; `L`, `R` may wrap; `.` figures (right, on the decimal point). */
Layout layout_new(Arena *arena, Size indent, const char *sides);
/* A new row of empty cells. */
LayoutRow *layout_row(Layout *layout);
void       layout_rule(Layout *layout, RowKind kind);
void       layout_text(Layout *layout, Size indent, Size hang, Str text);
void       layout_print(Text *out, Layout *layout);
#endif
