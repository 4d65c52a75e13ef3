/* bundle.c - see bundle.h. */
#include "record/bundle.h"

static const Str         FIRST_LINE = {"entente/bundle/v1", 17};
static const char *const PARTS[PART_TYPES] = {"entry ", "body ", "fork ", "receipt ", "file "};

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

static bool read_head(Arena *arena, Bundle *bundle, bool needs, Str line, Str *why)
{
    Head head;
    Str  agreement, member, last = S("");
    Size count = needs ? bundle->needs.count : bundle->gives.count;
    if (count)
        last = needs ? bundle->needs.items[count - 1].origin : bundle->gives.items[count - 1].origin;
    if (!head_read(line, &head) || !origin_read(head.origin, &agreement, &member) ||
        !str_equal(agreement, bundle->agreement) || head.size == 0)
        return refuse(why, S("a head reads `origin size root`, of a feed of the agreement"));
    if (str_order(last, head.origin) >= 0 || count == FEEDS_MOST)
        return refuse(why, S("heads ascend by origin, at most 64"));
    if (needs)
        *PUSH(arena, &bundle->needs) = head;
    else
        *PUSH(arena, &bundle->gives) = head;
    return true;
}

/* How many entries of the feed the reader has, by `needs` or `gives`. */
static int64_t size_in(const Head *heads, Size count, Str origin)
{
    for (Size i = 0; i < count; i++)
        if (str_equal(heads[i].origin, origin))
            return heads[i].size;
    return 0;
}

static Size place_in(const Bundle *bundle, Str origin)
{
    for (Size i = 0; i < bundle->gives.count; i++)
        if (str_equal(bundle->gives.items[i].origin, origin))
            return i;
    return -1;
}

/* The next entry of its feed? `sizes` runs along. */
static bool entry_follows(Arena *arena, const Bundle *bundle, Str bytes, int64_t *sizes, Str *why)
{
    Entry entry;
    if (!entry_read(arena, bytes, &entry, why))
        return false;
    Size feed = place_in(bundle, entry.before.origin);
    if (feed < 0)
        return refuse(why, S("an entry is of a feed that the bundle does not give"));
    if (entry.before.size != sizes[feed])
        return refuse(why, S("the entries of a feed do not follow one another"));
    sizes[feed]++;
    return true;
}

static bool part_right(Arena *arena, const Bundle *bundle, BundlePart part, int64_t *sizes, Str *why)
{
    SealedBody sealed;
    Body       body;
    ForkProof  fork;
    Note       note;
    Checkpoint checkpoint;
    switch (part.type) {
    case PART_ENTRY: return entry_follows(arena, bundle, part.bytes, sizes, why);
    case PART_BODY: return sealed_read(arena, part.bytes, &sealed, &body, why);
    case PART_FORK: return fork_read(arena, part.bytes, &fork, why);
    case PART_RECEIPT:
        return note_read(arena, part.bytes, &note, why) && checkpoint_read(note.text, &checkpoint, why);
    case PART_FILE: return true; /* any bytes */
    case PART_TYPES: break;
    }
    return false;
}

static Size part_most(PartType type)
{
    static const Size most[PART_TYPES] = {ENTRY_BYTES_MOST, BODY_BYTES_MOST + 256, FORK_BYTES_MOST,
                                          NOTE_BYTES_MOST, FILE_BYTES_MOST};
    return most[type];
}

static bool read_parts(Arena *arena, Bundle *bundle, Str bytes, Str *why)
{
    int64_t  sizes[FEEDS_MOST] = {0};
    PartType type = PART_ENTRY;
    for (Size i = 0; i < bundle->gives.count; i++)
        sizes[i] = size_in(bundle->needs.items, bundle->needs.count, bundle->gives.items[i].origin);
    while (bytes.len) {
        Str     line;
        int64_t len;
        while (type < PART_TYPES && !str_starts(bytes, str_from(PARTS[type])))
            type++;
        if (type == PART_TYPES || !line_named(&bytes, str_from(PARTS[type]), &line))
            return refuse(why,
                          S("parts are `entry`, `body`, `fork`, `receipt` and `file`, in this sequence"));
        if (!count_read(line, part_most(type), &len) || len > bytes.len)
            return refuse(why,
                          S("a part is longer than such a part can be, or than what is left of the bundle"));
        if (bundle->parts.count == BUNDLE_PARTS_MOST)
            return refuse(why, S("a bundle has at most 1,048,576 parts"));
        BundlePart part = {type, str_slice(bytes, 0, len)};
        Arena      passing = {0};
        Str        because = S("");
        bool       good = part_right(&passing, bundle, part, sizes, &because);
        if (!good)
            *why = str_copy(arena, because);
        arena_free(&passing);
        if (!good)
            return false;
        *PUSH(arena, &bundle->parts) = part;
        bytes = str_slice(bytes, len, bytes.len);
    }
    for (Size i = 0; i < bundle->gives.count; i++)
        if (sizes[i] != bundle->gives.items[i].size)
            return refuse(why, S("the entries do not reach the heads that the bundle gives"));
    return true;
}

bool bundle_read(Arena *arena, Str bytes, Bundle *out, Str *why)
{
    Bundle  bundle = {0};
    Str     line;
    uint8_t digest[HASH_BYTES];
    if (bytes.len > BUNDLE_BYTES_MOST)
        return refuse(why, S("a bundle is at most 256 MiB"));
    if (!line_next(&bytes, &line) || !str_equal(line, FIRST_LINE))
        return refuse(why, S("a bundle begins with the line `entente/bundle/v1`"));
    if (!line_named(&bytes, S("agreement "), &bundle.agreement) ||
        !hex_read(bundle.agreement, digest, HASH_BYTES))
        return refuse(why, S("the second line of a bundle is `agreement` and 64 hexadecimal digits"));
    while (line_named(&bytes, S("needs "), &line))
        if (!read_head(arena, &bundle, true, line, why))
            return false;
    while (line_named(&bytes, S("gives "), &line))
        if (!read_head(arena, &bundle, false, line, why))
            return false;
    if (!read_parts(arena, &bundle, bytes, why))
        return false;
    *out = bundle;
    return true;
}

static void write_heads(Text *text, Str word, const Head *heads, Size count)
{
    for (Size i = 0; i < count; i++) {
        text_add(text, word);
        head_write(text, &heads[i]);
        text_char(text, '\n');
    }
}

Str bundle_write(Arena *arena, const Bundle *bundle)
{
    Text text = text_new(arena);
    text_format(&text, "entente/bundle/v1\nagreement %.*s\n", STR_ARG(bundle->agreement));
    write_heads(&text, S("needs "), bundle->needs.items, bundle->needs.count);
    write_heads(&text, S("gives "), bundle->gives.items, bundle->gives.count);
    for (Size i = 0; i < bundle->parts.count; i++) {
        const BundlePart *part = &bundle->parts.items[i];
        text_format(&text, "%s%lld\n", PARTS[part->type], (long long)part->bytes.len);
        text_add(&text, part->bytes);
    }
    return text_str(&text);
}

Bundle bundle_of(Arena *arena, const Record *record, const int64_t *have)
{
    Bundle bundle = {.agreement = record->agreement};
    Size   sorted[FEEDS_MOST];
    record_by_origin(record, sorted);
    for (Size i = 0; i < record->feeds.count; i++) {
        const Feed *feed = &record->feeds.items[sorted[i]];
        int64_t     count = have[sorted[i]];
        INVARIANT(count >= 0 && count <= feed->tree.size);
        if (count > 0 && count < feed->tree.size)
            *PUSH(arena, &bundle.needs) = feed->entries.items[count].before;
        if (count > 0 && count == feed->tree.size)
            *PUSH(arena, &bundle.needs) = record_head(record, sorted[i]);
        if (feed->tree.size > 0)
            *PUSH(arena, &bundle.gives) = record_head(record, sorted[i]);
    }
    for (Size i = 0; i < record->order.added.count; i++) {
        Place place = record->order.added.items[i];
        if (place.seq >= have[place.feed])
            *PUSH(arena, &bundle.parts) = (BundlePart){PART_ENTRY, record_entry(record, place)->bytes};
    }
    for (Size i = 0; i < record->forks.count; i++)
        *PUSH(arena, &bundle.parts) = (BundlePart){PART_FORK, record->forks.items[i].proof};
    return bundle;
}

static void take_one(Record *record, Arena *scratch, Str bytes, BundleResult *result)
{
    Str  why = S("");
    Take take = record_take(record, scratch, bytes, &why);
    result->taken += take == TAKE_NEW;
    result->known += take == TAKE_KNOWN;
    result->forks += take == TAKE_FORK || take == TAKE_BRANCH;
    if (take == TAKE_REFUSED || take == TAKE_WAITS) {
        result->why = result->refused ? result->why : why;
        result->refused++;
    }
}

bool bundle_apply(Record *record, Arena *scratch, const Bundle *bundle, BundleResult *out, Str *why)
{
    BundleResult result = {.why = S("")};
    if (!str_equal(bundle->agreement, record->agreement))
        return refuse(why, S("the bundle belongs to another agreement"));
    for (Size i = 0; i < bundle->needs.count; i++) {
        const Head *head = &bundle->needs.items[i];
        if (record_holds(record, head))
            continue;
        *why =
            str_format(scratch, "the bundle rests on the first %lld entries of %.*s, and these are not here",
                       (long long)head->size, STR_ARG(head->origin));
        return false;
    }
    for (Size i = 0; i < bundle->parts.count; i++) {
        const BundlePart *part = &bundle->parts.items[i];
        if (part->type == PART_ENTRY)
            take_one(record, scratch, part->bytes, &result);
        if (part->type != PART_FORK)
            continue;
        ForkProof proof; /* whoever holds one of the two learns of the fork from the other */
        Str       because = S("");
        if (fork_read(scratch, part->bytes, &proof, &because))
            for (int e = 0; e < 2; e++)
                (void)record_take(record, scratch, proof.entries[e].bytes, &because);
    }
    *out = result;
    return true;
}

bool bundle_found(Arena *arena, const Bundle *bundle, Record *out, Str *why)
{
    Entry entry;
    if (bundle->needs.count)
        return refuse(why, S("the bundle needs entries that are not inside"));
    if (bundle->parts.count == 0 || bundle->parts.items[0].type != PART_ENTRY)
        return refuse(why, S("the bundle has no entries"));
    if (!entry_read(arena, bundle->parts.items[0].bytes, &entry, why))
        return false;
    if (!str_equal(entry.kind, S("founding")) || entry.place != BODY_HERE)
        return refuse(why, S("the first entry of the bundle is not the founding act"));
    Record record;
    if (!record_new(arena, entry.body_text, RULES_ALL, &record, why))
        return false;
    if (!str_equal(record.agreement, bundle->agreement))
        return refuse(why, S("the founding act is that of another agreement"));
    *out = record;
    return true;
}
