/* texts.c - see texts.h. */
#include "app/texts.h"

#include <string.h>

#include "os/files.h"
#include "terms/data/tables.h"

static const char TABLES_PATH[] = "tables of the program";

static Hash tables_here(void)
{
    Hash hash;
    bool read = hex_read(tables_digest(), hash.at, HASH_BYTES);
    INVARIANT(read);
    return hash;
}

bool manifest_tables_here(const Manifest *manifest)
{
    Hash here = tables_here();
    return hash_equal(&here, &manifest->tables);
}

/* A path of a manifest stays inside of its folder. */
static bool path_inside(Str path)
{
    Size from = 0;
    if (!path.len || path.len > 255)
        return false;
    for (Size i = 0; i <= path.len; i++) {
        if (i < path.len && path.at[i] != '/') {
            if ((unsigned char)path.at[i] < ' ' || path.at[i] == '\\' || path.at[i] == 127)
                return false;
            continue;
        }
        if (i == from || path.at[from] == '.') /* `..`, and nothing hidden */
            return false;
        from = i + 1;
    }
    return true;
}

static bool add_file(Arena *arena, Manifest *manifest, Str path, Str text, Str *why)
{
    if (!path_inside(path)) {
        *why = str_format(
            arena, "%.*s: a text is signed with files of its own folder, none of them hidden; move it there",
            STR_ARG(path));
        return false;
    }
    if (manifest->files.count == TEXT_FILES_MOST) {
        *why = S("a text that is signed has at most 64 files");
        return false;
    }
    *PUSH(arena, &manifest->files) = (TextFile){path, text.len, sha256(text), text};
    return true;
}

bool manifest_of(Arena *arena, const Loaded *loaded, Str edition, Manifest *out, Str *why)
{
    Manifest manifest = {.edition = edition, .tables = tables_here()};
    Size     folder = loaded->path.len;
    while (folder > 0 && loaded->path.at[folder - 1] != '/')
        folder--;
    Str before = str_slice(loaded->path, 0, folder);
    for (Size i = 0; i < loaded->document->files.count; i++) {
        const Source *source = loaded->document->files.items[i].source;
        bool          inside = str_starts(source->path, before);
        Str           path = inside ? str_slice(source->path, folder, source->path.len) : S("../");
        if (i == 0 && str_ends(path, S(".md")))
            path = S("agreement.md"); /* the one to read, whatever the draft was called */
        if (!add_file(arena, &manifest, path, source->text, why))
            return false;
    }
    *out = manifest;
    return true;
}

static Body file_body(Arena *arena, Str path, int64_t bytes, const Hash *digest)
{
    Body body = {.type = BODY_OBJECT};
    body_put(arena, &body, "path", body_of_text(path));
    body_put(arena, &body, "bytes", body_of_whole(bytes));
    body_put(arena, &body, "digest", body_of_text(hash_text(arena, digest)));
    return body;
}

Body manifest_body(Arena *arena, const Manifest *manifest, bool edition)
{
    Body body = {.type = BODY_OBJECT}, files = {.type = BODY_LIST}, tables = {.type = BODY_LIST};
    for (Size i = 0; i < manifest->files.count; i++) {
        const TextFile *file = &manifest->files.items[i];
        body_push(arena, &files, file_body(arena, file->path, file->bytes, &file->digest));
    }
    body_push(arena, &tables, file_body(arena, str_from(TABLES_PATH), 0, &manifest->tables));
    body_put(arena, &body, "files", files);
    body_put(arena, &body, "tables", tables);
    if (edition)
        body_put(arena, &body, "edition", body_of_text(manifest->edition));
    return body;
}

/* The body has passed the checks of its kind. */
static TextFile file_of(const Body *body)
{
    TextFile file = {body_at(body, S("path"))->text, body_at(body, S("bytes"))->whole, {{0}}, S("")};
    bool     read = hash_read(body_at(body, S("digest"))->text, &file.digest);
    INVARIANT(read);
    return file;
}

Work manifest_read(Workspace *ws, Arena *arena, const Body *body, Manifest *out, Str *why)
{
    Manifest    manifest = {.edition = S("")};
    const Body *edition = body_at(body, S("edition")), *files = body_at(body, S("files"));
    const Body *tables = body_at(body, S("tables"));
    manifest.edition = edition ? edition->text : S("");
    for (Size i = 0; tables && i < tables->count; i++) {
        TextFile file = file_of(&tables->items[i]);
        if (str_equal(file.path, str_from(TABLES_PATH)))
            manifest.tables = file.digest;
    }
    for (Size i = 0; i < files->count; i++) {
        TextFile file = file_of(&files->items[i]);
        Work     work = workspace_file(ws, arena, &file.digest, &file.text, why);
        if (work == WORK_NONE)
            *why = str_format(ws->arena, "the file %.*s did not come with the entry that names it",
                              STR_ARG(file.path));
        if (work != WORK_DONE)
            return work;
        if (!path_inside(file.path) || file.text.len != file.bytes) {
            *why = str_format(ws->arena, "%.*s: no name for a file of a text, or not the size of the file",
                              STR_ARG(file.path));
            return WORK_REFUSED;
        }
        *PUSH(arena, &manifest.files) = file;
    }
    *out = manifest;
    return WORK_DONE;
}

bool manifest_same(const Manifest *one, const Manifest *other)
{
    if (one->files.count != other->files.count || !hash_equal(&one->tables, &other->tables))
        return false;
    for (Size i = 0; i < one->files.count; i++)
        if (!str_equal(one->files.items[i].path, other->files.items[i].path) ||
            !hash_equal(&one->files.items[i].digest, &other->files.items[i].digest))
            return false;
    return true;
}

/* ---- the texts of a record ---- */

static bool is_text(Str kind)
{
    return str_equal(kind, S("text.proposed")) || str_equal(kind, S("text.signed")) ||
           str_equal(kind, S("amendment"));
}

Work texts_of(Workspace *ws, Arena *arena, TextEntries *out, Str *why)
{
    TextEntries   texts = {0};
    const Record *record = &ws->record;
    for (Size i = 0; i < record->order.added.count; i++) {
        Place        place = record->order.added.items[i];
        const Entry *entry = record_entry(record, place);
        TextEntry    text = {.place = place};
        const Kind  *kind = kind_find(entry->kind);
        if (!is_text(entry->kind) || record_void(record, place))
            continue;
        Work work = act_body(ws, arena, place, &text.body, &text.sealed, why);
        if (work == WORK_NONE || (work == WORK_DONE && !kind_check_body(arena, kind, &text.body, why)))
            continue; /* `show` tells; it cannot be signed */
        if (work == WORK_DONE)
            work = manifest_read(ws, arena, &text.body, &text.manifest, why);
        if (work == WORK_NONE || work == WORK_REFUSED)
            continue;
        if (work != WORK_DONE)
            return work;
        text.joint = kind->joint != JOINT_NO;
        text.act = entry_act(entry);
        const Act *act = record_act(record, &text.act);
        text.complete = text.joint && act && act->complete >= 0;
        *PUSH(arena, &texts) = text;
    }
    *out = texts;
    return WORK_DONE;
}

const TextEntry *texts_signed(const TextEntries *texts)
{
    for (Size i = texts->count - 1; i >= 0; i--)
        if (texts->items[i].complete)
            return &texts->items[i];
    return NULL;
}

bool texts_base(const TextEntries *texts, Hash *out)
{
    for (Size i = texts->count - 1; i >= 0; i--) {
        const TextEntry *text = &texts->items[i];
        if (!text->complete)
            continue;
        const Body *base = body_at(&text->body, S("text"));
        bool        read = !base || hash_read(base->text, out);
        INVARIANT(read);
        if (!base)
            *out = text->act;
        return true;
    }
    return false;
}

/* ---- reading and placing ---- */

typedef struct {
    const Manifest *manifest;
    Str             before; /* of every path */
} Reading;

static ReadResult read_manifest(void *context, Arena *arena, Str path, Str *text)
{
    const Reading *reading = context;
    (void)arena;
    if (!str_starts(path, reading->before))
        return READ_ABSENT;
    path = str_slice(path, reading->before.len, path.len);
    for (Size i = 0; i < reading->manifest->files.count; i++) {
        const TextFile *file = &reading->manifest->files.items[i];
        if (!str_equal(file->path, path))
            continue;
        *text = file->text;
        return READ_OK;
    }
    return READ_ABSENT;
}

bool load_manifest(Session *session, const Manifest *manifest, Str name, Loaded *out, Str *why)
{
    Reading  *reading = NEW(session->arena, Reading, 1);
    Document *document = NEW(session->arena, Document, 1);
    Str       before = str_format(session->arena, "%.*s/", STR_ARG(name));
    Str       path =
        str_format(session->arena, "%.*s%.*s", STR_ARG(before), STR_ARG(manifest->files.items[0].path));
    *reading = (Reading){manifest, before};
    *document = document_new(session->arena, session->sources, session->words, session->diags,
                             (FileReader){reading, read_manifest});
    document->picks = session->picks;
    if (!document_read(document, path)) {
        *why = str_format(session->arena, "%.*s: it could not be read", STR_ARG(path));
        return false;
    }
    *out = (Loaded){.document = document, .path = path};
    out->terms = terms_read(session->arena, document, session->diags);
    return true;
}

static bool known_text(const TextEntries *known, const Hash *digest)
{
    for (Size i = 0; i < known->count; i++)
        for (Size f = 0; f < known->items[i].manifest.files.count; f++)
            if (hash_equal(&known->items[i].manifest.files.items[f].digest, digest))
                return true;
    return false;
}

Work texts_place(Workspace *ws, const TextEntries *known, const Manifest *manifest, Placed *out, Str *why)
{
    Placed placed = {.first_kept = S("")};
    for (Size i = 0; i < manifest->files.count; i++) {
        const TextFile *file = &manifest->files.items[i];
        Str             path = workspace_path(ws, file->path), there = S("");
        FileResult      found = file_read(ws->arena, path, ws->folder.len + 1, FILE_BYTES_MOST, &there);
        Hash            hash = sha256(there);
        if (found == FILE_OK && hash_equal(&hash, &file->digest)) {
            placed.same++;
        } else if (found != FILE_ABSENT && (found != FILE_OK || !known_text(known, &hash))) {
            placed.first_kept = placed.kept ? placed.first_kept : path;
            placed.kept++;
        } else {
            Size folder = path.len;
            while (folder > 0 && path.at[folder - 1] != '/')
                folder--;
            if (folder_make(ws->arena, str_slice(path, 0, folder - 1)) != FILE_OK ||
                file_write(ws->arena, path, file->text) != FILE_OK) {
                *why = str_format(ws->arena, "%.*s: it cannot be written", STR_ARG(path));
                return WORK_FAILED;
            }
            placed.written++;
        }
    }
    *out = placed;
    return WORK_DONE;
}
