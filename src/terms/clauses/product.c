/* product.c - a thing that is made and sold, and what it uses.
 *
 * A product is licensed only if every asset it practises is; what it contains is judged part by part. */
#include "terms/registry.h"

#define TAKE(id, member)                                             \
    static void take_##id(void *maker, void *clause, const Match *m) \
    {                                                                \
        (void)maker;                                                 \
        DATA(Product, clause)->member = m->slot[0];                  \
    }
TAKE(maker, maker)
TAKE(field, field)
TAKE(families, families)
TAKE(practises, practises)
TAKE(covers, covers)
TAKE(places, places)

static void take_sold(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Product, clause)->sold_from = m->slot[0];
    DATA(Product, clause)->sold_through = m->slot[1];
}

static void take_versions(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Product, clause)->version_from = m->slot[0];
    DATA(Product, clause)->version_through = m->slot[1];
}

static void take_contains(void *maker, void *clause, const Match *m)
{
    Product *p = DATA(Product, clause);
    for (Node *item = m->slot[0]->a; item; item = item->next) {
        PUSH(TERMS(maker)->arena, &p->contains)->what = item->a;
        p->contains.items[p->contains.count - 1].version = item->next ? NULL : m->slot[1];
    }
}

static const Form forms[] = {
    {"made by <maker:party>", take_maker, "who makes it", NULL},
    {"field <fields:fields>", take_field, "its field of use", NULL},
    {"in <families:fields>", take_families, "the families it belongs to", NULL},
    {"practises <assets:assets>", take_practises, "the assets it uses: each must be licensed", NULL},
    {"contains <parts:names>[ <version:version>]", take_contains, "products or assets inside it", NULL},
    {"sold from <from:date>[ through <through:date>]", take_sold, "since when it is on sale", NULL},
    {"sold in <places:places>", take_places, "where it is sold", NULL},
    {"covers <text:text>", take_covers, "what is meant, in words", NULL},
    {"versions <from:version> through <through:version>", take_versions, "its versions", NULL},
};
static const FormSet body = FORMS("line about a product", forms);

static const Form    head_forms[] = {{"product <name:new>", NULL, "", &body}};
static const FormSet head = FORMS("clause", head_forms);

const ClauseKind kind_product = {
    .name = "product",
    .ref = REF(PRODUCT),
    .summary = "a product, and what it uses",
    .example =
        "entente 1\nparty borealis\nparty aurora\nasset aurora/video\nfield mobile\n"
        "product beacon-7 { made by borealis; field mobile; practises aurora/video; sold from 2026-03-01 }\n",
    .head = &head,
    .body = &body,
    .data_size = (Size)sizeof(Product)};
