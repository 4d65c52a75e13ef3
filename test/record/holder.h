/* holder.h - members who hold bodies beside their records and pull from one another, for tests. */
#ifndef ENT_TEST_RECORD_HOLDER_H
#define ENT_TEST_RECORD_HOLDER_H
#include "members.h"
#include "record/pull.h"

typedef struct Holder Holder;
struct Holder {
    Cast   *cast;
    Size    who;
    Record *record; /* of the person, or another copy */
    LIST_OF(BundlePart) parts;
    LIST_OF(Str) receipts;
    /* as somebody from whom others pull */
    Size     reader;  /* who asks; -1: anybody */
    uint64_t readers; /* instead of `reader` */
    int      fail_at; /* this fetch fails; 0: none */
    int      fetches;
    Str (*spoil)(Holder *holder, Str path, Str bytes);
};

static inline bool holder_part(void *self, const Hash *digest, Str *out)
{
    const Holder *holder = self;
    for (Size i = 0; i < holder->parts.count; i++) {
        Hash hash = sha256(holder->parts.items[i].bytes);
        if (hash_equal(&hash, digest)) {
            *out = holder->parts.items[i].bytes;
            return true;
        }
    }
    return false;
}

static inline Holding holding_of(Holder *holder)
{
    Holding holding = {.record = holder->record,
                       .part = holder_part,
                       .self = holder,
                       .receipts = {holder->receipts.items, holder->receipts.count}};
    holding_names(&holder->cast->arena, &holding);
    return holding;
}

static inline Fetched holder_fetch(void *self, Arena *arena, Str path, Size most, Str *out, Str *why)
{
    Holder    *holder = self;
    PublicPath read;
    Holding    holding = holding_of(holder);
    if (++holder->fetches == holder->fail_at) {
        *why = S("the line is down");
        return FETCH_FAILED;
    }
    assert_true(public_path_read(path, &read));
    if (!publish(arena, &holding, &read, holder->readers, out))
        return FETCH_NONE;
    assert_true(out->len <= most);
    if (holder->spoil)
        *out = holder->spoil(holder, path, *out);
    return FETCH_OK;
}

static inline void keep(Holder *holder, PartType type, Str bytes)
{
    *PUSH(&holder->cast->arena, &holder->parts) = (BundlePart){type, str_copy(&holder->cast->arena, bytes)};
}

/* Keeps what a pull lists. */
static inline void keep_pulled(Holder *holder, const Pulled *pulled)
{
    for (Size i = 0; i < pulled->parts.count; i++) {
        const BundlePart *part = &pulled->parts.items[i];
        if (part->type == PART_BODY || part->type == PART_FILE)
            keep(holder, part->type, part->bytes);
        if (part->type == PART_RECEIPT)
            *PUSH(&holder->cast->arena, &holder->receipts) = str_copy(&holder->cast->arena, part->bytes);
    }
}

static inline PullBeside beside_of(Holder *holder)
{
    Size own = record_feed(holder->record, holder->cast->people[holder->who].name);
    return (PullBeside){own, holder_part, holder, {holder->receipts.items, holder->receipts.count}};
}

/* `to` pulls from `from`. What was new is kept. */
static inline bool holder_pulls(Holder *to, Holder *from, Pulled *out, Str *why)
{
    PullFrom   source = {holder_fetch, from};
    PullBeside beside = beside_of(to);
    Size       entries = to->record->order.added.count;
    from->readers = (uint64_t)1 << record_feed(from->record, to->cast->people[to->who].name);
    if (!pull_from(to->record, &to->cast->arena, &source, &beside, out, why))
        return false;
    assert_int_equal(out->taken, to->record->order.added.count - entries);
    keep_pulled(to, out);
    return true;
}

/* Writes an entry with a sealed body. The digest. */
static inline Hash writes_sealed(Holder *holder, const char *kind, Str text)
{
    Cast      *cast = holder->cast;
    Person    *person = &cast->people[holder->who];
    SealedBody sealed = {
        {(uint8_t)holder->parts.count, (uint8_t)(holder->parts.count >> 8), (uint8_t)holder->who}, text};
    Body body;
    Str  bytes = sealed_write(&cast->arena, &sealed), why = S("");
    if (!sealed_read(&cast->arena, bytes, &sealed, &body, &why))
        fail_msg("%.*s", STR_ARG(why));
    Hash  digest = sha256(bytes);
    Entry entry = record_draft(holder->record, &cast->arena, record_feed(holder->record, person->name));
    entry.kind = str_from(kind);
    entry.engine = S("0.1.0");
    entry.time = 1795488000 + entry.before.size * 60;
    entry.place = BODY_SEALED;
    entry.sealed = digest;
    VerifierKey vkey = vkey_new(entry.before.origin, KEY_NOTE, &person->keys[person->key]);
    entry_sign(&cast->arena, &entry, &vkey, &person->secrets[person->key]);
    const char *said;
    if (takes(holder->record, entry.bytes, &said) != TAKE_NEW)
        fail_msg("%s", said);
    keep(holder, PART_BODY, bytes);
    return digest;
}

static inline void holders_new(Cast *cast, Holder *holders)
{
    for (Size i = 0; i < cast->count; i++)
        holders[i] = (Holder){.cast = cast, .who = i, .record = &cast->people[i].record};
}

#define COMMENT S("{\"text\":\"Where are the sales of March?\"}")
#endif
