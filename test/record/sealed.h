/* sealed.h - sealed bodies for tests: written under an entry, kept, and found again by their digest. */
#ifndef ENT_TEST_RECORD_SEALED_H
#define ENT_TEST_RECORD_SEALED_H
#include "members.h"
#include "standing/fold.h"

typedef struct {
    Arena arena;
    LIST_OF(Str) bytes;
    LIST_OF(Hash) digests;
    int32_t *table;  /* by a part of the digest: 1 + index */
    Size     hidden; /* this one is not given out; -1: all are */
    Size     here;   /* of every fifth one, only so many; -1: all */
} Chest;

enum { CHEST_SLOTS = 1 << 16 };

static inline Chest chest_new(void)
{
    Chest chest = {.hidden = -1, .here = -1};
    chest.table = NEW(&chest.arena, int32_t, CHEST_SLOTS);
    return chest;
}

static inline Size chest_slot(const Chest *chest, const Hash *digest)
{
    Size at = digest->at[0] | digest->at[1] << 8;
    while (chest->table[at] && !hash_equal(&chest->digests.items[chest->table[at] - 1], digest))
        at = (at + 1) % CHEST_SLOTS;
    return at;
}

static inline bool chest_read(void *self, Arena *arena, const Hash *digest, Str *bytes)
{
    const Chest *chest = self;
    int32_t      found = chest->table[chest_slot(chest, digest)];
    if (!found || found - 1 == chest->hidden || (chest->here >= 0 && found % 5 == 0 && found > chest->here))
        return false;
    *bytes = str_copy(arena, chest->bytes.items[found - 1]);
    return true;
}

static inline Hash chest_put(Chest *chest, Str body, int salt)
{
    SealedBody sealed = {.salt = {(uint8_t)salt, (uint8_t)(salt >> 8), (uint8_t)(salt >> 16)}, .text = body};
    Str        bytes = sealed_write(&chest->arena, &sealed);
    Hash       digest = sha256(bytes);
    Size       slot = chest_slot(chest, &digest);
    if (chest->table[slot])
        return digest;
    *PUSH(&chest->arena, &chest->bytes) = bytes;
    *PUSH(&chest->arena, &chest->digests) = digest;
    chest->table[slot] = (int32_t)chest->digests.count;
    return digest;
}

/* `day`: of the writer's clock, from 2026-01-01. A joint act has the same salt in all feeds. */
static inline Str writes_sealed(Cast *cast, Chest *chest, Size who, const char *kind, const char *body,
                                Day day)
{
    Person     *person = &cast->people[who];
    Size        feed = record_feed(&person->record, person->name);
    Entry       entry = record_draft(&person->record, &cast->arena, feed);
    const Kind *known = kind_find(str_from(kind));
    const char *why;
    entry.kind = str_from(kind);
    entry.engine = S("0.1.0");
    entry.time = (int64_t)day * 86400 + 43200;
    entry.state = sha256(S(""));
    if (body) {
        entry.place = BODY_SEALED;
        entry.sealed =
            chest_put(chest, str_from(body),
                      known && known->joint != JOINT_NO ? 7 : (int)(feed << 16 | entry.before.size));
    }
    VerifierKey vkey = vkey_new(entry.before.origin, KEY_NOTE, &person->keys[person->key]);
    entry_sign(&cast->arena, &entry, &vkey, &person->secrets[person->key]);
    if (takes(&person->record, entry.bytes, &why) != TAKE_NEW)
        fail_msg("%s: %s", kind, why);
    return entry.bytes;
}
#endif
