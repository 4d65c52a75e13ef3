/* json.c - see json.h. */
#include "report/json.h"

#include <stdlib.h>

/* The bytes of the well-formed UTF-8 character that `text` begins with, or 0. */
static Size character(Str text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    if (at[0] < 0x80)
        return 1;
    Size size = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || text.len < size)
        return 0;
    for (Size i = 1; i < size; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
    bool beyond = (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf4 && at[1] > 0x8f);
    return overlong || beyond ? 0 : size;
}

static Str mended(Arena *arena, Str text)
{
    Text out = text_new(arena);
    for (Size at = 0; at < text.len;) {
        Str  rest = str_slice(text, at, text.len);
        Size size = character(rest);
        text_add(&out, size ? str_slice(rest, 0, size) : S("\xef\xbf\xbd"));
        at += size ? size : 1;
    }
    return text_str(&out);
}

json_t *json_of_text(Arena *arena, Str text)
{
    json_t *value = text.len ? json_stringn(text.at, (size_t)text.len) : json_string("");
    if (!value) {
        text = mended(arena, text);
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

Str json_print(Arena *arena, json_t *root)
{
    char *text = json_dumps(root, JSON_INDENT(2) | JSON_SORT_KEYS);
    INVARIANT(text);
    Str printed = str_format(arena, "%s\n", text);
    free(text);
    json_decref(root);
    return printed;
}
