/* card.h - how a member is introduced to the others before there is a record: name, key, and the hash of the
 * key after it.
 *
 *   entente/card/v1
 *   key aurora+1a2b3c4d+AddamAGC...     the key that will sign, under the member's name (vkey.h)
 *   next AAAA...                         SHA-256 of the next key
 *
 *   — aurora ...                         signed by that key
 *
 * The signature shows that who made the card has the key, and that no digit was lost; whose card it is, only
 * the two people who compare its fingerprint can know. Canonical or refused. */
#ifndef ENT_RECORD_CARD_H
#define ENT_RECORD_CARD_H
#include "record/checkpoint.h"
#include "record/note.h"

enum { CARD_BYTES_MOST = 4096 };

typedef struct {
    VerifierKey vkey; /* its name is the member's */
    Hash        next;
} Card;

/* Reading is checking. False: `why` says what is wrong, *out untouched. */
CHECKED bool card_read(Arena *arena, Str bytes, Card *out, Str *why);
Str          card_write(Arena *arena, const Card *card, const SecretKey *secret);
/* What people compare by word of mouth: eight groups of four digits, of the key and the hash of the next. */
Str  card_fingerprint(Arena *arena, const Card *card);
Hash key_hash(const PublicKey *key); /* as `next` has it: of type and key */
#endif
