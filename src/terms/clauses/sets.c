/* sets.c - fields of use, families of products, territories: named sets.
 *
 * A path is within its first steps (`mobile/handsets` within `mobile`); `includes` adds more and
 * may introduce a leaf on the spot. A family with `covers` holds the products that say they are in it. */
#include "terms/registry.h"

/* includes mobile/handsets: a name that nothing else declares is declared here. */
static void introduce(Terms *terms, Clause *clause, Node *list)
{
    for (Node *item = list->a; item; item = item->next) {
        Node *what = item->a;
        if (what->kind == N_LIST)
            introduce(terms, clause, what);
        else if (what->kind == N_NAME && what->op == NAME_PLAIN && !what->b && !terms_decl(terms, what->word))
            terms_declare(terms, what->word, clause->kind->ref, what->span, clause, true);
    }
}

static void take_includes(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(SetOf, clause)->includes) = m->slot[0];
    if (clause_is(clause, REF(FIELD) | REF(PRODUCTS)))
        introduce(maker, clause, m->slot[0]);
}
static void take_covers(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(SetOf, clause)->covers = m->slot[0];
}
static void take_with(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(SetOf, clause)->with = m->slot[0];
}
static void take_in(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(SetOf, clause)->in = m->slot[0];
}

static const Form forms[] = {
    {"includes <members:fields>", take_includes, "what belongs to it; a new name is a leaf", NULL},
    {"covers <text:text>", take_covers, "what is meant, in words", NULL},
    {"with <definition:define>", take_with, "and what that definition adds", NULL},
    {"in <sets:fields>", take_in, "the larger set it belongs to", NULL},
};
static const FormSet body = FORMS("line about a set", forms);

static const Form place_forms[] = {
    {"includes <places:places>", take_includes, "countries, groups and territories", NULL},
};
static const FormSet place_body = FORMS("line about a territory", place_forms);

#define SET_KIND(id, word, kind, text, sample, set) \
    NAMED_KIND(id, word, kind, text, sample, set, .data_size = (Size)sizeof(SetOf), .common = true)

SET_KIND(field, "field", FIELD, "a field of use",
         "entente 1\nfield mobile { includes mobile/handsets, mobile/tablets }\n", body)
SET_KIND(products, "products", PRODUCTS, "a family of products",
         "entente 1\nproducts own-designs { covers \"products designed by the grantee\" }\n", body)
SET_KIND(territory, "territory", TERRITORY, "a set of countries",
         "entente 1\nterritory restricted { includes CN, RU }\n", place_body)
