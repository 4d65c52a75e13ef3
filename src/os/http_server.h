/* http_server.h - one thread that answers HTTP requests, with limits on everything that a stranger can send.
 *
 * The answers come from one function, called in that thread alone, one request after the other. What is
 * limited: connections, those of one address, the silence of a connection, the size of the head and of what
 * is sent along. There is no encryption here: on anything but this machine, a server that speaks TLS stands
 * in front. */
#ifndef ENT_OS_HTTP_SERVER_H
#define ENT_OS_HTTP_SERVER_H
#include "base/base.h"

typedef struct {
    Str method, path;  /* GET or POST; the path as it was sent, undecoded, with its query */
    Str authorization; /* of the header of that name; "" */
    Str body;          /* of a POST */
} HttpRequest;

typedef struct {
    int         status;
    const char *type; /* of the bytes: "text/plain; charset=utf-8" */
    Str         bytes;
    bool        lasting; /* the same for ever: it may be cached */
} HttpAnswer;

typedef struct {
    /* All that is passing lives in `arena`. */
    HttpAnswer (*answer)(void *self, Arena *arena, const HttpRequest *request);
    void *self;
} HttpAnswers;

enum {
    HTTP_CONNECTIONS = 64,
    HTTP_CONNECTIONS_EACH = 32, /* from one address */
    HTTP_SILENCE_S = 15,
    HTTP_HEAD_BYTES = 16 << 10,
    HTTP_SENT_BYTES = 64 << 10
};

typedef struct HttpServer HttpServer;

/* Listens on `where`: ADDRESS:PORT, [ADDRESS]:PORT or PORT, which is of this machine only; port 0 is any that
 * is free. From then on SIGINT and SIGTERM wait for http_server_wait. NULL: `why`. */
HttpServer *http_server_start(Arena *arena, Str where, HttpAnswers answers, Str *why);
Str         http_server_address(Arena *arena, const HttpServer *server); /* http://127.0.0.1:8080 */
void        http_server_wait(void);                                      /* until SIGINT or SIGTERM */
void        http_server_stop(HttpServer *server);                        /* lets the answer under way end */
#endif
