/* findings.c - see findings.h.
 *
 * Columns are counted in characters, not bytes, so that the mark stands under what it means; a tab
 * is one column and is printed as a space. Very long lines are cut around the mark. */
#include "report/findings.h"

enum { WINDOW = 120, BEFORE_MARK = 60 };

static Size characters(Str text)
{
    Size count = 0;
    for (Size i = 0; i < text.len; i++)
        count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return count;
}

static Size column_of(TextPlace place)
{
    Size bytes = place.column - 1 < place.text.len ? place.column - 1 : place.text.len;
    return characters(str_slice(place.text, 0, bytes)) + 1;
}

Spot spot_of(const Sources *sources, Span span)
{
    TextPlace from = sources_place(sources, span.from),
              to = span.to > span.from ? sources_place(sources, span.to) : from;
    return (Spot){from.source->path, from.line, to.line, column_of(from), column_of(to)};
}

/* The part of a line that is shown: whole, or cut around [from, to). */
static Str cut_line(Str line, Size *from, Size *to)
{
    if (line.len <= WINDOW)
        return line;
    Size start = *from > BEFORE_MARK ? *from - BEFORE_MARK : 0;
    while (start > 0 && ((unsigned char)line.at[start] & 0xc0) == 0x80)
        start--;
    Size end = start + WINDOW < line.len ? start + WINDOW : line.len;
    while (end < line.len && ((unsigned char)line.at[end] & 0xc0) == 0x80)
        end++;
    *from -= start;
    *to = (*to < end ? *to : end) - start;
    return str_slice(line, start, end);
}

static void add_line(Text *out, Str line)
{
    for (Size i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.at[i];
        if (c == '\t')
            text_char(out, ' ');
        else if (c < ' ' || c == 127)
            text_char(out, '?');
        else
            text_char(out, line.at[i]);
    }
}

typedef struct {
    const char *bold, *level, *off;
    const char *arrow;
    char        mark;
} Paint;

static Paint paint_of(DiagLevel level, bool colour)
{
    if (!colour)
        return (Paint){"", "", "", "-->", '^'};
    static const char *const levels[] = {"\033[1;31m", "\033[1;33m", "\033[1;36m"};
    return (Paint){"\033[1m", levels[level], "\033[0m", "-->", '^'};
}

/* The second place of a finding is shown without colour, with marks of its own. */
static const Paint note_paint = {"", "", "", ":::", '-'};

static void window(Text *out, const Sources *sources, Span span, Str label, Paint paint)
{
    TextPlace place = sources_place(sources, span.from);
    Size      from = place.column - 1, to = from + (span.to - span.from);
    Size      length = place.text.len;
    to = to > length ? length : to;
    Str  line = cut_line(place.text, &from, &to);
    Size before = characters(str_slice(line, 0, from < line.len ? from : line.len));
    Size width = to > from ? characters(str_slice(line, from, to)) : 1;
    text_format(out, "  %s %.*s:%d:%td\n     |\n%4d | ", paint.arrow, STR_ARG(place.source->path), place.line,
                column_of(place), place.line);
    add_line(out, line);
    text_format(out, "\n     | ");
    text_pad(out, before);
    text_add(out, str_from(paint.level));
    for (Size i = 0; i < width; i++)
        text_char(out, paint.mark);
    text_format(out, "%s%.*s%s\n", label.len ? " " : "", STR_ARG(label), paint.off);
}

void finding_text(Text *out, const Sources *sources, const Diag *diag, bool colour)
{
    Paint paint = paint_of(diag->level, colour);
    text_format(out, "%s%s[%s]%s%s: %.*s%s\n", paint.level, diag_level_name(diag->level), diag->code,
                paint.off, paint.bold, STR_ARG(diag->title), paint.off);
    window(out, sources, diag->span, diag->label, paint);
    if (diag->note_label.len)
        window(out, sources, diag->note_span, diag->note_label, note_paint);
    if (diag->help.len)
        text_format(out, "     = help: %.*s\n", STR_ARG(diag->help));
    text_char(out, '\n');
}

static void count_part(Text *out, int count, const char *one, const char *many)
{
    if (count)
        text_format(out, "%s%d %s", out->len ? ", " : "", count, count == 1 ? one : many);
}

Str findings_count(Arena *arena, const Diags *diags)
{
    Text text = text_new(arena);
    count_part(&text, diags->errors, "error", "errors");
    count_part(&text, diags->warnings, "warning", "warnings");
    count_part(&text, diags->infos, "note", "notes");
    return text.len ? text_str(&text) : S("no findings");
}

void findings_text(Text *out, const Sources *sources, const Diags *diags, bool colour)
{
    for (const Diag *diag = diags->first; diag; diag = diag->next)
        finding_text(out, sources, diag, colour);
    int total = diags->errors + diags->warnings + diags->infos;
    if (total > DIAG_LIMIT)
        text_format(out, "only the first %d of %d findings are shown\n", DIAG_LIMIT, total);
}
