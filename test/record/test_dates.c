/* test_dates.c - intervals from evidence: the definition, pair by pair, against the one pass; backdating
 * shows. */
#include "order_oracle.h"
#include "record/dates.h"
#include "test.h"

enum { PARTIES = 4, ENTRIES = 120 };

/* Three parties and an observer write at random, with clocks that may be wrong, and see what is there at
 * random. */
static void write_some(Order *order, Random *random, Size count)
{
    static const char *const names[PARTIES] = {"aurora", "borealis", "cygnus", "draco"};
    for (Size i = 0; i < PARTIES; i++)
        order_join(order, str_from(names[i]), i == 3 ? ROLE_OBSERVER : ROLE_PARTY, 0);
    for (Size n = 0; n < count; n++) {
        Size             feed = random_below(random, PARTIES);
        const OrderFeed *own = &order->feeds.items[feed];
        int64_t          saw[FEEDS_MOST] = {0};
        Str              why = S("");
        for (Size i = 0; i < PARTIES; i++) {
            int64_t had = own->entries.count ? own->entries.items[own->entries.count - 1].past[i] : 0;
            int64_t here = order->feeds.items[i].entries.count;
            if (i != feed && here > had && random_below(random, 3))
                saw[i] = here;
        }
        int64_t time = 1000 + (int64_t)n * 10 + random_below(random, 30);
        time = random_below(random, 10) ? time : random_below(random, 3000);
        OrderNew new = {feed, saw, order_key(order, feed, saw), time, -1};
        if (!order_check(order, new, &why))
            continue;
        order_add(order, new);
        Place place;
        while (order_next(order, &place))
            order_place(order, place);
    }
}

static int64_t oracle_until(const Order *order, Receipts receipts, Place x, Size but)
{
    int64_t until = DATE_OPEN;
    for (Size feed = 0; feed < PARTIES; feed++)
        for (int64_t seq = 0; feed != x.feed && feed != but && seq < order->feeds.items[feed].placed; seq++) {
            Place y = {feed, seq};
            if (order_past(order, x, y) && order_entry(order, y)->time < until)
                until = order_entry(order, y)->time;
        }
    for (Size i = 0; i < receipts.count; i++)
        if (receipts.at[i].feed == x.feed && receipts.at[i].size > x.seq && receipts.at[i].time < until)
            until = receipts.at[i].time;
    return until;
}

static int64_t oracle_from(const Order *order, Receipts receipts, Place x)
{
    int64_t from = 0;
    for (Size feed = 0; feed < PARTIES; feed++)
        for (int64_t seq = 0; feed != x.feed && seq < order->feeds.items[feed].placed; seq++) {
            Place y = {feed, seq};
            if (!order_past(order, y, x))
                continue;
            int64_t dated = oracle_until(order, receipts, y, x.feed);
            dated = order_entry(order, y)->time < dated ? order_entry(order, y)->time : dated;
            from = dated > from ? dated : from;
        }
    return from;
}

static void as_defined(void **state)
{
    int compared = 0, verdicts[4] = {0};
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        Arena   arena = {0};
        Random  random = {seed};
        Order   order = order_new(&arena, RULES_ALL);
        Receipt receipts[3];
        write_some(&order, &random, ENTRIES);
        for (Size i = 0; i < 3; i++)
            receipts[i] = (Receipt){random_below(&random, PARTIES), random_below(&random, 50),
                                    random_below(&random, 3000)};
        Receipts all = {receipts, random_below(&random, 4)};
        Dates    dates = dates_new(&arena, &order, all);
        for (Size feed = 0; feed < PARTIES; feed++)
            for (int64_t seq = 0; seq < order.feeds.items[feed].placed; seq++) {
                Dating dating = dates.feeds[feed][seq];
                assert_int_equal(dating.claimed, order_entry(&order, (Place){feed, seq})->time);
                assert_int_equal(dating.until, oracle_until(&order, all, (Place){feed, seq}, -1));
                assert_int_equal(dating.from, oracle_from(&order, all, (Place){feed, seq}));
                verdicts[dating_verdict(dating)]++;
                compared++;
            }
        arena_free(&arena);
    }
    ROW("%d compared; %d as claimed, %d too early, %d too late, %d in doubt\n", compared, verdicts[0],
        verdicts[1], verdicts[2], verdicts[3]);
    for (int i = 0; i < 4; i++)
        assert_true(verdicts[i] > 0);
}

static void add(Order *order, Size feed, int64_t seen, int64_t time)
{
    int64_t saw[FEEDS_MOST] = {0};
    Str     why = S("");
    Place   place;
    saw[1 - feed] = seen;
    OrderNew new = {feed, saw, order_key(order, feed, saw), time, -1};
    assert_true(order_check(order, new, &why));
    order_add(order, new);
    while (order_next(order, &place))
        order_place(order, place);
}

static Order parties(Arena *arena, Size count)
{
    static const char *const names[3] = {"aurora", "borealis", "cygnus"};
    Order                    order = order_new(arena, RULES_ALL);
    for (Size i = 0; i < count; i++)
        order_join(&order, str_from(names[i]), ROLE_PARTY, 0);
    return order;
}

/* Aurora says 50, and rests on what borealis dated 200: its own word does not make that date earlier. */
static void backdated(void **state)
{
    Arena arena = {0};
    Order order = parties(&arena, 2);
    (void)state;
    add(&order, 0, 0, 100);
    add(&order, 1, 1, 200);
    add(&order, 0, 1, 50);
    add(&order, 1, 2, 300);
    add(&order, 0, 2, 400);
    Dates dates = dates_new(&arena, &order, (Receipts){0});
    assert_int_equal(dating_verdict(dates.feeds[0][0]), DATE_AS_CLAIMED);
    assert_int_equal(dates.feeds[0][0].until, 200);
    assert_int_equal(dating_verdict(dates.feeds[0][1]), DATE_TOO_EARLY);
    assert_int_equal(dates.feeds[0][1].from, 200);
    arena_free(&arena);
}

/* A clock years ahead: in doubt between two, until a cosignature says when the entry was there. */
static void clock_ahead(void **state)
{
    Arena arena = {0};
    Order order = parties(&arena, 2);
    (void)state;
    add(&order, 0, 0, 100);
    add(&order, 1, 1, 99000);
    add(&order, 0, 1, 200);
    add(&order, 1, 2, 300);
    add(&order, 0, 2, 400);
    Dates dates = dates_new(&arena, &order, (Receipts){0});
    assert_int_equal(dating_verdict(dates.feeds[0][1]), DATE_IN_DOUBT);
    assert_int_equal(dating_verdict(dates.feeds[1][0]), DATE_TOO_LATE);
    Receipt receipt = {1, 1, 150};
    dates = dates_new(&arena, &order, (Receipts){&receipt, 1});
    assert_int_equal(dating_verdict(dates.feeds[0][1]), DATE_AS_CLAIMED);
    assert_int_equal(dates.feeds[0][1].from, 150);
    assert_int_equal(dating_verdict(dates.feeds[1][0]), DATE_TOO_LATE);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_defined), cmocka_unit_test(backdated),
                                       cmocka_unit_test(clock_ahead)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
