/* body.c - see body.h. One pass reads and checks; what passed has exactly one spelling. */
#include "record/body.h"

#include <string.h>
#include <utf8proc.h>

#include "record/checkpoint.h"
#include "record/vkey.h"

typedef struct {
    Arena *arena;
    Str    text;
    Size   at;
    int    depth;
    Str   *why;
} Reader;

static bool refuse(Reader *reader, Str what)
{
    *reader->why =
        str_format(reader->arena, "byte %lld of the body: %.*s", (long long)reader->at + 1, STR_ARG(what));
    return false;
}

static int peek(const Reader *reader)
{
    return reader->at < reader->text.len ? (unsigned char)reader->text.at[reader->at] : -1;
}

static bool take(Reader *reader, Str word)
{
    if (!str_starts(str_slice(reader->text, reader->at, reader->text.len), word))
        return false;
    reader->at += word.len;
    return true;
}

/* Is it composed as Unicode's NFC composes it? */
static bool is_composed(Arena *arena, Str text)
{
    Size plain = 0;
    while (plain < text.len && (unsigned char)text.at[plain] < 0x80)
        plain++;
    if (plain == text.len)
        return true;
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t        room = text.len * 4; /* a character decomposes to at most four */
    utf8proc_int32_t       *codes = NEW(arena, utf8proc_int32_t, room);
    utf8proc_ssize_t        count =
        utf8proc_decompose((const utf8proc_uint8_t *)text.at, text.len, codes, room, options);
    INVARIANT(count >= 0 && count <= room);
    count = utf8proc_normalize_utf32(codes, count, options);
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        utf8proc_int32_t code;
        utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text.at, text.len, &code);
        if (len <= 0 || code != codes[i])
            return false;
        text = str_slice(text, len, text.len);
    }
    return text.len == 0;
}

static bool read_escape(Reader *reader, Text *text)
{
    static const char escapes[][2] = {{'"', '"'}, {'\\', '\\'}, {'n', '\n'}, {'t', '\t'}};
    reader->at++;
    for (Size i = 0; i < COUNT(escapes); i++) {
        if (peek(reader) != escapes[i][0])
            continue;
        text_char(text, escapes[i][1]);
        reader->at++;
        return true;
    }
    return refuse(reader,
                  S("only \\\", \\\\, \\n and \\t are escaped; any other character is written as it is"));
}

static bool read_text(Reader *reader, Str *out)
{
    Size start = ++reader->at, plain = start;
    while (peek(reader) >= 0 && peek(reader) != '"' && peek(reader) != '\\')
        reader->at++;
    Text text = text_new(reader->arena);
    if (peek(reader) == '\\') {
        while (peek(reader) >= 0 && peek(reader) != '"') {
            if (peek(reader) != '\\') {
                reader->at++;
                continue;
            }
            text_add(&text, str_slice(reader->text, plain, reader->at));
            if (!read_escape(reader, &text))
                return false;
            plain = reader->at;
        }
        text_add(&text, str_slice(reader->text, plain, reader->at));
    }
    if (peek(reader) < 0)
        return refuse(reader, S("a text does not end"));
    Str raw = str_slice(reader->text, start, reader->at++);
    Str read = text.len ? text_str(&text) : raw;
    if (!text_valid(raw) || str_find(raw, '\n') >= 0)
        return refuse(reader,
                      S("a text is UTF-8 without control characters; line feeds and tabs are \\n and \\t"));
    if (!is_composed(reader->arena, read))
        return refuse(reader, S("a text is not in the composed form of Unicode (NFC)"));
    *out = read;
    return true;
}

static bool read_number(Reader *reader, Body *out)
{
    bool    minus = take(reader, S("-"));
    Size    start = reader->at;
    int64_t whole;
    while (peek(reader) >= '0' && peek(reader) <= '9')
        reader->at++;
    if (!count_read(str_slice(reader->text, start, reader->at), BODY_WHOLE_MOST, &whole) ||
        (minus && whole == 0))
        return refuse(reader, S("a number is whole, within 2^53-1, without leading zeros; others are texts"));
    *out = (Body){.type = BODY_WHOLE, .whole = minus ? -whole : whole};
    return true;
}

static bool read_value(Reader *reader, Body *out);

static bool read_list(Reader *reader, Body *out)
{
    LIST_OF(Body) items = {0};
    reader->at++;
    for (bool first = true; !take(reader, S("]")); first = false) {
        if (!first && !take(reader, S(",")))
            return refuse(reader, S("`,` or `]` is missing"));
        Body item;
        if (!read_value(reader, &item))
            return false;
        *PUSH(reader->arena, &items) = item;
    }
    *out = (Body){.type = BODY_LIST, .items = items.items, .count = items.count};
    return true;
}

static bool key_valid(Str key)
{
    for (Size i = 0; i < key.len; i++) {
        char c = key.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            return false;
    }
    return key.len > 0;
}

static bool read_object(Reader *reader, Body *out)
{
    LIST_OF(Body) items = {0};
    LIST_OF(Str) keys = {0};
    reader->at++;
    for (bool first = true; !take(reader, S("}")); first = false) {
        Str  key;
        Body item;
        if (!first && !take(reader, S(",")))
            return refuse(reader, S("`,` or `}` is missing"));
        if (peek(reader) != '"')
            return refuse(reader, S("a key in quotes is missing"));
        if (!read_text(reader, &key))
            return false;
        if (!key_valid(key))
            return refuse(reader, S("a key is of a-z, 0-9, _ and . only"));
        if (keys.count && str_order(keys.items[keys.count - 1], key) >= 0)
            return refuse(reader, S("keys ascend, and each stands once"));
        if (!take(reader, S(":")))
            return refuse(reader, S("`:` is missing"));
        if (!read_value(reader, &item))
            return false;
        *PUSH(reader->arena, &keys) = key;
        *PUSH(reader->arena, &items) = item;
    }
    *out = (Body){.type = BODY_OBJECT, .keys = keys.items, .items = items.items, .count = items.count};
    return true;
}

static bool read_nested(Reader *reader, Body *out)
{
    if (reader->depth == BODY_DEPTH_MOST)
        return refuse(reader, S("nested more than 32 deep"));
    reader->depth++;
    bool good = peek(reader) == '{' ? read_object(reader, out) : read_list(reader, out);
    reader->depth--;
    return good;
}

static bool read_value(Reader *reader, Body *out)
{
    int c = peek(reader);
    if (c == '{' || c == '[')
        return read_nested(reader, out);
    if (c == '"') {
        *out = (Body){.type = BODY_TEXT};
        return read_text(reader, &out->text);
    }
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(reader, out);
    if (take(reader, S("null")))
        *out = (Body){.type = BODY_NULL};
    else if (take(reader, S("true")))
        *out = (Body){.type = BODY_BOOL, .whole = 1};
    else if (take(reader, S("false")))
        *out = (Body){.type = BODY_BOOL};
    else
        return refuse(reader, S("a value is missing, or there is a blank"));
    return true;
}

bool body_read(Arena *arena, Str text, Body *out, Str *why)
{
    Reader reader = {.arena = arena, .text = text, .why = why};
    Body   body;
    if (text.len > BODY_BYTES_MOST)
        return refuse(&reader, S("it is longer than 1 MiB"));
    if (peek(&reader) != '{')
        return refuse(&reader, S("a body is an object"));
    if (!read_value(&reader, &body))
        return false;
    if (reader.at < text.len)
        return refuse(&reader, S("something follows the end"));
    *out = body;
    return true;
}

static void write_text(Text *out, Str text)
{
    text_char(out, '"');
    for (Size i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '"' || c == '\\' || c == '\n' || c == '\t')
            text_char(out, '\\');
        text_char(out, (char)(c == '\n' ? 'n' : c == '\t' ? 't' : c));
    }
    text_char(out, '"');
}

static void write_value(Text *out, const Body *body)
{
    bool object = body->type == BODY_OBJECT;
    switch (body->type) {
    case BODY_NULL: text_add(out, S("null")); return;
    case BODY_BOOL: text_add(out, body->whole ? S("true") : S("false")); return;
    case BODY_WHOLE: text_format(out, "%lld", (long long)body->whole); return;
    case BODY_TEXT: write_text(out, body->text); return;
    case BODY_LIST:
    case BODY_OBJECT: break;
    }
    text_char(out, object ? '{' : '[');
    for (Size i = 0; i < body->count; i++) {
        if (i)
            text_char(out, ',');
        if (object) {
            write_text(out, body->keys[i]);
            text_char(out, ':');
        }
        write_value(out, &body->items[i]);
    }
    text_char(out, object ? '}' : ']');
}

Str body_write(Arena *arena, const Body *body)
{
    Text text = text_new(arena);
    write_value(&text, body);
    return text_str(&text);
}

Body body_of_text(Str text) { return (Body){.type = BODY_TEXT, .text = text}; }

Body body_of_whole(int64_t whole) { return (Body){.type = BODY_WHOLE, .whole = whole}; }

void body_push(Arena *arena, Body *list, Body item)
{
    Body *items = NEW(arena, Body, list->count + 1);
    INVARIANT(list->count == 0 || list->type == BODY_LIST);
    if (list->count)
        memcpy(items, list->items, (size_t)list->count * sizeof *items);
    items[list->count] = item;
    *list = (Body){.type = BODY_LIST, .items = items, .count = list->count + 1};
}

void body_put(Arena *arena, Body *object, const char *key, Body value)
{
    Size  at = 0, count = object->count;
    Str  *keys = NEW(arena, Str, count + 1);
    Body *items = NEW(arena, Body, count + 1);
    while (at < count && str_order(object->keys[at], str_from(key)) < 0)
        at++;
    INVARIANT(at == count || !str_equal(object->keys[at], str_from(key)));
    for (Size i = 0; i < count; i++) {
        keys[i + (i >= at)] = object->keys[i];
        items[i + (i >= at)] = object->items[i];
    }
    keys[at] = str_from(key);
    items[at] = value;
    *object = (Body){.type = BODY_OBJECT, .keys = keys, .items = items, .count = count + 1};
}

const Body *body_at(const Body *object, Str key)
{
    if (object->type != BODY_OBJECT)
        return NULL;
    for (Size i = 0; i < object->count; i++)
        if (str_equal(object->keys[i], key))
            return &object->items[i];
    return NULL;
}

static const Str SEALED_FIRST = {"entente/body/v1", 15};

bool sealed_read(Arena *arena, Str bytes, SealedBody *out, Body *body, Str *why)
{
    SealedBody sealed;
    Str        line, salt;
    if (!line_next(&bytes, &line) || !str_equal(line, SEALED_FIRST)) {
        *why = S("a sealed body begins with the line `entente/body/v1`");
        return false;
    }
    if (!line_next(&bytes, &line) || line.len > 24 || !base64_read(arena, line, &salt) ||
        salt.len != SALT_BYTES) {
        *why = S("the second line of a sealed body is base64 of 16 bytes of salt");
        return false;
    }
    if (!line_next(&bytes, &sealed.text) || bytes.len) {
        *why = S("the third line of a sealed body is the body, and nothing follows");
        return false;
    }
    memcpy(sealed.salt, salt.at, SALT_BYTES);
    if (!body_read(arena, sealed.text, body, why))
        return false;
    *out = sealed;
    return true;
}

Str sealed_write(Arena *arena, const SealedBody *sealed)
{
    Text text = text_new(arena);
    text_add(&text, SEALED_FIRST);
    text_char(&text, '\n');
    text_add(&text, base64_text(arena, (Str){(const char *)sealed->salt, SALT_BYTES}));
    text_char(&text, '\n');
    text_add(&text, sealed->text);
    text_char(&text, '\n');
    return text_str(&text);
}
