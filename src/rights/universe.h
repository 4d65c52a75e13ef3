/* universe.h - the dimensions of a right, as finite sets.
 *
 * Fields, products, assets and countries of one agreement are numbered; what a name covers is a bit
 * set over these numbers, computed once: a path covers what lies under it, `includes` adds, a family
 * covers the products that say they are in it. Number 0 is what has no name: a field outside all
 * declared ones, a product in no family, an asset that the question does not tell.
 *
 * Sets that change with time (patents by owner, groups of countries) are held as "ever"; rules that
 * use one are tested again for the day (rules.h). */
#ifndef ENT_RIGHTS_UNIVERSE_H
#define ENT_RIGHTS_UNIVERSE_H
#include "standing/standing.h"
#include "terms/data/tables.h"

typedef struct {
    Size  count;
    Word *name;   /* [count]; 0 for number 0 */
    Bits *within; /* [count]: itself and what it covers */
    bool *rest;   /* [count]: it has something of its own beside its parts */
} Dimension;

/* Which patents are in an asset by its list or its capture line: on every day, from a day on, or nobody can
 * tell yet. */
typedef struct {
    int  asset, patent;
    Day  from;
    Tri  is;
    bool always; /* it is in, on every day */
    Span why;    /* the capture line */
} Captured;

typedef struct {
    Arena          *arena;
    const Standing *st;
    Dimension       fields, products, assets;
    int32_t        *number;     /* by declaration: its number in its dimension, -1 none */
    int            *owner;      /* by asset: the subject that owns it, -1 unknown */
    LIST_OF(Captured) captured; /* ascending by asset */
    Bits  declared;             /* the assets, other than patents */
    bool *has_parts;            /* by asset: another declared one is within it */
    Bits  unsure;               /* patents that are in an asset, but it is not sure or not on every day */
} Universe;

Universe *universe_new(const Standing *standing);
/* The number of a declared name in its dimension; -1: it is not in one. */
int universe_number(const Universe *universe, Word name);
/* Countries of a code, a group or a territory, ever or on a day. False: not a place. */
bool universe_places(const Universe *universe, const Node *node, Day day, bool ever, Bits into, bool *dated);
/* NO: no right of the asset lives there then; UNKNOWN: its dates are not told. */
Tri asset_lives(const Universe *universe, int asset, int country, Day day, Span *why);
/* The improvement clause that an asset falls under, or NULL: it is no improvement. */
const Clause *asset_improvement(const Universe *universe, int asset);
/* Did this subject make the improvement, alone or with others? */
bool asset_improved_by(const Universe *universe, int asset, int subject, bool *jointly);
/* Whether a patent counts as part of an asset on a day. */
Tri            asset_captured(const Universe *universe, int asset, int patent, Day day);
const Clause  *asset_clause(const Universe *universe, int asset);
const Product *product_of(const Universe *universe, Word name); /* NULL: not a product */
#endif
