/* cold.h - how long the program takes from its start to an answer out of a record of 10,000 entries. */
#ifndef BENCH_RECORD_COLD_H
#define BENCH_RECORD_COLD_H
#include "figures.h"

/* `program`: entente; `text`: an agreement of aurora and borealis. In a folder below `folder`. NULL: nothing
 * is measured. */
void measure_cold(Figures *figures, const char *folder, const char *program, const char *text);
#endif
