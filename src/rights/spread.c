/* spread.c - what the lists of a clause cover: licensees, assets, fields and products, countries.
 *
 * Lists are taken from left to right. A set that one dimension holds alone is taken out of every box;
 * an item of another dimension, or one with a condition, makes a box of its own. */
#include "rights/build.h"

static Size subjects(const Rules *r) { return (Size)r->st->subjects.count; }

/* ---- who ---- */

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
    *PUSH(b->rules->arena, list) = (Grantee){.subject = subject,
                                             .group = group,
                                             .members_on = on,
                                             .affiliates = (who->flag & WHO_AFFILIATES) != 0,
                                             .then_and_later = (who->flag & WHO_THEN_AND_LATER) != 0,
                                             .definition = who->op == WHO_CLASS_OF ? NULL : who->b};
}

void build_who(Build *b, Grantees *list, const Node *who)
{
    Rules *r = b->rules;
    if (who->kind == N_LIST) {
        for (const Node *item = who->a; item; item = item->next)
            build_who(b, list, item->a);
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
            if (r->st->parties.items[i] != b->grantor &&
                (b->grantee < 0 || b->grantee == r->st->parties.items[i]))
                push_grantee(b, list, who, r->st->parties.items[i], members_agreement(r) ? W_member : 0);
        return;
    case WHO_GRANTOR: push_grantee(b, list, who, b->grantor, 0); return;
    case WHO_CLASS_OF: {
        Grantees of = {0};
        if (who->a)
            build_who(b, &of, who->a);
        for (Size i = 0; i < of.count; i++)
            if (of.items[i].subject >= 0)
                push_grantee(b, list, who, standing_class(r->st, who->b->word, of.items[i].subject), 0);
        return;
    }
    }
}

void build_who_ever(Build *b, Rule *rule)
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

static bool by_direction(const Node *name)
{
    return name->kind == N_NAME && (name->op == NAME_BY_GRANTOR || name->op == NAME_BY_GRANTEE);
}

/* The declaration a name stands for, on this side if it is one of each party (grantor/patents); -1: none. */
static int32_t stands_for(const Build *b, const Node *name)
{
    if (!by_direction(name))
        return name->decl;
    const Rules *r = b->rules;
    int          side = name->op == NAME_BY_GRANTOR ? b->grantor : b->grantee;
    if (side < 0)
        return -1;
    Str path =
        str_format(r->arena, "%.*s%.*s", STR_ARG(subject_text(r->st, r->arena, side)), STR_ARG(name->text));
    Word word = word_known(r->st->terms->doc->words, path);
    return word && terms_decl(r->st->terms, word) ? r->st->terms->decl_of[word] : -1;
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
    int             holder =
        who && who->kind == N_WHO && who->a ? standing_subject(b->rules->st, who->a->word) : b->grantor;
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
            int           number = universe_number(u, b->occurrence->things[i]);
            const Clause *clause =
                number > 0 ? terms_clause(b->rules->st->terms, b->occurrence->things[i]) : NULL;
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
    int32_t decl = stands_for(b, what);
    int     number = decl >= 0 ? u->number[decl] : -1;
    if (number > 0 && (b->rules->st->terms->decls.items[decl].ref & (REF(ASSET) | REF(PATENT))))
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

void build_assets(Build *b, Rule *rule)
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
bool build_scope_item(const Build *b, const Node *what, Bits fields, Bits products)
{
    const Universe *u = b->rules->universe;
    int32_t         decl = stands_for(b, what);
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
        bool joins = !item->b && !other->gate_count && !other->not_fields.words &&
                     !other->not_products.words && bits_count(all) == all.size;
        if (joins && !(field ? bits_count(other->fields) == other->fields.size
                             : bits_count(other->products) == other->products.size)) {
            bits_or(field ? other->fields : other->products, field ? fields : products);
            return;
        }
    }
    *PUSH(b->rules->arena, boxes) = box;
}

void build_scope(Build *b, Boxes *boxes, const Node *list)
{
    for (const Node *item = list->a; item; item = item->next) {
        if (item->a->kind == N_LIST) {
            Boxes inner = {0};
            build_scope(b, &inner, item->a);
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
        bool field = build_scope_item(b, item->a, fields, products);
        if (item->op == ITEM_PLUS)
            plus(b, boxes, item, field, fields, products);
        else
            minus(b, boxes, item, fields, products);
    }
}

/* A reservation may keep products: `intel keeps intel/core`. */
Boxes build_boxes(Build *b)
{
    Boxes        boxes = {0};
    const Right *right = b->right;
    if (right->fields)
        build_scope(b, &boxes, right->fields);
    else
        *PUSH(b->rules->arena, &boxes) = box_all(b->rules);
    if (b->kind != RIGHT_RESERVE || !right->assets)
        return boxes;
    bool kept = false;
    Bits products = bits_new(b->rules->arena, (Size)b->rules->universe->products.count);
    Bits fields = bits_new(b->rules->arena, (Size)b->rules->universe->fields.count);
    for (const Node *item = right->assets->a; item; item = item->next) {
        const Decl *decl = item->a->kind == N_NAME && item->a->decl >= 0
                               ? &b->rules->st->terms->decls.items[item->a->decl]
                               : NULL;
        if (decl && (decl->ref & (REF(PRODUCTS) | REF(PRODUCT) | REF(FIELD)))) {
            (void)build_scope_item(b, item->a, fields, products);
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

bool build_keeps_products(const Build *b)
{
    for (const Node *item = b->right->assets ? b->right->assets->a : NULL; item; item = item->next) {
        const Decl *decl = item->a->kind == N_NAME && item->a->decl >= 0
                               ? &b->rules->st->terms->decls.items[item->a->decl]
                               : NULL;
        if (decl && (decl->ref & (REF(PRODUCTS) | REF(PRODUCT) | REF(FIELD))))
            return true;
    }
    return false;
}

/* ---- places ---- */

void build_places(Build *b, Rule *rule)
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
