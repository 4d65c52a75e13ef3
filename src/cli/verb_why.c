/* verb_why.c - entente why: the whole way to an answer, with everything that was set aside. */
#include "app/ask.h"
#include "cli/command.h"
#include "os/clock.h"
#include "report/traces.h"

static Str asked_words(Command *c)
{
    Text text = text_new(c->arena);
    for (Size i = 1; i < c->arguments.count; i++)
        text_format(&text, "%s%.*s", text.len ? " " : "", STR_ARG(c->arguments.items[i]));
    return text_str(&text);
}

static void trace_answer(Command *c, const Asking *asking, TraceView *view)
{
    const Answer *answer = view->answer.answer;
    for (Size i = 0; i < answer->assets.count; i++) {
        Point point = answer->point;
        point.asset = answer->assets.items[i];
        *PUSH(c->arena, &view->cells) = trace_cell(asking->index, c->arena, &point);
    }
    for (Size i = 0; i < answer->except.count; i++)
        *PUSH(c->arena, &view->parts) = trace_cell(asking->index, c->arena, &answer->except.items[i].point);
}

static Exit run(Command *c)
{
    Str path = command_file(c, 1000), asked = asked_words(c);
    Day day = clock_today();
    if (!path.len || !command_day(c, "--as-of", &day))
        return EXIT_USAGE;
    if (!asked.len)
        return command_usage(
            c, "`why` needs a question, for example: borealis sell beacon-7 at DE on 2027-03-01");
    Session session = session_new(c->arena);
    Asking  asking = {0};
    Exit    opened = command_asks(c, &session, path, &asking);
    if (opened != EXIT_YES)
        return opened;
    Question question = {0};
    bool     read = asking_question(&asking, asked, day, &question);
    command_findings(c, &session);
    if (!read)
        return EXIT_USAGE;
    Answer    answer = may(asking.index, c->arena, &question, (Wanted){false, false});
    TraceView view = {.answer = {asking.rules, &question, &answer, asked}};
    trace_answer(c, &asking, &view);
    if (command_has(c, "--json"))
        text_add(&c->out, trace_json(c->arena, &view));
    else
        trace_print(&c->out, c->arena, &view);
    return EXIT_YES;
}

const Verb verb_why = {
    .name = "why",
    .summary = "shows the whole way to an answer: every clause considered, and why it fits or not",
    .synopsis = "FILE WHO ACT [THING] [under ASSET] [in FIELD] [at COUNTRY] [to CLASS] [on DATE]",
    .doc = "The question is that of `may`. Each clause is shown with every dimension, its days, its "
           "conditions with the facts they "
           "used, and what events did to it; then reservations and precedence, and the step that gave the "
           "answer. Clauses that fail "
           "for three reasons or more are only named; --json has them all. What the question leaves open is "
           "traced where `may` found "
           "its answer.",
    .examples = {"entente why examples/aurora-borealis borealis sell beacon-7 in automotive/adas at DE on "
                 "2027-03-01"},
    .options = {&option_as_of, &option_facts, &option_pick, &option_json},
    .run = run,
};
