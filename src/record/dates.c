/* dates.c - see dates.h. All intervals in one pass over each pair of feeds. */
#include "record/dates.h"

/* The two earliest receipts of an entry, by different feeds; -1: a cosignature. */
typedef struct {
    int64_t first, second;
    Size    by;
} Earliest;

typedef struct {
    const Order *order;
    Receipts     receipts;
    Dates        dates;
    Earliest   **earliest; /* [feed][seq] */
} Reckoning;

static const OrderFeed *feed_at(const Reckoning *reckoning, Size feed)
{
    return &reckoning->order->feeds.items[feed];
}

static int64_t had(const OrderEntry *entry, Size feed) { return feed < entry->feeds ? entry->past[feed] : 0; }

static void received(Earliest *earliest, int64_t time, Size by)
{
    if (time < earliest->first) {
        earliest->second = earliest->first;
        earliest->first = time;
        earliest->by = by;
    } else if (time < earliest->second) {
        earliest->second = time;
    }
}

/* The earliest time at which entries of `other` that have seen so much of `feed` were written. What an entry
 * has seen only grows along its feed, so both are walked once, from the end. */
static void seen_by(Reckoning *reckoning, Size feed, Size other)
{
    const OrderFeed *theirs = feed_at(reckoning, other);
    int64_t          first = DATE_OPEN, at = theirs->placed;
    for (int64_t seq = feed_at(reckoning, feed)->placed - 1; seq >= 0; seq--) {
        while (at > 0 && had(&theirs->entries.items[at - 1], feed) > seq) {
            at--;
            first = theirs->entries.items[at].time < first ? theirs->entries.items[at].time : first;
        }
        received(&reckoning->earliest[feed][seq], first, other);
    }
}

static void cosigned(Reckoning *reckoning)
{
    for (Size i = 0; i < reckoning->receipts.count; i++) {
        const Receipt *receipt = &reckoning->receipts.at[i];
        int64_t        placed = feed_at(reckoning, receipt->feed)->placed;
        for (int64_t seq = 0; seq < receipt->size && seq < placed; seq++)
            received(&reckoning->earliest[receipt->feed][seq], receipt->time, -1);
    }
}

/* Entries of `feed` are not before what they have seen of `other` was dated; what `feed` itself says about
 * when it had that is no evidence here, for it would speak for itself. */
static void rests_on(Reckoning *reckoning, Size feed, Size other)
{
    int64_t latest = 0, at = 0;
    for (int64_t seq = 0; seq < feed_at(reckoning, feed)->placed; seq++) {
        int64_t seen = had(&feed_at(reckoning, feed)->entries.items[seq], other);
        for (; at < seen; at++) {
            const Earliest *earliest = &reckoning->earliest[other][at];
            int64_t         dated = reckoning->dates.feeds[other][at].claimed;
            int64_t         by_others = earliest->by == feed ? earliest->second : earliest->first;
            dated = dated < by_others ? dated : by_others;
            latest = dated > latest ? dated : latest;
        }
        Dating *dating = &reckoning->dates.feeds[feed][seq];
        dating->from = latest > dating->from ? latest : dating->from;
    }
}

Dates dates_new(Arena *arena, const Order *order, Receipts receipts)
{
    Size      count = order->feeds.count;
    Reckoning reckoning = {order, receipts, {NEW(arena, Dating *, count)}, NEW(arena, Earliest *, count)};
    for (Size feed = 0; feed < count; feed++) {
        const OrderFeed *own = feed_at(&reckoning, feed);
        reckoning.dates.feeds[feed] = NEW(arena, Dating, own->placed);
        reckoning.earliest[feed] = NEW(arena, Earliest, own->placed);
        for (int64_t seq = 0; seq < own->placed; seq++) {
            reckoning.dates.feeds[feed][seq] = (Dating){own->entries.items[seq].time, 0, DATE_OPEN};
            reckoning.earliest[feed][seq] = (Earliest){DATE_OPEN, DATE_OPEN, -1};
        }
    }
    for (Size feed = 0; feed < count; feed++)
        for (Size other = 0; other < count; other++)
            if (feed != other)
                seen_by(&reckoning, feed, other);
    cosigned(&reckoning);
    for (Size feed = 0; feed < count; feed++)
        for (Size other = 0; other < count; other++)
            if (feed != other)
                rests_on(&reckoning, feed, other);
    for (Size feed = 0; feed < count; feed++)
        for (int64_t seq = 0; seq < feed_at(&reckoning, feed)->placed; seq++)
            reckoning.dates.feeds[feed][seq].until = reckoning.earliest[feed][seq].first;
    return reckoning.dates;
}

DateVerdict dating_verdict(Dating dating)
{
    if (dating.from > dating.until)
        return DATE_IN_DOUBT;
    if (dating.claimed < dating.from)
        return DATE_TOO_EARLY;
    return dating.claimed > dating.until ? DATE_TOO_LATE : DATE_AS_CLAIMED;
}
