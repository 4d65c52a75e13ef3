/* body.h - what an entry says, as JSON that has one spelling (RFC 8785 without its traps).
 *
 * No blanks; the keys of an object ascend, each once, of a-z 0-9 _ and . only; numbers are whole and within
 * +-(2^53-1), everything else that is counted is a text; texts are NFC, hold no control character but LF and
 * TAB, and escape nothing but these two, `"` and `\`. So there is no floating point, no order of keys that
 * depends on an encoding, and nothing that two programs would write differently. Reading is canonical or
 * refused.
 *
 * A body stands in the entry, where everybody who holds the feed can read it, or apart from it, sealed:
 *
 *   entente/body/v1
 *   SALT             base64 of 16 bytes
 *   BODY
 *
 * of which the entry holds only SHA-256. Without the salt nobody can guess what it says; when body and salt
 * are destroyed, entry and proofs stay valid. */
#ifndef ENT_RECORD_BODY_H
#define ENT_RECORD_BODY_H
#include "record/hash.h"

enum { BODY_BYTES_MOST = 1 << 20, BODY_DEPTH_MOST = 32, SALT_BYTES = 16 };
#define BODY_WHOLE_MOST (((int64_t)1 << 53) - 1)

typedef enum { BODY_NULL, BODY_BOOL, BODY_WHOLE, BODY_TEXT, BODY_LIST, BODY_OBJECT } BodyType;

typedef struct Body Body;
struct Body {
    BodyType type;
    int64_t  whole; /* a bool is 0 or 1 */
    Str      text;  /* as it reads, without escapes */
    Str     *keys;  /* of an object, one for each item, ascending */
    Body    *items;
    Size     count;
};

/* False: `why` says what is wrong, *out untouched. */
CHECKED bool body_read(Arena *arena, Str text, Body *out, Str *why);
Str          body_write(Arena *arena, const Body *body);
/* Making one. Fields go to their place, whatever the sequence; a key is put once. */
Body body_of_text(Str text);
Body body_of_whole(int64_t whole);
void body_put(Arena *arena, Body *object, const char *key, Body value);
void body_push(Arena *arena, Body *list, Body item);
/* NULL: no such key, or not an object. */
const Body *body_at(const Body *object, Str key);

typedef struct {
    uint8_t salt[SALT_BYTES];
    Str     text; /* of the body */
} SealedBody;

/* Its body is read with it. */
CHECKED bool sealed_read(Arena *arena, Str bytes, SealedBody *out, Body *body, Str *why);
Str sealed_write(Arena *arena, const SealedBody *sealed); /* SHA-256 of this is what the entry holds */
#endif
