/* due.h - all that is due under an agreement: its duties, and the days of its money. */
#ifndef ENT_APP_DUE_H
#define ENT_APP_DUE_H
#include "app/ask.h"
#include "duties/due.h"

/* What comes, opens or falls due by `through`. */
Dues asking_dues(Asking *asking, Day through);
/* The first day after `day` on which anything stands otherwise; DAY_MAX: none within seventeen years. */
Day asking_next(Asking *asking, Day day);
#endif
