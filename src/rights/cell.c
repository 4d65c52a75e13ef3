/* cell.c - see cell.h.
 *
 * In this order: no right is needed where none lives; a grant permits, a release forgives, a covenant
 * promises, unless a reservation stops it that it does not override. When nothing permits for sure, the
 * reason is the first of: something is unknown, it is reserved, a clause rests, it is narrowed or
 * excepted, it has ended, nothing is said. More clauses that permit never make the answer worse. */
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
        bool          about = change->grantee < 0 || change->grantee == hit->tested.grantee;
        bool          entity = change->entity < 0 || change->entity == w->p->asker;
        bool          extends = change->effect->kind == EFFECT_EXTENDS;
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

/* ---- excluded: but for what a clause excepts in so many words, it would be permitted ---- */

static bool find_exclusion(Work *w)
{
    const Rules *r = w->x->rules;
    for (Size i = 0; i < r->excepting.count; i++) {
        const Rule *rule = &r->rules.items[r->excepting.items[i]];
        Hit         hit = {.rule = rule};
        Dim         dim = DIM_COUNT;
        if (!rule_excepts(r, rule, w->p, &dim, &hit.tested))
            continue;
        Str text = sources_slice(r->st->terms->doc->sources, rule->at[dim]);
        add_ground(w, rule->clause, rule->part, rule->at[dim],
                   str_format(w->arena, "excepts it: %.*s", STR_ARG(text)));
        add_changes(w, &hit);
        w->cell.status = ANSWER_EXCLUDED;
    }
    return w->cell.status == ANSWER_EXCLUDED;
}

/* ---- the owner's own use ---- */

/* How surely the rule, of the owner, gives the point to somebody alone. */
static Tri given_alone(const Work *w, const Rule *rule)
{
    const Rules *r = w->x->rules;
    const Point *p = w->p;
    bool         box = rule->kind == RIGHT_GRANT && rule->grantor == r->universe->owner[p->asset] &&
               (rule->acts >> p->act & 1) && bits_has(rule->assets, p->asset) &&
               bits_has(rule->fields, p->field) && bits_has(rule->products, p->product) &&
               (p->country < 0 || bits_has(rule->places, p->country));
    if (!box || rule_exclusive(r, rule, p) != EXCL_EXCLUSIVE)
        return NO;
    Tri   best = NO;
    Point as_licensee = *p;
    for (Size i = 0; i < rule->grantee_count && best != YES; i++) {
        if (rule->grantees[i].subject < 0)
            continue;
        as_licensee.asker = rule->grantees[i].subject;
        Verdict verdict = rule_test(r, rule, &as_licensee, NULL).verdict;
        bool    maybe =
            verdict == TEST_UNKNOWN || verdict == TEST_CONDITIONAL; /* within a limit that is left open */
        best = tri_or(best, verdict == TEST_MATCH ? YES : maybe ? UNKNOWN : NO);
    }
    return best;
}

static bool taken_alone(Work *w, Tri how, Status status, Str why)
{
    bool some = false;
    for (Size i = 0; i < w->x->rules->rules.count; i++) {
        const Rule *rule = &w->x->rules->rules.items[i];
        if (given_alone(w, rule) != how)
            continue;
        add_ground(w, rule->clause, rule->part, ((const Right *)rule->clause->data)->exclusive_span, why);
        some = true;
    }
    if (some)
        w->cell.status = status;
    return some;
}

static void own_use(Work *w)
{
    if (taken_alone(w, YES, ANSWER_EXCLUDED, S("is exclusive, also against its licensor")))
        return;
    if (taken_alone(w, UNKNOWN, ANSWER_UNKNOWN,
                    S("is exclusive, if what is not recorded or not asked is so"))) {
        trace_missing(&w->cell.trace,
                      S("whether an exclusive licence reaches it is not recorded, or not asked"));
        return;
    }
    const Clause *asset = asset_clause(w->x->rules->universe, w->p->asset);
    if (asset)
        add_ground(w, asset, 0, asset->name_span, S("is its own"));
    w->cell.status = ANSWER_NOT_NEEDED;
}

/* ---- deciding ---- */

/* A reservation may name the kind of clause that it wins over. */
static bool reaches(const Rule *reservation, RightKind kind)
{
    const Right *right = reservation->clause->data;
    bool         said = right->against_grants || right->against_covenants;
    return kind != RIGHT_RELEASE &&
           (!said || (kind == RIGHT_GRANT ? right->against_grants : right->against_covenants));
}

static bool stops(const Work *w, const Hit *reservation, const Hit *hit)
{
    return reservation->rule->kind == RIGHT_RESERVE && reservation->rule->grantor == hit->rule->grantor &&
           reaches(reservation->rule, hit->rule->kind) &&
           !rule_overrides(w->x->rules, hit->rule, reservation->rule->clause);
}

/* YES: a reservation stops it. UNKNOWN: one may, and nobody can tell. */
static Tri reserved_against(const Work *w, const Hit *hit)
{
    Tri worst = NO;
    for (Size i = 0; i < w->hits.count; i++) {
        Verdict verdict = w->hits.items[i].tested.verdict;
        if (stops(w, &w->hits.items[i], hit))
            worst = tri_or(worst, verdict == TEST_MATCH ? YES : verdict == TEST_UNKNOWN ? UNKNOWN : NO);
    }
    return worst;
}

/* Every rule of this kind with this verdict that no reservation stops, or may stop. */
static bool permit(Work *w, RightKind kind, Verdict verdict, Status status, Str why)
{
    bool some = false;
    for (Size i = 0; i < w->hits.count; i++) {
        const Hit *hit = &w->hits.items[i];
        if (hit->rule->kind != kind || hit->tested.verdict != verdict || reserved_against(w, hit) != NO)
            continue;
        const Right *right = hit->rule->clause->data;
        if (!some || right->exclusion == EXCLUSION_COMPONENT)
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

/* What would permit if something that is not recorded were so: a clause, or the absence of a reservation. */
static bool doubt(Work *w)
{
    bool some = false;
    for (Size i = 0; i < w->hits.count; i++) {
        const Hit *hit = &w->hits.items[i];
        Tri        stopped = hit->rule->kind == RIGHT_RESERVE ? YES : reserved_against(w, hit);
        bool       permits = hit->tested.verdict == TEST_MATCH || hit->tested.verdict == TEST_CONDITIONAL;
        bool       unknown = hit->tested.verdict == TEST_UNKNOWN || (permits && stopped == UNKNOWN);
        if (!unknown || stopped == YES)
            continue;
        Str unsure = hit->tested.why.len ? str_format(w->arena, "depends on what is not recorded: %.*s",
                                                      STR_ARG(hit->tested.why))
                                         : S("depends on what is not recorded");
        add_hit(w, hit, permits ? S("permits it, unless it is reserved") : unsure);
        for (Size k = 0; k < w->hits.count; k++)
            if (w->hits.items[k].tested.verdict == TEST_UNKNOWN && stops(w, &w->hits.items[k], hit))
                add_hit(w, &w->hits.items[k], S("may keep it; that is not recorded"));
        some = true;
    }
    if (some)
        w->cell.status = ANSWER_UNKNOWN;
    return some;
}

static bool reserve(Work *w)
{
    bool some = false;
    for (Size i = 0; i < w->hits.count; i++) {
        if (w->hits.items[i].rule->kind != RIGHT_RESERVE || w->hits.items[i].tested.verdict != TEST_MATCH)
            continue;
        add_hit(w, &w->hits.items[i], S("keeps it"));
        w->cell.status = ANSWER_RESERVED;
        some = true;
    }
    return some;
}

static bool stop(Work *w, Verdict verdict, Status status, const char *why)
{
    bool some = false;
    for (Size i = 0; i < w->hits.count; i++) {
        const Hit *hit = &w->hits.items[i];
        if (hit->rule->kind == RIGHT_RESERVE || hit->tested.verdict != verdict)
            continue;
        add_hit(w, hit,
                hit->tested.why.len ? str_format(w->arena, "%s: %.*s", why, STR_ARG(hit->tested.why))
                                    : str_from(why));
        some = true;
    }
    if (some)
        w->cell.status = status;
    return some;
}

/* ---- what cannot be read, or is not settled ---- */

/* Which clauses a consequence acts on is known if each of its `then` lines could be read that far. */
static bool names_what_it_changes(const Terms *terms, const Clause *consequence)
{
    const Consequence *c = consequence->data;
    bool               told = !consequence->stmt->poisoned && c->effects.count > 0;
    for (const Stmt *line = consequence->stmt->body; told && line; line = line->next) {
        const Token *first = line->count ? tree_token(&terms->doc->tree, line->first) : NULL;
        told = !line->poisoned || (first && first->kind == T_NAME && first->word == W_when);
    }
    for (Size i = 0; told && i < c->effects.count; i++) {
        const Node *names = c->effects.items[i].clauses;
        for (const Node *item = names->a; told && item; item = item->next)
            told = item->a->decl >= 0;
        for (Size k = 0; told && k < terms->phrases.opens.count; k++) {
            const OpenPoint *open = &terms->phrases.opens.items[k];
            told = open->inside != consequence || open->span.from > names->span.from ||
                   open->span.to < names->span.to;
        }
    }
    return told;
}

static bool in_or_excepted(Bits set, Bits excepted, int at)
{
    return bits_has(set, at) || (excepted.words && bits_has(excepted, at));
}

/* Is the rule about the point, as it stands or as the effect may make it? */
static bool could_reach(const Work *w, const Rule *rule, EffectKind effect)
{
    const Point *p = w->p;
    bool         others = effect == EFFECT_PASSES || effect == EFFECT_STAYS; /* who else, is not known */
    bool         more = effect == EFFECT_EXTENDS;
    return in_or_excepted(rule->assets, rule->not_assets, p->asset) && (rule->acts >> p->act & 1) &&
           (p->country < 0 || in_or_excepted(rule->places, rule->not_places, p->country)) &&
           (others || bits_has(rule->who, p->asker)) &&
           (more || (in_or_excepted(rule->fields, rule->not_fields, p->field) &&
                     in_or_excepted(rule->products, rule->not_products, p->product)));
}

static bool could_change(const Work *w, const Clause *consequence)
{
    const Rules       *r = w->x->rules;
    const Consequence *c = consequence->data;
    if (!names_what_it_changes(r->st->terms, consequence))
        return true;
    for (Size e = 0; e < c->effects.count; e++)
        for (const Node *item = c->effects.items[e].clauses->a; item; item = item->next)
            for (Size i = 0; i < r->rules.count; i++)
                if (r->rules.items[i].clause->name == item->a->word &&
                    could_reach(w, &r->rules.items[i], c->effects.items[e].kind))
                    return true;
    return false;
}

/* Could a clause that cannot be read, or is not settled, be about this point? Of a right only the parties are
 * looked at, of a consequence the clauses that it names. */
static bool could_be_about(const Work *w, const Clause *clause)
{
    const Rules *r = w->x->rules;
    if (clause_is(clause, REF(CONSEQUENCE)))
        return could_change(w, clause);
    if (!clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE)))
        return true;
    const Right *right = clause->data;
    const Node  *from = right->from, *to = right->to;
    int grantor = from && from->op == WHO_NAMED && from->a ? standing_subject(r->st, from->a->word) : -1;
    int owner = w->p->asset > 0 ? r->universe->owner[w->p->asset] : -1;
    if (grantor >= 0 && owner >= 0 && grantor != owner)
        return false;
    for (const Node *item = to && to->kind == N_LIST ? to->a : NULL; item; item = item->next) {
        int grantee = item->a->kind == N_WHO && item->a->op == WHO_NAMED && item->a->a
                          ? standing_subject(r->st, item->a->a->word)
                          : -1;
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
        add_ground(w, clause, 0, clause->name_span,
                   clause->unsettled ? S("is not settled") : S("has errors and cannot be read"));
        trace_missing(
            &w->cell.trace,
            clause->unsettled
                ? str_format(w->arena, "`%.*s` has an open point; settle it with --pick", STR_ARG(name))
                : str_format(w->arena, "`%.*s` has errors; mend the text first", STR_ARG(name)));
        some = true;
    }
    if (some)
        w->cell.status = ANSWER_UNKNOWN;
    return some;
}

static bool permitted(Work *w)
{
    return permit(w, RIGHT_GRANT, TEST_MATCH, ANSWER_LICENSED, S("permits it")) ||
           permit(w, RIGHT_RELEASE, TEST_MATCH, ANSWER_RELEASED, S("forgives it")) ||
           permit(w, RIGHT_GRANT, TEST_CONDITIONAL, ANSWER_CONDITIONAL, S("permits it, within a limit")) ||
           permit(w, RIGHT_COVENANT, TEST_MATCH, ANSWER_COVENANTED, S("promises not to assert")) ||
           permit(w, RIGHT_COVENANT, TEST_CONDITIONAL, ANSWER_CONDITIONAL,
                  S("promises not to assert, within a limit"));
}

static void decide(Work *w)
{
    index_fits(w->x, w->p, keep_hit, w);
    if (depends_on_unreadable(w) || permitted(w) || doubt(w) || reserve(w) ||
        stop(w, TEST_SUSPENDED, ANSWER_SUSPENDED, "rests") ||
        stop(w, TEST_EXCLUDED, ANSWER_EXCLUDED, "is narrowed") || find_exclusion(w) ||
        stop(w, TEST_OVER, ANSWER_EXPIRED, "has ended"))
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
        add_ground(w, clause, 0, clause->name_span,
                   alone ? S("neither may license alone what both made")
                         : S("either may use what both made"));
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
    for (const Node *item = improvement->grant_back_fields ? improvement->grant_back_fields->a : NULL; item;
         item = item->next)
        field |= item->op == ITEM_PLUS && item->a->kind == N_NAME && item->a->decl >= 0 &&
                 u->number[item->a->decl] > 0 &&
                 bits_has(u->fields.within[u->number[item->a->decl]], w->p->field);
    if (!improvement->grant_back_said || improvement->no_grant_back || !party || !field ||
        w->p->act == sublicense)
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
    Tri             lives = asset_lives(u, p->asset, p->country, p->day, &why);
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
