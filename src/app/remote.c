/* remote.c - see remote.h. */
#include "app/remote.h"

#include <string.h>

#include "os/clock.h"
#include "os/files.h"
#include "os/http_client.h"
#include "os/random.h"
#include "record/request.h"

enum { LIFE_S = 60, WAIT_S = 120, SAID_MOST = 200 };

struct Remote {
    Arena           *arena;
    const Workspace *ws;
    const Keys      *keys;
    Str              where, to; /* the address or folder; the origin of the member who is asked */
    HttpClient      *client;    /* NULL: a folder */
};

/* --- a server --- */

/* What a stranger says, fit for a terminal: its first line, printable, not long. */
static Str said(Arena *arena, Str text)
{
    Text out = text_new(arena);
    for (Size i = 0; i < text.len && i < SAID_MOST && text.at[i] != '\n'; i++)
        text_char(&out, (char)(text.at[i] >= ' ' && text.at[i] <= '~' ? text.at[i] : '?'));
    return text_str(&out);
}

static bool sign_request(Remote *remote, Arena *arena, Str path, Str *header, Str *why)
{
    const Workspace *ws = remote->ws;
    const FeedKey   *key = record_key(&ws->record, ws->feed);
    Request          request = {.to = remote->to, .method = S("GET"), .path = path, .time = clock_now()};
    Size             number = keys_find(remote->keys, &key->vkey.key);
    INVARIANT(number >= 0);
    request.expires = request.time + LIFE_S;
    request.vkey = key->vkey;
    if (!random_bytes(request.nonce.at, NONCE_BYTES)) {
        *why = S("the system gives no random bytes");
        return false;
    }
    SecretKey secret = keys_secret(remote->keys, number);
    Str       note = request_write(arena, &request, &secret);
    key_wipe(&secret);
    Str coded = base64_text(arena, note);
    *header = str_format(arena, "Entente %.*s", STR_ARG(coded));
    return true;
}

static Fetched fetch_url(void *self, Arena *arena, Str path, Size most, Str *out, Str *why)
{
    Remote *remote = self;
    HttpAsk ask = {.url = str_format(arena, "%.*s%.*s", STR_ARG(remote->where), STR_ARG(path)),
                   .most = most,
                   .seconds = WAIT_S};
    int     status = 0;
    Str     bytes = S("");
    if (!sign_request(remote, arena, path, &ask.authorization, why) ||
        !http_ask(remote->client, arena, &ask, &status, &bytes, why))
        return FETCH_FAILED;
    if (status == 200) {
        *out = bytes;
        return FETCH_OK;
    }
    if (status == 404)
        return FETCH_NONE;
    *why = str_format(arena, "%.*s answers %d: %.*s", STR_ARG(remote->where), status,
                      STR_ARG(said(arena, bytes)));
    return FETCH_FAILED;
}

Remote *remote_server(Arena *arena, const Workspace *ws, const Keys *keys, Size member, Str url, Str *why)
{
    Remote *remote = NEW(arena, Remote, 1);
    while (str_ends(url, S("/")))
        url.len--;
    if (!http_url_valid(url)) {
        *why = str_format(arena, "`%.*s` is no address; it begins with https:// or http:// and holds no user",
                          STR_ARG(url));
        return NULL;
    }
    Str to = str_copy(arena, ws->record.feeds.items[member].origin); /* the record may be read anew */
    *remote = (Remote){arena, ws, keys, url, to, http_client_new(arena, why)};
    return remote->client ? remote : NULL;
}

/* --- a folder --- */

static Fetched fetch_file(void *self, Arena *arena, Str path, Size most, Str *out, Str *why)
{
    Remote *remote = self;
    Str     file = str_format(arena, "%.*s%.*s", STR_ARG(remote->where), STR_ARG(path));
    switch (file_read(arena, file, remote->where.len + 1, most, out)) {
    case FILE_OK: return FETCH_OK;
    case FILE_ABSENT: return FETCH_NONE;
    case FILE_LARGE: *why = str_format(arena, "%.*s: it is larger than it can be", STR_ARG(file)); break;
    case FILE_LINK:
        *why = str_format(arena, "%.*s: it is a link, which is not followed", STR_ARG(file));
        break;
    case FILE_FAILED: *why = str_format(arena, "%.*s: it could not be read", STR_ARG(file)); break;
    }
    return FETCH_FAILED;
}

Remote *remote_folder(Arena *arena, Str folder)
{
    Remote *remote = NEW(arena, Remote, 1);
    while (folder.len > 1 && str_ends(folder, S("/")))
        folder.len--;
    *remote = (Remote){.arena = arena, .where = folder};
    return remote;
}

PullFrom remote_pull(Remote *remote) { return (PullFrom){remote->client ? fetch_url : fetch_file, remote}; }

void remote_end(Remote *remote)
{
    if (remote)
        http_client_end(remote->client);
}

/* --- writing a folder --- */

typedef struct {
    Kept     kept;
    Arena    arena;
    Str      folder;
    uint64_t readers;
    Str      why;
} Publishing;

static Work publish_one(Publishing *publishing, PublicPath path)
{
    Str bytes;
    path.agreement = publishing->kept.holding.record->agreement;
    Str text = public_path_text(&publishing->arena, &path);
    if (!publish(&publishing->arena, &publishing->kept.holding, &path, publishing->readers, &bytes))
        return publishing->kept.failed;
    Str  file = str_format(&publishing->arena, "%.*s%.*s", STR_ARG(publishing->folder), STR_ARG(text));
    Size slash = file.len;
    while (slash > 0 && file.at[slash - 1] != '/')
        slash--;
    if (folder_make(&publishing->arena, str_slice(file, 0, slash - 1)) == FILE_OK &&
        file_write(&publishing->arena, file, bytes) == FILE_OK)
        return WORK_DONE;
    publishing->why = str_format(&publishing->arena, "%.*s: it could not be written", STR_ARG(file));
    return WORK_FAILED;
}

/* All tiles of a feed, and the bodies of its entries. */
static Work publish_feed(Publishing *publishing, const Feed *feed)
{
    Work       work = WORK_DONE;
    PublicPath path = {.type = PATH_TILE, .member = feed->name};
    for (int level = -1; level < TILE_LEVELS && work == WORK_DONE; level++)
        for (int64_t index = 0; work == WORK_DONE; index++) {
            path.tile = (Tile){level < 0, level < 0 ? 0 : level, index, 0};
            path.tile.width = tile_width(feed->tree.size, path.tile.level, index);
            if (path.tile.width == 0)
                break;
            path.type = PATH_TILE;
            work = publish_one(publishing, path);
            path.type = PATH_BODIES;
            if (work == WORK_DONE && level < 0)
                work = publish_one(publishing, path);
        }
    path.type = PATH_CHECKPOINT;
    return work == WORK_DONE ? publish_one(publishing, path) : work;
}

Work workspace_publish(Workspace *ws, Str folder, uint64_t readers, Str *why)
{
    Publishing *publishing = NEW(ws->arena, Publishing, 1);
    publishing->folder = folder;
    publishing->readers = readers;
    Work work = kept_open(ws, &publishing->arena, &publishing->kept, &publishing->why);
    for (Size i = 0; i < ws->record.feeds.count && work == WORK_DONE; i++)
        work = publish_feed(publishing, &ws->record.feeds.items[i]);
    for (Size i = 0; i < publishing->kept.holding.named.count && work == WORK_DONE; i++) {
        const Named *named = &publishing->kept.holding.named.items[i];
        if (named->material || named->type == PART_FILE)
            work = publish_one(publishing, (PublicPath){.type = PATH_PART, .digest = named->digest});
    }
    if (work == WORK_DONE)
        work = publish_one(publishing, (PublicPath){.type = PATH_EVIDENCE});
    if (work == WORK_DONE)
        work = publish_one(publishing, (PublicPath){.type = PATH_HEADS});
    if (work != WORK_DONE)
        *why = str_copy(ws->arena, publishing->why.len ? publishing->why : publishing->kept.why);
    arena_free(&publishing->arena);
    return work;
}
