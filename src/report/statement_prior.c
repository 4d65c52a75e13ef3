/* statement_prior.c - reads an earlier statement, as statement_json writes it (statement_json.h).
 *
 * It is outside text: somebody may have sent it. What a later statement subtracts must be there, of the right
 * kind and within limits, and the amount that people read must be the one that is subtracted; what is only
 * there to be read is not looked at. The first thing that is wrong ends the reading. */
#include "report/figures.h"
#include "report/statement_json.h"
#include "terms/data/tables.h"

enum { DIGITS_MOST = 39 };

/* Where in the document reading is, and what was wrong first. */
typedef struct {
    Arena *arena;
    Size   part; /* -1: not in one */
    Str    why;
} Reading;

static bool refuse(Reading *r, const char *key, const char *what)
{
    if (!r->why.len && r->part >= 0)
        r->why = str_format(r->arena, "parts[%td].%s %s", r->part, key, what);
    else if (!r->why.len)
        r->why = str_format(r->arena, "%s %s", key, what);
    return false;
}

static bool read_text(Reading *r, json_t *object, const char *key, Str *out)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return refuse(r, key, "is not a text");
    Str text = {json_string_value(value), (Size)json_string_length(value)};
    if (text.len > PRIOR_TEXT_MOST)
        return refuse(r, key, "is too long");
    *out = str_copy(r->arena, text);
    return true;
}

/* The name inside `{"name": …}`. */
static bool read_name(Reading *r, json_t *object, const char *key, Str *out)
{
    json_t *inner = json_object_get(object, key);
    Str     name = {0};
    if (!json_is_object(inner))
        return refuse(r, key, "is not an object");
    if (!read_text(r, inner, "name", &name))
        return false;
    if (!name.len)
        return refuse(r, key, "has an empty name");
    *out = name;
    return true;
}

static bool read_day(Reading *r, json_t *object, const char *key, Day *out)
{
    Str text = {0};
    if (!read_text(r, object, key, &text))
        return false;
    return day_parse(text, out) || refuse(r, key, "is not a day such as 2026-09-30");
}

static bool read_days(Reading *r, json_t *object, const char *key, Days *out)
{
    json_t *inner = json_object_get(object, key);
    Days    days = {0};
    if (!json_is_object(inner))
        return refuse(r, key, "is not an object");
    if (!read_day(r, inner, "from", &days.from) || !read_day(r, inner, "through", &days.through))
        return false;
    if (days_empty(days))
        return refuse(r, key, "ends before it begins");
    *out = days;
    return true;
}

/* Digits without anything else; at least one, no leading zero, at most 127 bits. */
static bool read_digits(Str text, Int128 *out)
{
    Int128 value = 0;
    if (!text.len || text.len > DIGITS_MOST || (text.len > 1 && text.at[0] == '0'))
        return false;
    for (Size i = 0; i < text.len; i++) {
        int digit = text.at[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    *out = value;
    return true;
}

/* `-10/3`, `5`: reduced, as it was written. */
static bool read_fraction(Reading *r, json_t *object, const char *key, Rational *out)
{
    Str text = {0};
    if (!read_text(r, object, key, &text))
        return false;
    bool   negative = str_starts(text, S("-"));
    Str    rest = negative ? str_slice(text, 1, text.len) : text;
    Size   bar = str_find(rest, '/');
    Int128 num = 0, den = 1;
    bool   good = read_digits(bar < 0 ? rest : str_slice(rest, 0, bar), &num) &&
                (bar < 0 || read_digits(str_slice(rest, bar + 1, rest.len), &den)) && den > 0;
    Rational value = good ? rational_ratio(negative ? -num : num, den) : (Rational){0, 1, false};
    if (!good || !str_equal(figure_fraction(r->arena, value), text))
        return refuse(r, key, "is not a reduced fraction such as 10/3");
    *out = value;
    return true;
}

/* What people read must be what is subtracted. */
static bool read_due(Reading *r, json_t *object, int currency, int64_t *out)
{
    const json_t *minor = json_object_get(object, "due_minor");
    json_t       *due = json_object_get(object, "due");
    Str           amount = {0}, code = {0};
    if (!json_is_integer(minor))
        return refuse(r, "due_minor", "is not a whole number");
    if (!json_is_object(due))
        return refuse(r, "due", "is not an object");
    if (!read_text(r, due, "amount", &amount) || !read_text(r, due, "currency", &code))
        return false;
    int64_t value = json_integer_value(minor);
    if (!str_equal(code, currency_code(currency)) ||
        !str_equal(amount, figure_minor(r->arena, value, currency, FIGURE_PLAIN)))
        return refuse(r, "due", "differs from due_minor");
    *out = value;
    return true;
}

/* ---- what a difference is told from ---- */

static bool read_array(Reading *r, json_t *object, const char *key, json_t **out)
{
    json_t *array = json_object_get(object, key);
    if (!json_is_array(array))
        return refuse(r, key, "is not an array");
    if (json_array_size(array) > PRIOR_ROWS_MOST)
        return refuse(r, key, "are too many");
    *out = array;
    return true;
}

/* How many lines, and what they came to. */
static bool read_counted(Reading *r, json_t *object, const char *key, int64_t *lines, Rational *counted)
{
    const json_t *value = json_object_get(object, "lines");
    if (!json_is_integer(value))
        return refuse(r, "lines", "is not a whole number");
    *lines = json_integer_value(value);
    return json_is_null(json_object_get(object, key)) || read_fraction(r, object, key, counted);
}

static bool read_steps(Reading *r, json_t *object, PriorPart *part)
{
    json_t *array = NULL;
    if (!read_array(r, object, "steps", &array))
        return false;
    for (size_t i = 0; i < json_array_size(array); i++) {
        json_t   *step = json_array_get(array, i);
        Str       kind = {0};
        PriorRate rate = {0};
        if (!json_is_object(step))
            return refuse(r, "steps", "are not all objects");
        if (!read_text(r, step, "kind", &kind))
            return false;
        if (str_equal(kind, step_word(STEP_BASE)) &&
            !read_counted(r, step, "exact", &part->lines, &part->counted))
            return false;
        if (!str_equal(kind, step_word(STEP_BAND)) && !str_equal(kind, step_word(STEP_RATE)) &&
            !str_equal(kind, step_word(STEP_CONVERT)))
            continue;
        if (!read_text(r, step, "label", &rate.label) || !read_text(r, step, "rate", &rate.rate))
            return false;
        *PUSH(r->arena, &part->rates) = rate;
    }
    return true;
}

/* Each true-up is for a period before that of the part, and all of them are within what is due. */
static bool read_true_ups(Reading *r, json_t *object, PriorPart *part)
{
    json_t *array = NULL;
    int64_t rest = part->due;
    if (!read_array(r, object, "true_ups", &array))
        return false;
    for (size_t i = 0; i < json_array_size(array); i++) {
        json_t     *item = json_array_get(array, i);
        PriorTrueUp t = {.counted = {0, 1, false}};
        if (!json_is_object(item))
            return refuse(r, "true_ups", "are not all objects");
        if (!read_days(r, item, "period", &t.period) || !read_due(r, item, part->currency, &t.due) ||
            !read_counted(r, item, "counted", &t.lines, &t.counted))
            return false;
        if (t.period.through >= part->period.from)
            return refuse(r, "true_ups", "are not all for earlier periods");
        if (__builtin_sub_overflow(rest, t.due, &rest))
            return refuse(r, "true_ups", "are too large");
        *PUSH(r->arena, &part->true_ups) = t;
    }
    return true;
}

static bool read_part(Reading *r, json_t *object, PriorPart *out)
{
    PriorPart     part = {.to_date = {0, 1, false}, .counted = {0, 1, false}};
    Str           code = {0};
    const json_t *unknown = json_object_get(object, "unknown");
    if (!json_is_object(object))
        return refuse(r, "this", "is not an object");
    if (!read_name(r, object, "clause", &part.clause) || !read_name(r, object, "payer", &part.payer) ||
        !read_name(r, object, "payee", &part.payee) || !read_text(r, object, "group", &part.group) ||
        !read_days(r, object, "period", &part.period) || !read_days(r, object, "counter", &part.counter) ||
        !read_text(r, object, "currency", &code))
        return false;
    part.currency = currency_find(code);
    if (part.currency < 0)
        return refuse(r, "currency", "is no currency");
    if (!json_is_boolean(unknown))
        return refuse(r, "unknown", "is neither true nor false");
    part.unknown = json_is_true(unknown);
    if (!part.unknown &&
        (!read_due(r, object, part.currency, &part.due) ||
         !read_fraction(r, object, "to_date", &part.to_date) || !read_true_ups(r, object, &part)))
        return false;
    if (!read_steps(r, object, &part))
        return false;
    *out = part;
    return true;
}

static bool read_root(Reading *r, json_t *root, Prior *out)
{
    Prior   prior = {0};
    Str     format = {0}, digest = {0};
    json_t *parts = json_object_get(root, "parts");
    if (!json_is_object(root))
        return refuse(r, "the file", "is not one JSON object");
    if (!read_text(r, root, "format", &format))
        return false;
    if (!str_equal(format, S(STATEMENT_FORMAT)))
        return refuse(r, "format", "is not `" STATEMENT_FORMAT "`");
    if (!read_name(r, root, "agreement", &prior.agreement) || !read_days(r, root, "period", &prior.period) ||
        !read_day(r, root, "as_of", &prior.as_of))
        return false;
    if ((!json_is_null(json_object_get(root, "plan")) && !read_text(r, root, "plan", &prior.plan)) ||
        !read_text(r, root, "text", &prior.text) || !read_text(r, root, "facts", &prior.facts))
        return false;
    if (!json_is_array(parts) || json_array_size(parts) > PRIOR_PARTS_MOST)
        return refuse(r, "parts", json_is_array(parts) ? "are too many" : "is not an array");
    for (r->part = 0; r->part < (Size)json_array_size(parts); r->part++) {
        PriorPart part = {0};
        if (!read_part(r, json_array_get(parts, (size_t)r->part), &part))
            return false;
        *PUSH(r->arena, &prior.parts) = part;
    }
    r->part = -1;
    if (!read_text(r, root, "digest", &digest))
        return false;
    if (!str_equal(digest, statement_digest(r->arena, root)))
        return refuse(r, "digest", "does not fit: something was changed after the statement was made");
    *out = prior;
    return true;
}

bool statement_prior_read(Arena *arena, Str text, Prior *out, Str *why)
{
    json_error_t error;
    Reading      reading = {.arena = arena, .part = -1};
    if (text.len > PRIOR_BYTES_MOST) {
        *why = S("the file is too large for a statement");
        return false;
    }
    json_t *root = json_loadb(text.at ? text.at : "", (size_t)text.len, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        *why = str_format(arena, "line %d, column %d: %s", error.line, error.column, error.text);
        return false;
    }
    bool read = read_root(&reading, root, out);
    json_decref(root);
    if (!read)
        *why = reading.why;
    return read;
}
