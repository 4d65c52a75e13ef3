/* record.h - what one member holds: the feeds of all members, checked entry by entry, and their final order.
 *
 * An entry is taken only if it is the next of its feed (size and root), signed by the feed's key of that
 * place, right for its kind, and if all heads that it has seen are here with the same roots. So whatever is
 * taken rests on what was taken before, and equal heads mean equal records. The record itself folds what
 * moves the record: founding, members, keys, lapses, repairs; everything else is for the fold above, entry by
 * entry in the final order.
 *
 * A joint act takes effect with the final entry that completes its signatures, never before. */
#ifndef ENT_RECORD_RECORD_H
#define ENT_RECORD_RECORD_H
#include "record/fork.h"
#include "record/merkle.h"
#include "record/order.h"

/* A key of a feed, from place `from` on. */
typedef struct {
    int64_t     from;
    VerifierKey vkey;
    Hash        next;      /* SHA-256 of type and key of the one after it */
    int64_t     void_from; /* said by the change to this key; -1: nothing is void */
    int64_t     void_to;   /* settled when the change is final: [void_from, void_to) is void */
} FeedKey;

typedef struct {
    Str    name, origin;
    Role   role;
    Merkle tree;
    LIST_OF(Entry) entries;
    LIST_OF(FeedKey) keys;
} Feed;

/* What several must sign, or one alone did. */
typedef struct {
    Hash        id;
    const Kind *kind;
    uint64_t    signers;  /* bit 1 << feed */
    Size        complete; /* the place in the final order of the signature that completed it; -1: not yet */
} Act;

typedef struct {
    Size    feed;
    int64_t seq;
    Str     proof; /* fork.h */
    bool    apart; /* the two entries rest on different pasts: the feed was forked before */
} Fork;

/* What all parties signed: this entry of a feed is kept. It counts also for a fork that is found later. */
typedef struct {
    Size    feed; /* -1: of no member */
    int64_t seq;
    Hash    kept;
} Repair;

typedef struct {
    Arena *arena;
    Str    agreement, founding; /* its id, and the body of the founding act */
    LIST_OF(Feed) feeds;        /* the same numbers as in the order */
    Order order;
    LIST_OF(Hash) digests; /* of the final order: [n] is the node of [n-1] and the leaf of entry n */
    LIST_OF(Act) acts;
    LIST_OF(Fork) forks;
    LIST_OF(Repair) repairs;
    bool blocked; /* the next of the final order is of a kind that this version does not know */
} Record;

/* From the body of the founding act. `rules`: RULES_ALL (order.h). False: `why` says what is wrong. */
CHECKED bool record_new(Arena *arena, Str founding, unsigned rules, Record *out, Str *why);

typedef enum {
    TAKE_NEW,
    TAKE_KNOWN,
    TAKE_WAITS,   /* something before it is not here yet */
    TAKE_BRANCH,  /* it rests on another branch of a feed: the entries of that branch will prove a fork */
    TAKE_FORK,    /* it proves a fork; the proof is kept, the entry is not */
    TAKE_REFUSED, /* it can never be right */
} Take;

/* Checks and takes one entry. `why` says why not; it and all that is passing lives in `scratch`. */
Take record_take(Record *record, Arena *scratch, Str bytes, Str *why);

/* The next entry of a feed, as far as the record says it: its place, the heads it has seen, its key. */
Entry record_draft(const Record *record, Arena *arena, Size feed);
Size  record_feed(const Record *record, Str name); /* -1: no such member */
Head  record_head(const Record *record, Size feed);
bool  record_holds(const Record *record, const Head *head); /* it, or a longer feed that begins so */
void  record_by_origin(const Record *record, Size sorted[FEEDS_MOST]); /* the feeds, ascending */
/* The key that signs the next entry. */
const FeedKey *record_key(const Record *record, Size feed);

Size         record_final(const Record *record); /* how many entries are final */
const Entry *record_entry(const Record *record, Place place);
const Act   *record_act(const Record *record,
                        const Hash   *id); /* NULL: nobody has signed it in the final order */
bool         record_void(const Record *record, Place place);
/* Who must sign, bit 1 << feed: all parties; or all but the one that the act names and the witness, if that
 * makes two, else nobody, and the act is never complete. `body`: of kinds whose body names a member. */
uint64_t record_signers(const Record *record, const Kind *kind, const Body *body);
/* Does the feed wait for the act that repairs it? */
bool record_forked(const Record *record, Size feed);
#endif
