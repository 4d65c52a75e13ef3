/* duplicates.h - lines of usage that say they are the same line, found in bounded memory.
 *
 * Two passes over the identifications of all lines. The first one tells which may occur twice: numbers
 * exactly, by a compressed bitmap; other texts, and numbers that lie too far apart for it, by sorting keyed
 * hashes outside of memory. The second pass, needed only when there are any, compares the texts and answers
 * for each line where it occurred first. So nothing is called a duplicate because of a hash.
 *
 * Nobody can choose texts that collide without knowing the key: the caller makes it anew for each run. */
#ifndef ENT_MONEY_DUPLICATES_H
#define ENT_MONEY_DUPLICATES_H
#include "base/siphash.h"

enum { DUPLICATES_MOST = 1 << 20, DUPLICATES_MEMORY_LEAST = 1 << 16 };

/* Where hashes are kept that memory does not hold: bytes in the order in which they came. */
typedef struct {
    void *self;
    bool (*append)(void *self, const void *bytes, Size len);
    bool (*read)(void *self, int64_t at, void *bytes, Size len);
} Spill;

typedef enum {
    DUPLICATES_NONE,
    DUPLICATES_SOME,     /* a second pass tells which */
    DUPLICATES_TOO_MANY, /* more than DUPLICATES_MOST: the column identifies nothing */
    DUPLICATES_FAILED,   /* the spill could not be written or read */
} DuplicatesResult;

typedef struct Duplicates Duplicates;

/* `memory`: about so many bytes are used in the first pass, at least DUPLICATES_MEMORY_LEAST. */
Duplicates *duplicates_new(Arena *arena, SipKey key, Size memory, Spill spill);
/* First pass, in any order. */
void             duplicates_add(Duplicates *duplicates, Str id);
DuplicatesResult duplicates_close(Duplicates *duplicates);
/* Second pass: false is sure, true must be looked at. */
bool duplicates_may_repeat(const Duplicates *duplicates, Str id);
/* Second pass, in the order that decides which is the first. `line` is above 0 and means what the caller
 * says. Gives the line where the same id occurred first, or 0: nowhere before. */
int64_t duplicates_look(Duplicates *duplicates, Str id, int64_t line);
/* For tests: hashes have only so many bits, so that texts collide. Before the first line is added. */
void duplicates_weak(Duplicates *duplicates, int bits);
#endif
