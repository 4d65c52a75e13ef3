/* words.h - every word of a text once, as a small number.
 *
 * Interning happens in the lexer, so that all later comparing of names and keywords is comparing
 * integers, and "which declaration has this name" is an array indexed by Word.
 * Invariant: equal spelling <=> equal Word; Words are dense, starting at 1 (0 is "no word"). */
#ifndef ENT_LANG_WORDS_H
#define ENT_LANG_WORDS_H
#include "base/base.h"

typedef uint32_t Word;

typedef struct {
    Arena *arena;
    LIST_OF(Str) spelling; /* by Word */
    uint32_t *slots;       /* open addressing; 0 is free */
    Size      slot_count;  /* a power of two */
} Words;

Words words_new(Arena *arena);
Word  word_of(Words *words, Str spelling); /* interns; the spelling is not copied */
/* Copies the spellings interned from `first` on, for a text that is forgotten before the words are. */
void words_keep(Words *words, Word first);
Word word_known(const Words *words, Str spelling); /* 0: never seen */
Str  word_text(const Words *words, Word word);
#endif
