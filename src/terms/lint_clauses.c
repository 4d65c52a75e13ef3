/* lint_clauses.c - rules about what clauses say, and about how two of them fit together. */
#include "terms/lint_rules.h"
#include "terms/registry.h"

/* ---- L-CTRL ---- */

void lint_control(Lint *lint, const LintRule *rule)
{
    const Clause *first = NULL;
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause *clause = lint->terms->clauses.items[i];
        if (!clause_is(clause, REF_SUBJECTS) || clause->poisoned)
            continue;
        const Party *party = clause->data, *other = first ? first->data : NULL;
        if (!party->control)
            continue;
        if (!first) {
            first = clause;
            continue;
        }
        bool same = decimal_order(party->control->value, party->control->scale, other->control->value,
                                  other->control->scale) == 0;
        if (!same || party->control_strict == other->control_strict)
            continue;
        Str   share = sources_slice(lint->terms->doc->sources, party->control->span);
        Diag *diag = lint_add(
            lint, rule,
            (LintAbout){.clause = clause, .other = first, .who = clause->name, .whom = first->name},
            party->control->span,
            str_format(lint->arena, "exactly %.*s of votes makes an affiliate of one and not of the other",
                       STR_ARG(share)),
            str_format(lint->arena, "`%s` here", party->control_strict ? "over" : "at least"));
        diag_note(diag, other->control->span,
                  str_format(lint->arena, "`%s` here", other->control_strict ? "over" : "at least"));
        diag->help = S("a venture owned in equal parts is in one group only; write the same test, or accept "
                       "it with the reason");
        return;
    }
}

/* ---- walking conditions ---- */

typedef void OnCondition(void *context, const Clause *clause, const Node *condition);

static void on_list(const NodeList *list, const Clause *clause, OnCondition *on, void *context)
{
    for (Size i = 0; i < list->count; i++)
        on(context, clause, list->items[i]);
}

static void on_scope(const Node *list, const Clause *clause, OnCondition *on, void *context)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next)
        if (item->b)
            on(context, clause, item->b);
}

static void on_one(const Node *condition, const Clause *clause, OnCondition *on, void *context)
{
    if (condition)
        on(context, clause, condition);
}

static void conditions_of(const Clause *clause, OnCondition *on, void *context)
{
    on_list(&clause->while_, clause, on, context);
    on_list(&clause->once, clause, on, context);
    on_list(&clause->unless, clause, on, context);
    on_list(&clause->if_, clause, on, context);
    if (clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE))) {
        const Right *right = clause->data;
        on_scope(right->fields, clause, on, context);
        for (Size i = 0; i < right->sublicenses.count; i++)
            on_one(right->sublicenses.items[i].condition, clause, on, context);
    } else if (clause_is(clause, REF(CONSEQUENCE))) {
        const Consequence *consequence = clause->data;
        on_one(consequence->when, clause, on, context);
        for (Size i = 0; i < consequence->effects.count; i++)
            on_one(consequence->effects.items[i].once, clause, on, context);
    } else if (clause_is(clause, REF(CONDITION) | REF(TEST) | REF(EVENT) | REF(TABLE))) {
        const Measure *measure = clause->data;
        on_one(measure->condition, clause, on, context);
        on_one(measure->passed_if, clause, on, context);
        on_one(measure->happens_once, clause, on, context);
        for (Size i = 0; i < measure->rows.count; i++)
            on_one(measure->rows.items[i].condition, clause, on, context);
    } else if (clause_is(clause, REF(MODULE))) {
        on_one(((const Module *)clause->data)->upgrade_if, clause, on, context);
    }
}

static void all_conditions(const Lint *lint, OnCondition *on, void *context)
{
    for (Size i = 0; i < lint->terms->clauses.count; i++)
        if (!lint->terms->clauses.items[i]->poisoned && !lint->terms->clauses.items[i]->implicit)
            conditions_of(lint->terms->clauses.items[i], on, context);
}

static const Clause *clause_named(const Terms *terms, const Node *name, uint64_t refs)
{
    const Decl *decl = name->decl >= 0 ? &terms->decls.items[name->decl] : NULL;
    return decl && !decl->inner && decl->clause && (decl->ref & refs) ? decl->clause : NULL;
}

/* ---- L-EXT-COND ---- */

typedef struct {
    Lint           *lint;
    const LintRule *rule;
    const Clause   *clause; /* whose condition is looked at */
} Run;

static const char *why_outside(const Clause *named)
{
    const Measure *measure = named->data;
    if (clause_is(named, REF(LINKED)))
        return "another agreement, of which this text knows nothing";
    if (clause_is(named, REF(DOCUMENT)))
        return "a document, and nobody says what it says";
    if (clause_is(named, REF(LINES)) && !measure->recorded_by)
        return "lines that nobody reports";
    if (clause_is(named, REF(TEST)) && !measure->by)
        return "a test that nobody runs";
    if (clause_is(named, REF(DEFINE)) && !measure->decided_by && !measure->equals)
        return "words that nobody decides";
    return NULL;
}

static void check_outside(void *context, const Node *name)
{
    Run          *run = context;
    const Clause *named = clause_named(run->lint->terms, name,
                                       REF(LINKED) | REF(DOCUMENT) | REF(LINES) | REF(TEST) | REF(DEFINE));
    const char   *why = named ? why_outside(named) : NULL;
    if (!why)
        return;
    Diag *diag =
        lint_add(run->lint, run->rule, (LintAbout){.clause = run->clause, .other = named}, name->span,
                 S("this condition hangs on something that is never recorded"), str_from(why));
    diag_note(diag, named->name_span, S("declared here"));
    diag->help = S("name who attests it: `fact … { means \"…\"; attested by … }`, or add `decided by …`");
}

static void outside_in(void *context, const Clause *clause, const Node *condition)
{
    Run *run = context;
    run->clause = clause;
    lint_names(condition, check_outside, run);
}

void lint_outside(Lint *lint, const LintRule *rule)
{
    Run run = {lint, rule, NULL};
    all_conditions(lint, outside_in, &run);
}

/* ---- L-COC-DEF ---- */

static bool has_step(Str name, Str step)
{
    for (Size i = 0; i + step.len <= name.len; i++)
        if ((i == 0 || name.at[i - 1] == '-') && str_starts(str_slice(name, i, name.len), step))
            return true;
    return false;
}

static bool is_about_control(Str name)
{
    static const char *const steps[] = {"control", "acqui", "merge", "takeover"};
    for (Size i = 0; i < COUNT(steps); i++)
        if (has_step(name, str_from(steps[i])))
            return true;
    return false;
}

void lint_control_defined(Lint *lint, const LintRule *rule)
{
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause  *clause = lint->terms->clauses.items[i];
        const Measure *event = clause_is(clause, REF(EVENT)) && !clause->poisoned ? clause->data : NULL;
        if (!event || event->means || event->happens_once ||
            !is_about_control(terms_text(lint->terms, clause->name)))
            continue;
        lint_add(lint, rule, (LintAbout){.clause = clause}, clause->name_span,
                 S("a change of control that the text does not describe"),
                 S("which share, whose assets, by whom?"))
            ->help = S(
            "add `means \"another company comes to hold over 50% of that party's votes, or its business\"`");
    }
}

/* ---- L-CURE ---- */

static const Right *right_named(const Terms *terms, const Node *name, const Clause **clause)
{
    *clause = clause_named(terms, name, REF(GRANT) | REF(COVENANT) | REF(RELEASE));
    return *clause ? (*clause)->data : NULL;
}

/* An effect on the whole clause, for everybody. */
static bool ends_whole(const Effect *effect, const Node *name)
{
    return effect->kind == EFFECT_ENDS && !effect->for_who && !name->part;
}

static const Stmt *statement_of(const Terms *terms, const Clause *clause, Str word)
{
    for (const Stmt *stmt = clause->stmt->body; stmt; stmt = stmt->next)
        if (stmt->count && str_equal(terms_text(terms, stmt_word(&terms->doc->tree, stmt, 0)), word))
            return stmt;
    return clause->stmt;
}

static void check_ended(Run *run, const Effect *effect, const Node *name)
{
    const Clause *clause = NULL;
    const Right  *right = right_named(run->lint->terms, name, &clause);
    if (!right || !right->irrevocable || !ends_whole(effect, name))
        return;
    Diag *diag = lint_add(run->lint, run->rule, (LintAbout){.clause = run->clause, .other = clause},
                          effect->span, S("this ends what is said to be irrevocable"), S("ends it"));
    diag_note(diag, statement_of(run->lint->terms, clause, S("irrevocable"))->span, S("irrevocable here"));
    diag->help =
        S("remove `irrevocable`, or let it suspend or narrow; if both are meant, accept it with the reason");
}

/* Every clause that an effect names, with the effect. */
static void all_effects(Lint *lint, const LintRule *rule,
                        void (*on)(Run *run, const Effect *effect, const Node *name))
{
    Run run = {lint, rule, NULL};
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause      *clause = lint->terms->clauses.items[i];
        const Consequence *consequence =
            clause_is(clause, REF(CONSEQUENCE)) && !clause->poisoned ? clause->data : NULL;
        run.clause = clause;
        for (Size k = 0; consequence && k < consequence->effects.count; k++)
            for (const Node *item = consequence->effects.items[k].clauses->a; item; item = item->next)
                on(&run, &consequence->effects.items[k], item->a);
    }
}

void lint_irrevocable(Lint *lint, const LintRule *rule) { all_effects(lint, rule, check_ended); }

/* ---- L-CHALLENGE-SELF ---- */

/* The one party that records an event and decides it; 0: several, either, somebody independent. */
static Word only_recorder(const Clause *event)
{
    const Measure *measure = event->data;
    const Node    *by = measure->decided_by ? measure->decided_by : measure->recorded_by;
    if (by && by->kind == N_LIST)
        by = by->a && !by->a->next ? by->a->a : NULL;
    if (by && by->kind == N_WHO)
        by = by->op == WHO_NAMED ? by->a : NULL;
    return by && by->kind == N_NAME ? by->word : 0;
}

static Word only_grantor(const Right *right)
{
    return right->from && right->from->kind == N_WHO && right->from->op == WHO_NAMED && right->from->a
               ? right->from->a->word
               : 0;
}

typedef struct {
    Run          *run;
    const Clause *right;
    Word          grantor;
} Self;

static void check_self(void *context, const Node *name)
{
    const Self   *self = context;
    Lint         *lint = self->run->lint;
    const Clause *event = clause_named(lint->terms, name, REF(EVENT));
    if (!event || !self->grantor || only_recorder(event) != self->grantor)
        return;
    Str   who = terms_text(lint->terms, self->grantor);
    Diag *diag = lint_add(
        lint, self->run->rule,
        (LintAbout){.clause = self->run->clause, .other = self->right, .who = self->grantor}, name->span,
        str_format(lint->arena, "%.*s alone records what frees it from `%.*s`", STR_ARG(who),
                   STR_ARG(terms_text(lint->terms, self->right->name))),
        S("turns on this event"));
    diag_note(diag, event->name_span, str_format(lint->arena, "recorded by %.*s", STR_ARG(who)));
    diag->help = S("let either side record it, or let somebody else decide it: `decided by …`");
}

static void check_self_effect(Run *run, const Effect *effect, const Node *name)
{
    Self         self = {.run = run};
    const Right *right = right_named(run->lint->terms, name, &self.right);
    bool         takes = effect->kind == EFFECT_ENDS || effect->kind == EFFECT_SUSPENDS ||
                 effect->kind == EFFECT_NARROWS_FIELDS || effect->kind == EFFECT_NARROWS_SOLD ||
                 effect->kind == EFFECT_NARROWS_WHO;
    const Consequence *consequence = run->clause->data;
    if (!right || !takes || !consequence->when)
        return;
    self.grantor = only_grantor(right);
    lint_names(consequence->when, check_self, &self);
}

void lint_self(Lint *lint, const LintRule *rule)
{
    all_effects(lint, rule, check_self_effect);
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause *clause = lint->terms->clauses.items[i];
        if (!clause_is(clause, REF(GRANT) | REF(COVENANT)) || clause->poisoned)
            continue;
        Run  run = {lint, rule, clause};
        Self self = {&run, clause, only_grantor(clause->data)};
        for (Size k = 0; k < clause->unless.count; k++)
            lint_names(clause->unless.items[k], check_self, &self);
    }
}

/* ---- L-EXCLUSION ---- */

static const Node *excluded_product(const Terms *terms, const Node *list)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next) {
        const Node *inner = item->a->kind == N_LIST ? excluded_product(terms, item->a) : NULL;
        const Decl *decl =
            item->a->kind == N_NAME && item->a->decl >= 0 ? &terms->decls.items[item->a->decl] : NULL;
        if (inner)
            return inner;
        if (item->op == ITEM_MINUS && decl && (decl->ref & (REF(PRODUCTS) | REF(PRODUCT))))
            return item->a;
    }
    return NULL;
}

void lint_exclusion(Lint *lint, const LintRule *rule)
{
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause *clause = lint->terms->clauses.items[i];
        const Right  *right = clause_is(clause, REF(GRANT)) && !clause->poisoned ? clause->data : NULL;
        const Node   *product = right && right->exclusion == EXCLUSION_UNSAID
                                    ? excluded_product(lint->terms, right->fields)
                                    : NULL;
        if (product)
            lint_add(
                lint, rule, (LintAbout){.clause = clause}, product->span,
                S("a product may contain what is excluded here, and the clause does not say what follows"),
                S("excluded"))
                ->help =
                S("add `exclusion reaches the component only`, or `exclusion reaches the whole product`");
    }
}
