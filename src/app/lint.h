/* lint.h - all lint rules of all layers, run over one agreement. */
#ifndef ENT_APP_LINT_H
#define ENT_APP_LINT_H
#include "app/ask.h"
#include "terms/lint.h"

/* The rules in the order in which they run, for lists and tests; NULL past the last. */
const LintRule *lint_rule(Size at);
/* Runs them all; `asking` must be built. Findings go to `out`; returns how many the text accepts. */
int asking_lint(Asking *asking, Day as_of, Diags *out);
/* For `check`: the rules whose findings are errors of the text, and all of them if an example expects
 * a finding. Errors go to the session; builds what it needs. */
void asking_check(Asking *asking);
#endif
