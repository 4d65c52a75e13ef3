/* registry.c - the table of clause kinds. Order is the order of the reference. */
#include "terms/registry.h"

extern const ClauseKind kind_agreement, kind_party, kind_members, kind_person, kind_entity, kind_expert,
    kind_class, kind_field, kind_products, kind_territory, kind_asset, kind_patent, kind_product, kind_define,
    kind_lines, kind_metric, kind_event, kind_fact, kind_condition, kind_document, kind_linked, kind_topic,
    kind_unit, kind_test, kind_table, kind_reserve, kind_grant, kind_covenant, kind_release, kind_module,
    kind_improvement, kind_disclosure, kind_consequence, kind_royalty, kind_payment, kind_milestones,
    kind_credit, kind_audit, kind_discount, kind_net, kind_duty, kind_renewal, kind_sunset, kind_termination,
    kind_amendment, kind_example, kind_words, kind_include, kind_open, kind_accept;

static const ClauseKind *const kinds[] = {
    &kind_agreement,   &kind_party,       &kind_members,     &kind_person,    &kind_entity,  &kind_expert,
    &kind_class,       &kind_field,       &kind_products,    &kind_territory, &kind_asset,   &kind_patent,
    &kind_product,     &kind_define,      &kind_lines,       &kind_metric,    &kind_event,   &kind_fact,
    &kind_condition,   &kind_document,    &kind_linked,      &kind_topic,     &kind_unit,    &kind_test,
    &kind_table,       &kind_reserve,     &kind_grant,       &kind_covenant,  &kind_release, &kind_module,
    &kind_improvement, &kind_disclosure,  &kind_consequence, &kind_royalty,   &kind_payment, &kind_milestones,
    &kind_credit,      &kind_audit,       &kind_discount,    &kind_net,       &kind_duty,    &kind_renewal,
    &kind_sunset,      &kind_termination, &kind_amendment,   &kind_example,   &kind_words,   &kind_include,
    &kind_open,        &kind_accept,
};

const ClauseKind *const *clause_kinds(Size *count)
{
    *count = COUNT(kinds);
    return kinds;
}

const ClauseKind *clause_kind(Str word)
{
    for (Size i = 0; i < COUNT(kinds); i++)
        if (str_equal(word, str_from(kinds[i]->name)))
            return kinds[i];
    return NULL;
}
