/* order.c - see order.h. */
#include "record/order.h"

#include <string.h>

Order order_new(Arena *arena, unsigned rules) { return (Order){.arena = arena, .rules = rules}; }

Size order_join(Order *order, Str name, Role role, int64_t floor)
{
    INVARIANT(order->feeds.count < FEEDS_MOST);
    *PUSH(order->arena, &order->feeds) = (OrderFeed){
        .name = name, .role = role, .counts = role != ROLE_OBSERVER, .floor = floor, .end = INT64_MAX};
    return order->feeds.count - 1;
}

void order_leave(Order *order, Size feed, int64_t end)
{
    OrderFeed *left = &order->feeds.items[feed];
    left->counts = false;
    left->end = end > left->placed ? end : left->placed;
}

static OrderFeed *feed_at(const Order *order, Size feed)
{
    INVARIANT(order->feeds.items && feed >= 0 && feed < order->feeds.count);
    return &order->feeds.items[feed];
}

static OrderEntry *entry_at(const Order *order, Place place)
{
    return &feed_at(order, place.feed)->entries.items[place.seq];
}

const OrderEntry *order_entry(const Order *order, Place place) { return entry_at(order, place); }

static int64_t had(const OrderEntry *entry, Size feed) { return feed < entry->feeds ? entry->past[feed] : 0; }

bool order_past(const Order *order, Place place, Place of)
{
    return had(entry_at(order, of), place.feed) > place.seq;
}

static const OrderEntry *last_of(const OrderFeed *feed) /* NULL: nothing is written */
{
    return feed->entries.items && feed->entries.count ? &feed->entries.items[feed->entries.count - 1] : NULL;
}

/* The last entry of another feed that was seen; NULL: none. */
static const OrderEntry *seen(const Order *order, Size feed, const int64_t *saw)
{
    return saw[feed] > 0 ? entry_at(order, (Place){feed, saw[feed] - 1}) : NULL;
}

int64_t order_key(const Order *order, Size feed, const int64_t *saw)
{
    const OrderEntry *before = last_of(feed_at(order, feed));
    int64_t           key = before ? before->key : feed_at(order, feed)->floor;
    for (Size i = 0; i < order->feeds.count; i++) {
        const OrderEntry *head = seen(order, i, saw);
        key = head && head->key > key ? head->key : key;
    }
    return key + 1;
}

/* What the writer of the next entry has had. */
static void past_of(const Order *order, OrderNew entry, int64_t past[FEEDS_MOST])
{
    const OrderFeed *own = feed_at(order, entry.feed);
    memset(past, 0, FEEDS_MOST * sizeof *past);
    for (Size i = 0; last_of(own) && i < order->feeds.count; i++)
        past[i] = had(last_of(own), i);
    for (Size i = 0; i < order->feeds.count; i++) {
        const OrderEntry *head = seen(order, i, entry.saw);
        for (Size j = 0; head && j < order->feeds.count; j++)
            past[j] = had(head, j) > past[j] ? had(head, j) : past[j];
    }
    past[entry.feed] = own->entries.count + 1;
}

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

bool order_check(const Order *order, OrderNew entry, Str *why)
{
    const OrderFeed  *own = feed_at(order, entry.feed);
    const OrderEntry *before = last_of(own);
    int64_t           past[FEEDS_MOST];
    if (own->entries.count >= own->end)
        return refuse(why, S("the feed has ended: its member left"));
    past_of(order, entry, past);
    for (Size i = 0; i < order->feeds.count; i++) {
        if (entry.saw[i] == 0)
            continue;
        INVARIANT(i != entry.feed && entry.saw[i] <= feed_at(order, i)->entries.count);
        if (before && entry.saw[i] <= had(before, i))
            return refuse(why, S("it names a head that its writer had seen before, or had seen more than"));
        if (entry.saw[i] != past[i])
            return refuse(why, S("it names a head, and another that has seen more of the same feed"));
    }
    if ((order->rules & RULE_KEY) && entry.key != order_key(order, entry.feed, entry.saw))
        return refuse(why, S("its key is not the one that follows from what it rests on"));
    if (entry.lapsed < 0)
        return true;
    if ((order->rules & RULE_WITNESS) && own->role != ROLE_WITNESS)
        return refuse(why, S("only the witness declares a lapse"));
    if (entry.lapsed == entry.feed || feed_at(order, entry.lapsed)->role != ROLE_PARTY)
        return refuse(why, S("only a party can be declared lapsed"));
    return true;
}

/* 1 + the largest of what must come before: own feed, what was seen, lapses that had not seen it nor it them.
 */
static int64_t placed_key(const Order *order, Place place)
{
    const OrderEntry *entry = entry_at(order, place);
    const OrderFeed  *own = feed_at(order, place.feed);
    int64_t           key = place.seq ? own->entries.items[place.seq - 1].placed_key : own->floor;
    if (!(order->rules & RULE_KEY))
        return entry->key;
    for (Size i = 0; i < order->feeds.count; i++) {
        int64_t count = i == place.feed ? 0 : had(entry, i);
        if (count && feed_at(order, i)->entries.items[count - 1].placed_key > key)
            key = feed_at(order, i)->entries.items[count - 1].placed_key;
    }
    for (Size i = 0; (order->rules & RULE_LATE) && i < order->lapses.count; i++) {
        Place             at = order->lapses.items[i];
        const OrderEntry *lapse = entry_at(order, at);
        bool              late = lapse->lapsed == place.feed && had(lapse, place.feed) <= place.seq &&
                    !order_past(order, at, place);
        if (late && lapse->placed_key > key)
            key = lapse->placed_key;
    }
    return key + 1;
}

/* A lapse can put earlier entries behind it, and these what has seen them. Only what is not final can move.
 * The witness alone declares lapses, so no lapse waits for itself; without that rule this need not end, so it
 * is bounded. */
static void place_keys(Order *order)
{
    bool again = true;
    for (Size round = 0; again && round <= order->added.count; round++) {
        again = false;
        for (Size i = 0; i < order->added.count; i++) {
            Place place = order->added.items[i];
            if (place.seq < feed_at(order, place.feed)->placed)
                continue;
            int64_t key = placed_key(order, place);
            again = again || key != entry_at(order, place)->placed_key;
            entry_at(order, place)->placed_key = key;
        }
    }
}

void order_add(Order *order, OrderNew entry)
{
    OrderFeed *own = feed_at(order, entry.feed);
    Place      place = {entry.feed, own->entries.count};
    int64_t    past[FEEDS_MOST];
    past_of(order, entry, past);
    OrderEntry *added = PUSH(order->arena, &own->entries);
    *added = (OrderEntry){
        .key = entry.key, .time = entry.time, .feeds = order->feeds.count, .lapsed = entry.lapsed};
    added->past = NEW(order->arena, int64_t, added->feeds);
    memcpy(added->past, past, (size_t)added->feeds * sizeof *past);
    *PUSH(order->arena, &order->added) = place;
    if (entry.lapsed >= 0)
        *PUSH(order->arena, &order->lapses) = place;
    added->placed_key = placed_key(order, place);
    if (entry.lapsed >= 0)
        place_keys(order);
}

/* -1, 0, 1 of two entries that are not final. */
static int compare(const Order *order, Place a, Place b)
{
    int64_t x = entry_at(order, a)->placed_key, y = entry_at(order, b)->placed_key;
    if (x != y)
        return x < y ? -1 : 1;
    if (a.feed != b.feed)
        return str_order(feed_at(order, a.feed)->name, feed_at(order, b.feed)->name);
    return (a.seq > b.seq) - (a.seq < b.seq);
}

/* How far the feed has written, in keys: what it writes next comes behind. */
static int64_t reach(const Order *order, Size feed)
{
    const OrderFeed *own = feed_at(order, feed);
    int64_t key = own->entries.count ? own->entries.items[own->entries.count - 1].placed_key : own->floor;
    for (Size i = 0; i < order->lapses.count; i++) {
        const OrderEntry *lapse = entry_at(order, order->lapses.items[i]);
        if (lapse->lapsed == feed && lapse->placed_key > key)
            key = lapse->placed_key;
    }
    return key;
}

/* Has the feed's member received it, or does it count as having done so? */
static bool received(const Order *order, Size feed, Place place)
{
    Size count = feed_at(order, feed)->entries.count;
    if (count && order_past(order, place, (Place){feed, count - 1}))
        return true;
    for (Size i = 0; i < order->lapses.count; i++)
        if (entry_at(order, order->lapses.items[i])->lapsed == feed &&
            order_past(order, place, order->lapses.items[i]))
            return true;
    return false;
}

static bool has_witness(const Order *order)
{
    for (Size i = 0; i < order->feeds.count; i++)
        if (feed_at(order, i)->role == ROLE_WITNESS && feed_at(order, i)->counts)
            return true;
    return false;
}

static bool is_final(const Order *order, Place place)
{
    int64_t key = entry_at(order, place)->placed_key;
    bool    all = true, any = false, receipt = (order->rules & RULE_RECEIVED) && has_witness(order);
    for (Size i = 0; i < order->feeds.count; i++) {
        if (!feed_at(order, i)->counts)
            continue;
        bool reached = reach(order, i) >= key;
        any = any || reached;
        all = all && reached && (!receipt || received(order, i, place));
    }
    return order->rules & RULE_HORIZON ? all : any;
}

static int64_t written(const OrderFeed *feed) /* what is not void */
{
    return feed->entries.count < feed->end ? feed->entries.count : feed->end;
}

bool order_next(const Order *order, Place *out)
{
    Place next = {-1, 0};
    for (Size i = 0; i < order->feeds.count; i++) {
        const OrderFeed *feed = feed_at(order, i);
        Place            place = {i, feed->placed};
        if (feed->role != ROLE_OBSERVER && feed->placed < written(feed) &&
            (next.feed < 0 || compare(order, place, next) < 0))
            next = place;
    }
    if (next.feed < 0 || !is_final(order, next))
        return false;
    Place observed = {-1,
                      0}; /* what observers wrote takes its place before the first entry that has seen it */
    for (Size i = 0; i < order->feeds.count; i++) {
        const OrderFeed *feed = feed_at(order, i);
        Place            place = {i, feed->placed};
        if (feed->role == ROLE_OBSERVER && feed->placed < written(feed) && order_past(order, place, next) &&
            (observed.feed < 0 || compare(order, place, observed) < 0))
            observed = place;
    }
    *out = observed.feed < 0 ? next : observed;
    return true;
}

void order_place(Order *order, Place place)
{
    OrderFeed *feed = feed_at(order, place.feed);
    INVARIANT(feed->placed == place.seq);
    feed->placed++;
    *PUSH(order->arena, &order->final) = place;
}
