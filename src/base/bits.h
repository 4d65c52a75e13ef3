/* bits.h - fixed-size sets of small integers, as words of 64.
 *
 * A set's universe size is fixed when it is made; operations on two sets need equal universes.
 * Invariant: bits at or past `size` are zero, so counting and comparing need no mask. */
#ifndef ENT_BITS_H
#define ENT_BITS_H
#include "base/base.h"

typedef struct {
    uint64_t *words;
    Size      size; /* of the universe, in bits */
} Bits;

#define BITS_WORDS(size) (((size) + 63) / 64)

Bits bits_new(Arena *arena, Size size);
Bits bits_copy(Arena *arena, Bits set);
void bits_fill(Bits set); /* the whole universe */
void bits_clear(Bits set);
void bits_or(Bits into, Bits other);
void bits_and(Bits into, Bits other);
void bits_less(Bits into, Bits other); /* into minus other */
bool bits_meet(Bits a, Bits b);        /* any member in common */
bool bits_within(Bits part, Bits whole);
bool bits_equal(Bits a, Bits b);
bool bits_empty(Bits set);
Size bits_count(Bits set);
Size bits_next(Bits set, Size from); /* the first member at or after `from`, or -1 */

static inline bool bits_has(Bits set, Size at) { return set.words[at >> 6] >> (at & 63) & 1; }
static inline void bits_add(Bits set, Size at) { set.words[at >> 6] |= (uint64_t)1 << (at & 63); }
static inline void bits_drop(Bits set, Size at) { set.words[at >> 6] &= ~((uint64_t)1 << (at & 63)); }
#endif
