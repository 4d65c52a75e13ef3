/* test_http.c - the server answers what it was asked, whatever else strangers send; the client asks and
 * believes no length. */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "os/http_client.h"
#include "os/http_server.h"
#include "test.h"

/* Says what it was asked. */
static HttpAnswer echo(void *self, Arena *arena, const HttpRequest *request)
{
    int *count = self;
    ++*count;
    if (str_equal(request->path, S("/large")))
        return (HttpAnswer){200, "text/plain", str_format(arena, "%05000d", 7), true};
    if (str_equal(request->path, S("/away")))
        return (HttpAnswer){302, "text/plain", S("elsewhere"), false};
    return (HttpAnswer){str_equal(request->path, S("/no")) ? 401 : 200, "text/plain; charset=utf-8",
                        str_format(arena, "%.*s %.*s %.*s %.*s", STR_ARG(request->method),
                                   STR_ARG(request->path), STR_ARG(request->authorization),
                                   STR_ARG(request->body)),
                        false};
}

typedef struct {
    Arena       arena;
    HttpServer *server;
    HttpClient *client;
    Str         address;
    int         count; /* requests that were answered */
} World;

static void begin(World *world)
{
    Str why = S("");
    *world = (World){.count = 0};
    world->server =
        http_server_start(&world->arena, S("127.0.0.1:0"), (HttpAnswers){echo, &world->count}, &why);
    if (!world->server)
        fail_msg("%.*s", STR_ARG(why));
    world->client = http_client_new(&world->arena, &why);
    assert_non_null(world->client);
    world->address = http_server_address(&world->arena, world->server);
}

static void end(World *world)
{
    http_client_end(world->client);
    http_server_stop(world->server);
    arena_free(&world->arena);
}

static bool asks(World *world, HttpAsk ask, int *status, Str *bytes, Str *why)
{
    Str path = ask.url;
    ask.url = str_format(&world->arena, "%.*s%.*s", STR_ARG(world->address), STR_ARG(path));
    ask.seconds = 20;
    return http_ask(world->client, &world->arena, &ask, status, bytes, why);
}

static void assert_answer(World *world, HttpAsk ask, int want, Str text)
{
    int status = 0;
    Str bytes = S(""), why = S("");
    if (!asks(world, ask, &status, &bytes, &why))
        fail_msg("%.*s", STR_ARG(why));
    assert_int_equal(status, want);
    assert_text(bytes, text);
}

static void answers(void **state)
{
    World world;
    int   status = 0;
    Str   bytes = S(""), why = S("");
    (void)state;
    begin(&world);
    assert_answer(&world, (HttpAsk){.url = S("/a?b=c"), .most = 100}, 200, S("GET /a?b=c  "));
    assert_answer(&world, (HttpAsk){.url = S("/%41%2f+"), .most = 100}, 200, S("GET /%41%2f+  "));
    assert_answer(&world, (HttpAsk){.url = S("/no"), .most = 100, .authorization = S("Entente abc=")}, 401,
                  S("GET /no Entente abc= "));
    assert_answer(&world, (HttpAsk){.url = S("/p"), .most = 100, .post = true, .body = S("sent")}, 200,
                  S("POST /p  sent"));
    assert_answer(&world, (HttpAsk){.url = S("/p"), .most = 100, .post = true}, 200, S("POST /p  "));
    assert_answer(&world, (HttpAsk){.url = S("/away"), .most = 100}, 302,
                  S("elsewhere")); /* and not followed */
    assert_true(asks(&world, (HttpAsk){.url = S("/large"), .most = 5000}, &status, &bytes, &why));
    assert_int_equal(bytes.len, 5000);
    assert_false(asks(&world, (HttpAsk){.url = S("/large"), .most = 4999}, &status, &bytes, &why));
    assert_true(why.len > 0);
    assert_int_equal(world.count, 8);
    end(&world);
}

/* What is sent along has a limit, and so has the head. */
static void large(void **state)
{
    World world;
    (void)state;
    begin(&world);
    char *sent = NEW(&world.arena, char, HTTP_SENT_BYTES + 1);
    memset(sent, 'x', HTTP_SENT_BYTES + 1);
    HttpAsk ask = {
        .url = S("/p"), .most = HTTP_SENT_BYTES + 100, .post = true, .body = {sent, HTTP_SENT_BYTES}};
    int status = 0;
    Str bytes = S(""), why = S("");
    assert_true(asks(&world, ask, &status, &bytes, &why));
    assert_int_equal(status, 200);
    assert_int_equal(bytes.len, HTTP_SENT_BYTES + 9);
    ask.body.len++;
    assert_true(asks(&world, ask, &status, &bytes, &why));
    assert_int_equal(status, 413);
    ask = (HttpAsk){.url = S("/h"), .most = 10000, .authorization = {sent, HTTP_HEAD_BYTES}};
    assert_true(!asks(&world, ask, &status, &bytes, &why) || status == 431);
    assert_int_equal(world.count, 1);
    end(&world);
}

static int dial(World *world)
{
    Size               colon = 0;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (Size i = 0; i < world->address.len; i++)
        colon = world->address.at[i] == ':' ? i : colon;
    to.sin_port = htons((uint16_t)strtol(str_copy(&world->arena, world->address).at + colon + 1, NULL, 10));
    int            socket_fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = {.tv_sec = 5};
    assert_int_equal(setsockopt(socket_fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(connect(socket_fd, (struct sockaddr *)&to, sizeof to), 0);
    return socket_fd;
}

/* Bytes that are no HTTP, heads that never end, many at once: others are still answered. */
static void garbage(void **state)
{
    static const char *const rows[] = {
        "\r\n\r\n\r\n",
        "\x16\x03\x01\x02",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: "};
    World  world;
    Random random = {5};
    int    waiting[COUNT(rows)];
    (void)state;
    begin(&world);
    for (Size i = 0; i < COUNT(rows); i++) {
        waiting[i] = dial(&world);
        assert_true(send(waiting[i], rows[i], strlen(rows[i]), MSG_NOSIGNAL) > 0);
    }
    for (int i = 0; i < 16; i++) {
        char noise[512];
        int  other = dial(&world);
        for (Size b = 0; b < (Size)sizeof noise; b++)
            noise[b] = (char)random_next(&random);
        (void)!send(other, noise, sizeof noise, MSG_NOSIGNAL);
        close(other);
    }
    assert_answer(&world, (HttpAsk){.url = S("/a"), .most = 100}, 200, S("GET /a  "));
    assert_int_equal(world.count, 1);
    for (Size i = 0; i < COUNT(rows); i++)
        close(waiting[i]);
    end(&world);
}

/* Silent connections end by themselves, and one address cannot have all of them. */
static void crowd(void **state)
{
    World world;
    int   waiting[HTTP_CONNECTIONS_EACH + 8], shut = 0;
    (void)state;
    begin(&world);
    for (Size i = 0; i < COUNT(waiting); i++)
        waiting[i] = dial(&world);
    for (Size i = 0; i < COUNT(waiting); i++) {
        char byte;
        if (recv(waiting[i], &byte, 1, i < HTTP_CONNECTIONS_EACH ? MSG_DONTWAIT : 0) == 0)
            shut++;
    }
    assert_int_equal(shut, 8);
    for (Size i = 0; i < COUNT(waiting); i++)
        close(waiting[i]);
    end(&world);
}

static void addresses(void **state)
{
    static const char *const bad[] = {"",         "x",   "127.0.0.1",      "127.0.0.1:", "127.0.0.1:65536",
                                      "1.2.3:80", ":80", "example.com:80", "[::1:80",    "127.0.0.1:8a"};
    static const char *const not_urls[] = {"",          "http://",        "ftp://a/",    "file:///etc/passwd",
                                           "http:///a", "http://user@a/", "http://a/#b", "http://a b",
                                           "HTTP://a"};
    Arena                    arena = {0};
    Str                      why = S("");
    int                      count = 0;
    (void)state;
    for (Size i = 0; i < COUNT(bad); i++) {
        ROW("%s\n", bad[i]);
        assert_null(http_server_start(&arena, str_from(bad[i]), (HttpAnswers){echo, &count}, &why));
    }
    for (Size i = 0; i < COUNT(not_urls); i++) {
        ROW("%s\n", not_urls[i]);
        assert_false(http_url_valid(str_from(not_urls[i])));
    }
    assert_true(http_url_valid(S("https://a.example:8520/x")));
    HttpServer *first = http_server_start(&arena, S("0"), (HttpAnswers){echo, &count}, &why);
    assert_non_null(first);
    Str address = http_server_address(&arena, first);
    assert_true(str_starts(address, S("http://127.0.0.1:")));
    Str same = str_slice(address, 7, address.len);
    assert_null(http_server_start(&arena, same, (HttpAnswers){echo, &count}, &why)); /* it is taken */
    http_server_stop(first);
    http_server_stop(first); /* twice is once */
    arena_free(&arena);
}

static void *stop_soon(void *self)
{
    (void)self;
    usleep(50000);
    kill(getpid(), SIGTERM);
    return NULL;
}

static void stops(void **state)
{
    World     world;
    pthread_t other;
    (void)state;
    begin(&world);
    assert_int_equal(pthread_create(&other, NULL, stop_soon, NULL), 0);
    http_server_wait();
    assert_int_equal(pthread_join(other, NULL), 0);
    assert_answer(&world, (HttpAsk){.url = S("/a"), .most = 100}, 200, S("GET /a  "));
    int status;
    Str bytes, why;
    http_server_stop(world.server);
    assert_false(asks(&world, (HttpAsk){.url = S("/a"), .most = 100}, &status, &bytes, &why));
    end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(answers),   cmocka_unit_test(large),
                                       cmocka_unit_test(garbage),   cmocka_unit_test(crowd),
                                       cmocka_unit_test(addresses), cmocka_unit_test(stops)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
