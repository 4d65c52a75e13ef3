/* lint_duties.c - rules about cures, windows for notice, and what competitors tell each other.
 *
 * Lengths in days and in months are compared only where every calendar gives the same answer. */
#include "terms/lint_rules.h"
#include "terms/registry.h"

/* The fewest and the most days that a length can have. */
static int64_t fewest_days(const Node *length)
{
    static const int64_t days[] = {
        [UNIT_DAYS] = 1, [UNIT_BUSINESS_DAYS] = 1, [UNIT_MONTHS] = 28, [UNIT_YEARS] = 365};
    return length->value * days[length->op];
}
static int64_t most_days(const Node *length)
{
    static const int64_t days[] = {
        [UNIT_DAYS] = 1, [UNIT_BUSINESS_DAYS] = 3, [UNIT_MONTHS] = 31, [UNIT_YEARS] = 366};
    return length->value * days[length->op];
}

static bool surely_longer(const Node *a, const Node *b)
{
    return a && b && (a->op == b->op ? a->value > b->value : fewest_days(a) > most_days(b));
}

static const Clause *clause_at(const Lint *lint, Size at, uint64_t ref)
{
    const Clause *clause = lint->terms->clauses.items[at];
    return clause_is(clause, ref) && !clause->poisoned && clause->data ? clause : NULL;
}

/* ---- L-CURE ---- */

static const Node *breach_in(const Node *condition, int depth)
{
    if (!condition || depth > 16)
        return NULL;
    if (condition->kind == N_STATE)
        return condition->op == STATE_IN_BREACH || condition->op == STATE_LATE ? condition : NULL;
    for (const Node *item = condition->kind == N_ALL || condition->kind == N_ANY ? condition->a : NULL; item;
         item = item->next) {
        const Node *found = breach_in(item, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

static void cure_missing(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const NodeList *const lists[] = {&clause->while_, &clause->once, &clause->if_};
    const Node           *breach = NULL;
    for (Size k = 0; k < COUNT(lists) && !breach; k++)
        for (Size i = 0; i < lists[k]->count && !breach; i++)
            breach = breach_in(lists[k]->items[i], 0);
    if (!breach)
        return;
    Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, clause->name_span,
                          S("a breach ends it at once, and nobody may cure it"), S("no `cure` line"));
    diag_note(diag, breach->span, S("this may be a small thing"));
    diag->help = S("add `cure 30 days after receipt of notice`");
}

void lint_cure(Lint *lint, const LintRule *rule)
{
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause      *clause = clause_at(lint, i, REF(TERMINATION));
        const Termination *text = clause ? clause->data : NULL;
        if (text && !text->cure.length)
            cure_missing(lint, rule, clause);
        if (!text || !surely_longer(text->cure.length, text->notice))
            continue;
        Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, text->cure.length->span,
                              S("it ends before the time to cure has passed"), S("longer than the notice"));
        diag_note(diag, text->notice->span, S("it ends so long after notice"));
        diag->help = S("let the notice be as long as the cure, or longer");
    }
}

/* ---- L-NOTICE-WINDOW: against the term ---- */

void lint_window_term(Lint *lint, const LintRule *rule)
{
    const Agreement *a = terms_header(lint->terms);
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause  *clause = clause_at(lint, i, REF(RENEWAL));
        const Renewal *text = clause ? clause->data : NULL;
        const Node    *term = text && a && surely_longer(text->most, a->term_length) ? a->term_length
                              : text && surely_longer(text->most, text->length)      ? text->length
                                                                                     : NULL;
        if (!term)
            continue;
        Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, text->most->span,
                              S("this window opens before the term begins that it is about"),
                              S("no earlier than this before the end"));
        diag_note(diag, term->span, S("the term is shorter"));
        diag->help = S("shorten the time: `at most 180 days, at least 90 days before the end`");
    }
}

/* ---- L-INFO-EXCHANGE ---- */

/* A step of a column's name that speaks of prices, volumes, capacity or plans. */
static bool is_sensitive(Str column)
{
    static const char *const words[] = {
        "price",   "prices", "pricing", "cost",     "costs",   "margin",   "margins",   "volume",
        "volumes", "units",  "sales",   "gross",    "revenue", "capacity", "forecast",  "forecasts",
        "planned", "plans",  "roadmap", "releases", "release", "bids",     "customers", "discounts"};
    while (column.len) {
        Size dash = str_find(column, '-');
        Str  step = str_slice(column, 0, dash < 0 ? column.len : dash);
        for (Size i = 0; i < COUNT(words); i++)
            if (str_equal(step, str_from(words[i])))
                return true;
        column = dash < 0 ? S("") : str_slice(column, dash + 1, column.len);
    }
    return false;
}

static const Node *sensitive_column(const Terms *terms, const Measure *document)
{
    for (const Node *item = document->states ? document->states->a : NULL; item; item = item->next)
        if (is_sensitive(terms_text(terms, item->a->word)))
            return item->a;
    return NULL;
}

static void check_document(Lint *lint, const LintRule *rule, const Clause *duty, const Clause *document)
{
    const Terms      *terms = lint->terms;
    const Measure    *text = document->data;
    const Node       *column = sensitive_column(terms, text);
    const Clause     *group = text->class_name ? terms_clause(terms, text->class_name->word) : NULL;
    const Disclosure *seen =
        group && clause_is(group, REF(DISCLOSURE)) && !group->poisoned ? group->data : NULL;
    if (!column || (seen && seen->clean_team) || (text->class_name && !seen))
        return;
    Diag *diag = lint_add(lint, rule, (LintAbout){.clause = document, .other = duty}, column->span,
                          S("competitors tell each other what a clean team alone may see"),
                          S("prices, volumes or plans"));
    diag_note(diag, seen && seen->seen_by ? seen->seen_by->span : ((const Duty *)duty->data)->act_span,
              seen ? S("these people see it") : S("delivered here, and not said who may see it"));
    diag->help =
        seen ? S("write `clean team` in the class, if none of them decides on products and prices; or give "
                 "it to such people")
             : S("give the document a class that is a clean team: `disclosure d { clean team; seen by "
                 "aurora/legal, borealis/legal }`");
}

void lint_exchange(Lint *lint, const LintRule *rule)
{
    const Agreement *a = terms_header(lint->terms);
    if (!a || !a->competitors)
        return;
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause *duty = clause_at(lint, i, REF(DUTY));
        const Duty   *text = duty ? duty->data : NULL;
        bool          tells = text && !text->forbids && text->act == ACT_DELIVER;
        for (const Node *item = tells && text->what ? text->what->a : NULL; item; item = item->next) {
            const Clause *document =
                item->a->kind == N_NAME ? terms_clause(lint->terms, item->a->word) : NULL;
            if (document && clause_is(document, REF(DOCUMENT)) && !document->poisoned)
                check_document(lint, rule, duty, document);
        }
    }
}
