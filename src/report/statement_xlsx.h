/* statement_xlsx.h - a statement as a workbook that an auditor can follow: figures are numbers, and where one
 * follows from others it is a formula.
 *
 * A formula is only written where it gives exactly the amount of the statement (or, at a rounding, what
 * rounding gives); otherwise the amount stands there as a number. */
#ifndef ENT_REPORT_STATEMENT_XLSX_H
#define ENT_REPORT_STATEMENT_XLSX_H
#include "report/statement_words.h"

/* Writes a new file at `path`; the same statement gives the same bytes. False: `why` says what failed, and
 * there may be a part of a file. */
CHECKED bool statement_xlsx(Arena *arena, const StatementView *view, const char *path, Str *why);
#endif
