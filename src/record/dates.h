/* dates.h - when an entry was written, as far as others can tell.
 *
 * Clocks are not trusted. What an entry rests on was there before it, what has seen it came after. So an
 * entry has an interval: not before the latest date that others had given to something in its past, not after
 * the earliest date at which somebody else, by an entry or a cosignature, had it. A date that somebody gives
 * is itself no later than the earliest receipt of it by a third: a clock that runs years ahead is found out
 * as soon as a third, such as the witness, has seen it; between two, the interval is empty and in doubt.
 * Where the claimed time lies inside, it counts; else the agreement says which end does. Only final entries
 * have and give dates. */
#ifndef ENT_RECORD_DATES_H
#define ENT_RECORD_DATES_H
#include "record/order.h"

/* A cosignature: at `time` its key had seen the first `size` entries of the feed. */
typedef struct {
    Size    feed;
    int64_t size, time;
} Receipt;

typedef struct {
    const Receipt *at;
    Size           count;
} Receipts;

#define DATE_OPEN INT64_MAX /* nobody else has it yet */

typedef struct {
    int64_t claimed, from, until; /* seconds since 1970; from 0: nothing of others in its past */
} Dating;

typedef enum {
    DATE_AS_CLAIMED,
    DATE_TOO_EARLY, /* claimed before `from`: backdated, or a clock that is slow */
    DATE_TOO_LATE,  /* claimed after `until` */
    DATE_IN_DOUBT   /* from is after until: the clocks of others contradict one another */
} DateVerdict;

typedef struct {
    Dating **feeds; /* [feed][seq], as many as are final */
} Dates;

Dates       dates_new(Arena *arena, const Order *order, Receipts receipts);
DateVerdict dating_verdict(Dating dating);
#endif
