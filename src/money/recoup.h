/* recoup.h - advances and credited payments: what they take off a royalty. */
#ifndef ENT_MONEY_RECOUP_H
#define ENT_MONEY_RECOUP_H
#include "money/bounds.h"

/* What comes off an account by one of its steps; `days` begin with the period of the step. */
Rational recouped(const Books *books, const Account *account, Size step, Days days);
/* What is left of it for later. */
Rational recoup_left(const Books *books, const Adjust *adjust, Days days);
#endif
