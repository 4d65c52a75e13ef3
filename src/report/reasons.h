/* reasons.h - why a figure is what it is: from the amount down to bands, words of the text and cells of
 * usage. */
#ifndef ENT_REPORT_REASONS_H
#define ENT_REPORT_REASONS_H
#include "report/statement_words.h"

typedef struct {
    Str     path, heading, row; /* as they stand in the file */
    int64_t line;
} LineBehind;

typedef struct {
    LIST_OF(LineBehind) lines;
    int64_t more; /* that are not among them */
} LinesBehind;

/* Some figures of one statement: positions of parts, or of net lines. */
typedef struct {
    const StatementView *view;
    const Size          *positions;
    Size                 count;
    const LinesBehind   *lines; /* NULL: nobody asked for them */
} Figures;

void figures_print(Text *out, Arena *arena, const Figures *figures);
Str  figures_json(Arena *arena, const Figures *figures);
/* The same of what two parties owe each other on balance. */
void balances_print(Text *out, Arena *arena, const Figures *figures);
Str  balances_json(Arena *arena, const Figures *figures);
#endif
