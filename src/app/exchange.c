/* exchange.c - see exchange.h. */
#include "app/exchange.h"

#include <string.h>

#include "os/clock.h"

enum { TRIES_MOST = 16 };

/* ---- what is kept ---- */

static bool kept_part(void *self, const Hash *digest, Str *out)
{
    static const PartType types[] = {PART_BODY, PART_FILE};
    Kept                 *kept = self;
    for (Size i = 0; i < COUNT(types) && kept->failed == WORK_DONE; i++) {
        StoreKey key = {.type = types[i], .digest = digest};
        Work     found = workspace_part(kept->ws, kept->arena, key, out, &kept->why);
        if (found == WORK_DONE)
            return true;
        if (found != WORK_NONE)
            kept->failed = found;
    }
    return false;
}

Work kept_open(Workspace *ws, Arena *arena, Kept *out, Str *why)
{
    StoreParts receipts = {0};
    StoreKey   key = {.agreement = ws->config.agreement, .type = PART_RECEIPT};
    *out = (Kept){.ws = ws, .arena = arena, .why = S("")};
    StoreResult found = store_parts(ws->store, arena, key, &receipts, why);
    if (found != STORE_OK)
        return work_of_store(found);
    out->holding = (Holding){.record = &ws->record, .part = kept_part, .self = out};
    out->holding.receipts.at = NEW(arena, Str, receipts.count);
    for (Size i = 0; i < receipts.count; i++)
        out->holding.receipts.at[out->holding.receipts.count++] = receipts.items[i].bytes;
    holding_names(arena, &out->holding);
    if (out->failed != WORK_DONE)
        *why = out->why;
    return out->failed;
}

/* ---- from others ---- */

typedef struct {
    const PullFrom *from;
    const Bundle   *bundle; /* instead of `from` */
} Other;

/* One try. STORE_TAKEN: somebody was faster. */
static Work take_once(Workspace *ws, Arena *arena, const Other *other, Pulled *out, StoreResult *stored,
                      Str *why)
{
    Kept kept;
    Work work = workspace_load(ws, why);
    if (work == WORK_DONE)
        work = kept_open(ws, arena, &kept, why);
    if (work != WORK_DONE)
        return work;
    PullBeside beside = {ws->feed, kept_part, &kept, kept.holding.receipts};
    bool       good = other->from ? pull_from(&ws->record, arena, other->from, &beside, out, why)
                                  : pull_bundle(&ws->record, arena, other->bundle, &beside, out, why);
    if (kept.failed != WORK_DONE) {
        *why = kept.why;
        return kept.failed;
    }
    if (!good)
        return other->from ? WORK_FAILED : WORK_REFUSED;
    if (!out->parts.count)
        return WORK_DONE;
    StoreBatch batch = {.agreement = ws->config.agreement};
    for (Size i = 0; i < out->parts.count; i++)
        *PUSH(arena, &batch.parts) = out->parts.items[i];
    *stored = store_append(ws->store, &batch, why);
    return *stored == STORE_TAKEN ? WORK_DONE : work_of_store(*stored);
}

static Work take(Workspace *ws, const Other *other, Pulled *out, Str *why)
{
    StoreResult stored = STORE_TAKEN;
    Work        work = WORK_DONE;
    Pulled      pulled = {.why = S("")};
    for (int tries = 0; work == WORK_DONE && stored == STORE_TAKEN && tries < TRIES_MOST; tries++) {
        Arena arena = {0};
        Str   because = S("");
        stored = STORE_OK;
        if (tries) /* what the record took is not what the store has */
            work = workspace_reload(ws, &because);
        if (work == WORK_DONE)
            work = take_once(ws, &arena, other, &pulled, &stored, &because);
        if (work == WORK_DONE && stored == STORE_OK)
            work = workspace_stored(ws, &because);
        if (work != WORK_DONE)
            *why = str_copy(ws->arena, because);
        pulled.why = str_copy(ws->arena, pulled.why);
        arena_free(&arena);
    }
    memset(&pulled.parts, 0, sizeof pulled.parts); /* they are gone with the arena */
    if (work == WORK_DONE && stored == STORE_TAKEN) {
        *why = S("others keep writing to this record; try again");
        work = WORK_FAILED;
    }
    Str ignored;
    if (work != WORK_DONE && ws->store && ws->number && workspace_reload(ws, &ignored) != WORK_DONE)
        ws->feed = -1; /* nothing can be written with a record that could not be read */
    if (work == WORK_DONE)
        *out = pulled;
    return work;
}

Work workspace_pull(Workspace *ws, const PullFrom *from, Pulled *out, Str *why)
{
    return take(ws, &(Other){.from = from}, out, why);
}

Work workspace_apply(Workspace *ws, const Bundle *bundle, Pulled *out, Str *why)
{
    return take(ws, &(Other){.bundle = bundle}, out, why);
}

/* The note of this head that its owner has signed, if it is here; else a new one. */
static Note note_of_head(Arena *arena, const Kept *kept, const Head *head)
{
    Checkpoint read, checkpoint = {*head, S("")};
    Note       note;
    Str        why;
    for (Size i = 0; i < kept->holding.receipts.count; i++)
        if (note_read(arena, kept->holding.receipts.at[i], &note, &why) &&
            checkpoint_read(note.text, &read, &why) && str_equal(read.head.origin, head->origin) &&
            read.head.size == head->size && hash_equal(&read.head.root, &head->root))
            return note;
    return (Note){.text = checkpoint_text(arena, &checkpoint)};
}

/* The head of the own feed as a note, so that others can check the feed as a log; and a cosignature under the
 * head of each other feed: all of it is stored here. */
static void sign_heads(const Kept *kept, Arena *arena, const Keys *keys, StoreBatch *batch)
{
    const Workspace *ws = kept->ws;
    VerifierKey      vkey = record_key(&ws->record, ws->feed)->vkey;
    VerifierKey      cosigner = vkey_new(vkey.name, KEY_COSIGNATURE, &vkey.key);
    Size             number = keys_find(keys, &vkey.key);
    INVARIANT(number >= 0);
    SecretKey secret = keys_secret(keys, number);
    for (Size i = 0; i < ws->record.feeds.count; i++) {
        Head head = record_head(&ws->record, i);
        if (head.size == 0 || record_forked(&ws->record, i))
            continue;
        Note note = note_of_head(arena, kept, &head);
        if (note_verify(arena, &note, i == ws->feed ? &vkey : &cosigner, NULL) != NOTE_NOT_SIGNED)
            continue;
        if (i == ws->feed)
            note_sign(arena, &note, &vkey, &secret);
        else
            note_cosign(arena, &note, &cosigner, &secret, clock_now());
        *PUSH(arena, &batch->parts) = (BundlePart){PART_RECEIPT, note_write(arena, &note)};
    }
    key_wipe(&secret);
}

static Work keep_heads(Workspace *ws, const Keys *keys, Str *why)
{
    Arena      arena = {0};
    Kept       kept;
    StoreBatch batch = {.agreement = ws->config.agreement};
    Str        because = S("");
    Work       work = kept_open(ws, &arena, &kept, &because);
    if (work == WORK_DONE) {
        sign_heads(&kept, &arena, keys, &batch);
        StoreResult stored = batch.parts.count ? store_append(ws->store, &batch, &because) : STORE_OK;
        work = work_of_store(stored);
    }
    if (work != WORK_DONE)
        *why = str_copy(ws->arena, because);
    arena_free(&arena);
    return work;
}

Work workspace_acknowledge(Workspace *ws, const Keys *keys, Place *place, Str *why)
{
    Writings writings = {0};
    Arena    arena = {0};
    *PUSH(&arena, &writings.entries) = (Writing){.kind = S("acknowledgement"), .body = S("")};
    Work work = workspace_write(ws, keys, &writings, place, why);
    arena_free(&arena);
    return work == WORK_DONE ? keep_heads(ws, keys, why) : work;
}

/* ---- to others ---- */

uint64_t readers_all(const Workspace *ws)
{
    uint64_t readers = 0;
    for (Size i = 0; i < ws->record.feeds.count; i++)
        if (i != ws->feed && ws->record.feeds.items[i].role == ROLE_PARTY)
            readers |= (uint64_t)1 << i;
    return readers;
}

void member_has(const Workspace *ws, Size feed, int64_t have[FEEDS_MOST])
{
    const OrderFeed  *own = &ws->record.order.feeds.items[feed];
    const OrderEntry *last = own->entries.count ? &own->entries.items[own->entries.count - 1] : NULL;
    for (Size i = 0; i < FEEDS_MOST; i++)
        have[i] = last && i < last->feeds ? last->past[i] : 0;
}

static void add_named(Arena *arena, Kept *kept, const int64_t *have, uint64_t readers, PartType type,
                      Bundle *out)
{
    for (Size i = 0; i < kept->holding.named.count; i++) {
        const Named *named = &kept->holding.named.items[i];
        Place        by = kept->ws->record.order.added.items[named->arrival];
        Str          bytes;
        if (named->type == type && by.seq >= have[by.feed] && (named->readers & readers) == readers &&
            kept_part(kept, &named->digest, &bytes))
            *PUSH(arena, &out->parts) = (BundlePart){type, bytes};
    }
}

/* Is the receipt about entries that the reader does not have? */
static bool covers_more(const Kept *kept, Str receipt, const int64_t *have)
{
    const Record *record = &kept->ws->record;
    Arena         arena = {0};
    Note          note;
    Checkpoint    checkpoint;
    Str           why;
    bool          more = false;
    if (note_read(&arena, receipt, &note, &why) && checkpoint_read(note.text, &checkpoint, &why))
        for (Size i = 0; i < record->feeds.count; i++)
            more = more || (str_equal(record->feeds.items[i].origin, checkpoint.head.origin) &&
                            checkpoint.head.size > have[i]);
    arena_free(&arena);
    return more;
}

Work workspace_bundle(Workspace *ws, Arena *arena, const int64_t *have, uint64_t readers, Bundle *out,
                      Str *why)
{
    Bundle whole = bundle_of(arena, &ws->record, have), bundle = whole;
    Kept   kept;
    Work   work = kept_open(ws, arena, &kept, why);
    if (work != WORK_DONE)
        return work;
    memset(&bundle.parts, 0, sizeof bundle.parts);
    Size i = 0;
    for (; i < whole.parts.count && whole.parts.items[i].type == PART_ENTRY; i++)
        *PUSH(arena, &bundle.parts) = whole.parts.items[i];
    add_named(arena, &kept, have, readers, PART_BODY, &bundle);
    for (; i < whole.parts.count; i++)
        *PUSH(arena, &bundle.parts) = whole.parts.items[i];
    for (Size r = 0; r < kept.holding.receipts.count; r++)
        if (covers_more(&kept, kept.holding.receipts.at[r], have))
            *PUSH(arena, &bundle.parts) = (BundlePart){PART_RECEIPT, kept.holding.receipts.at[r]};
    add_named(arena, &kept, have, readers, PART_FILE, &bundle);
    if (kept.failed == WORK_DONE)
        *out = bundle;
    else
        *why = kept.why;
    return kept.failed;
}
