/* order.h - one order of all feeds that every member comes to by itself, and how far it is final.
 *
 * Feeds are numbered as they were added; an entry is named by its feed and its place there. The past of an
 * entry is what its writer had: its own feed so far and all that it, or anything in it, has seen. So
 *
 *   key = 1 + the largest key in the past
 *
 * and entries are ordered by key, then by name of the member, then by place. Rule A: an entry is final when
 * every party has a head with a key at least as large, for whatever a party writes next has a larger key.
 * Rule B, with a witness: besides, every party and the witness must have it in the past of their head, or the
 * witness has declared a silent party lapsed and had it itself; what a lapse had not seen of that party, and
 * does not know of the lapse, is ordered behind it. Parties and the witness count; observers never hold
 * anything up, and what they write takes its place before the first entry that has seen it.
 *
 * The final order only grows: nothing is ever put before its end. */
#ifndef ENT_RECORD_ORDER_H
#define ENT_RECORD_ORDER_H
#include "record/kinds.h"

/* What keeps the order safe. Everybody passes RULES_ALL; tests take one away and see it missed. */
typedef enum {
    RULE_HORIZON = 1,  /* final up to the lowest head, not the highest */
    RULE_RECEIVED = 2, /* with a witness: only what all have received */
    RULE_LATE = 4,     /* what a lapse had not seen comes behind it */
    RULE_KEY = 8,      /* the key is the one that follows from the past */
    RULE_WITNESS = 16, /* the witness alone declares lapses */
    RULE_FORK = 32,    /* two entries of one place are kept as a proof and stop the feed (record.h) */
    RULES_ALL = 63
} OrderRules;

enum { FEEDS_MOST = 64 };

typedef struct {
    Size    feed;
    int64_t seq;
} Place;

typedef struct {
    int64_t  key, placed_key; /* as written; and with lapses */
    int64_t  time;
    int64_t *past;   /* how many entries of each feed, itself included */
    Size     feeds;  /* that `past` speaks of */
    Size     lapsed; /* the feed that it declares silent, or -1 */
} OrderEntry;

typedef struct {
    Str     name;
    Role    role;
    bool    counts; /* a party or witness that has not left */
    int64_t floor;  /* the key of the act by which it joined */
    int64_t end;    /* how many entries it can have: INT64_MAX until it left */
    int64_t placed; /* how many are final */
    LIST_OF(OrderEntry) entries;
} OrderFeed;

typedef struct {
    Arena   *arena;
    unsigned rules;
    LIST_OF(OrderFeed) feeds;
    LIST_OF(Place) added;  /* as they came: nothing before its past */
    LIST_OF(Place) lapses; /* of these, those that declare one */
    LIST_OF(Place) final;
} Order;

Order order_new(Arena *arena, unsigned rules);
/* The number of the new feed. `floor`: the key of the act that lets it in, 0 for founders. */
Size order_join(Order *order, Str name, Role role, int64_t floor);
/* From now on it holds nothing up; what it wrote from `end` on, and is not final, is void. */
void order_leave(Order *order, Size feed, int64_t end);

/* What the next entry of `feed` would say: `saw` has one number for each feed, 0 where nothing was seen. */
typedef struct {
    Size           feed;
    const int64_t *saw;
    int64_t        key, time;
    Size           lapsed; /* -1: none */
} OrderNew;
/* The key that follows; `saw` within what is there. */
int64_t order_key(const Order *order, Size feed, const int64_t *saw);
/* False: `why` says what contradicts what was written before; nothing has changed. */
CHECKED bool order_check(const Order *order, OrderNew entry, Str *why);
void         order_add(Order *order, OrderNew entry); /* after order_check */

/* The next entry of the final order, if there is one; order_place puts it there. */
bool order_next(const Order *order, Place *out);
void order_place(Order *order, Place place);

const OrderEntry *order_entry(const Order *order, Place place);
/* Has the writer of `of` had `place`? An entry has itself. */
bool order_past(const Order *order, Place place, Place of);
#endif
