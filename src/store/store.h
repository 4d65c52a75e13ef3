/* store.h - where a member keeps its records: one interface, three back ends, and nothing is ever taken back.
 *
 *   PATH                  a SQLite file: one record per folder, the usual place
 *   postgres://…          a PostgreSQL server for many records; a password never stands in the address
 *   memory                nothing outlives the handle
 *
 * Kept for each agreement: the body of its founding act; its entries in the order of arrival, so that nothing
 * comes before what it rests on; sealed bodies, proofs of forks and receipts; and blobs by name (snapshots,
 * heads of peers). Entries and parts are added, never changed and never removed; blobs are replaced.
 *
 * One append is one transaction: all of it is there afterwards, or nothing. The place of an entry,
 * (agreement, feed, seq), is free or taken: whoever comes second gets STORE_TAKEN, has lost nothing, reads
 * what is new and decides again. What an append has acknowledged survives the end of the process and the loss
 * of power.
 *
 * STORE_FAILED means that the world failed. Whether the last append is there is then unknown, and asking the
 * system again can give a wrong answer (a second fsync may say yes though the pages are gone). So the handle
 * is dead: close it, open again, load the record anew (load.h), go on. */
#ifndef ENT_STORE_STORE_H
#define ENT_STORE_STORE_H
#include "record/bundle.h"

typedef struct Store Store;

typedef enum {
    STORE_OK,
    STORE_NONE,  /* there is no such agreement, part or blob */
    STORE_TAKEN, /* somebody wrote there first: read what is new */
    /* From here on `why` says what and what to do, and the handle is dead. */
    STORE_DAMAGED, /* what is there is not what was stored */
    STORE_FAILED   /* the world: a disk, a server, rights */
} StoreResult;

typedef enum { STORE_MUST_EXIST, STORE_MAY_CREATE } StoreOpening;

/* Whether `where` can be an address of a store. False: `why` says what to write. */
CHECKED bool store_named(Arena *arena, Str where, Str *why);
/* NULL: `why`. The handle lives in `arena`, its connection until store_close. */
Store *store_open(Arena *arena, Str where, StoreOpening opening, Str *why);
void   store_close(Store *store); /* NULL is allowed */

/* An entry as it lies in the store. What it says is for the record: leaf, feed and seq are checked against
 * the bytes by whoever loads it. `number` grows in the order of arrival, from 1. */
typedef struct {
    int64_t number;
    Str     feed; /* the member */
    int64_t seq;
    Hash    leaf; /* merkle_leaf of the bytes */
    Str     bytes;
} StoreEntry;
typedef LIST_OF(StoreEntry) StoreEntries;

/* A sealed body, a file, a proof of a fork, or a receipt, under SHA-256 of its bytes. */
typedef struct {
    PartType type;
    Hash     digest;
    Str      bytes;
} StorePart;
typedef LIST_OF(StorePart) StoreParts;

typedef struct {
    Str name, bytes;
} StoreBlob;

typedef LIST_OF(Str) StoreNames;

enum { BLOB_NAME_MOST = 128, BLOB_BYTES_MOST = 1 << 28 };

typedef struct {
    Str agreement; /* 64 digits */
    Str founding;  /* of an agreement that is new to the store; else empty */
    LIST_OF(BundlePart)
    parts; /* entries in the order in which the record took them, and what is beside them */
    LIST_OF(StoreBlob) blobs;
} StoreBatch;

/* STORE_TAKEN: nothing was stored. STORE_NONE: the agreement is not there, and `founding` is empty. A part
 * that is there already stays as it is. Entries must have been taken by the record before. */
CHECKED StoreResult store_append(Store *store, const StoreBatch *batch, Str *why);

/* All that is read lives in `arena`. `out` is untouched unless the result is STORE_OK. */
CHECKED StoreResult store_agreements(Store *store, Arena *arena, StoreNames *out, Str *why);
CHECKED StoreResult store_founding(Store *store, Arena *arena, Str agreement, Str *out, Str *why);
/* Those that arrived after `number` (0: all), in order. */
CHECKED StoreResult store_entries(Store *store, Arena *arena, Str agreement, int64_t number,
                                  StoreEntries *out, Str *why);

typedef struct {
    Str         agreement;
    PartType    type; /* not PART_ENTRY */
    const Hash *digest;
} StoreKey;
CHECKED StoreResult store_part(Store *store, Arena *arena, StoreKey key, Str *out, Str *why);
/* All of one type, in the order of arrival; `digest` counts for nothing. */
CHECKED StoreResult store_parts(Store *store, Arena *arena, StoreKey key, StoreParts *out, Str *why);
CHECKED StoreResult store_blob(Store *store, Arena *arena, Str agreement, Str name, Str *out, Str *why);

/* Is the container itself sound? It reads all of it. What the entries say is not looked at: load.h does. */
CHECKED StoreResult store_check(Store *store, Arena *arena, Str *why);
#endif
