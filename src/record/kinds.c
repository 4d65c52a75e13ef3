/* kinds.c - see kinds.h: the checks that the table gives. */
#include "record/kinds.h"

#include "base/date.h"
#include "exact/decimal.h"

static const char *const ROLE_NAMES[ROLES] = {"party", "witness", "observer"};

const char *role_name(Role role) { return ROLE_NAMES[role]; }

bool role_read(Str name, Role *out)
{
    for (int i = 0; i < ROLES; i++) {
        if (str_equal(name, str_from(ROLE_NAMES[i]))) {
            *out = (Role)i;
            return true;
        }
    }
    return false;
}

const char *folds_words(Folds folds)
{
    switch (folds) {
    case FOLDS_NOTHING: return "nothing; it only moves the heads";
    case FOLDS_FEEDS: return "members, keys and order of the record itself";
    case FOLDS_TEXTS: return "which text is in force";
    case FOLDS_FACTS: return "facts and measures";
    case FOLDS_USAGE: return "reported usage";
    case FOLDS_MONEY: return "statements, payments and rates";
    case FOLDS_DUTIES: return "duties and notices";
    case FOLDS_WORDS: break;
    }
    return "nothing; it is shown";
}

static const char *const TYPE_WORDS[FIELD_TYPES] = {
    "a text of 1 to 65,535 bytes",
    "a name: a-z, 0-9, - and _",
    "the name of a member",
    "party, witness or observer",
    "a day such as 2026-03-01",
    "a year, quarter, month or day: 2026, 2026-Q1, 2026-03, 2026-03-01",
    "a whole number, not negative",
    "a decimal number as text in its shortest form, such as 1250.5",
    "a currency of three capitals",
    "base64 of 32 bytes",
    "base64 of a type and a key",
    "an entry as MEMBER/SEQ",
    "an object",
};

const char *field_type_words(FieldType type) { return TYPE_WORDS[type]; }

bool entry_name_read(Str text, Str *member, int64_t *seq)
{
    Size    slash = str_find(text, '/');
    int64_t number;
    if (slash < 0 || !member_valid(str_slice(text, 0, slash)) ||
        !count_read(str_slice(text, slash + 1, text.len), INT64_MAX, &number))
        return false;
    *member = str_slice(text, 0, slash);
    *seq = number;
    return true;
}

static bool currency_valid(Str text)
{
    for (Size i = 0; i < text.len; i++)
        if (text.at[i] < 'A' || text.at[i] > 'Z')
            return false;
    return text.len == 3;
}

static bool decimal_valid(Arena *arena, Str text)
{
    int64_t value;
    uint8_t scale;
    return text.len > 0 && text.at[0] != '+' && decimal_read(text, &value, &scale) &&
           str_equal(decimal_text(arena, value, scale), text);
}

static bool value_valid(Arena *arena, const KindField *field, const Body *value)
{
    Str       text = value->text, member, why;
    Hash      hash;
    Role      role;
    Day       day;
    Days      days;
    int64_t   seq;
    KeyType   type;
    PublicKey key;
    if (field->type == FIELD_COUNT)
        return value->type == BODY_WHOLE && value->whole >= 0;
    if (value->type != BODY_TEXT)
        return false;
    switch (field->type) {
    case FIELD_TEXT: return text.len > 0 && text.len <= ENTRY_BYTES_MOST;
    case FIELD_NAME:
    case FIELD_MEMBER: return member_valid(text);
    case FIELD_ROLE: return role_read(text, &role);
    case FIELD_DAY: return day_parse(text, &day);
    case FIELD_PERIOD: return period_parse(text, &days);
    case FIELD_DECIMAL: return decimal_valid(arena, text);
    case FIELD_CURRENCY: return currency_valid(text);
    case FIELD_HASH: return hash_read(text, &hash);
    case FIELD_KEY: return vkey_read_key(text, &type, &key, &why) && type == KEY_NOTE;
    case FIELD_ENTRY: return entry_name_read(text, &member, &seq);
    case FIELD_COUNT:
    case FIELD_OBJECT:
    case FIELD_TYPES: break;
    }
    return false;
}

typedef struct {
    Arena      *arena;
    const Kind *kind;
    Str        *why;
} Check;

static bool refuse(const Check *check, const char *field, const char *what)
{
    *check->why = str_format(check->arena, "%s: field `%s`: %s", check->kind->name, field, what);
    return false;
}

static bool object_valid(const Check *check, const KindField *fields, const Body *body);

static bool one_valid(const Check *check, const KindField *field, const Body *value)
{
    if (field->type == FIELD_OBJECT && value->type == BODY_OBJECT)
        return object_valid(check, field->inside, value);
    return value_valid(check->arena, field, value) ||
           refuse(check, field->name,
                  str_format(check->arena, "expected %s", field_type_words(field->type)).at);
}

static bool field_valid(const Check *check, const KindField *field, const Body *value)
{
    if (!field->list)
        return one_valid(check, field, value);
    if (value->type != BODY_LIST || value->count == 0)
        return refuse(check, field->name, "expected a list of at least one");
    for (Size i = 0; i < value->count; i++)
        if (!one_valid(check, field, &value->items[i]))
            return false;
    return true;
}

/* Both ascend by name, so one walk finds what is missing and what is not foreseen. */
static bool object_valid(const Check *check, const KindField *fields, const Body *body)
{
    Size at = 0;
    for (; fields->name; fields++) {
        Str name = str_from(fields->name);
        if (at < body->count && str_order(body->keys[at], name) < 0)
            break;
        if (at < body->count && str_equal(body->keys[at], name)) {
            if (!field_valid(check, fields, &body->items[at++]))
                return false;
        } else if (!fields->may) {
            return refuse(check, fields->name, "it is missing");
        }
    }
    if (at == body->count)
        return true;
    return refuse(check, str_copy(check->arena, body->keys[at]).at, "this kind has no such field");
}

bool kind_check_body(Arena *arena, const Kind *kind, const Body *body, Str *why)
{
    Check check = {arena, kind, why};
    INVARIANT(kind->fields);
    return object_valid(&check, kind->fields, body);
}

bool kind_check(Arena *arena, const Kind *kind, const Entry *entry, Role writer, Str *why)
{
    static const char *const places[] = {"no body", "its body in the entry", "a sealed body"};
    if (!(kind->writers >> writer & 1)) {
        *why = str_format(arena, "%s: the feed of %s %s may not write it", kind->name,
                          writer == ROLE_OBSERVER ? "an" : "a", role_name(writer));
        return false;
    }
    if (entry->place != kind->place) {
        *why = str_format(arena, "%s: it has %s", kind->name, places[kind->place]);
        return false;
    }
    return kind->place != BODY_HERE || kind_check_body(arena, kind, &entry->body, why);
}
