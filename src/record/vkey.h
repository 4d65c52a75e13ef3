/* vkey.h - verifier keys (C2SP signed-note): `name+id+key`, the public half of a signer as one word of text.
 *
 * id is eight hexadecimal digits, the start of SHA-256(name LF type key); key is base64 of type and key. So
 * the id binds the name. Two types are read: Ed25519 for notes, and Ed25519 for cosignatures; others are
 * refused by name. */
#ifndef ENT_RECORD_VKEY_H
#define ENT_RECORD_VKEY_H
#include "record/sign.h"

typedef enum { KEY_NOTE = 1, KEY_COSIGNATURE = 4 } KeyType;

enum { NAME_MOST = 255, KEY_TEXT = 44 /* base64 of a type and a key */ };

typedef struct {
    Str       name;
    KeyType   type;
    uint32_t  id;
    PublicKey key;
} VerifierKey;

/* Is this a name for a key? UTF-8 without white space, control characters and `+`, up to NAME_MOST bytes. */
bool name_valid(Str name);
/* Well-formed UTF-8 in which line feed is the only control character. */
bool text_valid(Str text);

VerifierKey vkey_new(Str name, KeyType type, const PublicKey *key);
/* False: `why` says what is wrong, *out untouched. The name is a slice of `text`. */
CHECKED bool vkey_read(Str text, VerifierKey *out, Str *why);
Str          vkey_text(Arena *arena, const VerifierKey *vkey);
/* The last part alone: base64 of type and key. */
CHECKED bool vkey_read_key(Str text, KeyType *type, PublicKey *key, Str *why);
Str          vkey_key_text(Arena *arena, KeyType type, const PublicKey *key);
#endif
