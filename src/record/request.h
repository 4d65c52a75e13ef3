/* request.h - what a member asks of another member's server: a signed note (C2SP signed-note) of one
 * signature.
 *
 *   entente/request/v1
 *   to ORIGIN            the member who is asked: entente/AGREEMENT/MEMBER
 *   method GET           or POST
 *   path /...            as it stands in the request, with the query if there is one
 *   time N               when it was made, seconds since 1970
 *   expires N            at most five minutes later
 *   nonce N              base64 of 16 random bytes, never used again
 *   key KEY              the key that signs: base64 of type and key
 *   body HASH            SHA-256 of what is sent along; only with POST
 *
 *   — entente/AGREEMENT/MEMBER ...      the member who asks
 *
 * So it cannot be used at another server, in another agreement, for another path, twice, or later. The key is
 * given because a server may not have heard of a change of keys yet: it admits the key in use and the one
 * that was announced by its hash. Canonical or refused. It travels in base64 in a header of the request. */
#ifndef ENT_RECORD_REQUEST_H
#define ENT_RECORD_REQUEST_H
#include "record/record.h"

enum {
    REQUEST_BYTES_MOST = 4096,
    REQUEST_PATH_MOST = 512,
    REQUEST_LIFE_MOST = 300, /* seconds */
    REQUEST_AHEAD_MOST = 60, /* how far the clock of who asks may run ahead */
    NONCE_BYTES = 16,
    NONCES_MOST = 1 << 14
};

typedef struct {
    uint8_t at[NONCE_BYTES];
} Nonce;

typedef struct {
    Str         to, method, path;
    int64_t     time, expires;
    Nonce       nonce;
    bool        sends; /* POST */
    Hash        body;
    VerifierKey vkey; /* under the origin of who asks */
} Request;

/* Reading checks the signature: whoever has the key made it. False: `why` says what is wrong, *out untouched.
 */
CHECKED bool request_read(Arena *arena, Str bytes, Request *out, Str *why);
/* Signs it with request->vkey. */
Str request_write(Arena *arena, const Request *request, const SecretKey *secret);

/* The nonces that can still be used, and must not be. */
typedef struct {
    struct {
        Nonce   nonce;
        int64_t expires;
    } at[NONCES_MOST];
    Size count;
} Nonces;

/* What the server knows of a request besides its note. */
typedef struct {
    Str         to, method, path; /* of the server; of the request */
    const Hash *body;             /* NULL: nothing was sent */
    int64_t     now, started;     /* of the server */
} Asked;

typedef enum {
    ADMIT_YES,
    ADMIT_NOT_MEANT, /* for another server, path or body */
    ADMIT_EXPIRED,
    ADMIT_STRANGER, /* no member, a member that left, or not by its key */
    ADMIT_REPLAYED,
    ADMIT_BUSY /* too many nonces are alive: none is forgotten before its time */
} Admit;

/* Whether the request is one of a member, for this, now and once; *feed is the member. `why` says why not. */
Admit request_admit(const Record *record, const Request *request, const Asked *asked, Nonces *nonces,
                    Size *feed, Str *why);
#endif
