/* statement_pdf.h - a statement on paper, to be sent to the other side. */
#ifndef ENT_REPORT_STATEMENT_PDF_H
#define ENT_REPORT_STATEMENT_PDF_H
#include "report/statement_words.h"

/* The bytes of a PDF; the same statement gives the same bytes with the same fonts (Inter, or what the machine
 * has instead). False: `why` says what is missing. */
CHECKED bool statement_pdf(Arena *arena, const StatementView *view, Str *out, Str *why);
#endif
