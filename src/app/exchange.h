/* exchange.h - a workspace and the others: what comes from them is checked and stored in one transaction,
 * what goes to them is one view of what is here.
 *
 * An acknowledgement is written only after what it acknowledges is stored, and never while somebody else
 * knows more of the own feed than this workspace (pull.h): that is how a restored backup forks a feed. */
#ifndef ENT_APP_EXCHANGE_H
#define ENT_APP_EXCHANGE_H
#include "app/workspace.h"
#include "record/pull.h"

/* What is new is stored. WORK_REFUSED: a bundle that rests on what is not here; nothing was stored. */
CHECKED Work workspace_pull(Workspace *ws, const PullFrom *from, Pulled *out, Str *why);
CHECKED Work workspace_apply(Workspace *ws, const Bundle *bundle, Pulled *out, Str *why);

/* Writes that what came was received; signs the head of the own feed for those who read it as a log, and
 * cosigns those of the others: a receipt. */
CHECKED Work workspace_acknowledge(Workspace *ws, const Keys *keys, Place *place, Str *why);

/* What a workspace holds, read from its store when it is asked for. */
typedef struct {
    Workspace *ws;
    Arena     *arena; /* of what is read */
    Holding    holding;
    Work       failed; /* WORK_DONE as long as the store answers */
    Str        why;
} Kept;
/* Prepares `out`, which must stay where it is; names live in `arena`. */
CHECKED Work kept_open(Workspace *ws, Arena *arena, Kept *out, Str *why);

/* For readers (bit 1 << feed of each) who have the first have[feed] entries of each feed: entries, bodies and
 * files that all of them may see, proofs, receipts. */
CHECKED Work workspace_bundle(Workspace *ws, Arena *arena, const int64_t *have, uint64_t readers, Bundle *out,
                              Str *why);
/* All parties but the own one. */
uint64_t readers_all(const Workspace *ws);
/* How many entries of each feed the member has shown to have. */
void member_has(const Workspace *ws, Size feed, int64_t have[FEEDS_MOST]);
#endif
