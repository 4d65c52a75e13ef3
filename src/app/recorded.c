/* recorded.c - see recorded.h. */
#include "app/recorded.h"

#include "os/files.h"

static const Str SNAPSHOT = {"fold", 4};

static bool body_read_here(void *self, Arena *arena, const Hash *digest, Str *bytes)
{
    Workspace *ws = self;
    Str        why = S("");
    return workspace_part(ws, arena, (StoreKey){.type = PART_BODY, .digest = digest}, bytes, &why) ==
           WORK_DONE;
}

Bodies recorded_bodies(Workspace *ws) { return (Bodies){ws, body_read_here}; }

/* ---- the snapshot: the arrival up to which it goes, then the fold ---- */

static bool snapshot_read(Workspace *ws, Fold *fold, int64_t *number)
{
    Str bytes = S(""), line = S(""), why = S("");
    if (store_blob(ws->store, ws->arena, ws->config.agreement, SNAPSHOT, &bytes, &why) != STORE_OK)
        return false;
    return line_named(&bytes, S("arrival "), &line) && count_read(line, INT64_MAX, number) &&
           fold_read(ws->arena, bytes, fold, &why);
}

/* A snapshot that could not be kept costs time, not truth. */
static void snapshot_keep(Workspace *ws, const Fold *fold)
{
    Str        why = S(""), bytes = fold_write(ws->arena, fold);
    StoreBatch batch = {.agreement = ws->config.agreement};
    *PUSH(ws->arena, &batch.blobs) = (StoreBlob){
        SNAPSHOT, str_format(ws->arena, "arrival %lld\n%.*s", (long long)ws->number, STR_ARG(bytes))};
    (void)!store_append(ws->store, &batch, &why);
}

static bool any_absent(const Fold *fold)
{
    for (Size i = 0; i < fold->entries.count; i++)
        if (fold->entries.items[i].state == FOLD_ABSENT)
            return true;
    return false;
}

static FoldAsked fold_asked(const RecordAsked *asked)
{
    return (FoldAsked){asked->at_said ? (Size)asked->at : -1, asked->known_said ? asked->known : DAY_MAX};
}

static bool load_fold(const Session *session, Recorded *r, Str *why)
{
    Workspace *ws = &r->ws;
    Fold       before = {0};
    int64_t    number = 0;
    bool       all = !session->asked.at_said && !session->asked.known_said;
    bool       kept = all && snapshot_read(ws, &before, &number);
    if (kept && !any_absent(&before) && workspace_is_current(ws, number)) {
        r->fold = before;
        return true;
    }
    if (workspace_reload(ws, why) != WORK_DONE)
        return false;
    r->loaded = true;
    Bodies bodies = recorded_bodies(ws);
    Str    unfit = S("");
    if (!kept || !fold_go_on(ws->arena, &ws->record, &bodies, &before, &r->fold, &unfit))
        r->fold = fold_new(ws->arena, &ws->record, &bodies, fold_asked(&session->asked));
    if (all)
        snapshot_keep(ws, &r->fold);
    if (session->asked.at_said && session->asked.at > record_final(&ws->record)) {
        *why = str_format(ws->arena, "--at %lld: only %lld entries are final", (long long)session->asked.at,
                          (long long)record_final(&ws->record));
        return false;
    }
    return true;
}

/* The folder itself, or its agreement.md, however it is written. */
static bool is_own_text(const Workspace *ws, Str path)
{
    return file_same(ws->arena, path, ws->folder) ||
           file_same(ws->arena, path, workspace_path(ws, S("agreement.md")));
}

static void close_recorded(void *self) { workspace_close(&((Recorded *)self)->ws); }

RecordedResult recorded_open(Session *session, Str path, Recorded *out, Str *why)
{
    Recorded r = {0};
    Str      none = S("");
    if (str_equal(path, S("-")) ||
        workspace_open(session->arena, path, LOAD_CONFIG, &r.ws, &none) != WORK_DONE)
        return RECORDED_NONE;
    if (!r.ws.config.agreement.len)
        return RECORDED_NONE;
    if (workspace_open(session->arena, path, LOAD_STORE, &r.ws, why) != WORK_DONE)
        return RECORDED_FAILED;
    r.own_text = is_own_text(&r.ws, path);
    if (!load_fold(session, &r, why)) {
        workspace_close(&r.ws);
        return RECORDED_FAILED;
    }
    *out = r;
    arena_at_end(session->arena, close_recorded, out);
    return RECORDED_READ;
}

/* ---- the text ---- */

static bool is_text(const FoldEntry *e)
{
    return e->state == FOLD_COUNTS && (str_equal(str_from(e->kind->name), S("text.signed")) ||
                                       str_equal(str_from(e->kind->name), S("amendment")));
}

/* The first day on which it answers: the first text for all time before others, a later one from its day. */
static Day answers_from(const Recorded *r, const FoldEntry *text, bool first, Size shown)
{
    Arena *arena = r->ws.arena;
    Day    day = text->day;
    (void)day_parse(fold_text(text, "effective"), &day);
    for (Size i = 0; i < shown; i++) {
        const FoldEntry *e = &r->fold.entries.items[i];
        bool             effective =
            e->kind && e->state == FOLD_COUNTS && str_equal(str_from(e->kind->name), S("text.effective"));
        if (effective && str_equal(fold_text(e, "text"), hash_text(arena, &text->act)))
            (void)day_parse(fold_text(e, "day"), &day);
    }
    return first ? DAY_MIN : day;
}

static const FoldEntry *text_on(const Recorded *r, const RecordAsked *asked)
{
    const FoldEntry *found = NULL;
    Size             shown = asked->pending ? r->fold.entries.count : r->fold.pending;
    for (Size i = 0; i < shown; i++) {
        const FoldEntry *e = &r->fold.entries.items[i];
        if (e->kind && is_text(e) && (!found || answers_from(r, e, !found, shown) <= asked->day))
            found = e;
    }
    return found;
}

static bool is_changed(const Recorded *r, const Manifest *manifest)
{
    for (Size i = 0; i < manifest->files.count; i++) {
        const TextFile *file = &manifest->files.items[i];
        Str             path = workspace_path(&r->ws, file->path), text = S("");
        if (file_read(r->ws.arena, path, path.len, SOURCE_BYTES_MOST, &text) != FILE_OK ||
            !str_equal(text, file->text))
            return true;
    }
    return false;
}

bool recorded_text(Recorded *r, Session *session, Loaded *out, Str *why)
{
    const FoldEntry *text = r->own_text ? text_on(r, &session->asked) : NULL;
    Manifest         manifest = {0};
    if (!text)
        return true;
    Work read = manifest_read(&r->ws, r->ws.arena, &text->body, &manifest, why);
    if (read != WORK_DONE) {
        *why = str_format(r->ws.arena, "the text that was signed with %.*s: %.*s", STR_ARG(text->name),
                          STR_ARG(why->len ? *why : S("its files are not here")));
        return false;
    }
    r->text = text;
    r->text_changed = is_changed(r, &manifest);
    return !r->text_changed || load_manifest(session, &manifest, text->name, out, why);
}

/* ---- facts ---- */

void recorded_facts(Recorded *r, const Session *session, Terms *terms, Facts *out)
{
    fold_facts(terms, &r->fold, false, out, &r->untold);
    if (session->asked.pending)
        fold_facts(terms, &r->fold, true, out, &r->untold);
}

Str recorded_pending(const Recorded *r, Arena *arena, Size *count)
{
    Text text = text_new(arena);
    *count = r->fold.entries.count - r->fold.pending;
    for (Size i = r->fold.pending; i < r->fold.entries.count; i++) {
        const FoldEntry *e = &r->fold.entries.items[i];
        text_format(&text, "%s%.*s", text.len ? ", " : "", STR_ARG(e->name));
        if (e->kind)
            text_format(&text, " %s", e->kind->name);
    }
    return text_str(&text);
}
