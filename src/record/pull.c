/* pull.c - see pull.h. Entries are offered feed by feed until nothing moves: what rests on another feed waits
 * for its turn. A feed that differs from what is here is offered from its start, so that the entry at which
 * the branches part proves the fork. */
#include "record/pull.h"

enum {
    TILE_BYTES_MOST = TILE_WIDTH * (ENTRY_BYTES_MOST + 2),
    BODIES_BYTES_MOST = 2 * PUBLISH_BODIES_MOST,
    HEADS_BYTES_MOST = FEEDS_MOST * 512
};

typedef struct {
    Record           *record;
    Arena            *arena;
    const PullFrom   *from;
    const PullBeside *beside;
    Size              had_entries, had_forks;
    Holding           holding; /* with what has come */
    LIST_OF(BundlePart) come;  /* bodies and files */
    LIST_OF(Hash) digests;     /* of these */
    Pulled out;
} Pull;

/* A body or file that was here, or has come. */
static bool find_part(void *self, const Hash *digest, Str *out)
{
    const Pull *pull = self;
    for (Size i = 0; i < pull->digests.count; i++)
        if (hash_equal(&pull->digests.items[i], digest)) {
            *out = pull->come.items[i].bytes;
            return true;
        }
    return pull->beside->part(pull->beside->self, digest, out);
}

/* What is named by now, and which of it is here. */
static void pull_names(Pull *pull)
{
    holding_names(pull->arena, &pull->holding);
    for (Size i = 0; i < pull->holding.named.count; i++) {
        Named *named = &pull->holding.named.items[i];
        Str    bytes;
        named->here = find_part(pull, &named->digest, &bytes);
    }
}

static Pull *pull_new(Record *record, Arena *arena, const PullFrom *from, const PullBeside *beside)
{
    Pull *pull = NEW(arena, Pull, 1);
    *pull = (Pull){.record = record, .arena = arena, .from = from, .beside = beside};
    pull->had_entries = record->order.added.count;
    pull->had_forks = record->forks.count;
    pull->holding = (Holding){.record = record, .part = find_part, .self = pull};
    pull->out.why = S("");
    return pull;
}

static Fetched fetch(const Pull *pull, const PublicPath *path, Size most, Str *out, Str *why)
{
    return pull->from->fetch(pull->from->self, pull->arena, public_path_text(pull->arena, path), most, out,
                             why);
}

static PublicPath path_of(const Pull *pull, PathType type, Str member)
{
    return (PublicPath){.type = type, .agreement = pull->record->agreement, .member = member};
}

/* --- entries --- */

typedef struct {
    Head    head; /* theirs */
    Str     member;
    int64_t next; /* the place of the first of `entries` */
    LIST_OF(Str) entries;
    Size at; /* how many of them have been dealt with */
    bool stopped;
} Offer;

typedef struct {
    Offer at[FEEDS_MOST];
    Size  count, bytes;
} Offers;

/* Those of the feed from `from` on, as many as there is room for. */
static bool fetch_entries(Pull *pull, Offers *offers, Offer *offer, int64_t from, Str *why)
{
    offer->next = from;
    offer->at = 0;
    offer->entries.count = 0;
    while (from < offer->head.size && offers->bytes < PULL_BYTES_MOST) {
        PublicPath path = path_of(pull, PATH_TILE, offer->member);
        Str        bytes;
        Strs       entries;
        path.tile = (Tile){.entries = true, .index = from / TILE_WIDTH};
        path.tile.width = tile_width(offer->head.size, 0, path.tile.index);
        Fetched got = fetch(pull, &path, TILE_BYTES_MOST, &bytes, why);
        if (got == FETCH_FAILED)
            return false;
        if (got == FETCH_NONE || !tile_read_entries(pull->arena, bytes, path.tile.width, &entries)) {
            *why = str_format(pull->arena,
                              "the entries of %.*s from %lld on are not where its head says they are",
                              STR_ARG(offer->member), (long long)from);
            return false;
        }
        offers->bytes += bytes.len;
        for (Size i = from % TILE_WIDTH; i < entries.count; i++)
            *PUSH(pull->arena, &offer->entries) = entries.at[i];
        from = (path.tile.index + 1) * TILE_WIDTH;
    }
    return true;
}

static bool plain_sign_of_life(const Entry *entry)
{
    return str_equal(entry->kind, S("heartbeat")) || str_equal(entry->kind, S("acknowledgement"));
}

static void say_why(Pull *pull, Str why)
{
    if (pull->out.why.len == 0)
        pull->out.why = str_copy(pull->arena, why);
}

/* True: it was taken or known, or could be passed over. */
static bool take_one(Pull *pull, Offer *offer, bool last_turn)
{
    Arena passing = {0};
    Str   why = S("");
    Take  take = record_take(pull->record, &passing, offer->entries.items[offer->at], &why);
    bool  moved = take == TAKE_NEW || take == TAKE_KNOWN;
    if (moved)
        offer->at++;
    offer->stopped = take == TAKE_REFUSED || take == TAKE_FORK || take == TAKE_BRANCH;
    pull->out.refused += take == TAKE_REFUSED;
    pull->out.waits += last_turn && take == TAKE_WAITS ? offer->entries.count - offer->at : 0;
    if (take == TAKE_REFUSED || (last_turn && take == TAKE_WAITS))
        say_why(pull, str_format(pull->arena, "entry %lld of %.*s: %.*s",
                                 (long long)offer->next + (long long)offer->at, STR_ARG(offer->member),
                                 STR_ARG(why)));
    arena_free(&passing);
    return moved;
}

static bool turn(Pull *pull, Offers *offers, bool last)
{
    bool moved = false;
    for (Size i = 0; i < offers->count; i++) {
        Offer *offer = &offers->at[i];
        while (!offer->stopped && offer->at < offer->entries.count && take_one(pull, offer, last))
            moved = true;
    }
    return moved;
}

static int64_t size_here(const Record *record, Str member)
{
    Size feed = record_feed(record, member);
    return feed < 0 ? 0 : record->feeds.items[feed].tree.size;
}

/* Does their feed part from what is here? */
static bool parts_from_here(const Record *record, const Offer *offer)
{
    int64_t here = size_here(record, offer->member);
    if (here >= offer->head.size)
        return !record_holds(record, &offer->head);
    Arena arena = {0};
    Entry entry;
    Str   why;
    bool  differs = here > 0 && here >= offer->next && here - offer->next < offer->entries.count &&
                   entry_read(&arena, offer->entries.items[here - offer->next], &entry, &why) &&
                   !record_holds(record, &entry.before);
    arena_free(&arena);
    return differs;
}

static bool offers_of(Pull *pull, const Bundle *heads, Offers *offers, Str *why)
{
    for (Size i = 0; i < heads->gives.count; i++) {
        Offer *offer = &offers->at[offers->count++];
        Str    agreement;
        offer->head = heads->gives.items[i];
        bool named = origin_read(offer->head.origin, &agreement, &offer->member);
        INVARIANT(named);
        if (!fetch_entries(pull, offers, offer, size_here(pull->record, offer->member), why))
            return false;
    }
    while (turn(pull, offers, false))
        ;
    for (Size i = 0; i < offers->count; i++) {
        Offer *offer = &offers->at[i];
        if (!parts_from_here(pull->record, offer))
            continue;
        offer->stopped = false; /* from its start: the first entry that differs is the proof */
        if (!fetch_entries(pull, offers, offer, 0, why))
            return false;
    }
    while (turn(pull, offers, false))
        ;
    (void)turn(pull, offers, true);
    return true;
}

/* Do they know more of the own feed than is here, or other things? */
static bool own_short(const Pull *pull, const Head *heads, Size count)
{
    const Record *record = pull->record;
    if (pull->beside->own < 0)
        return false;
    for (Size i = 0; i < count; i++)
        if (str_equal(heads[i].origin, record->feeds.items[pull->beside->own].origin) &&
            !record_holds(record, &heads[i]))
            return true;
    return record_forked(record, pull->beside->own);
}

/* --- bodies and receipts --- */

/* Somebody has named it, and it is not here yet. */
static void keep_part(Pull *pull, Str bytes)
{
    Arena      passing = {0};
    SealedBody sealed;
    Body       body;
    Str        why;
    Hash       digest = sha256(bytes);
    Named     *named = holding_named(&pull->holding, &digest);
    if (named && !named->here &&
        (named->type == PART_FILE || sealed_read(&passing, bytes, &sealed, &body, &why))) {
        named->here = true;
        *PUSH(pull->arena, &pull->digests) = digest;
        *PUSH(pull->arena, &pull->come) = (BundlePart){named->type, str_copy(pull->arena, bytes)};
        *PUSH(pull->arena, &pull->out.parts) = pull->come.items[pull->come.count - 1];
        pull->out.bodies += named->type == PART_BODY;
        pull->out.files += named->type == PART_FILE;
    }
    arena_free(&passing);
}

/* Signed by a key that some member has or had, as a note by the owner or as a cosignature by another. */
static bool receipt_signed(const Record *record, const Note *note)
{
    Arena arena = {0};
    bool  good = false;
    for (Size i = 0; i < record->feeds.count; i++) {
        const Feed *feed = &record->feeds.items[i];
        for (Size k = 0; k < feed->keys.count; k++) {
            VerifierKey vkey = feed->keys.items[k].vkey;
            VerifierKey other = vkey_new(vkey.name, KEY_COSIGNATURE, &vkey.key);
            NoteVerdict note_by = note_verify(&arena, note, &vkey, NULL);
            NoteVerdict cosigned_by = note_verify(&arena, note, &other, NULL);
            if (note_by == NOTE_WRONG || cosigned_by == NOTE_WRONG) {
                arena_free(&arena);
                return false;
            }
            good = good || note_by == NOTE_SIGNED || cosigned_by == NOTE_SIGNED;
        }
    }
    arena_free(&arena);
    return good;
}

static void keep_receipt(Pull *pull, Str bytes)
{
    Arena      passing = {0};
    Note       note;
    Checkpoint checkpoint;
    Str        why;
    bool       known = false;
    for (Size i = 0; !known && i < pull->beside->receipts.count; i++)
        known = str_equal(pull->beside->receipts.at[i], bytes);
    for (Size i = 0; !known && i < pull->out.parts.count; i++)
        known =
            pull->out.parts.items[i].type == PART_RECEIPT && str_equal(pull->out.parts.items[i].bytes, bytes);
    bool good = !known && note_read(&passing, bytes, &note, &why) &&
                checkpoint_read(note.text, &checkpoint, &why) &&
                record_holds(pull->record, &checkpoint.head) && receipt_signed(pull->record, &note);
    arena_free(&passing);
    if (!good)
        return;
    *PUSH(pull->arena, &pull->out.parts) = (BundlePart){PART_RECEIPT, str_copy(pull->arena, bytes)};
    pull->out.receipts++;
}

static void keep_parts(Pull *pull, const Bundle *bundle)
{
    for (Size i = 0; i < bundle->parts.count; i++) {
        const BundlePart *part = &bundle->parts.items[i];
        if (part->type == PART_BODY || part->type == PART_FILE)
            keep_part(pull, part->bytes);
        if (part->type == PART_RECEIPT)
            keep_receipt(pull, part->bytes);
        if (part->type != PART_FORK)
            continue;
        ForkProof proof; /* whoever holds one of the two learns of the fork from the other */
        Str       why;
        Arena     passing = {0};
        if (fork_read(&passing, part->bytes, &proof, &why))
            for (int e = 0; e < 2; e++)
                (void)record_take(pull->record, &passing, proof.entries[e].bytes, &why);
        arena_free(&passing);
    }
}

/* --- one pull --- */

/* Entries and proofs that are new, before the bodies: so nothing comes before what it rests on. */
static void list_new(Pull *pull)
{
    const Record *record = pull->record;
    for (Size i = pull->had_entries; i < record->order.added.count; i++) {
        Place        place = record->order.added.items[i];
        const Entry *entry = record_entry(record, place);
        *PUSH(pull->arena, &pull->out.parts) = (BundlePart){PART_ENTRY, entry->bytes};
        pull->out.taken++;
        pull->out.news += place.feed != pull->beside->own && !plain_sign_of_life(entry);
    }
    pull->had_entries = record->order.added.count;
}

static void list_forks(Pull *pull)
{
    for (Size i = pull->had_forks; i < pull->record->forks.count; i++) {
        *PUSH(pull->arena, &pull->out.parts) = (BundlePart){PART_FORK, pull->record->forks.items[i].proof};
        pull->out.forks++;
    }
    pull->had_forks = pull->record->forks.count;
}

/* A body that the own member may see and does not have. */
static bool lacks(const Pull *pull, const Named *named)
{
    return named && !named->here && pull->beside->own >= 0 && (named->readers >> pull->beside->own & 1);
}

static bool lacks_body(const Pull *pull, const Entry *entry)
{
    return entry->place == BODY_SEALED && lacks(pull, holding_named(&pull->holding, &entry->sealed));
}

static bool fetch_part(Pull *pull, const Hash *digest, Str *why)
{
    PublicPath path = path_of(pull, PATH_PART, S(""));
    Str        bytes;
    path.digest = *digest;
    Fetched got = fetch(pull, &path, BODY_BYTES_MOST + 256, &bytes, why);
    Hash    hash = got == FETCH_OK ? sha256(bytes) : (Hash){{0}};
    if (got == FETCH_OK && hash_equal(&hash, digest))
        keep_part(pull, bytes);
    return got != FETCH_FAILED;
}

/* The bodies of one tile of a feed, if one is lacking; what did not fit into the answer, one by one. */
static bool fetch_bodies(Pull *pull, const Head *theirs, Size feed, int64_t index, Str *why)
{
    const Feed *own = &pull->record->feeds.items[feed];
    PublicPath  path = path_of(pull, PATH_BODIES, own->name);
    int64_t     size = theirs->size < own->tree.size ? theirs->size : own->tree.size;
    Size        lacking = 0;
    Str         bytes;
    Bundle      bundle;
    path.tile = (Tile){.entries = true, .index = index, .width = tile_width(theirs->size, 0, index)};
    int64_t first = index * TILE_WIDTH, last = first + tile_width(size, 0, index);
    for (int64_t seq = first; seq < last; seq++)
        lacking += lacks_body(pull, &own->entries.items[seq]);
    if (lacking == 0)
        return true;
    Fetched got = fetch(pull, &path, BODIES_BYTES_MOST, &bytes, why);
    if (got != FETCH_OK)
        return got == FETCH_NONE;
    if (!bundle_read(pull->arena, bytes, &bundle, why))
        return false;
    keep_parts(pull, &bundle);
    for (int64_t seq = first; seq < last && bytes.len + BODY_BYTES_MOST > PUBLISH_BODIES_MOST; seq++)
        if (lacks_body(pull, &own->entries.items[seq]) &&
            !fetch_part(pull, &own->entries.items[seq].sealed, why))
            return false;
    return true;
}

static bool fetch_all_bodies(Pull *pull, const Bundle *heads, Str *why)
{
    for (Size i = 0; i < heads->gives.count; i++) {
        const Head *head = &heads->gives.items[i];
        Str         agreement, member;
        bool        named = origin_read(head->origin, &agreement, &member);
        Size        feed = record_feed(pull->record, member);
        INVARIANT(named);
        for (int64_t index = 0; feed >= 0 && tile_width(head->size, 0, index) > 0 &&
                                index * TILE_WIDTH < pull->record->feeds.items[feed].tree.size;
             index++)
            if (!fetch_bodies(pull, head, feed, index, why))
                return false;
    }
    return true;
}

/* What bodies name, which have come by now: files of texts, material of disclosures. */
static bool fetch_named(Pull *pull, Str *why)
{
    pull_names(pull);
    for (Size i = 0; i < pull->holding.named.count; i++) {
        const Named *named = &pull->holding.named.items[i];
        if ((named->material || named->type == PART_FILE) && lacks(pull, named) &&
            !fetch_part(pull, &named->digest, why))
            return false;
    }
    return true;
}

static bool fetch_heads(Pull *pull, Bundle *out, Str *why)
{
    PublicPath path = path_of(pull, PATH_HEADS, S(""));
    Str        bytes;
    Fetched    got = fetch(pull, &path, HEADS_BYTES_MOST, &bytes, why);
    if (got == FETCH_NONE)
        *why = S("there is nothing about this agreement");
    if (got != FETCH_OK)
        return false;
    if (heads_read(pull->arena, bytes, out) &&
        (out->gives.count == 0 || str_equal(out->agreement, pull->record->agreement)))
        return true;
    *why = S("what is there are no heads of feeds of this agreement");
    return false;
}

static bool fetch_evidence(Pull *pull, Str *why)
{
    PublicPath path = path_of(pull, PATH_EVIDENCE, S(""));
    Bundle     evidence;
    Str        bytes;
    Fetched    got = fetch(pull, &path, BUNDLE_BYTES_MOST, &bytes, why);
    if (got != FETCH_OK)
        return got == FETCH_NONE;
    if (!bundle_read(pull->arena, bytes, &evidence, why))
        return false;
    keep_parts(pull, &evidence);
    return true;
}

bool pull_from(Record *record, Arena *arena, const PullFrom *from, const PullBeside *beside, Pulled *out,
               Str *why)
{
    Pull   *pull = pull_new(record, arena, from, beside);
    Offers *offers = NEW(arena, Offers, 1);
    Bundle  heads;
    if (!fetch_heads(pull, &heads, why) || !offers_of(pull, &heads, offers, why))
        return false;
    list_new(pull);
    if (!fetch_evidence(pull, why))
        return false;
    list_new(pull); /* a proof may have held an entry that was the next */
    list_forks(pull);
    pull_names(pull);
    if (!fetch_all_bodies(pull, &heads, why) || !fetch_named(pull, why))
        return false;
    pull->out.own_short = own_short(pull, heads.gives.items, heads.gives.count);
    *out = pull->out;
    return true;
}

bool pull_bundle(Record *record, Arena *arena, const Bundle *bundle, const PullBeside *beside, Pulled *out,
                 Str *why)
{
    Pull        *pull = pull_new(record, arena, NULL, beside);
    BundleResult result;
    if (!bundle_apply(record, arena, bundle, &result, why))
        return false;
    pull->out.refused = result.refused;
    pull->out.why = result.why;
    list_new(pull);
    list_forks(pull);
    pull_names(pull);
    keep_parts(pull, bundle);
    pull_names(pull); /* now by the bodies that have come: files, material */
    keep_parts(pull, bundle);
    list_new(pull);
    list_forks(pull);
    pull->out.own_short = own_short(pull, bundle->gives.items, bundle->gives.count);
    *out = pull->out;
    return true;
}
