/* member.c - a member by hand, for test_exchange.py: writes entries, signs requests that a client never
 * would.
 *
 *   member write FOLDER KIND BODY [COUNT]          entries of one kind; BODY `-`: none
 *   member ask FOLDER TO METHOD PATH AHEAD LIFE    the header of a request made AHEAD seconds from now
 *   member disclose FOLDER TO TEXT                 material for one member; prints its digest in hexadecimal
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/exchange.h"
#include "os/clock.h"
#include "os/random.h"
#include "record/request.h"

static _Noreturn void stop(Str why)
{
    fprintf(stderr, "member: %.*s\n", STR_ARG(why));
    exit(6);
}

static void write_entries(Workspace *ws, const Keys *keys, char **words, int count)
{
    Str body = str_from(words[1]), why = S("");
    for (int i = 0; i < (count > 2 ? atoll(words[2]) : 1); i++) {
        Writings writings = {0};
        Place    place;
        *PUSH(ws->arena, &writings.entries) =
            (Writing){str_from(words[0]), str_equal(body, S("-")) ? S("") : body, S("")};
        if (workspace_write(ws, keys, &writings, &place, &why) != WORK_DONE)
            stop(why);
        printf("%.*s/%lld\n", STR_ARG(ws->config.member), (long long)place.seq);
        fflush(stdout);
    }
}

static void ask(const Workspace *ws, const Keys *keys, char **words)
{
    const FeedKey *key = record_key(&ws->record, ws->feed);
    Size           to = record_feed(&ws->record, str_from(words[0]));
    Request        request = {.method = str_from(words[1]), .path = str_from(words[2]), .vkey = key->vkey};
    request.to = to < 0 ? str_from(words[0]) : ws->record.feeds.items[to].origin;
    request.time = clock_now() + atoll(words[3]);
    request.expires = request.time + atoll(words[4]);
    request.sends = str_equal(request.method, S("POST"));
    request.body = sha256(S(""));
    if (!random_bytes(request.nonce.at, NONCE_BYTES))
        stop(S("no random bytes"));
    SecretKey secret = keys_secret(keys, keys_find(keys, &key->vkey.key));
    Str       note = base64_text(ws->arena, request_write(ws->arena, &request, &secret));
    printf("Entente %.*s\n", STR_ARG(note));
}

static void disclose(Workspace *ws, const Keys *keys, char **words)
{
    SealedBody material = {{9, 9}, str_format(ws->arena, "{\"text\":\"%s\"}", words[1])};
    Str        bytes = sealed_write(ws->arena, &material), why = S("");
    Hash       digest = sha256(bytes);
    Str        name = hash_text(ws->arena, &digest), hex = hex_text(ws->arena, hash_bytes(&digest));
    Writings   writings = {0};
    StoreBatch batch = {.agreement = ws->config.agreement};
    Place      place;
    *PUSH(ws->arena, &writings.entries) =
        (Writing){S("disclosure"),
                  str_format(ws->arena, "{\"audience\":[\"%s\"],\"class\":\"roadmap\",\"digest\":\"%.*s\"}",
                             words[0], STR_ARG(name)),
                  S("")};
    *PUSH(ws->arena, &batch.parts) = (BundlePart){PART_BODY, bytes};
    if (workspace_write(ws, keys, &writings, &place, &why) != WORK_DONE ||
        store_append(ws->store, &batch, &why) != STORE_OK)
        stop(why);
    printf("%.*s\n", STR_ARG(hex));
}

int main(int count, char **words)
{
    Arena     arena = {0};
    Workspace ws;
    Keys      keys;
    Str       why = S(""), verb = count > 2 ? str_from(words[1]) : S("");
    if (workspace_open(&arena, str_from(count > 2 ? words[2] : ""), LOAD_RECORD, &ws, &why) != WORK_DONE ||
        workspace_keys(&ws, &keys, &why) != WORK_DONE)
        stop(why);
    if (str_equal(verb, S("write")) && count > 4)
        write_entries(&ws, &keys, words + 3, count - 3);
    else if (str_equal(verb, S("ask")) && count == 8)
        ask(&ws, &keys, words + 3);
    else if (str_equal(verb, S("disclose")) && count == 5)
        disclose(&ws, &keys, words + 3);
    else
        stop(S("unknown words"));
    keys_wipe(&keys);
    workspace_close(&ws);
    arena_free(&arena);
    return 0;
}
