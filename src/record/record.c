/* record.c - see record.h. */
#include "record/record.h"

#include <string.h>

static Take refuse(Str *why, Str what)
{
    *why = what;
    return TAKE_REFUSED;
}

static Feed *feed_at(const Record *record, Size feed) { return &record->feeds.items[feed]; }

Size record_feed(const Record *record, Str name)
{
    for (Size i = 0; i < record->feeds.count; i++)
        if (str_equal(feed_at(record, i)->name, name))
            return i;
    return -1;
}

static Size feed_of_origin(const Record *record, Str origin)
{
    for (Size i = 0; i < record->feeds.count; i++)
        if (str_equal(feed_at(record, i)->origin, origin))
            return i;
    return -1;
}

Head record_head(const Record *record, Size feed)
{
    const Feed *own = feed_at(record, feed);
    return (Head){own->origin, own->tree.size, merkle_root(&own->tree)};
}

const FeedKey *record_key(const Record *record, Size feed)
{
    const Feed *own = feed_at(record, feed);
    return &own->keys.items[own->keys.count - 1];
}

Size record_final(const Record *record) { return record->order.final.count; }

const Entry *record_entry(const Record *record, Place place)
{
    return &feed_at(record, place.feed)->entries.items[place.seq];
}

const Act *record_act(const Record *record, const Hash *id)
{
    for (Size i = 0; i < record->acts.count; i++)
        if (hash_equal(&record->acts.items[i].id, id))
            return &record->acts.items[i];
    return NULL;
}

bool record_void(const Record *record, Place place)
{
    const Feed *feed = feed_at(record, place.feed);
    for (Size i = 0; i < feed->keys.count; i++) {
        const FeedKey *key = &feed->keys.items[i];
        if (key->void_from >= 0 && place.seq >= key->void_from && place.seq < key->void_to)
            return true;
    }
    return false;
}

/* --- founding and members --- */

static Str text_at(const Body *body, const char *key) { return body_at(body, str_from(key))->text; }

/* The body has passed the checks of its kind. */
static FeedKey key_of_body(Str origin, const Body *body, int64_t from)
{
    FeedKey   key = {.from = from, .void_from = -1, .void_to = -1};
    KeyType   type;
    PublicKey public_key;
    Str       why;
    bool      good = vkey_read_key(text_at(body, "key"), &type, &public_key, &why);
    INVARIANT(good && hash_read(text_at(body, "next"), &key.next));
    key.vkey = vkey_new(origin, type, &public_key);
    return key;
}

static void member_add(Record *record, Str name, const Body *body, int64_t floor)
{
    Role role;
    bool good = role_read(text_at(body, "role"), &role);
    INVARIANT(good);
    name = str_copy(record->arena, name);
    Str     origin = origin_text(record->arena, record->agreement, name);
    FeedKey key = key_of_body(origin, body, 0);
    Feed   *feed = PUSH(record->arena, &record->feeds);
    *feed = (Feed){.name = name, .origin = origin, .role = role};
    *PUSH(record->arena, &feed->keys) = key;
    Size number = order_join(&record->order, name, role, floor);
    INVARIANT(number == record->feeds.count - 1);
}

static bool members_right(const Body *members, Str *why)
{
    int count[ROLES] = {0};
    for (Size i = 0; i < members->count; i++) {
        Role role = ROLE_OBSERVER;
        Str  name = text_at(&members->items[i], "name");
        bool read = role_read(text_at(&members->items[i], "role"), &role);
        INVARIANT(read);
        count[role]++;
        if (i && str_order(text_at(&members->items[i - 1], "name"), name) >= 0) {
            *why = S("the members of a founding act ascend by name, each once");
            return false;
        }
    }
    if (members->count > FEEDS_MOST || count[ROLE_PARTY] < 2 || count[ROLE_WITNESS] > 1) {
        *why = S("a founding act has at least two parties, at most one witness, and at most 64 members");
        return false;
    }
    return true;
}

bool record_new(Arena *arena, Str founding, unsigned rules, Record *out, Str *why)
{
    Record record = {.arena = arena, .founding = str_copy(arena, founding), .order = order_new(arena, rules)};
    Body   body;
    if (founding.len > ENTRY_BYTES_MOST || !body_read(arena, record.founding, &body, why))
        return false;
    if (!kind_check_body(arena, kind_find(S("founding")), &body, why))
        return false;
    const Body *members = body_at(&body, S("members"));
    if (!members_right(members, why))
        return false;
    Hash id = sha256(record.founding);
    record.agreement = hex_text(arena, hash_bytes(&id));
    for (Size i = 0; i < members->count; i++)
        member_add(&record, text_at(&members->items[i], "name"), &members->items[i], 0);
    *out = record;
    return true;
}

/* --- taking an entry --- */

static Hash root_at(const Feed *feed, int64_t size)
{
    return size == feed->tree.size ? merkle_root(&feed->tree) : feed->entries.items[size].before.root;
}

bool record_holds(const Record *record, const Head *head)
{
    Size feed = feed_of_origin(record, head->origin);
    if (feed < 0 || head->size > feed_at(record, feed)->tree.size)
        return false;
    Hash root = root_at(feed_at(record, feed), head->size);
    return hash_equal(&root, &head->root);
}

static Repair repair_of(const Record *record, const Body *body)
{
    Repair repair = {record_feed(record, text_at(body, "member")), body_at(body, S("size"))->whole, {{0}}};
    bool   read = hash_read(text_at(body, "kept"), &repair.kept);
    INVARIANT(read);
    return repair;
}

/* Does it say that what is here is kept? A fork shown by what follows it is settled with the fork. */
static bool settles(const Record *record, const Repair *repair, const Fork *fork)
{
    if (repair->feed != fork->feed || (fork->apart ? repair->seq > fork->seq : repair->seq != fork->seq))
        return false;
    Hash here = entry_leaf(record_entry(record, (Place){repair->feed, repair->seq}));
    return hash_equal(&repair->kept, &here);
}

bool record_forked(const Record *record, Size feed)
{
    for (Size i = 0; i < record->forks.count; i++) {
        bool settled = record->forks.items[i].feed != feed;
        for (Size r = 0; !settled && r < record->repairs.count; r++)
            settled = settles(record, &record->repairs.items[r], &record->forks.items[i]);
        if (!settled)
            return true;
    }
    return false;
}

/* The key that signs place `seq`, or signed it. */
static const FeedKey *key_at(const Feed *feed, int64_t seq)
{
    Size at = feed->keys.count - 1;
    while (at > 0 && feed->keys.items[at].from > seq)
        at--;
    return &feed->keys.items[at];
}

/* The key by which the entry must be signed. A change of keys is signed by the new key, whose hash the key
 * before it gave: who steals a key cannot change it. False: `why` is set. */
static bool signing_key(const Feed *feed, Arena *scratch, const Entry *entry, FeedKey *out, Str *why)
{
    int64_t seq = entry->before.size;
    if (!str_equal(entry->kind, S("key.change"))) {
        *out = *key_at(feed, seq);
        return true;
    }
    *out = key_of_body(feed->origin, &entry->body, seq);
    Str  typed = S("");
    bool good = base64_read(scratch, text_at(&entry->body, "key"), &typed);
    Hash hash = sha256(typed);
    INVARIANT(good);
    const Body *void_from = body_at(&entry->body, S("void_from"));
    if (void_from && void_from->whole > seq) {
        *why = S("it makes entries void that are not there yet");
        return false;
    }
    out->void_from = out->void_to = void_from ? void_from->whole : -1;
    const FeedKey *before = seq ? key_at(feed, seq - 1) : &feed->keys.items[0];
    if (hash_equal(&hash, &before->next))
        return true;
    *why = S("the new key is not the one that was announced by its hash");
    return false;
}

typedef struct {
    Record     *record;
    Arena      *scratch;
    Entry       entry;
    const Kind *kind; /* NULL: unknown */
    Size        feed;
    FeedKey     key;
    OrderNew new;
    int64_t saw[FEEDS_MOST];
} Taking;

/* Another entry of a place that is filled: the same one again, or a fork. */
static Take take_again(const Taking *taking, Str *why)
{
    Record      *record = taking->record;
    Feed        *feed = feed_at(record, taking->feed);
    int64_t      seq = taking->entry.before.size;
    const Entry *here = &feed->entries.items[seq];
    if (str_equal(here->bytes, taking->entry.bytes))
        return TAKE_KNOWN;
    if (!(record->order.rules & RULE_FORK))
        return refuse(why, S("another entry of this place is here"));
    Hash root = root_at(feed, seq);
    bool apart = !hash_equal(&root, &taking->entry.before.root);
    for (Size i = 0; apart && i < record->forks.count; i++) {
        if (record->forks.items[i].feed == taking->feed && record->forks.items[i].seq < seq) {
            *why = S("it continues a branch of its feed that is known as such");
            return TAKE_BRANCH;
        }
    }
    *why = S("another entry of this place is here: the feed is forked");
    for (Size i = 0; i < record->forks.count; i++)
        if (record->forks.items[i].feed == taking->feed && record->forks.items[i].seq == seq)
            return TAKE_FORK;
    ForkProof proof = {.keys = {key_at(feed, seq)->vkey, taking->key.vkey},
                       .entries = {*here, taking->entry}};
    Str       bytes = str_copy(record->arena, fork_write(taking->scratch, &proof));
    *PUSH(record->arena, &record->forks) = (Fork){taking->feed, seq, bytes, apart};
    return TAKE_FORK;
}

/* Does a forked feed take this? Only the member's own signature under an act that repairs it. */
static bool repairs(const Taking *taking)
{
    const Record *record = taking->record;
    if (!str_equal(taking->entry.kind, S("repair")))
        return false;
    Repair repair = repair_of(record, &taking->entry.body);
    for (Size i = 0; i < record->forks.count; i++)
        if (repair.feed == taking->feed && settles(record, &repair, &record->forks.items[i]))
            return true;
    return false;
}

static Take take_heads(Taking *taking, Str *why)
{
    const Record *record = taking->record;
    memset(taking->saw, 0, sizeof taking->saw);
    for (Size i = 0; i < taking->entry.saw.count; i++) {
        const Head *head = &taking->entry.saw.items[i];
        Str         agreement, member;
        if (!origin_read(head->origin, &agreement, &member) || !str_equal(agreement, record->agreement))
            return refuse(why, S("it has seen a feed of another agreement"));
        Size feed = feed_of_origin(record, head->origin);
        if (feed < 0 || head->size > feed_at(record, feed)->tree.size) {
            *why = str_format(taking->scratch, "it has seen entry %lld of %.*s, which is not here yet",
                              (long long)head->size - 1, STR_ARG(member));
            return TAKE_WAITS;
        }
        Hash root = root_at(feed_at(record, feed), head->size);
        if (!hash_equal(&root, &head->root)) {
            *why = str_format(taking->scratch, "it has seen another branch of the feed of %.*s",
                              STR_ARG(member));
            return TAKE_BRANCH;
        }
        taking->saw[feed] = head->size;
    }
    return TAKE_NEW;
}

static bool founds(const Taking *taking, Str *why)
{
    const Record *record = taking->record;
    bool          founder = record->order.feeds.items[taking->feed].floor == 0;
    bool          first = founder && taking->entry.before.size == 0;
    bool          founding = str_equal(taking->entry.kind, S("founding"));
    if (founding != first || (first && !str_equal(taking->entry.body_text, record->founding))) {
        *why = S("the first entry of each founding member, and no other, is the founding act");
        return false;
    }
    return true;
}

/* Form, writer and signature: what does not depend on what else is here. */
static Take take_alone(Taking *taking, Str bytes, Str *why)
{
    Record *record = taking->record;
    Entry  *entry = &taking->entry;
    Str     agreement, member;
    if (!entry_read(taking->scratch, bytes, entry, why))
        return TAKE_REFUSED;
    bool named = origin_read(entry->before.origin, &agreement, &member);
    INVARIANT(named);
    if (!str_equal(agreement, record->agreement))
        return refuse(why, S("it belongs to another agreement"));
    taking->feed = feed_of_origin(record, entry->before.origin);
    if (taking->feed < 0) {
        *why = S("its writer is no member, or not yet");
        return TAKE_WAITS;
    }
    const Feed *feed = feed_at(record, taking->feed);
    taking->kind = kind_find(entry->kind);
    if (taking->kind && !kind_check(taking->scratch, taking->kind, entry, feed->role, why))
        return TAKE_REFUSED;
    if (entry->before.size > feed->tree.size) {
        *why =
            str_format(taking->scratch, "entry %lld of its feed is not here yet", (long long)feed->tree.size);
        return TAKE_WAITS;
    }
    if (!signing_key(feed, taking->scratch, entry, &taking->key, why))
        return TAKE_REFUSED;
    if (!entry_signed_by(entry, &taking->key.vkey))
        return refuse(why, S("it is not signed by the key of its feed"));
    return TAKE_NEW;
}

/* Its place among what is here. */
static Take take_place(Taking *taking, Str *why)
{
    Record     *record = taking->record;
    const Feed *feed = feed_at(record, taking->feed);
    Entry      *entry = &taking->entry;
    if (entry->before.size < feed->tree.size)
        return take_again(taking, why);
    Hash root = root_at(feed, entry->before.size);
    if (!hash_equal(&root, &entry->before.root)) {
        *why = S("it continues another branch of its feed");
        return TAKE_BRANCH;
    }
    if (record_forked(record, taking->feed) && !repairs(taking)) {
        *why = S("its feed is forked and waits for the act that repairs it");
        return TAKE_WAITS;
    }
    if (!founds(taking, why))
        return TAKE_REFUSED;
    Take heads = take_heads(taking, why);
    if (heads != TAKE_NEW)
        return heads;
    Size lapsed = -1;
    if (str_equal(entry->kind, S("witness.lapse"))) {
        lapsed = record_feed(record, text_at(&entry->body, "member"));
        if (lapsed < 0)
            return refuse(why, S("it declares the lapse of no member"));
    }
    taking->new = (OrderNew){taking->feed, taking->saw, entry->key, entry->time, lapsed};
    return order_check(&record->order, taking->new, why) ? TAKE_NEW : TAKE_REFUSED;
}

static void advance(Record *record);

Take record_take(Record *record, Arena *scratch, Str bytes, Str *why)
{
    Taking taking = {.record = record, .scratch = scratch};
    Take   take = take_alone(&taking, bytes, why);
    if (take == TAKE_NEW)
        take = take_place(&taking, why);
    if (take != TAKE_NEW)
        return take;
    Feed *feed = feed_at(record, taking.feed);
    Entry kept;
    bool  good = entry_read(record->arena, str_copy(record->arena, bytes), &kept, why);
    INVARIANT(good);
    Hash leaf = entry_leaf(&kept);
    *PUSH(record->arena, &feed->entries) = kept;
    merkle_add(&feed->tree, &leaf);
    if (str_equal(kept.kind, S("key.change"))) {
        taking.key.vkey.name = feed->origin;
        *PUSH(record->arena, &feed->keys) = taking.key;
    }
    order_add(&record->order, taking.new);
    advance(record);
    return TAKE_NEW;
}

/* --- what the record itself folds, entry by entry in the final order --- */

static Act *act_of(Record *record, const Kind *kind, const Hash *id)
{
    for (Size i = 0; i < record->acts.count; i++)
        if (hash_equal(&record->acts.items[i].id, id))
            return &record->acts.items[i];
    Act *act = PUSH(record->arena, &record->acts);
    *act = (Act){.id = *id, .kind = kind, .complete = -1};
    return act;
}

uint64_t record_signers(const Record *record, const Kind *kind, const Body *body)
{
    uint64_t all = 0;
    Size     but = kind->joint == JOINT_OTHERS ? record_feed(record, text_at(body, "member")) : -1;
    for (Size i = 0; i < record->feeds.count; i++) {
        const OrderFeed *feed = &record->order.feeds.items[i];
        bool asked = feed->role == ROLE_PARTY || (kind->joint == JOINT_OTHERS && feed->role == ROLE_WITNESS);
        if (feed->counts && asked && i != but)
            all |= (uint64_t)1 << i;
    }
    bool enough = kind->joint == JOINT_ALL || (but >= 0 && __builtin_popcountll(all) >= 2);
    return enough ? all : 0;
}

static void fold_join(Record *record, const Body *body, Place place)
{
    Str  name = text_at(body, "member");
    Role role = ROLE_OBSERVER;
    bool read = role_read(text_at(body, "role"), &role);
    INVARIANT(read);
    bool second_witness = false;
    for (Size i = 0; i < record->feeds.count; i++)
        second_witness = second_witness || (role == ROLE_WITNESS && record->order.feeds.items[i].counts &&
                                            feed_at(record, i)->role == ROLE_WITNESS);
    if (record_feed(record, name) >= 0 || second_witness || record->feeds.count == FEEDS_MOST)
        return; /* nobody new: the act has no effect, and everybody sees that alike */
    member_add(record, name, body, order_entry(&record->order, place)->placed_key);
}

/* The feed ends where all that sign have seen it, not before what is final. */
static void fold_leave(Record *record, const Body *body, Place place)
{
    Size              feed = record_feed(record, text_at(body, "member"));
    int64_t           end = body_at(body, S("size"))->whole;
    const OrderEntry *entry = order_entry(&record->order, place);
    int64_t           seen = feed == place.feed || feed >= entry->feeds ? 0 : entry->past[feed];
    if (feed >= 0 && end <= seen)
        order_leave(&record->order, feed, end);
}

/* What the old key signed, and nobody else had seen when the change took its place, is void. */
static void fold_key_change(Record *record, Place place)
{
    Feed    *feed = feed_at(record, place.feed);
    FeedKey *key = NULL;
    int64_t  seen = 0;
    for (Size i = 0; i < feed->keys.count; i++)
        if (feed->keys.items[i].from == place.seq)
            key = &feed->keys.items[i];
    INVARIANT(key);
    for (Size i = 0; i < record->feeds.count; i++) {
        const OrderFeed *other = &record->order.feeds.items[i];
        if (i == place.feed || other->placed == 0)
            continue;
        const OrderEntry *head = &other->entries.items[other->placed - 1];
        if (place.feed < head->feeds && head->past[place.feed] > seen)
            seen = head->past[place.feed];
    }
    if (key->void_from < 0)
        return;
    key->void_from = seen > key->void_from ? seen : key->void_from;
    key->void_to = place.seq > key->void_from ? place.seq : key->void_from;
}

static void fold_act(Record *record, const Kind *kind, const Entry *entry, Place place)
{
    Hash     id = entry_act(entry);
    Act     *act = act_of(record, kind, &id);
    uint64_t needed = record_signers(record, kind, &entry->body);
    act->signers |= (uint64_t)1 << place.feed;
    if (act->complete >= 0 || needed == 0 || (act->signers & needed) != needed)
        return;
    act->complete = record_final(record) - 1;
    if (str_equal(entry->kind, S("member.join")))
        fold_join(record, &entry->body, place);
    if (str_equal(entry->kind, S("member.leave")))
        fold_leave(record, &entry->body, place);
    if (str_equal(entry->kind, S("repair")))
        *PUSH(record->arena, &record->repairs) = repair_of(record, &entry->body);
}

static void advance(Record *record)
{
    Place place;
    record->blocked = false;
    while (order_next(&record->order, &place)) {
        const Entry *entry = record_entry(record, place);
        const Kind  *kind = kind_find(entry->kind);
        if (!kind) {
            record->blocked = true;
            return;
        }
        order_place(&record->order, place);
        Hash leaf = entry_leaf(entry);
        Hash before =
            record->digests.count ? record->digests.items[record->digests.count - 1] : sha256(S(""));
        *PUSH(record->arena, &record->digests) = merkle_node(&before, &leaf);
        if (kind->joint != JOINT_NO)
            fold_act(record, kind, entry, place);
        else if (str_equal(entry->kind, S("key.change")))
            fold_key_change(record, place);
    }
}

/* --- writing --- */

void record_by_origin(const Record *record, Size sorted[FEEDS_MOST])
{
    for (Size i = 0; i < record->feeds.count; i++) {
        Size at = i;
        for (; at > 0 &&
               str_order(record->feeds.items[sorted[at - 1]].origin, record->feeds.items[i].origin) > 0;
             at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = i;
    }
}

Entry record_draft(const Record *record, Arena *arena, Size feed)
{
    const OrderFeed  *own = &record->order.feeds.items[feed];
    const OrderEntry *last = own->entries.count ? &own->entries.items[own->entries.count - 1] : NULL;
    Entry             entry = {.before = record_head(record, feed)};
    int64_t           saw[FEEDS_MOST] = {0};
    for (Size i = 0; i < record->feeds.count; i++) {
        int64_t had = last && i < last->feeds ? last->past[i] : 0;
        if (i != feed && feed_at(record, i)->tree.size > had)
            saw[i] = feed_at(record, i)->tree.size;
    }
    Size sorted[FEEDS_MOST];
    record_by_origin(record, sorted);
    for (Size i = 0; i < record->feeds.count; i++)
        if (saw[sorted[i]])
            *PUSH(arena, &entry.saw) = record_head(record, sorted[i]);
    entry.key = order_key(&record->order, feed, saw);
    return entry;
}
