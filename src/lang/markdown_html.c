/* markdown_html.c - see markdown_html.h. */
#include "lang/markdown_html.h"

#include <string.h>

static const char block_names[] = " address article aside base basefont blockquote body caption center col "
                                  "colgroup dd details dialog dir div dl "
                                  "dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 "
                                  "h6 head header hr html iframe legend "
                                  "li link main menu menuitem nav noframes ol optgroup option p param "
                                  "section source summary table tbody td "
                                  "tfoot th thead title tr track ul ";
static const char raw_names[] = " script pre style textarea ";
static const char void_names[] = " area br col embed hr img input param source track wbr ";
/* Blocks of prose that browsers hide or restyle beyond their own end. */
static const char lasting_names[] = " base link meta plaintext script style template ";

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c | 0x20);
    return c;
}

static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static char at_or_nul(Str text, Size at)
{
    if (at < text.len)
        return text.at[at];
    return '\0';
}

/* Whether `names`, a list in lower case with a space on either side of each, has `name`. */
static bool is_among(Str name, const char *names)
{
    char word[16] = {' '};
    if (name.len == 0 || name.len + 3 > (Size)sizeof word)
        return false;
    for (Size i = 0; i < name.len; i++)
        word[i + 1] = lower(name.at[i]);
    word[name.len + 1] = ' ';
    return strstr(names, word) != NULL;
}

static Str name_at(Str text, Size from)
{
    Size to = from;
    if (is_letter(at_or_nul(text, from)))
        while (is_letter(at_or_nul(text, to)) || is_digit(at_or_nul(text, to)) || at_or_nul(text, to) == '-')
            to++;
    return str_slice(text, from, to);
}

static Size skip_blank(Str text, Size at)
{
    while (is_blank(at_or_nul(text, at)))
        at++;
    return at;
}

/* After the value of an attribute that starts at `at`, or -1. */
static Size skip_value(Str text, Size at)
{
    char quote = at_or_nul(text, at);
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(text.at + at + 1, quote, (size_t)(text.len - at - 1));
        return end ? end - text.at + 1 : -1;
    }
    Size from = at;
    while (at < text.len && !is_blank(text.at[at]) && !memchr("\"'=<>`", text.at[at], 6))
        at++;
    return at > from ? at : -1;
}

/* After one attribute, with the blanks before it; `at` itself if none follows; -1 if it is malformed. */
static Size skip_attribute(Str text, Size at)
{
    Size start = skip_blank(text, at);
    char c = at_or_nul(text, start);
    if (start == at || !(is_letter(c) || c == '_' || c == ':'))
        return at;
    Size end = start + 1;
    for (c = at_or_nul(text, end); is_letter(c) || is_digit(c) || (c && strchr("_:.-", c));
         c = at_or_nul(text, end))
        end++;
    Size equals = skip_blank(text, end);
    return at_or_nul(text, equals) == '=' ? skip_value(text, skip_blank(text, equals + 1)) : end;
}

/* Kind 7: one complete tag, and nothing else on the line. */
static bool is_lone_tag(Str text)
{
    bool closing = at_or_nul(text, 1) == '/';
    Str  name = name_at(text, closing ? 2 : 1);
    if (!name.len)
        return false;
    Size at = name.at - text.at + name.len;
    for (Size next = closing ? at : skip_attribute(text, at); next != at; next = skip_attribute(text, at)) {
        if (next < 0)
            return false;
        at = next;
    }
    at = skip_blank(text, at);
    if (!closing && at_or_nul(text, at) == '/')
        at++;
    return at_or_nul(text, at) == '>' && skip_blank(text, at + 1) == text.len;
}

int html_block_start(Str text, bool in_paragraph)
{
    if (text.len < 2 || text.at[0] != '<')
        return 0;
    if (str_starts(text, S("<!--")))
        return 2;
    if (text.at[1] == '?')
        return 3;
    if (str_starts(text, S("<![CDATA[")))
        return 5;
    if (text.at[1] == '!')
        return is_letter(at_or_nul(text, 2)) ? 4 : 0;
    bool closing = text.at[1] == '/';
    Str  name = name_at(text, closing ? 2 : 1);
    Size end = name.at - text.at + name.len;
    char next = at_or_nul(text, end);
    bool ends = end == text.len || is_blank(next) || next == '>';
    if (!closing && ends && is_among(name, raw_names))
        return 1;
    if ((ends || (next == '/' && at_or_nul(text, end + 1) == '>')) && is_among(name, block_names))
        return 6;
    return !in_paragraph && is_lone_tag(text) ? 7 : 0;
}

/* Where `mark`, which ends in `>`, stands in `text`, or -1. */
static Size find_mark(Str text, Str mark)
{
    for (Size at = mark.len - 1; at < text.len; at++) {
        const char *end = memchr(text.at + at, '>', (size_t)(text.len - at));
        if (!end)
            return -1;
        at = end - text.at;
        if (memcmp(end - mark.len + 1, mark.at, (size_t)mark.len) == 0)
            return at - mark.len + 1;
    }
    return -1;
}

static bool closes_raw(Str text)
{
    for (Size at = 0; at < text.len; at++) {
        const char *found = memchr(text.at + at, '<', (size_t)(text.len - at));
        if (!found)
            return false;
        at = found - text.at;
        Str name = at_or_nul(text, at + 1) == '/' ? name_at(text, at + 2) : S_NONE;
        if (is_among(name, raw_names) && at_or_nul(text, at + 2 + name.len) == '>')
            return true;
    }
    return false;
}

bool html_block_ends(int kind, Str text)
{
    switch (kind) {
    case 1: return closes_raw(text);
    case 2: return find_mark(text, S("-->")) >= 0;
    case 3: return find_mark(text, S("?>")) >= 0;
    case 4: return str_find(text, '>') >= 0;
    case 5: return find_mark(text, S("]]>")) >= 0;
    default: return false;
    }
}

static void open_for_good(HtmlElements *elements, HtmlElement element)
{
    if (!elements->for_good)
        elements->last = element;
    elements->for_good = true;
}

static bool same_name(Str a, Str b)
{
    for (Size i = 0; a.len == b.len && i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return a.len == b.len;
}

/* `tag`, from the end of its name on, ends on this line, and at its first `>` for certain. */
static bool is_whole(Str tag)
{
    Size single = 0, twofold = 0;
    for (Size i = 0; i < tag.len; i++) {
        single += tag.at[i] == '\'';
        twofold += tag.at[i] == '"';
        if (tag.at[i] == '<')
            return false;
    }
    return tag.len && tag.at[tag.len - 1] == '>' && single % 2 == 0 && twofold % 2 == 0;
}

static void open_element(HtmlElements *elements, HtmlElement element, Str tag, bool prose)
{
    if (is_among(element.name, lasting_names)) {
        open_for_good(elements, element);
        return;
    }
    bool counts = !prose || is_among(element.name, block_names) || is_among(element.name, raw_names);
    if (!counts || is_among(element.name, void_names))
        return;
    if (prose || !is_whole(tag) || elements->count == HTML_OPEN_LIMIT)
        open_for_good(elements, element);
    else
        elements->open[elements->count++] = element;
}

/* From `<!` or `<?` on; after it, or the end of the line. */
static Size see_declaration(HtmlElements *elements, Str text, Size at, int32_t offset)
{
    HtmlElement element = {S("!--"), offset + (int32_t)at};
    Str         rest = str_slice(text, at, text.len);
    if (str_starts(rest, S("<!--"))) {
        elements->in_comment = true;
        elements->last = elements->for_good ? elements->last : element;
        return at + 2; /* `<!-->` is a whole comment */
    }
    const char *end = memchr(rest.at, '>', (size_t)rest.len);
    if (!end)
        open_for_good(elements, element);
    return end ? end - text.at + 1 : text.len;
}

static Size see_comment(HtmlElements *elements, Str text, Size at, int32_t offset)
{
    Str  rest = str_slice(text, at, text.len);
    Size end = find_mark(rest, S("-->"));
    Str  inside = str_slice(rest, 0, end >= 0 ? end : rest.len);
    if (find_mark(inside, S("--!>")) >= 0) /* ends the comment for browsers and not for Markdown */
        open_for_good(elements, (HtmlElement){S("!--"), offset + (int32_t)at});
    elements->in_comment = end < 0;
    return end >= 0 ? at + end + 3 : text.len;
}

static Size see_tag(HtmlElements *elements, Str text, Size at, int32_t offset, bool prose)
{
    bool closing = at_or_nul(text, at + 1) == '/';
    Str  name = name_at(text, at + (closing ? 2 : 1));
    if (!name.len)
        return at + 1;
    Size        from = name.at - text.at + name.len;
    const char *end = memchr(text.at + from, '>', (size_t)(text.len - from));
    Size        to = end ? end - text.at + 1 : text.len;
    if (!closing)
        open_element(elements, (HtmlElement){name, offset + (int32_t)at}, str_slice(text, from, to), prose);
    else if (!prose && end && elements->count && same_name(elements->open[elements->count - 1].name, name))
        elements->count--;
    return to;
}

void html_see(HtmlElements *elements, Str text, int32_t offset, bool prose)
{
    for (Size at = 0; at < text.len && !elements->for_good;) {
        if (elements->in_comment) {
            at = see_comment(elements, text, at, offset);
            continue;
        }
        const char *found = memchr(text.at + at, '<', (size_t)(text.len - at));
        if (!found)
            return;
        at = found - text.at;
        char next = at_or_nul(text, at + 1);
        if ((next == '!' || next == '?') && !prose)
            at = see_declaration(elements, text, at, offset);
        else
            at = see_tag(elements, text, at, offset, prose);
    }
}

void html_end_block(HtmlElements *elements)
{
    if (elements->in_comment)
        elements->for_good = true;
    elements->in_comment = false;
}

const HtmlElement *html_hiding(const HtmlElements *elements)
{
    if (elements->for_good || elements->in_comment)
        return &elements->last;
    return elements->count ? &elements->open[elements->count - 1] : NULL;
}
