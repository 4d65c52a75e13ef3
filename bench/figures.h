/* figures.h - what a benchmark measured, as a table for people and one flat JSON object. */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H
#include <stdbool.h>

typedef struct {
    const char *name, *unit;
    double      value, bar; /* bar 0: none */
    bool        at_least;   /* the bar is a lower one */
    bool        absent;
} Figure;

typedef struct {
    Figure items[32];
    int    count;
} Figures;

void   figures_add(Figures *figures, Figure figure);
void   figures_print(const Figures *figures);
void   figures_write(const Figures *figures, const char *path); /* JSON */
double calibration_ms(void);                                    /* a fixed loop, to compare days */
#endif
