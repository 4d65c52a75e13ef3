/* http_client.h - asking a server over http or https, with limits on what it can do to us.
 *
 * No other protocol, no redirect, no cookie, nothing larger than was asked for, and an end to waiting. One
 * client keeps its connection from one request to the next. */
#ifndef ENT_OS_HTTP_CLIENT_H
#define ENT_OS_HTTP_CLIENT_H
#include "base/base.h"

typedef struct HttpClient HttpClient;

/* NULL: `why`. It lives in the arena until http_client_end. */
HttpClient *http_client_new(Arena *arena, Str *why);
void        http_client_end(HttpClient *client); /* NULL is allowed */

typedef struct {
    Str  url, authorization; /* "": no such header */
    Str  body;               /* of a POST */
    bool post;
    Size most;    /* bytes of the answer */
    int  seconds; /* for all of it */
} HttpAsk;

/* http:// or https://, a host, and nothing that hides in it: no user, no password, no fragment. */
bool http_url_valid(Str url);
/* False: there was no answer, or none that fits; `why`. */
CHECKED bool http_ask(HttpClient *client, Arena *arena, const HttpAsk *ask, int *status, Str *bytes,
                      Str *why);
#endif
