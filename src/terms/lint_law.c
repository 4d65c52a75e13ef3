/* lint_law.c - rules that rest on law: where it holds, on which days, and on what it rests is data (laws.h).
 *
 * A rule is told only where the facts that it needs stand in the text; a fact that is missing is told as
 * information, so that nobody takes silence for an answer. Nothing here is legal advice. */
#include "terms/data/laws.h"
#include "terms/data/tables.h"
#include "terms/lint_rules.h"

/* ---- how an end hangs on patents ---- */

/* When something ends, seen from the last patent. */
typedef enum {
    TIE_NONE,    /* on a day, or never: patents do not matter */
    TIE_PATENTS, /* no later than with the patents */
    TIE_LATER,   /* with the patents or something else, whichever is later */
} PatentTie;

enum { TIE_DEPTH = 16 };

static bool has_text(Str text, const char *word)
{
    Str what = str_from(word);
    for (Size i = 0; i + what.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + what.len), what))
            return true;
    return false;
}

static bool speaks_of_patents(Str text)
{
    return has_text(text, "patent") || has_text(text, "valid claim") || has_text(text, "valid-claim");
}

static PatentTie tie_of_condition(const Lint *lint, const Node *node, int depth);

/* An event that happens with patents: by its condition, or by what its words mean. */
static PatentTie tie_of_name(const Lint *lint, const Node *name, int depth)
{
    const Clause *clause = name && name->kind == N_NAME ? terms_clause(lint->terms, name->word) : NULL;
    if (!clause || !clause_is(clause, REF(EVENT) | REF(FACT) | REF(CONDITION)) || clause->poisoned ||
        depth > TIE_DEPTH)
        return TIE_NONE;
    const Measure *d = clause->data;
    const Node    *condition = d->happens_once ? d->happens_once : d->condition;
    if (condition)
        return tie_of_condition(lint, condition, depth + 1);
    Str means = d->means ? sources_slice(lint->terms->doc->sources, d->means->span) : S("");
    return speaks_of_patents(means) || speaks_of_patents(terms_text(lint->terms, name->word)) ? TIE_PATENTS
                                                                                              : TIE_NONE;
}

/* The latest of all, the earliest of any. */
static PatentTie tie_of_list(const Lint *lint, const Node *node, int depth)
{
    bool all = node->kind == N_ALL, patents = false, later = false, other = false;
    for (const Node *item = node->a; item; item = item->next) {
        PatentTie one = tie_of_condition(lint, item, depth + 1);
        patents |= one == TIE_PATENTS;
        later |= one == TIE_LATER;
        other |= one == TIE_NONE;
    }
    if (!all)
        return patents ? TIE_PATENTS : later && !other ? TIE_LATER : TIE_NONE;
    return !patents && !later ? TIE_NONE : later || other ? TIE_LATER : TIE_PATENTS;
}

static const Node *name_in(const Node *node)
{
    while (node && (node->kind == N_PHRASE || node->kind == N_DAY || node->kind == N_STATE))
        node = node->a;
    return node && node->kind == N_NAME ? node : NULL;
}

static PatentTie tie_of_condition(const Lint *lint, const Node *node, int depth)
{
    if (!node || depth > TIE_DEPTH)
        return TIE_NONE;
    if (node->kind == N_ALL || node->kind == N_ANY)
        return tie_of_list(lint, node, depth);
    if (node->kind == N_STATE && node->op == STATE_EXPIRED)
        return TIE_PATENTS;
    if (node->kind != N_STATE && node->kind != N_PHRASE && node->kind != N_NAME)
        return TIE_NONE;
    bool      after = node->kind == N_STATE && node->a && node->a->kind == N_DAY; /* 15 years after launch */
    PatentTie tie = tie_of_name(lint, name_in(node), depth);
    return after && tie == TIE_PATENTS ? TIE_LATER : tie;
}

static PatentTie tie_of_day(const Lint *lint, const Node *day)
{
    bool      after = day && day->kind == N_DAY && day->op == DAY_AFTER;
    PatentTie tie = tie_of_name(lint, name_in(day), 0);
    return after && tie == TIE_PATENTS ? TIE_LATER : tie;
}

/* ---- what is licensed ---- */

/* What the grants behind a royalty license in the United States. */
typedef struct {
    bool patents, other; /* patents; know-how, software, copyrights or marks beside them */
    bool open;           /* patents whose last day the text does not tell */
    Day  last;           /* of those that it tells */
    Span last_at;
} Licensed;

static bool places_have(const Lint *lint, const Node *list, int depth)
{
    int  us = country_find(S("US"));
    bool inside = false;
    for (const Node *item = list && list->kind == N_LIST ? list->a : NULL; item && depth < TIE_DEPTH;
         item = item->next) {
        Str           word = terms_text(lint->terms, item->a->word);
        const Clause *clause = terms_clause(lint->terms, item->a->word);
        bool found = item->a->word == W_worldwide || str_equal(word, S("US")) || str_starts(word, S("US-"));
        int  group = group_find(word);
        for (int i = 0; group >= 0 && i < group_size(group); i++)
            found |= group_at(group, i).country == us;
        const SetOf *set = clause && clause_is(clause, REF(TERRITORY)) ? clause->data : NULL;
        for (Size i = 0; set && i < set->includes.count; i++)
            found |= places_have(lint, set->includes.items[i], depth + 1);
        if (found)
            inside = item->op != ITEM_MINUS;
    }
    return inside;
}

static void take_patent(const Lint *lint, const Clause *patent, Licensed *out)
{
    const Asset *d = patent->data;
    bool         us = d->places ? places_have(lint, d->places, 0)
                                : str_starts(terms_text(lint->terms, patent->name), S("US"));
    if (!us)
        return;
    out->patents = true;
    if (!d->expires || d->expires->kind != N_DATE) {
        out->open = true;
    } else if (d->expires->value > out->last) {
        out->last = (Day)d->expires->value;
        out->last_at = d->expires->span;
    }
}

/* The rows of a list of patents are codes; `every patent owned by …` is none. */
static void take_listed(const Lint *lint, const Asset *d, Licensed *out)
{
    for (Size i = 0; i < d->patents.count; i++) {
        const Node *patent = d->patents.items[i];
        const Decl *decl = patent->kind == N_CODE ? terms_decl(lint->terms, patent->word) : NULL;
        if (decl && (decl->ref & REF(PATENT)) && decl->clause && decl->clause->data)
            take_patent(lint, decl->clause, out);
        else
            out->patents = out->open = true;
    }
}

static void take_asset(const Lint *lint, const Clause *clause, Licensed *out)
{
    const Asset *d = clause->data;
    bool         kinds = d->software || d->know_how || d->copyrights || d->trademarks;
    if (clause_is(clause, REF(PATENT))) {
        take_patent(lint, clause, out);
        return;
    }
    out->other |= kinds;
    if (d->patents_elsewhere || (!d->patents.count && !kinds))
        out->patents = out->open = true; /* not told which, or whether it is patents */
    take_listed(lint, d, out);
}

/* An asset, and what lies under its path. */
static void take_named(const Lint *lint, Word name, Licensed *out)
{
    const Clause *clause = NULL;
    Str           path = terms_text(lint->terms, name);
    for (Size i = 0; (clause = lint_next(lint, REF(ASSET) | REF(PATENT), &i)); i++) {
        Str  other = terms_text(lint->terms, clause->name);
        bool under = other.len > path.len && str_starts(other, path) && other.at[path.len] == '/';
        if (clause->name == name || under)
            take_asset(lint, clause, out);
    }
}

static void take_grant(const Lint *lint, const Clause *grant, Licensed *out)
{
    const Right *right = grant->data;
    if (right->places && !places_have(lint, right->places, 0))
        return;
    for (const Node *item = right->assets && right->assets->kind == N_LIST ? right->assets->a : NULL; item;
         item = item->next)
        if (item->op != ITEM_MINUS && item->a->kind == N_NAME)
            take_named(lint, item->a->word, out);
}

/* ---- L-KIMBLE ---- */

typedef struct {
    Lint           *lint;
    const LintRule *rule;
    const Clause   *clause;
    const Royalty  *royalty;
    Licensed        licensed;
    Law             law;
    PatentTie       tie;   /* the end that comes first, as far as patents decide it */
    bool            fixed; /* an end on a day that is known, or none at all */
    Day             end;
    Span            end_at;
    const RateRow  *step;   /* a lower price once patents have ended; NULL: none */
    bool            untold; /* the text does not say when patents end */
} Kimble;

/* Of several ends the first counts: one with the patents settles it. */
static void take_end(Kimble *k, PatentTie tie, const Node *day, Span at)
{
    if (tie == TIE_PATENTS || (tie == TIE_LATER && k->tie == TIE_NONE)) {
        k->tie = tie;
        k->end_at = at;
    } else if (day && day->kind == N_DATE && (!k->fixed || day->value < k->end)) {
        k->fixed = true;
        k->end = (Day)day->value;
        k->end_at = k->tie == TIE_NONE ? at : k->end_at;
    }
}

static void take_grant_ends(Kimble *k, const Clause *grant)
{
    const Right *right = grant->data;
    if (right->pays_until)
        take_end(k, tie_of_day(k->lint, right->pays_until), right->pays_until, right->pays_until->span);
    for (Size i = 0; i < right->terms.count; i++) {
        const TermRow *row = &right->terms.items[i];
        if (row->kind == TERM_LIFE)
            take_end(k, TIE_PATENTS, NULL, row->span);
        else if (row->kind == TERM_THROUGH || row->kind == TERM_UNTIL)
            take_end(k, tie_of_day(k->lint, row->day), row->day, row->span);
    }
}

static void take_own_ends(Kimble *k)
{
    const Agreement *a = terms_header(k->lint->terms);
    const Royalty   *r = k->royalty;
    Days             days = lint_agreement_days(k->lint->terms);
    Span             at = a && a->term_length ? a->term_length->span : k->clause->name_span;
    if (r->lasts_after) /* so long after something */
        take_end(k, tie_of_day(k->lint, r->lasts_after) ? TIE_LATER : TIE_NONE, NULL, r->lasts_after->span);
    else if (r->lasts)
        take_end(k, tie_of_day(k->lint, r->lasts), r->lasts, r->lasts->span);
    if (r->lasts || r->lasts_perpetual)
        return; /* whatever the agreement does */
    if (a && a->term_until)
        take_end(k, tie_of_day(k->lint, a->term_until), a->term_until, a->term_until->span);
    if (days.through < DAY_MAX) {
        Node end = {.kind = N_DATE, .value = days.through};
        take_end(k, TIE_NONE, &end, at);
    }
}

static bool is_lower(const Node *rate, const Node *than)
{
    bool plain = rate->kind == than->kind && (rate->kind == N_PERCENT || rate->kind == N_MONEY) &&
                 !rate->a == !than->a;
    return !plain || decimal_order(rate->value, rate->scale, than->value, than->scale) < 0;
}

static bool is_free(const Node *rate) { return rate->kind == N_NUMBER && !rate->value; }

/* `until patents-end: 5%; otherwise: 2%` steps down; where the next row is free, it ends. */
static void take_rows(Kimble *k)
{
    const RateRows *rows = &k->royalty->rates;
    for (Size i = 0; i < rows->count; i++) {
        const RateRow *row = &rows->items[i], *next = i + 1 < rows->count ? &rows->items[i + 1] : NULL;
        PatentTie      until = row->until ? tie_of_day(k->lint, row->until) : TIE_NONE;
        if (until != TIE_NONE && next && is_free(next->rate))
            take_end(k, until, NULL, row->span);
        else if (until != TIE_NONE && next && is_lower(next->rate, row->rate))
            k->step = next;
        if (row->condition && tie_of_condition(k->lint, row->condition, 0) != TIE_NONE && next) {
            if (is_free(row->rate))
                take_end(k, tie_of_condition(k->lint, row->condition, 0), NULL, row->span);
            else if (is_lower(row->rate, next->rate))
                k->step = row;
        }
    }
}

/* A discount that begins with the end of patents. */
static const Clause *discount_after(const Kimble *k)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(k->lint, REF(DISCOUNT), &i)); i++) {
        const Discount *d = clause->data;
        bool            of = false, tied = clause->from && tie_of_day(k->lint, clause->from) != TIE_NONE;
        for (Size n = 0; n < d->of.count; n++)
            for (const Node *item = d->of.items[n]->a; item; item = item->next)
                of |= item->a->word == k->clause->name;
        for (Size n = 0; n < clause->once.count; n++)
            tied |= tie_of_condition(k->lint, clause->once.items[n], 0) != TIE_NONE;
        for (Size n = 0; n < clause->while_.count; n++)
            tied |= tie_of_condition(k->lint, clause->while_.items[n], 0) != TIE_NONE;
        if (of && tied)
            return clause;
    }
    return NULL;
}

static Str law_help(const Kimble *k, const char *first)
{
    return str_format(k->lint->arena, "%s; %.*s: %.*s (as known on %.*s); ask counsel", first,
                      STR_ARG(k->law.source), STR_ARG(k->law.text),
                      STR_ARG(day_text(k->lint->arena, laws_known())));
}

static const char mend[] = "let it end with the last licensed patent (`lasts until last-patent-expires`), or "
                           "step down then to a price "
                           "for what is not a patent";

static void found(const Kimble *k, DiagLevel level, const char *title, Str label, const char *first)
{
    LintRule rule = lint_at(k->rule, level);
    Diag    *diag =
        lint_add(k->lint, &rule, (LintAbout){.clause = k->clause, .who = lint_party(k->royalty->payer)},
                 k->clause->name_span, str_from(title), label);
    diag->help = law_help(k, first);
    if (k->step)
        diag_note(diag, k->step->span, S("the lower price"));
    else if (k->licensed.last_at.to && k->fixed)
        diag_note(diag, k->licensed.last_at, S("the last licensed US patent ends here"));
    else if (k->end_at.to)
        diag_note(diag, k->end_at, S("its end"));
}

static void judge(Kimble *k)
{
    const Licensed *l = &k->licensed;
    bool            endless = k->royalty->lasts_perpetual && !k->fixed;
    bool            outlives = !l->open && (endless || (k->fixed && k->end > l->last));
    const Clause   *discount = discount_after(k);
    if (k->tie == TIE_PATENTS || (!l->open && k->fixed && k->end <= l->last))
        return;
    if (k->step || discount) {
        found(k, DIAG_INFO, "this royalty outlives the patents, at a lower price",
              discount ? S("a discount takes effect then") : S("it steps down"),
              "make sure that the lower price is for "
              "know-how, software or marks");
        return;
    }
    DiagLevel level = l->other ? DIAG_WARNING : DIAG_ERROR;
    if (outlives)
        found(k, level, "this royalty is owed after the last licensed US patent has expired",
              S("with no lower price from then on"), mend);
    else if (k->tie == TIE_LATER)
        found(k, DIAG_WARNING, "this royalty can outlive the last licensed US patent",
              S("ends with the patents or later"), mend);
    else if (endless || k->royalty->lasts_after)
        found(k, DIAG_WARNING, "this royalty does not end with the licensed US patents",
              endless ? S("it has no end") : S("runs for so long, whatever the patents do"), mend);
    else
        k->untold = true;
}

/* Once for a text: its first such royalty, and how many more. */
static void found_untold(const Kimble *first, Size count)
{
    Str label = S("the text does not say when that expires");
    if (count > 1)
        label = str_format(first->lint->arena, "nor of %td more royalties", (ptrdiff_t)count - 1);
    found(first, DIAG_INFO, "whether this royalty outlives the last licensed US patent cannot be told", label,
          "list the patents with their last days, or let it end with the last of them");
}

void lint_kimble(Lint *lint, const LintRule *rule)
{
    Size          untold = 0;
    Kimble        first = {0}, base = {.lint = lint, .rule = rule};
    const Clause *clause = NULL, *grant = NULL;
    Days          days = lint_agreement_days(lint->terms);
    if (!law_find(str_from(rule->code), &base.law) || days.from > base.law.days.through ||
        days.through < base.law.days.from)
        return;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        Kimble k = base;
        k.clause = clause;
        k.royalty = clause->data;
        for (Size n = 0; (grant = lint_next(lint, REF(GRANT), &n)); n++)
            if (lint_pays(grant, clause->name)) {
                take_grant(lint, grant, &k.licensed);
                take_grant_ends(&k, grant);
            }
        if (!lint_has_price(k.royalty) || !k.licensed.patents)
            continue;
        take_own_ends(&k);
        take_rows(&k);
        judge(&k);
        if (k.untold && !untold++)
            first = k;
    }
    if (untold)
        found_untold(&first, untold);
}
