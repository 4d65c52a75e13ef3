/* entries.c - see entries.h. */
#include "report/entries.h"

#include "report/json.h"

static void writers(Text *out, const Kind *kind)
{
    static const char *const many[ROLES] = {"parties", "the witness", "observers"};
    if (kind->writers == (1 << ROLES) - 1) {
        text_add(out, S("every member"));
        return;
    }
    bool first = true;
    for (int role = 0; role < ROLES; role++) {
        if (!(kind->writers >> role & 1))
            continue;
        text_format(out, "%s%s", first ? "" : ", ", many[role]);
        first = false;
    }
}

static void fields(Text *out, const KindField *field, Size indent)
{
    for (; field->name; field++) {
        text_pad(out, indent);
        text_format(out, "- `%s`%s: %s", field->name, field->may ? " (may be left out)" : "", field->words);
        if (field->type == FIELD_OBJECT)
            text_add(out, field->list ? S(". A list; each has:\n") : S(". It has:\n"));
        else
            text_format(out, " - %s%s\n", field->list ? "a list, each " : "", field_type_words(field->type));
        if (field->inside)
            fields(out, field->inside, indent + 2);
    }
}

static void one_kind(Text *out, const Kind *kind)
{
    static const char *const places[] = {
        "It has no body.",
        "Its body stands in the entry, for everybody who holds the feed.",
        "Its body is sealed: the entry holds its hash, the body goes to its audience.",
    };
    static const char *const joint[] = {
        "",
        " It is joint: it takes effect when every party has written it with the same body.",
        " It is joint: it takes effect when every party but the one it names, and the witness if there is "
        "one, has "
        "written it with the same body; these are at least two.",
    };
    text_format(out, "### %s\n\n%s.\n\nWritten by ", kind->name, kind->words);
    writers(out, kind);
    text_format(out, ".%s %s It changes: %s.\n\n", joint[kind->joint], places[kind->place],
                folds_words(kind->folds));
    if (!kind->fields)
        return;
    fields(out, kind->fields, 0);
    text_format(out, "\n```json\n%s\n```\n\n", kind->example);
}

Str entries_text(Arena *arena, const Kind *only)
{
    Text out = text_new(arena);
    for (Size i = 0; i < kind_count(); i++)
        if (!only || only == kind_number(i))
            one_kind(&out, kind_number(i));
    out.len -= 1; /* the empty line at the end */
    return text_str(&out);
}

static json_t *text_like(const char *pattern)
{
    json_t *schema = json_object();
    json_put(schema, "type", json_string("string"));
    json_put(schema, "pattern", json_string(pattern));
    return schema;
}

static json_t *object_schema(Arena *arena, const KindField *field);

static json_t *type_schema(Arena *arena, const KindField *field)
{
    json_t *schema;
    switch (field->type) {
    case FIELD_TEXT: return text_like("^[\\s\\S]+$");
    case FIELD_NAME:
    case FIELD_MEMBER: return text_like("^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?$");
    case FIELD_ROLE: return text_like("^(party|witness|observer)$");
    case FIELD_DAY: return text_like("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case FIELD_PERIOD: return text_like("^[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?$");
    case FIELD_DECIMAL: return text_like("^-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$");
    case FIELD_CURRENCY: return text_like("^[A-Z]{3}$");
    case FIELD_HASH: return text_like("^[A-Za-z0-9+/]{43}=$");
    case FIELD_KEY: return text_like("^[A-Za-z0-9+/]{44}$");
    case FIELD_ENTRY: return text_like("^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?/(0|[1-9][0-9]*)$");
    case FIELD_OBJECT: return object_schema(arena, field->inside);
    case FIELD_COUNT:
    case FIELD_TYPES: break;
    }
    schema = json_object();
    json_put(schema, "type", json_string("integer"));
    json_put(schema, "minimum", json_integer(0));
    json_put(schema, "maximum", json_integer(BODY_WHOLE_MOST));
    return schema;
}

static json_t *field_schema(Arena *arena, const KindField *field)
{
    json_t *schema = type_schema(arena, field);
    if (field->list) {
        json_t *list = json_object();
        json_put(list, "type", json_string("array"));
        json_put(list, "minItems", json_integer(1));
        json_put(list, "items", schema);
        schema = list;
    }
    json_put(schema, "description", json_of_text(arena, str_from(field->words)));
    return schema;
}

static json_t *object_schema(Arena *arena, const KindField *field)
{
    json_t *schema = json_object(), *properties = json_object(), *required = json_array();
    for (; field->name; field++) {
        json_put(properties, field->name, field_schema(arena, field));
        if (!field->may)
            json_add(required, json_string(field->name));
    }
    json_put(schema, "type", json_string("object"));
    json_put(schema, "properties", properties);
    json_put(schema, "required", required);
    json_put(schema, "additionalProperties", json_false());
    return schema;
}

Str entries_schema(Arena *arena)
{
    json_t *root = json_object(), *kinds = json_object();
    for (Size i = 0; i < kind_count(); i++) {
        const Kind *kind = kind_number(i);
        if (!kind->fields)
            continue;
        json_t *schema = object_schema(arena, kind->fields);
        json_put(schema, "description", json_of_text(arena, str_from(kind->words)));
        json_t *examples = json_array();
        json_add(examples, json_loads(kind->example, 0, NULL));
        json_put(schema, "examples", examples);
        json_put(kinds, kind->name, schema);
    }
    json_put(root, "$schema", json_string("https://json-schema.org/draft/2020-12/schema"));
    json_put(root, "title", json_string("Bodies of the entries of an Entente record, by kind"));
    json_put(root, "$defs", kinds);
    return json_print(arena, root);
}
