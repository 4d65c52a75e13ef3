/* founding.h - how a workspace begins: it is made for a member, and then an agreement is founded in it, or
 * adopted from the bundle of a counterpart.
 *
 * Whatever fails on the way leaves the workspace without an agreement, and the same can be tried again: the
 * line in its config that names the agreement is written last. */
#ifndef ENT_APP_FOUNDING_H
#define ENT_APP_FOUNDING_H
#include "app/texts.h"

typedef struct {
    Str      folder, member, store; /* store: "record.db" or the address of a server */
    SealCost cost;
} Beginning;

/* Makes folder, keys, config and the card `MEMBER.card`. The keys stay open. */
CHECKED Work workspace_init(Arena *arena, const Beginning *beginning, Workspace *out, Keys *keys, Str *why);

typedef struct {
    Card card;
    Role role;
} Founder;
typedef LIST_OF(Founder) Founders;

/* Founds the agreement: own member and `others`, and the own signature under it. */
CHECKED Work workspace_found(Workspace *ws, const Keys *keys, Str name, const Founders *others, Str *why);
/* Opens the keys of a workspace that has no agreement yet. */
CHECKED Work workspace_first_keys(Workspace *ws, Keys *out, Str *why);

/* What a bundle holds, taken into memory alone: nothing is stored. */
CHECKED Work workspace_preview(Workspace *ws, const Bundle *bundle, Workspace *out, Str *why);
/* Is the own member in the founding act, with the keys of this workspace? */
CHECKED bool workspace_invited(const Workspace *preview, const KeyFile *keys, Str *why);
/* Takes the bundle into the store and signs the founding act. */
CHECKED Work workspace_join(Workspace *ws, const Keys *keys, const Bundle *bundle, Str *why);

/* The card of a member as the founding act has it. */
Card founding_card(const Record *record, Size feed);
#endif
