/* json.c - see json.h. Trees are built by jansson and written here: it writes byte by byte, and reports are
 * long. */
#include "report/json.h"

#include <stdlib.h>
#include <string.h>

#include "report/layout.h"

json_t *json_of_text(Arena *arena, Str text)
{
    json_t *value = text.len ? json_stringn(text.at, (size_t)text.len) : json_string("");
    if (!value) {
        text = layout_valid(arena, text);
        value = json_stringn(text.at, (size_t)text.len);
    }
    INVARIANT(value);
    return value;
}

void json_put(json_t *object, const char *key, json_t *value)
{
    INVARIANT(value && json_object_set_new(object, key, value) == 0);
}

void json_add(json_t *array, json_t *value) { INVARIANT(value && json_array_append_new(array, value) == 0); }

/* ---- writing ---- */

typedef struct {
    Text text;
    bool compact;
} Writer;

static void write_value(Writer *w, json_t *value, int depth);

static void write_escape(Writer *w, unsigned char c)
{
    static const char letters[32] = {['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    if (c < sizeof letters && !letters[c])
        text_format(&w->text, "\\u%04X", c);
    else
        text_add(&w->text, (Str){(char[]){'\\', (char)(c < sizeof letters ? letters[c] : c)}, 2});
}

/* Whether one of eight bytes is escaped. A borrow goes up only from a byte that is. */
static bool any_escaped(const char *at)
{
    const uint64_t each = 0x0101010101010101u, high = each << 7;
    uint64_t       word;
    memcpy(&word, at, sizeof word);
    uint64_t quotes = word ^ (each * '"'), strokes = word ^ (each * '\\');
    uint64_t found =
        ((word - each * ' ') & ~word) | ((quotes - each) & ~quotes) | ((strokes - each) & ~strokes);
    return (found & high) != 0;
}

static void write_text(Writer *w, Str text)
{
    enum { WORD = 8 };
    Size from = 0;
    text_char(&w->text, '"');
    for (Size i = 0; i < text.len; i++) {
        while (i + WORD <= text.len && !any_escaped(text.at + i))
            i += WORD;
        if (i == text.len)
            break;
        unsigned char c = (unsigned char)text.at[i];
        if (c >= ' ' && c != '"' && c != '\\')
            continue;
        text_add(&w->text, str_slice(text, from, i));
        write_escape(w, c);
        from = i + 1;
    }
    text_add(&w->text, str_slice(text, from, text.len));
    text_char(&w->text, '"');
}

static void write_integer(Writer *w, json_int_t value)
{
    char     digits[24], *to = digits + sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--to = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--to = '-';
    text_add(&w->text, (Str){to, digits + sizeof digits - to});
}

/* No figure of ours is one, but a file that is given may hold one. */
static void write_real(Writer *w, json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    INVARIANT(text);
    text_add(&w->text, str_from(text));
    free(text);
}

/* Where the next item begins, or the end of the whole. */
static void write_break(Writer *w, int depth)
{
    static const char blanks[] = "\n                                ";
    if (w->compact)
        return;
    Size most = (Size)sizeof blanks - 2, left = 2 * (Size)depth;
    text_add(&w->text, (Str){blanks, 1 + (left < most ? left : most)});
    for (left -= most; left > 0; left -= most)
        text_add(&w->text, (Str){blanks + 1, left < most ? left : most});
}

static void write_array(Writer *w, json_t *array, int depth)
{
    size_t  i;
    json_t *item;
    text_char(&w->text, '[');
    json_array_foreach(array, i, item)
    {
        if (i)
            text_char(&w->text, ',');
        write_break(w, depth + 1);
        write_value(w, item, depth + 1);
    }
    if (json_array_size(array))
        write_break(w, depth);
    text_char(&w->text, ']');
}

typedef struct {
    const char *name;
    json_t     *value;
} Member;

static int member_order(const void *a, const void *b)
{
    return strcmp(((const Member *)a)->name, ((const Member *)b)->name);
}

/* By name, in their place: most objects have few members. */
static void sort_members(Member *members, Size count)
{
    enum { FEW = 40 };
    if (count > FEW) {
        qsort(members, (size_t)count, sizeof *members, member_order);
        return;
    }
    for (Size i = 1; i < count; i++) {
        Member member = members[i];
        Size   to = i;
        for (; to > 0 && member_order(&members[to - 1], &member) > 0; to--)
            members[to] = members[to - 1];
        members[to] = member;
    }
}

static void write_object(Writer *w, json_t *object, int depth)
{
    enum { USUAL = 64 };
    Member      usual[USUAL], *members = usual;
    Size        count = 0;
    const char *name;
    json_t     *value;
    if (json_object_size(object) > USUAL)
        members = NEW(w->text.arena, Member, (Size)json_object_size(object));
    json_object_foreach(object, name, value) members[count++] = (Member){name, value};
    sort_members(members, count);
    text_char(&w->text, '{');
    for (Size i = 0; i < count; i++) {
        if (i)
            text_char(&w->text, ',');
        write_break(w, depth + 1);
        write_text(w, str_from(members[i].name));
        text_add(&w->text, w->compact ? S(":") : S(": "));
        write_value(w, members[i].value, depth + 1);
    }
    if (count)
        write_break(w, depth);
    text_char(&w->text, '}');
}

static void write_value(Writer *w, json_t *value, int depth)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT: write_object(w, value, depth); break;
    case JSON_ARRAY: write_array(w, value, depth); break;
    case JSON_STRING: write_text(w, (Str){json_string_value(value), (Size)json_string_length(value)}); break;
    case JSON_INTEGER: write_integer(w, json_integer_value(value)); break;
    case JSON_TRUE: text_add(&w->text, S("true")); break;
    case JSON_FALSE: text_add(&w->text, S("false")); break;
    case JSON_NULL: text_add(&w->text, S("null")); break;
    case JSON_REAL: write_real(w, value); break;
    }
}

Str json_print(Arena *arena, json_t *root)
{
    Writer writer = {.text = text_new(arena)};
    write_value(&writer, root, 0);
    text_char(&writer.text, '\n');
    json_decref(root);
    return text_str(&writer.text);
}

Str json_compact(Arena *arena, json_t *root)
{
    Writer writer = {.text = text_new(arena), .compact = true};
    write_value(&writer, root, 0);
    return text_str(&writer.text);
}
