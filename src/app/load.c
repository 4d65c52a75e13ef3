/* load.c - see load.h. */
#include "app/load.h"

#include "os/files.h"

Session session_new(Arena *arena)
{
    Session session = {.arena = arena, .asked = {.day = DAY_MAX}};
    session.sources = NEW(arena, Sources, 1);
    *session.sources = sources_new(arena);
    session.words = NEW(arena, Words, 1);
    *session.words = words_new(arena);
    session.diags = NEW(arena, Diags, 1);
    *session.diags = diags_new(arena);
    return session;
}

typedef struct {
    Str        first;
    FileResult result;
} Opening;

static ReadResult read_for_document(void *context, Arena *arena, Str path, Str *text)
{
    Opening *opening = context;
    bool     first = str_equal(path, opening->first);
    if (first && str_equal(path, S("-"))) {
        opening->result = file_read_input(arena, SOURCE_BYTES_MOST + 1, text);
        return opening->result == FILE_OK ? READ_OK : READ_FAILED;
    }
    Size given = path.len;
    if (!first) /* the folder of the first file may be reached through links, what the text names may not */
        for (given = opening->first.len; given && opening->first.at[given - 1] != '/';)
            given--;
    FileResult result = file_read(arena, path, given, SOURCE_BYTES_MOST, text);
    opening->result = first ? result : opening->result;
    switch (result) {
    case FILE_OK: return READ_OK;
    case FILE_ABSENT: return READ_ABSENT;
    case FILE_LINK: return READ_LINK;
    case FILE_LARGE: return READ_TOO_LARGE;
    case FILE_FAILED: break;
    }
    return READ_FAILED;
}

static Str first_file(Session *session, Str path)
{
    if (!file_is_folder(session->arena, path))
        return path;
    bool slash = path.len && path.at[path.len - 1] == '/';
    return str_format(session->arena, "%.*s%sagreement.md", STR_ARG(path), slash ? "" : "/");
}

bool load_document(Session *session, Str path, Loaded *out, Str *why)
{
    Str        first = first_file(session, path);
    Opening    opening = {first, FILE_OK};
    FileReader reader = {&opening, read_for_document};
    Document  *document = NEW(session->arena, Document, 1);
    *document = document_new(session->arena, session->sources, session->words, session->diags, reader);
    document->picks = session->picks;
    bool read = document_read(document, first);
    document->reader = (FileReader){NULL, NULL};
    if (!read) {
        static const char *const reasons[] = {[FILE_ABSENT] = "there is no such file",
                                              [FILE_LARGE] =
                                                  "it is larger than 1 MiB; split it with `include`",
                                              [FILE_FAILED] = "it could not be read",
                                              [FILE_LINK] = "it is a link",
                                              [FILE_OK] = "it is larger than 1 MiB; split it with `include`"};
        *why = str_format(session->arena, "%.*s: %s", STR_ARG(first), reasons[opening.result]);
        return false;
    }
    *out = (Loaded){.document = document, .path = first};
    return true;
}

bool load_agreement(Session *session, Str path, Loaded *out, Str *why)
{
    if (!load_document(session, path, out, why))
        return false;
    out->terms = terms_read(session->arena, out->document, session->diags);
    return true;
}
