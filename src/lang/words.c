/* words.c - see words.h. */
#include "lang/words.h"

#include "lang/keywords.h"

static Size slot_of(const Words *words, Str spelling)
{
    Size mask = words->slot_count - 1;
    Size slot = (Size)(str_hash(spelling) & (uint64_t)mask);
    while (words->slots[slot] && !str_equal(words->spelling.items[words->slots[slot]], spelling))
        slot = (slot + 1) & mask;
    return slot;
}

static void words_widen(Words *words)
{
    words->slot_count *= 4;
    words->slots = NEW(words->arena, uint32_t, words->slot_count);
    for (Word word = 1; word < words->spelling.count; word++)
        words->slots[slot_of(words, words->spelling.items[word])] = word;
}

Word word_of(Words *words, Str spelling)
{
    Size slot = slot_of(words, spelling);
    if (words->slots[slot])
        return words->slots[slot];
    if (words->spelling.count * 2 > words->slot_count) {
        words_widen(words);
        slot = slot_of(words, spelling);
    }
    Word word = (Word)words->spelling.count;
    *PUSH(words->arena, &words->spelling) = spelling;
    words->slots[slot] = word;
    return word;
}

void words_keep(Words *words, Word first)
{
    for (Size word = first; word < words->spelling.count; word++)
        words->spelling.items[word] = str_copy(words->arena, words->spelling.items[word]);
}

#define KEYWORD_TEXT(name, text) text,
static const char *const keywords[] = {KEYWORDS_ARTICLES(KEYWORD_TEXT) KEYWORDS_JOINING(KEYWORD_TEXT)
                                           KEYWORDS_RESERVED(KEYWORD_TEXT) KEYWORDS_DECLARE(KEYWORD_TEXT)
                                               KEYWORDS_LATER(KEYWORD_TEXT) KEYWORDS_ACTS(KEYWORD_TEXT)
                                                   KEYWORDS_PHRASE(KEYWORD_TEXT)};
_Static_assert(COUNT(keywords) == W_COUNT - 1, "the enumeration and the spellings are one list");

Words words_new(Arena *arena)
{
    Words words = {.arena = arena, .slot_count = 4096};
    words.slots = NEW(arena, uint32_t, words.slot_count);
    *PUSH(arena, &words.spelling) = S("");
    for (Size i = 0; i < COUNT(keywords); i++)
        INVARIANT(word_of(&words, str_from(keywords[i])) == (Word)i + 1);
    return words;
}

Word word_known(const Words *words, Str spelling) { return words->slots[slot_of(words, spelling)]; }

Str word_text(const Words *words, Word word)
{
    INVARIANT(word < words->spelling.count);
    return words->spelling.items[word];
}
