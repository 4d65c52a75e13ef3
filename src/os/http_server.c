/* http_server.c - see http_server.h. libmicrohttpd with one epoll thread; its post processor is never used.
 */
#include "os/http_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/late.h"

#define MHD_FUNCTIONS(F)               \
    F(MHD_start_daemon)                \
    F(MHD_stop_daemon)                 \
    F(MHD_get_daemon_info)             \
    F(MHD_lookup_connection_value)     \
    F(MHD_create_response_from_buffer) \
    F(MHD_add_response_header)         \
    F(MHD_queue_response)              \
    F(MHD_destroy_response)

static struct {
    MHD_FUNCTIONS(LATE_FIELD)
} lib;
static const LateFunction functions[] = {MHD_FUNCTIONS(LATE_ROW)};

struct HttpServer {
    struct MHD_Daemon      *daemon;
    HttpAnswers             answers;
    struct sockaddr_storage address;
};

/* One request, from its first line to its end. */
typedef struct {
    Arena arena;
    Str   path;
    Text  body;
    bool  begun, large;
} Exchange;

static const char TEXT_TYPE[] = "text/plain; charset=utf-8";

/* --- one request --- */

static void *first_line(void *self, const char *uri, struct MHD_Connection *connection)
{
    Exchange *exchange = calloc(1, sizeof *exchange);
    (void)self;
    (void)connection;
    if (exchange) {
        exchange->path = str_copy(&exchange->arena, str_from(uri));
        exchange->body = text_new(&exchange->arena);
    }
    return exchange;
}

static void ended(void *self, struct MHD_Connection *connection, void **kept,
                  enum MHD_RequestTerminationCode code)
{
    Exchange *exchange = *kept;
    (void)self;
    (void)connection;
    (void)code;
    if (exchange)
        arena_free(&exchange->arena);
    free(exchange);
    *kept = NULL;
}

/* A path is what was sent and signed: nothing is decoded. */
static size_t undecoded(void *self, struct MHD_Connection *connection, char *text)
{
    (void)self;
    (void)connection;
    return strlen(text);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, const HttpAnswer *answer)
{
    const char *at = answer->bytes.len ? answer->bytes.at : "";
    char       *bytes = malloc((size_t)answer->bytes.len + 1);
    if (!bytes)
        return MHD_NO;
    memcpy(bytes, at, (size_t)answer->bytes.len);
    struct MHD_Response *response =
        lib.MHD_create_response_from_buffer((size_t)answer->bytes.len, bytes, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        free(bytes);
        return MHD_NO;
    }
    const char *cached = answer->lasting ? "private, max-age=31536000, immutable" : "no-store";
    bool        good =
        lib.MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type) == MHD_YES &&
        lib.MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, cached) == MHD_YES &&
        lib.MHD_add_response_header(response, "X-Content-Type-Options", "nosniff") == MHD_YES;
    if (answer->status == 401)
        good = good &&
               lib.MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Entente") == MHD_YES;
    enum MHD_Result result =
        good ? lib.MHD_queue_response(connection, (unsigned)answer->status, response) : MHD_NO;
    lib.MHD_destroy_response(response);
    return result;
}

static HttpAnswer answer_to(const HttpServer *server, struct MHD_Connection *connection, Exchange *exchange,
                            Str method)
{
    const char *authorization =
        lib.MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
    HttpRequest request = {method, exchange->path, str_from(authorization ? authorization : ""),
                           text_str(&exchange->body)};
    if (exchange->large)
        return (HttpAnswer){413, TEXT_TYPE, S("what was sent is too large\n"), false};
    if (!str_equal(method, S("GET")) && !str_equal(method, S("POST")))
        return (HttpAnswer){405, TEXT_TYPE, S("only GET and POST\n"), false};
    return server->answers.answer(server->answers.self, &exchange->arena, &request);
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are those of the library */
static enum MHD_Result on_request(void *self, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **kept)
{
    Exchange *exchange = *kept;
    (void)url;
    (void)version;
    if (!exchange)
        return MHD_NO;
    if (!exchange->begun) { /* the head alone: what is sent along follows */
        exchange->begun = true;
        return MHD_YES;
    }
    if (*upload_size) {
        exchange->large = exchange->large || *upload_size > (size_t)(HTTP_SENT_BYTES - exchange->body.len);
        if (!exchange->large)
            text_add(&exchange->body, (Str){upload, (Size)*upload_size});
        *upload_size = 0;
        return MHD_YES;
    }
    HttpAnswer answer = answer_to(self, connection, exchange, str_from(method));
    return send_answer(connection, &answer);
}

/* --- the server --- */

/* PORT, ADDRESS:PORT or [ADDRESS]:PORT */
static bool read_address(Arena *arena, Str where, struct sockaddr_storage *out)
{
    Size colon = -1;
    for (Size i = 0; i < where.len; i++)
        colon = where.at[i] == ':' ? i : colon;
    Str  host = colon < 0 ? S("127.0.0.1") : str_slice(where, 0, colon);
    Str  digits = str_slice(where, colon + 1, where.len);
    long port = 0;
    for (Size i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9' || port > 65535)
            return false;
        port = port * 10 + (digits.at[i] - '0');
    }
    if (digits.len == 0 || port > 65535)
        return false;
    struct sockaddr_in  four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    *out = (struct sockaddr_storage){0};
    if (str_starts(host, S("[")) && str_ends(host, S("]"))) {
        if (inet_pton(AF_INET6, str_copy(arena, str_slice(host, 1, host.len - 1)).at, &six.sin6_addr) != 1)
            return false;
        memcpy(out, &six, sizeof six);
        return true;
    }
    if (str_equal(host, S("localhost")))
        host = S("127.0.0.1");
    if (inet_pton(AF_INET, str_copy(arena, host).at, &four.sin_addr) != 1)
        return false;
    memcpy(out, &four, sizeof four);
    return true;
}

static sigset_t stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

HttpServer *http_server_start(Arena *arena, Str where, HttpAnswers answers, Str *why)
{
    HttpServer *server = NEW(arena, HttpServer, 1);
    *server = (HttpServer){.answers = answers};
    if (!read_address(arena, where, &server->address)) {
        *why =
            str_format(arena, "`%.*s` is no address to listen on; write ADDRESS:PORT, such as 127.0.0.1:8520",
                       STR_ARG(where));
        return NULL;
    }
    if (!late_load(arena, "libmicrohttpd.so.12", "libmicrohttpd12", functions, COUNT(functions), why))
        return NULL;
    sigset_t set = stop_signals(); /* blocked before the thread begins, so that it never gets them */
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
    if (server->address.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    errno = 0;
    server->daemon = lib.MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&server->address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)HTTP_CONNECTIONS_EACH, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_SILENCE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEAD_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, first_line, NULL, MHD_OPTION_UNESCAPE_CALLBACK, undecoded, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, ended, NULL, MHD_OPTION_END);
    if (server->daemon)
        return server;
    *why = str_format(arena, "%.*s: cannot listen there: %s", STR_ARG(where),
                      errno ? strerror(errno) : "the address is in use, or not of this machine");
    return NULL;
}

Str http_server_address(Arena *arena, const HttpServer *server)
{
    char                        host[INET6_ADDRSTRLEN] = "";
    const union MHD_DaemonInfo *info = lib.MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    int                         port = info ? info->port : 0;
    if (server->address.ss_family == AF_INET6) {
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)&server->address)->sin6_addr, host, sizeof host);
        return str_format(arena, "http://[%s]:%d", host, port);
    }
    inet_ntop(AF_INET, &((const struct sockaddr_in *)&server->address)->sin_addr, host, sizeof host);
    return str_format(arena, "http://%s:%d", host, port);
}

void http_server_wait(void)
{
    sigset_t set = stop_signals();
    int      got = 0;
    while (sigwait(&set, &got) != 0)
        ;
}

void http_server_stop(HttpServer *server)
{
    if (server && server->daemon)
        lib.MHD_stop_daemon(server->daemon);
    if (server)
        server->daemon = NULL;
}
