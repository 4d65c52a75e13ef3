/* codes.h - short texts of the outside (article codes, names of parties) to small numbers, fast.
 *
 * The first 16 bytes of a code, padded with zeros, are kept as two words: most codes are found by one
 * multiplication and two comparisons. Longer ones are compared in full. */
#ifndef ENT_MONEY_CODES_H
#define ENT_MONEY_CODES_H
#include "base/base.h"

typedef struct {
    Str      text;
    uint32_t value;
} Code;

/* A place of the table, with all that most codes are told by. */
typedef struct {
    uint64_t head, tail; /* bytes 0..7 and 8..15; of a longer code too */
    uint32_t code;       /* 1 + index; 0: free */
    uint32_t len, value;
} CodeSlot;

typedef struct {
    Code     *codes;
    CodeSlot *slots;
    uint64_t  mask; /* slots - 1 */
    uint32_t  count, room;
} Codes;

Codes codes_new(Arena *arena, Size room); /* room for that many, no more */
/* False: the code is there already. The text is not copied. */
bool codes_add(Codes *codes, Str text, uint32_t value);
/* NULL: not there. */
const Code *codes_find(const Codes *codes, Str text);

static inline uint64_t codes_mix(uint64_t head, uint64_t tail)
{
    uint64_t hash = (head ^ (tail << 23 | tail >> 41)) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 32);
}

/* Of a code of at most 16 bytes. NULL: not there. A free slot has no length, and no code is empty. */
static inline const CodeSlot *codes_find_words(const Codes *codes, uint64_t head, uint64_t tail, uint32_t len)
{
    for (uint64_t at = codes_mix(head, tail) & codes->mask;; at = (at + 1) & codes->mask) {
        const CodeSlot *slot = &codes->slots[at];
        if (slot->head == head && slot->len == len && slot->tail == tail)
            return slot;
        if (!slot->code)
            return NULL;
    }
}

/* Of one of at most 7 bytes, which has no tail. */
static inline const CodeSlot *codes_find_word(const Codes *codes, uint64_t head, uint32_t len)
{
    for (uint64_t at = codes_mix(head, 0) & codes->mask;; at = (at + 1) & codes->mask) {
        const CodeSlot *slot = &codes->slots[at];
        if (slot->head == head && slot->len == len)
            return slot;
        if (!slot->code)
            return NULL;
    }
}
#endif
