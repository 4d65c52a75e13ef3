/* effect_inside.h - what effect.c and effect_causes.c share. */
#ifndef ENT_MONEY_EFFECT_INSIDE_H
#define ENT_MONEY_EFFECT_INSIDE_H
#include "money/effect.h"

typedef struct {
    const Standing *st;
    bool            old;
} Side;

/* One text for one period: planned once, reckoned for each quantity. */
typedef struct {
    const Side *side;
    Plan       *plan;
    Days        period;
    Facts       facts; /* without usage */
} Year;

typedef struct {
    Arena            *arena;
    const Comparison *c;
    Side              old, now;
    bool              lines; /* of usage: then rights decide, too */
    LIST_OF(Year) was, is;   /* the years of the reference scenario, under either text */
    LIST_OF(Word) names;     /* of the items */
    MoneyEffect out;
} Reckoning;

/* Names are those of the new text; one of the old text is joined to it. */
Word          joint_name(const Reckoning *e, const Side *side, Word name);
const Terms  *side_terms(const Side *side);
const Clause *clause_in(const Reckoning *e, const Side *side, Word name);
/* The changed clauses that can reach what is owed by a clause. */
void find_causes(Reckoning *e, Word name, OwedEffect *out);
#endif
