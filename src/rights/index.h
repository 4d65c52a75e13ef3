/* index.h - one bitmap index per licensor's portfolio: a decision is a few ANDs.
 *
 * For every licensee, asset, act, field, product and country of a portfolio there is a row with one
 * bit for each of its rules. ANDing the six rows of a point leaves the rules whose sets fit; the days
 * and whatever else is not a fixed set are then compared on the few that survive. ANDing all rows but
 * one gives the near misses. Rows are dense words, so that an index of thousands of rules stays in
 * the second-level cache. */
#ifndef ENT_RIGHTS_INDEX_H
#define ENT_RIGHTS_INDEX_H
#include "rights/rules.h"

typedef struct {
    int32_t   first, count; /* its rules, in `order` */
    int32_t   words;        /* of a row */
    uint64_t *rows;         /* who, act, field, product, place, asset rows, in this order */
    uint64_t *reserves;     /* one row: which rules are reservations */
    int32_t  *asset_row;    /* by asset: its row, or -1 when no rule is about it */
} Portfolio;

typedef struct {
    const Rules *rules;
    LIST_OF(Portfolio) portfolios;
    int32_t *order;    /* rules by portfolio, in the order of the text */
    int32_t *asset_at; /* by asset: first of its portfolios in `asset_in`; one more at the end */
    int32_t *asset_in;
    int32_t *asset_row_in; /* beside asset_in: the asset's row there, among all rows */
    int32_t *asker_at; /* by subject: first of the portfolios that permit it anything in `asker_in`; one more
                          at the end */
    int32_t       *asker_in;
    Size           row_at[DIM_INDEXED]; /* of each dimension, in rows */
    Size           fixed_rows;
    Size           bytes; /* of all rows and tables that a decision reads */
    Days          *days;  /* by position in order */
    unsigned char *simple;
} Index;

Index *index_new(const Rules *rules);

typedef void (*IndexFound)(void *context, const Rule *rule);
/* Every rule whose sets fit the point, days aside. */
void index_fits(const Index *x, const Point *q, IndexFound found, void *context);
/* Every rule that permits and whose sets fit in all dimensions but `without`, where they do not. */
void index_near(const Index *x, const Point *q, Dim without, IndexFound found, void *context);

/* Are exactly the same rules about both assets? */
bool index_same_rules(const Index *x, int asset, int other);

/* The fast decision, for points whose rules are all simple or exact by index: which rules decide.
 * Writes at most `room` rule numbers; returns their count; *reserved tells which kind they are. */
Size index_decide(const Index *x, const Point *q, int32_t *out, Size room, bool *reserved);
#endif
