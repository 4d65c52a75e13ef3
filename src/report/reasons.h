/* reasons.h - why a figure is what it is: from the amount down to bands, words of the text and cells of
 * usage. */
#ifndef ENT_REPORT_REASONS_H
#define ENT_REPORT_REASONS_H
#include "report/statement_words.h"

/* `part`: index into the parts of the statement. */
void figure_print(Text *out, Arena *arena, const StatementView *view, Size part);
Str  figure_json(Arena *arena, const StatementView *view, Size part);
#endif
