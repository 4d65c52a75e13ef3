/* verb_fact.c - entente fact: attests something in the language of facts. */
#include "cli/recording.h"

static Exit run(Command *c)
{
    Recording r;
    Text      says = text_new(c->arena);
    if (!c->arguments.count)
        return command_usage(c, "`fact` needs a sentence, for example: \"launch on 2026-03-03\"");
    for (Size i = 0; i < c->arguments.count; i++)
        text_format(&says, "%s%.*s", i ? "\n" : "", STR_ARG(c->arguments.items[i]));
    Exit opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    const BodyField fields[] = {{"day", day_text(c->arena, r.today), NULL}, {"says", text_str(&says), NULL}};
    Exit            added = recording_add(&r, "fact", body_of(c->arena, fields, COUNT(fields)));
    return added == EXIT_YES ? recording_end(&r) : added;
}

const Verb verb_fact = {
    .name = "fact",
    .summary = "attests facts, in the sentences of a file of facts",
    .synopsis = "SENTENCE... [--in FOLDER] [--dry-run]",
    .doc = "Each sentence is an argument of its own. Who may say it is said in the text, by `recorded by`, "
           "`attested "
           "by` or `decided by`. Exit code 4: the text gives it no meaning.",
    .examples = {"entente fact \"closing on 2026-03-03\" --dry-run --in build/alpha"},
    .options = {OPTIONS_OF_RECORDING},
    .run = run,
};
