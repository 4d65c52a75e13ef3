/* writers.h - two parties that write in turns of random length; each sees what the other has written. */
#ifndef BENCH_RECORD_WRITERS_H
#define BENCH_RECORD_WRITERS_H
#include "record/record.h"

typedef struct {
    SecretKey   secret;
    VerifierKey vkey;
} Pen;

typedef struct {
    Record  *record;
    Pen      pens[2];
    Str      founding;
    uint64_t random;
    int      who, written;
} Writers;

uint64_t random_word(uint64_t *state); /* 32 bits */
Writers  writers_new(Arena *arena, Record *record, uint64_t seed);
/* Drafts, signs and takes one entry; its bytes, in `scratch`. */
Str writers_next(Writers *writers, Arena *scratch);
#endif
