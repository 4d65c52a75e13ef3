/* repair.h - mending a forked feed: the act that says which entry stays, and taking the record anew. */
#ifndef ENT_APP_REPAIR_H
#define ENT_APP_REPAIR_H
#include "app/exchange.h"

/* The first fork of the feed, by its place, that no act has settled; NULL: none. */
const Fork *fork_open(const Record *record, Size feed);
/* The own signature under the act that repairs a feed. */
CHECKED Work workspace_repair(Workspace *ws, const Keys *keys, const Repair *repair, Place *place, Str *why);
/* A new store from a bundle of the same agreement that needs nothing; the old store stays beside it. All that
 * the old one knew of forks is looked at again, so the proofs are in the new one too. */
CHECKED Work workspace_anew(Workspace *ws, const Bundle *bundle, Pulled *out, Str *why);
#endif
