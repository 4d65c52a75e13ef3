/* store.c - see store.h: which back end, what may be given to it, and that a dead handle stays dead. */
#include "store/store.h"

#include "store/back.h"

#define POSTGRES   S("postgres://")
#define POSTGRESQL S("postgresql://")
#define MEMORY     S("memory")

/* ---- opening ---- */

static bool is_server(Str where) { return str_starts(where, POSTGRES) || str_starts(where, POSTGRESQL); }

bool store_named(Arena *arena, Str where, Str *why)
{
    if (where.len == 0 || str_find(where, '\0') >= 0) {
        *why = S("a store is a file, `postgres://…` or `memory`");
        return false;
    }
    return !is_server(where) || server_named(arena, where, why);
}

Store *store_open(Arena *arena, Str where, StoreOpening opening, Str *why)
{
    if (!store_named(arena, where, why))
        return NULL;
    Store *store = str_equal(where, MEMORY) ? memory_open(arena)
                   : is_server(where)       ? server_open(arena, where, opening, why)
                                            : sqlite_open(arena, where, opening, why);
    if (store)
        store->where = where;
    return store;
}

void store_close(Store *store)
{
    if (store && store->back)
        store->back->close(store);
    if (store)
        *store = (Store){.dead = true};
}

/* ---- what a handle gives ---- */

static bool alive(const Store *store, Str *why)
{
    if (!store->dead)
        return true;
    *why = S("the store failed before: open it again and verify the record");
    return false;
}

static StoreResult settled(Store *store, StoreResult result)
{
    store->dead |= result >= STORE_DAMAGED;
    return result;
}

static bool agreement_valid(Str agreement)
{
    uint8_t bytes[HASH_BYTES];
    return hex_read(agreement, bytes, HASH_BYTES);
}

static bool blob_name_valid(Str name)
{
    return name.len > 0 && name.len <= BLOB_NAME_MOST && str_find(name, '\0') < 0;
}

Hash blob_digest(const StoreBlob *blob)
{
    Sha256 sha = sha256_new();
    sha256_add(&sha, blob->name);
    sha256_add(&sha, (Str){"", 1});
    sha256_add(&sha, blob->bytes);
    return sha256_end(&sha);
}

StoreResult store_gap(Store *store, const StoreEntry *entry, int64_t next, Str *why)
{
    *why = str_format(store->arena,
                      "%.*s: entry %.*s/%lld does not follow on the %lld that are there: another file is in "
                      "its place; open it again and verify the record",
                      STR_ARG(store->where), STR_ARG(entry->feed), (long long)entry->seq, (long long)next);
    return STORE_FAILED;
}

Str part_name(PartType type)
{
    static const char *const names[PART_TYPES] = {
        [PART_BODY] = "body", [PART_FORK] = "fork", [PART_RECEIPT] = "receipt", [PART_FILE] = "file"};
    INVARIANT(type > PART_ENTRY && type < PART_TYPES);
    return str_from(names[type]);
}

/* The place of an entry is what it says itself, so that no caller can put it elsewhere. The record has read
 * and taken it; its first three lines are enough here. */
static StoreEntry row_of(Str agreement, Str bytes)
{
    Str     rest = bytes, form, origin = S(""), size = S(""), in = S(""), feed = S("");
    int64_t seq = 0;
    bool    good = line_next(&rest, &form) && str_equal(form, S("entente/entry/v1")) &&
                line_next(&rest, &origin) && origin_read(origin, &in, &feed) && line_next(&rest, &size) &&
                str_find(size, ' ') > 0 &&
                count_read(str_slice(size, 0, str_find(size, ' ')), INT64_MAX, &seq);
    INVARIANT(good && str_equal(in, agreement));
    return (StoreEntry){.feed = feed, .seq = seq, .leaf = merkle_leaf(bytes), .bytes = bytes};
}

static StoreRows rows_of(Arena *arena, const StoreBatch *batch)
{
    StoreRows rows = {.agreement = batch->agreement, .founding = batch->founding};
    INVARIANT(agreement_valid(batch->agreement));
    if (batch->founding.len) {
        Hash id = sha256(batch->founding);
        INVARIANT(str_equal(hex_text(arena, hash_bytes(&id)), batch->agreement));
    }
    for (Size i = 0; i < batch->parts.count; i++) {
        const BundlePart *part = &batch->parts.items[i];
        if (part->type == PART_ENTRY)
            *PUSH(arena, &rows.entries) = row_of(batch->agreement, part->bytes);
        else
            *PUSH(arena, &rows.parts) = (StorePart){part->type, sha256(part->bytes), part->bytes};
    }
    for (Size i = 0; i < batch->blobs.count; i++)
        INVARIANT(blob_name_valid(batch->blobs.items[i].name) &&
                  batch->blobs.items[i].bytes.len <= BLOB_BYTES_MOST);
    rows.blobs = batch->blobs.items;
    rows.blob_count = batch->blobs.count;
    return rows;
}

StoreResult store_append(Store *store, const StoreBatch *batch, Str *why)
{
    if (!alive(store, why))
        return STORE_FAILED;
    Arena       scratch = {0};
    StoreRows   rows = rows_of(&scratch, batch);
    StoreResult result = settled(store, store->back->append(store, &rows, why));
    arena_free(&scratch);
    return result;
}

StoreResult store_agreements(Store *store, Arena *arena, StoreNames *out, Str *why)
{
    return alive(store, why) ? settled(store, store->back->agreements(store, arena, out, why)) : STORE_FAILED;
}

StoreResult store_founding(Store *store, Arena *arena, Str agreement, Str *out, Str *why)
{
    return alive(store, why) ? settled(store, store->back->founding(store, arena, agreement, out, why))
                             : STORE_FAILED;
}

StoreResult store_entries(Store *store, Arena *arena, Str agreement, int64_t number, StoreEntries *out,
                          Str *why)
{
    INVARIANT(number >= 0);
    return alive(store, why) ? settled(store, store->back->entries(store, arena, agreement, number, out, why))
                             : STORE_FAILED;
}

StoreResult store_part(Store *store, Arena *arena, StoreKey key, Str *out, Str *why)
{
    INVARIANT(key.type != PART_ENTRY && key.digest);
    return alive(store, why) ? settled(store, store->back->part(store, arena, key, out, why)) : STORE_FAILED;
}

StoreResult store_parts(Store *store, Arena *arena, StoreKey key, StoreParts *out, Str *why)
{
    INVARIANT(key.type != PART_ENTRY);
    return alive(store, why) ? settled(store, store->back->parts(store, arena, key, out, why)) : STORE_FAILED;
}

StoreResult store_blob(Store *store, Arena *arena, Str agreement, Str name, Str *out, Str *why)
{
    INVARIANT(blob_name_valid(name));
    return alive(store, why) ? settled(store, store->back->blob(store, arena, agreement, name, out, why))
                             : STORE_FAILED;
}

StoreResult store_check(Store *store, Arena *arena, Str *why)
{
    return alive(store, why) ? settled(store, store->back->check(store, arena, why)) : STORE_FAILED;
}
