/* router.h - which clauses license one line of usage: asked by money, answered by rights.
 *
 * The two never include each other; app makes a Router from an index of rights and hands it down. A
 * line is a sale of a product by an entity in a country on a day. */
#ifndef ENT_STANDING_ROUTER_H
#define ENT_STANDING_ROUTER_H
#include "standing/standing.h"

typedef enum {
    ROUTE_LICENSED, /* by `grants` */
    ROUTE_OUTSIDE,  /* reserved, excluded, silent, expired, suspended: never priced */
    ROUTE_FREE,     /* no licence is needed, or a covenant or release covers it: nothing to pay */
    ROUTE_UNKNOWN,  /* a fact is missing: neither licensed nor outside yet */
} RouteKind;

typedef struct {
    RouteKind kind;
    LIST_OF(const Clause *) grants; /* the clauses that decide */
    Str reason;                     /* "excluded: `video` excepts automotive/adas (§2, agreement.md:141)" */
} Route;

typedef struct Router Router;
struct Router {
    void *self;
    /* `item`: a product or a family, 0: none said; `subject` -1: the royalty's payer, whoever that is;
     * `country` is an index of terms/data/tables.h, -1: not said. The reason lives in `arena`. */
    Route (*route)(const Router *router, Arena *arena, Word item, int subject, int country, Day day);
    /* Is the item the named product, family or field, or inside it? */
    bool (*within)(const Router *router, Word item, Word of);
    /* Countries that no clause of the text tells apart on any day share a class, numbered from 0. */
    const int16_t *place_class; /* [COUNTRY_COUNT] */
    int            place_classes;
    /* Days on which a route may change, ascending. */
    const Day *turns;
    Size       turn_count;
};
#endif
