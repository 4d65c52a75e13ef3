/* verb_pay.c - entente pay: records a payment. */
#include "cli/recording.h"

static const Option option_on = {"--on", "DATE", "the day of payment; today without it"};
static const Option option_for = {"--for", "PERIOD", "the period for which it was owed"};
static const Option option_to = {"--to", "PARTY", "to whom; the other party without it"};
static const Option option_by = {"--by", "PARTY", "who paid; the own party without it"};
static const Option option_reference = {"--reference", "TEXT", "what the transfer says"};

static Str option_or(const Command *c, const char *option, Str otherwise)
{
    return command_has(c, option) ? command_option(c, option) : otherwise;
}

static Exit run(Command *c)
{
    Recording r;
    Str       amount = S("");
    Day       day = 0;
    if (c->arguments.count != 3)
        return command_usage(c, "`pay` needs the clause, the amount and the currency: royalty 1_250.50 EUR");
    if (!decimal_words(c->arena, c->arguments.items[1], &amount) || str_starts(amount, S("-")) ||
        str_equal(amount, S("0")))
        return command_usage(c, "`%.*s` is no amount; write 1_250.50", STR_ARG(c->arguments.items[1]));
    Exit opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    day = r.today;
    if (!command_day(c, "--on", &day))
        return EXIT_USAGE;
    Str self = recording_self(&r), other = recording_other(&r), by = option_or(c, "--by", self);
    Str to = option_or(c, "--to", str_equal(by, self) ? other : self);
    if (!to.len)
        return command_usage(c, "there are several other parties; say to whom: --to PARTY");
    const BodyField fields[] = {{"amount", amount, NULL},
                                {"clause", c->arguments.items[0], NULL},
                                {"creditor", to, NULL},
                                {"currency", c->arguments.items[2], NULL},
                                {"day", day_text(c->arena, day), NULL},
                                {"debtor", by, NULL},
                                {"period", command_option(c, "--for"), NULL},
                                {"reference", command_option(c, "--reference"), NULL}};
    Exit            added = recording_add(&r, "payment", body_of(c->arena, fields, COUNT(fields)));
    return added == EXIT_YES ? recording_end(&r) : added;
}

const Verb verb_pay = {
    .name = "pay",
    .summary = "records a payment",
    .synopsis =
        "CLAUSE AMOUNT CURRENCY [--on DATE] [--for PERIOD] [--by PARTY] [--to PARTY] [--reference TEXT] "
        "[--in FOLDER] [--dry-run]",
    .doc =
        "CLAUSE is the royalty or payment under which it was owed. It moves no money: it says that money was "
        "moved. Exit code 4: the text gives it no meaning.",
    .examples = {"entente pay balancing 50_000 EUR --on 2026-05-30 --dry-run --in build/alpha"},
    .options = {&option_on, &option_for, &option_by, &option_to, &option_reference, OPTIONS_OF_RECORDING},
    .run = run,
};
