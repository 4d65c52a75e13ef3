/* diffs.h - two texts compared, for people and for programs. */
#ifndef ENT_REPORT_DIFFS_H
#define ENT_REPORT_DIFFS_H
#include "money/effect.h"
#include "rights/diff.h"

typedef struct {
    const Comparison  *comparison;
    const EffectDiff  *effect; /* NULL: the texts only */
    const MoneyEffect *money;  /* with effect */
    bool               layout; /* bytes differ somewhere */
} DiffView;

/* The rights alone. */
void effect_print(Text *out, Arena *arena, const EffectDiff *effect);
void diff_print(Text *out, Arena *arena, const DiffView *view);
Str  diff_json(Arena *arena, const DiffView *view);
#endif
