/* memo.c - see memo.h. Open addressing; nothing is ever taken out. */
#include "money/memo.h"

typedef struct {
    MemoKey   key;
    MemoState state;
    Rational  value;
} Entry;

struct Memo {
    Arena *arena;
    Entry *entries;
    Size   count, room; /* a power of two, at most half full */
};

enum { ROOM_FIRST = 256 };

Memo *memo_new(Arena *arena)
{
    Memo *memo = NEW(arena, Memo, 1);
    *memo = (Memo){.arena = arena, .entries = NEW(arena, Entry, ROOM_FIRST), .room = ROOM_FIRST};
    return memo;
}

static uint64_t hash_of(const MemoKey *key)
{
    uint64_t hash = (uint64_t)(uintptr_t)key->of * 0x9E3779B97F4A7C15u;
    hash = (hash ^ hash >> 29 ^ (uint64_t)(uint32_t)key->days.from) * 0xBF58476D1CE4E5B9u;
    hash = (hash ^ hash >> 31 ^ (uint64_t)(uint32_t)key->days.through) * 0x94D049BB133111EBu;
    hash =
        (hash ^ hash >> 30 ^ (uint64_t)key->kind << 32 ^ (uint64_t)(uint32_t)key->step) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

static bool is_same(const MemoKey *a, const MemoKey *b)
{
    return a->of == b->of && a->kind == b->kind && a->step == b->step && a->days.from == b->days.from &&
           a->days.through == b->days.through;
}

static Entry *place_of(const Memo *memo, const MemoKey *key)
{
    uint64_t mask = (uint64_t)memo->room - 1, at = hash_of(key) & mask;
    while (memo->entries[at].state != MEMO_NEW && !is_same(&memo->entries[at].key, key))
        at = (at + 1) & mask;
    return &memo->entries[at];
}

static void grow(Memo *memo)
{
    Entry *old = memo->entries;
    Size   room = memo->room;
    memo->room *= 2;
    memo->entries = NEW(memo->arena, Entry, memo->room);
    for (Size i = 0; i < room; i++)
        if (old[i].state != MEMO_NEW)
            *place_of(memo, &old[i].key) = old[i];
}

MemoState memo_ask(Memo *memo, const MemoKey *key, Rational *out)
{
    Entry *entry = place_of(memo, key);
    if (entry->state == MEMO_DONE)
        *out = entry->value;
    if (entry->state != MEMO_NEW)
        return entry->state;
    if (memo->count * 2 >= memo->room) {
        grow(memo);
        entry = place_of(memo, key);
    }
    memo->count++;
    *entry = (Entry){.key = *key, .state = MEMO_BUSY};
    return MEMO_NEW;
}

Rational memo_put(Memo *memo, const MemoKey *key, Rational value)
{
    Entry *entry = place_of(memo, key);
    if (entry->state == MEMO_NEW) {
        Rational unused = {.den = 1};
        (void)memo_ask(memo, key, &unused);
        entry = place_of(memo, key);
    }
    entry->state = MEMO_DONE;
    entry->value = value;
    return value;
}
