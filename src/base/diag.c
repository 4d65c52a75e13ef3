/* diag.c - recording findings, and finding the place of an offset. */
#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

Sources sources_new(Arena *arena) { return (Sources){.arena = arena}; }

static int32_t line_ends(const char *text, Size from, Size to)
{
    int32_t count = 0;
    for (Size i = from; i < to; i++)
        count += text[i] == '\n';
    return count;
}

static int32_t *marks_of(Arena *arena, Str text)
{
    Size     steps = text.len / SOURCE_STEP;
    int32_t *marks = NEW(arena, int32_t, steps + 1);
    for (Size i = 0; i < steps; i++)
        marks[i + 1] = marks[i] + line_ends(text.at, i * SOURCE_STEP, (i + 1) * SOURCE_STEP);
    return marks;
}

Source *sources_add(Sources *sources, Str path, Str text)
{
    Size base = 0;
    if (sources->files.count) {
        const Source *last = &sources->files.items[sources->files.count - 1];
        base = last->base + last->text.len + 1;
    }
    INVARIANT(base + text.len < INT32_MAX);
    Source *source = PUSH(sources->arena, &sources->files);
    *source = (Source){path, text, (int32_t)base};
    *PUSH(sources->arena, &sources->marks) = marks_of(sources->arena, text);
    return source;
}

static const Source *source_of(const Sources *sources, int32_t offset)
{
    Size low = 0, high = sources->files.count;
    while (high - low > 1) {
        Size middle = (low + high) / 2;
        if (sources->files.items[middle].base <= offset)
            low = middle;
        else
            high = middle;
    }
    INVARIANT(high > low);
    return &sources->files.items[low];
}

TextPlace sources_place(const Sources *sources, int32_t offset)
{
    const Source *source = source_of(sources, offset);
    Size          local = offset - source->base;
    INVARIANT(0 <= local && local <= source->text.len);
    TextPlace   place = {.source = source, .line = 1};
    const char *text = source->text.at, *start = text + local, *at = start;
    Size        step = local / SOURCE_STEP;
    place.line += sources->marks.items[source - sources->files.items][step];
    place.line += line_ends(text, step * SOURCE_STEP, local);
    while (start > text && start[-1] != '\n')
        start--;
    const char *stop = text + source->text.len;
    const char *end = at < stop ? memchr(at, '\n', (size_t)(stop - at)) : NULL;
    place.column = (int)(at - start) + 1;
    place.text = (Str){start, (end ? end : stop) - start};
    if (place.text.len && place.text.at[place.text.len - 1] == '\r')
        place.text.len--;
    return place;
}

Str sources_slice(const Sources *sources, Span span)
{
    const Source *source = source_of(sources, span.from);
    return str_slice(source->text, span.from - source->base, span.to - source->base);
}

Span span_join(Span a, Span b)
{
    return (Span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

Diags diags_new(Arena *arena) { return (Diags){.arena = arena}; }

static Diag diag_beyond_limit; /* writes to it are discarded: one run keeps DIAG_LIMIT findings */

Diag *diag_add(Diags *diags, DiagLevel level, const char *code, Span span, Str title, Str label)
{
    INVARIANT(0 <= span.from && span.from <= span.to);
    diags->errors += level == DIAG_ERROR;
    diags->warnings += level == DIAG_WARNING;
    diags->infos += level == DIAG_INFO;
    if (diags->kept >= DIAG_LIMIT)
        return &diag_beyond_limit;
    Diag *diag = NEW(diags->arena, Diag, 1);
    *diag = (Diag){.code = code, .title = title, .label = label, .span = span, .level = level};
    if (!diags->tail)
        diags->tail = &diags->first;
    *diags->tail = diag;
    diags->tail = &diag->next;
    diags->kept++;
    return diag;
}

Diag *diag_error(Diags *diags, const char *code, Span span, Str title, Str label)
{
    return diag_add(diags, DIAG_ERROR, code, span, title, label);
}

void diag_note(Diag *diag, Span span, Str label)
{
    diag->note_span = span;
    diag->note_label = label;
}

bool diag_refuse(Diags *diags, const char *code, Span span, Str title, Str label, Str help)
{
    diag_error(diags, code, span, title, label)->help = help;
    return false;
}

static int diag_order(const void *a, const void *b)
{
    const Diag *left = *(const Diag *const *)a, *right = *(const Diag *const *)b;
    if (left->span.from != right->span.from)
        return left->span.from < right->span.from ? -1 : 1;
    if (left->level != right->level)
        return left->level < right->level ? -1 : 1;
    int code = strcmp(left->code, right->code);
    return code ? code : (left->span.to > right->span.to) - (left->span.to < right->span.to);
}

void diags_sort(Diags *diags)
{
    if (!diags->first)
        return;
    Diag **all = NEW(diags->arena, Diag *, diags->kept);
    Size   count = 0;
    for (Diag *diag = diags->first; diag; diag = diag->next)
        all[count++] = diag;
    qsort(all, (size_t)count, sizeof *all, diag_order);
    diags->tail = &diags->first;
    for (Size i = 0; i < count; i++) {
        bool again = i && strcmp(all[i]->code, all[i - 1]->code) == 0 &&
                     all[i]->span.from == all[i - 1]->span.from && all[i]->span.to == all[i - 1]->span.to &&
                     str_equal(all[i]->title, all[i - 1]->title);
        if (again) {
            diags->kept--;
            diags->errors -= all[i]->level == DIAG_ERROR;
            diags->warnings -= all[i]->level == DIAG_WARNING;
            diags->infos -= all[i]->level == DIAG_INFO;
            continue;
        }
        *diags->tail = all[i];
        diags->tail = &all[i]->next;
    }
    *diags->tail = NULL;
}

const char *diag_level_name(DiagLevel level)
{
    static const char *const names[] = {
        [DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_INFO] = "info"};
    return names[level];
}
