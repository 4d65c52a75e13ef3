/* ask.c - see ask.h. */
#include "app/ask.h"

#include "app/recorded.h"
#include "os/files.h"

static ReadResult read_facts(void *context, Arena *arena, Str path, Str *text)
{
    FileResult *result = context;
    *result = file_read(arena, path, path.len, SOURCE_BYTES_MOST, text);
    return *result == FILE_OK ? READ_OK : READ_FAILED;
}

static Str facts_beside(const Session *session, const Loaded *loaded)
{
    Str path = loaded->path;
    if (!str_ends(path, S("agreement.md")))
        return S("");
    Str beside =
        str_format(session->arena, "%.*sfacts.entente", (int)(path.len - S("agreement.md").len), path.at);
    return file_exists(session->arena, beside) ? beside : S("");
}

static bool load_facts(Asking *a, Str path, Str *why)
{
    FileResult result = FILE_OK;
    FileReader reader = {&result, read_facts};
    Document  *document = NEW(a->session->arena, Document, 1);
    *document =
        document_new(a->session->arena, a->session->sources, a->session->words, a->session->diags, reader);
    if (!document_read(document, path)) {
        *why = str_format(a->session->arena, "%.*s: %s", STR_ARG(path),
                          result == FILE_ABSENT  ? "there is no such file"
                          : result == FILE_LARGE ? "it is larger than 1 MiB"
                                                 : "it could not be read");
        return false;
    }
    (void)facts_read(a->loaded.terms, document, &a->facts); /* what is wrong is a finding */
    return true;
}

void asking_build(Asking *a, const Facts *facts)
{
    a->standing = standing_new(a->loaded.terms, facts);
    a->rules = rules_new(a->standing);
    a->index = index_new(a->rules);
}

bool asking_facts(Asking *a, Str path, Str *why)
{
    Str facts = path.len ? path : facts_beside(a->session, &a->loaded);
    return !facts.len || load_facts(a, facts, why);
}

/* The record of the workspace that the path lies in, and the text that all have signed. */
static bool open_record(Asking *a, Str path, Str *why)
{
    Recorded *recorded = NEW(a->session->arena, Recorded, 1);
    switch (recorded_open(a->session, path, recorded, why)) {
    case RECORDED_NONE: return true;
    case RECORDED_FAILED: return false;
    case RECORDED_READ: break;
    }
    a->recorded = recorded;
    return recorded_text(recorded, a->session, &a->loaded, why);
}

bool asking_open(Session *session, Str path, Str facts_path, Asking *out, Str *why)
{
    *out = (Asking){.session = session};
    if (!facts_path.len && !open_record(out, path, why))
        return false;
    if (!out->loaded.terms && !load_agreement(session, path, &out->loaded, why))
        return false;
    if (out->recorded)
        recorded_facts(out->recorded, session, out->loaded.terms, &out->facts);
    else if (!asking_facts(out, facts_path, why))
        return false;
    asking_build(out, &out->facts);
    return true;
}

bool asking_question(Asking *a, Str text, Day day, Question *out)
{
    Session      *s = a->session;
    Tree          tree = tree_new(s->arena, s->words, s->diags);
    Str           kept = str_copy(s->arena, text);
    const Source *source = sources_add(s->sources, S("question"), kept);
    Span          span = {source->base, source->base + (int32_t)kept.len};
    int           errors = s->diags->errors;
    for (Size i = 0; i < kept.len; i++)
        if ((unsigned char)kept.at[i] < ' ' || (unsigned char)kept.at[i] > 126)
            return diag_refuse(s->diags, "E0506",
                               (Span){source->base + (int32_t)i, source->base + (int32_t)i + 1},
                               S("a question is written in plain letters"), S("not a plain letter"),
                               S("names and codes are ASCII"));
    Word  known = (Word)s->words->spelling.count;
    Lexer lexer = lexer_new(source, span, s->words, s->diags);
    for (Token token = lexer_next(&lexer); token.kind != T_END; token = lexer_next(&lexer))
        if (token.kind != T_LINE && token.kind != T_COMMENT)
            *PUSH(s->arena, &tree.tokens) = token;
    words_keep(s->words, known); /* the question may be forgotten before the agreement is */
    if (s->diags->errors > errors)
        return false;
    QuestionText words = {&tree, s->sources, s->diags, 0, (int32_t)tree.tokens.count};
    return question_read(a->rules, s->arena, &words, day, out);
}
