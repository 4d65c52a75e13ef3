/* sentences.h - from the entries of a fold to facts of a text: each entry says sentences, each is its own
 * source.
 *
 * The source of a sentence is named after its entry, so that every answer that rests on it cites MEMBER/SEQ.
 * An entry that a text gives no meaning to, or that says it under another's name, does not count and is told:
 * one party must not be able to spoil the answers of the other by what it writes. */
#ifndef ENT_STANDING_SENTENCES_H
#define ENT_STANDING_SENTENCES_H
#include "standing/facts.h"
#include "standing/fold.h"

/* An entry that does not count, and why; or that is not here, and then what depends on it is not known. */
typedef struct {
    const FoldEntry *entry;
    Str              why;
} Untold;

typedef LIST_OF(Untold) Untolds;

/* Adds the facts of the final entries, or of the pending ones. */
void fold_facts(Terms *terms, const Fold *fold, bool pending, Facts *out, Untolds *untold);
/* The sentences alone, each ending in LF. False: it does not count; *why. */
bool entry_sentences(const Terms *terms, Arena *arena, const FoldEntry *entry, Text *out, Str *why);
#endif
