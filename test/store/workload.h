/* workload.h - batches to append one after the other, and what must be there after something went wrong:
 * every batch that was acknowledged, and of the one that was not, all or nothing. */
#ifndef ENT_TEST_WORKLOAD_H
#define ENT_TEST_WORKLOAD_H
#include "stores.h"

enum { BATCHES_MOST = 32, LARGEST_BODY = 6000 };

typedef struct {
    Cast       cast;
    Size       count;
    StoreBatch batches[BATCHES_MOST];
    Size       entries[BATCHES_MOST + 1]; /* how many there are after so many batches */
} Workload;

/* Batches of one to four entries, each with a body of random size and with its number as a blob. */
static inline void workload_new(Workload *work, Size count, uint64_t seed)
{
    Random        random = {seed};
    const Record *record = &work->cast.people[0].record;
    work->count = count;
    founded(cast_new(&work->cast, 2, false, RULES_ALL));
    while (record->order.added.count < count * 4)
        everybody_writes(&work->cast, "heartbeat", S_NONE);
    for (Size i = 0; i < count; i++) {
        Size end = work->entries[i] + 1 + (i % 2 ? random_below(&random, 4) : 0);
        work->entries[i + 1] = end;
        work->batches[i] = batch_of(&work->cast, work->entries[i], end);
        add_part(&work->cast, &work->batches[i], PART_BODY,
                 random_bytes(&work->cast.arena, &random, 1 + random_below(&random, LARGEST_BODY)));
        add_blob(&work->cast, &work->batches[i], S("snapshot"),
                 str_format(&work->cast.arena, "%lld", (long long)i + 1));
    }
}

/* From batch `from` on until one is not acknowledged. How many then are. */
static inline Size workload_run(const Workload *work, Store *store, Size from, Size to)
{
    Size done = from;
    while (done < to && appended(store, &work->batches[done]) == STORE_OK)
        done++;
    return done;
}

/* How many batches there are, by their entries. */
static inline Size workload_next(const Workload *work, Store *store)
{
    Arena        arena = {0};
    Str          why = S("");
    StoreEntries entries = {0};
    Size         next = 0;
    (void)!store_entries(store, &arena, agreement_of(&work->cast), 0, &entries, &why);
    while (next < work->count && work->entries[next] < entries.count)
        next++;
    arena_free(&arena);
    return next;
}

/* What is wrong with what is there, if nobody else writes; NULL: nothing. `found`: how many batches are
 * there. */
static inline const char *workload_look(const Workload *work, Store *store, Size *found)
{
    Arena        arena = {0};
    Str          why = S(""), blob = S("");
    Str          agreement = agreement_of(&work->cast);
    StoreEntries entries = {0};
    StoreParts   parts = {0};
    StoreKey     key = {.agreement = agreement, .type = PART_BODY};
    const char  *wrong = NULL;
    Size         batches = 0;
    StoreResult  result = store_check(store, &arena, &why);
    if (result == STORE_OK)
        result = store_entries(store, &arena, agreement, 0, &entries, &why);
    if (result == STORE_OK)
        result = store_parts(store, &arena, key, &parts, &why);
    if (result == STORE_OK)
        result = store_blob(store, &arena, agreement, S("snapshot"), &blob, &why);
    if (result != STORE_OK && result != STORE_NONE)
        wrong = "it cannot be read";
    while (batches < work->count && work->entries[batches] < entries.count)
        batches++;
    if (!wrong && (work->entries[batches] != entries.count || parts.count != batches ||
                   (batches && !str_equal(blob, str_format(&arena, "%lld", (long long)batches)))))
        wrong = "a part of a batch is there";
    for (Size i = 0, b = 0; i < entries.count && !wrong; i++) {
        b += i >= work->entries[b + 1];
        if (!str_equal(entries.items[i].bytes, work->batches[b].parts.items[i - work->entries[b]].bytes))
            wrong = "an entry is not as it was";
    }
    for (Size b = 0; b < parts.count && !wrong; b++)
        if (!str_equal(parts.items[b].bytes,
                       work->batches[b].parts.items[work->batches[b].parts.count - 1].bytes))
            wrong = "a body is not as it was";
    *found = batches;
    arena_free(&arena);
    return wrong;
}

static inline void workload_free(Workload *work) { cast_free(&work->cast); }
#endif
