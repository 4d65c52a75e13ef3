/* http_client.c - see http_client.h. libcurl, loaded when the first request is made. */
#define CURL_DISABLE_TYPECHECK
#include "os/http_client.h"

#include <curl/curl.h>
#include <string.h>

#include "base/late.h"

#define CURL_FUNCTIONS(F) \
    F(curl_global_init)   \
    F(curl_easy_init)     \
    F(curl_easy_setopt)   \
    F(curl_easy_perform)  \
    F(curl_easy_getinfo)  \
    F(curl_easy_strerror) \
    F(curl_easy_reset)    \
    F(curl_easy_cleanup)  \
    F(curl_slist_append)  \
    F(curl_slist_free_all)

static struct {
    CURL_FUNCTIONS(LATE_FIELD)
} lib;
static const LateFunction functions[] = {CURL_FUNCTIONS(LATE_ROW)};

enum { CONNECT_SECONDS = 10, SLOW_BYTES = 64, SLOW_SECONDS = 20 };

struct HttpClient {
    CURL *curl;
};

HttpClient *http_client_new(Arena *arena, Str *why)
{
    HttpClient *client = NEW(arena, HttpClient, 1);
    if (!late_load(arena, "libcurl.so.4", "libcurl4", functions, COUNT(functions), why))
        return NULL;
    if (lib.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        client->curl = lib.curl_easy_init();
    if (client->curl)
        return client;
    *why = S("libcurl could not be started");
    return NULL;
}

void http_client_end(HttpClient *client)
{
    if (client && client->curl)
        lib.curl_easy_cleanup(client->curl);
    if (client)
        client->curl = NULL;
}

bool http_url_valid(Str url)
{
    Size scheme = str_starts(url, S("https://")) ? 8 : str_starts(url, S("http://")) ? 7 : 0;
    if (scheme == 0 || url.len == scheme || url.len > 2048)
        return false;
    for (Size i = 0; i < url.len; i++)
        if (url.at[i] <= ' ' || url.at[i] > '~' || (url.at[i] == '@') || url.at[i] == '#' ||
            url.at[i] == '\\')
            return false;
    return url.at[scheme] != '/';
}

typedef struct {
    Text text;
    Size most;
    bool large;
} Received;

/* NOLINTNEXTLINE(readability-non-const-parameter): the parameters are those of the library */
static size_t receive(char *bytes, size_t size, size_t count, void *self)
{
    Received *received = self;
    Size      len = (Size)(size * count);
    received->large = len > received->most - received->text.len;
    if (received->large)
        return 0;
    text_add(&received->text, (Str){bytes, len});
    return size * count;
}

static bool set_up(CURL *curl, const char *url, const HttpAsk *ask, Received *received)
{
    CURLcode code = CURLE_OK;
#define SET(option, value) code = code == CURLE_OK ? lib.curl_easy_setopt(curl, option, value) : code
    SET(CURLOPT_URL, url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    SET(CURLOPT_TIMEOUT, (long)ask->seconds);
    SET(CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    SET(CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    SET(CURLOPT_USERAGENT, "entente");
    SET(CURLOPT_WRITEFUNCTION, receive);
    SET(CURLOPT_WRITEDATA, (void *)received);
    if (ask->post) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body.len);
        SET(CURLOPT_COPYPOSTFIELDS, ask->body.len ? ask->body.at : "");
    }
#undef SET
    return code == CURLE_OK;
}

/* NULL: no memory. */
static struct curl_slist *headers_of(Arena *arena, const HttpAsk *ask)
{
    struct curl_slist *list = lib.curl_slist_append(NULL, "Expect:");
    if (!list || ask->authorization.len == 0)
        return list;
    Str                line = str_format(arena, "Authorization: %.*s", STR_ARG(ask->authorization));
    struct curl_slist *longer = lib.curl_slist_append(list, line.at);
    if (!longer)
        lib.curl_slist_free_all(list);
    return longer;
}

bool http_ask(HttpClient *client, Arena *arena, const HttpAsk *ask, int *status, Str *bytes, Str *why)
{
    Received received = {.text = text_new(arena), .most = ask->most};
    long     code = 0;
    if (!http_url_valid(ask->url)) {
        *why = str_format(arena, "`%.*s` is no address; it begins with https:// or http:// and holds no user",
                          STR_ARG(ask->url));
        return false;
    }
    lib.curl_easy_reset(client->curl); /* the connection stays */
    struct curl_slist *headers = headers_of(arena, ask);
    bool               good = headers && set_up(client->curl, str_copy(arena, ask->url).at, ask, &received) &&
                lib.curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK;
    CURLcode result = good ? lib.curl_easy_perform(client->curl) : CURLE_OUT_OF_MEMORY;
    if (result == CURLE_OK)
        result = lib.curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &code);
    lib.curl_slist_free_all(headers);
    if (result != CURLE_OK) {
        *why = received.large
                   ? str_format(arena, "%.*s: the answer is larger than it can be", STR_ARG(ask->url))
                   : str_format(arena, "%.*s: %s", STR_ARG(ask->url), lib.curl_easy_strerror(result));
        return false;
    }
    *status = (int)code;
    *bytes = text_str(&received.text);
    return true;
}
