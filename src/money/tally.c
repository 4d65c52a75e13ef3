/* tally.c - see tally.h. Sums are of 10^-SUM_SCALE, as those of `sums`. */
#include "money/tally.h"

#include <string.h>

#include "terms/data/tables.h"

enum { KNOWN_MOST = 1 << 16, CACHE_LINE = 64 };

Tally *tally_new(Arena *arena, Sums *sums, Size bytes)
{
    const Plan *plan = sums->plan;
    Tally      *tally = NEW(arena, Tally, 1);
    *tally = (Tally){.arena = arena,
                     .sums = sums,
                     .words = 1 + sums->slots,
                     .articles = plan->articles.count,
                     .places = plan_places(plan) + 1,
                     .intervals = plan->cuts.count,
                     .entities = plan->st->subjects.count + 1,
                     .currencies = currency_count() + 1};
    Size cell = tally->words * (Size)sizeof(int64_t);
    Size most = bytes / cell / tally->places / (tally->intervals ? tally->intervals : 1);
    if (tally->articles && tally->intervals)
        tally->block_room = most / tally->articles;
    if (tally->block_room > KNOWN_MOST)
        tally->block_room = KNOWN_MOST;
    if (tally->entities * tally->currencies > KNOWN_MOST)
        tally->entities = 1; /* lines that name one are counted in the sums */
    tally->known = NEW(arena, int64_t *, tally->entities * tally->currencies);
    tally->blocks = NEW(arena, TallyBlock, tally->block_room);
    return tally;
}

int64_t *tally_block(Tally *tally, const SumKey *key)
{
    if (tally->block_count == tally->block_room || key->entity >= tally->entities)
        return NULL;
    int64_t **known = &tally->known[(Size)key->entity * tally->currencies + key->currency];
    INVARIANT(!*known);
    Size cells = tally->articles * tally->places * tally->intervals;
    *known = arena_take(tally->arena, tally->words * (Size)sizeof(int64_t), CACHE_LINE, cells);
    tally->blocks[tally->block_count++] = (TallyBlock){*key, *known};
    return *known;
}

/* ---- to the sums ---- */

/* The cell at a place of its block. */
static void move(Tally *tally, const TallyBlock *block, Size place, Sums *sums)
{
    int64_t *cell = block->cells + place * tally->words;
    SumKey   key = block->key;
    key.interval = (uint16_t)(place % tally->intervals);
    key.place = (uint16_t)(place / tally->intervals % tally->places);
    key.article = (uint32_t)(place / tally->intervals / tally->places);
    Size    into = sums_cell(sums, &key);
    Int128 *values = sums_values(sums, into);
    sums->cells[into].lines += cell[0];
    for (Size slot = 0; slot + 1 < tally->words; slot++)
        values[slot] += cell[1 + slot];
    memset(cell, 0, (size_t)tally->words * sizeof *cell);
}

static void move_cell(Tally *tally, const int64_t *cell)
{
    Size size = tally->articles * tally->places * tally->intervals * tally->words;
    for (Size i = 0; i < tally->block_count; i++)
        if (tally->blocks[i].cells <= cell && cell < tally->blocks[i].cells + size) {
            move(tally, &tally->blocks[i], (cell - tally->blocks[i].cells) / tally->words, tally->sums);
            return;
        }
    INVARIANT(false);
}

/* A cell that holds anything has lines. */
void tally_settle(Tally *tally, Sums *into)
{
    Size cells = tally->articles * tally->places * tally->intervals, used = 0;
    for (Size i = 0; i < tally->block_count; i++)
        for (Size place = 0; place < cells; place++)
            used += tally->blocks[i].cells[place * tally->words] != 0;
    sums_reserve(into, used);
    for (Size i = 0; i < tally->block_count; i++)
        for (Size place = 0; place < cells; place++)
            if (tally->blocks[i].cells[place * tally->words])
                move(tally, &tally->blocks[i], place, into);
}

/* ---- counting ---- */

__attribute__((noinline)) static void add_large(Tally *tally, int64_t *cell, int slot, int64_t value)
{
    cell[1 + slot] = (int64_t)((uint64_t)cell[1 + slot] - (uint64_t)value); /* as it was before */
    move_cell(tally, cell);
    cell[1 + slot] = value;
}

/* With the number of slots known, so that there is no loop over them. The lines of a cell are counted last:
 * one that was moved meanwhile is not without lines. */
__attribute__((always_inline)) static inline void count_slots(Tally *tally, int64_t *const *cells, Size count,
                                                              const int64_t *const *slots, int slot_count)
{
    enum { AHEAD = 12 };
    for (Size i = 0; i < count; i++) {
        int64_t *cell = cells[i];
        if (i + AHEAD < count)
            __builtin_prefetch(cells[i + AHEAD], 1);
        if (!cell)
            continue;
        for (int slot = 0; slot < slot_count; slot++)
            if (__builtin_add_overflow(cell[1 + slot], slots[slot][i], &cell[1 + slot]))
                add_large(tally, cell, slot, slots[slot][i]);
        cell[0]++;
    }
}

void tally_count(Tally *tally, int64_t *const *cells, Size count, const int64_t *const *slots, int slot_count)
{
    switch (slot_count) {
    case 1: count_slots(tally, cells, count, slots, 1); break;
    case 2: count_slots(tally, cells, count, slots, 2); break;
    case 3: count_slots(tally, cells, count, slots, 3); break;
    case 4: count_slots(tally, cells, count, slots, 4); break;
    default: count_slots(tally, cells, count, slots, slot_count); break;
    }
}
