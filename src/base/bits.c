/* bits.c - see bits.h. */
#include "base/bits.h"

#include <string.h>

Bits bits_new(Arena *arena, Size size)
{
    INVARIANT(size >= 0);
    return (Bits){NEW(arena, uint64_t, BITS_WORDS(size) + 1), size};
}

Bits bits_copy(Arena *arena, Bits set)
{
    Bits copy = bits_new(arena, set.size);
    memcpy(copy.words, set.words, (size_t)BITS_WORDS(set.size) * sizeof *set.words);
    return copy;
}

void bits_fill(Bits set)
{
    Size words = BITS_WORDS(set.size);
    memset(set.words, 0xff, (size_t)words * sizeof *set.words);
    if (set.size & 63)
        set.words[words - 1] = ((uint64_t)1 << (set.size & 63)) - 1;
}

void bits_clear(Bits set) { memset(set.words, 0, (size_t)BITS_WORDS(set.size) * sizeof *set.words); }

void bits_or(Bits into, Bits other)
{
    INVARIANT(into.size == other.size);
    for (Size i = 0; i < BITS_WORDS(into.size); i++)
        into.words[i] |= other.words[i];
}

void bits_and(Bits into, Bits other)
{
    INVARIANT(into.size == other.size);
    for (Size i = 0; i < BITS_WORDS(into.size); i++)
        into.words[i] &= other.words[i];
}

void bits_less(Bits into, Bits other)
{
    INVARIANT(into.size == other.size);
    for (Size i = 0; i < BITS_WORDS(into.size); i++)
        into.words[i] &= ~other.words[i];
}

bool bits_meet(Bits a, Bits b)
{
    INVARIANT(a.size == b.size);
    for (Size i = 0; i < BITS_WORDS(a.size); i++)
        if (a.words[i] & b.words[i])
            return true;
    return false;
}

bool bits_within(Bits part, Bits whole)
{
    INVARIANT(part.size == whole.size);
    for (Size i = 0; i < BITS_WORDS(part.size); i++)
        if (part.words[i] & ~whole.words[i])
            return false;
    return true;
}

bool bits_equal(Bits a, Bits b)
{
    return a.size == b.size && memcmp(a.words, b.words, (size_t)BITS_WORDS(a.size) * sizeof *a.words) == 0;
}

bool bits_empty(Bits set) { return bits_next(set, 0) < 0; }

Size bits_count(Bits set)
{
    Size count = 0;
    for (Size i = 0; i < BITS_WORDS(set.size); i++)
        count += __builtin_popcountll(set.words[i]);
    return count;
}

Size bits_next(Bits set, Size from)
{
    if (from >= set.size)
        return -1;
    Size     word = from >> 6;
    uint64_t rest = set.words[word] & (~(uint64_t)0 << (from & 63));
    while (!rest) {
        if (++word >= BITS_WORDS(set.size))
            return -1;
        rest = set.words[word];
    }
    return (word << 6) + __builtin_ctzll(rest);
}
