/* lint.c - see lint.h. */
#include "app/lint.h"

#include "app/owe.h"
#include "money/lint.h"
#include "rights/lint.h"
#include "terms/registry.h"

const LintRule *lint_rule(Size at)
{
    const LintRule *(*const layers[])(Size *) = {lint_text_rules, lint_rights_rules, lint_money_rules};
    for (Size i = 0; i < COUNT(layers) && at >= 0; i++) {
        Size            count = 0;
        const LintRule *rules = layers[i](&count);
        if (at < count)
            return &rules[at];
        at -= count;
    }
    return NULL;
}

static bool known(Str code)
{
    for (Size i = 0; lint_rule(i); i++)
        if (str_equal(code, str_from(lint_rule(i)->code)))
            return true;
    return str_equal(code, S("L-ACCEPT-UNUSED"));
}

static Lint new_lint(Asking *a, Day as_of, Diags *out)
{
    Lint lint = lint_new(a->session->arena, a->loaded.terms, out, as_of);
    lint_use_rules(&lint, a->rules);
    lint_use_standing(&lint, a->standing);
    return lint;
}

static int run_all(Lint *lint)
{
    for (Size i = 0; lint_rule(i); i++)
        lint_run(lint, lint_rule(i), 1);
    lint_check_accepts(lint, known);
    return lint->silenced->errors + lint->silenced->warnings + lint->silenced->infos;
}

int asking_lint(Asking *a, Day as_of, Diags *out)
{
    Lint lint = new_lint(a, as_of, out);
    return run_all(&lint);
}

/* A grant that keeps others out: without one, no two clauses can contradict. */
static bool has_wall(const Terms *terms)
{
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        const Right  *right = clause_is(clause, REF(GRANT)) ? clause->data : NULL;
        if (right && (right->exclusive == EXCL_EXCLUSIVE || right->exclusive == EXCL_SOLE))
            return true;
    }
    return false;
}

static bool has_money(const Terms *terms)
{
    for (Size i = 0; i < terms->clauses.count; i++)
        if (clause_is(terms->clauses.items[i], REF(ROYALTY) | REF(CREDIT)))
            return true;
    return false;
}

static bool expects_finding(const Asking *a)
{
    const Tree *tree = &a->loaded.document->tree;
    for (Size i = 0; i + 1 < tree->tokens.count; i++)
        if (tree->tokens.items[i].word == W_finding && tree->tokens.items[i + 1].kind == T_CODE)
            return true;
    return false;
}

void asking_check(Asking *a)
{
    Session *s = a->session;
    bool     examples = asking_has_examples(a), money = has_money(a->loaded.terms);
    if (s->diags->errors || (!examples && !money && !has_wall(a->loaded.terms)))
        return;
    if (examples) {
        asking_build(a, NULL);
    } else { /* no questions, so no index */
        a->standing = standing_new(a->loaded.terms, NULL);
        a->rules = rules_new(a->standing);
    }
    if (money)
        owing_check(a);
    a->lint = NEW(s->arena, Diags, 1);
    *a->lint = diags_new(s->arena);
    Lint lint = new_lint(a, DAY_MIN, a->lint);
    lint.errors = s->diags;
    a->accepted = lint.silenced;
    bool all = examples && expects_finding(a);
    if (all)
        (void)run_all(&lint);
    for (Size i = 0; lint_rule(i) && !all; i++)
        if (lint_rule(i)->level == DIAG_ERROR)
            lint_run(&lint, lint_rule(i), 1);
    if (examples)
        (void)asking_examples(a);
}
