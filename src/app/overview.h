/* overview.h - where an agreement stands for one member: what needs it, what waits for others, and whether
 * the copies match.
 *
 * It is reckoned from the whole record and kept beside it as a blob, with the number of the last arrival that
 * it knows of. While nothing has arrived since, the record need not be read. The blob is a cache: one that is
 * missing, old, or cannot be read is made anew.
 *
 *   entente/overview/v1
 *   arrival 12
 *   agreement cross-licence
 *   entries 9 final 7 blocked 0 text 1
 *   member borealis party 4 1795488000 3 0 0     name, role, entries, time of the last, own ones that it has
 *                                                shown to have, others of these that say something, forked
 *   asked borealis/3 amendment from 2027-07-01   needs the own signature or answer
 *   waits aurora/2 text.signed borealis          signed by the own member and not by these */
#ifndef ENT_APP_OVERVIEW_H
#define ENT_APP_OVERVIEW_H
#include "app/texts.h"

typedef struct {
    Str     name;
    Role    role;
    int64_t entries, time; /* time 0: it has written nothing */
    int64_t has;           /* so many of the own entries it has shown to have */
    int64_t lacks;         /* of the others so many that say something: no heartbeat, no acknowledgement */
    bool    forked;
} OverviewMember;

typedef struct {
    Str entry, kind, words;
} OverviewItem;

typedef struct {
    Str     agreement; /* its name */
    int64_t arrival, entries, final;
    bool    blocked, text; /* text: one that all have signed */
    LIST_OF(OverviewMember) members;
    LIST_OF(OverviewItem) asked, waits;
} Overview;

Str          overview_write(Arena *arena, const Overview *view);
CHECKED bool overview_read(Arena *arena, Str bytes, Overview *out, Str *why);

/* From a record that is loaded. */
CHECKED Work overview_of(Workspace *ws, Arena *arena, Overview *out, Str *why);
/* From the blob while it is fresh, else from the record, which is then loaded. `ws`: LOAD_STORE or more. */
CHECKED Work overview_open(Workspace *ws, Arena *arena, Overview *out, Str *why);
/* Writes the blob anew after a change. What fails here is only slower next time. */
void overview_keep(Workspace *ws);
/* Have all members shown to have all of the own entries that say something, with no feed forked? */
bool overview_copies_match(const Overview *view, Str own);
#endif
