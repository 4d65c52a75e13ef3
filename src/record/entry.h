/* entry.h - one entry of a feed: a signed note of one signature, canonical or refused, at most 65,535 bytes.
 *
 *   entente/entry/v1
 *   origin                    of the feed: entente/AGREEMENT/MEMBER
 *   size root                 of the feed before this entry: two entries of one size prove a fork
 *   saw origin size root      a head of another feed that has changed since; by origin, ascending
 *   key N                     1 + the largest key of what this entry rests on
 *   time N                    seconds since 1970 by the writer's clock: a claim, not a fact
 *   kind KIND
 *   state ENGINE N digest     what this engine folds from the first N entries of the final order
 *   body {...}                what it says,
 *   sealed hash               or SHA-256 of it (body.h); neither where the kind says all
 *
 * AGREEMENT is SHA-256 of the body of the founding act, in hexadecimal. So an entry cannot be used again in
 * another agreement, under another member's name, or at another place. The leaf of the feed's tree is the
 * whole note. */
#ifndef ENT_RECORD_ENTRY_H
#define ENT_RECORD_ENTRY_H
#include "record/body.h"
#include "record/checkpoint.h"
#include "record/note.h"
#include "record/tile.h"

enum { ENTRY_SAW_MOST = 64, MEMBER_MOST = 64, AGREEMENT_DIGITS = 64, WORD_MOST = 64 };
#define ENTRY_TIME_MOST ((int64_t)253402300799) /* the end of the year 9999 */

typedef enum { BODY_NONE, BODY_HERE, BODY_SEALED } BodyPlace;

typedef struct {
    Head before; /* the feed's origin, its size and root before this entry */
    LIST_OF(Head) saw;
    int64_t   key, time;
    Str       kind, engine;
    int64_t   state_entries;
    Hash      state;
    BodyPlace place;
    Str       body_text; /* BODY_HERE */
    Body      body;
    Hash      sealed; /* BODY_SEALED */
    uint32_t  key_id;
    Signature signature;
    Str       text, bytes; /* what is signed, and the whole note */
} Entry;

/* An origin and its parts. False: not one. */
CHECKED bool origin_read(Str origin, Str *agreement, Str *member);
Str          origin_text(Arena *arena, Str agreement, Str member);
/* a-z 0-9 and - _ between, at most MEMBER_MOST bytes: the names of the language */
bool member_valid(Str name);
/* A word for a kind or an engine: a-z A-Z 0-9 . - + */
bool word_valid(Str word);

/* Form alone; signature and place in the feed are for feed.h. False: `why` says what is wrong, *out
 * untouched. */
CHECKED bool entry_read(Arena *arena, Str bytes, Entry *out, Str *why);
/* Sets text, bytes, key id and signature from the rest. */
void entry_sign(Arena *arena, Entry *entry, const VerifierKey *vkey, const SecretKey *secret);
bool entry_signed_by(const Entry *entry, const VerifierKey *vkey);
Hash entry_leaf(const Entry *entry);
/* What several members put their signatures under, each in an own entry: the same kind with the same body. */
Hash entry_act(const Entry *entry);
#endif
