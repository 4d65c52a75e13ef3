/* book.h - a workbook of a spreadsheet, cell by cell, with libxlsxwriter.
 *
 * Numbers are given exactly and stored as a spreadsheet stores them, in binary floating point: this module
 * is the only one below app where such a number exists, and none comes back. The same calls give the same
 * bytes: there is no clock. The library writes to a path and has no other way; the caller names one, and
 * decides what becomes of the file. Texts are never formulas, whatever they begin with. */
#ifndef ENT_REPORT_BOOK_H
#define ENT_REPORT_BOOK_H
#include "base/date.h"
#include "exact/rational.h"

typedef struct Book Book;

typedef enum {
    TEXT_PLAIN,
    TEXT_TITLE,
    TEXT_STRONG,
    TEXT_HEAD,
    TEXT_HEAD_RIGHT,
    TEXT_NOTE,
    TEXT_WRAPPED,
    TEXT_COUNT
} TextStyle;
typedef enum { RULE_NONE, RULE_ABOVE, RULE_DOUBLE } RuleStyle;

/* How a number is shown. */
typedef struct {
    int       decimals; /* always shown */
    bool      more;     /* up to six are shown where there are any */
    bool      percent;
    RuleStyle rule;
} NumberStyle;

typedef struct {
    int row, column; /* from 0 */
} At;

/* False: the library is missing. `path` is written by book_close. */
CHECKED bool book_new(Arena *arena, const char *path, Str title, Day created, Book **out, Str *why);
/* Everything that follows goes to this sheet; its first `frozen` rows stay when one scrolls. */
void book_sheet(Book *book, const char *name, const int *widths, int columns, int frozen);
void book_text(Book *book, At at, TextStyle style, Str text);
void book_number(Book *book, At at, NumberStyle style, Rational value);
/* `formula` computes `value`, which is stored beside it for readers that do not compute. */
void         book_formula(Book *book, At at, NumberStyle style, Str formula, Rational value);
void         book_rule(Book *book, At at, RuleStyle rule); /* an empty cell under a rule */
CHECKED bool book_close(Book *book, Str *why);
Str          book_name(Arena *arena, At at); /* "F12" */
#endif
