/* engine.h - what is measured of Entente inside this process. */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H
#include "app/ask.h"
#include "workload.h"

/* An agreement compiled, and the workload's numbers as those of its name tables. */
typedef struct {
    Asking asking;
    int    asker[W_PARTIES], asset[W_ASSETS], act[W_ACTS], field[W_FIELDS], country[W_COUNTRIES];
    int   *id_of_rule; /* by rule of the agreement: that of the workload */
} Engine;

typedef struct {
    double text_ms,
        index_ms; /* text to index, and of this rules_new and index_new; CPU time of the best of several */
} CompileTimes;

/* Reads FOLDER and compiles it, several times; the last stays. Ends the process when it has findings. */
Engine *engine_open(Arena *arena, const Workload *w, const char *folder, CompileTimes *times);
Point   engine_point(const Engine *engine, const WQuestion *question);
WAnswer engine_answer(const Engine *engine, const WQuestion *question);

/* CPU time of one decision in the best of several passes, in nanoseconds. */
double engine_ids_ns(const Engine *engine, const Point *points, int count);
double engine_text_ns(const Engine *engine, Str lines, int count);
/* Of all near misses of a denied question, in microseconds; *misses: how many were found in all. */
double engine_near_us(const Engine *engine, const WQuestion *questions, const WAnswer *answers, int count,
                      int64_t *misses);
/* Of comparing all pairs of rules; *found: how many meet that must not. */
double engine_conflicts_ms(const Engine *engine, Size *found);
/* Of one report, on average: what the asker of a question may not do with its asset on its day, in every
 * field, country and act; *boxes: in how few boxes all reports say it. */
double engine_gap_ms(const Engine *engine, const WQuestion *questions, int count, Size *boxes);
#endif
