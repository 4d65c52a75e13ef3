/* load.c - see load.h. */
#include "store/load.h"

#include "record/fork.h"

static StoreResult damaged(Str *why, Str what)
{
    *why = what;
    return STORE_DAMAGED;
}

/* Is the row what its bytes say? */
static bool row_right(Arena *arena, const Record *record, const StoreEntry *row, Str *why)
{
    Entry entry;
    Str   agreement, member;
    if (!entry_read(arena, row->bytes, &entry, why))
        return false;
    bool named = origin_read(entry.before.origin, &agreement, &member);
    Hash leaf = entry_leaf(&entry);
    INVARIANT(named);
    bool placed = str_equal(agreement, record->agreement) && str_equal(member, row->feed) &&
                  entry.before.size == row->seq;
    if (placed && hash_equal(&leaf, &row->leaf))
        return true;
    *why = placed ? S("its bytes do not have the hash under which they were stored")
                  : S("it stands in another place than its bytes say");
    return false;
}

static StoreResult take_row(Record *record, Arena *scratch, const StoreEntry *row, Str *why)
{
    Str  what = S("");
    bool good =
        row_right(scratch, record, row, &what) && record_take(record, scratch, row->bytes, &what) == TAKE_NEW;
    if (good)
        return STORE_OK;
    return damaged(why,
                   str_format(record->arena, "the record is damaged at entry %.*s/%lld (arrival %lld): %.*s",
                              STR_ARG(row->feed), (long long)row->seq, (long long)row->number,
                              STR_ARG(what.len ? what : S("it is there twice"))));
}

/* One entry of the proof is here, and the other shows the fork again. */
static bool take_fork(Record *record, Arena *scratch, Str bytes, Str *why)
{
    ForkProof proof;
    if (!fork_read(scratch, bytes, &proof, why))
        return false;
    Str  agreement, member;
    bool named = origin_read(proof.entries[0].before.origin, &agreement, &member);
    Size feed = record_feed(record, member);
    INVARIANT(named);
    if (!str_equal(agreement, record->agreement) || feed < 0 ||
        proof.entries[0].before.size >= record->feeds.items[feed].tree.size) {
        *why = S("it speaks of entries that are not here");
        return false;
    }
    bool shown = false;
    for (int i = 0; i < 2; i++) {
        Take take = record_take(record, scratch, proof.entries[i].bytes, why);
        shown |= take == TAKE_FORK || take == TAKE_BRANCH;
    }
    return shown;
}

static StoreResult take_forks(Store *store, Record *record, Arena *scratch, Str *why)
{
    StoreParts  forks = {0};
    StoreKey    key = {.agreement = record->agreement, .type = PART_FORK};
    StoreResult result = store_parts(store, scratch, key, &forks, why);
    for (Size i = 0; i < forks.count && result == STORE_OK; i++) {
        Str what = S("");
        if (!take_fork(record, scratch, forks.items[i].bytes, &what))
            result =
                damaged(why, str_format(record->arena, "the proof of a fork, number %lld, is damaged: %.*s",
                                        (long long)i + 1, STR_ARG(what)));
    }
    return result;
}

StoreResult load_more(Store *store, Record *record, int64_t *number, Str *why)
{
    Arena        scratch = {0};
    StoreEntries rows = {0};
    StoreResult  result = store_entries(store, &scratch, record->agreement, *number, &rows, why);
    for (Size i = 0; i < rows.count && result == STORE_OK; i++) {
        Arena passing = {0};
        result = take_row(record, &passing, &rows.items[i], why);
        arena_free(&passing);
    }
    if (result == STORE_OK)
        result = take_forks(store, record, &scratch, why);
    if (result == STORE_OK && rows.count)
        *number = rows.items[rows.count - 1].number;
    arena_free(&scratch);
    return result;
}

StoreResult load_record(Store *store, Arena *arena, Str agreement, Record *out, int64_t *number, Str *why)
{
    Record      record;
    Str         founding = S(""), what = S("");
    int64_t     last = 0;
    StoreResult result = store_founding(store, arena, agreement, &founding, why);
    if (result != STORE_OK)
        return result;
    Hash id = sha256(founding);
    if (!str_equal(hex_text(arena, hash_bytes(&id)), agreement))
        return damaged(why, S("the founding act is damaged: it has not the hash that names the agreement"));
    if (!record_new(arena, founding, RULES_ALL, &record, &what))
        return damaged(why, str_format(arena, "the founding act is damaged: %.*s", STR_ARG(what)));
    result = load_more(store, &record, &last, why);
    if (result == STORE_OK) {
        *out = record;
        *number = last;
    }
    return result;
}

/* ---- what is beside the entries ---- */

static bool part_right(Arena *arena, const StorePart *part, Str *why)
{
    Hash       digest = sha256(part->bytes);
    SealedBody sealed;
    Body       body;
    Note       note;
    if (!hash_equal(&digest, &part->digest)) {
        *why = S("its bytes do not have the hash under which they were stored");
        return false;
    }
    return part->type == PART_BODY      ? sealed_read(arena, part->bytes, &sealed, &body, why)
           : part->type == PART_RECEIPT ? note_read(arena, part->bytes, &note, why)
                                        : true; /* proofs of forks were taken */
}

static StoreResult verify_parts(Store *store, Arena *arena, Str agreement, PartType type, Str *why)
{
    Arena       scratch = {0};
    StoreParts  parts = {0};
    StoreKey    key = {.agreement = agreement, .type = type};
    StoreResult result = store_parts(store, &scratch, key, &parts, why);
    for (Size i = 0; i < parts.count && result == STORE_OK; i++) {
        Arena passing = {0};
        Str   what = S("");
        if (!part_right(&passing, &parts.items[i], &what))
            result = damaged(why, str_format(arena, "%s number %lld is damaged: %.*s",
                                             type == PART_BODY      ? "the sealed body"
                                             : type == PART_RECEIPT ? "the receipt"
                                             : type == PART_FILE    ? "the file"
                                                                    : "the proof of a fork",
                                             (long long)i + 1, STR_ARG(what)));
        arena_free(&passing);
    }
    arena_free(&scratch);
    return result;
}

StoreResult load_verify(Store *store, Arena *arena, Str agreement, Record *out, Str *why)
{
    Record      record;
    int64_t     number = 0;
    StoreResult result = store_check(store, arena, why);
    if (result == STORE_OK)
        result = load_record(store, arena, agreement, &record, &number, why);
    for (int type = PART_ENTRY + 1; type < PART_TYPES && result == STORE_OK; type++)
        result = verify_parts(store, arena, agreement, (PartType)type, why);
    if (result == STORE_OK)
        *out = record;
    return result;
}
