/* ledger.h - sums sorted to the royalties they count for: one ledger for each royalty and group.
 *
 * Each cell of the sums is routed once for each article, place, entity and day on which rights may change: to
 * the royalties that the deciding grants pay, or to the lines outside the licence. A ledger keeps, for each
 * interval and currency, the exact sums; what is owed is computed from ledgers alone.
 *
 * Invariant: every line of a cell is in at least one ledger, or counted as outside, free, unknown or in no
 * royalty. */
#ifndef ENT_MONEY_LEDGER_H
#define ENT_MONEY_LEDGER_H
#include "money/royalty.h"
#include "money/statement.h"

typedef struct {
    int                   interval, currency; /* currency: index of the tables, -1: counts only */
    const RoyaltyVersion *version;
    int64_t               lines;
    Int128               *values;  /* [slots of the lines clause], scaled; NULL: `given` */
    bool                  inexact; /* a weight or a total does not fit: unknown */
    Rational              given;   /* the base itself, as an example or a report states it */
    const Fact           *fact;    /* that states it */
} LedgerRow;

typedef struct {
    const PlanRoyalty *royalty;
    Word               item;          /* counted apart for each product: which; else 0 */
    int                place, entity; /* counted apart for each country, entity; else -1 */
    Str                group;
    LIST_OF(LedgerRow) rows; /* ascending by interval, then currency */
    int32_t *row_of;         /* while it is filled */
} Ledger;

typedef struct {
    Arena      *arena;
    const Plan *plan;
    LIST_OF(Ledger) ledgers; /* in the order of royalties, groups by name */
    LIST_OF(OutsideLine) outside;
    LIST_OF(const Fact *) idle; /* totals that count for no royalty */
    int64_t later_lines, outside_lines, free_lines, unknown_lines;
} Ledgers;

/* What one cell of the sums counts for; kept only where somebody asks why. */
typedef struct {
    Size                  cell;
    const PlanRoyalty    *royalty;
    const RoyaltyVersion *version;
    Str                   group;
    const Clause         *licence; /* the grant that covers it; NULL: none is needed, or not known */
} LedgerEntry;

typedef LIST_OF(LedgerEntry) LedgerEntries;

/* Not yet closed: what is given by facts may still be entered. */
Ledgers *ledgers_new(Arena *arena, const Plan *plan, const Sums *sums);
/* The same sorting again, for what it sorts where: in the order of the sums. */
LedgerEntries ledgers_entries(Arena *arena, const Plan *plan, const Sums *sums);
/* Adds a cell to a row, each unit counted as the version counts it. */
void ledger_row_add(LedgerRow *row, const Plan *plan, const RoyaltyVersion *version, const Sums *sums,
                    Size cell);
/* The ledger of a group, made when it is new. */
Ledger *ledger_for(Ledgers *out, const PlanRoyalty *royalty, Word item, int place, int entity);
/* Enters what facts state in place of lines. */
void ledgers_give(Ledgers *l);
/* Orders everything, and adds an empty ledger for each royalty without lines. */
void ledgers_close(Ledgers *out);
#endif
