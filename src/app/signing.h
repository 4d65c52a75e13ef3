/* signing.h - what `sign` would write: a text that is proposed or signed, a change of it, a waiver, or one's
 * own signature under an act that another has begun.
 *
 * Signatures join only under the same bytes. So whoever signs a text that a counterpart has proposed or
 * signed takes that body with its salt, and begins an act of its own only where there is none of the same
 * files. */
#ifndef ENT_APP_SIGNING_H
#define ENT_APP_SIGNING_H
#include "app/texts.h"

typedef struct {
    const char *kind;               /* text.proposed, text.signed, amendment */
    Str         edition, effective; /* effective: of an amendment */
} TextAsked;

typedef struct {
    Writings writings;
    Place    joins;   /* whose body is signed; feed -1: an own one */
    bool     already; /* the own signature is there: nothing is to be written */
    Hash     act;     /* of a joint act that exists already, with `joins` or `already` */
} Signing;

/* A text by its manifest. */
CHECKED Work sign_text(Workspace *ws, const TextEntries *texts, const Manifest *manifest, TextAsked asked,
                       Signing *out, Str *why);
/* Something is not insisted on: the fields of a waiver but `text`. */
CHECKED Work sign_waiver(Workspace *ws, const TextEntries *texts, Body body, Signing *out, Str *why);
/* The act that this entry begins or signs. */
CHECKED Work sign_act(Workspace *ws, Place place, Signing *out, Str *why);
#endif
