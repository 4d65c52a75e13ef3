/* finish.h - from books to a statement: parts, payments, balances. */
#ifndef ENT_MONEY_FINISH_H
#define ENT_MONEY_FINISH_H
#include "money/bounds.h"

/* Everything for one period. What files were read is put in by whoever read them. */
Statement *statement_new(Books *books, Days period, Day as_of);
/* The parts of one payment or milestones clause alone; `name` 0: of all. */
void statement_add_payments(Statement *statement, Pricing *pricing, Word name);
/* What follows the amount due of each part: tax, payments, interest through the day of the statement. */
void statement_settle(Statement *statement, Pricing *pricing);
/* What audits that were announced come to, as notes. */
void statement_audit(Statement *statement, Pricing *pricing);
void statement_net(Statement *statement, Arena *arena);
/* What an account owes for [from, through] after its first `steps` steps, rounded where the header says, in
 * minor units. False: not known. */
bool due_rounded(const Books *books, const Account *account, Size steps, Days days, int64_t *out);
/* "4,900,000 units", "1,250.50 USD". */
Str quantity_text(Arena *arena, Rational quantity, Str unit);
#endif
