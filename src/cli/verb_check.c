/* verb_check.c - entente check: reads an agreement and says everything that is wrong with it. */
#include "app/ask.h"
#include "cli/command.h"
#include "os/files.h"
#include "report/findings.h"
#include "report/findings_json.h"
#include "report/sarif.h"

/* False: the file could not be written, and a message was printed. */
static bool write_sarif(Command *c, const Session *session, const Document *document)
{
    Str path = command_option(c, "--sarif");
    Str text = sarif_text(c->arena, session->sources, document, session->diags);
    if (str_equal(path, S("-"))) {
        text_add(&c->out, text);
        return true;
    }
    if (file_write(c->arena, path, text) == FILE_OK)
        return true;
    command_say(c, "%.*s: it could not be written", STR_ARG(path));
    return false;
}

static Exit run(Command *c)
{
    Str path = command_file(c, 1);
    if (!path.len)
        return EXIT_USAGE;
    bool json = command_has(c, "--json"), sarif = command_has(c, "--sarif");
    bool sarif_out = sarif && str_equal(command_option(c, "--sarif"), S("-"));
    if (json && sarif_out)
        return command_usage(c, "--json and --sarif - both print to stdout; give --sarif a file");
    Session session = session_new(c->arena);
    session.picks = command_picks(c);
    Loaded  loaded = {0};
    Str     why = S("");
    if (!load_agreement(&session, path, &loaded, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    Asking asking = {.session = &session, .loaded = loaded};
    if (!session.diags->errors && asking_has_examples(&asking)) {
        asking_build(&asking, NULL);
        (void)asking_examples(&asking);
    }
    if (json)
        text_add(&c->out, findings_json(c->arena, path, session.sources, session.diags));
    if (!json && !sarif_out) {
        command_findings(c, &session);
        text_format(&c->out, "%.*s: %.*s\n", STR_ARG(path), STR_ARG(findings_count(c->arena, session.diags)));
    }
    if (sarif && !write_sarif(c, &session, loaded.document))
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
