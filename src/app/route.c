/* route.c - see route.h. A line is asked about as a question `may X sell P at C on D` is. */
#include "app/route.h"

#include "rights/boxes.h"

static const Index *index_of(const Router *router) { return router->self; }

/* ---- the question of a line ---- */

static Question question_of(const Router *router, Arena *arena, Word item, int subject, int country, Day day)
{
    const Rules  *rules = index_of(router)->rules;
    const Clause *clause = item ? terms_clause(rules->st->terms, item) : NULL;
    Question      q = {.asker = subject, .act = W_sell, .day = day};
    if (clause && clause_is(clause, REF(PRODUCT)))
        q.product = item;
    else if (clause && universe_number(rules->universe, item) >= 0)
        *PUSH(arena, &q.families) = universe_number(rules->universe, item);
    if (country >= 0) {
        q.countries = bits_new(arena, COUNTRY_COUNT);
        bits_add(q.countries, country);
    }
    return q;
}

static RouteKind kind_of(Status status)
{
    switch (status) {
    case ANSWER_LICENSED:
    case ANSWER_CONDITIONAL: return ROUTE_LICENSED;
    case ANSWER_COVENANTED:
    case ANSWER_RELEASED:
    case ANSWER_NOT_NEEDED: return ROUTE_FREE;
    case ANSWER_UNKNOWN: return ROUTE_UNKNOWN;
    case ANSWER_SUSPENDED:
    case ANSWER_EXPIRED:
    case ANSWER_EXCLUDED:
    case ANSWER_RESERVED:
    case ANSWER_SILENT:
    case ANSWER_COUNT: break;
    }
    return ROUTE_OUTSIDE;
}

static Str reason_of(const Rules *rules, Arena *arena, const Answer *answer)
{
    Text text = text_new(arena);
    text_add(&text, answer_text(arena, answer));
    if (answer->grounds.count)
        text_format(&text, ": `%.*s` %.*s",
                    STR_ARG(clause_text(rules, arena, answer->grounds.items[0].clause,
                                        answer->grounds.items[0].part)),
                    STR_ARG(answer->grounds.items[0].why));
    else if (answer->missing.count)
        text_format(&text, ": %.*s", STR_ARG(answer->missing.items[0]));
    return text_str(&text);
}

static Route route(const Router *router, Arena *arena, Word item, int subject, int country, Day day)
{
    const Rules *rules = index_of(router)->rules;
    Route        out = {.kind = ROUTE_UNKNOWN, .reason = S("unknown: the line does not say who sold")};
    if (subject < 0)
        return out;
    Question q = question_of(router, arena, item, subject, country, day);
    Answer   answer = may(index_of(router), arena, &q, (Wanted){false, false});
    out.kind = kind_of(answer.status);
    out.reason = reason_of(rules, arena, &answer);
    for (Size i = 0; i < answer.grounds.count; i++) {
        const Clause *clause = answer.grounds.items[i].clause;
        bool          again = false;
        for (Size k = 0; k < out.grants.count; k++)
            again |= out.grants.items[k] == clause;
        if (!again)
            *PUSH(arena, &out.grants) = clause;
    }
    return out;
}

static bool within(const Router *router, Word item, Word of)
{
    const Universe *u = index_of(router)->rules->universe;
    int             inner = universe_number(u, item), outer = universe_number(u, of);
    const Clause   *clause = terms_clause(u->st->terms, of), *mine = terms_clause(u->st->terms, item);
    if (inner < 0 || outer < 0 || !clause || !mine)
        return false;
    if (clause_is(clause, REF(PRODUCT) | REF(PRODUCTS)))
        return bits_has(u->products.within[outer], inner);
    const Product *product = product_of(u, item);
    for (const Node *field = product && product->field ? product->field : NULL; field; field = NULL) {
        int number = universe_number(u, field->kind == N_LIST ? field->a->a->word : field->word);
        if (number >= 0 && bits_has(u->fields.within[outer], number))
            return true;
    }
    return false;
}

/* ---- classes of countries ---- */

static void split_all(Arena *arena, Partition *parts, Bits places)
{
    for (Size i = bits_next(places, 0); i >= 0; i = bits_next(places, i + 1)) {
        Bits one = bits_new(arena, COUNTRY_COUNT);
        bits_add(one, i);
        partition_split(arena, parts, one);
    }
}

static void split_by_rules(Arena *arena, const Rules *rules, Partition *parts)
{
    for (Size i = 0; i < rules->rules.count; i++) {
        const Rule *rule = &rules->rules.items[i];
        if (rule->dated_places) {
            split_all(arena, parts, rule->places);
            continue;
        }
        partition_split(arena, parts, rule->places);
        if (rule->not_places.words)
            partition_split(arena, parts, rule->not_places);
    }
}

static void split_by_patents(Arena *arena, const Rules *rules, Partition *parts)
{
    const Terms *terms = rules->st->terms;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        const Asset  *asset = clause_is(clause, REF(PATENT) | REF(ASSET)) ? clause->data : NULL;
        for (const Node *item = asset && asset->places && asset->places->kind == N_LIST ? asset->places->a
                                                                                        : NULL;
             item; item = item->next) {
            Bits places = bits_new(arena, COUNTRY_COUNT);
            bool dated = false;
            (void)universe_places(rules->universe, item->a, DAY_MAX, true, places, &dated);
            if (dated)
                split_all(arena, parts, places);
            else
                partition_split(arena, parts, places);
        }
    }
}

static void make_classes(Router *router, Arena *arena, const Rules *rules, bool each_country)
{
    int16_t *classes = NEW(arena, int16_t, COUNTRY_COUNT);
    Bits     all = bits_new(arena, COUNTRY_COUNT);
    for (Size i = 0; i < COUNTRY_COUNT; i++)
        bits_add(all, i);
    Partition parts = partition_of(arena, all);
    split_by_rules(arena, rules, &parts);
    split_by_patents(arena, rules, &parts);
    if (each_country)
        split_all(arena, &parts, all);
    for (Size part = 0; part < parts.count; part++)
        for (Size i = bits_next(parts.items[part], 0); i >= 0; i = bits_next(parts.items[part], i + 1))
            classes[i] = (int16_t)part;
    router->place_class = classes;
    router->place_classes = (int)parts.count;
}

static bool grants_anything(const Terms *terms)
{
    for (Size i = 0; i < terms->clauses.count; i++)
        if (clause_is(terms->clauses.items[i], REF(GRANT) | REF(COVENANT) | REF(RELEASE)))
            return true;
    return false;
}

Router *router_new(Asking *a, bool each_country)
{
    Arena  *arena = a->session->arena;
    Router *router = NEW(arena, Router, 1);
    if (!grants_anything(a->loaded.terms))
        return NULL;
    *router = (Router){.self = a->index,
                       .route = route,
                       .within = within,
                       .turns = a->rules->turns.items,
                       .turn_count = a->rules->turns.count};
    make_classes(router, arena, a->rules, each_country);
    return router;
}
