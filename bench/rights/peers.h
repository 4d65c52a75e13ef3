/* peers.h - what is measured of others, and of programs from start to exit. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H
#include "workload.h"

typedef struct {
    const char *version;
    double      load_ms, bytes;
    double      best_us; /* CPU time of one decision, in the best pass */
    int         mismatches;
} SqliteResult;

/* The same rules and questions in a tuned SQLite schema: asks the first `count` in several passes and
 * compares with `answers`. False: no SQLite, or it failed. */
bool sqlite_measure(const Workload *w, const WQuestion *questions, const WAnswer *answers, int count,
                    SqliteResult *out);

bool cedar_there(
    void); /* node, and BENCH_DEPS names a folder with @cedar-policy/cedar-wasm; says so if not */
/* Asks the first `count` questions of the tables in FOLDER. False: it could not. */
bool cedar_measure(const char *folder, int count, double *us, int *mismatches);

/* Wall time of a program from start to exit, the best of `times`; -1: it did not run. *cpu_ms: its CPU time,
 * the best of them too. */
double program_ms(const char *const *args, int times, double *cpu_ms);
#endif
