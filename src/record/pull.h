/* pull.h - taking from another member what is not here yet, through the paths of publish.h or from a bundle.
 *
 * Nothing of what comes is believed: entries go through record_take one by one, a body must have the hash
 * that an entry or a disclosure gives, a receipt must be signed by a member and agree with the feed that is
 * here. What is right and new is listed in `parts` in the order in which it can be stored; nothing is stored
 * here.
 *
 * Whoever has restored a backup may lack entries of its own. So the own feed is pulled like any other, and
 * `own_short` says that the other side knows more of it, or another branch, than could be taken: until that
 * is mended nothing may be written, for it would fork the feed. */
#ifndef ENT_RECORD_PULL_H
#define ENT_RECORD_PULL_H
#include "record/publish.h"

typedef enum { FETCH_OK, FETCH_NONE, FETCH_FAILED } Fetched;

/* Where the bytes behind a path come from; at most `most` of them. FETCH_FAILED: `why`. */
typedef struct {
    Fetched (*fetch)(void *self, Arena *arena, Str path, Size most, Str *out, Str *why);
    void *self;
} PullFrom;

/* Who pulls, and what is here beside the record. */
typedef struct {
    Size own;                                               /* the feed; -1: nobody who may see bodies */
    bool (*part)(void *self, const Hash *digest, Str *out); /* a body or file; false: it is not here */
    void *self;
    Strs  receipts;
} PullBeside;

enum { PULL_BYTES_MOST = BUNDLE_BYTES_MOST }; /* of entries in one pull; the rest comes with the next */

typedef struct {
    Size taken;   /* entries that are new here */
    Size news;    /* of others, and more than a sign of life: to be acknowledged */
    Size waits;   /* entries that rest on something which is not here */
    Size refused; /* entries that can never be right */
    Size forks;   /* new proofs */
    Size bodies, files, receipts;
    bool own_short; /* see above */
    Str  why;       /* of the first that was refused or waits */
    LIST_OF(BundlePart) parts;
} Pulled;

/* False: `why`; the record may hold more than before, and what it holds is right, but nothing should be
 * stored. */
CHECKED bool pull_from(Record *record, Arena *arena, const PullFrom *from, const PullBeside *beside,
                       Pulled *out, Str *why);
CHECKED bool pull_bundle(Record *record, Arena *arena, const Bundle *bundle, const PullBeside *beside,
                         Pulled *out, Str *why);
#endif
