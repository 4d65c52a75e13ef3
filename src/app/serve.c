/* serve.c - see serve.h. */
#include "app/serve.h"

#include "os/clock.h"

static const char TEXT_TYPE[] = "text/plain; charset=utf-8", BYTES_TYPE[] = "application/octet-stream";

Serve *serve_new(Arena *arena, Workspace *ws)
{
    Serve *serve = NEW(arena, Serve, 1);
    serve->ws = ws;
    serve->started = clock_now();
    return serve;
}

static HttpAnswer say(Arena *arena, int status, Str what)
{
    return (HttpAnswer){status, TEXT_TYPE, str_format(arena, "%.*s\n", STR_ARG(what)), false};
}

/* Takes what has been written since. */
static Work renew(Serve *serve, Str *why)
{
    Work work = serve->ws->feed < 0 ? workspace_reload(serve->ws, why) : workspace_load(serve->ws, why);
    if (work == WORK_DONE && serve->begun && serve->number == serve->ws->number)
        return work;
    arena_free(&serve->passing);
    serve->passing = (Arena){0};
    if (work == WORK_DONE)
        work = kept_open(serve->ws, &serve->passing, &serve->kept, why);
    serve->begun = work == WORK_DONE;
    serve->number = serve->ws->number;
    return work;
}

/* Who asks, if it may be answered. */
static Admit admit(Serve *serve, Arena *arena, const HttpRequest *request, Size *feed, Str *why)
{
    const Str scheme = S("Entente ");
    Hash      sent = sha256(request->body);
    Request   note;
    Str       bytes;
    Asked     asked = {.to = serve->ws->record.feeds.items[serve->ws->feed].origin,
                       .method = request->method,
                       .path = request->path,
                       .body = str_equal(request->method, S("POST")) ? &sent : NULL,
                       .now = clock_now(),
                       .started = serve->started};
    *why = S("a request carries `Authorization: Entente` and a note signed by a member, in base64");
    if (!str_starts(request->authorization, scheme) ||
        !base64_read(arena, str_slice(request->authorization, scheme.len, request->authorization.len),
                     &bytes))
        return ADMIT_STRANGER;
    if (!request_read(arena, bytes, &note, why))
        return ADMIT_STRANGER;
    return request_admit(&serve->ws->record, &note, &asked, &serve->nonces, feed, why);
}

static HttpAnswer answer_member(Serve *serve, Arena *arena, const HttpRequest *request, Size feed)
{
    PublicPath path;
    Str        bytes;
    if (!str_equal(request->method, S("GET")))
        return say(arena, 405, S("the record is read here, not written"));
    if (!public_path_read(request->path, &path))
        return say(arena, 404, S("there is no such path"));
    serve->kept.arena = arena;
    if (publish(arena, &serve->kept.holding, &path, (uint64_t)1 << feed, &bytes)) {
        bool whole = path.type == PATH_PART || (path.type == PATH_TILE && path.tile.width == TILE_WIDTH);
        bool text = path.type == PATH_HEADS || path.type == PATH_CHECKPOINT;
        return (HttpAnswer){200, text ? TEXT_TYPE : BYTES_TYPE, bytes, whole};
    }
    if (serve->kept.failed == WORK_DONE)
        return say(arena, 404, S("it is not here"));
    serve->begun = false; /* read all of it again for the next request */
    serve->ws->feed = -1;
    return say(arena, 500, S("the record could not be read"));
}

static void log_line(const Serve *serve, Arena *arena, const HttpRequest *request, const HttpAnswer *answer,
                     Str who)
{
    Text path = text_new(arena);
    for (Size i = 0; i < request->path.len && i < REQUEST_PATH_MOST; i++)
        text_char(&path, (char)(request->path.at[i] >= ' ' && request->path.at[i] <= '~' ? request->path.at[i]
                                                                                         : '?'));
    if (serve->log)
        serve->log(serve->self, str_format(arena, "%d %.*s %.*s %.*s %lld bytes", answer->status,
                                           STR_ARG(who), STR_ARG(request->method), STR_ARG(text_str(&path)),
                                           (long long)answer->bytes.len));
}

HttpAnswer serve_answer(void *self, Arena *arena, const HttpRequest *request)
{
    static const int statuses[] = {200, 401, 401, 401, 401, 429};
    Serve           *serve = self;
    Size             feed = -1;
    Str              why = S(""), who = S("-");
    HttpAnswer       answer;
    if (renew(serve, &why) != WORK_DONE) {
        answer = say(arena, 500, S("the record could not be read"));
    } else {
        Admit verdict = admit(serve, arena, request, &feed, &why);
        if (verdict == ADMIT_YES) {
            who = serve->ws->record.feeds.items[feed].name;
            answer = answer_member(serve, arena, request, feed);
        } else {
            answer = say(arena, statuses[verdict], why);
        }
    }
    log_line(serve, arena, request, &answer, who);
    return answer;
}
