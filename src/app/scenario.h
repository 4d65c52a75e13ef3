/* scenario.h - imagined changes, from the command line and from files, and what would be owed under them. */
#ifndef ENT_APP_SCENARIO_H
#define ENT_APP_SCENARIO_H
#include "app/owe.h"
#include "money/scenario.h"

enum { SCENARIO_BYTES_MOST = 1 << 16 };

/* One change to a line: `units of beacon-7 in DE +12%`, `fact launch on 2026-03-03`, `without launch`;
 * `scenario NAME` begins the next one, `#` a remark. What is wrong is a finding. */
void scenarios_read(Asking *asking, Str path, Str text, Scenarios *out);
/* False: the file could not be read, *why says it. */
CHECKED bool scenarios_read_file(Asking *asking, Str path, Scenarios *out, Str *why);

/* The same reckoning under a scenario. */
typedef struct {
    const Scenario *scenario;
    Asking          asking; /* with its own facts and state, where those change */
    Owing           owing;
    Statement      *statement;
} Imagined;

typedef LIST_OF(Imagined) ImaginedList;

/* After `now` was opened and before usage is read: what is counted will serve all of them. False: findings.
 */
bool imagine_open(Owing *now, const OwingOpen *open, const Scenarios *scenarios, ImaginedList *out);
/* After usage was read. False: findings. */
bool imagine_close(Owing *now, ImaginedList *list);
#endif
