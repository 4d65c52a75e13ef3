/* verb_measure.c - entente measure: records a measured value. */
#include "cli/recording.h"

static const Option option_period = {"--period", "PERIOD", "when it was so: 2026, 2026-Q3, 2026-07 or a day"};
static const Option option_source = {"--source", "TEXT", "who or what measured"};

static Exit run(Command *c)
{
    Recording r;
    Str       value = S("");
    if (c->arguments.count != 2)
        return command_usage(c, "`measure` needs the measure, as the text names it, and its value");
    if (!command_has(c, "--period"))
        return command_usage(c, "`measure` needs the period that was measured: --period 2026-Q1");
    if (!decimal_words(c->arena, c->arguments.items[1], &value))
        return command_usage(c, "`%.*s` is no number; write 85, 0.37 or 37%%",
                             STR_ARG(c->arguments.items[1]));
    Exit opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    const BodyField fields[] = {{"measure", c->arguments.items[0], NULL},
                                {"period", command_option(c, "--period"), NULL},
                                {"source", command_option(c, "--source"), NULL},
                                {"value", value, NULL}};
    Exit            added = recording_add(&r, "measurement", body_of(c->arena, fields, COUNT(fields)));
    return added == EXIT_YES ? recording_end(&r) : added;
}

const Verb verb_measure = {
    .name = "measure",
    .summary = "records a measured value",
    .synopsis = "MEASURE VALUE --period PERIOD [--source TEXT] [--in FOLDER] [--dry-run]",
    .doc = "Who may measure is said in the text, by `attested by`. A percentage is its hundredth. What the "
           "value "
           "would change is shown before it is recorded. Exit code 4: the text gives it no meaning.",
    .examples = {"entente measure degree-of-use 37% --period 2026-Q1 --dry-run --in build/alpha"},
    .options = {&option_period, &option_source, OPTIONS_OF_RECORDING},
    .run = run,
};
