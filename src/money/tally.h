/* tally.h - what a reader counts while it reads: sums in 64 bits, at places that are reckoned, not looked up.
 *
 * A tally has a place for every article, class of countries and interval, in a block for each entity and
 * currency that occurs, so a line touches one or two lines of the cache. It is as exact as the sums: what
 * would leave 64 bits is moved there first. Where a block would make the tally too large, its lines are
 * counted in the sums at once. */
#ifndef ENT_MONEY_TALLY_H
#define ENT_MONEY_TALLY_H
#include "money/sums.h"

enum { TALLY_BYTES_MOST = 1 << 23 };

/* All cells of one entity and currency. */
typedef struct {
    SumKey   key;
    int64_t *cells; /* [articles * places * intervals * words]: number of lines, then its sums */
} TallyBlock;

typedef struct {
    Arena      *arena;
    Sums       *sums;
    Size        words, articles, places, intervals, entities, currencies;
    TallyBlock *blocks; /* [block_room] */
    Size        block_count, block_room;
    int64_t   **known; /* [entity * currencies + currency]: cells of its block; NULL: it has none */
} Tally;

/* One may be as large as `bytes`. */
Tally *tally_new(Arena *arena, Sums *sums, Size bytes);
/* Makes the block of an entity and a currency of some lines. NULL: there is no room for it. */
int64_t *tally_block(Tally *tally, const SumKey *key);
/* Counts numbers for the cells of a batch; lines that have none are passed over. `slots`: for each sum, the
 * number of each line. */
void tally_count(Tally *tally, int64_t *const *cells, Size count, const int64_t *const *slots,
                 int slot_count);
/* Moves everything to sums, those of the tally or others of the plan. */
void tally_settle(Tally *tally, Sums *into);

/* What all lines of an entity and a currency have; NULL: tally_block may know more. */
static inline int64_t *tally_known(const Tally *tally, Size entity, Size currency)
{
    return entity < tally->entities ? tally->known[entity * tally->currencies + currency] : NULL;
}

static inline Size tally_place(const Tally *tally, uint32_t article, unsigned place, unsigned interval)
{
    return (((Size)article * tally->places + place) * tally->intervals + interval) * tally->words;
}
#endif
