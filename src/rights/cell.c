/* cell.c - see cell.h.
 *
 * In this order: no right is needed where none lives; a release forgives what lies in the past; a
 * reservation wins over grants and covenants that do not say `notwithstanding` it; then grants, then
 * covenants. When nothing permits, the reason is the strongest of: something is unknown, a clause
 * rests, it is narrowed or excepted, it has ended, nothing is said. */
#include "rights/cell.h"

typedef struct {
    const Rule *rule;
    Tested      tested;
} Hit;

typedef struct {
    const Index *x;
    Arena       *arena;
    const Point *p;
    Cell         cell;
    LIST_OF(Hit) hits;
} Work;

static void add_ground(Work *w, const Clause *clause, Word part, Span at, Str why)
{
    for (Size i = 0; i < w->cell.grounds.count; i++)
        if (w->cell.grounds.items[i].clause == clause && w->cell.grounds.items[i].part == part)
            return;
    *PUSH(w->arena, &w->cell.grounds) = (Ground){clause, part, at, why, NULL};
}

/* What events did to the clause belongs to the reason, also where it left the right alone. */
static void add_changes(Work *w, const Hit *hit)
{
    for (Size i = 0; i < hit->rule->change_count; i++) {
        const Change *change = &hit->rule->changes[i];
        bool about = change->grantee < 0 || change->grantee == hit->tested.grantee;
        bool entity = change->entity < 0 || change->entity == w->p->asker;
        bool extends = change->effect->kind == EFFECT_EXTENDS;
        if (change->day > w->p->day || !about || !entity || (extends && hit->rule->by != change->consequence))
            continue;
        add_ground(w, change->consequence, 0, change->effect->span, S("acted on it"));
        if (change->has_fact)
            trace_used(&w->cell.trace, change->fact);
    }
}

static void add_hit(Work *w, const Hit *hit, Str why)
{
    Span at = hit->tested.verdict == TEST_MATCH ? hit->rule->clause->name_span : hit->tested.at;
    Size before = w->cell.grounds.count;
    add_ground(w, hit->rule->clause, hit->rule->part, at, why);
    bool permits = hit->tested.verdict == TEST_MATCH || hit->tested.verdict == TEST_CONDITIONAL;
    if (w->cell.grounds.count > before && permits)
        w->cell.grounds.items[before].rule = hit->rule;
    add_changes(w, hit);
}

static void keep_hit(void *context, const Rule *rule)
{
    Work *w = context;
    Hit   hit = {rule, rule_test(w->x->rules, rule, w->p, &w->cell.trace)};
    if (hit.tested.verdict != TEST_MISS)
        *PUSH(w->arena, &w->hits) = hit;
}

/* ---- excluded: every other dimension fits and this one was taken out in so many words ---- */

static bool excludes(const Work *w, const Rule *rule, Dim dim)
{
    const Point *p = w->p;
    switch (dim) {
    case DIM_FIELD: return rule->not_fields.words && bits_has(rule->not_fields, p->field);
    case DIM_PRODUCT: return rule->not_products.words && bits_has(rule->not_products, p->product);
    case DIM_PLACE: return rule->not_places.words && p->country >= 0 && bits_has(rule->not_places, p->country);
    case DIM_ASSET: return rule->not_assets.words && bits_has(rule->not_assets, p->asset);
    case DIM_WHO:
    case DIM_ACT:
    case DIM_TIME:
    case DIM_START:
    case DIM_GATE:
    case DIM_RECIPIENT:
    case DIM_NARROWED:
    case DIM_COUNT: break;
    }
    return false;
}

typedef struct {
    Work *work;
    Dim   dim;
    Hit   best;
} Exclusion;

static void try_exclusion(void *context, const Rule *rule)
{
    Exclusion *e = context;
    if (rule->kind == RIGHT_RESERVE || rule->kind == RIGHT_RELEASE || !excludes(e->work, rule, e->dim))
        return;
    Tested tested = rule_test(e->work->x->rules, rule, e->work->p, NULL);
    bool   runs = tested.verdict == TEST_MATCH || tested.verdict == TEST_CONDITIONAL || tested.verdict == TEST_UNKNOWN || tested.verdict == TEST_SUSPENDED;
    if (runs && !e->best.rule)
        e->best = (Hit){rule, tested};
}

static bool find_exclusion(Work *w)
{
    static const Dim dims[] = {DIM_FIELD, DIM_PRODUCT, DIM_PLACE, DIM_ASSET};
    for (Size i = 0; i < COUNT(dims); i++) {
        Exclusion e = {.work = w, .dim = dims[i]};
        index_near(w->x, w->p, dims[i], try_exclusion, &e);
        if (!e.best.rule)
            continue;
        Str text = sources_slice(w->x->rules->st->terms->doc->sources, e.best.rule->at[dims[i]]);
        add_ground(w, e.best.rule->clause, e.best.rule->part, e.best.rule->at[dims[i]],
                   str_format(w->arena, "excepts it: %.*s", STR_ARG(text)));
        add_changes(w, &e.best);
        w->cell.status = ANSWER_EXCLUDED;
        return true;
    }
    return false;
}

/* ---- the owner's own use ---- */

static void own_use(Work *w)
{
    const Rules *r = w->x->rules;
    const Universe *u = r->universe;
    Point as_licensee = *w->p;
    for (Size i = 0; i < r->rules.count; i++) {
        const Rule *rule = &r->rules.items[i];
        bool box = rule->kind == RIGHT_GRANT && rule->grantor == u->owner[w->p->asset] && (rule->acts >> w->p->act & 1) &&
                   bits_has(rule->assets, w->p->asset) && bits_has(rule->fields, w->p->field) &&
                   bits_has(rule->products, w->p->product) && (w->p->country < 0 || bits_has(rule->places, w->p->country));
        if (!box || rule_exclusive(r, rule, w->p) != EXCL_EXCLUSIVE || rule->grantee_count == 0 || rule->grantees[0].subject < 0)
            continue;
        as_licensee.asker = rule->grantees[0].subject;
        if (rule_test(r, rule, &as_licensee, NULL).verdict != TEST_MATCH)
            continue;
        const Right *right = rule->clause->data;
        add_ground(w, rule->clause, rule->part, right->exclusive_span, S("is exclusive, also against its licensor"));
        w->cell.status = ANSWER_EXCLUDED;
        return;
    }
    const Clause *asset = asset_clause(u, w->p->asset);
    if (asset)
        add_ground(w, asset, 0, asset->name_span, S("is its own"));
    w->cell.status = ANSWER_NOT_NEEDED;
}

/* ---- deciding ---- */

static const Hit *first_hit(const Work *w, RightKind kind, Verdict verdict)
{
    for (Size i = 0; i < w->hits.count; i++)
        if (w->hits.items[i].rule->kind == kind && w->hits.items[i].tested.verdict == verdict)
            return &w->hits.items[i];
    return NULL;
}

static bool reserved_against(const Work *w, const Rule *rule)
{
    for (Size i = 0; i < w->hits.count; i++) {
        const Hit *hit = &w->hits.items[i];
        if (hit->rule->kind == RIGHT_RESERVE && hit->tested.verdict == TEST_MATCH && hit->rule->grantor == rule->grantor &&
            !rule_overrides(w->x->rules, rule, hit->rule->clause))
            return true;
    }
    return false;
}

/* Every rule of this kind with this verdict that no reservation stops. */
static bool permit(Work *w, RightKind kind, Verdict verdict, Status status, Str why)
{
    bool some = false;
    for (Size i = 0; i < w->hits.count; i++) {
        const Hit *hit = &w->hits.items[i];
        if (hit->rule->kind != kind || hit->tested.verdict != verdict || (kind != RIGHT_RELEASE && reserved_against(w, hit->rule)))
            continue;
        const Right *right = hit->rule->clause->data;
        if (!some)
            w->cell.exclusion = right->exclusion;
        add_hit(w, hit, why);
        if (verdict == TEST_CONDITIONAL)
            *PUSH(w->arena, &w->cell.conditions) = hit->tested.why;
        some = true;
    }
    if (some)
        w->cell.status = status;
    return some;
}

static bool reserve(Work *w)
{
    const Hit *hit = first_hit(w, RIGHT_RESERVE, TEST_MATCH);
    if (!hit)
        return false;
    for (Size i = 0; i < w->hits.count; i++)
        if (w->hits.items[i].rule->kind == RIGHT_RESERVE && w->hits.items[i].tested.verdict == TEST_MATCH)
            add_hit(w, &w->hits.items[i], S("keeps it"));
    w->cell.status = ANSWER_RESERVED;
    return true;
}

static bool stop(Work *w, Verdict verdict, Status status, const char *why)
{
    bool some = false;
    for (Size i = 0; i < w->hits.count; i++) {
        const Hit *hit = &w->hits.items[i];
        if (hit->rule->kind == RIGHT_RESERVE || hit->tested.verdict != verdict)
            continue;
        add_hit(w, hit, hit->tested.why.len ? str_format(w->arena, "%s: %.*s", why, STR_ARG(hit->tested.why)) : str_from(why));
        some = true;
    }
    if (some)
        w->cell.status = status;
    return some;
}

/* Could a clause that cannot be read, or is not settled, be about this point? Only its parties are looked at. */
static bool could_be_about(const Work *w, const Clause *clause)
{
    const Rules *r = w->x->rules;
    if (!clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE)))
        return true;
    const Right *right = clause->data;
    const Node  *from = right->from, *to = right->to;
    int grantor = from && from->op == WHO_NAMED && from->a ? standing_subject(r->st, from->a->word) : -1;
    int owner = w->p->asset > 0 ? r->universe->owner[w->p->asset] : -1;
    if (grantor >= 0 && owner >= 0 && grantor != owner)
        return false;
    for (const Node *item = to && to->kind == N_LIST ? to->a : NULL; item; item = item->next) {
        int grantee = item->a->kind == N_WHO && item->a->op == WHO_NAMED && item->a->a ? standing_subject(r->st, item->a->a->word) : -1;
        if (grantee < 0 || grantee == w->p->asker || (item->a->flag & WHO_AFFILIATES))
            return true;
    }
    return !to || to->kind != N_LIST;
}

static bool depends_on_unreadable(Work *w)
{
    bool some = false;
    for (Size i = 0; i < w->x->rules->unreadable.count; i++) {
        const Clause *clause = w->x->rules->unreadable.items[i];
        Str           name = terms_text(w->x->rules->st->terms, clause->name);
        if (!could_be_about(w, clause))
            continue;
        add_ground(w, clause, 0, clause->name_span, clause->unsettled ? S("is not settled") : S("has errors and cannot be read"));
        trace_missing(&w->cell.trace, clause->unsettled ? str_format(w->arena, "`%.*s` has an open point; settle it with --pick", STR_ARG(name))
                                                        : str_format(w->arena, "`%.*s` has errors; mend the text first", STR_ARG(name)));
        some = true;
    }
    if (some)
        w->cell.status = ANSWER_UNKNOWN;
    return some;
}

static void decide(Work *w)
{
    index_fits(w->x, w->p, keep_hit, w);
    if (depends_on_unreadable(w) || permit(w, RIGHT_GRANT, TEST_MATCH, ANSWER_LICENSED, S("permits it")))
        return;
    if (permit(w, RIGHT_RELEASE, TEST_MATCH, ANSWER_RELEASED, S("forgives it")))
        return;
    if (permit(w, RIGHT_GRANT, TEST_CONDITIONAL, ANSWER_CONDITIONAL, S("permits it, within a limit")))
        return;
    if (reserve(w))
        return;
    if (first_hit(w, RIGHT_GRANT, TEST_UNKNOWN) && stop(w, TEST_UNKNOWN, ANSWER_UNKNOWN, "depends on what is not recorded"))
        return;
    if (permit(w, RIGHT_COVENANT, TEST_MATCH, ANSWER_COVENANTED, S("promises not to assert")))
        return;
    if (permit(w, RIGHT_COVENANT, TEST_CONDITIONAL, ANSWER_CONDITIONAL, S("promises not to assert, within a limit")))
        return;
    if (first_hit(w, RIGHT_RESERVE, TEST_UNKNOWN))
        (void)w->cell.status;
    if (stop(w, TEST_UNKNOWN, ANSWER_UNKNOWN, "depends on what is not recorded") || stop(w, TEST_SUSPENDED, ANSWER_SUSPENDED, "rests") ||
        stop(w, TEST_EXCLUDED, ANSWER_EXCLUDED, "is narrowed") || find_exclusion(w) || stop(w, TEST_OVER, ANSWER_EXPIRED, "has ended"))
        return;
    w->cell.status = ANSWER_SILENT;
}

/* An improvement: its clause says who owns it, what both made together, and what the other side may use. */
static bool improvement_answers(Work *w)
{
    const Universe *u = w->x->rules->universe;
    const Clause   *clause = asset_improvement(u, w->p->asset);
    bool            jointly = false, made = asset_improved_by(u, w->p->asset, w->p->asker, &jointly);
    if (!clause)
        return false;
    const Improvement *improvement = clause->data;
    const int          sublicense = W_sublicense - W_ACT_FIRST;
    if (jointly && made && improvement->joint_use) {
        bool alone = w->p->act == sublicense && improvement->joint_no_license;
        add_ground(w, clause, 0, clause->name_span, alone ? S("neither may license alone what both made") : S("either may use what both made"));
        w->cell.status = alone ? ANSWER_EXCLUDED : ANSWER_NOT_NEEDED;
        return true;
    }
    if (!jointly && u->owner[w->p->asset] == w->p->asker) {
        add_ground(w, clause, 0, improvement->owner_span, S("makes it its own"));
        w->cell.status = ANSWER_NOT_NEEDED;
        return true;
    }
    bool party = false, field = !improvement->grant_back_fields;
    for (Size i = 0; i < w->x->rules->st->parties.count; i++)
        party |= w->x->rules->st->parties.items[i] == w->p->asker;
    for (const Node *item = improvement->grant_back_fields ? improvement->grant_back_fields->a : NULL; item; item = item->next)
        field |= item->op == ITEM_PLUS && item->a->kind == N_NAME && item->a->decl >= 0 && u->number[item->a->decl] > 0 &&
                 bits_has(u->fields.within[u->number[item->a->decl]], w->p->field);
    if (!improvement->grant_back_said || improvement->no_grant_back || !party || !field || w->p->act == sublicense)
        return false;
    add_ground(w, clause, 0, improvement->grant_back_span, S("grants it back"));
    w->cell.status = ANSWER_LICENSED;
    return true;
}

/* The owner and its group need no licence to what is their own. */
static bool is_own(const Rules *r, const Point *p)
{
    int owner = r->universe->owner[p->asset];
    return owner == p->asker || (owner >= 0 && standing_affiliate(r->st, p->asker, owner, p->day) == YES);
}

Cell cell_answer(const Index *x, Arena *arena, const Point *p)
{
    Work w = {.x = x, .arena = arena, .p = p, .cell = {.status = ANSWER_SILENT, .trace = {.arena = arena}}};
    Span why = {0, 0};
    const Universe *u = x->rules->universe;
    Tri  lives = asset_lives(u, p->asset, p->country, p->day, &why);
    if (lives == NO) {
        const Clause *asset = asset_clause(u, p->asset);
        add_ground(&w, asset, 0, why.to ? why : asset->name_span, S("no right lives there on that day"));
        w.cell.status = ANSWER_NOT_NEEDED;
    } else if (p->asset > 0 && improvement_answers(&w)) {
        return w.cell;
    } else if (p->asset > 0 && is_own(x->rules, p)) {
        own_use(&w);
    } else {
        decide(&w);
    }
    return w.cell;
}

Status may_cell(const Index *x, Arena *arena, const Point *p) { return cell_answer(x, arena, p).status; }
