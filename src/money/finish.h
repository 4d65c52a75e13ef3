/* finish.h - from books to a statement: parts, payments, balances. */
#ifndef ENT_MONEY_FINISH_H
#define ENT_MONEY_FINISH_H
#include "money/bounds.h"

/* Everything for one period. The ledgers are closed. Files and outside lines are put in by the caller's
 * reader (files) and from the ledgers (outside). `rates` may be NULL. */
Statement *statement_new(Arena *arena, const Plan *plan, Ledgers *ledgers, const Rates *rates, Days period,
                         Day as_of);
/* The parts of one royalty, payment or milestones clause alone; `name` 0: of all. */
void statement_add_royalties(Statement *statement, Books *books, Word name);
void statement_add_payments(Statement *statement, Pricing *pricing, Word name);
void statement_net(Statement *statement, Arena *arena);
/* What an account owes for [from, through] after its first `steps` steps, rounded where the header says, in
 * minor units. False: not known. */
bool due_rounded(const Books *books, const Account *account, Size steps, Days days, int64_t *out);
/* "4,900,000 units", "1,250.50 USD". */
Str quantity_text(Arena *arena, Rational quantity, Str unit);
#endif
