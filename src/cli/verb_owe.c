/* verb_owe.c - entente owe: who owes whom how much, by when. */
#include "cli/owing.h"
#include "report/statement_json.h"
#include "report/statements.h"

static Exit run(Command *c)
{
    Owed owed = {0};
    Exit opened = command_owes(c, &owed);
    if (opened != EXIT_YES || !owed.statement)
        return opened;
    if (command_has(c, "--json"))
        text_add(&c->out, statement_json(c->arena, &owed.view));
    else
        owe_print(&c->out, c->arena, &owed.view);
    return exit_of_owed(&owed);
}

const Verb verb_owe = {
    .name = "owe",
    .summary = "says who owes whom how much for a period, and by when",
    .synopsis = "FILE --period PERIOD [--usage FILE]… [--sums FILE]… "
                "[--register FILE] [--rates FILE] [--facts FILE] [--json]",
    .doc = "Lines of usage are routed through the rights of the text: what a grant licenses is priced by the "
           "royalties that it pays, everything else is listed as outside the licence and never priced. "
           "Amounts are exact and "
           "rounded once, where the header says.",
    .examples = {"entente owe examples/avc-portfolio --period 2012"},
    .options = {&option_period, OPTIONS_OF_USAGE, &option_show_sql, &option_sums_to, &option_rejects,
                &option_as_of, &option_facts, &option_pick, &option_json},
    .run = run,
};
