/* laws.h - rules of law that lint knows, and rates of interest that have ended: dated facts with their
 * source.
 *
 * Source: data/laws.tsv and data/benchmarks.tsv, compiled in. No answer rests on them. */
#ifndef ENT_LAWS_H
#define ENT_LAWS_H
#include "base/date.h"

typedef struct {
    Str  place, source, text; /* the jurisdiction; what the rule rests on; what it says */
    Days days;                /* on which it holds, as far as is known */
} Law;

/* The rule of law behind a rule of lint. False: none. */
bool law_find(Str rule, Law *out);
/* The facts were gathered up to this day. */
Day laws_known(void);
/* The last day of a published rate that a text names: "one-month USD LIBOR". False: it has none, or is not
 * known. */
bool benchmark_ended(Str name, Day *last);
#endif
