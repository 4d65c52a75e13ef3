/* json.c - see json.h. */
#include "report/json.h"

#include <stdlib.h>

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

Str json_print(Arena *arena, json_t *root)
{
    char *text = json_dumps(root, JSON_INDENT(2) | JSON_SORT_KEYS);
    INVARIANT(text);
    Str printed = str_format(arena, "%s\n", text);
    free(text);
    json_decref(root);
    return printed;
}
