/* small.h - a text and its facts, held in memory, as something that can be asked. */
#ifndef ENT_TEST_SMALL_H
#define ENT_TEST_SMALL_H
#include "test.h"

#include "rights/question.h"

typedef struct {
    Arena     arena;
    Sources   sources;
    Words     words;
    Diags     diags;
    Document  document, facts_document;
    Terms    *terms;
    Facts     facts;
    int       text_errors;
    bool      facts_whole;
    Standing *standing;
    Str       text, facts_text;
} Small;

static inline ReadResult small_read(void *context, Arena *arena, Str path, Str *text)
{
    const Small *small = context;
    (void)arena;
    *text = str_equal(path, S("facts.entente")) ? small->facts_text : small->text;
    return READ_OK;
}

static inline void small_read_as(Small *s, const char *path, const char *text, const char *facts)
{
    *s = (Small){.text = str_from(text), .facts_text = str_from(facts)};
    s->sources = sources_new(&s->arena);
    s->words = words_new(&s->arena);
    s->diags = diags_new(&s->arena);
    FileReader reader = {s, small_read};
    s->document = document_new(&s->arena, &s->sources, &s->words, &s->diags, reader);
    assert_true(document_read(&s->document, str_from(path)));
    s->terms = terms_read(&s->arena, &s->document, &s->diags);
    s->text_errors = (int)s->diags.errors;
    s->facts_document = document_new(&s->arena, &s->sources, &s->words, &s->diags, reader);
    assert_true(document_read(&s->facts_document, S("facts.entente")));
    s->facts_whole = facts_read(s->terms, &s->facts_document, &s->facts);
    s->standing = standing_new(s->terms, &s->facts);
}

static inline void small_open_broken(Small *s, const char *text, const char *facts)
{
    small_read_as(s, "a.entente", text, facts);
}

static inline void small_open_as(Small *s, const char *path, const char *text, const char *facts)
{
    small_read_as(s, path, text, facts);
    for (const Diag *d = s->diags.first; d && s->text_errors; d = d->next)
        if (d->level == DIAG_ERROR)
            print_message("# %s %.*s\n", d->code, STR_ARG(d->title));
    assert_int_equal(s->text_errors, 0);
}

static inline void small_open(Small *s, const char *text, const char *facts)
{
    small_open_as(s, "a.entente", text, facts);
}

static inline Day small_day(const char *text)
{
    Day day = 0;
    assert_true(day_parse(str_from(text), &day));
    return day;
}

static inline int small_subject(const Small *s, const char *name)
{
    int subject = standing_subject(s->standing, word_known(&s->words, str_from(name)));
    assert_true(subject >= 0);
    return subject;
}
#endif
