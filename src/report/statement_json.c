/* statement_json.c - see statement_json.h. */
#include "report/statement_json.h"

#include "record/hash.h"
#include "report/figures.h"

static json_t *json_money(Arena *arena, Rational amount, int currency)
{
    json_t *o = json_object();
    json_put(o, "amount", json_of_text(arena, figure_amount(arena, amount, currency, FIGURE_PLAIN)));
    json_put(o, "currency", json_of_text(arena, view_code(currency)));
    return o;
}

static json_t *json_minor(Arena *arena, int64_t minor, int currency)
{
    return json_money(arena, minor_amount(minor, currency), currency);
}

static json_t *json_day(Arena *arena, Day day)
{
    return day <= DAY_MIN || day >= DAY_MAX ? json_null() : json_of_text(arena, day_text(arena, day));
}

static json_t *json_days(Arena *arena, Days days)
{
    json_t *o = json_object();
    json_put(o, "from", json_day(arena, days.from));
    json_put(o, "through", json_day(arena, days.through));
    return o;
}

static json_t *json_texts(Arena *arena, const Str *items, Size count)
{
    json_t *array = json_array();
    for (Size i = 0; i < count; i++)
        json_add(array, json_of_text(arena, items[i]));
    return array;
}

json_t *json_of_place(const StatementView *v, Arena *arena, Span at)
{
    if (!at.to)
        return json_null();
    TextPlace place = sources_place(view_terms(v)->doc->sources, at.from);
    json_t   *o = json_object();
    json_put(o, "path", json_of_text(arena, place.source->path));
    json_put(o, "line", json_integer(place.line));
    json_put(o, "text", json_of_text(arena, str_trim(place.text)));
    return o;
}

static json_t *json_clause(const StatementView *v, Arena *arena, const Clause *clause)
{
    if (!clause)
        return json_null();
    const Terms *terms = view_terms(v);
    json_t      *o = json_of_place(v, arena, clause->name_span);
    if (json_is_null(o))
        o = json_object();
    json_put(o, "name", json_of_text(arena, view_clause(v, clause)));
    json_put(o, "heading",
             clause->section < 0 ? json_null()
                                 : json_of_text(arena, terms->doc->sections.items[clause->section].title));
    return o;
}

static json_t *json_subject(const StatementView *v, Arena *arena, int subject)
{
    json_t *o = json_object();
    json_put(o, "name", json_of_text(arena, view_party(v, arena, subject)));
    json_put(o, "full_name", json_of_text(arena, view_party_name(v, arena, subject)));
    return o;
}

static json_t *json_step(const StatementView *v, Arena *arena, const StatementPart *part, const Step *step)
{
    bool    known = !step->unknown && step->amount.ok, counted = step->kind == STEP_BASE;
    json_t *o = json_object();
    json_put(o, "kind", json_of_text(arena, step_word(step->kind)));
    json_put(o, "label", json_of_text(arena, step->label));
    json_put(o, "quantity", json_of_text(arena, step->quantity));
    json_put(o, "rate", json_of_text(arena, step->rate));
    json_put(o, "amount", known && !counted ? json_money(arena, step->amount, part->currency) : json_null());
    json_put(o, "exact", known ? json_of_text(arena, figure_fraction(arena, step->amount)) : json_null());
    json_put(o, "note", json_of_text(arena, step->note));
    json_put(o, "at", json_of_place(v, arena, step->at));
    json_put(o, "lines", json_integer(step->lines));
    return o;
}

static json_t *json_true_ups(Arena *arena, const StatementPart *part)
{
    json_t *array = json_array();
    for (Size i = 0; i < part->true_ups.count; i++) {
        const TrueUp *t = &part->true_ups.items[i];
        json_t       *o = json_object();
        json_put(o, "period", json_days(arena, t->period));
        json_put(o, "due", t->unknown ? json_null() : json_minor(arena, t->due, t->currency));
        json_put(o, "due_minor", t->unknown ? json_null() : json_integer(t->due));
        json_put(o, "lines", json_integer(t->lines));
        json_put(o, "counted",
                 t->counted.ok ? json_of_text(arena, figure_fraction(arena, t->counted)) : json_null());
        json_put(o, "cause", json_of_text(arena, t->cause));
        json_put(o, "note", json_of_text(arena, t->note));
        json_add(array, o);
    }
    return array;
}

static json_t *json_forecasts(const StatementView *v, Arena *arena, const StatementPart *part)
{
    json_t *array = json_array();
    for (Size i = 0; i < part->forecasts.count; i++) {
        const Forecast *f = &part->forecasts.items[i];
        json_t         *o = json_object();
        json_put(o, "period", json_days(arena, f->period));
        json_put(o, "reached",
                 f->reached.ok ? json_of_text(arena, figure_fraction(arena, f->reached)) : json_null());
        json_put(o, "limit", json_of_text(arena, figure_fraction(arena, f->limit)));
        json_put(o, "days", json_integer(f->days));
        json_put(o, "on", json_day(arena, f->on));
        json_put(o, "says", json_of_text(arena, f->text));
        json_put(o, "at", json_of_place(v, arena, f->at));
        json_add(array, o);
    }
    return array;
}

json_t *json_of_part(const StatementView *v, Arena *arena, const StatementPart *part)
{
    json_t  *o = json_object(), *steps = json_array();
    Rational to_date = part_to_date(part);
    bool     known = !part->unknown;
    for (Size i = 0; i < part->steps.count; i++)
        json_add(steps, json_step(v, arena, part, &part->steps.items[i]));
    json_put(o, "clause", json_clause(v, arena, part->clause));
    json_put(o, "group", json_of_text(arena, part->group));
    json_put(o, "payer", json_subject(v, arena, part->payer));
    json_put(o, "payee", json_subject(v, arena, part->payee));
    json_put(o, "period", json_days(arena, part->period));
    json_put(o, "counter", json_days(arena, part->counter));
    json_put(o, "currency", json_of_text(arena, view_code(part->currency)));
    json_put(o, "steps", steps);
    json_put(o, "due", known ? json_minor(arena, part->due, part->currency) : json_null());
    json_put(o, "due_minor", known ? json_integer(part->due) : json_null());
    json_put(o, "due_on", json_day(arena, part->due_on));
    json_put(o, "due_rule", json_of_text(arena, part->due_rule));
    json_put(o, "to_date",
             known && to_date.ok ? json_of_text(arena, figure_fraction(arena, to_date)) : json_null());
    json_put(o, "payable",
             part_payable(part).ok ? json_money(arena, part_payable(part), part->currency) : json_null());
    json_put(o, "true_ups", json_true_ups(arena, part));
    json_put(o, "cap_note", json_of_text(arena, part->cap_note));
    json_put(o, "forecasts", json_forecasts(v, arena, part));
    json_put(o, "unknown", json_boolean(part->unknown));
    json_put(o, "says", json_of_text(arena, part_sentence(v, arena, part)));
    return o;
}

json_t *json_of_net(const StatementView *v, Arena *arena, const NetLine *net, bool whole)
{
    json_t *o = json_object(), *parts = json_array();
    for (Size i = 0; i < net->parts.count; i++) {
        int part = net->parts.items[i];
        json_add(parts,
                 whole ? json_of_part(v, arena, &v->statement->parts.items[part]) : json_integer(part));
    }
    json_put(o, "from", json_subject(v, arena, net->from));
    json_put(o, "to", json_subject(v, arena, net->to));
    json_put(o, "gross", json_minor(arena, net->gross, net->currency));
    json_put(o, "against", json_minor(arena, net->against, net->currency));
    json_put(o, "net", json_minor(arena, net->net, net->currency));
    json_put(o, "carried", json_boolean(net->carried));
    json_put(o, "clause", json_clause(v, arena, net->clause));
    json_put(o, "parts", parts);
    json_put(o, "says", json_of_text(arena, net_sentence(v, arena, net)));
    return o;
}

static json_t *json_payable(const StatementView *v, Arena *arena, const Payable *p)
{
    json_t *o = json_object(), *parts = json_array();
    for (Size i = 0; i < p->parts.count; i++)
        json_add(parts, json_integer(p->parts.items[i]));
    json_put(o, "from", json_subject(v, arena, p->from));
    json_put(o, "to", json_subject(v, arena, p->to));
    json_put(o, "due", json_minor(arena, p->due, p->currency));
    json_put(o, "tax", json_minor(arena, p->tax, p->currency));
    json_put(o, "paid", json_minor(arena, p->paid, p->currency));
    json_put(o, "interest", p->interest_unknown ? json_null() : json_minor(arena, p->interest, p->currency));
    json_put(o, "payable", p->unknown ? json_null() : json_minor(arena, p->payable, p->currency));
    json_put(o, "against", p->clause ? json_minor(arena, p->against, p->currency) : json_null());
    json_put(o, "net", p->unknown ? json_null() : json_minor(arena, p->net, p->currency));
    json_put(o, "clause", json_clause(v, arena, p->clause));
    json_put(o, "parts", parts);
    return o;
}

static json_t *json_outside(Arena *arena, const OutsideLine *outside)
{
    json_t *o = json_object();
    json_put(o, "article", json_of_text(arena, outside->article));
    json_put(o, "place", json_of_text(arena, outside->place));
    json_put(o, "reason", json_of_text(arena, outside->reason));
    json_put(o, "route", json_of_text(arena, route_word(outside->kind)));
    json_put(o, "lines", json_integer(outside->lines));
    json_put(o, "quantity", json_of_text(arena, outside->quantity));
    return o;
}

static json_t *json_file(Arena *arena, const UsageFile *file)
{
    json_t *o = json_object(), *rejects = json_object();
    for (int kind = 0; kind < REJECT_COUNT; kind++)
        if (file->totals.by_kind[kind])
            json_put(rejects, reject_word((RejectKind)kind).at, json_integer(file->totals.by_kind[kind]));
    json_put(o, "path", json_of_text(arena, file->path));
    json_put(o, "sums", json_boolean(file->sums));
    json_put(o, "taken_off", json_boolean(file->taken_off));
    json_put(o, "read", json_integer(file->totals.read));
    json_put(o, "counted", json_integer(file->totals.counted));
    json_put(o, "rejected", json_integer(file->totals.rejected));
    json_put(o, "rejected_for", rejects);
    json_put(o, "outside", json_integer(file->outside));
    json_put(o, "free_of_charge", json_integer(file->free_of_charge));
    json_put(o, "undecided", json_integer(file->unknown));
    json_put(o, "later", json_integer(file->later));
    json_put(o, "duplicates_checked", json_boolean(file->duplicates_checked));
    json_put(o, "rejects_path", file->reject_path.len ? json_of_text(arena, file->reject_path) : json_null());
    return o;
}

static json_t *json_agreement(const StatementView *v, Arena *arena)
{
    json_t       *o = json_object();
    const Clause *agreement = view_terms(v)->agreement;
    json_put(o, "name", agreement ? json_of_text(arena, view_clause(v, agreement)) : json_null());
    json_put(o, "title", json_of_text(arena, view_title(v)));
    return o;
}

static json_t *json_period(const Statement *s, Arena *arena)
{
    json_t *o = json_days(arena, s->period);
    json_put(o, "text", json_of_text(arena, s->period_text));
    return o;
}

/* ---- what it rests on ---- */

Str statement_text_digest(Arena *arena, const Terms *terms)
{
    Sha256 sha = sha256_new();
    for (Size i = 0; i < terms->doc->files.count; i++)
        sha256_add(&sha, terms->doc->files.items[i].source->text);
    Hash hash = sha256_end(&sha);
    return hex_text(arena, hash_bytes(&hash));
}

Str statement_facts_digest(Arena *arena, const Standing *st)
{
    Sha256 sha = sha256_new();
    for (Size i = 0; i < st->facts.count; i++) {
        sha256_add(&sha, str_trim(sources_slice(st->terms->doc->sources, st->facts.items[i].span)));
        sha256_add(&sha, S("\n"));
    }
    Hash hash = sha256_end(&sha);
    return hex_text(arena, hash_bytes(&hash));
}

Str statement_digest(Arena *arena, json_t *root)
{
    json_t *bare = json_copy(root);
    (void)json_object_del(bare, "digest");
    Hash hash = sha256(json_compact(arena, bare));
    json_decref(bare);
    return hex_text(arena, hash_bytes(&hash));
}

json_t *statement_json_head(const StatementView *v, Arena *arena)
{
    const Statement *s = v->statement;
    json_t          *o = json_object();
    json_put(o, "agreement", json_agreement(v, arena));
    json_put(o, "plan", s->plan ? json_of_text(arena, s->plan->digest) : json_null());
    json_put(o, "period", json_period(s, arena));
    json_put(o, "as_of", json_day(arena, s->as_of));
    json_put(o, "missing", json_texts(arena, s->missing.items, s->missing.count));
    return o;
}

Str statement_json(Arena *arena, const StatementView *v)
{
    const Statement *s = v->statement;
    json_t          *o = statement_json_head(v, arena), *parts = json_array(), *net = json_array(),
           *outside = json_array(), *files = json_array(), *payable = json_array();
    StrList says = statement_sentences(v, arena);
    for (Size i = 0; i < s->parts.count; i++)
        json_add(parts, json_of_part(v, arena, &s->parts.items[i]));
    for (Size i = 0; i < s->net.count; i++)
        json_add(net, json_of_net(v, arena, &s->net.items[i], false));
    for (Size i = 0; i < s->payable.count; i++)
        json_add(payable, json_payable(v, arena, &s->payable.items[i]));
    for (Size i = 0; i < s->outside.count; i++)
        json_add(outside, json_outside(arena, &s->outside.items[i]));
    for (Size i = 0; i < s->files.count; i++)
        json_add(files, json_file(arena, &s->files.items[i]));
    json_put(o, "format", json_string(STATEMENT_FORMAT));
    json_put(o, "says", json_texts(arena, says.items, says.count));
    json_put(o, "parts", parts);
    json_put(o, "net", net);
    json_put(o, "payable", payable);
    json_put(o, "outside", outside);
    json_put(o, "files", files);
    json_put(o, "notes", json_texts(arena, s->notes.items, s->notes.count));
    json_put(o, "unknown", json_boolean(s->unknown));
    json_put(o, "text", json_of_text(arena, statement_text_digest(arena, view_terms(v))));
    json_put(o, "facts", json_of_text(arena, statement_facts_digest(arena, v->standing)));
    json_put(o, "digest", json_of_text(arena, statement_digest(arena, o)));
    return json_print(arena, o);
}
