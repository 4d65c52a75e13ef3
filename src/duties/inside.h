/* inside.h - what the files of this layer share. Inside this layer only. */
#ifndef ENT_DUTIES_INSIDE_H
#define ENT_DUTIES_INSIDE_H
#include "duties/due.h"

typedef struct {
    Day  through; /* the last day; DAY_MAX: it stands still or is not known */
    bool stands_still;
    int  left; /* days left, while it stands still */
    Str  missing;
} Clock;

/* A cure of `cure` that began on `start`, as it is known at the end of `day`. `longer`: it is under way. */
Clock cure_clock(const Dues *dues, const Occasion *occasion, Day start, bool longer, Day day);
/* Fills the facts of each occasion. */
void dues_place_facts(Dues *dues);
/* The text of a node, in one line. */
Str source_of(const Standing *standing, const Node *node);
#endif
