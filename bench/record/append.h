/* append.h - one entry after the other, signed, checked and committed, against SQLite alone. */
#ifndef BENCH_RECORD_APPEND_H
#define BENCH_RECORD_APPEND_H
#include <stdint.h>

#include "figures.h"

void measure_append(Figures *figures, uint64_t seed, const char *folder); /* on the disk of `folder` */
#endif
