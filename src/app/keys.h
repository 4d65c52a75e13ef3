/* keys.h - the keys of one member, in a file of their own outside of every workspace.
 *
 *   entente/keys/v1
 *   member aurora
 *   seal argon2id 3 268435456 SALT      passes and bytes of memory; or `seal none`
 *   key BASE64                          the first key that the box holds, so that it is known without opening
 *   box BASE64                          nonce and secretbox; without a seal the plain bytes
 *
 * In the box: SHA-256 of all lines before it and of what follows, so that nothing can be altered, and the
 * seeds of the keys: the one in use and those behind it, of which the record has only hashes. Which is in use
 * is for the record to say: a change of keys is written here first, then there, and after a power cut both
 * still fit together.
 *
 * The file lies in $XDG_CONFIG_HOME/entente, else in ~/.config/entente, and is refused if others can read it.
 * The passphrase is typed on the terminal, or is the first line of the file that ENTENTE_PASSPHRASE_FILE
 * names. Secrets are wiped after use. */
#ifndef ENT_APP_KEYS_H
#define ENT_APP_KEYS_H
#include "record/card.h"

enum { KEYS_MOST = 4, PASSPHRASE_MOST = 1024, KEY_FILE_BYTES_MOST = 4096 };

typedef enum {
    SEAL_NONE,     /* asked for by name: whoever can read the file has the keys */
    SEAL_LOW,      /* opens at once, for tests; a passphrase is guessed sooner */
    SEAL_MODERATE, /* about half a second and 256 MiB for each guess */
} SealCost;

/* How the box is closed, and the key that closes it. */
typedef struct {
    bool    sealed;
    int64_t passes, memory;
    uint8_t salt[16], key[32];
} Seal;

typedef struct {
    Str       member, path;
    Size      count;
    PublicKey keys[KEYS_MOST];
    uint8_t   seeds[KEYS_MOST][SEED_BYTES];
    Seal      seal;
} Keys;

/* What can be seen of a file without opening it. Slices of the text. */
typedef struct {
    Str       member;
    Seal      seal; /* without its key */
    PublicKey first;
    Str       head, nonce, box; /* all lines before `box`; bytes */
} KeyFile;

CHECKED bool key_file_read(Arena *arena, Str text, KeyFile *out, Str *why);

/* $XDG_CONFIG_HOME/entente; "": there is no home. */
Str keys_folder(Arena *arena);
Str keys_path(Arena *arena, Str name); /* of a file there */

/* Two keys, sealed as `cost` says; asks for a new passphrase unless that is SEAL_NONE. Nothing is written. */
CHECKED bool keys_new(Arena *arena, Str member, SealCost cost, Keys *out, Str *why);
/* Writes the file `out->path`, safely. */
CHECKED bool keys_save(Arena *arena, const Keys *keys, Str *why);
/* Opens the file; asks for the passphrase if it has one. */
CHECKED bool keys_open(Arena *arena, Str path, Keys *out, Str *why);
/* What the file shows without a passphrase. */
CHECKED bool keys_peek(Arena *arena, Str path, KeyFile *out, Str *why);
/* A further key behind the last, from the system's randomness; the oldest goes when there is no room. */
CHECKED bool keys_grow(Keys *keys, Str *why);
/* Forgets those before number `first`. */
void keys_drop(Keys *keys, Size first);
/* Which of them is this? -1: none. */
Size keys_find(const Keys *keys, const PublicKey *key);
void keys_wipe(Keys *keys);

/* The card that introduces the member by key number 0 and the one behind it. */
Card keys_card(const Keys *keys);
/* Signs with key number `key`. */
SecretKey keys_secret(const Keys *keys, Size key);
#endif
