/* fork.h - the proof that a feed is forked: two different entries for one place, each signed.
 *
 *   entente/fork/v1
 *   key VKEY         of the feed; who owns it is in the founding act and in changes of keys
 *   entry LENGTH
 *   (the entry)      the one whose bytes are smaller first
 *   key VKEY
 *   entry LENGTH
 *   (the entry)
 *
 * Anyone can check it alone. */
#ifndef ENT_RECORD_FORK_H
#define ENT_RECORD_FORK_H
#include "record/entry.h"

enum { FORK_BYTES_MOST = 2 * ENTRY_BYTES_MOST + 2048 };

typedef struct {
    VerifierKey keys[2];
    Entry       entries[2];
} ForkProof;

/* Reading is checking: what is read proves a fork. False: `why` says what is wrong, *out untouched. */
CHECKED bool fork_read(Arena *arena, Str bytes, ForkProof *out, Str *why);
Str          fork_write(Arena *arena, const ForkProof *proof); /* of two entries in any order */
#endif
