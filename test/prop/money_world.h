/* money_world.h - a random agreement about money as a plain model, for the oracle beside the engine.
 *
 * Amounts are exact decimals: integers of 10^-12. The model says what the text says and nothing more;
 * money_make.h makes one and prints it, money_oracle.h reckons it anew, day by day. */
#ifndef ENT_TEST_MONEY_WORLD_H
#define ENT_TEST_MONEY_WORLD_H
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "exact/decimal.h"

enum {
    ROYALTIES_MOST = 4,
    VERSIONS_MOST = 2,
    ROWS_MOST = 4,
    BOUNDS_MOST = 3,
    DISCOUNTS_MOST = 3,
    INSTALMENTS_MOST = 3,
    LEVELS_MOST = 3,
    PAYEES_MOST = 3,
    LINES_MOST = 160,
    PRODUCTS = 3,
    ENTITIES = 4, /* the payer, two affiliates, one stranger */
    STRANGER = 3,
    NOBODY = -1,
    POINT_LINE = 3,
};

typedef Int128 Amount;
#define AMOUNT_ONE ((Amount)1000000000000)

typedef enum { SPAN_MONTH, SPAN_QUARTER, SPAN_HALF, SPAN_YEAR, SPAN_CONTRACT, SPAN_ALL } SpanKind;
typedef enum { PRICE_FLAT, PRICE_DATED, PRICE_MARGINAL, PRICE_WHOLE } PriceKind;
typedef enum { MODE_HALF_EVEN, MODE_HALF_UP, MODE_HALF_DOWN, MODE_UP, MODE_DOWN } Mode;

static const char *const span_words[] = {
    "each calendar month", "each calendar quarter", "each calendar half-year",
    "each calendar year",  "each contract year",    "in all",
};
static const char *const mode_words[] = {"half-even", "half-up", "half-down", "up", "down"};
static const char *const payee_words[] = {"aurora", "cygnus", "dorado"};
static const char *const product_words[] = {"p0", "p1", "p2"};
static const char *const entity_words[] = {"borealis", "near", "other-one", "stranger"};

typedef struct {
    bool    last;
    bool    below;
    int64_t limit;   /* units, or dollars of sales */
    int64_t rate;    /* 10^-4: of a dollar for each unit, or of the sales */
    Day     through; /* of a dated row */
} Row;

typedef struct {
    bool     minimum, carried;
    SpanKind each;
    int64_t  dollars;
    unsigned over; /* royalties that share it, as bits; 0: its own */
} Limited;

typedef struct {
    Day       from, through; /* of the text */
    PriceKind price;
    int       rows;
    Row       row[ROWS_MOST];
    int       bounds;
    Limited   bound[BOUNDS_MOST];
} Version;

typedef struct {
    bool     on_sales; /* on net sales, else on units */
    int      scope;    /* one product, or -1 */
    bool     by_product, by_entity;
    SpanKind counted, pay;
    unsigned with;               /* royalties whose counter it shares, as bits */
    Day      lasts;              /* DAY_MAX: not said */
    bool     per, per_after;     /* one for each product; from the day on which it came back */
    int      shares;             /* of several payees; 0: of one */
    int      share[PAYEES_MOST]; /* hundredths of a percent */
    int64_t  advance;            /* dollars; 0: none */
    Day      advance_on;
    int      advance_share; /* percent */
    bool     repayable;
    int      versions;
    Version  version[VERSIONS_MOST];
} Roy;

typedef struct {
    int  royalty, row; /* row -1: of all */
    int  percent;      /* 100: free */
    Day  from, through;
    bool alone; /* does not add to the others that are alone */
} Less;

typedef struct {
    unsigned against; /* royalties, as bits; 0: there is no such payment */
    SpanKind each;    /* SPAN_ALL: what is left stays */
    int      instalments;
    Day      day[INSTALMENTS_MOST];
    int64_t  dollars[INSTALMENTS_MOST];
} Prepaid;

/* A sum that sales of a product reach. */
typedef struct {
    int     product;
    bool    on_sales, at_least;
    int64_t limit, dollars;
} Level;

typedef struct {
    int      rows; /* 0: there are none */
    Level    row[LEVELS_MOST];
    SpanKind each;  /* SPAN_ALL: since the beginning */
    int      times; /* 0: as often as they are reached */
    bool     once, by_product, said_of_sales;
} Levels;

typedef struct {
    Day     day;
    int     product, entity;
    int64_t units, gross, returns; /* money in cents */
} Sale;

typedef struct {
    Random   random;
    uint64_t seed;
    Day      effective;
    Mode     mode;
    int64_t  unit_cents;
    int      point; /* 0 calendar year, 1 contract year, 2 each payment, POINT_LINE each line */
    int      royalties;
    Roy      royalty[ROYALTIES_MOST];
    int      discounts;
    Less     discount[DISCOUNTS_MOST];
    Prepaid  prepaid;
    Levels   levels;
    Day      back[PRODUCTS]; /* DAY_MAX: not yet */
    int      sales;
    Sale     sale[LINES_MOST];
} World;

static inline Size pick(World *w, Size below) { return random_below(&w->random, below); }
static inline bool chance(World *w, int percent) { return (int)pick(w, 100) < percent; }
static inline Day  horizon_from(void) { return day_of((Civil){2026, 1, 1}); }
static inline Day  horizon_through(void) { return day_of((Civil){2028, 12, 31}); }
#endif
