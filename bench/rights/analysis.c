/* analysis.c - questions about all rules at once. See engine.h. */
#include "clock.h"
#include "engine.h"

#include "rights/lint.h"
#include "rights/slice.h"

enum { PASSES = 9 };

double engine_conflicts_ms(const Engine *e, Size *found)
{
    double best = 1e30;
    for (int pass = 0; pass < PASSES; pass++) {
        double start = cpu_ms();
        *found = lint_overlaps(e->asking.rules, NULL, NULL);
        double ms = cpu_ms() - start;
        best = ms < best ? ms : best;
    }
    return best;
}

double engine_gap_ms(const Engine *e, const WQuestion *questions, int count, Size *boxes)
{
    double total = 0;
    Arena  kept = {0};
    Slicer slicer = slicer_new(e->asking.index, &kept);
    *boxes = 0;
    for (int i = 0; i < count; i++) {
        Arena  work = {0};
        Point  point = engine_point(e, &questions[i]);
        double start = cpu_ms();
        *boxes += gaps(&slicer, &work, point.asker, point.asset, -1, point.day).count;
        arena_free(&work);
        total += cpu_ms() - start;
    }
    arena_free(&kept);
    return total / count;
}
