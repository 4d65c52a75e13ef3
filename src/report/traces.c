/* traces.c - see traces.h. Rules that fail in many ways are only named; JSON has them all. */
#include "report/traces.h"

#include "report/json.h"

enum { FAILING_IN_FULL = 1, FAILING_SHOWN = 2 };

static const char *const dim_names[] = {"licensee", "asset", "act",       "field",     "product", "territory",
                                        "days",     "start", "condition", "recipient", "scope"};
static const char *const tri_names[] = {"no", "unknown", "yes"};

typedef struct {
    Text            *out;
    Arena           *arena;
    const TraceView *v;
    const Rules     *r;
    const Sources   *sources;
} Printing;

static Str words_at(const Printing *p, Span at)
{
    Text text = text_new(p->arena);
    Str  raw = sources_slice(p->sources, at);
    for (Size i = 0; i < raw.len; i++) /* on one line */
        if (raw.at[i] > ' ' || (text.len && text.at[text.len - 1] != ' '))
            text_add(&text, raw.at[i] > ' ' ? str_slice(raw, i, i + 1) : S(" "));
    return str_trim(text_str(&text));
}

static Str name_of(const Printing *p, const Rule *rule)
{
    return clause_text(p->r, p->arena, rule->clause, rule->part);
}

static Str cite(const Printing *p, Span at, const Clause *clause)
{
    return terms_cite(p->r->st->terms, p->arena, at, clause ? clause->section : -1);
}

static Str cell_words(const Printing *p, const Point *at)
{
    const Universe *u = p->r->universe;
    const Terms    *terms = p->r->st->terms;
    Text            text = text_new(p->arena);
    text_format(&text, "%.*s %.*s", STR_ARG(subject_text(p->r->st, p->arena, at->asker)),
                STR_ARG(terms_text(terms, (Word)at->act + W_ACT_FIRST)));
    if (at->product > 0)
        text_format(&text, " %.*s", STR_ARG(terms_text(terms, u->products.name[at->product])));
    if (at->asset > 0)
        text_format(&text, " under %.*s", STR_ARG(terms_text(terms, u->assets.name[at->asset])));
    if (at->field > 0)
        text_format(&text, " in %.*s", STR_ARG(terms_text(terms, u->fields.name[at->field])));
    if (at->country >= 0)
        text_format(&text, " at %.*s", STR_ARG(country_code(at->country)));
    text_format(&text, " on %.*s", STR_ARG(day_text(p->arena, at->day)));
    return text_str(&text);
}

static void print_dims(const Printing *p, const TracedRule *t)
{
    for (Size i = 0; i < t->dims.count; i++) {
        const TracedDim *d = &t->dims.items[i];
        bool             own_words =
            d->at.from != t->rule->clause->name_span.from || d->at.to != t->rule->clause->name_span.to;
        if (!own_words && d->fits == YES && d->dim != DIM_TIME)
            continue; /* not limited */
        Str words = own_words            ? words_at(p, d->at)
                    : d->dim == DIM_TIME ? S("the days of the agreement")
                                         : S("(not limited)");
        text_format(p->out, "      %-10s %-8s %.*s", dim_names[d->dim], tri_names[d->fits], STR_ARG(words));
        text_format(p->out, d->note.len ? "  [%.*s]\n" : "%.*s\n", STR_ARG(d->note));
    }
}

static Str condition_words(const Printing *p, const TracedCondition *c)
{
    Str  words = words_at(p, c->at);
    bool told = str_starts(words, S("not "));
    return c->negated && !told ? str_format(p->arena, "not %.*s", STR_ARG(words)) : words;
}

static void print_conditions(const Printing *p, const TracedRule *t)
{
    for (Size i = 0; i < t->conditions.count; i++) {
        const TracedCondition *c = &t->conditions.items[i];
        text_format(p->out, "      %-10s %-8s %.*s\n", c->word, tri_names[c->holds],
                    STR_ARG(condition_words(p, c)));
        for (Size k = 0; k < c->facts.count; k++)
            text_format(p->out, "                 by the fact: %.*s (%.*s)\n",
                        STR_ARG(words_at(p, c->facts.items[k])), STR_ARG(cite(p, c->facts.items[k], NULL)));
        for (Size k = 0; k < c->missing.count; k++)
            text_format(p->out, "                 missing: %.*s\n", STR_ARG(c->missing.items[k]));
    }
    for (Size i = 0; i < t->changes.count; i++) {
        const Change *change = t->changes.items[i].change;
        text_format(p->out, "      event      %-8s %.*s, on %.*s: %.*s\n",
                    t->changes.items[i].acts ? "acts" : "no",
                    STR_ARG(terms_text(p->r->st->terms, change->consequence->name)),
                    STR_ARG(day_text(p->arena, change->day)), STR_ARG(words_at(p, change->effect->span)));
    }
}

static void print_rule(const Printing *p, const TracedRule *t)
{
    static const char *const kinds[] = {"grant", "covenant", "release", "reservation"};
    Text                     fails = text_new(p->arena);
    for (Size i = 0; i < t->dims.count; i++)
        if (t->dims.items[i].fits == NO)
            text_format(&fails, "%s%s", fails.len ? ", " : "", dim_names[t->dims.items[i].dim]);
    Str line = str_format(
        p->arena, "    %s %.*s, %.*s: %s%s%.*s\n", kinds[t->rule->kind], STR_ARG(name_of(p, t->rule)),
        STR_ARG(cite(p, t->rule->clause->name_span, t->rule->clause)), verdict_text(t->tested.verdict),
        fails.len ? "; fails on " : "", STR_ARG(text_str(&fails)));
    if (t->failing > FAILING_IN_FULL && str_ends(text_str(p->out), line))
        return; /* another part of the same clause, for the same reasons */
    text_add(p->out, line);
    if (t->failing > FAILING_IN_FULL)
        return;
    print_dims(p, t);
    print_conditions(p, t);
}

static void print_cell(const Printing *p, const TracedCell *cell)
{
    text_format(p->out, "\n%.*s\n", STR_ARG(cell_words(p, &cell->point)));
    text_format(p->out, "  does a right live there on that day? %s%s%.*s\n", cell->lives == NO ? "no" : "yes",
                cell->lives == NO ? ": " : "",
                STR_ARG(cell->lives == NO && cell->lives_at.to ? words_at(p, cell->lives_at) : S("")));
    text_format(p->out, "  is it the licensee's own, or its group's? %s\n", tri_names[cell->own]);
    text_format(p->out, "  clauses (%td considered)\n", cell->rules.count);
    Text aside = text_new(p->arena);
    for (Size i = 0; i < cell->rules.count; i++) {
        if (cell->rules.items[i].failing <= FAILING_SHOWN)
            print_rule(p, &cell->rules.items[i]);
        else
            text_format(&aside, "%s%.*s", aside.len ? ", " : "",
                        STR_ARG(name_of(p, cell->rules.items[i].rule)));
    }
    if (aside.len)
        text_format(p->out, "    set aside, for three reasons or more: %.*s\n", STR_ARG(text_str(&aside)));
    for (Size i = 0; i < cell->precedence.count; i++)
        text_format(p->out, "  precedence: %.*s\n", STR_ARG(cell->precedence.items[i]));
    text_format(p->out, "  so: %s - %.*s\n", status_text(cell->status), STR_ARG(cell->step));
}

void trace_print(Text *out, Arena *arena, const TraceView *v)
{
    const Rules *r = v->answer.rules;
    Printing     p = {out, arena, v, r, r->st->terms->doc->sources};
    text_format(out, "%.*s: %.*s\n", STR_ARG(v->answer.asked), STR_ARG(answer_text(arena, v->answer.answer)));
    if (v->cells.count > 1)
        text_format(out, "It needs a right under %td assets; the worst answer counts.\n", v->cells.count);
    for (Size i = 0; i < v->cells.count; i++)
        print_cell(&p, &v->cells.items[i]);
    if (v->parts.count)
        text_add(out, S("\nA part that is not permitted is left out:\n"));
    for (Size i = 0; i < v->parts.count; i++)
        print_cell(&p, &v->parts.items[i]);
    text_format(out, "\n%.*s\n", STR_ARG(answer_reach()));
}

/* ---- JSON ---- */

static json_t *json_dims(const Printing *p, const TracedRule *t)
{
    json_t *array = json_array();
    for (Size i = 0; i < t->dims.count; i++) {
        json_t *o = json_object();
        json_put(o, "dimension", json_string(dim_names[t->dims.items[i].dim]));
        json_put(o, "fits", json_string(tri_names[t->dims.items[i].fits]));
        json_put(o, "text", json_of_text(p->arena, words_at(p, t->dims.items[i].at)));
        json_put(o, "note", json_of_text(p->arena, t->dims.items[i].note));
        json_add(array, o);
    }
    return array;
}

static json_t *json_conditions(const Printing *p, const TracedRule *t)
{
    json_t *array = json_array();
    for (Size i = 0; i < t->conditions.count; i++) {
        const TracedCondition *c = &t->conditions.items[i];
        json_t                *o = json_object(), *facts = json_array(), *missing = json_array();
        for (Size k = 0; k < c->facts.count; k++)
            json_add(facts, json_of_text(p->arena, words_at(p, c->facts.items[k])));
        for (Size k = 0; k < c->missing.count; k++)
            json_add(missing, json_of_text(p->arena, c->missing.items[k]));
        json_put(o, "word", json_string(c->word));
        json_put(o, "holds", json_string(tri_names[c->holds]));
        json_put(o, "text", json_of_text(p->arena, condition_words(p, c)));
        json_put(o, "facts", facts);
        json_put(o, "missing", missing);
        json_add(array, o);
    }
    return array;
}

static json_t *json_changes(const Printing *p, const TracedRule *t)
{
    json_t *array = json_array();
    for (Size i = 0; i < t->changes.count; i++) {
        const Change *change = t->changes.items[i].change;
        json_t       *o = json_object();
        json_put(o, "clause", json_of_text(p->arena, terms_text(p->r->st->terms, change->consequence->name)));
        json_put(o, "day", json_of_text(p->arena, day_text(p->arena, change->day)));
        json_put(o, "acts", json_boolean(t->changes.items[i].acts));
        json_put(o, "text", json_of_text(p->arena, words_at(p, change->effect->span)));
        json_add(array, o);
    }
    return array;
}

static json_t *json_rule(const Printing *p, const TracedRule *t)
{
    TextPlace place = sources_place(p->sources, t->rule->clause->name_span.from);
    json_t   *o = json_object();
    json_put(o, "clause", json_of_text(p->arena, name_of(p, t->rule)));
    json_put(o, "file", json_of_text(p->arena, place.source->path));
    json_put(o, "line", json_integer(place.line));
    json_put(o, "verdict", json_string(verdict_text(t->tested.verdict)));
    json_put(o, "failing", json_integer(t->failing));
    json_put(o, "dimensions", json_dims(p, t));
    json_put(o, "conditions", json_conditions(p, t));
    json_put(o, "events", json_changes(p, t));
    return o;
}

static json_t *json_cell(const Printing *p, const TracedCell *cell)
{
    json_t *o = json_object(), *rules = json_array(), *precedence = json_array();
    for (Size i = 0; i < cell->rules.count; i++)
        json_add(rules, json_rule(p, &cell->rules.items[i]));
    for (Size i = 0; i < cell->precedence.count; i++)
        json_add(precedence, json_of_text(p->arena, cell->precedence.items[i]));
    json_put(o, "cell", json_of_text(p->arena, cell_words(p, &cell->point)));
    json_put(o, "lives", json_boolean(cell->lives != NO));
    json_put(o, "own", json_boolean(cell->own == YES));
    json_put(o, "rules", rules);
    json_put(o, "precedence", precedence);
    json_put(o, "status", json_string(status_text(cell->status)));
    json_put(o, "step", json_of_text(p->arena, cell->step));
    return o;
}

Str trace_json(Arena *arena, const TraceView *v)
{
    const Rules *r = v->answer.rules;
    Printing     p = {NULL, arena, v, r, r->st->terms->doc->sources};
    json_t      *o = json_object(), *cells = json_array(), *parts = json_array();
    for (Size i = 0; i < v->cells.count; i++)
        json_add(cells, json_cell(&p, &v->cells.items[i]));
    for (Size i = 0; i < v->parts.count; i++)
        json_add(parts, json_cell(&p, &v->parts.items[i]));
    json_put(o, "question", json_of_text(arena, v->answer.asked));
    json_put(o, "answer", json_of_text(arena, answer_text(arena, v->answer.answer)));
    json_put(o, "cells", cells);
    json_put(o, "parts", parts);
    json_put(o, "reach", json_of_text(arena, answer_reach()));
    return json_print(arena, o);
}
