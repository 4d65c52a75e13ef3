/* recorded.c - see recorded.h. */
#include "report/recorded.h"

#include "report/json.h"
#include "report/layout.h"

enum { UNTOLD_SHOWN = 10, WHOLE_LINES = 14, WIDTH = 100 };

static Size pending_of(const RecordView *v) { return v->fold->entries.count - v->fold->pending; }

static Str pending_words(Arena *arena, const RecordView *v)
{
    Text text = text_new(arena);
    Size count = pending_of(v);
    text_format(&text, "%td pending entr%s (", count, count == 1 ? "y" : "ies");
    for (Size i = v->fold->pending; i < v->fold->entries.count; i++) {
        const FoldEntry *e = &v->fold->entries.items[i];
        text_format(&text, "%s%.*s %s", i > v->fold->pending ? ", " : "", STR_ARG(e->name),
                    e->kind ? e->kind->name : "of an unknown kind");
    }
    text_char(&text, ')');
    return text_str(&text);
}

/* ---- text ---- */

/* Without the blanks that only line things up. */
static Str plain(Arena *arena, Str line)
{
    Text text = text_new(arena);
    line = str_trim(line);
    for (Size i = 0; i < line.len; i++)
        if (line.at[i] != ' ' || line.at[i - 1] != ' ')
            text_char(&text, line.at[i]);
    return text_str(&text);
}

static bool line_of(Str *text, Str *line)
{
    if (!text->len)
        return false;
    Size end = str_find(*text, '\n');
    *line = str_slice(*text, 0, end < 0 ? text->len : end);
    *text = end < 0 ? S("") : str_slice(*text, end + 1, text->len);
    return true;
}

static bool has_line(Arena *arena, Str text, Str line)
{
    Str one;
    while (line_of(&text, &one))
        if (str_equal(plain(arena, one), line))
            return true;
    return false;
}

static int lines_of(Str text)
{
    int lines = 0;
    for (Str line; line_of(&text, &line);)
        lines++;
    return lines;
}

/* The lines of one that the other has not. */
static void add_missing(Text *out, Str one, Str other, const char *mark)
{
    for (Str line; line_of(&one, &line);) {
        Str words = plain(out->arena, line);
        if (words.len && !has_line(out->arena, other, words))
            text_format(out, "  %s %.*s\n", mark, STR_ARG(words));
    }
}

/* A long answer is shown by the lines that differ. */
static void add_other(Text *out, Str answer, Str other)
{
    if (lines_of(other) > WHOLE_LINES) {
        add_missing(out, answer, other, "\xe2\x88\x92");
        add_missing(out, other, answer, "+");
        return;
    }
    for (Str line; line_of(&other, &line);)
        text_format(out, "%s%.*s\n", line.len ? "  " : "", STR_ARG(line));
}

static void say(Text *out, Str line) { layout_wrap_to(out, WIDTH, 0, 2, line); }

static void print_untold(Text *out, Arena *arena, const RecordView *v)
{
    Size shown = 0;
    for (Size i = 0; i < v->untold->count; i++) {
        const Untold *u = &v->untold->items[i];
        if (u->entry->at < 0 || ++shown > UNTOLD_SHOWN)
            continue;
        say(out, str_format(arena, "%.*s %s does not count: %.*s.", STR_ARG(u->entry->name),
                            u->entry->kind->name, STR_ARG(u->why)));
    }
    if (shown > UNTOLD_SHOWN)
        say(out,
            str_format(arena, "And %td entries more do not count; --json names them.", shown - UNTOLD_SHOWN));
}

void record_print(Text *out, Arena *arena, Str answer, const RecordView *v)
{
    Text text = text_new(arena);
    if (v->at_said)
        say(&text,
            str_format(arena, "This rests on the first %td entries of the final order.", v->fold->final));
    if (v->known_said)
        say(&text,
            str_format(arena, "This rests on what others had by %.*s.", STR_ARG(day_text(arena, v->known))));
    if (v->fold->blocked.len)
        say(&text,
            str_format(arena,
                       "The record stops before %.*s, which this version does not know: a later version of "
                       "entente is needed.",
                       STR_ARG(v->fold->blocked)));
    if (v->text_changed)
        say(&text, str_format(arena, "The folder has another text than was signed with %.*s, which answers.",
                              STR_ARG(v->text->name)));
    print_untold(&text, arena, v);
    if (v->unread)
        say(&text, S("What depends on entries whose bodies are not here is not known, and the answer may be "
                     "another."));
    if (v->with_pending.len) {
        say(&text, str_format(arena, "With %.*s:", STR_ARG(pending_words(arena, v))));
        add_other(&text, answer, v->with_pending);
    }
    if (!text.len)
        return;
    text_char(out, '\n');
    text_add(out, text_str(&text));
}

/* ---- JSON ---- */

static json_t *json_of_json(Arena *arena, Str text)
{
    json_error_t error;
    json_t      *root = json_loadb(text.at ? text.at : "", (size_t)text.len, JSON_DECODE_ANY, &error);
    return root ? root : json_of_text(arena, text);
}

static json_t *json_entry(Arena *arena, const FoldEntry *e)
{
    json_t *object = json_object();
    json_put(object, "entry", json_of_text(arena, e->name));
    json_put(object, "kind", e->kind ? json_string(e->kind->name) : json_null());
    return object;
}

static json_t *json_untold(Arena *arena, const RecordView *v)
{
    json_t *array = json_array();
    for (Size i = 0; i < v->untold->count; i++) {
        json_t *one = json_entry(arena, v->untold->items[i].entry);
        json_put(one, "why", json_of_text(arena, v->untold->items[i].why));
        json_put(one, "pending", json_boolean(v->untold->items[i].entry->at < 0));
        json_add(array, one);
    }
    return array;
}

Str record_json(Arena *arena, Str answer, const RecordView *v)
{
    json_t *root = json_of_json(arena, answer), *record = json_object(), *heads = json_object(),
           *pending = json_array();
    Hash state = v->fold->state;
    if (!json_is_object(root)) {
        json_decref(record);
        json_decref(heads);
        json_decref(pending);
        json_decref(root);
        return answer;
    }
    for (Size i = 0; i < v->fold->feeds; i++)
        json_put(heads, str_copy(arena, v->fold->names[i]).at, json_integer(v->fold->heads[i]));
    for (Size i = v->fold->pending; i < v->fold->entries.count; i++)
        json_add(pending, json_entry(arena, &v->fold->entries.items[i]));
    json_put(record, "at", json_integer(v->fold->final));
    json_put(record, "known", v->known_said ? json_of_text(arena, day_text(arena, v->known)) : json_null());
    json_put(record, "heads", heads);
    json_put(record, "state", json_of_text(arena, hash_text(arena, &state)));
    json_put(record, "text", v->text ? json_of_text(arena, v->text->name) : json_null());
    json_put(record, "text_changed", json_boolean(v->text_changed));
    json_put(record, "blocked", v->fold->blocked.len ? json_of_text(arena, v->fold->blocked) : json_null());
    json_put(record, "unread", json_boolean(v->unread));
    json_put(record, "not_counted", json_untold(arena, v));
    json_put(record, "pending", pending);
    json_put(record, "with_pending",
             v->with_pending.len ? json_of_json(arena, v->with_pending) : json_null());
    json_put(root, "record", record);
    return json_print(arena, root);
}
