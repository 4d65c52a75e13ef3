/* publish.c - see publish.h. */
#include "record/publish.h"

#include <stdlib.h>
#include <string.h>

/* --- paths --- */

static bool take(Str *text, Str prefix)
{
    if (!str_starts(*text, prefix))
        return false;
    *text = str_slice(*text, prefix.len, text->len);
    return true;
}

static bool read_of_member(Str path, PublicPath *out)
{
    Size slash = str_find(path, '/');
    if (slash < 0)
        return false;
    out->member = str_slice(path, 0, slash);
    path = str_slice(path, slash + 1, path.len);
    if (!member_valid(out->member))
        return false;
    if (str_equal(path, S("checkpoint"))) {
        out->type = PATH_CHECKPOINT;
        return true;
    }
    if (take(&path, S("bodies/"))) {
        Arena arena = {0};
        out->type = PATH_BODIES;
        bool good = tile_read(str_format(&arena, "tile/entries/%.*s", STR_ARG(path)), &out->tile);
        arena_free(&arena);
        return good;
    }
    out->type = PATH_TILE;
    return tile_read(path, &out->tile);
}

bool public_path_read(Str path, PublicPath *out)
{
    PublicPath read = {.type = PATH_HEADS, .member = S("")};
    uint8_t    id[HASH_BYTES];
    if (!take(&path, S("/")) || path.len <= AGREEMENT_DIGITS)
        return false;
    read.agreement = str_slice(path, 0, AGREEMENT_DIGITS);
    path = str_slice(path, AGREEMENT_DIGITS, path.len);
    if (!hex_read(read.agreement, id, HASH_BYTES) || !take(&path, S("/")))
        return false;
    Str digits = str_slice(path, path.len < 5 ? path.len : 5, path.len);
    if (str_equal(path, S("evidence")))
        read.type = PATH_EVIDENCE;
    else if (str_starts(path, S("part/")) && hex_read(digits, read.digest.at, HASH_BYTES))
        read.type = PATH_PART;
    else if (!str_equal(path, S("heads")) && !read_of_member(path, &read))
        return false;
    *out = read;
    return true;
}

Str public_path_text(Arena *arena, const PublicPath *path)
{
    Text text = text_new(arena);
    text_format(&text, "/%.*s/", STR_ARG(path->agreement));
    if (path->type == PATH_HEADS)
        text_add(&text, S("heads"));
    else if (path->type == PATH_EVIDENCE)
        text_add(&text, S("evidence"));
    else if (path->type == PATH_PART)
        text_format(&text, "part/%.*s", STR_ARG(hex_text(arena, hash_bytes(&path->digest))));
    else
        text_format(&text, "%.*s/", STR_ARG(path->member));
    if (path->type == PATH_CHECKPOINT)
        text_add(&text, S("checkpoint"));
    if (path->type == PATH_TILE)
        text_add(&text, tile_path(arena, path->tile));
    if (path->type == PATH_BODIES) {
        Str tile = tile_path(arena, path->tile);
        text_add(&text, S("bodies/"));
        text_add(&text, str_slice(tile, S("tile/entries/").len, tile.len));
    }
    return text_str(&text);
}

/* --- who may see a body --- */

static uint64_t bit(Size feed) { return (uint64_t)1 << feed; }

static void name(Arena *arena, Holding *holding, const Hash *digest, uint64_t readers, bool material)
{
    *PUSH(arena, &holding->named) =
        (Named){.digest = *digest, .readers = readers, .type = PART_BODY, .material = material};
}

/* The material of a disclosure. */
static void name_material(Arena *arena, Holding *holding, const Body *body, uint64_t writer)
{
    Hash        digest;
    const Body *audience = body_at(body, S("audience"));
    bool        read = hash_read(body_at(body, S("digest"))->text, &digest);
    INVARIANT(read);
    for (Size i = 0; i < audience->count; i++) {
        Size feed = record_feed(holding->record, audience->items[i].text);
        writer |= feed < 0 ? 0 : bit(feed);
    }
    name(arena, holding, &digest, writer, true);
}

/* The files of a text. */
static void name_files(Arena *arena, Holding *holding, const Body *body, uint64_t readers)
{
    static const char *const lists[] = {"files", "tables"};
    for (Size l = 0; l < COUNT(lists); l++) {
        const Body *files = body_at(body, str_from(lists[l]));
        for (Size i = 0; files && i < files->count; i++) {
            const Body *field = body_at(&files->items[i], S("digest"));
            Hash        digest;
            if (!field || !hash_read(field->text, &digest))
                continue;
            name(arena, holding, &digest, readers, false);
            holding->named.items[holding->named.count - 1].type = PART_FILE;
        }
    }
}

/* What the sealed body of an entry names in turn, if it is here and right for its kind. */
static void name_inside(Arena *arena, Holding *holding, Place place, uint64_t parties)
{
    const Entry *entry = record_entry(holding->record, place);
    const Kind  *kind = kind_find(entry->kind);
    bool         discloses = str_equal(entry->kind, S("disclosure"));
    Arena        passing = {0};
    SealedBody   sealed;
    Body         body;
    Str          bytes, why;
    if (!kind || (!discloses && kind->folds != FOLDS_TEXTS))
        return;
    if (holding->part(holding->self, &entry->sealed, &bytes) &&
        sealed_read(&passing, bytes, &sealed, &body, &why) && kind_check_body(&passing, kind, &body, &why)) {
        if (discloses)
            name_material(arena, holding, &body, bit(place.feed));
        else
            name_files(arena, holding, &body, parties | bit(place.feed));
    }
    arena_free(&passing);
}

static int by_digest(const void *a, const void *b)
{
    const Named *first = a, *second = b;
    return memcmp(first->digest.at, second->digest.at, HASH_BYTES);
}

/* Of several that name one digest, entries widen the audience and disclosures narrow it. */
static void join_named(Holding *holding)
{
    Size count = 0;
    for (Size i = 0; i < holding->named.count; i++) {
        Named  next = holding->named.items[i];
        Named *last = count ? &holding->named.items[count - 1] : NULL;
        if (!last || !hash_equal(&last->digest, &next.digest)) {
            holding->named.items[count++] = next;
            continue;
        }
        if (last->material != next.material)
            last->readers = last->material ? last->readers : next.readers;
        else
            last->readers = last->material ? last->readers & next.readers : last->readers | next.readers;
        last->material = last->material || next.material;
        last->arrival = last->arrival < next.arrival ? next.arrival : last->arrival;
        last->type = last->type == PART_BODY ? next.type : last->type;
    }
    holding->named.count = count;
}

void holding_names(Arena *arena, Holding *holding)
{
    const Record *record = holding->record;
    uint64_t      parties = 0;
    for (Size i = 0; i < record->feeds.count; i++)
        if (record->feeds.items[i].role == ROLE_PARTY && record->order.feeds.items[i].end == INT64_MAX)
            parties |= bit(i);
    Size named = holding->named.count = 0;
    for (Size i = 0; i < record->order.added.count; i++) {
        Place        place = record->order.added.items[i];
        const Entry *entry = record_entry(record, place);
        if (entry->place != BODY_SEALED)
            continue;
        name(arena, holding, &entry->sealed, parties | bit(place.feed), false);
        name_inside(arena, holding, place, parties);
        for (; named < holding->named.count; named++)
            holding->named.items[named].arrival = i;
    }
    if (holding->named.count)
        qsort(holding->named.items, (size_t)holding->named.count, sizeof(Named), by_digest);
    join_named(holding);
}

Named *holding_named(const Holding *holding, const Hash *digest)
{
    Named wanted = {.digest = *digest};
    return holding->named.count ? bsearch(&wanted, holding->named.items, (size_t)holding->named.count,
                                          sizeof(Named), by_digest)
                                : NULL;
}

static bool part_for(const Holding *holding, const Hash *digest, uint64_t readers, Str *out)
{
    const Named *named = holding_named(holding, digest);
    return named && readers && (named->readers & readers) == readers &&
           holding->part(holding->self, digest, out);
}

/* --- the bytes --- */

static Str heads_text(Arena *arena, const Record *record)
{
    Text text = text_new(arena);
    Size sorted[FEEDS_MOST];
    record_by_origin(record, sorted);
    for (Size i = 0; i < record->feeds.count; i++) {
        Head head = record_head(record, sorted[i]);
        if (head.size == 0)
            continue;
        head_write(&text, &head);
        text_char(&text, '\n');
    }
    return text_str(&text);
}

bool heads_read(Arena *arena, Str bytes, Bundle *out)
{
    Bundle read = {.agreement = S("")};
    Str    line, agreement, member;
    while (bytes.len) {
        Head head;
        if (read.gives.count == FEEDS_MOST || !line_next(&bytes, &line) || !head_read(line, &head) ||
            !origin_read(head.origin, &agreement, &member) || head.size == 0)
            return false;
        if (read.gives.count && (!str_equal(agreement, read.agreement) ||
                                 str_order(read.gives.items[read.gives.count - 1].origin, head.origin) >= 0))
            return false;
        read.agreement = agreement;
        *PUSH(arena, &read.gives) = head;
    }
    *out = read;
    return true;
}

static Str evidence(Arena *arena, const Holding *holding)
{
    const Record *record = holding->record;
    Bundle        bundle = {.agreement = record->agreement};
    for (Size i = 0; i < record->forks.count; i++)
        *PUSH(arena, &bundle.parts) = (BundlePart){PART_FORK, record->forks.items[i].proof};
    Size count = holding->receipts.count;
    for (Size i = count > PUBLISH_RECEIPTS_MOST ? count - PUBLISH_RECEIPTS_MOST : 0; i < count; i++)
        *PUSH(arena, &bundle.parts) = (BundlePart){PART_RECEIPT, holding->receipts.at[i]};
    return bundle_write(arena, &bundle);
}

/* The longest head of the feed that is signed by one of its keys and is a part of what is here. */
static bool checkpoint(Arena *arena, const Holding *holding, const Feed *feed, Str *out)
{
    int64_t longest = 0;
    for (Size i = 0; i < holding->receipts.count; i++) {
        Note       note;
        Checkpoint read;
        Str        why;
        if (!note_read(arena, holding->receipts.at[i], &note, &why) ||
            !checkpoint_read(note.text, &read, &why) || !str_equal(read.head.origin, feed->origin) ||
            read.head.size <= longest || !record_holds(holding->record, &read.head))
            continue;
        for (Size k = 0; k < feed->keys.count; k++)
            if (note_verify(arena, &note, &feed->keys.items[k].vkey, NULL) == NOTE_SIGNED) {
                *out = holding->receipts.at[i];
                longest = read.head.size;
                break;
            }
    }
    return longest > 0;
}

static Str hashes(Arena *arena, const Feed *feed, Tile tile)
{
    int64_t each = (int64_t)1 << (8 * tile.level);
    Text    text = text_new(arena);
    for (int i = 0; i < tile.width; i++) {
        Merkle  tree = {0};
        int64_t first = (tile.index * TILE_WIDTH + i) * each;
        for (int64_t leaf = first; leaf < first + each; leaf++) {
            Hash hash = entry_leaf(&feed->entries.items[leaf]);
            merkle_add(&tree, &hash);
        }
        Hash root = merkle_root(&tree);
        text_add(&text, hash_bytes(&root));
    }
    return text_str(&text);
}

static Str entries(Arena *arena, const Feed *feed, Tile tile)
{
    Strs list = {NEW(arena, Str, tile.width), tile.width};
    for (int i = 0; i < tile.width; i++)
        list.at[i] = feed->entries.items[tile.index * TILE_WIDTH + i].bytes;
    return tile_entries(arena, list);
}

static Str bodies(Arena *arena, const Holding *holding, const Feed *feed, Tile tile, uint64_t readers)
{
    Bundle bundle = {.agreement = holding->record->agreement};
    Size   room = PUBLISH_BODIES_MOST;
    for (int i = 0; i < tile.width; i++) {
        const Entry *entry = &feed->entries.items[tile.index * TILE_WIDTH + i];
        Str          bytes;
        if (entry->place != BODY_SEALED || !part_for(holding, &entry->sealed, readers, &bytes) ||
            bytes.len > room)
            continue;
        room -= bytes.len;
        *PUSH(arena, &bundle.parts) = (BundlePart){PART_BODY, bytes};
    }
    return bundle_write(arena, &bundle);
}

static bool of_feed(Arena *arena, const Holding *holding, const PublicPath *path, uint64_t readers, Str *out)
{
    Size number = record_feed(holding->record, path->member);
    if (number < 0)
        return false;
    const Feed *feed = &holding->record->feeds.items[number];
    if (path->type == PATH_CHECKPOINT)
        return checkpoint(arena, holding, feed, out);
    if (path->tile.width > tile_width(feed->tree.size, path->tile.level, path->tile.index))
        return false;
    if (path->type == PATH_BODIES)
        *out = bodies(arena, holding, feed, path->tile, readers);
    else
        *out = path->tile.entries ? entries(arena, feed, path->tile) : hashes(arena, feed, path->tile);
    return true;
}

bool publish(Arena *arena, const Holding *holding, const PublicPath *path, uint64_t readers, Str *out)
{
    if (!str_equal(path->agreement, holding->record->agreement))
        return false;
    switch (path->type) {
    case PATH_HEADS: *out = heads_text(arena, holding->record); return true;
    case PATH_EVIDENCE: *out = evidence(arena, holding); return true;
    case PATH_PART: return part_for(holding, &path->digest, readers, out);
    case PATH_CHECKPOINT:
    case PATH_TILE:
    case PATH_BODIES: return of_feed(arena, holding, path, readers, out);
    }
    return false;
}
