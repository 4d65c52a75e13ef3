/* verb_help.c - entente help: made from the table of verbs. */
#include "cli/manual.h"
#include "cli/verbs.h"

static void help_all(Command *c)
{
    Size               count = 0;
    const Verb *const *all = verbs(&count);
    text_add(&c->out, S("Entente: the working copy of a cross-licence.\n\nusage: entente VERB FILE …\n\n"));
    for (Size i = 0; i < count; i++)
        text_format(&c->out, "  %-12s %s\n", all[i]->name, all[i]->summary);
    text_add(&c->out,
             S("\nFILE is an agreement (.md or .entente), or a folder with agreement.md.\n"
               "`entente help VERB` says more. Results go to stdout, findings to stderr.\n"
               "Exit: 0 yes · 1 no · 2 usage · 3 yes, conditions open · 4 the text has errors ·\n"
               "5 verification failed, or a fork · 6 a file or a server failed · 7 others must act ·\n"
               "8 unknown, a fact is missing · 70 our bug.\n"));
}

static void help_verb(Command *c, const Verb *verb)
{
    for (Size i = 0; i < COUNT(verb->examples) && verb->examples[i]; i++)
        text_format(&c->out, "  %s\n", verb->examples[i]);
    text_format(&c->out, "\nusage: entente %s %s\n\n%s\n", verb->name, verb->synopsis, verb->doc);
    if (verb->options[0])
        text_add(&c->out, S("\n"));
    for (Size i = 0; i < OPTION_MOST && verb->options[i]; i++) {
        const Option *option = verb->options[i];
        Str           name = str_format(c->arena, "%s%s%s", option->name, option->value ? " " : "",
                              option->value ? option->value : "");
        text_format(&c->out, "  %-22.*s %s\n", STR_ARG(name), option->doc);
    }
}

static const Option option_man = {"--man", NULL, "prints the man page, for man(1)"};

static Exit run(Command *c)
{
    if (command_has(c, "--man")) {
        manual_page(&c->out);
        return EXIT_YES;
    }
    if (c->arguments.count == 0) {
        help_all(c);
        return EXIT_YES;
    }
    const Verb *verb = verb_find(c->arguments.items[0]);
    if (!verb) {
        command_say(c, "there is no verb `%.*s`; `entente help` lists them", STR_ARG(c->arguments.items[0]));
        return EXIT_USAGE;
    }
    help_verb(c, verb);
    return EXIT_YES;
}

const Verb verb_help = {
    .name = "help",
    .summary = "lists the verbs, or explains one",
    .synopsis = "[VERB]",
    .doc = "Without a verb, lists them all.",
    .examples = {"entente help", "entente help may"},
    .options = {&option_man},
    .run = run,
};
