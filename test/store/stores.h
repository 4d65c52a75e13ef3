/* stores.h - back ends by name, folders of their own, and a record to put into them. */
#ifndef ENT_TEST_STORES_H
#define ENT_TEST_STORES_H
#include <stdlib.h>
#include <unistd.h>

#include "record/members.h"
#include "store/store.h"

/* A folder that is there until the end of the test. */
static inline Str folder_new(Arena *arena)
{
    Str   name = str_copy(arena, S("/tmp/entente-store-XXXXXX"));
    char *path = NEW(arena, char, name.len + 1);
    memcpy(path, name.at, (size_t)name.len);
    assert_non_null(mkdtemp(path));
    return str_from(path);
}

static inline void files_free(Arena *arena, Str folder)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (Size i = 0; i < COUNT(ends); i++)
        (void)unlink(str_format(arena, "%.*s/record.db%s", STR_ARG(folder), ends[i]).at);
}

static inline void folder_free(Arena *arena, Str folder)
{
    files_free(arena, folder);
    (void)rmdir(str_copy(arena, folder).at);
}

static inline Store *opened(Arena *arena, Str where)
{
    Str    why = S("");
    Store *store = store_open(arena, where, STORE_MAY_CREATE, &why);
    if (!store)
        fail_msg("%.*s", STR_ARG(why));
    return store;
}

/* What an append gives; a failure must say why. */
static inline StoreResult appended(Store *store, const StoreBatch *batch)
{
    Str         why = S("");
    StoreResult result = store_append(store, batch, &why);
    assert_true((result >= STORE_DAMAGED) == (why.len > 0));
    return result;
}

static inline Str agreement_of(const Cast *cast) { return cast->people[0].record.agreement; }

/* The bytes of all entries as the first person's record took them. */
static inline StoreBatch batch_of(Cast *cast, Size from, Size to)
{
    const Record *record = &cast->people[0].record;
    StoreBatch    batch = {.agreement = record->agreement};
    if (from == 0)
        batch.founding = cast->founding;
    for (Size i = from; i < to; i++)
        *PUSH(&cast->arena, &batch.parts) =
            (BundlePart){PART_ENTRY, record_entry(record, record->order.added.items[i])->bytes};
    return batch;
}

static inline void add_part(Cast *cast, StoreBatch *batch, PartType type, Str bytes)
{
    *PUSH(&cast->arena, &batch->parts) = (BundlePart){type, bytes};
}

static inline void add_blob(Cast *cast, StoreBatch *batch, Str name, Str bytes)
{
    *PUSH(&cast->arena, &batch->blobs) = (StoreBlob){name, bytes};
}

static inline StoreEntries entries_after(Arena *arena, Store *store, Str agreement, int64_t number)
{
    StoreEntries entries = {0};
    Str          why = S("");
    StoreResult  result = store_entries(store, arena, agreement, number, &entries, &why);
    if (result != STORE_OK)
        fail_msg("%d %.*s", (int)result, STR_ARG(why));
    return entries;
}

/* What the first person learns: a fork of the second, whose two entries lie in `cast`. */
static inline void forks_once(Cast *cast)
{
    Person *second = &cast->people[1];
    Record  copy;
    Str     why = S("");
    if (!record_new(&cast->arena, cast->founding, RULES_ALL, &copy, &why))
        fail_msg("%.*s", STR_ARG(why));
    (void)pulls(&copy, &second->record);
    (void)writes(cast, 1, "comment", S("sealed"));
    Entry other = sign_next(cast, second, &copy, "fact", S("sealed"));
    (void)pulls(&cast->people[0].record, &second->record);
    assert_int_equal(takes(&cast->people[0].record, other.bytes, NULL), TAKE_FORK);
}

static inline Str receipt_of(Cast *cast, Size feed)
{
    Person     *person = &cast->people[0];
    Checkpoint  checkpoint = {.head = record_head(&person->record, feed), .more = S("")};
    Note        note = {.text = checkpoint_text(&cast->arena, &checkpoint)};
    VerifierKey vkey = vkey_new(S("witness"), KEY_COSIGNATURE, &person->keys[0]);
    note_cosign(&cast->arena, &note, &vkey, &person->secrets[0], 1795488000);
    return note_write(&cast->arena, &note);
}

/* Everything that a store can hold of an agreement of two that has gone on for a while, with a fork. */
static inline StoreBatch full_batch(Cast *cast, Size rounds)
{
    const Record *record = &cast->people[0].record;
    founded(cast_new(cast, 2, false, RULES_ALL));
    for (Size i = 0; i < rounds; i++)
        everybody_writes(cast, "heartbeat", S_NONE);
    forks_once(cast);
    StoreBatch batch = batch_of(cast, 0, record->order.added.count);
    for (Size i = 0; i < rounds; i++) {
        Str text =
            str_format(&cast->arena, "{\"period\":\"2026-Q1\",\"value\":\"0.%lld\"}", (long long)i + 1);
        SealedBody sealed = {.salt = {(uint8_t)i}, .text = text};
        add_part(cast, &batch, PART_BODY, sealed_write(&cast->arena, &sealed));
    }
    for (Size i = 0; i < record->forks.count; i++)
        add_part(cast, &batch, PART_FORK, record->forks.items[i].proof);
    add_part(cast, &batch, PART_RECEIPT, receipt_of(cast, 0));
    add_part(cast, &batch, PART_RECEIPT, receipt_of(cast, 1));
    add_blob(cast, &batch, S("snapshot"), receipt_of(cast, 0));
    add_blob(cast, &batch, S("head of borealis"), S("7"));
    return batch;
}

/* All that a store says of an agreement, as one text. False: `why`. */
static inline bool told(Store *store, Arena *arena, Str agreement, Str *out, Str *why)
{
    static const char *const blobs[] = {"snapshot", "head of borealis"};
    Text                     text = text_new(arena);
    Str                      got = S("");
    StoreEntries             entries = {0};
    if (store_founding(store, arena, agreement, &got, why) != STORE_OK ||
        store_entries(store, arena, agreement, 0, &entries, why) != STORE_OK)
        return false;
    text_format(&text, "founding %lld ", (long long)got.len);
    text_add(&text, got);
    for (Size i = 0; i < entries.count; i++) {
        const StoreEntry *entry = &entries.items[i];
        text_format(&text, "\nentry %lld %.*s/%lld ", (long long)entry->number, STR_ARG(entry->feed),
                    (long long)entry->seq);
        text_add(&text, hash_bytes(&entry->leaf));
        text_add(&text, entry->bytes);
    }
    for (int type = PART_BODY; type < PART_TYPES; type++) {
        StoreParts parts = {0};
        StoreKey   key = {.agreement = agreement, .type = (PartType)type};
        if (store_parts(store, arena, key, &parts, why) != STORE_OK)
            return false;
        for (Size i = 0; i < parts.count; i++) {
            text_format(&text, "\npart %d ", type);
            text_add(&text, hash_bytes(&parts.items[i].digest));
            text_add(&text, parts.items[i].bytes);
        }
    }
    for (Size i = 0; i < COUNT(blobs); i++) {
        StoreResult result = store_blob(store, arena, agreement, str_from(blobs[i]), &got, why);
        if (result >= STORE_DAMAGED)
            return false;
        text_format(&text, "\nblob %s %d ", blobs[i], result == STORE_OK);
        text_add(&text, result == STORE_OK ? got : S(""));
    }
    *out = text_str(&text);
    return true;
}
#endif
