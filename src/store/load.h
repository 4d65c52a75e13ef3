/* load.h - a record from a store: every entry is taken again from its bytes, as if it had come from outside.
 *
 * What lies in a store is not trusted either: a bit may have flipped, a row may be gone, a file may have been
 * put in its place. Each row must be what its bytes say (place, leaf, digest), and the record must take it.
 * STORE_DAMAGED: `why` names the first that is wrong. */
#ifndef ENT_STORE_LOAD_H
#define ENT_STORE_LOAD_H
#include "store/store.h"

/* The record lives in `arena`. `number`: of the last arrival in it. STORE_NONE: no such agreement. */
CHECKED StoreResult load_record(Store *store, Arena *arena, Str agreement, Record *out, int64_t *number,
                                Str *why);
/* Takes what arrived after `number`. When it fails, the record is of no use: load it anew, for entries may
 * have been stored of a feed that this record alone knows to be forked. */
CHECKED StoreResult load_more(Store *store, Record *record, int64_t *number, Str *why);
/* Loads, and besides looks at the container (store_check) and reads every part by its own reader. A body that
 * an entry names may be missing: it goes to its audience only. */
CHECKED StoreResult load_verify(Store *store, Arena *arena, Str agreement, Record *out, Str *why);
#endif
