/* figures.c - see figures.h. */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "clock.h"

void figures_add(Figures *t, Figure measure)
{
    INVARIANT(t->count < (int)COUNT(t->items));
    t->items[t->count++] = measure;
}

void figures_print(const Figures *t)
{
    for (int i = 0; i < t->count; i++) {
        const Figure *m = &t->items[i];
        if (m->absent) {
            printf("%-20s %14s\n", m->name, "not measured");
            continue;
        }
        printf("%-20s %14.3f %-4s", m->name, m->value, m->unit);
        bool meets = m->at_least ? m->value >= m->bar : m->value <= m->bar;
        if (m->bar > 0 || strcmp(m->name, "mismatches") == 0)
            printf(" %s %-10g %s", m->at_least ? ">=" : "<=", m->bar, meets ? "ok" : "MISSED");
        putchar('\n');
    }
}

void figures_write(const Figures *t, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    fputc('{', file);
    for (int i = 0, said = 0; i < t->count; i++)
        if (!t->items[i].absent)
            fprintf(file, "%s\n  \"%s\": %.6g", said++ ? "," : "", t->items[i].name, t->items[i].value);
    fputs("\n}\n", file);
    if (fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

static volatile uint64_t sink; /* keeps the loop from being left out */

double calibration_ms(void)
{
    uint64_t x = 42;
    double   start = cpu_ms();
    for (int i = 0; i < 100000000; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    sink = x;
    return cpu_ms() - start;
}
