/* statement_csv.h - a statement as rows for a spreadsheet or a database: one row a step. */
#ifndef ENT_REPORT_STATEMENT_CSV_H
#define ENT_REPORT_STATEMENT_CSV_H
#include "report/statement_words.h"

/* A heading row and a row a step, in the order of the statement. Numbers are plain numbers; an amount without
 * end is cut after six decimals and stands exactly in the columns `numerator` and `denominator`. */
Str statement_csv(Arena *arena, const StatementView *view);
#endif
