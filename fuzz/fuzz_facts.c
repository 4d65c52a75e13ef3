/* fuzz_facts.c - any bytes as a file of facts: each statement is a fact or a finding, and questions have
 * answers whatever the facts are. */
#include "agreement.h"

#include "app/due.h"
#include "report/findings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(Asking *asking, Str text)
{
    Question question = {0};
    if (!asking_question(asking, text, day_of((Civil){2027, 3, 1}), &question))
        return;
    Answer answer = may(asking->index, asking->session->arena, &question, (Wanted){true, true});
    INVARIANT(answer.status < ANSWER_COUNT && answer.changes_on > question.day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena     arena = {0};
    Session   session = session_new(&arena);
    FuzzFiles files = {{(const char *)data, (Size)size}};
    Asking    asking = {0};
    fuzz_open(&session, &asking, &files);
    int      errors = session.diags->errors;
    Document facts =
        document_new(&arena, session.sources, session.words, session.diags, (FileReader){&files, fuzz_read});
    if (document_read(&facts, S("facts.entente"))) {
        bool whole = facts_read(asking.loaded.terms, &facts, &asking.facts);
        INVARIANT(whole || session.diags->errors > errors);
    }
    Text out = text_new(&arena);
    for (const Diag *diag = session.diags->first; diag; diag = diag->next)
        finding_text(&out, session.sources, diag, false);
    asking_build(&asking, &asking.facts);
    ask(&asking, S("borealis sell beacon at DE on 2027-03-01"));
    ask(&asking, S("labs use under borealis/radio on 2028-03-01"));
    ask(&asking, S("nightjar make lidar on 2029-03-01"));
    Day  day = day_of((Civil){2027, 3, 1});
    Dues dues = asking_dues(&asking, day + 100);
    Day  next = dues_next(&dues, day);
    INVARIANT(next > day);
    for (Size i = 0; i < dues.items.count; i++)
        INVARIANT(due_status(&dues, &dues.items.items[i], day).state <= DUE_UNKNOWN);
    arena_free(&arena);
    return 0;
}
