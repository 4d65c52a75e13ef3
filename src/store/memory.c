/* memory.c - the store that nothing outlives: lists in the arena of the handle. See store.h.
 *
 * It checks everything before it changes anything, so an append is whole or nothing here too. */
#include "store/back.h"

typedef struct {
    Str     feed;
    int64_t count; /* of its entries */
} MemoryFeed;

typedef struct {
    Str          id, founding;
    StoreEntries entries;
    StoreParts   parts;
    LIST_OF(StoreBlob) blobs;
    LIST_OF(MemoryFeed) feeds;
} MemoryAgreement;

typedef struct {
    Store store;
    LIST_OF(MemoryAgreement) agreements;
} MemoryStore;

static MemoryAgreement *agreement_at(Store *store, Str id)
{
    MemoryStore *memory = (MemoryStore *)store;
    for (Size i = 0; i < memory->agreements.count; i++)
        if (str_equal(memory->agreements.items[i].id, id))
            return &memory->agreements.items[i];
    return NULL;
}

static MemoryFeed *feed_at(const MemoryAgreement *agreement, Str name)
{
    for (Size i = 0; agreement && i < agreement->feeds.count; i++)
        if (str_equal(agreement->feeds.items[i].feed, name))
            return &agreement->feeds.items[i];
    return NULL;
}

/* How many of the feed are there, and in the batch before entry `before`. */
static int64_t next_of(const MemoryAgreement *agreement, const StoreRows *rows, Size before)
{
    Str         feed = rows->entries.items[before].feed;
    MemoryFeed *at = feed_at(agreement, feed);
    int64_t     next = at ? at->count : 0;
    for (Size i = 0; i < before; i++)
        next += str_equal(rows->entries.items[i].feed, feed);
    return next;
}

static StorePart *part_at(MemoryAgreement *agreement, PartType type, const Hash *digest)
{
    for (Size i = 0; i < agreement->parts.count; i++) {
        StorePart *part = &agreement->parts.items[i];
        if (part->type == type && hash_equal(&part->digest, digest))
            return part;
    }
    return NULL;
}

static StoreBlob *blob_at(MemoryAgreement *agreement, Str name)
{
    for (Size i = 0; i < agreement->blobs.count; i++)
        if (str_equal(agreement->blobs.items[i].name, name))
            return &agreement->blobs.items[i];
    return NULL;
}

static void add_entry(Arena *arena, MemoryAgreement *agreement, StoreEntry entry)
{
    MemoryFeed *feed = feed_at(agreement, entry.feed);
    if (!feed) {
        feed = PUSH(arena, &agreement->feeds);
        *feed = (MemoryFeed){str_copy(arena, entry.feed), 0};
    }
    feed->count++;
    entry.number = agreement->entries.count + 1;
    entry.feed = feed->feed;
    entry.bytes = str_copy(arena, entry.bytes);
    *PUSH(arena, &agreement->entries) = entry;
}

static void add_rows(Arena *arena, MemoryAgreement *agreement, const StoreRows *rows)
{
    for (Size i = 0; i < rows->entries.count; i++)
        add_entry(arena, agreement, rows->entries.items[i]);
    for (Size i = 0; i < rows->parts.count; i++) {
        StorePart part = rows->parts.items[i];
        if (part_at(agreement, part.type, &part.digest))
            continue;
        part.bytes = str_copy(arena, part.bytes);
        *PUSH(arena, &agreement->parts) = part;
    }
    for (Size i = 0; i < rows->blob_count; i++) {
        StoreBlob *blob = blob_at(agreement, rows->blobs[i].name);
        if (!blob) {
            blob = PUSH(arena, &agreement->blobs);
            blob->name = str_copy(arena, rows->blobs[i].name);
        }
        blob->bytes = str_copy(arena, rows->blobs[i].bytes);
    }
}

static StoreResult memory_append(Store *store, const StoreRows *rows, Str *why)
{
    MemoryAgreement *agreement = agreement_at(store, rows->agreement);
    if (!agreement && rows->founding.len == 0)
        return STORE_NONE;
    if (agreement && rows->founding.len)
        return STORE_TAKEN;
    for (Size i = 0; i < rows->entries.count; i++) {
        int64_t next = next_of(agreement, rows, i);
        if (rows->entries.items[i].seq < next)
            return STORE_TAKEN;
        if (rows->entries.items[i].seq > next)
            return store_gap(store, &rows->entries.items[i], next, why);
    }
    if (!agreement) {
        agreement = PUSH(store->arena, &((MemoryStore *)store)->agreements);
        *agreement = (MemoryAgreement){.id = str_copy(store->arena, rows->agreement),
                                       .founding = str_copy(store->arena, rows->founding)};
    }
    add_rows(store->arena, agreement, rows);
    return STORE_OK;
}

static StoreResult memory_agreements(Store *store, Arena *arena, StoreNames *out, Str *why)
{
    const MemoryStore *memory = (const MemoryStore *)store;
    StoreNames         names = {0};
    (void)why;
    for (Size i = 0; i < memory->agreements.count; i++)
        *PUSH(arena, &names) = str_copy(arena, memory->agreements.items[i].id);
    *out = names;
    return STORE_OK;
}

static StoreResult memory_founding(Store *store, Arena *arena, Str agreement, Str *out, Str *why)
{
    const MemoryAgreement *at = agreement_at(store, agreement);
    (void)why;
    if (!at)
        return STORE_NONE;
    *out = str_copy(arena, at->founding);
    return STORE_OK;
}

static StoreResult memory_entries(Store *store, Arena *arena, Str agreement, int64_t number,
                                  StoreEntries *out, Str *why)
{
    const MemoryAgreement *at = agreement_at(store, agreement);
    StoreEntries           entries = {0};
    (void)why;
    if (!at)
        return STORE_NONE;
    for (Size i = (Size)number; i < at->entries.count; i++) {
        StoreEntry entry = at->entries.items[i];
        entry.feed = str_copy(arena, entry.feed);
        entry.bytes = str_copy(arena, entry.bytes);
        *PUSH(arena, &entries) = entry;
    }
    *out = entries;
    return STORE_OK;
}

static StoreResult memory_part(Store *store, Arena *arena, StoreKey key, Str *out, Str *why)
{
    MemoryAgreement *at = agreement_at(store, key.agreement);
    const StorePart *part = at ? part_at(at, key.type, key.digest) : NULL;
    (void)why;
    if (!part)
        return STORE_NONE;
    *out = str_copy(arena, part->bytes);
    return STORE_OK;
}

static StoreResult memory_parts(Store *store, Arena *arena, StoreKey key, StoreParts *out, Str *why)
{
    const MemoryAgreement *at = agreement_at(store, key.agreement);
    StoreParts             parts = {0};
    (void)why;
    if (!at)
        return STORE_NONE;
    for (Size i = 0; i < at->parts.count; i++) {
        StorePart part = at->parts.items[i];
        if (part.type != key.type)
            continue;
        part.bytes = str_copy(arena, part.bytes);
        *PUSH(arena, &parts) = part;
    }
    *out = parts;
    return STORE_OK;
}

static StoreResult memory_blob(Store *store, Arena *arena, Str agreement, Str name, Str *out, Str *why)
{
    MemoryAgreement *at = agreement_at(store, agreement);
    const StoreBlob *blob = at ? blob_at(at, name) : NULL;
    (void)why;
    if (!blob)
        return STORE_NONE;
    *out = str_copy(arena, blob->bytes);
    return STORE_OK;
}

static StoreResult memory_check(Store *store, Arena *arena, Str *why)
{
    (void)store;
    (void)arena;
    (void)why;
    return STORE_OK;
}

static void memory_close(Store *store) { (void)store; }

Store *memory_open(Arena *arena)
{
    static const StoreBack back = {memory_append,  memory_agreements, memory_founding,
                                   memory_entries, memory_part,       memory_parts,
                                   memory_blob,    memory_check,      memory_close};
    MemoryStore           *memory = NEW(arena, MemoryStore, 1);
    memory->store = (Store){.back = &back, .arena = arena};
    return &memory->store;
}
