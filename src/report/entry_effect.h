/* entry_effect.h - what an entry would change: what it says, and what stands otherwise with it. */
#ifndef ENT_REPORT_ENTRY_EFFECT_H
#define ENT_REPORT_ENTRY_EFFECT_H
#include "duties/due.h"
#include "record/body.h"

/* Its fields, one a line; long texts are cut. */
void body_print(Text *out, Arena *arena, const Body *body);
/* The occasions that stand otherwise on a day; nothing: a line that says so. */
void due_changes_print(Text *out, Arena *arena, const Dues *before, const Dues *after, Day day);
#endif
