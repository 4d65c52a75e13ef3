/* test_request.c - a request is answered once, in time, for what it says, to a member with its key; all else
 * is refused for its own reason. */
#include <string.h>

#include "members.h"
#include "record/request.h"

enum { NOW = 1795488000 };

static Request request_of(Cast *cast, Size who, Size whom)
{
    const Record *record = &cast->people[0].record;
    Request       request = {.to = record->feeds.items[whom].origin,
                             .method = S("GET"),
                             .path = S("/heads"),
                             .time = NOW,
                             .expires = NOW + 60,
                             .nonce = {{1, 2, 3}}};
    request.vkey = vkey_new(record->feeds.items[who].origin, KEY_NOTE, &cast->people[who].keys[0]);
    return request;
}

static Asked asked_of(const Request *request)
{
    return (Asked){request->to, request->method, request->path, NULL, NOW + 1, NOW - 1000};
}

static Admit admits(Cast *cast, const Request *request, const Asked *asked, Nonces *nonces, Size *feed)
{
    Str   why = S("");
    Admit admit = request_admit(&cast->people[0].record, request, asked, nonces, feed, &why);
    assert_true((admit == ADMIT_YES) == (why.len == 0));
    return admit;
}

static Str written(Cast *cast, const Request *request, Size who)
{
    Request read;
    Str     why = S(""), bytes = request_write(&cast->arena, request, &cast->people[who].secrets[0]);
    if (!request_read(&cast->arena, bytes, &read, &why))
        fail_msg("%.*s", STR_ARG(why));
    assert_text(request_write(&cast->arena, &read, &cast->people[who].secrets[0]), bytes);
    return bytes;
}

static void reads_what_it_wrote(void **state)
{
    Cast cast;
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    Request request = request_of(&cast, 1, 0);
    Str     bytes = written(&cast, &request, 1);
    assert_true(bytes.len < REQUEST_BYTES_MOST / 2);
    request.method = S("POST");
    request.sends = true;
    request.body = sha256(S("sent"));
    (void)written(&cast, &request, 1);
    cast_free(&cast);
}

/* Any one bit, and lines that should not be there. */
static void refused(void **state)
{
    Cast    cast;
    Request read = {.time = 77};
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    Request request = request_of(&cast, 1, 0);
    Str     right = written(&cast, &request, 1), why = S("");
    char   *wrong = NEW(&cast.arena, char, right.len);
    for (Size bit = 0; bit < right.len * 8; bit++) {
        memcpy(wrong, right.at, (size_t)right.len);
        wrong[bit / 8] ^= (char)(1 << bit % 8);
        why = S("");
        assert_false(request_read(&cast.arena, (Str){wrong, right.len}, &read, &why));
        assert_true(why.len > 0 && read.time == 77);
    }
    static const struct {
        int64_t     time, expires;
        const char *path;
    } rows[] = {
        {NOW, NOW, "/heads"},
        {NOW, NOW - 1, "/heads"},
        {NOW, NOW + REQUEST_LIFE_MOST + 1, "/heads"},
        {NOW, NOW + 60, "/"},
        {NOW, NOW + REQUEST_LIFE_MOST, "/heads"},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        request = request_of(&cast, 1, 0);
        request.time = rows[i].time;
        request.expires = rows[i].expires;
        request.path = str_from(rows[i].path);
        Str bytes = request_write(&cast.arena, &request, &cast.people[1].secrets[0]);
        ROW("%d\n", (int)i);
        assert_true(request_read(&cast.arena, bytes, &read, &why) == (i >= 3));
    }
    Str long_one = {NULL, REQUEST_BYTES_MOST + 1};
    assert_false(request_read(&cast.arena, long_one, &read, &why));
    cast_free(&cast);
}

static void admitted_once(void **state)
{
    Cast    cast;
    Nonces *nonces;
    Size    feed = -1;
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    nonces = NEW(&cast.arena, Nonces, 1);
    Request request = request_of(&cast, 1, 0);
    Asked   asked = asked_of(&request);
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_YES);
    assert_int_equal(feed, 1);
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_REPLAYED);
    request.nonce.at[15]++;
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_YES);
    asked.now = NOW + 60; /* both have expired: they are forgotten, and refused for that */
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_EXPIRED);
    cast_free(&cast);
}

static void for_this_only(void **state)
{
    Cast cast, other;
    Size feed = -1;
    (void)state;
    cast_new(&cast, 3, true, RULES_ALL);
    Nonces *nonces = NEW(&cast.arena, Nonces, 1);
    Hash    sent = sha256(S("sent"));
    for (int i = 0; i < 9; i++) {
        static const Admit want[] = {ADMIT_NOT_MEANT, ADMIT_NOT_MEANT, ADMIT_NOT_MEANT,
                                     ADMIT_NOT_MEANT, ADMIT_EXPIRED,   ADMIT_EXPIRED,
                                     ADMIT_EXPIRED,   ADMIT_STRANGER,  ADMIT_YES};
        Request            request = request_of(&cast, 1, 0);
        Asked              asked = asked_of(&request);
        asked.to = i == 0 ? cast.people[0].record.feeds.items[2].origin : asked.to;
        asked.method = i == 1 ? S("POST") : asked.method;
        asked.path = i == 2 ? S("/evidence") : asked.path;
        asked.body = i == 3 ? &sent : NULL;
        asked.now = i == 4 ? NOW + 60 : i == 5 ? NOW - REQUEST_AHEAD_MOST - 1 : asked.now;
        asked.started = i == 6 ? NOW + 1 : asked.started;
        if (i == 7) /* the next key but one is nobody's yet */
            request.vkey = vkey_new(request.vkey.name, KEY_NOTE, &cast.people[1].keys[2]);
        if (i == 8) /* the one that was announced may sign: a change of keys may not have arrived */
            request.vkey = vkey_new(request.vkey.name, KEY_NOTE, &cast.people[1].keys[1]);
        ROW("%d\n", i);
        assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), want[i]);
    }
    cast_new(&other, 2, false, RULES_ALL); /* another agreement of the same members, with the same keys */
    Request elsewhere = request_of(&other, 1, 0);
    Asked   asked = asked_of(&elsewhere);
    elsewhere.nonce.at[0] = 9;
    assert_int_equal(admits(&cast, &elsewhere, &asked, nonces, &feed), ADMIT_STRANGER);
    cast_free(&cast);
    cast_free(&other);
}

static void sent_along(void **state)
{
    Cast cast;
    Size feed = -1;
    Hash sent = sha256(S("sent")), other = sha256(S("other"));
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    Nonces *nonces = NEW(&cast.arena, Nonces, 1);
    Request request = request_of(&cast, 1, 0);
    request.method = S("POST");
    request.sends = true;
    request.body = sent;
    Asked asked = asked_of(&request);
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_NOT_MEANT);
    asked.body = &other;
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_NOT_MEANT);
    asked.body = &sent;
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_YES);
    cast_free(&cast);
}

/* A member that was let go is a stranger. */
static void who_left(void **state)
{
    Cast cast;
    Size feed = -1;
    (void)state;
    cast_new(&cast, 3, false, RULES_ALL);
    founded(&cast);
    Nonces *nonces = NEW(&cast.arena, Nonces, 1);
    Request request = request_of(&cast, 2, 0);
    Asked   asked = asked_of(&request);
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_YES);
    Str leave = S("{\"member\":\"cygnus\",\"size\":3}");
    (void)writes(&cast, 0, "member.leave", leave);
    everybody_pulls(&cast);
    (void)writes(&cast, 1, "member.leave", leave);
    everybody_pulls(&cast);
    everybody_writes(&cast, "heartbeat", S_NONE);
    request.nonce.at[0]++;
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_STRANGER);
    cast_free(&cast);
}

static void no_room(void **state)
{
    Cast cast;
    Size feed = -1;
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    Nonces *nonces = NEW(&cast.arena, Nonces, 1);
    Request request = request_of(&cast, 1, 0);
    Asked   asked = asked_of(&request);
    nonces->count = NONCES_MOST;
    for (Size i = 0; i < NONCES_MOST; i++) {
        nonces->at[i].nonce = (Nonce){{0, 0, 0, 0, (uint8_t)i, (uint8_t)(i >> 8)}};
        nonces->at[i].expires = NOW + 30;
    }
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_BUSY);
    asked.now = NOW + 30;
    assert_int_equal(admits(&cast, &request, &asked, nonces, &feed), ADMIT_YES);
    assert_int_equal(nonces->count, 1);
    cast_free(&cast);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_what_it_wrote),
                                       cmocka_unit_test(refused),
                                       cmocka_unit_test(admitted_once),
                                       cmocka_unit_test(for_this_only),
                                       cmocka_unit_test(sent_along),
                                       cmocka_unit_test(who_left),
                                       cmocka_unit_test(no_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
