/* members.h - members with keys and records, for tests: who writes, who has heard what. */
#ifndef ENT_TEST_RECORD_MEMBERS_H
#define ENT_TEST_RECORD_MEMBERS_H
#include <string.h>

#include "bytes.h"
#include "record/record.h"

enum { MEMBERS_MOST = 6, KEYS_EACH = 4 };

typedef struct {
    Str       name;
    Role      role;
    PublicKey keys[KEYS_EACH]; /* the one in use, and those to come */
    SecretKey secrets[KEYS_EACH];
    int       key;
    Arena     arena;
    Record    record;
} Person;

typedef struct {
    Arena  arena;
    Size   count;
    Person people[MEMBERS_MOST];
    Str    founding;
} Cast;

static inline Str key_text(Arena *arena, const Person *person, int key)
{
    return vkey_key_text(arena, KEY_NOTE, &person->keys[key]);
}

static inline Str next_text(Arena *arena, const Person *person, int key) /* the hash of that key */
{
    Str  bytes = S("");
    bool good = base64_read(arena, key_text(arena, person, key), &bytes);
    assert_true(good);
    Hash hash = sha256(bytes);
    return hash_text(arena, &hash);
}

static inline Person person_new(const char *name, Role role)
{
    Person person = {.name = str_from(name), .role = role};
    for (int i = 0; i < KEYS_EACH; i++) {
        uint8_t seed[SEED_BYTES] = {(uint8_t)name[0], (uint8_t)name[1], (uint8_t)(i + 1)};
        person.secrets[i] = key_of_seed(seed, &person.keys[i]);
    }
    return person;
}

/* Names ascend; with `witness` the last is one. */
static inline Cast *cast_new(Cast *cast, Size count, bool witness, unsigned rules)
{
    static const char *const names[MEMBERS_MOST] = {"aurora", "borealis", "cygnus",
                                                    "draco",  "eridanus", "fornax"};
    *cast = (Cast){.count = count};
    Text text = text_new(&cast->arena);
    text_add(&text, S("{\"agreement\":\"cross-licence\",\"members\":["));
    for (Size i = 0; i < count; i++) {
        Person *person = &cast->people[i];
        *person = person_new(names[i], witness && i == count - 1 ? ROLE_WITNESS : ROLE_PARTY);
        Str key = key_text(&cast->arena, person, 0), next = next_text(&cast->arena, person, 1);
        text_format(&text, "%s{\"key\":\"%.*s\",\"name\":\"%s\",\"next\":\"%.*s\",\"role\":\"%s\"}",
                    i ? "," : "", STR_ARG(key), names[i], STR_ARG(next), role_name(person->role));
    }
    Hash nonce = sha256(S("nonce"));
    Str  nonce_text = hash_text(&cast->arena, &nonce);
    text_format(&text, "],\"nonce\":\"%.*s\"}", STR_ARG(nonce_text));
    cast->founding = text_str(&text);
    for (Size i = 0; i < count; i++) {
        Person *person = &cast->people[i];
        Str     why = S("");
        if (!record_new(&person->arena, cast->founding, rules, &person->record, &why))
            fail_msg("%.*s", STR_ARG(why));
    }
    return cast;
}

static inline void cast_free(Cast *cast)
{
    for (Size i = 0; i < MEMBERS_MOST; i++)
        arena_free(&cast->people[i].arena);
    arena_free(&cast->arena);
}

/* A draft of the person's next entry, signed after `body` (S_NONE: none; "sealed": some hash) is put in. */
static inline Entry sign_next(Cast *cast, Person *person, Record *record, const char *kind, Str body)
{
    Size  feed = record_feed(record, person->name);
    Entry entry = record_draft(record, &cast->arena, feed);
    Size  final = record_final(record);
    entry.kind = str_from(kind);
    entry.engine = S("0.1.0");
    entry.time = 1795488000 + entry.before.size * 60;
    entry.state_entries = final;
    entry.state = final ? record->digests.items[final - 1] : sha256(S(""));
    if (str_equal(body, S("sealed"))) {
        entry.place = BODY_SEALED;
        entry.sealed = sha256(str_from(kind));
    } else if (body.len) {
        entry.place = BODY_HERE;
        entry.body_text = body;
    }
    VerifierKey vkey = vkey_new(entry.before.origin, KEY_NOTE, &person->keys[person->key]);
    entry_sign(&cast->arena, &entry, &vkey, &person->secrets[person->key]);
    return entry;
}

static inline Take takes(Record *record, Str bytes, const char **said)
{
    static char words[200];
    Arena       scratch = {0};
    Str         why = S("");
    Take        take = record_take(record, &scratch, bytes, &why);
    Size        len = why.len < (Size)sizeof words - 1 ? why.len : (Size)sizeof words - 1;
    if (len)
        memcpy(words, why.at, (size_t)len);
    words[len] = 0;
    assert_true((take == TAKE_NEW || take == TAKE_KNOWN) || len > 0);
    if (said)
        *said = words;
    arena_free(&scratch);
    return take;
}

/* The person writes and takes it. The bytes. */
static inline Str writes(Cast *cast, Size who, const char *kind, Str body)
{
    Person     *person = &cast->people[who];
    Entry       entry = sign_next(cast, person, &person->record, kind, body);
    const char *why;
    if (takes(&person->record, entry.bytes, &why) != TAKE_NEW)
        fail_msg("%s", why);
    return entry.bytes;
}

/* `to` takes all that `from` has and can be taken. True: something was new. */
static inline bool pulls(Record *to, const Record *from)
{
    bool any = false;
    for (bool again = true; again;) {
        again = false;
        for (Size f = 0; f < from->feeds.count; f++) {
            const Feed *theirs = &from->feeds.items[f];
            Size        feed = record_feed(to, theirs->name);
            Size        have = feed < 0 ? 0 : to->feeds.items[feed].entries.count;
            for (Size i = have; i < theirs->entries.count; i++) {
                if (takes(to, theirs->entries.items[i].bytes, NULL) != TAKE_NEW)
                    break;
                again = any = true;
            }
        }
    }
    return any;
}

static inline void everybody_pulls(Cast *cast)
{
    for (bool again = true; again;) {
        again = false;
        for (Size i = 0; i < cast->count; i++)
            for (Size j = 0; j < cast->count; j++)
                if (i != j && pulls(&cast->people[i].record, &cast->people[j].record))
                    again = true;
    }
}

static inline void everybody_writes(Cast *cast, const char *kind, Str body)
{
    for (Size i = 0; i < cast->count; i++)
        (void)writes(cast, i, kind, body);
    everybody_pulls(cast);
}

/* All found the record, and what was written before is final. */
static inline void founded(Cast *cast)
{
    everybody_writes(cast, "founding", cast->founding);
    everybody_writes(cast, "heartbeat", S_NONE);
    everybody_writes(cast, "heartbeat", S_NONE);
}
#endif
