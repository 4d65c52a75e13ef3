/* request.c - see request.h. */
#include "record/request.h"

#include <string.h>

static const Str FIRST_LINE = {"entente/request/v1", 18};

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

static Admit deny(Str *why, Admit admit, Str what)
{
    *why = what;
    return admit;
}

/* Printable ASCII without a blank, from a slash on. */
static bool path_valid(Str path)
{
    if (path.len == 0 || path.len > REQUEST_PATH_MOST || path.at[0] != '/')
        return false;
    for (Size i = 0; i < path.len; i++)
        if (path.at[i] <= ' ' || path.at[i] > '~')
            return false;
    return true;
}

static bool nonce_read(Arena *arena, Str text, Nonce *out)
{
    Str bytes;
    if (!base64_read(arena, text, &bytes) || bytes.len != NONCE_BYTES)
        return false;
    memcpy(out->at, bytes.at, NONCE_BYTES);
    return true;
}

static bool read_what(Str *text, Request *request, Str *why)
{
    Str agreement, member;
    if (!line_named(text, S("to "), &request->to) || !origin_read(request->to, &agreement, &member))
        return refuse(why, S("`to ORIGIN` is missing, the member who is asked"));
    if (!line_named(text, S("method "), &request->method))
        return refuse(why, S("`method` is missing"));
    request->sends = str_equal(request->method, S("POST"));
    if (!request->sends && !str_equal(request->method, S("GET")))
        return refuse(why, S("a method is GET or POST"));
    if (!line_named(text, S("path "), &request->path) || !path_valid(request->path))
        return refuse(why, S("`path /...` is missing, at most 512 printable characters"));
    return true;
}

static bool read_when(Arena *arena, Str *text, Request *request, Str *why)
{
    Str line;
    if (!line_named(text, S("time "), &line) || !count_read(line, ENTRY_TIME_MOST, &request->time))
        return refuse(why, S("`time N` is missing, N in seconds since 1970"));
    if (!line_named(text, S("expires "), &line) || !count_read(line, ENTRY_TIME_MOST, &request->expires))
        return refuse(why, S("`expires N` is missing, N in seconds since 1970"));
    if (request->expires <= request->time || request->expires - request->time > REQUEST_LIFE_MOST)
        return refuse(why, S("a request expires after it is made, at most 300 seconds later"));
    if (!line_named(text, S("nonce "), &line) || !nonce_read(arena, line, &request->nonce))
        return refuse(why, S("`nonce` is missing, base64 of 16 bytes"));
    return true;
}

bool request_read(Arena *arena, Str bytes, Request *out, Str *why)
{
    Request   request = {.vkey = {.name = S("")}};
    Note      note;
    Str       line, text, agreement, member;
    KeyType   type;
    PublicKey key;
    if (bytes.len > REQUEST_BYTES_MOST)
        return refuse(why, S("a request is at most 4,096 bytes"));
    if (!note_read(arena, bytes, &note, why))
        return false;
    text = note.text;
    if (!line_next(&text, &line) || !str_equal(line, FIRST_LINE))
        return refuse(why, S("a request begins with the line `entente/request/v1`"));
    if (!read_what(&text, &request, why) || !read_when(arena, &text, &request, why))
        return false;
    if (!line_named(&text, S("key "), &line))
        return refuse(why, S("`key` is missing, the key that signs"));
    if (!vkey_read_key(line, &type, &key, why))
        return false;
    if (request.sends && (!line_named(&text, S("body "), &line) || !hash_read(line, &request.body)))
        return refuse(why, S("`body` is missing, SHA-256 of what is sent"));
    if (text.len)
        return refuse(why, S("a request has a line too many, or one out of its order"));
    const NoteSignature *signature = &note.signatures.items[0];
    if (note.signatures.count != 1 || type != KEY_NOTE || !origin_read(signature->name, &agreement, &member))
        return refuse(why, S("a request has one Ed25519 signature, by a key that is named like a feed"));
    request.vkey = vkey_new(signature->name, type, &key);
    if (note_verify(arena, &note, &request.vkey, NULL) != NOTE_SIGNED)
        return refuse(why, S("the request is not signed by the key that it gives"));
    *out = request;
    return true;
}

Str request_write(Arena *arena, const Request *request, const SecretKey *secret)
{
    Text text = text_new(arena);
    Str  key = vkey_key_text(arena, request->vkey.type, &request->vkey.key);
    Str  nonce = base64_text(arena, (Str){(const char *)request->nonce.at, NONCE_BYTES});
    INVARIANT(request->vkey.type == KEY_NOTE && path_valid(request->path));
    text_format(&text, "%.*s\nto %.*s\nmethod %.*s\npath %.*s\n", STR_ARG(FIRST_LINE), STR_ARG(request->to),
                STR_ARG(request->method), STR_ARG(request->path));
    text_format(&text, "time %lld\nexpires %lld\nnonce %.*s\nkey %.*s\n", (long long)request->time,
                (long long)request->expires, STR_ARG(nonce), STR_ARG(key));
    if (request->sends) {
        Str body = hash_text(arena, &request->body);
        text_format(&text, "body %.*s\n", STR_ARG(body));
    }
    Note note = {.text = text_str(&text)};
    note_sign(arena, &note, &request->vkey, secret);
    return note_write(arena, &note);
}

/* --- whether it may be answered --- */

static bool meant(const Request *request, const Asked *asked)
{
    if (!str_equal(request->to, asked->to) || !str_equal(request->method, asked->method) ||
        !str_equal(request->path, asked->path))
        return false;
    if (!request->sends)
        return asked->body == NULL;
    return asked->body && hash_equal(asked->body, &request->body);
}

/* Is this the key in use, or the one that was announced by its hash? */
static bool key_fits(const FeedKey *key, const VerifierKey *vkey)
{
    if (key->vkey.type == vkey->type && key_equal(&key->vkey.key, &vkey->key))
        return true;
    char typed[1 + PUBLIC_KEY_BYTES] = {(char)vkey->type};
    memcpy(typed + 1, vkey->key.at, PUBLIC_KEY_BYTES);
    Hash hash = sha256((Str){typed, sizeof typed});
    return hash_equal(&hash, &key->next);
}

static Size asker(const Record *record, const VerifierKey *vkey)
{
    for (Size i = 0; i < record->feeds.count; i++)
        if (str_equal(record->feeds.items[i].origin, vkey->name))
            return record->order.feeds.items[i].end == INT64_MAX && key_fits(record_key(record, i), vkey)
                       ? i
                       : -1;
    return -1;
}

/* Forgets those that have expired, then keeps this one. False: it was there, or (`full`) there is no room. */
static bool nonce_keep(Nonces *nonces, const Request *request, int64_t now, bool *full)
{
    Size alive = 0;
    *full = false;
    for (Size i = 0; i < nonces->count; i++) {
        if (nonces->at[i].expires <= now)
            continue;
        if (memcmp(nonces->at[i].nonce.at, request->nonce.at, NONCE_BYTES) == 0)
            return false;
        nonces->at[alive++] = nonces->at[i];
    }
    nonces->count = alive;
    *full = alive == NONCES_MOST;
    if (*full)
        return false;
    nonces->at[alive].nonce = request->nonce;
    nonces->at[alive].expires = request->expires;
    nonces->count++;
    return true;
}

Admit request_admit(const Record *record, const Request *request, const Asked *asked, Nonces *nonces,
                    Size *feed, Str *why)
{
    bool full;
    if (!meant(request, asked))
        return deny(why, ADMIT_NOT_MEANT,
                    S("the request is signed for another server, method, path or content"));
    if (asked->now >= request->expires)
        return deny(why, ADMIT_EXPIRED, S("the request has expired; if it is new, compare the clocks"));
    if (request->time > asked->now + REQUEST_AHEAD_MOST)
        return deny(why, ADMIT_EXPIRED, S("the request was made in the future; compare the clocks"));
    if (request->time < asked->started)
        return deny(why, ADMIT_EXPIRED, S("the request was made before this server started; ask again"));
    Size member = asker(record, &request->vkey);
    if (member < 0)
        return deny(why, ADMIT_STRANGER, S("the request is not signed by the key of a member"));
    if (!nonce_keep(nonces, request, asked->now, &full))
        return full ? deny(why, ADMIT_BUSY, S("too many requests are under way; ask again in a few minutes"))
                    : deny(why, ADMIT_REPLAYED, S("the request was made before; each is answered once"));
    *feed = member;
    return ADMIT_YES;
}
