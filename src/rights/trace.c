/* trace.c - see trace.h. A dimension that rule_test decides late is asked on a copy of the rule in which
 * all the others are taken away, so that what is shown is what is asked. */
#include "rights/trace.h"

#include "rights/cell.h"

#include <stdlib.h>

typedef struct {
    const Index *x;
    const Rules *r;
    Arena       *arena;
    const Point *p;
    TracedRule   out;
} Tracing;

static void add_dim(Tracing *t, Dim dim, Tri fits, Span at, Str note)
{
    *PUSH(t->arena, &t->out.dims) = (TracedDim){dim, fits, at, note};
    t->out.failing += fits == NO;
}

/* ---- one dimension alone ---- */

static Rule bare(const Rule *rule)
{
    Rule copy = *rule;
    copy.grantee_count = 0;
    copy.grantor = -2; /* nobody: so that everyone fits */
    copy.dated_assets = copy.dated_places = copy.simple = false;
    copy.sublicense = NULL;
    copy.only_for_node = NULL;
    copy.gate_count = 0;
    return copy;
}

static Tri test_alone(const Tracing *t, const Rule *copy, Dim dim)
{
    Tested tested = rule_test(t->r, copy, t->p, NULL);
    return tested.verdict == TEST_MISS && tested.dim == dim ? NO : YES;
}

static Tri who_alone(Tracing *t, const Rule *rule)
{
    if (!bits_has(rule->who, t->p->asker))
        return NO;
    if (rule->simple)
        return YES;
    Rule copy = bare(rule);
    copy.grantee_count = rule->grantee_count;
    copy.grantor = rule->grantor;
    Tested tested = rule_test(t->r, &copy, t->p, NULL);
    t->out.tested.grantee = tested.grantee;
    return tested.verdict == TEST_MISS && tested.dim == DIM_WHO ? NO : YES;
}

static Tri set_and_alone(const Tracing *t, bool in_set, bool late, const Rule *copy, Dim dim)
{
    return !in_set ? NO : late ? test_alone(t, copy, dim) : YES;
}

static Str product_note(const Tracing *t)
{
    return t->p->product > 0 ? terms_text(t->r->st->terms, t->r->universe->products.name[t->p->product])
                             : S("no product told");
}

static void trace_sets(Tracing *t, const Rule *rule)
{
    const Universe *u = t->r->universe;
    const Point    *p = t->p;
    Str             none = S("");
    add_dim(t, DIM_WHO, who_alone(t, rule), rule->at[DIM_WHO], none);
    Rule asset = bare(rule), place = bare(rule), product = bare(rule), field = bare(rule),
         recipient = bare(rule);
    asset.dated_assets = rule->dated_assets;
    place.dated_places = rule->dated_places;
    product.only_for_node = rule->only_for_node;
    field.gate_count = rule->gate_count;
    recipient.sublicense = rule->sublicense;
    add_dim(t, DIM_ASSET,
            set_and_alone(t, bits_has(rule->assets, p->asset), rule->dated_assets, &asset, DIM_ASSET),
            rule->at[DIM_ASSET], none);
    add_dim(t, DIM_ACT, rule->acts >> p->act & 1 ? YES : NO, rule->at[DIM_ACT], none);
    Str in = p->field > 0 ? terms_text(t->r->st->terms, u->fields.name[p->field]) : S("no named field");
    add_dim(t, DIM_FIELD,
            set_and_alone(t, bits_has(rule->fields, p->field), rule->gate_count > 0, &field, DIM_FIELD),
            rule->at[DIM_FIELD], in);
    add_dim(t, DIM_PRODUCT,
            set_and_alone(t, bits_has(rule->products, p->product), rule->only_for_node != NULL, &product,
                          DIM_PRODUCT),
            rule->at[DIM_PRODUCT], product_note(t));
    bool there = p->country < 0 || bits_has(rule->places, p->country);
    add_dim(t, DIM_PLACE, set_and_alone(t, there, rule->dated_places, &place, DIM_PLACE), rule->at[DIM_PLACE],
            p->country < 0 ? S("anywhere") : country_code(p->country));
    if (rule->sublicense)
        add_dim(t, DIM_RECIPIENT, test_alone(t, &recipient, DIM_RECIPIENT), rule->at[DIM_RECIPIENT], none);
}

static void trace_days(Tracing *t, const Rule *rule)
{
    Tri fits = days_has(rule->days, t->p->day) ? YES : NO;
    Str note = str_format(t->arena, "from %.*s through %.*s", STR_ARG(day_text(t->arena, rule->days.from)),
                          STR_ARG(day_text(t->arena, rule->days.through)));
    if (rule->never_started) {
        fits = NO;
        note = S("what it springs from has not happened");
    } else if ((rule->days_known != YES || t->p->day > rule->sure_through) && fits == YES) {
        fits = UNKNOWN;
        note = S("from when or until when is not recorded");
    }
    add_dim(t, DIM_TIME, fits, rule->at[DIM_TIME], note);
}

/* ---- conditions, with the facts they used ---- */

typedef struct {
    const char *word;
    bool        negated, held; /* held: once true, for good */
} ConditionKind;

static void trace_condition(Tracing *t, const Node *condition, ConditionKind kind, const Scene *scene)
{
    Trace            trace = {.arena = t->arena};
    Tri              holds = kind.held ? condition_held(t->r->st, condition, scene, &trace)
                                       : condition_holds(t->r->st, condition, scene, &trace);
    TracedCondition *out = PUSH(t->arena, &t->out.conditions);
    *out = (TracedCondition){.word = kind.word,
                             .negated = condition->kind == N_NOT,
                             .holds = kind.negated ? tri_not(holds) : holds,
                             .at = condition->span};
    for (Size i = 0; i < trace.missing.count; i++)
        *PUSH(t->arena, &out->missing) = trace.missing.items[i];
    for (Size i = 0; i < trace.used.count; i++)
        *PUSH(t->arena, &out->facts) = trace.used.items[i];
}

static void trace_list(Tracing *t, const NodeList *list, ConditionKind kind, const Scene *scene)
{
    for (Size i = 0; i < list->count; i++)
        trace_condition(t, list->items[i], kind, scene);
}

static void trace_conditions(Tracing *t, const Rule *rule, int grantee)
{
    const Clause *c = rule->clause;
    Scene         scene = {.day = t->p->day,
                           .grantor = rule->grantor,
                           .grantee = grantee,
                           .asker = t->p->asker,
                           .occurrence = rule->occurrence,
                           .product = t->p->product > 0 ? t->r->universe->products.name[t->p->product] : 0,
                           .patent = t->p->asset > 0 ? t->r->universe->assets.name[t->p->asset] : 0};
    Scene         once = scene;
    if (rule->kind == RIGHT_RELEASE)
        once.day = DAY_MAX;
    for (int i = 0; i < rule->gate_count; i++)
        trace_condition(
            t, rule->gates[i],
            (ConditionKind){rule->gate_negated[i] ? "if not" : "if", rule->gate_negated[i], false}, &scene);
    trace_list(t, &c->once, (ConditionKind){"once", false, true}, &once);
    if (rule->extends_once)
        trace_condition(t, rule->extends_once, (ConditionKind){"once", false, true}, &scene);
    trace_list(t, &c->while_, (ConditionKind){"while", false, false}, &scene);
    trace_list(t, &c->unless, (ConditionKind){"unless", true, false}, &scene);
    trace_list(t, &c->if_, (ConditionKind){"if", false, false}, &scene);
    if (rule->sublicense && rule->sublicense->condition)
        trace_condition(t, rule->sublicense->condition, (ConditionKind){"while", false, false}, &scene);
}

static void trace_changes(Tracing *t, const Rule *rule, int grantee)
{
    for (Size i = 0; i < rule->change_count; i++) {
        const Change *change = &rule->changes[i];
        bool          acts = change->day <= t->p->day && (!change->part || change->part == rule->part) &&
                    (change->grantee < 0 || change->grantee == grantee) &&
                    (change->entity < 0 || change->entity == t->p->asker);
        *PUSH(t->arena, &t->out.changes) = (TracedChange){change, acts};
    }
}

/* ---- a cell ---- */

static TracedRule trace_rule(const Index *x, Arena *arena, const Point *p, const Rule *rule)
{
    Tracing t = {.x = x, .r = x->rules, .arena = arena, .p = p, .out = {.rule = rule}};
    t.out.tested = (Tested){.verdict = TEST_MISS, .dim = DIM_COUNT, .grantee = p->asker};
    trace_sets(&t, rule);
    int  grantee = t.out.tested.grantee;
    bool sets = t.out.failing == 0;
    trace_days(&t, rule);
    trace_changes(&t, rule, grantee);
    trace_conditions(&t, rule, grantee);
    if (sets)
        t.out.tested = rule_test(x->rules, rule, p, NULL);
    return t.out;
}

static int rule_order(const void *a, const void *b)
{
    const TracedRule *l = a, *r = b;
    if (l->failing != r->failing)
        return l->failing < r->failing ? -1 : 1;
    return l->rule < r->rule ? -1 : l->rule > r->rule;
}

static bool permits(const TracedRule *t)
{
    return (t->rule->kind == RIGHT_GRANT || t->rule->kind == RIGHT_COVENANT) &&
           (t->tested.verdict == TEST_MATCH || t->tested.verdict == TEST_CONDITIONAL);
}

static void trace_precedence(const Rules *r, Arena *arena, TracedCell *out)
{
    for (Size i = 0; i < out->rules.count; i++) {
        const TracedRule *keeps = &out->rules.items[i];
        if (keeps->rule->kind != RIGHT_RESERVE || keeps->tested.verdict != TEST_MATCH)
            continue;
        Str kept = clause_text(r, arena, keeps->rule->clause, 0);
        for (Size k = 0; k < out->rules.count; k++) {
            const TracedRule *gives = &out->rules.items[k];
            if (!permits(gives) || gives->rule->grantor != keeps->rule->grantor)
                continue;
            bool over = rule_overrides(r, gives->rule, keeps->rule->clause);
            Str  given = clause_text(r, arena, gives->rule->clause, gives->rule->part);
            *PUSH(arena, &out->precedence) =
                over ? str_format(arena, "%.*s holds notwithstanding %.*s", STR_ARG(given), STR_ARG(kept))
                     : str_format(arena, "%.*s wins over %.*s, which does not say `notwithstanding %.*s`",
                                  STR_ARG(kept), STR_ARG(given), STR_ARG(kept));
        }
    }
}

static Str step_of(const TracedCell *t)
{
    static const char *const steps[] = {
        [ANSWER_LICENSED] = "a grant fits in every dimension, and no reservation stops it",
        [ANSWER_CONDITIONAL] = "a right fits, within a limit that the question leaves open",
        [ANSWER_COVENANTED] = "no grant gives it and nothing keeps it, but a promise not to assert covers it",
        [ANSWER_RELEASED] = "no grant gives it, but the past is forgiven",
        [ANSWER_NOT_NEEDED] = "no right lives there on that day, so nobody needs leave",
        [ANSWER_UNKNOWN] = "a right may fit, but that depends on what is not recorded",
        [ANSWER_SUSPENDED] = "a right fits, but rests on that day",
        [ANSWER_EXPIRED] = "a right fitted, but has ended",
        [ANSWER_EXCLUDED] = "a clause takes it out in so many words",
        [ANSWER_RESERVED] = "a reservation keeps it, and no clause that fits overrides that",
        [ANSWER_SILENT] = "no clause fits in every dimension, and none keeps it or takes it out",
    };
    if (t->own == YES)
        return t->status == ANSWER_EXCLUDED ? S("it is its own, but an exclusive grant binds the owner too")
                                            : S("it is its own, or its group's");
    return str_from(steps[t->status]);
}

TracedCell trace_cell(const Index *x, Arena *arena, const Point *p)
{
    const Rules *r = x->rules;
    TracedCell   out = {.point = *p};
    int          owner = r->universe->owner[p->asset];
    out.lives = asset_lives(r->universe, p->asset, p->country, p->day, &out.lives_at);
    out.own = p->asset > 0 && (owner == p->asker ||
                               (owner >= 0 && standing_affiliate(r->st, p->asker, owner, p->day) == YES))
                  ? YES
                  : NO;
    for (Size i = 0; i < r->rules.count; i++)
        *PUSH(arena, &out.rules) = trace_rule(x, arena, p, &r->rules.items[i]);
    if (out.rules.count)
        qsort(out.rules.items, (size_t)out.rules.count, sizeof *out.rules.items, rule_order);
    trace_precedence(r, arena, &out);
    Cell cell = cell_answer(x, arena, p);
    out.status = cell.status;
    for (Size i = 0; i < cell.grounds.count; i++)
        *PUSH(arena, &out.grounds) = cell.grounds.items[i];
    out.own = out.lives == NO ? NO : out.own;
    out.step = step_of(&out);
    return out;
}

const char *verdict_text(Verdict verdict)
{
    static const char *const texts[] = {[TEST_MISS] = "set aside",
                                        [TEST_NOT_YET] = "not yet in force",
                                        [TEST_OVER] = "ended",
                                        [TEST_EXCLUDED] = "narrowed to something else",
                                        [TEST_SUSPENDED] = "resting",
                                        [TEST_UNKNOWN] = "unknown",
                                        [TEST_CONDITIONAL] = "fits, within a limit",
                                        [TEST_MATCH] = "fits"};
    return texts[verdict];
}
