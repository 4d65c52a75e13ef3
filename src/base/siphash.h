/* siphash.h - a hash that nobody can aim at without its key: SipHash-2-4 of Aumasson and Bernstein. */
#ifndef ENT_BASE_SIPHASH_H
#define ENT_BASE_SIPHASH_H
#include "base/base.h"

typedef struct {
    uint64_t low, high;
} SipKey;

uint64_t siphash(SipKey key, Str text);
#endif
