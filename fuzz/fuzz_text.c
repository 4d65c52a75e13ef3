/* fuzz_text.c - any bytes as an agreement: a bare text, or a Markdown document if the first byte is `M`.
 *
 * Whatever it is, reading ends, and every finding and statement lies inside the sources. If the layout has no
 * error, then printing and reading again gives the same statements, comments and findings; printing that
 * again gives the same bytes; and no byte outside the fences has changed. */
#include <string.h>

#include "report/findings.h"
#include "terms/terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    Str path, text;
} Given;

static ReadResult read_given(void *context, Arena *arena, Str path, Str *text)
{
    const Given *given = context;
    if (str_equal(path, given->path))
        *text = str_copy(arena, given->text);
    else if (str_equal(path, S("b.entente")))
        *text = S("entente 1\nparty included # here\n");
    else
        return READ_ABSENT;
    return READ_OK;
}

typedef struct {
    Arena   *arena;
    Sources *sources;
    Diags    diags;
    Document document;
    bool     read, sound; /* sound: the layout has no error */
} Reading;

static void check_span(const Sources *sources, Span span)
{
    INVARIANT(0 <= span.from && span.from <= span.to);
    (void)sources_slice(sources, span);
}

static void check_statements(const Reading *reading, const Stmt *first, Span around)
{
    int32_t last = around.from;
    for (const Stmt *stmt = first; stmt; stmt = stmt->next) {
        check_span(reading->sources, stmt->span);
        INVARIANT(last <= stmt->span.from && stmt->span.to <= around.to);
        check_statements(reading, stmt->body, stmt->span);
        last = stmt->span.to;
    }
}

static void check_findings(const Reading *reading)
{
    Text out = text_new(reading->arena);
    for (const Diag *diag = reading->diags.first; diag; diag = diag->next) {
        check_span(reading->sources, diag->span);
        INVARIANT(diag->title.len && (diag->help.len || diag->label.len));
        finding_text(&out, reading->sources, diag, false);
    }
}

static void read_text(Reading *r, Arena *arena, Sources *sources, Words *words, Given *given)
{
    *r = (Reading){.arena = arena, .sources = sources, .diags = diags_new(arena)};
    r->document = document_new(arena, sources, words, &r->diags, (FileReader){given, read_given});
    r->read = document_read(&r->document, given->path);
    if (!r->read)
        return;
    r->sound = r->diags.errors == 0;
    const DocumentFile *file = r->document.files.items;
    Span                whole = {file->source->base, file->source->base + (int32_t)file->source->text.len};
    for (Size i = 0; i < file->blocks.count; i++)
        check_statements(r, file->blocks.items[i].first, whole);
    (void)terms_read(arena, &r->document, &r->diags);
    diags_sort(&r->diags);
    check_findings(r);
}

static Str comment(const Reading *r, Size i)
{
    return sources_slice(r->sources, r->document.tree.comments.items[i].span);
}

static void check_same(const Reading *a, const Reading *b)
{
    const Document *left = &a->document, *right = &b->document;
    INVARIANT(left->statements.count == right->statements.count);
    for (Size i = 0; i < left->statements.count; i++)
        INVARIANT(
            stmt_same(&left->tree, left->statements.items[i], &right->tree, right->statements.items[i]));
    INVARIANT(left->tree.comments.count == right->tree.comments.count);
    for (Size i = 0; i < left->tree.comments.count; i++)
        INVARIANT(str_equal(comment(a, i), comment(b, i)));
    INVARIANT(a->diags.errors == b->diags.errors && a->diags.warnings == b->diags.warnings);
}

/* The text with the bodies of its fences left out. */
static Str prose(Arena *arena, const DocumentFile *file)
{
    Text out = text_new(arena);
    Str  text = file->source->text;
    Size at = 0;
    for (Size i = 0; file->markdown && i < file->headings_and_fences.fences.count; i++) {
        Span body = file->headings_and_fences.fences.items[i].body;
        text_add(&out, str_slice(text, at, body.from - file->source->base));
        at = body.to - file->source->base;
    }
    text_add(&out, file->markdown ? str_slice(text, at, text.len) : S(""));
    return text_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena   arena = {0};
    Sources sources = sources_new(&arena);
    Words   words = words_new(&arena);
    bool    markdown = size && data[0] == 'M';
    Given   given = {markdown ? S("a.md") : S("a.entente"),
                   {(const char *)data + (size > 0), (Size)size - (size > 0)}};
    Reading first = {0}, second = {0};
    read_text(&first, &arena, &sources, &words, &given);
    if (first.sound) {
        given.text = document_print(&first.document, &arena, first.document.files.items);
        read_text(&second, &arena, &sources, &words, &given);
        INVARIANT(second.sound);
        check_same(&first, &second);
        Str again = document_print(&second.document, &arena, second.document.files.items);
        INVARIANT(str_equal(given.text, again));
        INVARIANT(
            str_equal(prose(&arena, first.document.files.items), prose(&arena, second.document.files.items)));
    }
    arena_free(&arena);
    return 0;
}
