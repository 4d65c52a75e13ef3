/* id_set.c - see id_set.h. */
#include "money/id_set.h"

#include <string.h>

enum {
    BLOCK_BITS = 16,
    LIST_FIRST = 8,
    LIST_MOST = 4096,
    BITMAP_WORDS = (1 << BLOCK_BITS) / 64,
    TABLE_FIRST = 64
};

IdSet id_set_new(Arena *arena, Size limit)
{
    IdSet set = {.arena = arena, .limit = limit, .table_size = TABLE_FIRST, .last = -1};
    set.table = NEW(arena, uint32_t, set.table_size);
    return set;
}

static Size place_of(const IdSet *set, uint64_t block)
{
    uint64_t mask = (uint64_t)set->table_size - 1, hash = block * 0x9e3779b97f4a7c15u;
    uint64_t at = (hash ^ hash >> 32) & mask;
    while (set->table[at] && set->blocks.items[set->table[at] - 1].block != block)
        at = (at + 1) & mask;
    return (Size)at;
}

static void grow_table(IdSet *set)
{
    set->table_size *= 2;
    set->used += set->table_size * (Size)sizeof *set->table;
    set->table = NEW(set->arena, uint32_t, set->table_size);
    for (Size i = 0; i < set->blocks.count; i++)
        set->table[place_of(set, set->blocks.items[i].block)] = (uint32_t)i + 1;
}

/* -1: there is none, and no room for one. */
static Size find_block(IdSet *set, uint64_t block)
{
    if (set->last >= 0 && set->blocks.items[set->last].block == block)
        return set->last;
    Size at = place_of(set, block);
    if (set->table[at])
        return set->last = (Size)set->table[at] - 1;
    if (set->used >= set->limit)
        return -1;
    if (set->blocks.count * 2 >= set->table_size) {
        grow_table(set);
        at = place_of(set, block);
    }
    *PUSH(set->arena, &set->blocks) = (IdBlock){.block = block};
    set->used += (Size)sizeof(IdBlock);
    set->table[at] = (uint32_t)set->blocks.count;
    return set->last = set->blocks.count - 1;
}

/* A list that is full becomes longer, or a bitmap. A block that is there always may: it is at most 8 KiB. */
static void grow_list(IdSet *set, IdBlock *block)
{
    if (block->room == LIST_MOST) {
        block->bitmap = NEW(set->arena, uint64_t, BITMAP_WORDS);
        set->used += BITMAP_WORDS * (Size)sizeof(uint64_t);
        for (int32_t i = 0; i < block->count; i++)
            block->bitmap[block->list[i] >> 6] |= (uint64_t)1 << (block->list[i] & 63);
        block->list = NULL;
        return;
    }
    int32_t   room = block->room ? block->room * 8 : LIST_FIRST;
    uint16_t *list = NEW(set->arena, uint16_t, room);
    if (block->count)
        memcpy(list, block->list, (size_t)block->count * sizeof *list);
    set->used += room * (Size)sizeof *list;
    block->list = list;
    block->room = room;
}

static IdAdded add_to_list(IdBlock *block, uint16_t number)
{
    int32_t low = 0, high = block->count;
    INVARIANT(block->list);
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (block->list[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < block->count && block->list[low] == number)
        return ID_THERE;
    memmove(block->list + low + 1, block->list + low, (size_t)(block->count - low) * sizeof *block->list);
    block->list[low] = number;
    block->count++;
    return ID_NEW;
}

IdAdded id_set_add(IdSet *set, uint64_t number)
{
    Size at = find_block(set, number >> BLOCK_BITS);
    if (at < 0)
        return ID_NOT_TAKEN;
    IdBlock *block = &set->blocks.items[at];
    uint16_t low = (uint16_t)number;
    if (!block->bitmap && block->count == block->room)
        grow_list(set, block);
    if (!block->bitmap)
        return add_to_list(block, low);
    uint64_t bit = (uint64_t)1 << (low & 63), *word = &block->bitmap[low >> 6];
    bool     there = (*word & bit) != 0;
    *word |= bit;
    return there ? ID_THERE : ID_NEW;
}
