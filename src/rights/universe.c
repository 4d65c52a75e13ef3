/* universe.c - numbering names and computing what each covers. See universe.h. */
#include "rights/universe.h"

#include <stdlib.h>

enum { CLOSE_ROUNDS = 64 };

/* ---- numbering ---- */

static void number_kinds(Universe *u, Dimension *dim, uint64_t refs)
{
    const Terms *terms = u->st->terms;
    Size         count = 1;
    for (Size i = 0; i < terms->decls.count; i++)
        count += (terms->decls.items[i].ref & refs) != 0;
    *dim = (Dimension){.count = count,
                       .name = NEW(u->arena, Word, count),
                       .within = NEW(u->arena, Bits, count),
                       .rest = NEW(u->arena, bool, count)};
    int next = 1;
    for (Size i = 0; i < terms->decls.count; i++)
        if (terms->decls.items[i].ref & refs) {
            dim->name[next] = terms->decls.items[i].name;
            u->number[i] = next++;
        }
    for (Size i = 0; i < count; i++) {
        dim->within[i] = bits_new(u->arena, (Size)count);
        dim->rest[i] = true;
        bits_add(dim->within[i], i);
    }
}

int universe_number(const Universe *u, Word name)
{
    const Terms *terms = u->st->terms;
    return terms_decl(terms, name) ? u->number[terms->decl_of[name]] : -1;
}

/* ---- paths: a/b is within a ---- */

static int parent_by_path(const Universe *u, Word name, uint64_t refs)
{
    const Terms *terms = u->st->terms;
    Str          path = terms_text(terms, name);
    for (Size at = path.len - 1; at > 0; at--) {
        if (path.at[at] != '/')
            continue;
        Word        above = word_known(terms->doc->words, str_slice(path, 0, at));
        const Decl *decl = above ? terms_decl(terms, above) : NULL;
        if (decl && (decl->ref & refs))
            return u->number[terms->decl_of[above]];
    }
    return -1;
}

/* Children come after parents or before them; either way each row is added to all above it. */
static void close_paths(Universe *u, Dimension *dim, uint64_t refs)
{
    for (int i = 1; i < (int)dim->count; i++) {
        int above = parent_by_path(u, dim->name[i], refs);
        for (int guard = 0; above > 0 && guard < CLOSE_ROUNDS; guard++) {
            bits_add(dim->within[above], i);
            above = parent_by_path(u, dim->name[above], refs);
        }
    }
}

/* ---- includes and `in` ---- */

static void add_list(const Universe *u, const Dimension *dim, const Node *list, Bits into)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next) {
        const Node *what = item->a;
        Bits        one = bits_new(u->arena, (Size)dim->count);
        if (what->kind == N_LIST)
            add_list(u, dim, what, one);
        else if ((what->kind == N_NAME || what->kind == N_CODE) && what->decl >= 0 &&
                 u->number[what->decl] > 0)
            bits_or(one, dim->within[u->number[what->decl]]);
        if (item->op == ITEM_MINUS)
            bits_less(into, one);
        else
            bits_or(into, one);
    }
}

static bool grow(Bits into, Bits with)
{
    if (bits_within(with, into))
        return false;
    bits_or(into, with);
    return true;
}

static bool close_set(Universe *u, Dimension *dim, int number, const SetOf *set)
{
    bool grew = false;
    for (Size i = 0; i < set->includes.count; i++) {
        Bits members = bits_new(u->arena, (Size)dim->count);
        add_list(u, dim, set->includes.items[i], members);
        grew |= grow(dim->within[number], members);
    }
    for (const Node *item = set->in ? set->in->a : NULL; item; item = item->next) {
        int         above = item->a->kind == N_NAME && item->a->decl >= 0 ? u->number[item->a->decl] : -1;
        const Decl *decl = above > 0 ? &u->st->terms->decls.items[item->a->decl] : NULL;
        if (decl && (decl->ref & (dim == &u->fields ? REF(FIELD) : ~REF(FIELD))) && above < (int)dim->count)
            grew |= grow(dim->within[above], dim->within[number]);
    }
    return grew;
}

/* Sets of sets, until nothing is added any more; circles are findings of their own and end here too. */
static void close_sets(Universe *u, Dimension *dim, uint64_t refs)
{
    bool grew = true;
    for (int round = 0; grew && round < CLOSE_ROUNDS; round++) {
        grew = false;
        for (Size i = 0; i < u->st->terms->decls.count; i++) {
            const Decl *decl = &u->st->terms->decls.items[i];
            if ((decl->ref & refs) && !decl->inner && clause_is(decl->clause, refs))
                grew |= close_set(u, dim, u->number[i], decl->clause->data);
        }
        for (int i = 1; i < (int)dim->count; i++) { /* and up the paths */
            int above = parent_by_path(u, dim->name[i], refs);
            if (above > 0)
                grew |= grow(dim->within[above], dim->within[i]);
        }
    }
}

static void find_rests(Universe *u)
{
    for (Size i = 0; i < u->st->terms->decls.count; i++) {
        const Decl *decl = &u->st->terms->decls.items[i];
        if (!(decl->ref & REF(FIELD)) || decl->inner)
            continue;
        const SetOf *set = decl->clause->data;
        u->fields.rest[u->number[i]] = !set->includes.count || set->covers || set->with;
    }
}

/* ---- products ---- */

const Product *product_of(const Universe *u, Word name)
{
    const Clause *clause = name ? terms_clause(u->st->terms, name) : NULL;
    return clause && clause_is(clause, REF(PRODUCT)) ? clause->data : NULL;
}

static void take_families(Universe *u)
{
    bool grew = true;
    for (int round = 0; grew && round < CLOSE_ROUNDS; round++) {
        grew = false;
        for (int i = 1; i < (int)u->products.count; i++) {
            const Product *product = product_of(u, u->products.name[i]);
            for (const Node *item = product && product->families ? product->families->a : NULL; item;
                 item = item->next) {
                int  family = item->a->kind == N_NAME && item->a->decl >= 0 ? u->number[item->a->decl] : -1;
                bool is_field = family > 0 && (u->st->terms->decls.items[item->a->decl].ref & REF(FIELD));
                if (family > 0 && !is_field)
                    grew |= grow(u->products.within[family], u->products.within[i]);
            }
        }
        close_sets(u, &u->products, REF(PRODUCTS));
    }
}

/* ---- assets: owners, patents, capture ---- */

const Clause *asset_clause(const Universe *u, int asset)
{
    return asset > 0 ? terms_clause(u->st->terms, u->assets.name[asset]) : NULL;
}

static int owner_by_path(const Universe *u, Word name)
{
    Str  path = terms_text(u->st->terms, name);
    Size slash = str_find(path, '/');
    Word first = slash > 0 ? word_known(u->st->terms->doc->words, str_slice(path, 0, slash)) : 0;
    return first ? standing_subject(u->st, first) : -1;
}

static void find_owners(Universe *u)
{
    u->owner = NEW(u->arena, int, u->assets.count);
    u->owner[0] = -1;
    for (int i = 1; i < (int)u->assets.count; i++) {
        const Clause *clause = asset_clause(u, i);
        const Asset  *asset = clause ? clause->data : NULL;
        u->owner[i] = asset && asset->owner ? standing_subject(u->st, asset->owner->word)
                                            : owner_by_path(u, u->assets.name[i]);
    }
    for (Size i = 0; i < u->st->terms->clauses.count;
         i++) { /* a patent in a list belongs to the list's owner */
        const Clause *clause = u->st->terms->clauses.items[i];
        if (!clause_is(clause, REF(ASSET)))
            continue;
        int          list = universe_number(u, clause->name);
        const Asset *asset = clause->data;
        for (Size k = 0; k < asset->patents.count && list > 0; k++) {
            const Node *row = asset->patents.items[k];
            int         patent = row->kind == N_CODE ? universe_number(u, row->word) : -1;
            if (patent > 0 && u->owner[patent] < 0)
                u->owner[patent] = u->owner[list];
        }
    }
}

static bool names_asset(const Universe *u, const Node *list, int asset)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next) {
        int number = item->a->kind != N_LIST && item->a->decl >= 0 ? u->number[item->a->decl] : -1;
        if (item->a->kind == N_LIST ? names_asset(u, item->a, asset)
                                    : number > 0 && bits_has(u->assets.within[number], asset))
            return true;
    }
    return false;
}

static const Asset *improved_asset(const Universe *u, int asset)
{
    const Clause *clause = asset_clause(u, asset);
    const Asset  *data = clause && clause_is(clause, REF(ASSET)) ? clause->data : NULL;
    return data && data->improves ? data : NULL;
}

static int first_improved(const Universe *u, const Asset *asset)
{
    const Node *first = asset->improves->a->a;
    return first->kind != N_LIST && first->decl >= 0 ? u->number[first->decl] : -1;
}

const Clause *asset_improvement(const Universe *u, int asset)
{
    const Asset *data = improved_asset(u, asset);
    for (Size i = 0; data && i < u->st->terms->clauses.count; i++) {
        const Clause *clause = u->st->terms->clauses.items[i];
        if (!clause_is(clause, REF(IMPROVEMENT)) || clause->poisoned || clause->optional)
            continue;
        const Improvement *improvement = clause->data;
        if (!improvement->of || names_asset(u, improvement->of, first_improved(u, data)))
            return clause;
    }
    return NULL;
}

bool asset_improved_by(const Universe *u, int asset, int subject, bool *jointly)
{
    const Asset *data = improved_asset(u, asset);
    bool         found = false;
    *jointly = data && data->improved_by->a->next;
    for (const Node *item = data ? data->improved_by->a : NULL; item; item = item->next)
        found |= item->a->kind == N_WHO && item->a->a && standing_subject(u->st, item->a->a->word) == subject;
    return found;
}

/* Whose an improvement is, as its clause says: the improver's, the owner's of what was improved, … */
static int improvement_owner(const Universe *u, int asset, int otherwise)
{
    const Asset  *data = improved_asset(u, asset);
    const Clause *clause = asset_improvement(u, asset);
    if (!clause)
        return otherwise;
    const Improvement *improvement = clause->data;
    const Node        *by = data->improved_by->a->a;
    int                improver = by->kind == N_WHO && by->a ? standing_subject(u->st, by->a->word) : -1;
    int                base = first_improved(u, data);
    switch (improvement->owner) {
    case OWNER_IMPROVER: return improver;
    case OWNER_GRANTOR: return base > 0 ? u->owner[base] : -1;
    case OWNER_NAMED: return standing_subject(u->st, improvement->named_owner->word);
    case OWNER_GRANTEE: return improver;
    case OWNER_JOINT:
    case OWNER_UNSAID: break;
    }
    return otherwise;
}

static void add_captured(Universe *u, int asset, int patent, Day from, Tri is, Span why)
{
    bits_or(u->assets.within[asset], u->assets.within[patent]);
    bool always = is == YES && from == DAY_MIN;
    *PUSH(u->arena, &u->captured) = (Captured){asset, patent, from, is, always, why};
    if (!always)
        bits_add(u->unsure, patent);
}

typedef struct {
    const Asset *asset, *patent;
    Span         span;
} CaptureTest;

/* Does the capture line let this patent in, and from which day? */
static Tri captured_by_line(const Universe *u, const CaptureTest *t, int owner, Day *from)
{
    Scene scene = {.day = DAY_MAX, .grantor = owner, .grantee = -1, .asker = -1};
    Day   first = DAY_MIN, last = DAY_MAX;
    *from = DAY_MIN;
    switch (t->asset->capture) {
    case CAPTURE_NONE: return YES;
    case CAPTURE_FILED:
        if (!t->patent->filed)
            return UNKNOWN;
        if (t->asset->capture_from && day_named(u->st, t->asset->capture_from, &scene, &first) != YES)
            return UNKNOWN;
        if (t->asset->capture_through && day_named(u->st, t->asset->capture_through, &scene, &last) != YES)
            return UNKNOWN;
        return t->patent->filed->value >= first && t->patent->filed->value <= last ? YES : NO;
    case CAPTURE_OWNED_ON: {
        if (day_named(u->st, t->asset->capture_through, &scene, &last) != YES)
            return UNKNOWN;
        Day since = t->patent->owner_from ? (Day)t->patent->owner_from->value : DAY_MIN;
        Day until = t->patent->owner_through ? (Day)t->patent->owner_through->value : DAY_MAX;
        return since <= last && last <= until ? YES : NO;
    }
    case CAPTURE_WHILE_MEMBER: return YES;
    }
    return UNKNOWN;
}

/* The first day on which a company belongs to the group: what it owns comes in then, and stays when it
 * leaves. */
static Day joined_on(const Standing *st, int subject, int holder)
{
    if (subject == holder || standing_affiliate(st, subject, holder, DAY_MIN) == YES)
        return DAY_MIN;
    for (Size i = 0; i < st->turns.count; i++)
        if (standing_affiliate(st, subject, holder, st->turns.items[i]) == YES)
            return st->turns.items[i];
    return DAY_MAX;
}

/* asset x { every patent owned by P with affiliates; captured if … } */
static void capture_owned(Universe *u, int number, const Asset *asset, const Node *every, Span span)
{
    const Node *who = every->b;
    int         holder = who && who->kind == N_WHO && who->a ? standing_subject(u->st, who->a->word) : -1;
    Bits        group = bits_new(u->arena, (Size)u->st->subjects.count);
    if (holder < 0)
        return;
    bits_add(group, holder);
    if (who->flag & WHO_AFFILIATES)
        standing_affiliates_ever(u->st, holder, group);
    for (int i = 1; i < (int)u->assets.count; i++) {
        const Clause *clause = asset_clause(u, i);
        if (!clause || !clause_is(clause, REF(PATENT)) || clause->implicit || u->owner[i] < 0 ||
            !bits_has(group, u->owner[i]))
            continue;
        CaptureTest test = {asset, clause->data, span};
        Day         from = DAY_MIN, joined = joined_on(u->st, u->owner[i], holder);
        Tri         in = captured_by_line(u, &test, u->owner[i], &from);
        from = joined > from ? joined : from;
        if (test.patent->owner_from && (Day)test.patent->owner_from->value > from)
            from = (Day)test.patent->owner_from->value;
        if (in != NO)
            add_captured(u, number, i, from, in, span);
    }
}

static void take_patents(Universe *u)
{
    for (Size i = 0; i < u->st->terms->clauses.count; i++) {
        const Clause *clause = u->st->terms->clauses.items[i];
        int           number = clause_is(clause, REF(ASSET)) ? universe_number(u, clause->name) : -1;
        const Asset  *asset = number > 0 ? clause->data : NULL;
        for (Size k = 0; asset && k < asset->patents.count; k++) {
            const Node *row = asset->patents.items[k];
            if (row->kind != N_CODE) {
                capture_owned(u, number, asset, row, row->span);
                continue;
            }
            int           patent = universe_number(u, row->word);
            const Clause *listed = asset_clause(u, patent);
            Day           from = DAY_MIN;
            CaptureTest   test = {asset, listed ? listed->data : NULL, row->span};
            Tri           in = listed && asset->capture == CAPTURE_FILED
                                   ? captured_by_line(u, &test, u->owner[number], &from)
                                   : YES;
            if (patent > 0 && in != NO)
                add_captured(u, number, patent, from, in, row->span);
        }
    }
}

static bool close_asset(Universe *u, int number, const Asset *asset)
{
    bool grew = false;
    for (Size k = 0; k < asset->includes.count; k++) {
        Bits members = bits_new(u->arena, (Size)u->assets.count);
        add_list(u, &u->assets, asset->includes.items[k], members);
        grew |= grow(u->assets.within[number], members);
    }
    return grew;
}

static void close_assets(Universe *u)
{
    bool grew = true;
    for (int round = 0; grew && round < CLOSE_ROUNDS; round++) {
        grew = false;
        for (int i = 1; i < (int)u->assets.count; i++) {
            const Clause *clause = asset_clause(u, i);
            if (clause && clause_is(clause, REF(ASSET)))
                grew |= close_asset(u, i, clause->data);
            int above = parent_by_path(u, u->assets.name[i], REF(ASSET));
            if (above > 0)
                grew |= grow(u->assets.within[above], u->assets.within[i]);
        }
    }
}

static void find_parts(Universe *u)
{
    u->declared = bits_new(u->arena, u->assets.count);
    u->has_parts = NEW(u->arena, bool, u->assets.count);
    for (Size i = 0; i < u->st->terms->decls.count; i++)
        if ((u->st->terms->decls.items[i].ref & REF(ASSET)) && u->number[i] > 0)
            bits_add(u->declared, u->number[i]);
    for (Size i = 1; i < u->assets.count; i++)
        for (Size k = bits_next(u->assets.within[i], 1); k >= 0 && !u->has_parts[i];
             k = bits_next(u->assets.within[i], k + 1))
            u->has_parts[i] = k != i && bits_has(u->declared, k);
}

Tri asset_captured(const Universe *u, int asset, int patent, Day day)
{
    Tri  best = UNKNOWN;
    bool listed = false;
    for (Size i = 0; i < u->captured.count; i++) {
        const Captured *c = &u->captured.items[i];
        if (c->patent != patent || !bits_has(u->assets.within[asset], c->asset))
            continue;
        best = listed ? tri_or(best, c->from <= day ? c->is : NO) : c->from <= day ? c->is : NO;
        listed = true;
    }
    return listed ? best : YES;
}

/* Anything but listed patents keeps the right alive: software, know-how, prose, patents not listed here. */
static bool holds_more_than_patents(const Asset *asset)
{
    bool every = false;
    for (Size i = 0; i < asset->patents.count; i++)
        every |= asset->patents.items[i]->kind != N_CODE;
    return asset->software || asset->know_how || asset->copyrights || asset->trademarks ||
           asset->patents_elsewhere || every || asset->covers || asset->patents.count == 0;
}

static Tri patent_lives(const Universe *u, const Asset *patent, int country, Day day, Span *why)
{
    if (patent->expires && patent->expires->value < day) {
        *why = patent->expires->span;
        return NO;
    }
    if (!patent->places || country < 0)
        return YES;
    Bits places = bits_new(u->st->work, COUNTRY_COUNT);
    bool dated = false;
    for (const Node *item = patent->places->a; item; item = item->next)
        (void)universe_places(u, item->a, day, false, places, &dated);
    if (bits_has(places, country))
        return YES;
    *why = patent->places->span;
    return NO;
}

Tri asset_lives(const Universe *u, int asset, int country, Day day, Span *why)
{
    const Clause *clause = asset_clause(u, asset);
    if (!clause)
        return YES;
    const Asset *data = clause->data;
    if (clause_is(clause, REF(PATENT)))
        return patent_lives(u, data, country, day, why);
    if (!clause_is(clause, REF(ASSET)) || holds_more_than_patents(data))
        return YES;
    for (Size i = bits_next(u->assets.within[asset], 0); i >= 0;
         i = bits_next(u->assets.within[asset], i + 1)) {
        const Clause *part = asset_clause(u, (int)i);
        if (!part || (int)i == asset)
            continue;
        bool patent = clause_is(part, REF(PATENT));
        if (patent ? patent_lives(u, part->data, country, day, why) == YES
                   : holds_more_than_patents(part->data))
            return YES;
    }
    return NO;
}

/* ---- countries ---- */

static bool list_places(const Universe *u, const Node *list, Day day, bool ever, Bits into, bool *dated)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next) {
        bool minus = item->op == ITEM_MINUS, nested = item->a->kind == N_LIST;
        Bits one = minus || nested ? bits_new(u->st->work, COUNTRY_COUNT) : into;
        if (nested)
            list_places(u, item->a, day, ever, one, dated);
        else if (!universe_places(u, item->a, day, ever, one, dated))
            return false;
        if (minus)
            bits_less(into, one);
        else if (nested)
            bits_or(into, one);
    }
    return true;
}

static bool group_places(const Universe *u, int group, Day day, bool ever, Bits into, bool *dated)
{
    const Agreement *a = terms_header(u->st->terms);
    bool             fixed = a && a->groups == GROUPS_AT_SIGNING;
    Day              signing = a && a->signed_on ? (Day)a->signed_on->value : u->st->effective;
    if (fixed)
        group_members_on(group, signing, into);
    else if (ever)
        group_members_ever(group, into);
    else
        group_members_on(group, day, into);
    *dated |= !fixed;
    return true;
}

bool universe_places(const Universe *u, const Node *node, Day day, bool ever, Bits into, bool *dated)
{
    if (node->kind == N_NAME && node->word == W_worldwide) {
        bits_fill(into);
        return true;
    }
    Str code = terms_text(u->st->terms, node->word);
    if (node->kind == N_CODE) {
        int country = country_find(code), group = country < 0 ? group_find(code) : -1;
        if (group >= 0)
            return group_places(u, group, day, ever, into, dated);
        int part = country < 0 ? subdivision_find(code) : -1;
        if (part >= 0)
            country = subdivision_country(part);
        if (country >= 0)
            bits_add(into, country);
        return country >= 0;
    }
    const Clause *clause = node->kind == N_NAME ? terms_clause(u->st->terms, node->word) : NULL;
    if (!clause || !clause_is(clause, REF(TERRITORY)))
        return false;
    const SetOf *set = clause->data;
    Bits         own = bits_new(u->st->work, COUNTRY_COUNT); /* what it excepts is not taken from others */
    for (Size i = 0; i < set->includes.count; i++)
        list_places(u, set->includes.items[i], day, ever, own, dated);
    bits_or(into, own);
    return true;
}

Universe *universe_new(const Standing *st)
{
    Universe *u = NEW(st->arena, Universe, 1);
    *u = (Universe){
        .arena = st->arena, .st = st, .number = NEW(st->arena, int32_t, st->terms->decls.count + 1)};
    for (Size i = 0; i < st->terms->decls.count; i++)
        u->number[i] = -1;
    number_kinds(u, &u->fields, REF(FIELD));
    number_kinds(u, &u->products, REF(PRODUCTS) | REF(PRODUCT) | REF(CLASS) | REF(COLUMN));
    number_kinds(u, &u->assets, REF(ASSET) | REF(PATENT));
    close_paths(u, &u->fields, REF(FIELD));
    close_sets(u, &u->fields, REF(FIELD));
    find_rests(u);
    close_paths(u, &u->products, REF(PRODUCTS));
    take_families(u);
    find_owners(u);
    close_paths(u, &u->assets, REF(ASSET));
    u->unsure = bits_new(u->arena, u->assets.count);
    take_patents(u);
    close_assets(u);
    find_parts(u);
    for (int i = 1; i < (int)u->assets.count; i++)
        u->owner[i] = improvement_owner(u, i, u->owner[i]);
    return u;
}
