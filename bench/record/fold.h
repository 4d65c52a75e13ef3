/* fold.h - the measurements of the fold. */
#ifndef ENT_BENCH_RECORD_FOLD_H
#define ENT_BENCH_RECORD_FOLD_H
#include "figures.h"

void measure_fold(Figures *figures);
#endif
