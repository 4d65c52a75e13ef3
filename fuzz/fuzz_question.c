/* fuzz_question.c - any bytes as a question to one agreement: refused with a finding, or answered.
 *
 * An answer has a status and, unless nothing is said, names what it rests on; a second time it is the same.
 */
#include "agreement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_answer(const Answer *answer)
{
    INVARIANT(answer->status < ANSWER_COUNT);
    INVARIANT(answer->status == ANSWER_SILENT || answer->grounds.count || answer->notes.count ||
              answer->except.count);
    for (Size i = 0; i < answer->grounds.count; i++)
        INVARIANT(answer->grounds.items[i].clause && answer->grounds.items[i].why.len);
}

static Asking *the_asking(void)
{
    static Arena     arena;
    static Session   session;
    static FuzzFiles files;
    static Asking    asking;
    if (asking.index)
        return &asking;
    session = session_new(&arena);
    files.facts = S("launch on 2026-02-01\nquality is 70 from 2026-02-01\nsuit of borealis on 2028-01-01\n"
                    "borealis holds 50% of labs from 2027-01-01\n");
    fuzz_open(&session, &asking, &files);
    FileReader reader = {&files, fuzz_read};
    Document   facts = document_new(&arena, session.sources, session.words, session.diags, reader);
    bool       read =
        document_read(&facts, S("facts.entente")) && facts_read(asking.loaded.terms, &facts, &asking.facts);
    INVARIANT(read && !session.diags->errors);
    asking_build(&asking, &asking.facts);
    return &asking;
}

/* The agreement is read once; what one question needs is forgotten with it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena    work = {0};
    Asking  *kept = the_asking(), one = *kept;
    Session  session = *kept->session;
    Sources  sources = *session.sources;
    Diags    diags = diags_new(&work);
    Question question = {0};
    sources.arena = &work;
    sources.files.room = sources.files.count;
    session.arena = &work;
    session.sources = &sources;
    session.diags = &diags;
    one.session = &session;
    kept->standing->work = &work;
    if (asking_question(&one, (Str){(const char *)data, (Size)size}, day_of((Civil){2027, 3, 1}),
                        &question)) {
        INVARIANT(diags.errors == 0);
        Answer first = may(one.index, &work, &question, (Wanted){true, true});
        Answer second = may(one.index, &work, &question, (Wanted){false, false});
        check_answer(&first);
        INVARIANT(first.status == second.status);
        INVARIANT(first.changes_on > question.day);
    } else {
        INVARIANT(diags.errors > 0);
    }
    kept->standing->work = kept->session->arena;
    arena_free(&work);
    return 0;
}
