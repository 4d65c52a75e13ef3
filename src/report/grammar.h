/* grammar.h - the grammar of the clauses, from the registry that reads them. */
#ifndef ENT_REPORT_GRAMMAR_H
#define ENT_REPORT_GRAMMAR_H
#include "terms/registry.h"

/* EBNF of every clause kind, in the order of the registry; docs/language.md holds this text. */
Str grammar_text(Arena *arena);
/* The reference of the clause kinds, or of one: what each is for, its statements, an example. Markdown. */
Str reference_text(Arena *arena, Str only);
#endif
