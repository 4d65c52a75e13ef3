/* verb_check.c - entente check: reads an agreement and says everything that is wrong with it. */
#include "app/lint.h"
#include "cli/command.h"
#include "cli/output.h"

static Exit run(Command *c)
{
    Str path = command_file(c, 1);
    if (!path.len)
        return EXIT_USAGE;
    if (!output_options(c))
        return EXIT_USAGE;
    Session session = session_new(c->arena);
    session.picks = command_picks(c);
    Loaded loaded = {0};
    Str    why = S("");
    if (!load_agreement(&session, path, &loaded, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    Asking asking = {.session = &session, .loaded = loaded};
    asking_check(&asking);
    if (!output_findings(c, &session, loaded.document, path, S("")))
        return EXIT_WORLD;
    return session.diags->errors ? EXIT_INPUT : EXIT_YES;
}

const Verb verb_check = {
    .name = "check",
    .summary = "reads an agreement, says what is wrong, runs its examples",
    .synopsis = "FILE [--json] [--sarif FILE]",
    .doc = "Reads FILE, or FOLDER/agreement.md, with everything it includes. All independent findings come "
           "in one run, "
           "at most 100. `entente explain CODE` says more about each. With --json or --sarif - they go to "
           "stdout instead.",
    .examples = {"entente check examples/aurora-borealis", "entente check draft.md --sarif draft.sarif"},
    .options = {&option_json, &option_sarif, &option_pick},
    .run = run,
};
