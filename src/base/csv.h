/* csv.h - rows of comma-separated values (RFC 4180), one at a time.
 *
 * Quoted cells may hold commas, quotes ("") and line ends; a BOM is skipped; CRLF and LF both end a
 * row. Cells are slices of the text, or copies where quotes had to be undone. */
#ifndef ENT_CSV_H
#define ENT_CSV_H
#include "base/base.h"

typedef struct {
    Str  text;
    Size at;
    int  line; /* of the row that was read last, 1-based */
    int  next_line;
    LIST_OF(Str) cells;
} Csv;

Csv csv_new(Str text);
/* False: no more rows. Empty lines are skipped. */
bool csv_next(Arena *arena, Csv *csv);
Str  csv_cell(const Csv *csv, Size column); /* "" past the end, and for column -1 */
/* The column whose heading is `name`; -1: none. The heading row must be the current one. */
Size csv_column(const Csv *csv, Str name);
/* Writes a cell, quoted where it must be; a cell that a spreadsheet would run gets a leading '. */
void csv_write(Text *out, Str cell, bool last);
/* Writes a number as it is, a minus in front included: digits, one point, nothing that a spreadsheet runs. */
void csv_write_number(Text *out, Str number, bool last);
#endif
