/* markdown.c - see markdown.h.
 *
 * The block phase of CommonMark, line by line: first the open containers (quotes, list items) that this
 * line continues, then the blocks that it opens, then its text. All blocks that are open form one path:
 * `boxes`, outermost first, and at its end at most one `leaf`. A line that continues fewer boxes closes
 * the others, unless it is lazy text of an open paragraph.
 *
 * The cursor (`at`, `column`) counts columns because a tab may be consumed in part. Each line is
 * looked at a bounded number of times, at most once per box, so the whole is linear. */
#include "lang/markdown.h"

#include <string.h>

#include "lang/markdown_html.h"

enum { TAB_STOP = 4, CODE_INDENT = 4, FENCE_LIMIT = 255 };

typedef enum { QUOTE, ITEM } BoxKind;
typedef enum { NONE, PARAGRAPH, INDENTED, FENCED, HTML } Leaf;

typedef struct {
    BoxKind kind;
    int32_t from;   /* where it begins */
    int     width;  /* ITEM: columns that its further lines are indented by */
    int     blocks; /* in it so far: 0, 1, or 2 for more */
    bool    shaky;  /* ITEM: its only block may be link definitions, and vanish */
} Box;

typedef struct {
    Str  open; /* the line of the opening fence */
    Size body; /* where the first line inside starts */
    char mark; /* ` or ~ */
    Size length;
    bool formal;    /* its word is `entente`, and it stands at the top level */
    bool said;      /* that another one seems to start inside */
    Size lookalike; /* what may be a formal fence inside, if this one never closes; -1: none */
} Code;

typedef struct {
    Size from, to;   /* its text so far: from its first character to the end of its last line */
    Size line;       /* the start of its first line */
    bool definition; /* it may begin with a link definition */
} Paragraph;

typedef struct {
    Arena        *arena;
    const Source *source;
    Diags        *diags;
    Markdown     *out;
    Str           text;
    Size          start, end, next; /* this line; its text without the line end; the next line */
    Size          at, word;         /* what is left of the line; the first character that is no blank */
    int           column, indent;   /* of `at`; columns from `at` to `word` */
    bool          blank, stopped;   /* nothing is left; the rest of the text is not read */
    Box           boxes[MARKDOWN_DEPTH];
    int           depth;
    Leaf          leaf;
    Paragraph     paragraph;
    Code          code;
    int           html; /* kind of the open HTML block */
    int32_t       html_from;
    HtmlElements  elements;
} Reader;

/* ---- the line and its cursor ---- */

static int32_t offset_of(const Reader *reader, Size at) { return reader->source->base + (int32_t)at; }

static Span span_of(const Reader *reader, Size from, Size to)
{
    return (Span){offset_of(reader, from), offset_of(reader, to)};
}

static char at_or_nul(const Reader *reader, Size at)
{
    if (at < reader->end)
        return reader->text.at[at];
    return '\0';
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static Str rest_of_line(const Reader *reader) { return str_slice(reader->text, reader->word, reader->end); }

static void find_word(Reader *reader)
{
    int column = reader->column;
    reader->word = reader->at;
    for (char c; is_blank(c = at_or_nul(reader, reader->word)); reader->word++)
        column += c == '\t' ? TAB_STOP - column % TAB_STOP : 1;
    reader->indent = column - reader->column;
    reader->blank = reader->word == reader->end;
}

/* Consumes so many columns of blanks; a tab may be consumed in part. */
static void skip_columns(Reader *reader, int count)
{
    while (count > 0 && reader->at < reader->end) {
        int width = reader->text.at[reader->at] == '\t' ? TAB_STOP - reader->column % TAB_STOP : 1;
        int step = width < count ? width : count;
        reader->column += step;
        reader->at += step == width;
        count -= step;
    }
    find_word(reader);
}

/* Consumes the blanks before `word`, and so many characters (no tabs) from there. */
static void skip_mark(Reader *reader, Size size)
{
    reader->column += reader->indent + (int)size;
    reader->at = reader->word + size;
    find_word(reader);
}

static Size run_length(const Reader *reader, Size at, char c)
{
    Size from = at;
    while (at < reader->end && reader->text.at[at] == c)
        at++;
    return at - from;
}

static bool rest_is_blank(const Reader *reader, Size at)
{
    while (is_blank(at_or_nul(reader, at)))
        at++;
    return at == reader->end;
}

static void take_line(Reader *reader, Size start)
{
    const char *from = reader->text.at + start;
    const char *feed = memchr(from, '\n', (size_t)(reader->text.len - start));
    reader->start = reader->at = start;
    reader->end = feed ? feed - reader->text.at : reader->text.len;
    reader->next = feed ? reader->end + 1 : reader->end;
    if (feed && reader->end > start && feed[-1] == '\r')
        reader->end--;
    reader->column = 0;
    find_word(reader);
}

/* ---- what is said about it ---- */

static void unclear(Reader *reader, Size from, Size to, Str label, Str help)
{
    diag_error(reader->diags, "E0114", span_of(reader, from, to), S("this layout is not clear"), label)
        ->help = help;
}

static Diag *hidden(Reader *reader, Size from, Size to, Str label)
{
    Diag *diag = diag_error(reader->diags, "E0107", span_of(reader, from, to),
                            S("this `entente` block is not visible as a top-level block"), label);
    diag->help = S("put its fence at the start of a line, outside of lists, quotes, HTML and other blocks");
    return diag;
}

static bool is_word_char(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static bool is_entente(Str word)
{
    Str name = S("entente");
    for (Size i = 0; word.len == name.len && i < name.len; i++)
        if ((word.at[i] | 0x20) != name.at[i])
            return false;
    return word.len == name.len;
}

/* The first word of what stands after a fence's marks. */
static Str info_word(Str info)
{
    Size from = 0, to;
    while (from < info.len && is_blank(info.at[from]))
        from++;
    for (to = from; to < info.len && !is_blank(info.at[to]);)
        to++;
    return str_slice(info, from, to);
}

/* `Entente`, `{.entente}`, `entente:x`, an escape or a foreign letter: formal for a hasty reader only. */
static bool is_near_miss(Str word, Str info)
{
    for (Size i = 0; i < word.len; i++)
        if (word.at[i] == '&' || word.at[i] == '\\' || (unsigned char)word.at[i] >= 0x80)
            return true;
    Size from = 0, to;
    while (from < info.len && !is_word_char(info.at[from]))
        from++;
    for (to = from; to < info.len && is_word_char(info.at[to]);)
        to++;
    return !str_equal(word, S("entente")) && is_entente(str_slice(info, from, to));
}

/* Whether a line of other content would be taken for a formal fence by somebody who reads the source:
 * blanks, marks of quotes and lists, a fence, the word. Where the fence starts, or -1. */
static Size find_lookalike(const Reader *reader)
{
    Size at = reader->word;
    for (char c; (c = at_or_nul(reader, at)) != '\0' && c != '`' && c != '~'; at++)
        if (!is_blank(c) && !is_digit(c) && !memchr(">-+*.)", c, 6))
            return -1;
    Size length = run_length(reader, at, at_or_nul(reader, at));
    Str  info = str_slice(reader->text, at + length, reader->end);
    return at < reader->end && length >= 3 && str_equal(info_word(info), S("entente")) ? at : -1;
}

static void refuse_lookalike(Reader *reader, Str label, int32_t container)
{
    Size at = find_lookalike(reader);
    if (at < 0)
        return;
    Diag *diag = hidden(reader, at, reader->end, label);
    if (container >= 0)
        diag_note(diag, (Span){container, container}, S("which begins here"));
}

static void refuse_formal_in_box(Reader *reader)
{
    const Box *box = &reader->boxes[0];
    Diag      *diag = hidden(reader, reader->word, reader->end,
                        box->kind == QUOTE ? S("it stands in a block quote") : S("it stands in a list item"));
    diag_note(diag, (Span){box->from, box->from + 1}, S("which begins here"));
}

/* The element is reported once; fences after it are as hidden, but that follows. */
static void refuse_behind_html(Reader *reader)
{
    const HtmlElement *element = html_hiding(&reader->elements);
    if (!element)
        return;
    Diag *diag =
        hidden(reader, reader->word, reader->end,
               str_format(reader->arena, "the HTML `<%.*s>` above may hide it", STR_ARG(element->name)));
    diag_note(diag, (Span){element->offset, element->offset + 1}, S("opened here, and not surely closed"));
    diag->help = S("close the element on a line of its own before the block, or leave the HTML out");
}

/* ---- the open blocks ---- */

static void close_html(Reader *reader)
{
    html_end_block(&reader->elements);
    reader->leaf = NONE;
}

static Span line_span(const Reader *reader, Str line)
{
    Size from = line.at - reader->text.at;
    return span_of(reader, from, from + line.len);
}

static void close_unclosed_fence(Reader *reader)
{
    const Code *code = &reader->code;
    if (code->formal) {
        Diag *diag = diag_error(reader->diags, "E0108", line_span(reader, code->open),
                                S("this `entente` block is never closed"), S("opened here"));
        diag->help = str_format(reader->arena, "end it with a line of %td `%c`", code->length, code->mark);
    } else if (code->lookalike >= 0 && !code->said) {
        Diag *diag =
            hidden(reader, code->lookalike, code->lookalike + 3, S("it is text of another code block"));
        diag_note(diag, line_span(reader, code->open), S("which is opened here and never closed"));
    }
}

static void close_leaf(Reader *reader)
{
    if (reader->leaf == FENCED)
        close_unclosed_fence(reader);
    if (reader->leaf == HTML)
        close_html(reader);
    reader->leaf = NONE;
}

/* A block starts, inside the first `depth` boxes: what is open beside it closes. */
static void begin_block(Reader *reader, int depth)
{
    close_leaf(reader);
    reader->depth = depth;
    if (depth == 0)
        return;
    Box *parent = &reader->boxes[depth - 1];
    parent->blocks += parent->blocks < 2;
}

/* False: the text nests too deeply, and is read no further. */
static bool push_box(Reader *reader, int depth, Box box)
{
    if (depth == MARKDOWN_DEPTH) {
        Str label =
            str_format(reader->arena, "more than %d quotes and lists inside one another", MARKDOWN_DEPTH);
        unclear(reader, reader->word, reader->word + 1, label, S("begin this part at the start of a line"));
        reader->stopped = true;
        return false;
    }
    begin_block(reader, depth);
    reader->boxes[reader->depth++] = box;
    return true;
}

static bool quote_goes_on(Reader *reader)
{
    if (reader->indent >= CODE_INDENT || at_or_nul(reader, reader->word) != '>')
        return false;
    skip_mark(reader, 1);
    if (is_blank(at_or_nul(reader, reader->at)))
        skip_columns(reader, 1);
    return true;
}

static bool item_goes_on(Reader *reader, Box *item)
{
    if (reader->indent >= item->width) {
        skip_columns(reader, item->width);
        return true;
    }
    if (!reader->blank || item->blocks == 0)
        return false;
    if (item->shaky && item->blocks == 1 && reader->leaf != PARAGRAPH) {
        unclear(reader, reader->start, reader->end, S("does the list item above go on after this line?"),
                S("leave one blank line only after a link definition in a list"));
        item->shaky = false;
    }
    skip_mark(reader, 0);
    return true;
}

/* The number of boxes that this line continues. */
static int match_boxes(Reader *reader)
{
    int depth = 0;
    for (; depth < reader->depth; depth++) {
        Box *box = &reader->boxes[depth];
        if (box->kind == QUOTE ? !quote_goes_on(reader) : !item_goes_on(reader, box))
            break;
    }
    return depth;
}

/* ---- leaves that go on ---- */

static void close_formal(Reader *reader)
{
    const Code *code = &reader->code;
    Fence      *fence = PUSH(reader->arena, &reader->out->fences);
    *fence = (Fence){span_of(reader, code->body, reader->start), line_span(reader, code->open),
                     reader->out->headings.count - 1};
}

/* A fence in a formal block is a block that somebody forgot to close. In another one it is an example,
 * if the outer fence is of the other mark or longer, so that the inner one could not close it. */
static void see_code_line(Reader *reader)
{
    Code *code = &reader->code;
    Size  at = find_lookalike(reader);
    if (at < 0 || code->said)
        return;
    bool may_close = reader->text.at[at] == code->mark && run_length(reader, at, code->mark) >= code->length;
    if (!code->formal && !may_close) {
        code->lookalike = code->lookalike < 0 ? at : code->lookalike;
        return;
    }
    Diag *diag = hidden(reader, at, reader->end, S("it is text of the code block above"));
    diag_note(diag, line_span(reader, code->open), S("which is still open"));
    diag->help = S("close the block above before it, or give that one a longer fence");
    code->said = true;
}

static void go_on_fenced(Reader *reader)
{
    Code *code = &reader->code;
    if (reader->indent < CODE_INDENT && at_or_nul(reader, reader->word) == code->mark) {
        Size length = run_length(reader, reader->word, code->mark);
        if (length >= code->length && rest_is_blank(reader, reader->word + length)) {
            if (code->formal)
                close_formal(reader);
            reader->leaf = NONE;
            return;
        }
    }
    see_code_line(reader);
}

static void see_html_line(Reader *reader)
{
    Str rest = rest_of_line(reader);
    html_see(&reader->elements, rest, offset_of(reader, reader->word), false);
    refuse_lookalike(reader,
                     reader->html == 2 ? S("it stands in an HTML comment") : S("it stands in an HTML block"),
                     reader->html_from);
    if (html_block_ends(reader->html, rest))
        close_html(reader);
}

/* All boxes go on: whether the line belongs to the leaf, without opening anything. */
static bool leaf_takes_line(Reader *reader)
{
    switch (reader->leaf) {
    case FENCED: go_on_fenced(reader); return true;
    case HTML:
        if (reader->html >= 6 && reader->blank) {
            close_html(reader);
            return true;
        }
        see_html_line(reader);
        return true;
    case INDENTED:
        if (!reader->blank && reader->indent < CODE_INDENT) {
            reader->leaf = NONE;
            return false;
        }
        refuse_lookalike(reader, S("it is indented, and so text of a code block"), -1);
        return true;
    case PARAGRAPH:
        if (reader->blank)
            reader->leaf = NONE;
        return reader->blank;
    case NONE: break;
    }
    return reader->blank;
}

/* ---- blocks that a line opens ---- */

static void add_heading(Reader *reader, Size from, Size to, int level, Size line)
{
    html_see(&reader->elements, str_slice(reader->text, from, to), offset_of(reader, from), true);
    if (reader->depth > 0)
        return;
    Heading *heading = PUSH(reader->arena, &reader->out->headings);
    *heading = (Heading){span_of(reader, from, to), level, offset_of(reader, line)};
}

static Size back_over_blanks(const Reader *reader, Size from, Size to)
{
    while (to > from && is_blank(reader->text.at[to - 1]))
        to--;
    return to;
}

static bool open_atx_heading(Reader *reader, int depth)
{
    Size level = run_length(reader, reader->word, '#');
    Size from = reader->word + level;
    if (level < 1 || level > 6 || !(from == reader->end || is_blank(reader->text.at[from])))
        return false;
    begin_block(reader, depth);
    while (is_blank(at_or_nul(reader, from)))
        from++;
    Size to = back_over_blanks(reader, from, reader->end), marks = to;
    while (marks > from && reader->text.at[marks - 1] == '#')
        marks--;
    if (marks < to && (marks == from || is_blank(reader->text.at[marks - 1])))
        to = back_over_blanks(reader, from, marks);
    add_heading(reader, from, to, (int)level, reader->start);
    return true;
}

static void check_info(Reader *reader, Size marks, Str info)
{
    Str word = info_word(info);
    if (!is_near_miss(word, info))
        return;
    Size  from = marks + (info.at - (reader->text.at + marks));
    Diag *diag =
        diag_error(reader->diags, "E0109", span_of(reader, from, reader->end),
                   S("the language of this block is not plainly written"), S("is this a formal block?"));
    diag->help = S("write `entente` in small letters if the block is formal, and another plain word if not");
}

static bool open_fence(Reader *reader, int depth)
{
    char mark = at_or_nul(reader, reader->word);
    Size length = mark == '`' || mark == '~' ? run_length(reader, reader->word, mark) : 0;
    Str  info = str_slice(reader->text, reader->word + length, reader->end);
    if (length < 3 || (mark == '`' && str_find(info, '`') >= 0))
        return false;
    begin_block(reader, depth);
    if (length > FENCE_LIMIT) {
        unclear(reader, reader->word, reader->word + length, S("a fence longer than some readers count"),
                str_format(reader->arena, "use at most %d marks", FENCE_LIMIT));
    }
    check_info(reader, reader->word + length, info);
    bool entente = str_equal(info_word(info), S("entente"));
    reader->leaf = FENCED;
    reader->code = (Code){.open = str_slice(reader->text, reader->start, reader->end),
                          .body = reader->next,
                          .mark = mark,
                          .length = length,
                          .formal = entente && depth == 0,
                          .lookalike = -1};
    if (entente && depth > 0)
        refuse_formal_in_box(reader);
    else if (entente)
        refuse_behind_html(reader);
    return true;
}

static bool open_html(Reader *reader, int depth, bool lazy)
{
    int kind = html_block_start(rest_of_line(reader), lazy);
    if (!kind)
        return false;
    begin_block(reader, depth);
    if (kind == 4 && reader->text.at[reader->word + 2] >= 'a') /* `<!doctype`: cmark knows capitals only */
        unclear(reader, reader->word, reader->word + 3,
                S("some readers take this for HTML, and some for text"),
                S("write the word in capitals, or leave the line out"));
    reader->leaf = HTML;
    reader->html = kind;
    reader->html_from = offset_of(reader, reader->word);
    see_html_line(reader);
    return true;
}

static bool open_setext_heading(Reader *reader)
{
    char mark = at_or_nul(reader, reader->word);
    if ((mark != '=' && mark != '-') ||
        !rest_is_blank(reader, reader->word + run_length(reader, reader->word, mark)))
        return false;
    const Paragraph *paragraph = &reader->paragraph;
    if (paragraph->definition)
        unclear(reader, reader->word, reader->end,
                S("does this line make a heading of the link definition above?"),
                S("put a blank line between the definition and this line"));
    reader->leaf = NONE;
    add_heading(reader, paragraph->from, back_over_blanks(reader, paragraph->from, paragraph->to),
                mark == '=' ? 1 : 2, paragraph->line);
    return true;
}

static bool open_thematic_break(Reader *reader, int depth)
{
    char mark = at_or_nul(reader, reader->word);
    Size marks = 0, at = reader->word;
    if (mark != '*' && mark != '-' && mark != '_')
        return false;
    for (; at < reader->end && (reader->text.at[at] == mark || is_blank(reader->text.at[at])); at++)
        marks += reader->text.at[at] == mark;
    if (marks < 3 || at < reader->end)
        return false;
    begin_block(reader, depth);
    return true;
}

/* The size of the list marker at `word`, or 0. */
static Size marker_size(const Reader *reader, bool in_paragraph)
{
    Size at = reader->word;
    char c = at_or_nul(reader, at);
    bool numbered = is_digit(c);
    int  number = 0;
    for (; numbered && at - reader->word < 9 && is_digit(c = at_or_nul(reader, at)); at++)
        number = number * 10 + (c - '0');
    c = at_or_nul(reader, at++);
    if (numbered ? c != '.' && c != ')' : c != '*' && c != '-' && c != '+')
        return 0;
    if (at < reader->end && !is_blank(reader->text.at[at]))
        return 0;
    if (in_paragraph && ((numbered && number != 1) || rest_is_blank(reader, at)))
        return 0; /* it cannot interrupt a paragraph */
    return at - reader->word;
}

static bool open_item(Reader *reader, int depth, bool in_paragraph)
{
    Size size = marker_size(reader, in_paragraph);
    if (!size)
        return false;
    int indent = reader->indent;
    if (!push_box(reader, depth, (Box){.kind = ITEM, .from = offset_of(reader, reader->word)}))
        return true;
    skip_mark(reader, size);
    bool whole = reader->indent >= 1 && reader->indent <= 4 && !reader->blank;
    int  gap = whole ? reader->indent : 1;
    reader->boxes[depth].width = indent + (int)size + gap;
    skip_columns(reader, whole || reader->indent >= 1 ? gap : 0);
    return true;
}

static bool open_quote(Reader *reader, int depth)
{
    if (at_or_nul(reader, reader->word) != '>')
        return false;
    if (push_box(reader, depth, (Box){.kind = QUOTE, .from = offset_of(reader, reader->word)}))
        (void)quote_goes_on(reader);
    return true;
}

typedef enum { OPENED_NOTHING, OPENED_BOX, OPENED_LEAF } Opened;

/* One step: the block that starts at `word` inside the first `depth` boxes. `in_paragraph`: it would
 * interrupt an open one of that same place. `lazy`: some paragraph is open. */
static Opened open_block(Reader *reader, int depth, bool in_paragraph, bool lazy)
{
    if (reader->blank)
        return OPENED_NOTHING;
    if (reader->indent >= CODE_INDENT) {
        if (lazy)
            return OPENED_NOTHING;
        begin_block(reader, depth);
        reader->leaf = INDENTED;
        refuse_lookalike(reader, S("it is indented, and so text of a code block"), -1);
        return OPENED_LEAF;
    }
    if (open_quote(reader, depth))
        return OPENED_BOX;
    if (open_atx_heading(reader, depth) || open_fence(reader, depth) || open_html(reader, depth, lazy) ||
        (in_paragraph && open_setext_heading(reader)) || open_thematic_break(reader, depth))
        return OPENED_LEAF;
    return open_item(reader, depth, in_paragraph) ? OPENED_BOX : OPENED_NOTHING;
}

/* ---- text ---- */

static bool has_label_end(Str text)
{
    for (Size i = 1; i < text.len; i++)
        if (text.at[i] == ':' && text.at[i - 1] == ']')
            return true;
    return false;
}

static void add_text(Reader *reader, bool goes_on)
{
    Paragraph *paragraph = &reader->paragraph;
    Str        rest = rest_of_line(reader);
    if (!goes_on) {
        reader->leaf = PARAGRAPH;
        *paragraph = (Paragraph){reader->word, 0, reader->start, false};
    }
    paragraph->to = reader->end;
    if (reader->text.at[paragraph->from] == '[' && has_label_end(rest)) {
        paragraph->definition = true;
        if (reader->depth > 0)
            reader->boxes[reader->depth - 1].shaky = true;
    }
    html_see(&reader->elements, rest, offset_of(reader, reader->word), true);
    refuse_lookalike(reader, S("Markdown reads it as text of a paragraph"), -1);
}

static void read_line(Reader *reader)
{
    int  depth = match_boxes(reader);
    bool all = depth == reader->depth;
    if (all && leaf_takes_line(reader))
        return;
    bool   lazy = reader->leaf == PARAGRAPH, in_paragraph = all && lazy;
    Opened opened = open_block(reader, depth, in_paragraph, lazy);
    bool   first = opened == OPENED_NOTHING;
    while (opened == OPENED_BOX && !reader->stopped) {
        depth = reader->depth;
        opened = open_block(reader, depth, false, false);
    }
    if (opened != OPENED_NOTHING)
        return;
    if (first && lazy && !reader->blank) {
        add_text(reader, true);
        return;
    }
    if (!reader->blank) {
        begin_block(reader, depth);
        add_text(reader, false);
    } else if (first) {
        close_leaf(reader);
        reader->depth = depth;
    }
}

void markdown_read(Arena *arena, const Source *source, Diags *diags, Markdown *out)
{
    INVARIANT(source->text.len < INT32_MAX / 2);
    *out = (Markdown){0};
    Reader reader = {.arena = arena, .source = source, .diags = diags, .out = out, .text = source->text};
    Size   start = str_starts(source->text, S("\xEF\xBB\xBF")) ? 3 : 0;
    for (; start < source->text.len && !reader.stopped; start = reader.next) {
        take_line(&reader, start);
        read_line(&reader);
    }
    if (!reader.stopped)
        close_leaf(&reader);
}
