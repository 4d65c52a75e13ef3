/* due.h - all that is due under an agreement: its duties, and the days of its money. */
#ifndef ENT_APP_DUE_H
#define ENT_APP_DUE_H
#include "app/ask.h"
#include "duties/due.h"

/* What comes, opens or falls due by `through`. */
Dues asking_dues(Asking *asking, Day through);
/* The first day after `day` on which anything stands otherwise; DAY_MAX: none within seventeen years. */
Day asking_next(Asking *asking, Day day);
/* `due unpaid cure is 2014-03-16`, `due roadmap by aurora for 2026-06-30 on 2026-08-01 is late`: the words of
 * an example. True: it is so, or the words could not be read and a finding was made. *why: what it is
 * instead. */
bool asking_due_is(Asking *asking, const Stmt *stmt, const Node *words, Str *why);
#endif
