/* order_oracle.h - the order of order.h from nothing, as its rules are written: every set as a set, every key
 * until nothing changes, everything sorted. Shares no code with order.c. */
#ifndef ENT_TEST_RECORD_ORDER_ORACLE_H
#define ENT_TEST_RECORD_ORDER_ORACLE_H
#include <string.h>

#include "record/order.h"

enum { SIM_FEEDS = 6, SIM_ENTRIES = 500 };

/* An entry as it travels between nodes. */
typedef struct {
    Size    feed;
    int64_t seq, saw[SIM_FEEDS], key, time;
    Size    lapsed;
} SimEntry;

typedef struct {
    const SimEntry *entries; /* nothing before its past */
    Size            count, feeds;
    const Role     *roles;
    const Str      *names;
    unsigned        rules;
    bool            past[SIM_ENTRIES][SIM_ENTRIES]; /* [a][b]: b is a, or in its past */
    int64_t         keys[SIM_ENTRIES];
    Place           final[SIM_ENTRIES];
    Size            final_count;
} Oracle;

static inline Size oracle_find(const Oracle *oracle, Size feed, int64_t seq)
{
    for (Size i = 0; i < oracle->count; i++)
        if (oracle->entries[i].feed == feed && oracle->entries[i].seq == seq)
            return i;
    return -1;
}

static inline void oracle_past(Oracle *oracle)
{
    memset(oracle->past, 0, sizeof oracle->past);
    for (Size a = 0; a < oracle->count; a++) {
        const SimEntry *entry = &oracle->entries[a];
        oracle->past[a][a] = true;
        for (Size feed = 0; feed < oracle->feeds; feed++) {
            int64_t count = feed == entry->feed ? entry->seq : entry->saw[feed];
            Size    b = count ? oracle_find(oracle, feed, count - 1) : -1;
            for (Size c = 0; b >= 0 && c < oracle->count; c++)
                oracle->past[a][c] = oracle->past[a][c] || oracle->past[b][c];
        }
    }
}

/* Must b come before a? */
static inline bool oracle_before(const Oracle *oracle, Size b, Size a)
{
    const SimEntry *lapse = &oracle->entries[b];
    if (a != b && oracle->past[a][b])
        return true;
    return (oracle->rules & RULE_LATE) && lapse->lapsed == oracle->entries[a].feed && !oracle->past[b][a] &&
           !oracle->past[a][b];
}

static inline void oracle_keys(Oracle *oracle)
{
    memset(oracle->keys, 0, sizeof oracle->keys);
    bool again = true;
    for (Size round = 0; again && round <= oracle->count; round++) {
        again = false;
        for (Size a = 0; a < oracle->count; a++) {
            int64_t key = 0;
            for (Size b = 0; b < oracle->count; b++)
                if (oracle_before(oracle, b, a) && oracle->keys[b] > key)
                    key = oracle->keys[b];
            key = oracle->rules & RULE_KEY ? key + 1 : oracle->entries[a].key;
            again = again || key != oracle->keys[a];
            oracle->keys[a] = key;
        }
    }
}

static inline int oracle_compare(const Oracle *oracle, Size a, Size b)
{
    const SimEntry *x = &oracle->entries[a], *y = &oracle->entries[b];
    if (oracle->keys[a] != oracle->keys[b])
        return oracle->keys[a] < oracle->keys[b] ? -1 : 1;
    if (x->feed != y->feed)
        return str_order(oracle->names[x->feed], oracle->names[y->feed]);
    return x->seq < y->seq ? -1 : 1;
}

static inline bool oracle_is_final(const Oracle *oracle, Size a)
{
    bool all = true, any = false, witness = false;
    for (Size feed = 0; feed < oracle->feeds; feed++)
        witness = witness || oracle->roles[feed] == ROLE_WITNESS;
    for (Size feed = 0; feed < oracle->feeds; feed++) {
        if (oracle->roles[feed] == ROLE_OBSERVER)
            continue;
        bool reached = false, received = false;
        for (Size b = 0; b < oracle->count; b++) {
            if (oracle->entries[b].feed != feed && oracle->entries[b].lapsed != feed)
                continue;
            reached = reached || oracle->keys[b] >= oracle->keys[a];
            received = received || oracle->past[b][a];
        }
        any = any || reached;
        all = all && reached && (received || !witness || !(oracle->rules & RULE_RECEIVED));
    }
    return oracle->rules & RULE_HORIZON ? all : any;
}

static inline void oracle_sort(const Oracle *oracle, Size *list, Size count)
{
    for (Size i = 1; i < count; i++)
        for (Size j = i; j > 0 && oracle_compare(oracle, list[j], list[j - 1]) < 0; j--) {
            Size kept = list[j];
            list[j] = list[j - 1];
            list[j - 1] = kept;
        }
}

static inline void oracle_put(Oracle *oracle, Size a)
{
    oracle->final[oracle->final_count++] = (Place){oracle->entries[a].feed, oracle->entries[a].seq};
}

static inline void oracle_order(Oracle *oracle)
{
    Size list[SIM_ENTRIES], observers[SIM_ENTRIES], count = 0, observed = 0;
    bool done[SIM_ENTRIES] = {false};
    oracle_past(oracle);
    oracle_keys(oracle);
    for (Size a = 0; a < oracle->count; a++) {
        if (oracle->roles[oracle->entries[a].feed] == ROLE_OBSERVER)
            observers[observed++] = a;
        else
            list[count++] = a;
    }
    oracle_sort(oracle, list, count);
    oracle_sort(oracle, observers, observed);
    oracle->final_count = 0;
    for (Size i = 0; i < count && oracle_is_final(oracle, list[i]); i++) {
        for (Size j = 0; j < observed; j++)
            if (!done[observers[j]] && oracle->past[list[i]][observers[j]]) {
                done[observers[j]] = true;
                oracle_put(oracle, observers[j]);
            }
        oracle_put(oracle, list[i]);
    }
}
#endif
