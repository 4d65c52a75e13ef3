/* usage_mapping.c - see usage_mapping.h. */
#include "money/usage_mapping.h"

#include "terms/data/tables.h"

typedef struct {
    Arena   *arena;
    Diags   *diags;
    Mapping *out;
    Span     span; /* of the line */
} MappingLine;

Str heading_plain(Arena *arena, Str heading)
{
    Text text = text_new(arena);
    heading = str_trim(heading);
    for (Size i = 0; i < heading.len; i++) {
        char c = heading.at[i];
        c = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        text_char(&text, (char)(c == '_' || c == ' ' ? '-' : c));
    }
    return text_str(&text);
}

static bool refuse(const MappingLine *line, Str title, Str help)
{
    return diag_refuse(line->diags, "E0604", line->span, title, S("this line of the mapping"), help);
}

static bool take_mark(const MappingLine *line, Str value, bool decimal)
{
    static const struct {
        const char *text;
        char        mark;
        bool        decimal;
    } marks[] = {{",", ',', true},    {".", '.', true},         {"comma", ',', true},  {"point", '.', true},
                 {",", ',', false},   {";", ';', false},        {"comma", ',', false}, {"tab", '\t', false},
                 {"\t", '\t', false}, {"semicolon", ';', false}};
    char *place = decimal ? &line->out->decimal : &line->out->separator;
    if (*place)
        return refuse(line, decimal ? S("the decimal mark is said twice") : S("the separator is said twice"),
                      S("leave one of the two lines out"));
    for (Size i = 0; i < COUNT(marks); i++)
        if (marks[i].decimal == decimal && str_equal(value, str_from(marks[i].text))) {
            *place = marks[i].mark;
            return true;
        }
    if (decimal)
        return refuse(line, S("a decimal mark is `,` or `.`"), S("write `decimal = ,` or `decimal = .`"));
    return refuse(line, S("a separator is `,`, `;` or `tab`"), S("write `separator = tab`, for example"));
}

static bool take_currency(const MappingLine *line, Str value)
{
    int currency = currency_find(value);
    if (line->out->currency >= 0)
        return refuse(line, S("the currency is said twice"), S("leave one of the two lines out"));
    if (currency < 0 || currency_minor(currency) < 0) {
        Str hint = currency_hint(value);
        return refuse(
            line,
            str_format(line->arena, "`%.*s` is no currency that amounts are counted in", STR_ARG(value)),
            hint.len ? str_format(line->arena, "did you mean `%.*s`?", STR_ARG(hint))
                     : S("write its code, such as `currency = EUR`"));
    }
    line->out->currency = currency;
    line->out->currency_span = line->span;
    return true;
}

static bool take_row(const MappingLine *line, Str heading, Str column)
{
    for (Size i = 0; i < line->out->rows.count; i++) {
        const MappingRow *row = &line->out->rows.items[i];
        if (str_equal(row->heading, heading) || str_equal(row->column, column)) {
            bool  both = str_equal(row->heading, heading);
            Diag *diag = diag_error(
                line->diags, "E0604", line->span,
                str_format(line->arena, "`%.*s` is mapped twice", STR_ARG(both ? heading : column)),
                S("here again"));
            diag_note(diag, row->span, S("mapped here first"));
            diag->help = S("leave one of the two lines out");
            return false;
        }
    }
    *PUSH(line->arena, &line->out->rows) = (MappingRow){heading, column, line->span, false};
    return true;
}

/* `separator` and `currency` may also be headings: what is right of the `=` decides. */
static bool take_line(const MappingLine *line, Str text)
{
    Size equals = -1;
    for (Size i = 0; i < text.len; i++)
        equals = text.at[i] == '=' ? i : equals; /* the last one: a heading may hold one */
    if (equals < 0)
        return refuse(line, S("a line of a mapping is `heading of the file = column`"),
                      S("write `Net sales = gross`, for example"));
    Str left = str_trim(str_slice(text, 0, equals)), right = str_slice(text, equals + 1, text.len);
    while (right.len && right.at[0] == ' ')
        right = str_slice(right, 1, right.len);
    right = right.len && right.at[0] == '\t' ? S("tab") : str_trim(right);
    Str heading = heading_plain(line->arena, left), column = heading_plain(line->arena, right);
    if (!heading.len || !column.len)
        return refuse(line, S("one side of the `=` is empty"), S("write `heading of the file = column`"));
    if (str_equal(heading, S("decimal")))
        return take_mark(line, right, true);
    if (str_equal(heading, S("separator")))
        return take_mark(line, right, false);
    bool code = right.len == 3 && !str_equal(right, column); /* capitals */
    if (str_equal(heading, S("currency")) && code)
        return take_currency(line, right);
    return take_row(line, heading, column);
}

bool mapping_read(Arena *arena, const Source *source, Diags *diags, Mapping *out)
{
    int errors = diags->errors;
    *out = (Mapping){.currency = -1};
    if (!source)
        return true;
    Size at = str_starts(source->text, S("\xEF\xBB\xBF")) ? 3 : 0;
    while (at < source->text.len) {
        Str  rest = str_slice(source->text, at, source->text.len);
        Size end = str_find(rest, '\n');
        end = end < 0 ? rest.len : end;
        Str         text = str_slice(rest, 0, end);
        Str         kept = str_trim(text);
        MappingLine line = {
            arena, diags, out, {source->base + (int32_t)at, source->base + (int32_t)(at + end)}};
        if (kept.len && kept.at[0] != '#')
            (void)take_line(&line, text);
        at += end + 1;
    }
    return diags->errors == errors;
}
