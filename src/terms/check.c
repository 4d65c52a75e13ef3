/* check.c - the checks that need every name: each kind's own, then those across clauses. */
#include "terms/check.h"

#include "terms/data/calendar.h"
#include "terms/data/tables.h"
#include "terms/registry.h"

void currency_check(Terms *terms, const Node *code)
{
    Str written = terms_text(terms, code->word);
    if (currency_find(written) >= 0)
        return;
    Str near = currency_hint(written);
    diag_refuse(terms->diags, "E0311", code->span,
                str_format(terms->arena, "there is no currency `%.*s`", STR_ARG(written)),
                S("not a code of ISO 4217"),
                near.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near))
                         : S("write a code such as USD"));
}

static void check_header(Terms *terms)
{
    const Agreement *a = terms_header(terms);
    if (!a)
        return;
    if (a->zone && !zone_known(a->zone->text)) {
        Str near = zone_hint(a->zone->text);
        diag_refuse(terms->diags, "E0313", a->zone->span,
                    str_format(terms->arena, "there is no time zone \"%.*s\"", STR_ARG(a->zone->text)),
                    S("not a known zone"),
                    near.len ? str_format(terms->arena, "did you mean \"%.*s\"?", STR_ARG(near))
                             : S("write a zone such as \"America/New_York\""));
    }
    for (const Node *item = a->business_days ? a->business_days->a : NULL; item; item = item->next) {
        Str code = terms_text(terms, item->a->word);
        if (calendar_find(code) >= 0)
            continue;
        Str near = calendar_hint(code);
        diag_refuse(terms->diags, "E0314", item->a->span,
                    str_format(terms->arena, "there is no business-day calendar `%.*s`", STR_ARG(code)),
                    S("not a known calendar"),
                    near.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near))
                             : S("write a calendar such as US-NY or TARGET"));
    }
}

static void check_seat(Terms *terms, const Clause *clause)
{
    const Party *party = clause->data;
    if (!party->seat)
        return;
    Str code = terms_text(terms, party->seat->word);
    if (country_find(code) >= 0 || subdivision_known(code))
        return;
    Str help = country_help(code);
    diag_refuse(terms->diags, "E0310", party->seat->span,
                str_format(terms->arena, "there is no country `%.*s`", STR_ARG(code)),
                S("not a code of ISO 3166"), help.len ? help : S("write a two-letter code such as DE"));
}

/* ---- circles: `subject to` and `notwithstanding` draw one order; `includes` nests sets ---- */

typedef struct {
    int32_t to; /* a declaration */
    Span    span;
} Edge;

typedef struct {
    const Clause *clause;
    int32_t       decl;
    Size          first, next; /* of its edges; those that are left end the list */
} Step;

/* The path is a list and not a recursion: a chain of clauses may be as long as the text. */
typedef struct {
    Terms         *terms;
    unsigned char *state; /* by declaration: 0 new, 1 on the path, 2 done */
    LIST_OF(Edge) edges;
    LIST_OF(Step) path;
} Walk;

static void add_edges(Walk *w, const Node *list)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next)
        if (item->a->kind == N_LIST)
            add_edges(w, item->a);
        else if (item->a->kind == N_NAME && item->a->decl >= 0)
            *PUSH(w->terms->arena, &w->edges) = (Edge){item->a->decl, item->a->span};
}

static void enter(Walk *w, int32_t decl)
{
    const Clause *clause = w->terms->decls.items[decl].clause;
    if (w->state[decl] == 2 || !clause || w->terms->decls.items[decl].inner)
        return;
    w->state[decl] = 1;
    *PUSH(w->terms->arena, &w->path) = (Step){clause, decl, w->edges.count, w->edges.count};
    for (Size i = 0; i < clause->subject_to.count; i++)
        add_edges(w, clause->subject_to.items[i]);
    const NodeList *includes = NULL;
    if (clause_is(clause, REF(FIELD) | REF(PRODUCTS) | REF(TERRITORY)))
        includes = &((const SetOf *)clause->data)->includes;
    if (clause_is(clause, REF(ASSET)))
        includes = &((const Asset *)clause->data)->includes;
    for (Size i = 0; includes && i < includes->count; i++)
        add_edges(w, includes->items[i]);
}

static void refuse_circle(Walk *w, const Step *step, Span span)
{
    Diag *diag = diag_error(w->terms->diags, "E0320", span, S("these clauses go round in a circle"),
                            S("leads back to where it came from"));
    diag_note(diag, step->clause->name_span, S("this clause"));
    diag->help = S("remove one of the edges of the circle");
}

static void check_circles(Terms *terms)
{
    Walk w = {.terms = terms, .state = NEW(terms->arena, unsigned char, terms->decls.count + 1)};
    for (int32_t i = 0; i < (int32_t)terms->decls.count; i++) {
        enter(&w, i);
        while (w.path.count) {
            Step *step = &w.path.items[w.path.count - 1];
            Edge  edge = step->next < w.edges.count ? w.edges.items[step->next++] : (Edge){-1, {0, 0}};
            bool  circle = edge.to >= 0 && w.state[edge.to] == 1;
            if (circle)
                refuse_circle(&w, step, edge.span);
            if (edge.to >= 0 && !circle) {
                enter(&w, edge.to);
                continue;
            }
            w.state[step->decl] = 2;
            w.edges.count = step->first;
            w.path.count--;
        }
    }
}

static void check_one_header(Terms *terms)
{
    for (Size i = 0; i < terms->clauses.count; i++) {
        Clause *clause = terms->clauses.items[i];
        if (!clause_is(clause, REF(AGREEMENT)) || clause == terms->agreement)
            continue;
        Diag *diag = diag_error(terms->diags, "E0419", clause->name_span, S("a text has one header"),
                                S("a second `agreement`"));
        diag_note(diag, terms->agreement->name_span, S("the first"));
        diag->help = S("remove one of the two");
    }
}

void terms_check(Terms *terms)
{
    for (Size i = 0; i < terms->clauses.count; i++) {
        Clause *clause = terms->clauses.items[i];
        if (clause->kind->check)
            clause->kind->check(terms, clause);
        if (clause_is(clause, REF_SUBJECTS))
            check_seat(terms, clause);
    }
    check_one_header(terms);
    check_header(terms);
    check_circles(terms);
    types_check(terms);
}
