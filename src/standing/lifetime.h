/* lifetime.h - the terms of an agreement, one after the other. Inside this layer only. */
#ifndef ENT_STANDING_LIFETIME_H
#define ENT_STANDING_LIFETIME_H
#include "standing/standing.h"

/* Fills standing->lifetime and moves standing->ends and may_end to the end of the last term. */
void lifetime_take(Standing *standing);
Day  day_plus(Day day, const Node *duration); /* business days as days */
#endif
