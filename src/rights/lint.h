/* lint.h - lint rules that need the rights engine: what meets, what is empty, what nobody speaks of.
 *
 * They work through terms/lint.h, so that levels and accepts are the same for all. */
#ifndef ENT_RIGHTS_LINT_H
#define ENT_RIGHTS_LINT_H
#include "rights/rules.h"
#include "terms/lint.h"

/* The rules of this layer; they need lint_use_rules. */
const LintRule *lint_rights_rules(Size *count);
void            lint_use_rules(Lint *lint, const Rules *rules);

/* Two rules of one licensor that cannot both be meant: an exclusive or sole one, and one for somebody
 * else, in the same cell; or an exclusive and a sole one for the same licensee. */
typedef struct {
    const Rule *a, *b; /* a: the exclusive or sole one; of two, the first in the text */
    Days        days;  /* on which they meet */
} Overlap;

typedef void (*OverlapFound)(void *context, const Overlap *overlap);
/* Compares all pairs of every portfolio, by bit sets and days; conditions are not looked at. `found`
 * may be NULL. Returns how many pairs of rules meet. */
Size lint_overlaps(const Rules *rules, OverlapFound found, void *context);
#endif
