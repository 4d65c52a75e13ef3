/* turns.h - the days on which anything can change: of the text, of the facts, and those that only a condition
 * counts. Inside this layer only. */
#ifndef ENT_STANDING_TURNS_H
#define ENT_STANDING_TURNS_H
#include "standing/standing.h"

/* Fills standing->turns, ascending, each day once: beginnings and ends of facts and ties, days reckoned from
 * events (`30 days after launch`), the ends of windows (`in any 12 months`) and of periods (`in the last
 * contract year`) in all conditions. A day too many costs a look; a day too few would hide a change. */
void turns_take(Standing *standing);
#endif
