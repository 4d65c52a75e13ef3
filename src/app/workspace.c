/* workspace.c - see workspace.h. */
#include "app/workspace.h"

#include <string.h>

#include "app/mark.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/random.h"

enum { CONFIG_BYTES_MOST = 1 << 16, TRIES_MOST = 16 };

static Work say(Work work, Str *why, Str what)
{
    *why = what;
    return work;
}

Str workspace_path(const Workspace *ws, Str name)
{
    return str_format(ws->arena, "%.*s/%.*s", STR_ARG(ws->folder), STR_ARG(name));
}

/* ---- opening ---- */

static Work read_config(Workspace *ws, Str *why)
{
    Str        path = workspace_path(ws, S(".entente/config")), text = S(""), because = S("");
    FileResult result = file_read(ws->arena, path, path.len, CONFIG_BYTES_MOST, &text);
    if (result == FILE_OK && config_read(ws->arena, text, &ws->config, &because))
        return WORK_DONE;
    *why = str_format(ws->arena, "%.*s: %.*s", STR_ARG(path),
                      STR_ARG(because.len ? because : S("it could not be read")));
    return WORK_FAILED;
}

static Str store_address(const Workspace *ws)
{
    Str  store = ws->config.store;
    bool path = !str_starts(store, S("postgres")) && !str_equal(store, S("memory"));
    if (!path || str_starts(store, S("/")))
        return store;
    return str_format(ws->arena, "%.*s/.entente/%.*s", STR_ARG(ws->folder), STR_ARG(store));
}

Work workspace_open_store(Workspace *ws, StoreOpening opening, Str *why)
{
    ws->store = store_open(ws->arena, store_address(ws), opening, why);
    return ws->store ? WORK_DONE : WORK_FAILED;
}

Work work_of_store(StoreResult result)
{
    return result == STORE_OK ? WORK_DONE : result == STORE_DAMAGED ? WORK_DAMAGED : WORK_FAILED;
}

static void unload(Workspace *ws)
{
    if (ws->loaded)
        arena_free(ws->loaded);
    ws->loaded = NULL;
}

Work workspace_reload(Workspace *ws, Str *why)
{
    unload(ws);
    ws->loaded = NEW(ws->arena, Arena, 1);
    StoreResult result =
        load_record(ws->store, ws->loaded, ws->config.agreement, &ws->record, &ws->number, why);
    if (result == STORE_NONE)
        return say(WORK_DAMAGED, why, S("the store does not have the agreement that the workspace names"));
    *why = result == STORE_OK ? *why : str_copy(ws->arena, *why);
    ws->feed = result == STORE_OK ? record_feed(&ws->record, ws->config.member) : -1;
    return work_of_store(result);
}

Work workspace_load(Workspace *ws, Str *why)
{
    StoreResult result = load_more(ws->store, &ws->record, &ws->number, why);
    *why = result == STORE_OK ? *why : str_copy(ws->arena, *why);
    ws->feed = result == STORE_OK ? record_feed(&ws->record, ws->config.member) : -1;
    return work_of_store(result);
}

Work workspace_open(Arena *arena, Str from, WorkspaceLoad load, Workspace *out, Str *why)
{
    Workspace ws = {.arena = arena, .feed = -1};
    if (!workspace_find(arena, from, &ws.folder))
        return say(WORK_NONE, why,
                   str_format(arena, "%.*s lies in no workspace; `entente init` makes one",
                              STR_ARG(from.len ? from : S("this folder"))));
    Work work = read_config(&ws, why);
    if (work == WORK_DONE && load >= LOAD_STORE && !ws.config.agreement.len)
        work = say(WORK_NONE, why,
                   str_format(arena,
                              "%.*s: there is no agreement in this workspace yet; `entente new` founds one, "
                              "`entente join` adopts the counterpart's",
                              STR_ARG(ws.folder)));
    if (work == WORK_DONE && load >= LOAD_STORE)
        work = workspace_open_store(&ws, STORE_MUST_EXIST, why);
    if (work == WORK_DONE && load >= LOAD_RECORD)
        work = workspace_reload(&ws, why);
    if (work == WORK_DONE)
        *out = ws;
    else
        workspace_close(&ws);
    return work;
}

void workspace_close(Workspace *ws)
{
    store_close(ws->store);
    ws->store = NULL;
    unload(ws);
}

/* Is this row of the store in the record already? */
static bool taken(const Record *record, const StoreEntry *row)
{
    Size feed = record_feed(record, row->feed);
    if (feed < 0 || row->seq >= record->feeds.items[feed].entries.count)
        return false;
    return str_equal(record_entry(record, (Place){feed, row->seq})->bytes, row->bytes);
}

Work workspace_stored(Workspace *ws, Str *why)
{
    Arena        scratch = {0};
    StoreEntries rows = {0};
    int64_t      number = ws->number;
    StoreResult  result = store_entries(ws->store, &scratch, ws->config.agreement, number, &rows, why);
    bool         all = result == STORE_OK;
    for (Size i = 0; i < rows.count && all; i++) {
        all = taken(&ws->record, &rows.items[i]);
        number = rows.items[i].number;
    }
    *why = result == STORE_OK ? *why : str_copy(ws->arena, *why);
    arena_free(&scratch);
    if (result != STORE_OK)
        return work_of_store(result);
    if (!all) /* others stored something in between */
        return workspace_reload(ws, why);
    ws->number = number;
    return WORK_DONE;
}

bool workspace_is_current(Workspace *ws, int64_t number)
{
    Arena        arena = {0};
    StoreEntries newer = {0};
    Str          why = S("");
    StoreResult  read = store_entries(ws->store, &arena, ws->config.agreement, number, &newer, &why);
    bool         current = read == STORE_OK && newer.count == 0;
    arena_free(&arena);
    return current;
}

/* ---- bodies and files ---- */

Work workspace_part(Workspace *ws, Arena *arena, StoreKey key, Str *out, Str *why)
{
    Str bytes = S("");
    key.agreement = ws->config.agreement;
    StoreResult found = store_part(ws->store, arena, key, &bytes, why);
    if (found != STORE_OK)
        return found == STORE_NONE ? WORK_NONE : work_of_store(found);
    Hash hash = sha256(bytes);
    if (!hash_equal(&hash, key.digest))
        return say(WORK_DAMAGED, why, S("what the store has under a digest does not have that digest"));
    *out = bytes;
    return WORK_DONE;
}

Work workspace_body(Workspace *ws, Arena *arena, const Hash *digest, SealedBody *sealed, Body *body, Str *why)
{
    Str  bytes = S("");
    Work work = workspace_part(ws, arena, (StoreKey){.type = PART_BODY, .digest = digest}, &bytes, why);
    if (work == WORK_DONE && !sealed_read(arena, bytes, sealed, body, why))
        return WORK_DAMAGED;
    return work;
}

Work workspace_file(Workspace *ws, Arena *arena, const Hash *digest, Str *text, Str *why)
{
    return workspace_part(ws, arena, (StoreKey){.type = PART_FILE, .digest = digest}, text, why);
}

/* ---- writing ---- */

Work workspace_keys(Workspace *ws, Keys *out, Str *why)
{
    Str path = keys_path(ws->arena, ws->config.keys);
    if (ws->feed < 0)
        return say(WORK_REFUSED, why,
                   str_format(ws->arena, "%.*s is no member of this agreement", STR_ARG(ws->config.member)));
    Keys keys;
    if (!keys_open(ws->arena, path, &keys, why))
        return WORK_FAILED;
    if (keys_find(&keys, &record_key(&ws->record, ws->feed)->vkey.key) >= 0) {
        *out = keys;
        keys_wipe(&keys);
        return WORK_DONE;
    }
    keys_wipe(&keys);
    return say(
        WORK_REFUSED, why,
        str_format(ws->arena,
                   "%.*s: the record of %.*s is signed by a key that is not in this file; it may be an "
                   "old copy, from before a change of keys",
                   STR_ARG(path), STR_ARG(ws->config.member)));
}

typedef struct {
    Workspace      *ws;
    const Keys     *keys; /* NULL: only a check */
    const Writings *writings;
    StoreBatch      batch;
    Arena           scratch;
    Str             why; /* in scratch */
} Write;

/* The body of an entry in its place: in the entry, or sealed beside it. */
static bool put_body(Write *write, const Writing *writing, Entry *entry)
{
    const Kind *kind = kind_find(writing->kind);
    Body        body;
    SealedBody  sealed;
    Str         bytes = writing->sealed, text = writing->body;
    if (!kind) {
        write->why = str_format(&write->scratch, "there is no kind of entry `%.*s`", STR_ARG(writing->kind));
        return false;
    }
    entry->place = kind->place;
    if (kind->place == BODY_NONE)
        return true;
    if (bytes.len) {
        if (!sealed_read(&write->scratch, bytes, &sealed, &body, &write->why))
            return false;
    } else if (!body_read(&write->scratch, text, &body, &write->why)) {
        return false;
    }
    if (!kind_check_body(&write->scratch, kind, &body, &write->why))
        return false;
    if (kind->place == BODY_HERE) {
        entry->body_text = text;
        return true;
    }
    if (!bytes.len) {
        sealed.text = text;
        if (!random_bytes(sealed.salt, SALT_BYTES)) {
            write->why = S("the system gives no random bytes");
            return false;
        }
        bytes = sealed_write(&write->scratch, &sealed);
    }
    entry->sealed = sha256(bytes);
    *PUSH(&write->scratch, &write->batch.parts) = (BundlePart){PART_BODY, bytes};
    return true;
}

static void sign_draft(Write *write, Entry *entry)
{
    const Record *record = &write->ws->record;
    Size          final = record_final(record);
    entry->time = clock_now();
    entry->engine = S(ENTENTE_VERSION);
    entry->state_entries = final;
    entry->state = final ? record->digests.items[final - 1] : sha256(S(""));
    Size key = keys_find(write->keys, &record_key(record, write->ws->feed)->vkey.key);
    key += str_equal(entry->kind, S("key.change"));
    INVARIANT(key >= 0 && key < write->keys->count);
    VerifierKey vkey = vkey_new(entry->before.origin, KEY_NOTE, &write->keys->keys[key]);
    SecretKey   secret = keys_secret(write->keys, key);
    entry_sign(&write->scratch, entry, &vkey, &secret);
    key_wipe(&secret);
}

/* Entries come first in a batch as in a bundle, so they are put in front of the bodies. */
static Work draft_one(Write *write, const Writing *writing, Size at)
{
    Workspace *ws = write->ws;
    Entry      entry = record_draft(&ws->record, &write->scratch, ws->feed);
    entry.kind = writing->kind;
    if (!put_body(write, writing, &entry))
        return WORK_REFUSED;
    if (!write->keys)
        return WORK_DONE;
    sign_draft(write, &entry);
    if (entry.bytes.len > ENTRY_BYTES_MOST) {
        write->why = S("the entry is longer than 65,535 bytes");
        return WORK_REFUSED;
    }
    if (record_take(&ws->record, &write->scratch, entry.bytes, &write->why) != TAKE_NEW)
        return WORK_REFUSED;
    (void)PUSH(&write->scratch, &write->batch.parts);
    BundlePart *parts = write->batch.parts.items;
    memmove(parts + at + 1, parts + at, (size_t)(write->batch.parts.count - 1 - at) * sizeof *parts);
    parts[at] = (BundlePart){PART_ENTRY, entry.bytes};
    return WORK_DONE;
}

static Work draft_all(Write *write)
{
    const Workspace *ws = write->ws;
    write->batch = (StoreBatch){.agreement = ws->config.agreement};
    if (ws->feed < 0) {
        write->why =
            str_format(&write->scratch, "%.*s is no member of this agreement", STR_ARG(ws->config.member));
        return WORK_REFUSED;
    }
    for (Size i = 0; i < write->writings->entries.count; i++) {
        Work work = draft_one(write, &write->writings->entries.items[i], i);
        if (work != WORK_DONE)
            return work;
    }
    for (Size i = 0; i < write->writings->files.count; i++)
        *PUSH(&write->scratch, &write->batch.parts) =
            (BundlePart){PART_FILE, write->writings->files.items[i]};
    for (Size i = 0; i < write->writings->blobs.count; i++)
        *PUSH(&write->scratch, &write->batch.blobs) = write->writings->blobs.items[i];
    return WORK_DONE;
}

Work workspace_check(Workspace *ws, const Writings *writings, Str *why)
{
    Write write = {.ws = ws, .writings = writings};
    Work  work = draft_all(&write);
    if (work != WORK_DONE)
        *why = str_copy(ws->arena, write.why);
    arena_free(&write.scratch);
    return work;
}

/* One try. STORE_TAKEN: somebody was faster. */
static Work write_once(Write *write, StoreResult *stored)
{
    Workspace *ws = write->ws;
    int64_t    mark = 0;
    Work       work = mark_read(ws, &mark, &write->why);
    if (work == WORK_DONE)
        work = workspace_load(ws, &write->why);
    if (work == WORK_DONE && !mark_reached(ws, mark, &write->why))
        work = WORK_REFUSED;
    if (work == WORK_DONE)
        work = draft_all(write);
    *stored = STORE_OK;
    if (work != WORK_DONE)
        return work;
    *stored = store_append(ws->store, &write->batch, &write->why);
    if (*stored == STORE_OK)
        return mark_write(ws, ws->record.feeds.items[ws->feed].tree.size, &write->why);
    return *stored == STORE_TAKEN ? WORK_DONE : work_of_store(*stored);
}

Work workspace_write(Workspace *ws, const Keys *keys, const Writings *writings, Place *first, Str *why)
{
    StoreResult stored = STORE_TAKEN;
    Work        work = WORK_DONE;
    Place       place = {ws->feed, 0};
    for (int tries = 0; work == WORK_DONE && stored == STORE_TAKEN && tries < TRIES_MOST; tries++) {
        Write write = {.ws = ws, .keys = keys, .writings = writings, .why = S("")};
        if (tries) /* what the record took is not what the store has */
            work = workspace_reload(ws, &write.why);
        if (work == WORK_DONE)
            work = write_once(&write, &stored);
        if (work == WORK_DONE)
            place =
                (Place){ws->feed, ws->record.feeds.items[ws->feed].entries.count - writings->entries.count};
        if (work == WORK_DONE && stored == STORE_OK)
            work = workspace_stored(ws, &write.why);
        if (work != WORK_DONE)
            *why = str_copy(ws->arena, write.why);
        arena_free(&write.scratch);
    }
    if (work == WORK_DONE && stored == STORE_TAKEN)
        return say(WORK_FAILED, why, S("others keep writing to this record; try again"));
    if (work == WORK_DONE)
        *first = place;
    return work;
}
