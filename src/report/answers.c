/* answers.c - see answers.h. Text first says yes or no, then why, then what is nearest. */
#include "report/answers.h"

#include "report/json.h"

static const char *const dim_names[] = {"licensee", "asset", "act",       "field",     "product", "territory",
                                        "time",     "start", "condition", "recipient", "scope"};

Str answer_reach(void)
{
    return S("Between these parties, under this text; exhaustion, implied licences and the rights of others "
             "are not considered.");
}

static const char *headline(const Answer *a)
{
    if (a->except.count)
        return "In part";
    switch (a->status) {
    case ANSWER_LICENSED:
    case ANSWER_COVENANTED:
    case ANSWER_RELEASED:
    case ANSWER_NOT_NEEDED: return "Yes";
    case ANSWER_CONDITIONAL: return "Yes, if";
    case ANSWER_UNKNOWN: return "Unknown";
    case ANSWER_SUSPENDED:
    case ANSWER_EXPIRED:
    case ANSWER_EXCLUDED:
    case ANSWER_RESERVED:
    case ANSWER_SILENT:
    case ANSWER_COUNT: break;
    }
    return "No";
}

static Str source_line(const AnswerView *v, Span at)
{
    return str_trim(sources_place(v->rules->st->terms->doc->sources, at.from).text);
}

typedef LIST_OF(Str) StrList;

static void add_line(StrList *lines, Arena *arena, Str line)
{
    for (Size i = 0; i < lines->count; i++)
        if (str_equal(lines->items[i], line))
            return;
    *PUSH(arena, lines) = line;
}

/* The line that decided; where a clause permits, each statement that lets this through. */
static StrList ground_lines(const AnswerView *v, Arena *arena, const Ground *g)
{
    static const Dim dims[] = {DIM_WHO,     DIM_ACT,   DIM_ASSET, DIM_FIELD,
                               DIM_PRODUCT, DIM_PLACE, DIM_TIME,  DIM_RECIPIENT};
    StrList          lines = {0};
    Str              head = source_line(v, g->clause->name_span);
    for (Size i = 0; g->rule && i < COUNT(dims); i++)
        if (g->rule->at[dims[i]].to && !str_equal(source_line(v, g->rule->at[dims[i]]), head))
            add_line(&lines, arena, source_line(v, g->rule->at[dims[i]]));
    if (!lines.count)
        add_line(&lines, arena, source_line(v, g->at));
    return lines;
}

static void print_ground(Text *out, Arena *arena, const AnswerView *v, const Ground *g, const char *indent)
{
    Str name = clause_text(v->rules, arena, g->clause, g->part);
    text_format(out, "%s%.*s: %.*s\n", indent, STR_ARG(name), STR_ARG(g->why));
    text_format(out, "%s    %.*s\n", indent,
                STR_ARG(terms_cite(v->rules->st->terms, arena, g->at, g->clause->section)));
    StrList lines = ground_lines(v, arena, g);
    for (Size i = 0; i < lines.count; i++)
        text_format(out, "%s    | %.*s\n", indent, STR_ARG(lines.items[i]));
}

static void print_except(Text *out, Arena *arena, const AnswerView *v)
{
    for (Size i = 0; i < v->answer->except.count; i++) {
        const PartAnswer *part = &v->answer->except.items[i];
        text_format(out, "  not %.*s: %s\n", STR_ARG(part->name), status_text(part->status));
        for (Size k = 0; k < part->grounds.count; k++)
            print_ground(out, arena, v, &part->grounds.items[k], "    ");
    }
}

static void print_list(Text *out, const char *title, Str item)
{
    text_format(out, "  %s: %.*s\n", title, STR_ARG(item));
}

static void print_regions(Text *out, const Answer *a)
{
    if (a->regions.count < 2)
        return;
    text_add(out, S("\nThe answer differs within what was asked:\n"));
    for (Size i = 0; i < a->regions.count; i++) {
        const Region *r = &a->regions.items[i];
        text_format(out, "  %-12s%s%.*s%s%s%.*s%s%.*s\n", status_text(r->status),
                    r->except.len ? "except " : "", STR_ARG(r->except), r->except.len ? " " : "",
                    r->fields.len ? "in " : "", STR_ARG(r->fields),
                    r->places.len ? (r->fields.len ? " at " : "at ") : "", STR_ARG(r->places));
    }
}

void answer_print(Text *out, Arena *arena, const AnswerView *v)
{
    const Answer *a = v->answer;
    Str           said = a->status == ANSWER_UNKNOWN ? S("a fact is missing") : answer_text(arena, a);
    text_format(out, "%s: %.*s.\n", headline(a), STR_ARG(said));
    if (a->grounds.count)
        text_char(out, '\n');
    for (Size i = 0; i < a->grounds.count; i++)
        print_ground(out, arena, v, &a->grounds.items[i], "  ");
    if (!a->grounds.count && a->status == ANSWER_SILENT)
        text_add(out, S("\n  No clause gives this right, and none keeps it.\n"));
    print_except(out, arena, v);
    for (Size i = 0; i < a->notes.count; i++)
        print_list(out, "note", a->notes.items[i]);
    for (Size i = 0; i < a->conditions.count; i++)
        print_list(out, "only", a->conditions.items[i]);
    for (Size i = 0; i < a->missing.count; i++)
        print_list(out, "missing", a->missing.items[i]);
    for (Size i = 0; i < a->facts.count; i++)
        print_list(out, "fact",
                   str_format(arena, "%.*s (%.*s)",
                              STR_ARG(sources_slice(v->rules->st->terms->doc->sources, a->facts.items[i])),
                              STR_ARG(terms_cite(v->rules->st->terms, arena, a->facts.items[i], -1))));
    print_regions(out, a);
    if (a->misses.count)
        text_add(out, S("\nNearest:\n"));
    for (Size i = 0; i < a->misses.count; i++) {
        const Miss *m = &a->misses.items[i];
        text_format(out, "  %.*s fails on %s: %.*s\n",
                    STR_ARG(clause_text(v->rules, arena, m->clause, m->part)), dim_names[m->dim],
                    STR_ARG(m->needs));
        text_format(out, "      %.*s\n",
                    STR_ARG(terms_cite(v->rules->st->terms, arena, m->at, m->clause->section)));
    }
    if (a->changes_on < DAY_MAX)
        text_format(out, "\nThis answer changes on %.*s: %.*s.\n", STR_ARG(day_text(arena, a->changes_on)),
                    STR_ARG(a->changes_text));
    text_format(out, "\n%.*s\n", STR_ARG(answer_reach()));
}

/* ---- JSON ---- */

static json_t *json_strings(Arena *arena, const Str *items, Size count)
{
    json_t *array = json_array();
    for (Size i = 0; i < count; i++)
        json_add(array, json_of_text(arena, items[i]));
    return array;
}

static json_t *json_place(const AnswerView *v, Arena *arena, const Clause *clause, Word part, Span at)
{
    const Terms *terms = v->rules->st->terms;
    TextPlace    place = sources_place(terms->doc->sources, at.from);
    json_t      *o = json_object();
    json_put(o, "clause", json_of_text(arena, clause_text(v->rules, arena, clause, part)));
    json_put(o, "heading",
             clause->section < 0 ? json_null()
                                 : json_of_text(arena, terms->doc->sections.items[clause->section].title));
    json_put(o, "file", json_of_text(arena, place.source->path));
    json_put(o, "line", json_integer(place.line));
    json_put(o, "text", json_of_text(arena, str_trim(place.text)));
    return o;
}

static json_t *json_grounds(const AnswerView *v, Arena *arena, const Ground *grounds, Size count)
{
    json_t *array = json_array();
    for (Size i = 0; i < count; i++) {
        const Ground *g = &grounds[i];
        json_t       *o = json_place(v, arena, g->clause, g->part, g->at);
        json_put(o, "why", json_of_text(arena, g->why));
        StrList lines = ground_lines(v, arena, g);
        json_put(o, "statements", json_strings(arena, lines.items, lines.count));
        json_add(array, o);
    }
    return array;
}

static json_t *json_misses(const AnswerView *v, Arena *arena)
{
    json_t *array = json_array();
    for (Size i = 0; i < v->answer->misses.count; i++) {
        const Miss *m = &v->answer->misses.items[i];
        json_t     *o = json_place(v, arena, m->clause, m->part, m->at);
        json_put(o, "dimension", json_string(dim_names[m->dim]));
        json_put(o, "needs", json_of_text(arena, m->needs));
        json_add(array, o);
    }
    return array;
}

static json_t *json_facts(const AnswerView *v, Arena *arena)
{
    json_t *array = json_array();
    for (Size i = 0; i < v->answer->facts.count; i++)
        json_add(array, json_of_text(arena, sources_slice(v->rules->st->terms->doc->sources,
                                                          v->answer->facts.items[i])));
    return array;
}

static json_t *json_regions(const Answer *a, Arena *arena)
{
    json_t *array = json_array();
    for (Size i = 0; i < a->regions.count; i++) {
        json_t *o = json_object();
        json_put(o, "status", json_string(status_text(a->regions.items[i].status)));
        json_put(o, "except", json_of_text(arena, a->regions.items[i].except));
        json_put(o, "fields", json_of_text(arena, a->regions.items[i].fields));
        json_put(o, "places", json_of_text(arena, a->regions.items[i].places));
        json_add(array, o);
    }
    return array;
}

static json_t *json_except(const AnswerView *v, Arena *arena)
{
    const Answer *a = v->answer;
    json_t       *array = json_array();
    for (Size i = 0; i < a->except.count; i++) {
        const PartAnswer *part = &a->except.items[i];
        json_t           *o = json_object();
        json_put(o, "part", json_of_text(arena, part->name));
        json_put(o, "status", json_string(status_text(part->status)));
        json_put(o, "clauses", json_grounds(v, arena, part->grounds.items, part->grounds.count));
        json_add(array, o);
    }
    return array;
}

Str answer_json(Arena *arena, const AnswerView *v)
{
    const Answer *a = v->answer;
    json_t       *o = json_object();
    json_put(o, "question", json_of_text(arena, v->asked));
    json_put(o, "day", json_of_text(arena, day_text(arena, v->question->day)));
    json_put(o, "status", json_string(status_text(a->status)));
    json_put(o, "answer", json_of_text(arena, answer_text(arena, a)));
    json_put(o, "permits", json_boolean(status_permits(a->status) && !a->except.count));
    json_put(o, "clauses", json_grounds(v, arena, a->grounds.items, a->grounds.count));
    json_put(o, "except", json_except(v, arena));
    json_put(o, "conditions", json_strings(arena, a->conditions.items, a->conditions.count));
    json_put(o, "missing", json_strings(arena, a->missing.items, a->missing.count));
    json_put(o, "facts", json_facts(v, arena));
    json_put(o, "notes", json_strings(arena, a->notes.items, a->notes.count));
    json_put(o, "regions", json_regions(a, arena));
    json_put(o, "nearest", json_misses(v, arena));
    json_t *changes = json_null();
    if (a->changes_on < DAY_MAX) {
        changes = json_object();
        json_put(changes, "on", json_of_text(arena, day_text(arena, a->changes_on)));
        json_put(changes, "to", json_string(status_text(a->changes_to)));
        json_put(changes, "answer", json_of_text(arena, a->changes_text));
    }
    json_put(o, "changes", changes);
    json_put(o, "reach", json_of_text(arena, answer_reach()));
    return json_print(arena, o);
}
