/* lint_prose.c - the prose of a document as words.
 *
 * Left out is what a reader does not read as the text of the agreement: fences, code in backticks,
 * quoted lines (banners), comments, the targets of links. */
#include "terms/lint_rules.h"

typedef struct {
    const Source *source;
    Str           text;
    Size          at, end;
    bool          starts, follows, heading, code_block;
    Arena        *arena;
    Prose        *out;
} Reader;

static char at(const Reader *r, Size i) { return (char)(i < r->end ? r->text.at[i] : '\0'); }

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}
static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool starts_with(const Reader *r, Str what)
{
    return str_starts(str_slice(r->text, r->at, r->end), what);
}

static void skip_line(Reader *r)
{
    while (r->at < r->end && at(r, r->at) != '\n')
        r->at++;
    r->starts = true;
    r->follows = false;
}

/* Over everything up to and with `mark`. */
static void skip_past(Reader *r, Str mark)
{
    while (r->at < r->end && !starts_with(r, mark))
        r->at++;
    r->at = r->at + mark.len < r->end ? r->at + mark.len : r->end;
    r->follows = false;
}

/* What the beginning of a line makes of it. False: the line is not prose. */
static bool begin_line(Reader *r)
{
    while (at(r, r->at) == ' ')
        r->at++;
    r->heading = at(r, r->at) == '#';
    if (starts_with(r, S("```")) || starts_with(r, S("~~~")))
        r->code_block = !r->code_block;
    char c = at(r, r->at);
    bool item = c == '-' || c == '*' || c == '+' || c == '#' || c == '|' || digit(c);
    if (item || c == '\n' || c == '\0')
        r->starts = true;
    return !r->code_block && c != '>' && !starts_with(r, S("```")) && !starts_with(r, S("~~~"));
}

static void take_word(Reader *r)
{
    Size from = r->at;
    while (letter(at(r, r->at)) || digit(at(r, r->at)) ||
           ((at(r, r->at) == '-' || at(r, r->at) == '\'' || at(r, r->at) == '/') && letter(at(r, r->at + 1))))
        r->at++;
    Size to = r->at;
    if (to - from > 2 && r->text.at[to - 2] == '\'' && r->text.at[to - 1] == 's') /* Intel's */
        to -= 2;
    *PUSH(r->arena, r->out) =
        (ProseWord){.span = {r->source->base + (int32_t)from, r->source->base + (int32_t)to},
                    .text = str_slice(r->text, from, to),
                    .starts = r->starts,
                    .follows = r->follows && to == r->at,
                    .heading = r->heading};
    r->starts = false;
    r->follows = to == r->at;
}

static void take_mark(Reader *r)
{
    char c = at(r, r->at);
    if (c == '`') {
        r->at++;
        skip_past(r, S("`"));
        r->starts = false;
        return;
    }
    if (starts_with(r, S("<!--"))) {
        skip_past(r, S("-->"));
        return;
    }
    if (starts_with(r, S("]("))) {
        skip_past(r, S(")"));
        return;
    }
    r->at++;
    if (c == ' ')
        return;
    r->follows = false;
    r->starts |= c == '.' || c == '!' || c == '?' || c == ':' || c == '|';
}

static void read_piece(Reader *r)
{
    bool line_start = true;
    while (r->at < r->end) {
        if (line_start && !begin_line(r))
            skip_line(r);
        line_start = false;
        if (r->at >= r->end)
            return;
        if (at(r, r->at) == '\n') {
            line_start = true;
            if (r->heading)
                r->starts = true;
            r->at++;
        } else if (letter(at(r, r->at)) || digit(at(r, r->at))) {
            take_word(r);
        } else {
            take_mark(r);
        }
    }
}

Prose lint_prose(const Lint *lint)
{
    Prose prose = {0};
    for (Size i = 0; i < lint->terms->doc->files.count; i++) {
        const DocumentFile *file = &lint->terms->doc->files.items[i];
        const Markdown     *markdown = &file->headings_and_fences;
        Reader              r = {.source = file->source,
                                 .text = file->source->text,
                                 .starts = true,
                                 .arena = lint->arena,
                                 .out = &prose};
        for (Size k = 0; file->markdown && k <= markdown->fences.count; k++) {
            bool last = k == markdown->fences.count;
            r.end = last ? r.text.len : markdown->fences.items[k].open.from - r.source->base;
            read_piece(&r);
            if (last)
                break;
            r.at = markdown->fences.items[k].body.to - r.source->base;
            r.end = r.text.len;
            skip_line(&r);
        }
    }
    return prose;
}

/* "Net Handsets" also where the prose says "Net Handset" or "net handsets" at a sentence's start. */
static bool same_word(Str written, Str title)
{
    if (str_equal(written, title))
        return true;
    Str longer = written.len > title.len ? written : title,
        shorter = written.len > title.len ? title : written;
    return longer.len == shorter.len + 1 && longer.at[longer.len - 1] == 's' && str_starts(longer, shorter);
}

static bool stands_at(const Prose *prose, Size i, Str title)
{
    for (bool first = true; title.len; first = false, i++) {
        Size blank = str_find(title, ' ');
        Str  word = blank < 0 ? title : str_slice(title, 0, blank);
        if (i >= prose->count || (!first && !prose->items[i].follows) ||
            !same_word(prose->items[i].text, word))
            return false;
        title = blank < 0 ? S("") : str_trim(str_slice(title, blank, title.len));
    }
    return true;
}

Size lint_uses_in_prose(const Lint *lint, const Prose *prose, Str title)
{
    Size count = 0;
    (void)lint;
    for (Size i = 0; i < prose->count && title.len; i++)
        count += stands_at(prose, i, title);
    return count;
}
