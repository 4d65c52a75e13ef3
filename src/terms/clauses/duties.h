/* duties.h - what the clauses about duties share: the time to cure, who must, and what they lack. */
#ifndef ENT_TERMS_CLAUSES_DUTIES_H
#define ENT_TERMS_CLAUSES_DUTIES_H
#include "terms/registry.h"

#define CURE                                                              \
    "cure <length:duration>[ after (from= receipt | dispatch) of notice]" \
    "[, <longer:duration> if cure is under way][, stopped while <stopped:condition>]"

Cure match_cure(const Match *match); /* of CURE */
/* A longer cure that is shorter is a finding. */
void cure_check(Terms *terms, const Cure *cure);

#endif
