/* test.c - one rule, one point, one day: what the bit sets could not decide.
 *
 * Order matters for what is said: a dimension that fails makes the rule a miss; then the days; then
 * what events did to the clause; then its conditions. UNKNOWN anywhere beats all that would permit. */
#include "rights/rules.h"

typedef struct {
    const Rules *r;
    const Rule  *rule;
    const Point *p;
    Trace       *trace;
    Scene        scene;
    Tested       out;
    Tri          sure;  /* UNKNOWN once something was not known */
    Str          limit; /* a condition that the question leaves open */
    Span         limit_at;
} Test;

static Tested decided(const Test *t, Verdict verdict, Dim dim, Span at, Str why)
{
    Tested out = t->out;
    out.verdict = verdict;
    out.dim = dim;
    out.at = at;
    out.why = why;
    return out;
}

/* ---- who ---- */

static bool change_fits(const Test *t, const Change *change, int grantee)
{
    bool part = !change->part || change->part == t->rule->part;
    return change->day <= t->p->day && part && (change->grantee < 0 || change->grantee == grantee);
}

/* A former affiliate keeps its place where a consequence says `stays for that affiliate`. */
static bool stays(const Test *t, int grantee)
{
    for (Size i = 0; i < t->rule->change_count; i++) {
        const Change *change = &t->rule->changes[i];
        if (change->effect->kind == EFFECT_STAYS && change->entity == t->p->asker &&
            change_fits(t, change, grantee))
            return true;
    }
    return false;
}

static bool succeeds(const Test *t, int grantee)
{
    for (Size i = 0; i < t->rule->change_count; i++) {
        const Change *change = &t->rule->changes[i];
        bool moves = change->effect->kind == EFFECT_NARROWS_SOLD || change->effect->kind == EFFECT_PASSES;
        if (moves && change->into == t->p->asker && change_fits(t, change, grantee))
            return true;
    }
    return false;
}

static Tri definition_met(Test *t, const Grantee *g)
{
    if (!g->definition)
        return YES;
    Node *state = NEW(t->r->st->work, Node, 1);
    Node *phrase = NEW(t->r->st->work, Node, 1), *of = NEW(t->r->st->work, Node, 1),
         *name = NEW(t->r->st->work, Node, 1);
    *name = (Node){.kind = N_NAME,
                   .word = t->r->st->subjects.items[t->p->asker].name,
                   .decl = 0,
                   .span = g->definition->span};
    *of = (Node){.kind = N_PHRASE, .op = PHRASE_FOR, .a = name, .span = g->definition->span, .decl = -1};
    Node *head = NEW(t->r->st->work, Node, 1);
    *head = *g->definition;
    *phrase = (Node){
        .kind = N_PHRASE, .op = PHRASE_HEAD, .a = head, .b = of, .span = g->definition->span, .decl = -1};
    *state = (Node){.kind = N_STATE, .op = STATE_TRUE, .a = phrase, .span = g->definition->span, .decl = -1};
    return condition_holds(t->r->st, state, &t->scene, t->trace);
}

static Tri as_affiliate(Test *t, const Grantee *g, int of)
{
    const Standing *st = t->r->st;
    if (!g->affiliates || st->subjects.items[of].class_of >= 0)
        return NO;
    Tri affiliate = standing_affiliate(st, t->p->asker, of, t->p->day);
    if (affiliate == NO && g->then_and_later && g->members_on < DAY_MAX)
        affiliate = standing_affiliate(st, t->p->asker, of, g->members_on);
    if (affiliate == UNKNOWN)
        trace_missing(t->trace, str_format(t->r->st->work, "what makes an affiliate of %.*s is not told",
                                           STR_ARG(subject_text(st, t->r->st->work, of))));
    return affiliate == NO ? NO : tri_and(affiliate, definition_met(t, g));
}

static Tri stands_for(Test *t, const Grantee *g, int of)
{
    Day day = g->members_on < DAY_MAX ? g->members_on : t->p->day;
    if (g->group && standing_member(t->r->st, of, g->group == W_member ? 0 : g->group, day) != YES)
        return NO;
    if (t->p->asker == of || succeeds(t, of) || stays(t, of))
        return YES;
    return as_affiliate(t, g, of);
}

/* UNKNOWN or YES set the grantee in whose place the asker stands. */
static Tri who_fits(Test *t)
{
    Tri best = NO;
    if (t->rule->grantee_count == 0)
        return t->p->asker == t->rule->grantor ? NO : YES;
    for (Size i = 0; i < t->rule->grantee_count && best != YES; i++) {
        const Grantee *g = &t->rule->grantees[i];
        if (g->subject >= 0) {
            Tri fits = stands_for(t, g, g->subject);
            t->out.grantee = fits > best ? g->subject : t->out.grantee;
            best = tri_or(best, fits);
            continue;
        }
        for (Size k = 0; k < t->r->st->members.count && best != YES; k++) {
            int member = t->r->st->members.items[k].subject;
            Tri fits = stands_for(t, g, member);
            t->out.grantee = fits > best ? member : t->out.grantee;
            best = tri_or(best, fits);
        }
    }
    return best;
}

/* ---- assets and places on the day ---- */

static int asset_number(const Test *t, const Node *name)
{
    const Universe *u = t->r->universe;
    if (name->op != NAME_BY_GRANTOR && name->op != NAME_BY_GRANTEE)
        return name->decl >= 0 ? u->number[name->decl] : -1;
    int  side = name->op == NAME_BY_GRANTOR ? t->rule->grantor : t->out.grantee;
    Str  path = str_format(t->r->st->work, "%.*s%.*s", STR_ARG(subject_text(t->r->st, t->r->st->work, side)),
                           STR_ARG(name->text));
    Word word = word_known(t->r->st->terms->doc->words, path);
    return word ? universe_number(u, word) : -1;
}

/* Whether the list has the asset on the day, left to right; `exceptions` false: but for what it excepts. */
static Tri listed_asset(const Test *t, const Node *list, bool exceptions)
{
    const Universe *u = t->r->universe;
    Tri             in = NO;
    for (const Node *item = list->a; item; item = item->next) {
        Tri hit = NO;
        int number = item->a->kind == N_LIST ? -1 : asset_number(t, item->a);
        if (item->a->kind == N_LIST)
            hit = listed_asset(t, item->a, exceptions);
        else if (number > 0 && number < (int)u->assets.count &&
                 bits_has(u->assets.within[number], t->p->asset))
            hit = number == t->p->asset ? YES : asset_captured(u, number, t->p->asset, t->p->day);
        else if (number <= 0 && item->op == ITEM_PLUS) /* the patent of an event, every patent of an owner */
            hit = bits_has(t->rule->assets, t->p->asset) ? YES : NO;
        if (item->op == ITEM_PLUS)
            in = tri_or(in, hit);
        else if (exceptions)
            in = tri_and(in, tri_not(hit));
    }
    return in;
}

static bool by_the_day(const Test *t)
{
    const Clause *clause =
        t->p->asset > 0 && t->rule->dated_assets ? asset_clause(t->r->universe, t->p->asset) : NULL;
    return clause && clause_is(clause, REF(PATENT));
}

static Tri asset_fits(const Test *t)
{
    const Right *right = t->rule->clause->data;
    return by_the_day(t) && right->assets ? listed_asset(t, right->assets, true) : YES;
}

static bool listed_place(const Test *t, const Node *list, bool exceptions)
{
    Bits places = bits_new(t->r->st->work, COUNTRY_COUNT);
    for (const Node *item = list->a; item; item = item->next) {
        Bits one = bits_new(t->r->st->work, COUNTRY_COUNT);
        bool dated = false;
        if (item->a->kind == N_LIST)
            for (const Node *inner = item->a->a; inner; inner = inner->next)
                (void)universe_places(t->r->universe, inner->a, t->p->day, false, one, &dated);
        else
            (void)universe_places(t->r->universe, item->a, t->p->day, false, one, &dated);
        if (item->op == ITEM_PLUS)
            bits_or(places, one);
        else if (exceptions)
            bits_less(places, one);
    }
    return bits_has(places, t->p->country);
}

static bool place_fits(const Test *t)
{
    const Right *right = t->rule->clause->data;
    return !t->rule->dated_places || t->p->country < 0 || listed_place(t, right->places, true);
}

/* ---- limits: only for, only to, recipients ---- */

static void leave_open(Test *t, Span at)
{
    const Sublicense *given = t->rule->sublicense;
    if (t->limit.len)
        return;
    if (given && given->only_to && given->only_for) /* the two stand side by side: say both */
        at = span_join(given->only_to->span, given->only_for->span);
    t->limit = sources_slice(t->r->st->terms->doc->sources, at);
    t->limit_at = at;
}

/* NO: the product is another. A limit that the question does not settle is left open. */
static Tri only_for_fits(Test *t)
{
    const Node *only = t->rule->only_for_node;
    Tri         best = NO;
    bool        open = false;
    if (!only)
        return YES;
    if (t->p->product > 0 && bits_has(t->rule->only_for, t->p->product))
        return YES;
    for (const Node *item = only->a; item; item = item->next) {
        const Decl *decl = item->a->kind == N_NAME && item->a->decl >= 0
                               ? &t->r->st->terms->decls.items[item->a->decl]
                               : NULL;
        uint64_t    ref = decl ? decl->ref : 0;
        bool        by_fact = (ref & (REF(FACT) | REF(CONDITION))) && t->p->product > 0;
        if (by_fact) {
            Node phrase = {.kind = N_PHRASE, .op = PHRASE_HEAD, .a = item->a, .span = item->span, .decl = -1};
            Node state = {.kind = N_STATE, .op = STATE_TRUE, .a = &phrase, .span = item->span, .decl = -1};
            best = tri_or(best, condition_holds(t->r->st, &state, &t->scene, t->trace));
        } else if (ref & REF(FIELD)) {
            int number = t->r->universe->number[item->a->decl];
            if (bits_has(t->r->universe->fields.within[number], t->p->field))
                return YES;
        } else { /* for the grantee, for a class: no question can settle it; a product only if it is named */
            open |= !(ref & (REF(PRODUCTS) | REF(PRODUCT) | REF(COLUMN))) || t->p->product == 0;
        }
    }
    if (open)
        leave_open(t, only->span);
    return open ? YES : best;
}

static bool recipient_fits(const Test *t)
{
    const Node *depth = t->rule->sublicense ? t->rule->sublicense->depth : NULL;
    if (t->rule->sublicense && t->p->level > (depth ? (int)depth->value : 1))
        return false;
    if (!t->rule->sublicense || !t->p->recipient)
        return true;
    for (const Node *item = t->rule->sublicense->recipients->a; item; item = item->next)
        if (item->a->word == t->p->recipient)
            return true;
    return false;
}

/* ---- what events did ---- */

static bool made_by_group(const Test *t, const Product *product, const Change *change)
{
    int maker = product->maker ? standing_subject(t->r->st, product->maker->word) : -1;
    int grantee = t->out.grantee;
    if (maker < 0)
        return true;
    return maker == grantee || maker == change->entity ||
           standing_affiliate(t->r->st, maker, grantee, change->day - 1) == YES;
}

static Tri grown_out_of_it(Test *t, const Change *change)
{
    if (!change->effect->with)
        return NO;
    Node phrase = {.kind = N_PHRASE,
                   .op = PHRASE_HEAD,
                   .a = change->effect->with,
                   .span = change->effect->with->span,
                   .decl = -1};
    Node state = {.kind = N_STATE, .op = STATE_TRUE, .a = &phrase, .span = change->effect->span, .decl = -1};
    return condition_holds(t->r->st, &state, &t->scene, t->trace);
}

static Tri sold_then(Test *t, const Change *change)
{
    const Product *product = product_of(t->r->universe, t->scene.product);
    if (!product) {
        leave_open(t, change->effect->span);
        return YES;
    }
    if (!made_by_group(t, product, change))
        return NO;
    bool sold = product->sold_from && product->sold_from->value <= change->day &&
                (!product->sold_through || product->sold_through->value >= change->day);
    if (sold)
        return YES;
    Tri grown = grown_out_of_it(t, change);
    if (grown == NO && !product->sold_from) {
        trace_missing(t->trace, str_format(t->r->st->work, "since when `%.*s` is sold is not told",
                                           STR_ARG(terms_text(t->r->st->terms, t->scene.product))));
        return UNKNOWN;
    }
    return grown;
}

static Tri in_narrowed_fields(const Test *t, const Change *change)
{
    const Universe *u = t->r->universe;
    for (const Node *item = change->effect->scope->a; item; item = item->next) {
        int  number = item->a->decl >= 0 ? u->number[item->a->decl] : -1;
        bool field = item->a->decl >= 0 && (t->r->st->terms->decls.items[item->a->decl].ref & REF(FIELD));
        if (number > 0 && bits_has(field ? u->fields.within[number] : u->products.within[number],
                                   field ? t->p->field : t->p->product))
            return item->op == ITEM_PLUS ? YES : NO;
    }
    return NO;
}

static Tri was_affiliate_before(const Test *t, const Change *change)
{
    if (t->p->asker == t->out.grantee)
        return YES;
    return standing_affiliate(t->r->st, t->p->asker, t->out.grantee, change->day - 1);
}

typedef struct {
    bool ended, suspended;
    Tri  inside; /* of what it was narrowed to */
    Span ended_at, suspended_at, narrowed_at;
} Effects;

static void apply(Test *t, Effects *e, const Change *change)
{
    Tri inside = YES;
    if (change->entity >= 0 && change->entity != t->p->asker)
        return; /* it is about another company */
    switch (change->effect->kind) {
    case EFFECT_SUSPENDS:
        e->suspended = true;
        e->suspended_at = change->effect->span;
        break;
    case EFFECT_RESUMES: e->suspended = false; break;
    case EFFECT_ENDS:
        e->ended = true;
        e->ended_at = change->effect->span;
        break;
    case EFFECT_STARTS: e->ended = false; break;
    case EFFECT_NARROWS_SOLD: inside = sold_then(t, change); break;
    case EFFECT_NARROWS_FIELDS: inside = in_narrowed_fields(t, change); break;
    case EFFECT_NARROWS_WHO: inside = was_affiliate_before(t, change); break;
    case EFFECT_STAYS:
    case EFFECT_EXTENDS:
    case EFFECT_BECOMES:
    case EFFECT_PASSES:
    case EFFECT_OPENS: break;
    }
    if (inside < e->inside)
        e->narrowed_at = change->effect->span;
    e->inside = tri_and(e->inside, inside);
}

static Effects effects_on(Test *t)
{
    Effects e = {.inside = YES};
    for (Size i = 0; i < t->rule->change_count; i++)
        if (change_fits(t, &t->rule->changes[i], t->out.grantee))
            apply(t, &e, &t->rule->changes[i]);
    return e;
}

/* ---- conditions of the clause ---- */

static Tri all_hold(Test *t, const NodeList *list, bool negated, Span *at)
{
    Tri worst = YES;
    for (Size i = 0; i < list->count; i++) {
        Tri held = condition_holds(t->r->st, list->items[i], &t->scene, t->trace);
        held = negated ? tri_not(held) : held;
        if (held < worst)
            *at = list->items[i]->span;
        worst = tri_and(worst, held);
    }
    return worst;
}

static Tri all_held(Test *t, const NodeList *list, Span *at)
{
    Tri   worst = YES;
    Scene scene = t->scene;
    if (t->rule->kind == RIGHT_RELEASE)
        scene.day = DAY_MAX; /* what is forgiven is forgiven, whenever the condition came about */
    for (Size i = 0; i < list->count; i++) {
        Tri held = condition_held(t->r->st, list->items[i], &scene, t->trace);
        if (held < worst)
            *at = list->items[i]->span;
        worst = tri_and(worst, held);
    }
    return worst;
}

static Tri box_gates(Test *t)
{
    Tri worst = YES;
    for (int i = 0; i < t->rule->gate_count; i++) {
        Tri held = condition_holds(t->r->st, t->rule->gates[i], &t->scene, t->trace);
        worst = tri_and(worst, t->rule->gate_negated[i] ? tri_not(held) : held);
    }
    return worst;
}

static Str words_at(const Test *t, Span at) { return sources_slice(t->r->st->terms->doc->sources, at); }

static Tested test_conditions(Test *t)
{
    const Clause *c = t->rule->clause;
    Span          at = t->rule->at[DIM_TIME];
    Tri           once = all_held(t, &c->once, &at);
    if (t->rule->extends_once) {
        Tri extended = condition_held(t->r->st, t->rule->extends_once, &t->scene, t->trace);
        at = extended < once ? t->rule->extends_once->span : at;
        once = tri_and(once, extended);
    }
    if (once == NO)
        return decided(t, TEST_NOT_YET, DIM_START, at,
                       str_format(t->r->st->work, "once %.*s", STR_ARG(words_at(t, at))));
    Effects e = effects_on(t);
    if (e.ended)
        return decided(t, TEST_OVER, DIM_TIME, e.ended_at, words_at(t, e.ended_at));
    if (e.inside == NO)
        return decided(t, TEST_EXCLUDED, DIM_NARROWED, e.narrowed_at, words_at(t, e.narrowed_at));
    if (e.suspended)
        return decided(t, TEST_SUSPENDED, DIM_GATE, e.suspended_at, words_at(t, e.suspended_at));
    Tri gate = tri_and(all_hold(t, &c->while_, false, &at), all_hold(t, &c->unless, true, &at));
    gate = tri_and(gate, all_hold(t, &c->if_, false, &at));
    if (t->rule->sublicense && t->rule->sublicense->condition) {
        Tri held = condition_holds(t->r->st, t->rule->sublicense->condition, &t->scene, t->trace);
        at = held < gate ? t->rule->sublicense->condition->span : at;
        gate = tri_and(gate, held);
    }
    if (gate == NO)
        return decided(t, TEST_SUSPENDED, DIM_GATE, at, words_at(t, at));
    t->sure = tri_and(t->sure, tri_and(tri_and(once, gate), e.inside));
    if (t->sure != YES)
        return decided(t, TEST_UNKNOWN, DIM_GATE, at, words_at(t, at));
    if (t->rule->sublicense && t->rule->sublicense->only_to)
        leave_open(t, t->rule->sublicense->only_to->span);
    if (t->limit.len)
        return decided(t, TEST_CONDITIONAL, DIM_NARROWED, t->limit_at, t->limit);
    return decided(t, TEST_MATCH, DIM_COUNT, c->name_span, S(""));
}

/* A version that a later one replaced says nothing about the days after it. */
static bool replaced(const Test *t)
{
    const Clause *c = t->rule->clause;
    return c->later && t->p->day > c->in_force.through;
}

static Tested test_days(Test *t)
{
    Span at = t->rule->at[DIM_TIME];
    if (replaced(t) || t->p->day < t->rule->clause->in_force.from)
        return decided(t, TEST_MISS, DIM_TIME, at, S(""));
    if (t->rule->never_started)
        return decided(t, TEST_NOT_YET, DIM_START, at, S("what it springs from has not happened"));
    if (t->p->day < t->rule->days.from)
        return decided(t, TEST_NOT_YET, DIM_TIME, at, S(""));
    if (t->p->day > t->rule->days.through)
        return decided(t, t->rule->kind == RIGHT_RELEASE ? TEST_MISS : TEST_OVER, DIM_TIME, at, S(""));
    if (t->rule->days_known != YES) {
        trace_missing(t->trace,
                      str_format(t->r->st->work, "from when or until when `%.*s` runs is not recorded",
                                 STR_ARG(clause_text(t->r, t->r->st->work, t->rule->clause, 0))));
        t->sure = UNKNOWN;
    }
    if (t->p->day > t->rule->sure_through) {
        trace_missing(t->trace, standing_undecided(t->r->st, t->r->st->work));
        t->sure = UNKNOWN;
    }
    return test_conditions(t);
}

static Test test_of(const Rules *r, const Rule *rule, const Point *p, Trace *trace)
{
    Test t = {.r = r, .rule = rule, .p = p, .trace = trace, .sure = YES, .out = {.grantee = p->asker}};
    t.scene = (Scene){.day = p->day,
                      .grantor = rule->grantor,
                      .grantee = p->asker,
                      .asker = p->asker,
                      .occurrence = rule->occurrence,
                      .product = p->product > 0 ? r->universe->products.name[p->product] : 0,
                      .country = 0,
                      .patent = p->asset > 0 ? r->universe->assets.name[p->asset] : 0};
    return t;
}

/* Everything but where: the asset, the field, the product, the country. */
static Tested test_terms(Test *t)
{
    const Rule *rule = t->rule;
    if (!recipient_fits(t))
        return decided(t, TEST_MISS, DIM_RECIPIENT, rule->at[DIM_RECIPIENT], S(""));
    Tri only = only_for_fits(t);
    if (only == NO)
        return decided(t, TEST_MISS, DIM_PRODUCT, rule->at[DIM_PRODUCT], S(""));
    Tri gates = box_gates(t);
    if (gates == NO)
        return decided(t, TEST_MISS, DIM_FIELD, rule->at[DIM_FIELD], S(""));
    t->sure = tri_and(t->sure, tri_and(only, gates));
    return test_days(t);
}

static bool who_stands(Test *t)
{
    Tri who = t->rule->simple ? YES : who_fits(t);
    t->scene.grantee = t->out.grantee;
    t->sure = tri_and(t->sure, who);
    return who != NO;
}

Tested rule_test(const Rules *r, const Rule *rule, const Point *p, Trace *trace)
{
    Test t = test_of(r, rule, p, trace);
    if (rule->simple)
        return test_days(&t);
    if (!who_stands(&t))
        return decided(&t, TEST_MISS, DIM_WHO, rule->at[DIM_WHO], S(""));
    Tri asset = asset_fits(&t);
    if (asset == NO)
        return decided(&t, TEST_MISS, DIM_ASSET, rule->at[DIM_ASSET], S(""));
    if (!place_fits(&t))
        return decided(&t, TEST_MISS, DIM_PLACE, rule->at[DIM_PLACE], S(""));
    t.sure = tri_and(t.sure, asset);
    return test_terms(&t);
}

/* ---- exceptions ---- */

/* In: 1; in but for an exception: 0; not in: -1. */
static int in_or_excepted(Bits in, Bits excepted, int at)
{
    return bits_has(in, at) ? 1 : excepted.words && bits_has(excepted, at) ? 0 : -1;
}

static int asset_in(const Test *t)
{
    const Right *right = t->rule->clause->data;
    if (!by_the_day(t) || !right->assets)
        return in_or_excepted(t->rule->assets, t->rule->not_assets, t->p->asset);
    return listed_asset(t, right->assets, true) != NO    ? 1
           : listed_asset(t, right->assets, false) != NO ? 0
                                                         : -1;
}

static int place_in(const Test *t)
{
    const Right *right = t->rule->clause->data;
    if (t->p->country < 0)
        return 1;
    if (!t->rule->dated_places)
        return in_or_excepted(t->rule->places, t->rule->not_places, t->p->country);
    return listed_place(t, right->places, true) ? 1 : listed_place(t, right->places, false) ? 0 : -1;
}

bool rule_excepts(const Rules *r, const Rule *rule, const Point *p, Dim *dim, Tested *tested)
{
    bool near =
        (rule->acts >> p->act & 1) && bits_has(rule->who, p->asker) &&
        in_or_excepted(rule->fields, rule->not_fields, p->field) >= 0 &&
        in_or_excepted(rule->products, rule->not_products, p->product) >= 0 &&
        in_or_excepted(rule->assets, rule->not_assets, p->asset) >= 0; /* ever; the day is looked at below */
    if (!near)
        return false;
    Test t = test_of(r, rule, p, NULL);
    if (!who_stands(&t))
        return false;
    static const Dim dims[] = {DIM_FIELD, DIM_PRODUCT, DIM_PLACE, DIM_ASSET};
    const int        in[] = {in_or_excepted(rule->fields, rule->not_fields, p->field),
                             in_or_excepted(rule->products, rule->not_products, p->product), place_in(&t),
                             asset_in(&t)};
    bool             excepted = false;
    for (Size i = COUNT(dims) - 1; i >= 0; i--) {
        if (in[i] < 0)
            return false;
        *dim = in[i] == 0 ? dims[i] : *dim;
        excepted |= in[i] == 0;
    }
    if (!excepted)
        return false;
    *tested = rule->simple ? test_days(&t) : test_terms(&t);
    return tested->verdict == TEST_MATCH || tested->verdict == TEST_CONDITIONAL ||
           tested->verdict == TEST_UNKNOWN || tested->verdict == TEST_SUSPENDED;
}

/* ---- exclusivity and precedence ---- */

Exclusivity rule_exclusive(const Rules *r, const Rule *rule, const Point *p)
{
    const Right *right = rule->clause->data;
    Exclusivity  kind = right->exclusive;
    Scene        scene = {.day = p->day,
                          .grantor = rule->grantor,
                          .grantee = -1,
                          .asker = p->asker,
                          .occurrence = rule->occurrence,
                          .product = p->product > 0 ? r->universe->products.name[p->product] : 0,
                          .country =
                       p->country >= 0 ? word_known(r->st->terms->doc->words, country_code(p->country)) : 0};
    Day          end = DAY_MAX;
    bool         over = (right->exclusive_through &&
                 day_named(r->st, right->exclusive_through, &scene, &end) == YES && p->day > end) ||
                (right->exclusive_until && day_named(r->st, right->exclusive_until, &scene, &end) == YES &&
                 p->day > end);
    if (over)
        kind = right->exclusive_then;
    for (Size i = 0; i < rule->change_count; i++)
        if (rule->changes[i].effect->kind == EFFECT_BECOMES && rule->changes[i].day <= p->day)
            kind = rule->changes[i].effect->becomes;
    return kind;
}

bool rule_overrides(const Rules *r, const Rule *rule, const Clause *reservation)
{
    (void)r;
    const Clause *c = rule->clause;
    for (Size i = 0; i < c->notwithstanding.count; i++)
        for (const Node *item = c->notwithstanding.items[i]->a; item; item = item->next)
            if (item->a->word == reservation->name)
                return true;
    for (Size i = 0; i < reservation->subject_to.count; i++)
        for (const Node *item = reservation->subject_to.items[i]->a; item; item = item->next)
            if (item->a->word == c->name)
                return true;
    return false;
}
