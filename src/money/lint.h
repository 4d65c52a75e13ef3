/* lint.h - lint rules that need amounts on a day: bounds that contradict, bands that nothing reaches.
 *
 * They work through terms/lint.h, so that levels and accepts are the same for all. */
#ifndef ENT_MONEY_LINT_H
#define ENT_MONEY_LINT_H
#include "standing/standing.h"
#include "terms/lint.h"

/* The rules of this layer; they need lint_use_standing. */
const LintRule *lint_money_rules(Size *count);
void            lint_use_standing(Lint *lint, const Standing *standing);
#endif
