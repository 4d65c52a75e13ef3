/* serve.h - the own copy of the record for the other members, read-only, over HTTP.
 *
 * Every request carries a note signed by a member (request.h); without one, nothing is said, not even whether
 * the agreement is here. The server holds no keys. What is written meanwhile by another program is seen at
 * the next request. */
#ifndef ENT_APP_SERVE_H
#define ENT_APP_SERVE_H
#include "app/exchange.h"
#include "os/http_server.h"
#include "record/request.h"

typedef struct {
    Arena      passing; /* of the names and receipts, renewed when something was written */
    Workspace *ws;
    Kept       kept;
    int64_t    number; /* of the last arrival that `kept` knows */
    bool       begun;
    int64_t    started;
    Nonces     nonces;
    /* One line about a request, without anything secret; NULL: none. Called in the thread of the server. */
    void (*log)(void *self, Str line);
    void *self;
} Serve;

Serve *serve_new(Arena *arena, Workspace *ws);
/* The answers of a server (http_server.h); `self` is a Serve. */
HttpAnswer serve_answer(void *self, Arena *arena, const HttpRequest *request);
#endif
