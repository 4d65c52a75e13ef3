/* rows.h - small tables that people keep (the register, rates): a heading and rows, each cell with its place.
 *
 * CSV as usage files are, separated by `,`, `;` or a tab. A row that is not as wide as the heading, or whose
 * quotes are wrong, is a finding and is passed over. */
#ifndef ENT_MONEY_ROWS_H
#define ENT_MONEY_ROWS_H
#include "money/usage_inside.h"

typedef struct {
    Arena        *arena; /* of the headings and of what findings say */
    const Source *source;
    Diags        *diags;
    const char   *code; /* of the finding about a row that cannot be read */
    char          separator;
    Str          *headings; /* as headings are compared */
    int           width;
    Span          heading; /* the whole line */
    Size          next;
    UsageCell    *cells; /* of the row; the texts are gone with the next one */
    char         *scratch;
    Span          span; /* of the row */
} Rows;

/* False: there is no heading; `code` was found. */
bool rows_open(Arena *arena, const Source *source, Diags *diags, const char *code, Rows *out);
/* False: no more. */
bool rows_next(Rows *rows);
/* The column with one of these headings, separated by blanks in `names`; -1: none. */
int  rows_column(const Rows *rows, Str names);
Span rows_cell_span(const Rows *rows, int column);
#endif
