/* verb_owe.c - entente owe: who owes whom how much, by when. */
#include "cli/owing.h"
#include "report/statement_json.h"
#include "report/statements.h"
#include "report/what_if.h"

static Exit what_if(Command *c, const Owed *owed)
{
    LIST_OF(WhatIf) items = {0};
    bool unknown = owed->statement->unknown;
    for (Size i = 0; i < owed->imagined.count; i++) {
        const Imagined *one = &owed->imagined.items[i];
        StatementView  *view = NEW(c->arena, StatementView, 1);
        WhatIf         *item = PUSH(c->arena, &items);
        *view = (StatementView){.statement = one->statement, .standing = one->asking.standing};
        *item = (WhatIf){.name = one->scenario->name, .then = view};
        for (Size k = 0; k < one->scenario->changes.count; k++)
            *PUSH(c->arena, &item->changes) = one->scenario->changes.items[k].text;
        unknown |= one->statement->unknown;
    }
    WhatIfView view = {.now = &owed->view, .items = items.items, .count = items.count};
    if (command_has(c, "--json"))
        text_add(&c->out, what_if_json(c->arena, &view));
    else
        what_if_print(&c->out, c->arena, &view);
    Exit now = exit_of_owed(owed);
    return now == EXIT_YES && unknown ? EXIT_UNKNOWN : now;
}

static Exit run(Command *c)
{
    Owed owed = {0};
    Exit opened = command_owes(c, &owed);
    if (opened != EXIT_YES || !owed.statement)
        return opened;
    if (owed.imagined.count)
        return what_if(c, &owed);
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
                "[--register FILE] [--rates FILE] [--facts FILE] "
                "[--what-if CHANGE]… [--json]",
    .doc =
        "Lines of usage are routed through the rights of the text: what a grant licenses is priced by the "
        "royalties that it pays, everything else is listed as outside the licence and never priced. "
        "Amounts are exact and "
        "rounded once, where the header says. With --what-if or --scenario it shows what would be owed if "
        "more were "
        "sold or something else had happened, beside what is owed; nothing of that is recorded. What another "
        "text would cost, `diff --effect` shows.",
    .examples = {"entente owe examples/avc-portfolio --period 2012",
                 "entente owe examples/avc-portfolio --period 2012 --what-if shipments+12%"},
    .options = {&option_period, OPTIONS_OF_USAGE, &option_show_sql, &option_sums_to, &option_what_if,
                &option_scenario, &option_rejects, OPTIONS_OF_STATE, &option_pick, &option_json},
    .run = run,
};
