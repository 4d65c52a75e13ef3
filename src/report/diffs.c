/* diffs.c - see diffs.h. */
#include "report/diffs.h"

#include "report/answers.h"
#include "report/effects.h"
#include "report/json.h"

enum { LISTED_MOST = 10, LINE_WIDTH = 100 };

/* ---- the texts ---- */

static void print_lines(Text *out, const Difference *d)
{
    for (Size i = 0; i < d->lines.count; i++) {
        const DifferenceLine *line = &d->lines.items[i];
        text_format(out, "  %c ", line->mark);
        text_pad(out, (Size)line->depth * 2);
        text_format(out, "%.*s\n", STR_ARG(line->text));
    }
}

static Str cite(Arena *arena, const Terms *terms, const Stmt *stmt)
{
    return terms_cite(terms, arena, stmt->span, stmt->section);
}

static void print_changes(Text *out, Arena *arena, const Comparison *c)
{
    static const char *const titles[] = {"added", "removed", "changed"};
    for (Size i = 0; i < c->items.count; i++) {
        const Difference *d = &c->items.items[i];
        if (d->kind > DIFFERENT_CHANGED)
            continue;
        Str where = d->now ? cite(arena, c->now, d->now) : cite(arena, c->old, d->old);
        text_format(out, "%s: %.*s  (%.*s)\n", titles[d->kind], STR_ARG(d->name), STR_ARG(where));
        print_lines(out, d);
        text_char(out, '\n');
    }
}

static void print_same(Text *out, const DiffView *v)
{
    const Comparison *c = v->comparison;
    Size              before = out->len, changed = 0;
    for (Size i = 0; i < c->items.count; i++) {
        const Difference *d = &c->items.items[i];
        changed += d->kind <= DIFFERENT_CHANGED;
        if (d->kind == SAME_RENAMED)
            text_format(out, "  renamed: %.*s is now %.*s\n", STR_ARG(d->other), STR_ARG(d->name));
        if (d->kind == SAME_MOVED)
            text_format(out, "  moved: %.*s%s%.*s%s\n", STR_ARG(d->name),
                        d->other.len ? " (was under \"" : "", STR_ARG(d->other), d->other.len ? "\")" : "");
    }
    if (v->layout && !changed && out->len == before)
        text_add(out, S("  prose, comments, articles or layout only\n"));
}

static void print_no_effect(Text *out, Arena *arena, const DiffView *v)
{
    Text same = text_new(arena);
    print_same(&same, v);
    if (same.len)
        text_format(out, "No effect:\n%.*s", STR_ARG(text_str(&same)));
}

/* ---- effects ---- */

static Str days_words(Arena *arena, Days days)
{
    if (days.from == DAY_MIN && days.through == DAY_MAX)
        return S("on every day");
    if (days.from == DAY_MIN)
        return str_format(arena, "through %.*s", STR_ARG(day_text(arena, days.through)));
    if (days.through == DAY_MAX)
        return str_format(arena, "from %.*s", STR_ARG(day_text(arena, days.from)));
    if (days.from == days.through)
        return str_format(arena, "on %.*s", STR_ARG(day_text(arena, days.from)));
    return str_format(arena, "from %.*s through %.*s", STR_ARG(day_text(arena, days.from)),
                      STR_ARG(day_text(arena, days.through)));
}

static Str box_words(Arena *arena, const EffectDiff *e, const Box *box)
{
    Text text = text_new(arena);
    text_format(&text, "%.*s: %.*s", STR_ARG(set_text(arena, &e->who, box->set[DIM_WHO], LISTED_MOST)),
                STR_ARG(set_text(arena, &e->acts, box->set[DIM_ACT], 0)));
    if (bits_next(box->set[DIM_ASSET], 1) > 0)
        text_format(&text, " under %.*s",
                    STR_ARG(set_text(arena, &e->assets, box->set[DIM_ASSET], LISTED_MOST)));
    if (e->fields.all.size > 1)
        text_format(&text, " in %.*s",
                    STR_ARG(set_text(arena, &e->fields, box->set[DIM_FIELD], LISTED_MOST)));
    if (!bits_within(e->products.all, box->set[DIM_PRODUCT]))
        text_format(&text, " for %.*s",
                    STR_ARG(set_text(arena, &e->products, box->set[DIM_PRODUCT], LISTED_MOST)));
    text_format(&text, " within %.*s, %.*s",
                STR_ARG(set_text(arena, &e->places, box->set[DIM_PLACE], LISTED_MOST)),
                STR_ARG(days_words(arena, box->days)));
    return text_str(&text);
}

static void wrap(Text *out, Size indent, Str text)
{
    Size column = indent;
    text_pad(out, indent);
    for (bool first = true; text.len; first = false) {
        Size blank = str_find(text, ' ');
        Str  word = blank < 0 ? text : str_slice(text, 0, blank);
        bool breaks = !first && column + 1 + word.len > LINE_WIDTH;
        if (breaks) {
            text_char(out, '\n');
            text_pad(out, indent + 2);
            column = indent + 2;
        } else if (!first) {
            text_char(out, ' ');
            column++;
        }
        text_add(out, word);
        column += word.len;
        text = blank < 0 ? S("") : str_slice(text, blank + 1, text.len);
    }
    text_char(out, '\n');
}

static Str side_words(Arena *arena, Status status, Str clauses)
{
    return clauses.len ? str_format(arena, "%s (%.*s)", status_text(status), STR_ARG(clauses))
                       : str_from(status_text(status));
}

static void print_label(Text *out, Arena *arena, const EffectLabel *l)
{
    Str was = side_words(arena, l->was, l->was_clauses), is = side_words(arena, l->is, l->is_clauses);
    if (l->was == l->is && str_equal(was, is))
        wrap(out, 6, str_format(arena, "%.*s, as before, but:", STR_ARG(is)));
    else
        wrap(out, 6, str_format(arena, "was %.*s, is %.*s", STR_ARG(was), STR_ARG(is)));
    if (l->was_terms.len)
        wrap(out, 8, str_format(arena, "- %.*s", STR_ARG(l->was_terms)));
    if (l->is_terms.len)
        wrap(out, 8, str_format(arena, "+ %.*s", STR_ARG(l->is_terms)));
}

static void print_group(Text *out, Arena *arena, const EffectDiff *e, EffectGroup group, const char *title)
{
    const BoxList *boxes = &e->boxes[group];
    if (!boxes->count)
        return;
    text_format(out, "%s\n", title);
    for (Size l = 0; l < e->labels.count; l++) {
        bool some = false;
        for (Size i = 0; i < boxes->count; i++)
            if (boxes->items[i].label == (int)l) {
                wrap(out, 2, box_words(arena, e, &boxes->items[i]));
                some = true;
            }
        if (some)
            print_label(out, arena, &e->labels.items[l]);
    }
    text_char(out, '\n');
}

static const char *const group_titles[] = {
    "Newly permitted", "No longer permitted", "Changed in condition",
    "Not permitted before or after, or not needed, for another reason"};

void effect_print(Text *out, Arena *arena, const EffectDiff *effect)
{
    for (int group = 0; group < EFFECT_GROUPS; group++)
        print_group(out, arena, effect, (EffectGroup)group, group_titles[group]);
    if (effect_empty(effect))
        text_add(out, S("Nothing more and nothing less is permitted than before, and on the same terms.\n"));
}

void diff_print(Text *out, Arena *arena, const DiffView *v)
{
    if (!v->effect) {
        print_changes(out, arena, v->comparison);
        print_no_effect(out, arena, v);
        if (!v->comparison->items.count && !v->layout)
            text_add(out, S("The texts are the same.\n"));
        return;
    }
    effect_print(out, arena, v->effect);
    if (v->money->items.count && !str_ends(text_str(out), S("\n\n")))
        text_char(out, '\n');
    effects_print(out, arena, v->money);
    Text idle = text_new(arena);
    for (Size i = 0; i < v->effect->idle.count; i++)
        if (!effects_tell(v->money, v->effect->idle.items[i]))
            text_format(&idle, "%s%.*s", idle.len ? ", " : "", STR_ARG(v->effect->idle.items[i]));
    if (idle.len)
        wrap(out, 0,
             str_format(arena,
                        "Reads differently, but decides no answer that changed under these facts: %.*s",
                        STR_ARG(text_str(&idle))));
    print_no_effect(out, arena, v);
    bool parted = str_ends(text_str(out), S("\n\n"));
    text_format(out, "%s%.*s\n", parted ? "" : "\n", STR_ARG(answer_reach()));
}

/* ---- JSON ---- */

static json_t *json_lines(Arena *arena, const Difference *d)
{
    json_t *array = json_array();
    for (Size i = 0; i < d->lines.count; i++) {
        const DifferenceLine *line = &d->lines.items[i];
        json_t               *o = json_object();
        json_put(o, "mark", json_of_text(arena, (Str){&line->mark, 1}));
        json_put(o, "depth", json_integer(line->depth));
        json_put(o, "text", json_of_text(arena, line->text));
        json_add(array, o);
    }
    return array;
}

static json_t *json_side(Arena *arena, const Terms *terms, const Stmt *stmt)
{
    if (!stmt)
        return json_null();
    TextPlace place = sources_place(terms->doc->sources, stmt->span.from);
    json_t   *o = json_object();
    json_put(o, "file", json_of_text(arena, place.source->path));
    json_put(o, "line", json_integer(place.line));
    return o;
}

static json_t *json_clauses(Arena *arena, const Comparison *c)
{
    static const char *const kinds[] = {"added", "removed", "changed", "renamed", "moved"};
    json_t                  *array = json_array();
    for (Size i = 0; i < c->items.count; i++) {
        const Difference *d = &c->items.items[i];
        json_t           *o = json_object();
        json_put(o, "kind", json_string(kinds[d->kind]));
        json_put(o, "clause", json_of_text(arena, d->name));
        json_put(o, "was", json_of_text(arena, d->other));
        json_put(o, "old", json_side(arena, c->old, d->old));
        json_put(o, "new", json_side(arena, c->now, d->now));
        json_put(o, "lines", json_lines(arena, d));
        json_add(array, o);
    }
    return array;
}

static json_t *json_set(Arena *arena, const SetNames *names, Bits set)
{
    json_t *array = json_array();
    for (Size i = bits_next(set, 0); i >= 0; i = bits_next(set, i + 1))
        if (bits_has(names->all, i))
            json_add(array, json_of_text(arena, names->item[i]));
    return array;
}

static json_t *json_day(Arena *arena, Day day)
{
    return day == DAY_MIN || day == DAY_MAX ? json_null() : json_of_text(arena, day_text(arena, day));
}

static json_t *json_box(Arena *arena, const EffectDiff *e, const Box *box)
{
    const EffectLabel *l = &e->labels.items[box->label];
    json_t            *o = json_object();
    json_put(o, "licensees", json_set(arena, &e->who, box->set[DIM_WHO]));
    json_put(o, "assets", json_set(arena, &e->assets, box->set[DIM_ASSET]));
    json_put(o, "acts", json_set(arena, &e->acts, box->set[DIM_ACT]));
    json_put(o, "fields", json_set(arena, &e->fields, box->set[DIM_FIELD]));
    json_put(o, "products", json_set(arena, &e->products, box->set[DIM_PRODUCT]));
    json_put(o, "countries", json_set(arena, &e->places, box->set[DIM_PLACE]));
    json_put(o, "from", json_day(arena, box->days.from));
    json_put(o, "through", json_day(arena, box->days.through));
    json_put(o, "was", json_string(status_text(l->was)));
    json_put(o, "is", json_string(status_text(l->is)));
    json_put(o, "was_clauses", json_of_text(arena, l->was_clauses));
    json_put(o, "is_clauses", json_of_text(arena, l->is_clauses));
    json_put(o, "was_terms", json_of_text(arena, l->was_terms));
    json_put(o, "is_terms", json_of_text(arena, l->is_terms));
    json_put(o, "text", json_of_text(arena, box_words(arena, e, box)));
    return o;
}

static json_t *json_effect(Arena *arena, const EffectDiff *e)
{
    static const char *const groups[] = {"permitted", "forbidden", "condition", "reason"};
    json_t                  *o = json_object(), *idle = json_array();
    for (int group = 0; group < EFFECT_GROUPS; group++) {
        json_t *array = json_array();
        for (Size i = 0; i < e->boxes[group].count; i++)
            json_add(array, json_box(arena, e, &e->boxes[group].items[i]));
        json_put(o, groups[group], array);
    }
    for (Size i = 0; i < e->idle.count; i++)
        json_add(idle, json_of_text(arena, e->idle.items[i]));
    json_put(o, "without_effect", idle);
    return o;
}

Str diff_json(Arena *arena, const DiffView *v)
{
    json_t *o = json_object();
    json_put(o, "clauses", json_clauses(arena, v->comparison));
    json_put(o, "layout", json_boolean(v->layout));
    json_t *effect = v->effect ? json_effect(arena, v->effect) : json_null();
    if (v->effect)
        json_put(effect, "money", effects_json(arena, v->money));
    json_put(o, "effect", effect);
    return json_print(arena, o);
}
