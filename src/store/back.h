/* back.h - what a back end of the store does; store.c has checked the arguments before. See store.h. */
#ifndef ENT_STORE_BACK_H
#define ENT_STORE_BACK_H
#include "store/store.h"

/* A batch in rows: entries and parts apart, with their places and digests. */
typedef struct {
    Str          agreement, founding;
    StoreEntries entries;
    StoreParts   parts;
    StoreBlob   *blobs;
    Size         blob_count;
} StoreRows;

typedef struct {
    StoreResult (*append)(Store *store, const StoreRows *rows, Str *why);
    StoreResult (*agreements)(Store *store, Arena *arena, StoreNames *out, Str *why);
    StoreResult (*founding)(Store *store, Arena *arena, Str agreement, Str *out, Str *why);
    StoreResult (*entries)(Store *store, Arena *arena, Str agreement, int64_t number, StoreEntries *out,
                           Str *why);
    StoreResult (*part)(Store *store, Arena *arena, StoreKey key, Str *out, Str *why);
    StoreResult (*parts)(Store *store, Arena *arena, StoreKey key, StoreParts *out, Str *why);
    StoreResult (*blob)(Store *store, Arena *arena, Str agreement, Str name, Str *out, Str *why);
    StoreResult (*check)(Store *store, Arena *arena, Str *why);
    void (*close)(Store *store);
} StoreBack;

/* The first member of the handle of each back end. */
struct Store {
    const StoreBack *back;
    Arena           *arena;
    Str              where;
    bool             dead;
};

Store *memory_open(Arena *arena);
/* NULL: `why`. */
Store *sqlite_open(Arena *arena, Str path, StoreOpening opening, Str *why);
Store *server_open(Arena *arena, Str url, StoreOpening opening, Str *why);
/* False: `why`, which never repeats a password. */
bool server_named(Arena *arena, Str url, Str *why);

/* An entry that does not follow on the `next` that are there of its feed: these are not the entries that the
 * record was loaded from. STORE_FAILED. */
StoreResult store_gap(Store *store, const StoreEntry *entry, int64_t next, Str *why);
/* As a table spells it: "body", "fork", "receipt". */
Str part_name(PartType type);
/* SHA-256 of a name, a zero and bytes: with a blob, so that a bit that flips in either is seen. */
Hash blob_digest(const StoreBlob *blob);
#endif
