/* entries.h - the kinds of entries for people and for programs, from the table of the record
 * (record/kinds.h). */
#ifndef ENT_REPORT_ENTRIES_H
#define ENT_REPORT_ENTRIES_H
#include "record/kinds.h"

/* Markdown of every kind, or of one: what it is, who writes it, its fields, an example. docs/entries.md holds
 * it. */
Str entries_text(Arena *arena, const Kind *only);
/* JSON Schema (2020-12) of the bodies: one definition for each kind that has one. */
Str entries_schema(Arena *arena);
#endif
