/* paper.h - typeset pages, A4, as a PDF: paragraphs, tables, a box; with pango and cairo.
 *
 * Lengths are twentieths of a point. What is put on the paper runs from top to bottom; a row or a paragraph
 * that does not fit whole begins a new page, on which the head of its table stands again. Figures have the
 * same width each, and decimal points stand under one another. There is no clock: the day of creation is
 * given, and the same calls give the same bytes with the same fonts. */
#ifndef ENT_REPORT_PAPER_H
#define ENT_REPORT_PAPER_H
#include "base/date.h"

enum {
    POINT = 20,
    PAPER_WIDTH = 11906,
    PAPER_HEIGHT = 16838,
    PAPER_MARGIN = 51 * POINT,
    PAPER_CONTENT = PAPER_WIDTH - 2 * PAPER_MARGIN,
    PAPER_COLUMNS_MOST = 10,
};

typedef struct Paper Paper;

typedef enum { INK_TITLE, INK_HEADING, INK_STRONG, INK_BODY, INK_SMALL, INK_HEAD, INK_COUNT } Ink;
typedef enum { PAPER_LEFT, PAPER_RIGHT, PAPER_POINT } PaperSide; /* PAPER_POINT: on the decimal point */

typedef struct {
    int       width;
    PaperSide side;
    Str       head;
} PaperColumn;

typedef struct {
    Str text, small; /* small: below, in small type */
} PaperCell;

typedef enum {
    LINE_NONE,
    LINE_SUM,
    LINE_TOTAL
} PaperLine; /* above the last column of figures; total: bold */

typedef struct {
    PaperCell cells[PAPER_COLUMNS_MOST];
    PaperLine line;
    bool      strong;
} PaperRow;

/* What stands on every page: `running` at the top but for the first, `foot` at the bottom with the number of
 * the page. `pages`: how many there will be (0: not known yet; then nothing but their number is of use). */
typedef struct {
    Str title, running, foot;
    Day created;
    int pages;
} PaperFrame;

/* False: the library is missing. */
CHECKED bool paper_new(Arena *arena, const PaperFrame *frame, Paper **out, Str *why);
void         paper_text(Paper *paper, Ink ink, Str text);
/* Two texts on one line, at both margins; each wraps in its half. */
void paper_sides(Paper *paper, Ink ink, Str left, Str right);
void paper_space(Paper *paper, int height);
/* A new page, unless so much room is left on this one. */
void paper_keep(Paper *paper, int height);
/* Rows have these columns until the table ends. `again`: the title when the table goes on on another page.
 * `fraction`: the widest part behind a decimal point, for columns that stand on it. */
void paper_table(Paper *paper, const PaperColumn *columns, int count, Str again, Str fraction);
void paper_row(Paper *paper, const PaperRow *row);
void paper_table_end(Paper *paper);
/* What `fill` puts down stands on a ground of its own; it must fit on a page, and is called twice: the first
 * time to learn how high it is. */
void paper_box(Paper *paper, void (*fill)(void *self, Paper *paper), void *self);
/* The bytes, and how many pages there are. False: `why`. */
CHECKED bool paper_close(Paper *paper, Str *out, int *pages, Str *why);
#endif
