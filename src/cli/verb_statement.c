/* verb_statement.c - entente statement: every step from what was counted to what is due. */
#include "cli/owing.h"
#include "report/statement_csv.h"
#include "report/statement_json.h"
#include "report/statements.h"

static const Option option_format = {"--format", "FORMAT", "text, json or csv"};

static Exit run(Command *c)
{
    Owed owed = {0};
    Str  format = command_option(c, "--format");
    if (command_has(c, "--json"))
        format = S("json");
    bool text = !format.len || str_equal(format, S("text"));
    if (!text && !str_equal(format, S("json")) && !str_equal(format, S("csv")))
        return command_usage(c, "`%.*s` is no format; write text, json or csv", STR_ARG(format));
    Exit opened = command_owes(c, &owed);
    if (opened != EXIT_YES)
        return opened;
    if (text)
        statement_print(&c->out, c->arena, &owed.view);
    else if (str_equal(format, S("json")))
        text_add(&c->out, statement_json(c->arena, &owed.view));
    else
        text_add(&c->out, statement_csv(c->arena, &owed.view));
    return exit_of_statement(owed.statement);
}

const Verb verb_statement = {
    .name = "statement",
    .summary = "shows every step from what was counted to what is due",
    .synopsis =
        "FILE --period PERIOD [--usage FILE]… [--format text|json|csv] [--register FILE] [--rates FILE]",
    .doc =
        "For each royalty and period: what was counted, band by band, credits, minimum, cap, exchange rates, "
        "and what earlier periods came to, each with the clause it rests on. The amounts of a year add up to "
        "the rounded amount of the year.",
    .examples = {"entente statement examples/avc-portfolio --period 2012-Q3"},
    .options = {&option_period, &option_usage, &option_format, &option_register, &option_rates, &option_map,
                &option_rejects, &option_as_of, &option_facts, &option_pick, &option_json},
    .run = run,
};
