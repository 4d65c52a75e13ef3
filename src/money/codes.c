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
                   .slots = NEW(arena, CodeSlot, slots),
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
    if (text.len <= CODE_HEAD) {
        const CodeSlot *slot = codes_find_words(codes, words[0], words[1], (uint32_t)text.len);
        return slot && slot->code ? &codes->codes[slot->code - 1] : NULL;
    }
    for (uint64_t at = codes_mix(words[0], words[1] ^ str_hash(text)) & codes->mask;;
         at = (at + 1) & codes->mask) {
        uint32_t code = codes->slots[at].code;
        if (!code || str_equal(codes->codes[code - 1].text, text))
            return code ? &codes->codes[code - 1] : NULL;
    }
}

bool codes_add(Codes *codes, Str text, uint32_t value)
{
    uint64_t words[2];
    if (codes_find(codes, text))
        return false;
    INVARIANT(codes->codes && codes->count < codes->room);
    words_of(text, words);
    uint64_t more = text.len > CODE_HEAD ? str_hash(text) : 0;
    uint64_t at = codes_mix(words[0], words[1] ^ more) & codes->mask;
    while (codes->slots[at].code)
        at = (at + 1) & codes->mask;
    codes->codes[codes->count++] = (Code){text, value};
    codes->slots[at] = (CodeSlot){words[0], words[1], codes->count, (uint32_t)text.len, value};
    return true;
}
