/* scenario.h - what would be owed if more were sold, or if something else had happened: imagined changes.
 *
 * A change scales what was counted, or adds or leaves out facts. It is made on sums that were counted once:
 * no line is read again, and nothing is recorded. So it can only speak of what sums tell apart: a number that
 * is looked at line by line (a price capped for each unit, a condition on minutes) cannot be scaled alone,
 * but all numbers of its lines can, as more lines of the same kind.
 *
 * Sums are of 10^-SUM_SCALE; a scaled sum is rounded to that, half-even, which nothing that is owed can show.
 */
#ifndef ENT_MONEY_SCENARIO_H
#define ENT_MONEY_SCENARIO_H
#include "base/diag.h"
#include "money/sums.h"

enum { SCENARIO_PERCENT_MOST = 100000, SCENARIO_CHANGES_MOST = 64, SCENARIOS_MOST = 64 };

typedef enum { SCENARIO_SCALE, SCENARIO_FACT, SCENARIO_WITHOUT } ScenarioKind;

typedef struct {
    ScenarioKind kind;
    Word         name;     /* scaled: a number or the lines that hold it; left out: of the facts */
    Word         product;  /* only of that; 0: all */
    int          country;  /* only there; -1: everywhere */
    int64_t      num, den; /* the factor; den is a power of ten */
    int          decimals; /* that power */
    Fact         fact;     /* added */
    Str          text;     /* as it was written */
    Span         at;
} ScenarioChange;

typedef struct {
    Str name; /* may be empty */
    LIST_OF(ScenarioChange) changes;
} Scenario;

typedef LIST_OF(Scenario) Scenarios;

/* Whether each change speaks of something that the plan counts or that facts state, and sums can tell. False:
 * findings. */
bool scenario_check(const Plan *plan, const Scenario *scenario, Diags *diags);
/* Whether facts change, so that the state of the agreement has to be found anew. */
bool scenario_changes_facts(const Terms *terms, const Facts *facts, const Scenario *scenario);
bool scenario_needs_countries(const Scenario *scenario);
/* The facts under a scenario. False: a number of them has too many digits. */
bool scenario_facts(Arena *arena, const Terms *terms, const Facts *facts, const Scenario *scenario,
                    Facts *out);
/* The sums under a scenario, for a plan that counts in the same way. */
Sums scenario_sums(Arena *arena, const Plan *plan, const Sums *sums, const Scenario *scenario);
#endif
