/* rules.c - making rules of clauses. See rules.h; testing them is in test.c. */
#include "rights/rules.h"

#include "rights/changes.h"

#include <stdlib.h>
#include <string.h>

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

static Size subjects(const Rules *r) { return (Size)r->st->subjects.count; }

/* ---- who ---- */

typedef LIST_OF(Grantee) Grantees;

static bool members_agreement(const Rules *r)
{
    const Agreement *a = terms_header(r->st->terms);
    const Node      *first = a && a->between ? a->between->a : NULL;
    return first && (first->a->op == WHO_EVERY || first->a->op == WHO_ALL);
}

static void push_grantee(Build *b, Grantees *list, const Node *who, int subject, Word group)
{
    Day on = DAY_MAX;
    if (b->right->members_on_that_day && b->occurrence)
        on = b->occurrence->days.from;
    *PUSH(b->rules->arena, list) =
        (Grantee){.subject = subject, .group = group, .members_on = on, .affiliates = (who->flag & WHO_AFFILIATES) != 0,
                  .then_and_later = (who->flag & WHO_THEN_AND_LATER) != 0, .definition = who->op == WHO_CLASS_OF ? NULL : who->b};
}

static void take_who(Build *b, Grantees *list, const Node *who)
{
    Rules *r = b->rules;
    if (who->kind == N_LIST) {
        for (const Node *item = who->a; item; item = item->next)
            take_who(b, list, item->a);
        return;
    }
    switch ((WhoOp)who->op) {
    case WHO_NAMED: {
        const Decl *decl = who->a ? terms_decl(r->st->terms, who->a->word) : NULL;
        bool        group = decl && (decl->ref & REF(MEMBERS));
        int         subject = who->a && !group ? standing_subject(r->st, who->a->word) : -1;
        if (group || subject >= 0)
            push_grantee(b, list, who, subject, group ? who->a->word : 0);
        return;
    }
    case WHO_EACH:
    case WHO_EITHER:
    case WHO_ALL:
    case WHO_EVERY:
    case WHO_OTHER:
    case WHO_EVERY_OTHER:
    case WHO_GRANTEE:
        for (Size i = 0; i < r->st->parties.count; i++)
            if (r->st->parties.items[i] != b->grantor && (b->grantee < 0 || b->grantee == r->st->parties.items[i]))
                push_grantee(b, list, who, r->st->parties.items[i], members_agreement(r) ? W_member : 0);
        return;
    case WHO_GRANTOR: push_grantee(b, list, who, b->grantor, 0); return;
    case WHO_CLASS_OF: {
        Grantees of = {0};
        if (who->a)
            take_who(b, &of, who->a);
        for (Size i = 0; i < of.count; i++)
            if (of.items[i].subject >= 0)
                push_grantee(b, list, who, standing_class(r->st, who->b->word, of.items[i].subject), 0);
        return;
    }
    }
}

static void who_ever(Build *b, Rule *rule)
{
    Rules *r = b->rules;
    rule->who = bits_new(r->arena, subjects(r));
    if (rule->grantee_count == 0) {
        bits_fill(rule->who);
        if (b->grantor >= 0)
            bits_drop(rule->who, b->grantor);
        return;
    }
    for (Size i = 0; i < rule->grantee_count; i++) {
        const Grantee *g = &rule->grantees[i];
        for (Size k = 0; g->subject < 0 && k < r->st->members.count; k++) {
            bits_add(rule->who, r->st->members.items[k].subject);
            if (g->affiliates)
                standing_affiliates_ever(r->st, r->st->members.items[k].subject, rule->who);
        }
        if (g->subject < 0)
            continue;
        bits_add(rule->who, g->subject);
        if (g->affiliates && r->st->subjects.items[g->subject].class_of < 0)
            standing_affiliates_ever(r->st, g->subject, rule->who);
    }
    for (Size i = 0; i < rule->change_count; i++)
        if (rule->changes[i].into >= 0)
            bits_add(rule->who, rule->changes[i].into);
}

/* What was in and is taken out in so many words is remembered: but for that it would be permitted. */
static void take_out(const Rules *r, Bits from, Bits what, Bits *excepted)
{
    if (!bits_meet(from, what))
        return;
    if (!excepted->words)
        *excepted = bits_new(r->arena, from.size);
    Bits meeting = bits_copy(r->arena, from);
    bits_and(meeting, what);
    bits_or(*excepted, meeting);
    bits_less(from, what);
}

/* ---- assets ---- */

static int directed_number(const Build *b, const Node *name)
{
    const Rules *r = b->rules;
    int          side = name->op == NAME_BY_GRANTOR ? b->grantor : b->grantee;
    if (side < 0)
        return -1;
    Str  path = str_format(r->arena, "%.*s%.*s", STR_ARG(subject_text(r->st, r->arena, side)), STR_ARG(name->text));
    Word word = word_known(r->st->terms->doc->words, path);
    return word ? universe_number(r->universe, word) : -1;
}

/* The declaration a name stands for on this side; -1: none. */
static int32_t directed_decl(const Build *b, const Node *name)
{
    const Rules *r = b->rules;
    int          side = name->op == NAME_BY_GRANTOR ? b->grantor : b->grantee;
    if (side < 0)
        return -1;
    Str  path = str_format(r->arena, "%.*s%.*s", STR_ARG(subject_text(r->st, r->arena, side)), STR_ARG(name->text));
    Word word = word_known(r->st->terms->doc->words, path);
    return word && terms_decl(r->st->terms, word) ? r->st->terms->decl_of[word] : -1;
}

static bool by_direction(const Node *name)
{
    return name->kind == N_NAME && (name->op == NAME_BY_GRANTOR || name->op == NAME_BY_GRANTEE);
}

static void owned_assets(const Build *b, Bits into)
{
    const Universe *u = b->rules->universe;
    for (int i = 1; i < (int)u->assets.count; i++)
        if (u->owner[i] == b->grantor)
            bits_add(into, i);
}

static void patents_owned_by(const Build *b, const Node *who, Bits into)
{
    const Universe *u = b->rules->universe;
    int holder = who && who->kind == N_WHO && who->a ? standing_subject(b->rules->st, who->a->word) : b->grantor;
    for (int i = 1; i < (int)u->assets.count; i++) {
        const Clause *clause = asset_clause(u, i);
        if (clause && clause_is(clause, REF(PATENT)) && u->owner[i] == holder)
            bits_add(into, i);
    }
}

/* What one item of `under` covers. */
static void asset_item(const Build *b, const Node *what, Bits into)
{
    const Universe *u = b->rules->universe;
    if (what->kind == N_NAME && what->b && what->op != NAME_ALL_OF) { /* patent of that event */
        for (Size i = 0; b->occurrence && i < FACT_THINGS && b->occurrence->things[i]; i++) {
            int number = universe_number(u, b->occurrence->things[i]);
            const Clause *clause = number > 0 ? terms_clause(b->rules->st->terms, b->occurrence->things[i]) : NULL;
            if (clause && clause_is(clause, REF(PATENT)))
                bits_add(into, number);
        }
        if (b->never_started)
            patents_owned_by(b, NULL, into);
        return;
    }
    if (what->kind == N_NAME && what->op == NAME_ALL_OF) {
        patents_owned_by(b, what->b, into);
        return;
    }
    int number = by_direction(what) ? directed_number(b, what) : what->decl >= 0 ? u->number[what->decl] : -1;
    bool asset = number > 0 && number < (int)u->assets.count;
    if (what->decl >= 0 && !by_direction(what))
        asset &= (b->rules->st->terms->decls.items[what->decl].ref & (REF(ASSET) | REF(PATENT))) != 0;
    if (asset)
        bits_or(into, u->assets.within[number]);
}

static void asset_list(const Build *b, const Node *list, Bits into, Bits *excluded)
{
    for (const Node *item = list->a; item; item = item->next) {
        if (item->op == ITEM_PLUS && item->a->kind != N_LIST) {
            asset_item(b, item->a, into);
            continue;
        }
        Bits one = bits_new(b->rules->arena, (Size)into.size);
        if (item->a->kind == N_LIST)
            asset_list(b, item->a, one, excluded);
        else
            asset_item(b, item->a, one);
        if (item->op == ITEM_PLUS) {
            bits_or(into, one);
            continue;
        }
        bool by_name = item->a->kind == N_CODE;
        if (!by_name) /* whether these are in, rule_test decides */
            bits_less(one, b->rules->universe->unsure);
        take_out(b->rules, into, one, excluded);
    }
}

static void take_assets(Build *b, Rule *rule)
{
    const Universe *u = b->rules->universe;
    rule->assets = bits_new(b->rules->arena, (Size)u->assets.count);
    if (b->right->assets)
        asset_list(b, b->right->assets, rule->assets, &rule->not_assets);
    else
        owned_assets(b, rule->assets);
    if (b->kind != RIGHT_RESERVE && !b->never_started)
        bits_add(rule->assets, 0);
    rule->dated_assets = bits_meet(rule->assets, u->unsure);
    rule->at[DIM_ASSET] = b->right->assets ? b->right->assets->span : b->clause->name_span;
}

/* ---- fields and products: boxes in written order ---- */

static Box box_all(const Rules *r)
{
    Box box = {.fields = bits_new(r->arena, (Size)r->universe->fields.count),
               .products = bits_new(r->arena, (Size)r->universe->products.count)};
    bits_fill(box.fields);
    bits_fill(box.products);
    return box;
}

/* The set of one item: true if it is a set of fields, false if of products. */
static bool scope_item(const Build *b, const Node *what, Bits fields, Bits products)
{
    const Universe *u = b->rules->universe;
    int32_t         decl = by_direction(what) ? directed_decl(b, what) : what->decl;
    if (decl < 0)
        return true;
    int  number = u->number[decl];
    bool field = (b->rules->st->terms->decls.items[decl].ref & REF(FIELD)) != 0;
    if (number > 0 && field)
        bits_or(fields, u->fields.within[number]);
    else if (number > 0)
        bits_or(products, u->products.within[number]);
    return field;
}

static void subtract(const Rules *r, Box *box, Bits fields, Bits products)
{
    take_out(r, box->fields, fields, &box->not_fields);
    take_out(r, box->products, products, &box->not_products);
}

static Box copy_box(const Rules *r, const Box *box)
{
    Box copy = *box;
    copy.fields = bits_copy(r->arena, box->fields);
    copy.products = bits_copy(r->arena, box->products);
    if (box->not_fields.words)
        copy.not_fields = bits_copy(r->arena, box->not_fields);
    if (box->not_products.words)
        copy.not_products = bits_copy(r->arena, box->not_products);
    return copy;
}

static void gate_box(Box *box, const Node *condition, bool negated)
{
    if (box->gate_count >= GATES_MOST)
        return;
    box->gates[box->gate_count] = condition;
    box->negated[box->gate_count++] = negated;
}

/* `except X if C`: from the box itself it is taken out; a copy, where C does not hold, keeps it. Outside X
 * the box alone decides, so that there nothing depends on C. */
static void minus(Build *b, Boxes *boxes, const Node *item, Bits fields, Bits products)
{
    Size count = boxes->count;
    for (Size i = 0; i < count; i++) {
        if (item->b && boxes->items[i].gate_count < GATES_MOST) {
            Box kept = copy_box(b->rules, &boxes->items[i]);
            gate_box(&kept, item->b, true);
            *PUSH(b->rules->arena, boxes) = kept;
        }
        subtract(b->rules, &boxes->items[i], fields, products);
    }
}

static void scope_list(Build *b, Boxes *boxes, const Node *list);

static void plus(Build *b, Boxes *boxes, const Node *item, bool field, Bits fields, Bits products)
{
    Box box = box_all(b->rules);
    if (field)
        box.fields = fields;
    else
        box.products = products;
    if (item->b)
        gate_box(&box, item->b, false);
    for (Size i = 0; i < boxes->count; i++) { /* plain items of one kind join into one box */
        Box *other = &boxes->items[i];
        Bits all = field ? other->products : other->fields;
        bool joins = !item->b && !other->gate_count && !other->not_fields.words && !other->not_products.words &&
                     bits_count(all) == all.size;
        if (joins && !(field ? bits_count(other->fields) == other->fields.size : bits_count(other->products) == other->products.size)) {
            bits_or(field ? other->fields : other->products, field ? fields : products);
            return;
        }
    }
    *PUSH(b->rules->arena, boxes) = box;
}

static void scope_list(Build *b, Boxes *boxes, const Node *list)
{
    for (const Node *item = list->a; item; item = item->next) {
        if (item->a->kind == N_LIST) {
            Boxes inner = {0};
            scope_list(b, &inner, item->a);
            for (Size i = 0; i < inner.count && item->op == ITEM_PLUS; i++)
                *PUSH(b->rules->arena, boxes) = inner.items[i];
            for (Size i = 0; i < inner.count && item->op == ITEM_MINUS; i++) {
                Box *x = &inner.items[i];
                bool all_fields = bits_count(x->fields) == x->fields.size;
                minus(b, boxes, item, all_fields ? bits_new(b->rules->arena, x->fields.size) : x->fields,
                      all_fields ? x->products : bits_new(b->rules->arena, x->products.size));
            }
            continue;
        }
        Bits fields = bits_new(b->rules->arena, (Size)b->rules->universe->fields.count);
        Bits products = bits_new(b->rules->arena, (Size)b->rules->universe->products.count);
        bool field = scope_item(b, item->a, fields, products);
        if (item->op == ITEM_PLUS)
            plus(b, boxes, item, field, fields, products);
        else
            minus(b, boxes, item, fields, products);
    }
}

/* A reservation may keep products: `intel keeps intel/core`. */
static Boxes boxes_of(Build *b)
{
    Boxes boxes = {0};
    const Right *right = b->right;
    if (right->fields)
        scope_list(b, &boxes, right->fields);
    else
        *PUSH(b->rules->arena, &boxes) = box_all(b->rules);
    if (b->kind != RIGHT_RESERVE || !right->assets)
        return boxes;
    bool kept = false;
    Bits products = bits_new(b->rules->arena, (Size)b->rules->universe->products.count);
    Bits fields = bits_new(b->rules->arena, (Size)b->rules->universe->fields.count);
    for (const Node *item = right->assets->a; item; item = item->next) {
        const Decl *decl = item->a->kind == N_NAME && item->a->decl >= 0 ? &b->rules->st->terms->decls.items[item->a->decl] : NULL;
        if (decl && (decl->ref & (REF(PRODUCTS) | REF(PRODUCT) | REF(FIELD)))) {
            (void)scope_item(b, item->a, fields, products);
            kept = true;
        }
    }
    for (Size i = 0; kept && i < boxes.count; i++) {
        if (!bits_empty(products))
            bits_and(boxes.items[i].products, products);
        if (!bits_empty(fields))
            bits_and(boxes.items[i].fields, fields);
    }
    return boxes;
}

static bool keeps_products(const Build *b)
{
    for (const Node *item = b->right->assets ? b->right->assets->a : NULL; item; item = item->next) {
        const Decl *decl = item->a->kind == N_NAME && item->a->decl >= 0 ? &b->rules->st->terms->decls.items[item->a->decl] : NULL;
        if (decl && (decl->ref & (REF(PRODUCTS) | REF(PRODUCT) | REF(FIELD))))
            return true;
    }
    return false;
}

/* ---- places ---- */

static void take_places(Build *b, Rule *rule)
{
    const Universe *u = b->rules->universe;
    rule->places = bits_new(b->rules->arena, COUNTRY_COUNT);
    if (!b->right->places) {
        bits_fill(rule->places);
        rule->at[DIM_PLACE] = b->clause->name_span;
        return;
    }
    rule->at[DIM_PLACE] = b->right->places->span;
    for (const Node *item = b->right->places->a; item; item = item->next) {
        bool plus = item->op == ITEM_PLUS, dated = false;
        Bits one = plus ? rule->places : bits_new(b->rules->arena, COUNTRY_COUNT);
        if (item->a->kind == N_LIST)
            for (const Node *inner = item->a->a; inner; inner = inner->next)
                (void)universe_places(u, inner->a, DAY_MAX, true, one, &dated);
        else
            (void)universe_places(u, item->a, DAY_MAX, true, one, &dated);
        rule->dated_places |= dated;
        if (plus)
            continue;
        if (!dated) /* a dated group is taken out day by day, in rule_test */
            take_out(b->rules, rule->places, one, &rule->not_places);
    }
}

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

static void meet_through(const Build *b, Rule *rule, const Node *node, const Scene *scene, bool open_until_known)
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
    Scene scene = {.day = DAY_MAX, .grantor = b->grantor, .grantee = b->grantee, .asker = -1, .occurrence = b->occurrence};
    rule->days = b->clause->in_force;
    rule->days_known = YES;
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
    if (b->kind == RIGHT_RESERVE)
        return;
    meet(rule, st->effective_known, (Days){st->effective, DAY_MAX});
    if (b->right->starts)
        meet_from(b, rule, b->right->starts, &scene);
    TermKind kind = row ? row->kind : TERM_AGREEMENT;
    if (kind == TERM_AGREEMENT)
        meet(rule, YES, (Days){DAY_MIN, st->ends});
    else if (kind == TERM_THROUGH || kind == TERM_UNTIL)
        meet_through(b, rule, row->day, &scene, kind == TERM_UNTIL);
    else if (kind == TERM_LENGTH) {
        Node after = {.kind = N_DAY, .op = DAY_AFTER, .a = row->day, .b = row->length, .span = row->span, .decl = -1};
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
        (void)scope_item(b, item->a, fields, products);
    return products;
}

static void find_movers(Rules *r)
{
    r->movers = bits_new(r->arena, subjects(r));
    for (Size i = 0; i < r->st->controls.count; i++) {
        const Control *control = &r->st->controls.items[i];
        bool           always = control->days.from == DAY_MIN && control->days.through == DAY_MAX && control->holds == YES;
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
    return (who || everyone) && !rule->dated_assets && !rule->dated_places && !rule->gate_count && !rule->change_count &&
           !c->while_.count && !c->once.count && !c->unless.count && !c->if_.count && !rule->sublicense &&
           !rule->only_for_node && !rule->never_started && !rule->extends_once && rule->days_known == YES;
}

static void add_rule(Build *b, Rule rule)
{
    who_ever(b, &rule);
    rule.simple = is_simple(b->rules, &rule);
    bool excepts = rule.not_fields.words || rule.not_products.words || rule.not_assets.words || rule.not_places.words ||
                   rule.dated_places || rule.dated_assets;
    if (excepts && (rule.kind == RIGHT_GRANT || rule.kind == RIGHT_COVENANT))
        *PUSH(b->rules->arena, &b->rules->excepting) = (int32_t)b->rules->rules.count;
    *PUSH(b->rules->arena, &b->rules->rules) = rule;
}

/* The acts of the grant; apart from them what others may make, and each kind of sublicence. */
static void add_acts(Build *b, Rule rule)
{
    const Right   *right = b->right;
    const uint32_t have_made = 1u << (W_have_made - W_ACT_FIRST), sublicense = 1u << (W_sublicense - W_ACT_FIRST);
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
    scope_list(b, &boxes, change->effect->scope);
    Bits in = bits_new(b->rules->arena, (Size)b->rules->universe->fields.count);
    for (const Node *item = change->effect->in ? change->effect->in->a : NULL; item; item = item->next) {
        Bits none = bits_new(b->rules->arena, (Size)b->rules->universe->products.count);
        (void)scope_item(b, item->a, in, none);
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
    Boxes boxes = boxes_of(b);
    for (Size i = 0; i < DIM_COUNT; i++)
        rule.at[i] = b->clause->name_span;
    take_assets(b, &rule);
    if (b->kind == RIGHT_RESERVE && keeps_products(b)) {
        bits_fill(rule.assets);
        rule.dated_assets = false;
    }
    take_places(b, &rule);
    rule.at[DIM_WHO] = b->right->to ? b->right->to->span : b->right->from->span;
    rule.at[DIM_FIELD] = rule.at[DIM_PRODUCT] = b->right->fields ? b->right->fields->span : b->clause->name_span;
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
        if (item->a->kind == N_LIST ? names_grantee(item->a) : item->a->kind == N_NAME && item->a->op == NAME_BY_GRANTEE)
            return true;
    return false;
}

static void add_direction(Build *b)
{
    Grantees grantees = {0};
    const Node *to = b->kind == RIGHT_RESERVE ? b->right->against : b->right->to;
    if (to)
        take_who(b, &grantees, to);
    if (!grantees.count && b->kind != RIGHT_RESERVE)
        return;
    b->base.grantees = grantees.items;
    b->base.grantee_count = grantees.count;
    bool extends = false;
    for (Size i = 0; i < b->base.change_count; i++)
        extends |= b->base.changes[i].effect->kind == EFFECT_EXTENDS;
    bool apart = names_grantee(b->right->fields) || names_grantee(b->right->assets) || extends || b->clause->while_.count ||
                 b->clause->once.count || b->clause->unless.count || b->base.change_count;
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
    return clause_is(clause, REF(GRANT)) ? RIGHT_GRANT : clause_is(clause, REF(COVENANT)) ? RIGHT_COVENANT
         : clause_is(clause, REF(RELEASE)) ? RIGHT_RELEASE : RIGHT_RESERVE;
}

static void add_clause(Rules *r, const Clause *clause)
{
    const Right *right = clause->data;
    Build        b = {.rules = r, .clause = clause, .right = right, .kind = kind_of(clause), .grantor = -1, .grantee = -1};
    if (!right->from)
        return;
    Changes changes = changes_of(r, clause);
    b.base = (Rule){.clause = clause, .kind = b.kind, .changes = changes.items, .change_count = changes.count};
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
    Build        b = {.rules = r, .clause = clause, .right = clause->data, .kind = kind_of(clause), .grantor = -1, .grantee = -1};
    const Right *right = clause->data;
    Grantees     ignored = {0};
    if (!names_class(right->to) && !names_class(right->against))
        return;
    for (Size i = 0; i < r->st->parties.count; i++) {
        b.grantor = r->st->parties.items[i];
        if (right->to)
            take_who(&b, &ignored, right->to);
        if (right->against)
            take_who(&b, &ignored, right->against);
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

static void take_turns(Rules *r)
{
    for (Size i = 0; i < r->st->turns.count; i++)
        add_turn(r, r->st->turns.items[i]);
    bool dated = false;
    for (Size i = 0; i < r->rules.count; i++) {
        const Rule *rule = &r->rules.items[i];
        add_turn(r, rule->days.from);
        add_turn(r, rule->days.through + (rule->days.through < DAY_MAX));
        dated |= rule->dated_places;
        const Right *right = rule->clause->data;
        if (right->exclusive_through && right->exclusive_through->kind == N_DATE)
            add_turn(r, (Day)right->exclusive_through->value + 1);
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
    return clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE) | REF_SUBJECTS | REF(FIELD) |
                                 REF(PRODUCTS) | REF(PRODUCT) | REF(TERRITORY) | REF(ASSET) | REF(PATENT) | REF(CONSEQUENCE) |
                                 REF(CONDITION) | REF(OPEN));
}

Rules *rules_new(Standing *st)
{
    Rules *r = NEW(st->arena, Rules, 1);
    *r = (Rules){.arena = st->arena, .st = st, .universe = universe_new(st)};
    const uint64_t refs = REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE), all = refs | REF(CONSEQUENCE);
    for (Size i = 0; i < st->terms->clauses.count; i++)
        if (clause_is(st->terms->clauses.items[i], refs) && !st->terms->clauses.items[i]->poisoned)
            find_classes(r, st->terms->clauses.items[i]);
    changes_find(r);
    find_movers(r);
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause *clause = st->terms->clauses.items[i];
        bool in_force = !clause->optional && !days_empty(clause->in_force), rights = clause_is(clause, refs) && in_force;
        if ((clause_is(clause, all) && in_force && clause->poisoned) || (clause->unsettled && can_matter(clause)))
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
