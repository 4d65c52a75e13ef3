/* sums.c - the table of cells, and what a group needs: adding, subtracting, an order of its own.
 *
 * Cells and their sums lie in two arrays in the order in which they came; the table holds only their
 * numbers and is at most half full. Nothing is ever taken out: a cell that came to nothing stays, and
 * sums_order leaves it out. */
#include "money/sums.h"

#include <stdlib.h>
#include <string.h>

enum { TABLE_FIRST = 256 };

_Static_assert(sizeof(SumKey) == 16, "keys are compared as two words");

Sums sums_new(Arena *arena, const Plan *plan)
{
    Sums sums = {.arena = arena, .plan = plan, .slots = plan->slots, .room = TABLE_FIRST};
    sums.table = NEW(arena, uint32_t, sums.room);
    sums.cell_room = sums.room / 2;
    sums.cells = NEW(arena, SumCell, sums.cell_room);
    sums.values = NEW(arena, Int128, sums.cell_room * sums.slots);
    return sums;
}

typedef struct {
    uint64_t a, b;
} KeyWords;

static KeyWords words_of(const SumKey *key)
{
    KeyWords words;
    memcpy(&words, key, sizeof words);
    return words;
}

static uint64_t hash_of(KeyWords words)
{
    uint64_t hash = (words.a ^ (words.b << 29 | words.b >> 35)) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93u;
    return hash ^ (hash >> 32);
}

/* Where the key stands in the table, or the free place where it would. */
static Size place_of(const Sums *sums, KeyWords words)
{
    Size mask = sums->room - 1, at = (Size)(hash_of(words) & (uint64_t)mask);
    for (; sums->table[at]; at = (at + 1) & mask) {
        KeyWords other = words_of(&sums->cells[sums->table[at] - 1].key);
        if (other.a == words.a && other.b == words.b)
            break;
    }
    return at;
}

static void grow(Sums *sums, Size room)
{
    SumCell *cells = NEW(sums->arena, SumCell, room);
    Int128  *values = NEW(sums->arena, Int128, room * sums->slots);
    memcpy(cells, sums->cells, (size_t)sums->count * sizeof *cells);
    if (sums->slots)
        memcpy(values, sums->values, (size_t)(sums->count * sums->slots) * sizeof *values);
    sums->cells = cells;
    sums->values = values;
    sums->cell_room = room;
    sums->room = room * 2;
    sums->table = NEW(sums->arena, uint32_t, sums->room);
    for (Size i = 0; i < sums->count; i++)
        sums->table[place_of(sums, words_of(&cells[i].key))] = (uint32_t)i + 1;
}

void sums_reserve(Sums *sums, Size more)
{
    Size room = sums->cell_room;
    while (room < sums->count + more)
        room *= 2;
    if (room > sums->cell_room)
        grow(sums, room);
}

Size sums_cell(Sums *sums, const SumKey *key)
{
    KeyWords words = words_of(key);
    Size     at = place_of(sums, words);
    if (sums->table[at])
        return (Size)sums->table[at] - 1;
    if (sums->count == sums->cell_room) {
        grow(sums, sums->cell_room * 2);
        at = place_of(sums, words);
    }
    INVARIANT(sums->count < INT32_MAX);
    sums->cells[sums->count] = (SumCell){.key = *key};
    sums->table[at] = (uint32_t)++sums->count;
    return sums->count - 1;
}

/* A table of many cells is larger than the caches near by: what the next keys need is asked for ahead. */
void sums_cells(Sums *sums, const SumKey *keys, Size count, uint32_t *cells)
{
    enum { AHEAD = 16 };
    for (Size i = 0; i < count; i++)
        cells[i] = (uint32_t)hash_of(words_of(&keys[i]));
    for (Size i = 0; i < count; i++) {
        Size     mask = sums->room - 1, at = (Size)cells[i] & mask;
        KeyWords words = words_of(&keys[i]);
        if (i + AHEAD < count) {
            __builtin_prefetch(&sums->table[(Size)cells[i + AHEAD] & mask]);
            uint32_t near = sums->table[(Size)cells[i + AHEAD / 2] & mask];
            __builtin_prefetch(&sums->cells[near ? near - 1 : 0]);
        }
        for (;; at = (at + 1) & mask) {
            uint32_t slot = sums->table[at];
            KeyWords found = words_of(&sums->cells[slot ? slot - 1 : 0].key);
            if (slot && (found.a != words.a || found.b != words.b))
                continue;
            cells[i] = slot ? slot - 1 : (uint32_t)sums_cell(sums, &keys[i]);
            break;
        }
    }
}

void sums_merge(Sums *into, const Sums *from, int sign)
{
    INVARIANT(into->slots == from->slots && (sign == 1 || sign == -1));
    if (!into->count)
        sums_reserve(into, from->count);
    for (Size i = 0; i < from->count; i++) {
        Size          cell = sums_cell(into, &from->cells[i].key);
        int64_t      *lines = &into->cells[cell].lines;
        Int128       *values = sums_values(into, cell);
        const Int128 *more = sums_values(from, i);
        INVARIANT(!__builtin_add_overflow(*lines, sign * from->cells[i].lines, lines));
        for (Size slot = 0; slot < into->slots; slot++)
            INVARIANT(!__builtin_add_overflow(values[slot], sign * more[slot], &values[slot]));
    }
}

/* Keys in the order of docs/sums.md as two numbers each. */
static KeyWords rank_of(const SumKey *key)
{
    return (KeyWords){(uint64_t)key->lines << 48 | (uint64_t)key->article << 16 | key->place,
                      (uint64_t)key->entity << 48 | (uint64_t)key->currency << 32 |
                          (uint64_t)key->interval << 16 | key->filters};
}

typedef struct {
    KeyWords rank;
    Size     cell;
} Ranked;

static int rank_order(const void *a, const void *b)
{
    const KeyWords *left = &((const Ranked *)a)->rank, *right = &((const Ranked *)b)->rank;
    if (left->a != right->a)
        return left->a < right->a ? -1 : 1;
    return (left->b > right->b) - (left->b < right->b);
}

bool sums_holds(const Sums *sums, Size cell)
{
    bool any = sums->cells[cell].lines != 0;
    for (Size slot = 0; slot < sums->slots; slot++)
        any |= sums_values(sums, cell)[slot] != 0;
    return any;
}

Size *sums_order(Arena *arena, const Sums *sums, Size *count)
{
    Arena   work = {0};
    Ranked *ranked = NEW(&work, Ranked, sums->count + 1);
    Size    n = 0;
    for (Size i = 0; i < sums->count; i++)
        if (sums_holds(sums, i))
            ranked[n++] = (Ranked){rank_of(&sums->cells[i].key), i};
    qsort(ranked, (size_t)n, sizeof *ranked, rank_order);
    Size *order = NEW(arena, Size, n + 1);
    for (Size i = 0; i < n; i++)
        order[i] = ranked[i].cell;
    arena_free(&work);
    *count = n;
    return order;
}
