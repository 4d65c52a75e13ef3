/* fuzz_markdown.c - any bytes: what the door lets in is UTF-8 without odd bytes, and what is read from
 * it lies inside the text, in order, fences apart from one another and from headings. */
#include <string.h>

#include "lang/door.h"
#include "lang/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(const Source *source, Span span)
{
    INVARIANT(source->base <= span.from && span.from <= span.to &&
              span.to <= source->base + source->text.len);
}

static void check_diags(const Source *source, const Diags *diags)
{
    for (const Diag *diag = diags->first; diag; diag = diag->next) {
        check_span(source, diag->span);
        INVARIANT(diag->help.len > 0 && diag->title.len > 0);
        if (diag->note_label.len)
            check_span(source, diag->note_span);
    }
}

static void check_markdown(const Source *source, const Markdown *markdown)
{
    int32_t last = source->base;
    for (Size i = 0; i < markdown->fences.count; i++) {
        const Fence *fence = &markdown->fences.items[i];
        check_span(source, fence->open);
        check_span(source, fence->body);
        INVARIANT(last <= fence->open.from && fence->open.to < fence->body.from);
        INVARIANT(-1 <= fence->heading && fence->heading < markdown->headings.count);
        last = fence->body.to;
        Size next = fence->heading + 1;
        INVARIANT(next == 0 || markdown->headings.items[next - 1].span.to <= fence->open.from);
        INVARIANT(next == markdown->headings.count ||
                  markdown->headings.items[next].offset >= fence->body.to);
    }
    last = source->base - 1;
    for (Size i = 0; i < markdown->headings.count; i++) {
        const Heading *heading = &markdown->headings.items[i];
        check_span(source, heading->span);
        INVARIANT(last < heading->offset && heading->offset <= heading->span.from);
        INVARIANT(1 <= heading->level && heading->level <= 6);
        last = heading->span.to > heading->offset ? heading->span.to - 1 : heading->offset;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena    arena = {0};
    Source   source = {S("fuzz.md"), {(const char *)data, (Size)size}, 77};
    Diags    diags = diags_new(&arena);
    Markdown markdown = {0};
    if (door_check(&source, &diags)) {
        INVARIANT(diags.errors == 0);
        markdown_read(&arena, &source, &diags, &markdown);
        check_markdown(&source, &markdown);
    } else {
        INVARIANT(diags.errors > 0);
    }
    check_diags(&source, &diags);
    arena_free(&arena);
    return 0;
}
