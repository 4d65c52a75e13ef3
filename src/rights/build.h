/* build.h - one clause on its way to rules; inside this layer only.
 *
 * rules.c drives: directions, terms, acts. spread.c says what the lists of the clause cover. */
#ifndef ENT_RIGHTS_BUILD_H
#define ENT_RIGHTS_BUILD_H
#include "rights/rules.h"

typedef struct {
    Bits        fields, products, not_fields, not_products;
    const Node *gates[GATES_MOST];
    bool        negated[GATES_MOST];
    int         gate_count;
} Box;

typedef LIST_OF(Box) Boxes;

/* One clause on its way to rules: what is fixed for all its boxes. */
typedef struct {
    Rules        *rules;
    const Clause *clause;
    const Right  *right;
    RightKind     kind;
    int           grantor;
    int           grantee; /* the only one, when the text names paths of the grantee; else -1 */
    const Fact   *occurrence;
    bool          never_started;
    Rule          base;
} Build;

typedef LIST_OF(Grantee) Grantees;

/* Who receives, party by party; and everyone who ever can, as bits. */
void build_who(Build *b, Grantees *list, const Node *who);
void build_who_ever(Build *b, Rule *rule);
/* Assets and countries, with what is excepted; days on which they change are left to rule_test. */
void build_assets(Build *b, Rule *rule);
void build_places(Build *b, Rule *rule);
/* Fields and products in written order: one box, or several where an item adds or hangs on a condition. */
Boxes build_boxes(Build *b);
void  build_scope(Build *b, Boxes *boxes, const Node *list);
/* The set of one item; true if it is a set of fields, false if of products. */
bool build_scope_item(const Build *b, const Node *what, Bits fields, Bits products);
/* A reservation may keep products: `intel keeps intel/core`. */
bool build_keeps_products(const Build *b);
#endif
