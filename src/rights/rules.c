/* rules.c - making rules of clauses. See rules.h; testing them is in test.c. */
#include "rights/rules.h"

#include "rights/build.h"
#include "rights/changes.h"

#include <stdlib.h>
#include <string.h>

/* ---- days ---- */

static void meet(Rule *rule, Tri known, Days days)
{
    rule->days_known = tri_and(rule->days_known, known);
    if (known == YES)
        rule->days = days_meet(rule->days, days);
}

static void meet_from(const Build *b, Rule *rule, const Node *node, const Scene *scene)
{
    Day day = DAY_MIN;
    if (node) {
        Tri known = day_named(b->rules->st, node, scene, &day);
        meet(rule, known, (Days){day, DAY_MAX});
    }
}

static void meet_through(const Build *b, Rule *rule, const Node *node, const Scene *scene,
                         bool open_until_known)
{
    Day day = DAY_MAX;
    if (!node)
        return;
    Tri known = day_named(b->rules->st, node, scene, &day);
    if (known != YES && open_until_known)
        known = YES; /* `until E`: it lasts while E has not happened */
    meet(rule, known, (Days){DAY_MIN, day});
}

static void take_days(Build *b, Rule *rule, const TermRow *row)
{
    const Standing *st = b->rules->st;
    Scene           scene = {.day = DAY_MAX,
                             .grantor = b->grantor,
                             .grantee = b->grantee,
                             .asker = -1,
                             .occurrence = b->occurrence};
    rule->days = b->clause->in_force;
    rule->days_known = YES;
    rule->sure_through = DAY_MAX;
    rule->at[DIM_TIME] = row ? row->span : b->clause->name_span;
    if (b->kind == RIGHT_RELEASE) {
        Day before = DAY_MIN;
        Tri known = b->right->acts_before ? day_named(st, b->right->acts_before, &scene, &before) : UNKNOWN;
        rule->at[DIM_TIME] = b->right->acts_before ? b->right->acts_before->span : b->clause->name_span;
        rule->days = (Days){DAY_MIN, DAY_MAX};
        meet(rule, known, (Days){DAY_MIN, before - 1});
        return;
    }
    meet_from(b, rule, b->clause->from, &scene);
    meet_through(b, rule, b->clause->through, &scene, false);
    meet(rule, YES, (Days){DAY_MIN, standing_sunset(st, b->clause->name)});
    if (b->kind == RIGHT_RESERVE)
        return;
    meet(rule, st->effective_known, (Days){st->effective, DAY_MAX});
    if (b->right->starts)
        meet_from(b, rule, b->right->starts, &scene);
    TermKind kind = row ? row->kind : TERM_AGREEMENT;
    if (kind == TERM_AGREEMENT) {
        meet(rule, YES, (Days){DAY_MIN, st->may_end});
        rule->sure_through = st->ends < st->may_end ? st->ends : DAY_MAX;
    }
    if (kind == TERM_THROUGH || kind == TERM_UNTIL)
        meet_through(b, rule, row->day, &scene, kind == TERM_UNTIL);
    else if (kind == TERM_LENGTH) {
        Node after = {
            .kind = N_DAY, .op = DAY_AFTER, .a = row->day, .b = row->length, .span = row->span, .decl = -1};
        meet_through(b, rule, &after, &scene, false);
    }
}

/* ---- one clause ---- */

static uint32_t acts_of(const Node *list)
{
    uint32_t acts = 0;
    if (!list)
        return (1u << (W_ACT_LAST - W_ACT_FIRST + 1)) - 1;
    for (const Node *item = list->a; item; item = item->next)
        acts |= 1u << (item->a->word - W_ACT_FIRST);
    return acts;
}

static Bits only_for(const Build *b, const Node *list)
{
    const Universe *u = b->rules->universe;
    Bits            products = bits_new(b->rules->arena, (Size)u->products.count);
    Bits            fields = bits_new(b->rules->arena, (Size)u->fields.count);
    for (const Node *item = list->a; item; item = item->next)
        (void)build_scope_item(b, item->a, fields, products);
    return products;
}

static void find_movers(Rules *r)
{
    r->movers = bits_new(r->arena, (Size)r->st->subjects.count);
    for (Size i = 0; i < r->st->controls.count; i++) {
        const Control *control = &r->st->controls.items[i];
        bool           always =
            control->days.from == DAY_MIN && control->days.through == DAY_MAX && control->holds == YES;
        if (!always)
            bits_add(r->movers, control->child);
    }
}

static bool some_move(const Rules *r, Bits who)
{
    Size mover = bits_next(r->movers, 0);
    while (mover >= 0 && !bits_has(who, mover))
        mover = bits_next(r->movers, mover + 1);
    return mover >= 0;
}

static bool is_simple(const Rules *r, const Rule *rule)
{
    const Clause *c = rule->clause;
    bool who = rule->grantee_count == 1 && rule->grantees[0].subject >= 0 && !rule->grantees[0].group &&
               !rule->grantees[0].definition && (!rule->grantees[0].affiliates || !some_move(r, rule->who));
    bool everyone = rule->kind == RIGHT_RESERVE && rule->grantee_count == 0;
    return (who || everyone) && !rule->dated_assets && !rule->dated_places && !rule->gate_count &&
           !rule->change_count && !c->while_.count && !c->once.count && !c->unless.count && !c->if_.count &&
           !rule->sublicense && !rule->only_for_node && !rule->never_started && !rule->extends_once &&
           rule->days_known == YES && rule->sure_through == DAY_MAX;
}

static void add_rule(Build *b, Rule rule)
{
    build_who_ever(b, &rule);
    rule.simple = is_simple(b->rules, &rule);
    bool excepts = rule.not_fields.words || rule.not_products.words || rule.not_assets.words ||
                   rule.not_places.words || rule.dated_places || rule.dated_assets;
    if (excepts && (rule.kind == RIGHT_GRANT || rule.kind == RIGHT_COVENANT))
        *PUSH(b->rules->arena, &b->rules->excepting) = (int32_t)b->rules->rules.count;
    *PUSH(b->rules->arena, &b->rules->rules) = rule;
}

/* The acts of the grant; apart from them what others may make, and each kind of sublicence. */
static void add_acts(Build *b, Rule rule)
{
    const Right   *right = b->right;
    const uint32_t have_made = 1u << (W_have_made - W_ACT_FIRST),
                   sublicense = 1u << (W_sublicense - W_ACT_FIRST);
    rule.acts = acts_of(right->acts);
    if (!right->acts && (b->kind == RIGHT_COVENANT || b->kind == RIGHT_RELEASE))
        rule.acts &= ~sublicense; /* no sublicence exists unless it is written */
    rule.at[DIM_ACT] = right->acts ? right->acts->span : b->clause->name_span;
    if (b->kind == RIGHT_GRANT && right->sublicenses.count)
        rule.acts &= ~sublicense;
    Rule others = rule;
    if (right->have_made_only && (rule.acts & have_made)) {
        others.acts = have_made;
        others.only_for_node = right->have_made_only;
        others.only_for = only_for(b, right->have_made_only);
        others.at[DIM_PRODUCT] = right->have_made_only->span;
        add_rule(b, others);
        rule.acts &= ~have_made;
    }
    add_rule(b, rule);
    const Right *source = right;
    if (right->same_sublicense) {
        const Clause *same = terms_clause(b->rules->st->terms, right->same_sublicense->word);
        if (same && clause_is(same, REF(GRANT)))
            source = same->data;
    }
    for (Size i = 0; b->kind == RIGHT_GRANT && i < source->sublicenses.count; i++) {
        Rule given = rule;
        given.acts = sublicense;
        given.sublicense = &source->sublicenses.items[i];
        given.part = given.sublicense->label;
        given.at[DIM_RECIPIENT] = given.at[DIM_ACT] = given.sublicense->span;
        if (given.sublicense->only_for) {
            given.only_for_node = given.sublicense->only_for;
            given.only_for = only_for(b, given.sublicense->only_for);
        }
        add_rule(b, given);
    }
}

static void add_terms(Build *b, Rule rule)
{
    if (b->kind == RIGHT_RELEASE || b->kind == RIGHT_RESERVE || !b->right->terms.count) {
        take_days(b, &rule, NULL);
        add_acts(b, rule);
        return;
    }
    for (Size i = 0; i < b->right->terms.count; i++) {
        const TermRow *row = &b->right->terms.items[i];
        Rule           one = rule;
        take_days(b, &one, row);
        one.part = row->label;
        if (row->only_for) {
            one.only_for_node = row->only_for;
            one.only_for = only_for(b, row->only_for);
            one.at[DIM_PRODUCT] = row->span;
        }
        add_acts(b, one);
    }
}

static void add_extension(Build *b, Rule rule, const Change *change)
{
    Boxes boxes = {0};
    build_scope(b, &boxes, change->effect->scope);
    Bits in = bits_new(b->rules->arena, (Size)b->rules->universe->fields.count);
    for (const Node *item = change->effect->in ? change->effect->in->a : NULL; item; item = item->next) {
        Bits none = bits_new(b->rules->arena, (Size)b->rules->universe->products.count);
        (void)build_scope_item(b, item->a, in, none);
    }
    for (Size i = 0; i < boxes.count; i++) {
        rule.fields = change->effect->in ? in : boxes.items[i].fields;
        rule.products = boxes.items[i].products;
        rule.not_fields = rule.not_products = (Bits){0};
        rule.gate_count = 0;
        rule.by = change->consequence;
        rule.extends_once = change->effect->once;
        rule.at[DIM_FIELD] = rule.at[DIM_PRODUCT] = rule.at[DIM_START] = change->effect->span;
        Size first = b->rules->rules.count;
        add_terms(b, rule);
        for (Size k = first; k < b->rules->rules.count; k++) {
            Rule *made = &b->rules->rules.items[k];
            made->days = days_meet(made->days, (Days){change->day, DAY_MAX});
            made->simple = false;
        }
    }
}

static void add_boxes(Build *b)
{
    Rule  rule = b->base;
    Boxes boxes = build_boxes(b);
    for (Size i = 0; i < DIM_COUNT; i++)
        rule.at[i] = b->clause->name_span;
    build_assets(b, &rule);
    if (b->kind == RIGHT_RESERVE && build_keeps_products(b)) {
        bits_fill(rule.assets);
        rule.dated_assets = false;
    }
    build_places(b, &rule);
    rule.at[DIM_WHO] = b->right->to ? b->right->to->span : b->right->from->span;
    rule.at[DIM_FIELD] = rule.at[DIM_PRODUCT] =
        b->right->fields ? b->right->fields->span : b->clause->name_span;
    for (Size i = 0; i < boxes.count; i++) {
        Box *box = &boxes.items[i];
        rule.fields = box->fields;
        rule.products = box->products;
        rule.not_fields = box->not_fields;
        rule.not_products = box->not_products;
        memcpy(rule.gates, box->gates, sizeof rule.gates);
        memcpy(rule.gate_negated, box->negated, sizeof rule.gate_negated);
        rule.gate_count = box->gate_count;
        add_terms(b, rule);
    }
    for (Size i = 0; i < rule.change_count; i++) {
        const Change *change = &rule.changes[i];
        bool          fits = change->grantee < 0 || rule.grantee_count == 0;
        for (Size k = 0; k < rule.grantee_count; k++)
            fits |= rule.grantees[k].subject == change->grantee;
        if (change->effect->kind == EFFECT_EXTENDS && change->effect->scope && fits)
            add_extension(b, rule, change);
    }
}

static bool names_grantee(const Node *list)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next)
        if (item->a->kind == N_LIST ? names_grantee(item->a)
                                    : item->a->kind == N_NAME && item->a->op == NAME_BY_GRANTEE)
            return true;
    return false;
}

static void add_direction(Build *b)
{
    Grantees    grantees = {0};
    const Node *to = b->kind == RIGHT_RESERVE ? b->right->against : b->right->to;
    if (to)
        build_who(b, &grantees, to);
    if (!grantees.count && b->kind != RIGHT_RESERVE)
        return;
    b->base.grantees = grantees.items;
    b->base.grantee_count = grantees.count;
    bool extends = false;
    for (Size i = 0; i < b->base.change_count; i++)
        extends |= b->base.changes[i].effect->kind == EFFECT_EXTENDS;
    bool apart = names_grantee(b->right->fields) || names_grantee(b->right->assets) || extends ||
                 b->clause->while_.count || b->clause->once.count || b->clause->unless.count ||
                 b->base.change_count;
    if (!apart || !grantees.count) { /* a reservation that binds everyone has no grantees */
        add_boxes(b);
        return;
    }
    for (Size i = 0; i < grantees.count; i++) {
        b->grantee = grantees.items[i].subject;
        b->base.grantees = &grantees.items[i];
        b->base.grantee_count = 1;
        add_boxes(b);
    }
    b->grantee = -1;
}

static Word springs_from(const Right *right)
{
    const Node *event = right->starts && right->starts->kind == N_DAY ? right->starts->a : NULL;
    return event && event->kind == N_NAME ? event->word : 0;
}

static bool about_grantor(const Build *b, const Fact *fact)
{
    bool some = false;
    for (Size i = 0; i < FACT_THINGS && fact->things[i]; i++) {
        int subject = standing_subject(b->rules->st, fact->things[i]);
        if (subject == b->grantor)
            return true;
        some |= subject >= 0;
    }
    return !some;
}

/* A grant that springs up on an event: one set of rules for each time it happened. */
static void add_springing(Build *b, Word event)
{
    const Standing *st = b->rules->st;
    bool            sprung = false;
    for (Size i = 0; i < st->facts.count; i++) {
        const Fact *fact = &st->facts.items[i];
        if (fact->kind != FACT_EVENT || fact->name != event || !about_grantor(b, fact))
            continue;
        b->occurrence = b->base.occurrence = fact;
        add_direction(b);
        sprung = true;
    }
    b->occurrence = b->base.occurrence = NULL;
    if (b->kind == RIGHT_RELEASE)
        return;
    (void)sprung;
    b->never_started = b->base.never_started = true;
    add_direction(b);
    b->never_started = b->base.never_started = false;
}

static void add_grantor(Build *b)
{
    Word event = springs_from(b->right);
    if (event)
        add_springing(b, event);
    else
        add_direction(b);
}

static RightKind kind_of(const Clause *clause)
{
    return clause_is(clause, REF(GRANT))      ? RIGHT_GRANT
           : clause_is(clause, REF(COVENANT)) ? RIGHT_COVENANT
           : clause_is(clause, REF(RELEASE))  ? RIGHT_RELEASE
                                              : RIGHT_RESERVE;
}

static void add_clause(Rules *r, const Clause *clause)
{
    const Right *right = clause->data;
    Build        b = {
               .rules = r, .clause = clause, .right = right, .kind = kind_of(clause), .grantor = -1, .grantee = -1};
    if (!right->from)
        return;
    Changes changes = changes_of(r, clause);
    b.base =
        (Rule){.clause = clause, .kind = b.kind, .changes = changes.items, .change_count = changes.count};
    const Node *from = right->from;
    if (from->op == WHO_NAMED && from->a) {
        b.grantor = b.base.grantor = standing_subject(r->st, from->a->word);
        if (b.grantor >= 0)
            add_grantor(&b);
        return;
    }
    for (Size i = 0; i < r->st->parties.count; i++) {
        b.grantor = b.base.grantor = r->st->parties.items[i];
        add_grantor(&b);
    }
}

static bool names_class(const Node *who)
{
    bool some = who && who->kind == N_WHO && who->op == WHO_CLASS_OF;
    for (const Node *item = who && who->kind == N_LIST ? who->a : NULL; item && !some; item = item->next)
        some = names_class(item->a);
    return some;
}

/* Classes such as `customers of aurora` become subjects before any bit set is made. */
static void find_classes(Rules *r, const Clause *clause)
{
    Build        b = {.rules = r,
                      .clause = clause,
                      .right = clause->data,
                      .kind = kind_of(clause),
                      .grantor = -1,
                      .grantee = -1};
    const Right *right = clause->data;
    Grantees     ignored = {0};
    if (!names_class(right->to) && !names_class(right->against))
        return;
    for (Size i = 0; i < r->st->parties.count; i++) {
        b.grantor = r->st->parties.items[i];
        if (right->to)
            build_who(&b, &ignored, right->to);
        if (right->against)
            build_who(&b, &ignored, right->against);
    }
}

/* ---- the days on which an answer can change ---- */

static void add_turn(Rules *r, Day day)
{
    if (day > DAY_MIN && day < DAY_MAX)
        *PUSH(r->arena, &r->turns) = day;
}

static int day_order(const void *a, const void *b)
{
    Day l = *(const Day *)a, r = *(const Day *)b;
    return (l > r) - (l < r);
}

static void turn_of_exclusivity(Rules *r, const Rule *rule)
{
    const Right *right = rule->clause->data;
    const Node  *ends[] = {right->exclusive_through, right->exclusive_until};
    Scene        scene = {
               .day = DAY_MAX, .grantor = rule->grantor, .grantee = -1, .asker = -1, .occurrence = rule->occurrence};
    for (Size i = 0; i < COUNT(ends); i++) {
        Day day = 0;
        if (ends[i] && day_named(r->st, ends[i], &scene, &day) == YES)
            add_turn(r, day + 1);
    }
}

static void take_turns(Rules *r)
{
    for (Size i = 0; i < r->st->turns.count; i++)
        add_turn(r, r->st->turns.items[i]);
    bool dated = false;
    for (Size i = 0; i < r->rules.count; i++) {
        const Rule *rule = &r->rules.items[i];
        add_turn(r, rule->days.from);
        add_turn(r, rule->days.through + (rule->days.through < DAY_MAX));
        add_turn(r, rule->sure_through + (rule->sure_through < DAY_MAX));
        dated |= rule->dated_places;
        add_turn(r, rule->clause->in_force.from); /* also of a release, whose days are those of the acts */
        add_turn(r, rule->clause->in_force.through + (rule->clause->in_force.through < DAY_MAX));
        turn_of_exclusivity(r, rule);
        for (Size k = 0; k < rule->change_count; k++)
            add_turn(r, rule->changes[k].day);
    }
    for (Size i = 0; i < r->st->terms->clauses.count; i++) {
        const Clause *clause = r->st->terms->clauses.items[i];
        const Asset  *patent = clause_is(clause, REF(PATENT)) ? clause->data : NULL;
        if (patent && patent->expires)
            add_turn(r, (Day)patent->expires->value + 1);
        if (patent && patent->owner_from)
            add_turn(r, (Day)patent->owner_from->value);
    }
    for (int group = 0; dated && group < group_count(); group++)
        for (int k = 0; k < group_size(group); k++) {
            Membership m = group_at(group, k);
            add_turn(r, m.days.from);
            add_turn(r, m.days.through + (m.days.through < DAY_MAX));
        }
    if (!r->turns.count)
        return;
    qsort(r->turns.items, (size_t)r->turns.count, sizeof(Day), day_order);
    Size kept = 1;
    for (Size i = 1; i < r->turns.count; i++)
        if (r->turns.items[i] != r->turns.items[kept - 1])
            r->turns.items[kept++] = r->turns.items[i];
    r->turns.count = kept;
}

/* An open point in one of these can change who may do what. */
static bool can_matter(const Clause *clause)
{
    return clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE) | REF_SUBJECTS |
                                 REF(FIELD) | REF(PRODUCTS) | REF(PRODUCT) | REF(TERRITORY) | REF(ASSET) |
                                 REF(PATENT) | REF(CONSEQUENCE) | REF(CONDITION) | REF(OPEN));
}

Rules *rules_new(Standing *st)
{
    Rules *r = NEW(st->arena, Rules, 1);
    *r = (Rules){.arena = st->arena, .st = st, .universe = universe_new(st)};
    const uint64_t refs = REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE),
                   all = refs | REF(CONSEQUENCE);
    for (Size i = 0; i < st->terms->clauses.count; i++)
        if (clause_is(st->terms->clauses.items[i], refs) && !st->terms->clauses.items[i]->poisoned)
            find_classes(r, st->terms->clauses.items[i]);
    changes_find(r);
    find_movers(r);
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        bool          in_force = !clause->optional && !days_empty(clause->in_force),
             rights = clause_is(clause, refs) && in_force;
        if ((clause_is(clause, all) && in_force && clause->poisoned) ||
            (clause->unsettled && can_matter(clause)))
            *PUSH(r->arena, &r->unreadable) = clause;
        if (!rights)
            continue;
        if (!clause->poisoned)
            add_clause(r, clause);
    }
    take_turns(r);
    return r;
}

Str clause_text(const Rules *r, Arena *arena, const Clause *clause, Word part)
{
    Str name = terms_text(r->st->terms, clause->name);
    if (!part)
        return name;
    return str_format(arena, "%.*s(%.*s)", STR_ARG(name), STR_ARG(terms_text(r->st->terms, part)));
}
