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

static inline void folder_free(Arena *arena, Str folder)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (Size i = 0; i < COUNT(ends); i++)
        (void)unlink(str_format(arena, "%.*s/record.db%s", STR_ARG(folder), ends[i]).at);
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
#endif
