/* acts.h - joint acts as a member sees them: who has signed, final or not yet, and for whom they wait.
 *
 * The record says which acts are complete in the final order (record.h). Here signatures count as soon as
 * they are in anybody's feed, so that nobody is asked twice for what is already on its way. */
#ifndef ENT_APP_ACTS_H
#define ENT_APP_ACTS_H
#include "app/workspace.h"

typedef struct {
    Hash        id;
    const Kind *kind;
    Place       first;     /* the first that signed, in the order of arrival */
    uint64_t    signed_by; /* bit 1 << feed */
    uint64_t    needed;    /* of those who must sign it */
    bool        complete;  /* in the final order: it has taken effect */
} JointAct;

typedef LIST_OF(JointAct) JointActs;

/* All of them, by their first signatures. */
JointActs acts_of(Arena *arena, const Record *record);
/* Is this member asked, and has not signed? */
bool act_waits_for(const JointAct *act, Size feed);
/* Has everybody signed, though it may not be final yet? */
bool act_signed(const JointAct *act);
/* The names of those of `feeds`: `borealis and cygnus`. */
Str members_words(Arena *arena, const Record *record, uint64_t feeds);
Str place_words(Arena *arena, const Record *record, Place place); /* aurora/7 */
/* False: no entry of this name is here. */
CHECKED bool place_read(const Record *record, Str name, Place *out);
/* The body, from the entry or sealed beside it. WORK_NONE: it is not here. `sealed` is "" for one in place.
 */
CHECKED Work act_body(Workspace *ws, Arena *arena, Place place, Body *body, Str *sealed, Str *why);
#endif
