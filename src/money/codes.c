/* codes.c - see codes.h. An open-addressing table at most half full, so that a code that is not there is
 * told after few steps. */
#include "money/codes.h"

#include <string.h>

enum { CODE_HEAD = 16 };

Codes codes_new(Arena *arena, Size room)
{
    Size slots = 16;
    while (slots < room * 2)
        slots *= 2;
    return (Codes){.codes = NEW(arena, Code, room + 1),
                   .slots = NEW(arena, uint32_t, slots),
                   .mask = (uint64_t)slots - 1,
                   .room = (uint32_t)room};
}

static void words_of(Str text, uint64_t words[2])
{
    words[0] = words[1] = 0;
    if (text.len)
        memcpy(words, text.at, (size_t)(text.len < CODE_HEAD ? text.len : CODE_HEAD));
}

const Code *codes_find(const Codes *codes, Str text)
{
    uint64_t words[2];
    words_of(text, words);
    if (text.len <= CODE_HEAD)
        return codes_find_words(codes, words[0], words[1], text.len);
    for (uint64_t at = codes_mix(words[0], words[1] ^ str_hash(text)) & codes->mask;;
         at = (at + 1) & codes->mask) {
        uint32_t slot = codes->slots[at];
        if (!slot || str_equal(codes->codes[slot - 1].text, text))
            return slot ? &codes->codes[slot - 1] : NULL;
    }
}

bool codes_add(Codes *codes, Str text, uint32_t value)
{
    uint64_t words[2];
    if (codes_find(codes, text))
        return false;
    INVARIANT(codes->count < codes->room);
    words_of(text, words);
    uint64_t more = text.len > CODE_HEAD ? str_hash(text) : 0;
    uint64_t at = codes_mix(words[0], words[1] ^ more) & codes->mask;
    while (codes->slots[at])
        at = (at + 1) & codes->mask;
    codes->codes[codes->count++] = (Code){words[0], words[1], text, value};
    codes->slots[at] = codes->count;
    return true;
}
