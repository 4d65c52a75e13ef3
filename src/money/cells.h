/* cells.h - the lines of usage behind a part of a statement, joined as far as nobody can tell them apart. */
#ifndef ENT_MONEY_CELLS_H
#define ENT_MONEY_CELLS_H
#include "money/finish.h"

/* Fills the cells of one part with what was counted in its period: they add up to its base. `entries` are
 * those of the sums that the books were made of. A part that counts nothing (a payment) has none. */
void statement_cells(Statement *statement, Books *books, const Sums *sums, const LedgerEntries *entries,
                     Size part);
/* What sums of lines say, as it was reported: "12 units, gross 48,000 EUR". */
Str reported_text(Arena *arena, const Plan *plan, const SumKey *key, const Int128 *values);
/* Whether an entry counts for a part. */
bool part_counts(const Plan *plan, const StatementPart *part, const Sums *sums, const LedgerEntry *entry);
#endif
