/* changes.h - which effects of consequences have come about; inside this layer only. */
#ifndef ENT_RIGHTS_CHANGES_H
#define ENT_RIGHTS_CHANGES_H
#include "rights/rules.h"

typedef LIST_OF(Change) Changes;

/* Finds which consequences are about which clause; once, before changes_of. */
void changes_find(Rules *rules);
/* The changes of one clause, ascending by day. */
Changes changes_of(const Rules *rules, const Clause *clause);
#endif
