/* check.h - what must hold when every name is known: inside this layer only. */
#ifndef ENT_TERMS_CHECK_H
#define ENT_TERMS_CHECK_H
#include "terms/terms.h"

/* Runs the check of every clause kind, and those that concern several clauses. */
void terms_check(Terms *terms);
/* types.c: money with money of its currency, percentages with percentages, days with days. */
void types_check(Terms *terms);
#endif
