/* apply.c - what a bundle brings goes into record and store: entries that the record takes, proofs of forks,
 * and bodies and files where something names their digest; and what goes out in one. See workspace.h. */
#include <stdlib.h>
#include <string.h>

#include "app/workspace.h"

typedef LIST_OF(Hash) HashList;

static int by_bytes(const void *a, const void *b) { return memcmp(a, b, sizeof(Hash)); }

static void sort(HashList *list)
{
    if (list->count)
        qsort(list->items, (size_t)list->count, sizeof(Hash), by_bytes);
}

static bool holds(const HashList *list, const Hash *hash)
{
    return list->count && bsearch(hash, list->items, (size_t)list->count, sizeof(Hash), by_bytes);
}

/* Of all sealed bodies that entries name. */
static HashList named_bodies(Arena *arena, const Record *record)
{
    HashList list = {0};
    for (Size i = 0; i < record->order.added.count; i++) {
        const Entry *entry = record_entry(record, record->order.added.items[i]);
        if (entry->place == BODY_SEALED)
            *PUSH(arena, &list) = entry->sealed;
    }
    sort(&list);
    return list;
}

/* A body names a file in a list of objects, under `digest`. */
static void add_files(Arena *arena, HashList *list, const Body *body)
{
    static const char *const lists[] = {"files", "tables"};
    for (Size l = 0; l < COUNT(lists); l++) {
        const Body *files = body_at(body, str_from(lists[l]));
        for (Size i = 0; files && files->type == BODY_LIST && i < files->count; i++) {
            const Body *digest = body_at(&files->items[i], S("digest"));
            Hash        hash;
            if (digest && digest->type == BODY_TEXT && hash_read(digest->text, &hash))
                *PUSH(arena, list) = hash;
        }
    }
}

typedef struct {
    Workspace    *ws;
    const Bundle *bundle;
    Arena         scratch;
    StoreBatch    batch;
    BundleResult  result;
    HashList      files;
    Str           why; /* in scratch */
} Apply;

static void keep(Apply *apply, PartType type, Str bytes)
{
    *PUSH(&apply->scratch, &apply->batch.parts) = (BundlePart){type, bytes};
}

static Work keep_bodies(Apply *apply)
{
    HashList bodies = named_bodies(&apply->scratch, &apply->ws->record);
    bool     files = false;
    for (Size i = 0; i < apply->bundle->parts.count; i++) {
        const BundlePart *part = &apply->bundle->parts.items[i];
        Hash              hash;
        SealedBody        sealed;
        Body              body;
        files = files || part->type == PART_FILE;
        if (part->type != PART_BODY)
            continue;
        hash = sha256(part->bytes);
        if (!holds(&bodies, &hash) || !sealed_read(&apply->scratch, part->bytes, &sealed, &body, &apply->why))
            continue;
        add_files(&apply->scratch, &apply->files, &body);
        keep(apply, PART_BODY, part->bytes);
    }
    if (!files)
        return WORK_DONE;
    StoreParts there = {0}; /* a file may come after the body that names it */
    StoreKey   key = {.agreement = apply->ws->config.agreement, .type = PART_BODY};
    if (store_parts(apply->ws->store, &apply->scratch, key, &there, &apply->why) != STORE_OK)
        return WORK_FAILED;
    for (Size i = 0; i < there.count; i++) {
        SealedBody sealed;
        Body       body;
        if (sealed_read(&apply->scratch, there.items[i].bytes, &sealed, &body, &apply->why))
            add_files(&apply->scratch, &apply->files, &body);
    }
    sort(&apply->files);
    return WORK_DONE;
}

static void keep_files(Apply *apply)
{
    for (Size i = 0; i < apply->bundle->parts.count; i++) {
        const BundlePart *part = &apply->bundle->parts.items[i];
        if (part->type != PART_FILE)
            continue;
        Hash hash = sha256(part->bytes);
        if (holds(&apply->files, &hash))
            keep(apply, PART_FILE, part->bytes);
    }
}

static Work apply_once(Apply *apply, StoreResult *stored)
{
    Workspace *ws = apply->ws;
    Work       work = workspace_load(ws, &apply->why);
    if (work != WORK_DONE)
        return work;
    Size entries = ws->record.order.added.count, forks = ws->record.forks.count;
    if (!bundle_apply(&ws->record, &apply->scratch, apply->bundle, &apply->result, &apply->why))
        return WORK_REFUSED;
    apply->batch = (StoreBatch){.agreement = ws->config.agreement};
    for (; entries < ws->record.order.added.count; entries++)
        keep(apply, PART_ENTRY, record_entry(&ws->record, ws->record.order.added.items[entries])->bytes);
    work = keep_bodies(apply);
    for (; forks < ws->record.forks.count; forks++)
        keep(apply, PART_FORK, ws->record.forks.items[forks].proof);
    for (Size i = 0; i < apply->bundle->parts.count; i++)
        if (apply->bundle->parts.items[i].type == PART_RECEIPT)
            keep(apply, PART_RECEIPT, apply->bundle->parts.items[i].bytes);
    keep_files(apply);
    *stored = STORE_OK;
    if (work != WORK_DONE || !apply->batch.parts.count)
        return work;
    *stored = store_append(ws->store, &apply->batch, &apply->why);
    return *stored == STORE_OK || *stored == STORE_TAKEN ? WORK_DONE
           : *stored == STORE_DAMAGED                    ? WORK_DAMAGED
                                                         : WORK_FAILED;
}

Work workspace_apply(Workspace *ws, const Bundle *bundle, BundleResult *out, Str *why)
{
    StoreResult stored = STORE_TAKEN;
    Work        work = WORK_DONE;
    for (int tries = 0; work == WORK_DONE && stored == STORE_TAKEN && tries < 16; tries++) {
        Apply apply = {.ws = ws, .bundle = bundle, .why = S("")};
        if (tries)
            work = workspace_reload(ws, &apply.why);
        if (work == WORK_DONE)
            work = apply_once(&apply, &stored);
        if (work != WORK_DONE)
            *why = str_copy(ws->arena, apply.why);
        *out = apply.result;
        out->why = str_copy(ws->arena, apply.result.why);
        arena_free(&apply.scratch);
    }
    if (work != WORK_DONE || stored != STORE_TAKEN)
        return work;
    *why = S("others keep writing to this record; try again");
    return WORK_FAILED;
}

/* ---- the other way ---- */

/* The body of an entry, and the files that it names, as far as they are here. */
static Work give_body(Workspace *ws, Arena *arena, const Hash *digest, Bundle *out, HashList *files, Str *why)
{
    SealedBody sealed;
    Body       body;
    Work       work = workspace_body(ws, arena, digest, &sealed, &body, why);
    if (work != WORK_DONE)
        return work == WORK_NONE ? WORK_DONE : work;
    *PUSH(arena, &out->parts) = (BundlePart){PART_BODY, sealed_write(arena, &sealed)};
    add_files(arena, files, &body);
    return WORK_DONE;
}

static Work give_bodies(Workspace *ws, Arena *arena, const int64_t *have, Bundle *out, HashList *files,
                        Str *why)
{
    HashList given = {0};
    for (Size i = 0; i < ws->record.order.added.count; i++) {
        Place        place = ws->record.order.added.items[i];
        const Entry *entry = record_entry(&ws->record, place);
        if (place.seq >= have[place.feed] && entry->place == BODY_SEALED)
            *PUSH(arena, &given) = entry->sealed;
    }
    sort(&given);
    for (Size i = 0; i < given.count; i++) {
        Work work = i && hash_equal(&given.items[i - 1], &given.items[i])
                        ? WORK_DONE
                        : give_body(ws, arena, &given.items[i], out, files, why);
        if (work != WORK_DONE)
            return work;
    }
    return WORK_DONE;
}

Work workspace_bundle(Workspace *ws, Arena *arena, const int64_t *have, Bundle *out, Str *why)
{
    Bundle   bundle = bundle_of(arena, &ws->record, have);
    HashList files = {0};
    Size     entries = 0;
    while (entries < bundle.parts.count && bundle.parts.items[entries].type == PART_ENTRY)
        entries++;
    LIST_OF(BundlePart) proofs = {bundle.parts.items + entries, bundle.parts.count - entries, 0};
    Bundle all = bundle;
    all.parts.items = NEW(arena, BundlePart, entries + 1);
    all.parts.count = all.parts.room = entries;
    if (entries)
        memcpy(all.parts.items, bundle.parts.items, (size_t)entries * sizeof(BundlePart));
    Work work = give_bodies(ws, arena, have, &all, &files, why);
    for (Size i = 0; i < proofs.count; i++)
        *PUSH(arena, &all.parts) = proofs.items[i];
    sort(&files);
    for (Size i = 0; i < files.count && work == WORK_DONE; i++) {
        Str text = S("");
        if (i && hash_equal(&files.items[i - 1], &files.items[i]))
            continue;
        work = workspace_file(ws, arena, &files.items[i], &text, why);
        if (work == WORK_DONE)
            *PUSH(arena, &all.parts) = (BundlePart){PART_FILE, text};
        work = work == WORK_NONE ? WORK_DONE : work;
    }
    if (work == WORK_DONE)
        *out = all;
    return work;
}
