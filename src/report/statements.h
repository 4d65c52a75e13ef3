/* statements.h - a statement for people, on a terminal: in short, and step by step. */
#ifndef ENT_REPORT_STATEMENTS_H
#define ENT_REPORT_STATEMENTS_H
#include "report/statement_words.h"

/* Who owes whom what by when, what was read, what is missing. */
void owe_print(Text *out, Arena *arena, const StatementView *view);
/* The same with every step, the words of the text it rests on, and what lies outside the licence. */
void statement_print(Text *out, Arena *arena, const StatementView *view);
#endif
