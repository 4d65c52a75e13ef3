/* oracle.c - the reference answers: every rule is tried, with naive walks. See workload.h. */
#include "workload.h"

static bool binds(const Workload *w, const WRule *rule, int asker)
{
    if (rule->licensee < 0)
        return asker != rule->licensor;
    return rule->affiliates ? w_under(w->party_above, asker, rule->licensee) : asker == rule->licensee;
}

static bool fits(const Workload *w, const WRule *rule, const WQuestion *q)
{
    if (!(rule->acts >> q->act & 1) || q->day < rule->from || q->day > rule->through ||
        !binds(w, rule, q->asker))
        return false;
    bool asset = false;
    for (int i = 0; i < rule->asset_count; i++)
        asset |= w_under(w->asset_above, q->asset, rule->assets[i]);
    return asset && w_rule_covers_field(w, rule, q->field) && w_rule_covers_country(w, rule, q->country);
}

WAnswer oracle_answer(const Workload *w, const WQuestion *q)
{
    WAnswer grants = {.permit = true}, reserves = {.permit = false};
    for (int i = 0; i < W_RULES; i++) {
        const WRule *rule = &w->rules[i];
        WAnswer     *answer = rule->reserve ? &reserves : &grants;
        if (!fits(w, rule, q))
            continue;
        INVARIANT(answer->count < W_IDS);
        answer->ids[answer->count++] = rule->id;
    }
    return !reserves.count && grants.count ? grants : reserves;
}

bool answer_equal(const WAnswer *a, const WAnswer *b)
{
    bool same = a->permit == b->permit && a->count == b->count;
    for (int i = 0; same && i < a->count; i++)
        same = a->ids[i] == b->ids[i];
    return same;
}
