/* sums.h - exact sums of usage, the only thing that money needs of millions of lines.
 *
 * A cell holds the number of lines and the exact sum of each counted column, for one combination of
 * lines clause, article, country class, entity, currency, filter and date interval. Within a cell no clause
 * can tell two lines apart, so what is owed is a function of the cells. Cells form a commutative group: sums
 * of parts are added, those of lines that were wrong are subtracted, in any order and on any machine, with
 * the same result.
 *
 * Amounts and counts are integers of 10^-SUM_SCALE. A sum that leaves 127 bits cannot be: a line holds at
 * most 18 digits, so 10^24 of them, and there are not 2^46 lines; a file of sums is refused above
 * SUM_DIGITS_MOST digits, so that thousands can be merged. */
#ifndef ENT_MONEY_SUMS_H
#define ENT_MONEY_SUMS_H
#include "exact/decimal.h"
#include "money/plan.h"

enum { SUM_DIGITS_MOST = 34, SUM_FILE_MOST = 1 << 28 };

/* 16 bytes without a gap, so that two keys are compared as two words. */
typedef struct {
    uint32_t article;  /* index into the register: what the usage calls a product; 0: none said */
    uint16_t lines;    /* index into plan->lines */
    uint16_t place;    /* 1 + country class of the router; 0: none said */
    uint16_t entity;   /* 1 + subject; 0: none said */
    uint16_t currency; /* 1 + index of terms/data/tables.h; 0: none said */
    uint16_t interval; /* index into plan->cuts: [cuts[i], cuts[i+1]) */
    uint16_t filters;  /* bit i: condition i of the lines clause (`minutes over 12 minutes`) holds */
} SumKey;

typedef struct {
    SumKey  key;
    int64_t lines;
} SumCell;

/* An open-addressing table of cells. One thread writes one; merging is single-threaded. */
typedef struct {
    Arena      *arena;
    const Plan *plan;
    Size        slots; /* sums in a cell: plan->slots */
    Size        count;
    Size        room;  /* of the table, a power of two */
    uint32_t   *table; /* 1 + cell, 0: empty */
    SumCell    *cells;
    Int128     *values; /* [count * slots] */
    Size        cell_room;
} Sums;

Sums sums_new(Arena *arena, const Plan *plan);
/* The cell of a key, made when it is new; an index into cells. */
Size sums_cell(Sums *sums, const SumKey *key);
/* Makes room for so many new cells at once. */
void sums_reserve(Sums *sums, Size more);
/* The cells of many keys. */
void                  sums_cells(Sums *sums, const SumKey *keys, Size count, uint32_t *cells);
static inline Int128 *sums_values(const Sums *sums, Size cell) { return &sums->values[cell * sums->slots]; }
/* sign +1: adds, -1: subtracts. Both were made by the same plan. */
void sums_merge(Sums *into, const Sums *from, int sign);
/* Whether a cell holds a line or an amount. */
bool sums_holds(const Sums *sums, Size cell);
/* Indices of all cells that hold anything (a line or an amount), ordered by lines, article, place, entity,
 * currency, interval and filters, so that output does not depend on the order of lines. */
Size *sums_order(Arena *arena, const Sums *sums, Size *count);

/* "1250.5": the shortest spelling of a sum. */
Str sum_text(Arena *arena, Int128 value);

/* The file form: text, one cell a line, documented in docs/sums.md. It names the agreement's plan by digest;
 * sums_read refuses one of another plan, and everything else that sums_write would not have written. */
Str          sums_write(Arena *arena, const Sums *sums);
CHECKED bool sums_read(Arena *arena, const Plan *plan, Str text, Sums *out, Str *why);

/* Sums of one period that were made when other days were known to change something: by a plan of the same
 * meaning, cut at `cuts` (ascending, from the first day of the period). False also where this plan is cut on
 * a day within the period on which they are not: they do not tell what was before from what was after it. */
typedef struct {
    Str        meaning, text;
    Days       period;
    const Day *cuts;
    Size       count;
} SumsCut;
CHECKED bool sums_read_cut(Arena *arena, const Plan *plan, const SumsCut *from, Sums *out, Str *why);
/* The days of the period on which this plan is cut, its first day among them. */
Size plan_cuts_within(const Plan *plan, Days period, const Day **out);
#endif
