/* scenario.c - see scenario.h. */
#include "money/scenario.h"

#include "money/royalty.h"

static bool is_lines(const PlanLines *lines, Word name) { return lines->clause->name == name; }

/* ---- what can be told from sums ---- */

static bool reads_number(const Slot *slot, int number)
{
    for (Size i = 0; i < slot->ops.count; i++)
        if (slot->ops.items[i].kind == OP_NUMBER && slot->ops.items[i].number == number)
            return true;
    return false;
}

/* Looked at line by line, in a condition or a computed number. */
static bool is_by_line(const PlanLines *lines, int number)
{
    for (int i = 0; i < lines->slot_count; i++)
        if (reads_number(&lines->slots[i], number))
            return true;
    for (int i = 0; i < lines->filter_count; i++)
        if (lines->filters[i].number == number)
            return true;
    return false;
}

static bool fact_is(const Terms *terms, const Fact *fact, const ScenarioChange *change)
{
    if (fact->kind != FACT_USAGE)
        return false;
    bool unit = fact->value->kind == N_COUNT &&
                terms_unit(terms, fact->value->word) == terms_unit(terms, change->name);
    Word country = change->country >= 0 ? word_known(terms->doc->words, country_code(change->country)) : 0;
    return (fact->name == change->name || unit) && (!change->product || fact->things[0] == change->product) &&
           (change->country < 0 || fact->place == country);
}

static bool facts_have(const Plan *plan, const ScenarioChange *change)
{
    ScenarioChange any = *change;
    any.product = 0;
    any.country = -1;
    for (Size i = 0; i < plan->st->facts.count; i++)
        if (fact_is(plan->st->terms, &plan->st->facts.items[i], &any))
            return true;
    return false;
}

static Str near_text(const Plan *plan, Word name)
{
    const Terms *terms = plan->st->terms;
    Near         near = near_new(terms_text(terms, name));
    Text         all = text_new(plan->arena);
    for (Size i = 0; i < plan->lines.count; i++) {
        const PlanLines *lines = &plan->lines.items[i];
        for (int k = 0; k < lines->column_count; k++) {
            Str column = terms_text(terms, lines->columns[k].name);
            if (lines->columns[k].number < 0)
                continue;
            near_try(&near, column);
            text_format(&all, "%s`%.*s`", all.len ? ", " : "", STR_ARG(column));
        }
        near_try(&near, terms_text(terms, lines->clause->name));
        text_format(&all, "%s`%.*s`", all.len ? ", " : "", STR_ARG(terms_text(terms, lines->clause->name)));
    }
    return near.best.len ? str_format(plan->arena, "did you mean `%.*s`?", STR_ARG(near.best))
                         : str_format(plan->arena, "what is counted: %.*s", STR_ARG(text_str(&all)));
}

static bool check_scale(const Plan *plan, const ScenarioChange *change, Diags *diags)
{
    const Terms *terms = plan->st->terms;
    Str          name = terms_text(terms, change->name);
    bool         found = facts_have(plan, change);
    for (Size i = 0; i < plan->lines.count; i++) {
        const PlanLines *lines = &plan->lines.items[i];
        int              number = lines_number(lines, change->name);
        found |= is_lines(lines, change->name) || number >= 0;
        if (number >= 0 && is_by_line(lines, number))
            return diag_refuse(
                diags, "E0652", change->at,
                str_format(diags->arena, "`%.*s` is looked at line by line, which sums do not tell",
                           STR_ARG(name)),
                S("this number"),
                str_format(diags->arena, "more lines of the same kind can be imagined: `%.*s+10%%`",
                           STR_ARG(terms_text(terms, lines->clause->name))));
    }
    return found ||
           diag_refuse(diags, "E0652", change->at,
                       str_format(diags->arena, "nothing that is counted is called `%.*s`", STR_ARG(name)),
                       S("no number, lines or total"), near_text(plan, change->name));
}

static bool check_without(const Plan *plan, const ScenarioChange *change, Diags *diags)
{
    for (Size i = 0; i < plan->st->facts.count; i++)
        if (plan->st->facts.items[i].name == change->name)
            return true;
    return diag_refuse(diags, "E0652", change->at,
                       str_format(diags->arena, "no fact speaks of `%.*s`",
                                  STR_ARG(terms_text(plan->st->terms, change->name))),
                       S("nothing to leave out"), S("the facts that were read are those of --facts"));
}

bool scenario_check(const Plan *plan, const Scenario *scenario, Diags *diags)
{
    bool good = true;
    for (Size i = 0; i < scenario->changes.count; i++) {
        const ScenarioChange *change = &scenario->changes.items[i];
        if (change->kind == SCENARIO_SCALE)
            good &= check_scale(plan, change, diags);
        else if (change->kind == SCENARIO_WITHOUT)
            good &= check_without(plan, change, diags);
    }
    return good;
}

bool scenario_needs_countries(const Scenario *scenario)
{
    for (Size i = 0; i < scenario->changes.count; i++)
        if (scenario->changes.items[i].kind == SCENARIO_SCALE && scenario->changes.items[i].country >= 0)
            return true;
    return false;
}

/* ---- facts ---- */

bool scenario_changes_facts(const Terms *terms, const Facts *facts, const Scenario *scenario)
{
    for (Size i = 0; i < scenario->changes.count; i++) {
        const ScenarioChange *change = &scenario->changes.items[i];
        if (change->kind != SCENARIO_SCALE)
            return true;
        for (Size k = 0; k < facts->count; k++)
            if (fact_is(terms, &facts->items[k], change))
                return true;
    }
    return false;
}

static bool scale_fact(Arena *arena, Fact *fact, const ScenarioChange *change)
{
    Node *value = NEW(arena, Node, 1);
    *value = *fact->value;
    if (__builtin_mul_overflow(value->value, change->num, &value->value) ||
        value->scale + change->decimals > 18)
        return false;
    value->scale = (uint8_t)(value->scale + change->decimals);
    fact->value = value;
    return true;
}

bool scenario_facts(Arena *arena, const Terms *terms, const Facts *facts, const Scenario *scenario,
                    Facts *out)
{
    for (Size i = 0; i < facts->count; i++) {
        Fact fact = facts->items[i];
        bool stays = true;
        for (Size k = 0; k < scenario->changes.count; k++) {
            const ScenarioChange *change = &scenario->changes.items[k];
            stays &= change->kind != SCENARIO_WITHOUT || change->name != fact.name;
            if (change->kind == SCENARIO_SCALE && fact_is(terms, &fact, change) &&
                !scale_fact(arena, &fact, change))
                return false;
        }
        if (stays)
            *PUSH(arena, out) = fact;
    }
    for (Size k = 0; k < scenario->changes.count; k++)
        if (scenario->changes.items[k].kind == SCENARIO_FACT)
            *PUSH(arena, out) = scenario->changes.items[k].fact;
    return true;
}

/* ---- sums ---- */

/* value * num / den, half-even. */
static Int128 scaled(Int128 value, const ScenarioChange *change)
{
    Int128 whole = value / change->den, rest = value % change->den * change->num, twice = 0, sum = 0;
    INVARIANT(!__builtin_mul_overflow(whole, change->num, &sum));
    Int128 more = rest / change->den, left = rest % change->den;
    INVARIANT(!__builtin_add_overflow(sum, more, &sum));
    twice = (left < 0 ? -left : left) * 2;
    if (twice > change->den || (twice == change->den && sum % 2))
        sum += left < 0 ? -1 : 1;
    return sum;
}

static bool cell_is(const Plan *plan, const SumKey *key, const ScenarioChange *change)
{
    Word item = plan->articles.items[key->article].item;
    if (change->country >= 0 && key->place != plan_place(plan, change->country))
        return false;
    if (!change->product || item == change->product)
        return true;
    return plan->router && item && plan->router->within(plan->router, item, change->product);
}

static void scale_cell(const Plan *plan, Sums *sums, Size cell, const ScenarioChange *change)
{
    SumCell         *c = &sums->cells[cell];
    const PlanLines *lines = &plan->lines.items[c->key.lines];
    bool             all = is_lines(lines, change->name);
    int              number = lines_number(lines, change->name);
    if ((!all && number < 0) || !cell_is(plan, &c->key, change))
        return;
    Int128 *values = sums_values(sums, cell);
    for (int i = 0; i < lines->slot_count; i++)
        if (all || (!lines->slots[i].ops.count && lines->slots[i].number == number))
            values[i] = scaled(values[i], change);
    if (all)
        c->lines = (int64_t)scaled(c->lines, change);
}

Sums scenario_sums(Arena *arena, const Plan *plan, const Sums *sums, const Scenario *scenario)
{
    Sums out = sums_new(arena, plan);
    sums_merge(&out, sums, 1);
    for (Size k = 0; k < scenario->changes.count; k++)
        for (Size i = 0; i < out.count && scenario->changes.items[k].kind == SCENARIO_SCALE; i++)
            scale_cell(plan, &out, i, &scenario->changes.items[k]);
    return out;
}
