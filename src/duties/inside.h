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
/* Whether a fact is about this occasion: its clause, its debtor, its day. */
bool fact_is_of(const Occasion *occasion, const Standing *standing, const Fact *fact);
/* The facts of one name, in the order in which they are recorded. */
typedef struct {
    const Fact *const *items;
    Size               count;
} FactRange;
FactRange facts_named(const Dues *dues, Word name);
/* The text of a node, in one line. */
Str source_of(const Standing *standing, const Node *node);
#endif
