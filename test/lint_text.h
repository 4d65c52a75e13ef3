/* lint_text.h - reads an agreement from memory, for tests of lint rules. */
#ifndef ENT_TEST_LINT_TEXT_H
#define ENT_TEST_LINT_TEXT_H
#include "terms/lint.h"
#include "test.h"

static ReadResult read_memory(void *context, Arena *arena, Str path, Str *text)
{
    (void)arena;
    (void)path;
    *text = *(const Str *)context;
    return READ_OK;
}

/* A text that must have no errors. `path` ends in .md for Markdown. */
static Terms *terms_of(Arena *arena, Str path, Str text)
{
    Sources *sources = NEW(arena, Sources, 1);
    Words   *words = NEW(arena, Words, 1);
    Diags   *diags = NEW(arena, Diags, 1);
    *sources = sources_new(arena);
    *words = words_new(arena);
    *diags = diags_new(arena);
    Document  *document = NEW(arena, Document, 1);
    FileReader reader = {&text, read_memory};
    *document = document_new(arena, sources, words, diags, reader);
    assert_true(document_read(document, path));
    Terms *terms = terms_read(arena, document, diags);
    if (diags->errors) {
        print_error("# %s: %.*s\n%.*s\n", diags->first->code, STR_ARG(diags->first->title), STR_ARG(text));
        fail();
    }
    return terms;
}

static inline bool has_words(Str text, const char *words)
{
    Str what = str_from(words);
    for (Size i = 0; i + what.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + what.len), what))
            return true;
    return false;
}

static inline Size count_code(const Diags *diags, const char *code)
{
    Size count = 0;
    for (const Diag *diag = diags->first; diag; diag = diag->next)
        count += str_equal(str_from(diag->code), str_from(code));
    return count;
}
#endif
