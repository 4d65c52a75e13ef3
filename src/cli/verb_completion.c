/* verb_completion.c - entente completion: what a shell needs to complete verbs and options. */
#include "cli/manual.h"

static Exit run(Command *c)
{
    if (c->arguments.count == 1 && manual_completion(&c->out, c->arguments.items[0]))
        return EXIT_YES;
    return command_usage(c, "`completion` needs the name of a shell: bash, zsh or fish");
}

const Verb verb_completion = {
    .name = "completion",
    .summary = "prints the completions for a shell",
    .synopsis = "bash|zsh|fish",
    .doc = "Prints a script that teaches the shell to complete verbs, options and files. `meson install` "
           "puts all three in place.",
    .examples = {"entente completion bash"},
    .run = run,
};
