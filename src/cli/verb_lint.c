/* verb_lint.c - entente lint: what is well formed and still should not be signed unread. */
#include "app/lint.h"
#include "cli/command.h"
#include "cli/output.h"

static const Option option_fail_on = {
    "--fail-on", "LEVEL", "error, warning or info: from which level on it fails; otherwise error"};

/* False: a message was printed. */
static bool read_level(const Command *c, DiagLevel *out)
{
    Str text = command_option(c, "--fail-on");
    if (!command_has(c, "--fail-on"))
        return true;
    for (DiagLevel level = DIAG_ERROR; level <= DIAG_INFO; level++)
        if (str_equal(text, str_from(diag_level_name(level)))) {
            *out = level;
            return true;
        }
    (void)command_usage(c, "--fail-on takes error, warning or info");
    return false;
}

/* The facts beside the agreement are left alone: a lint is about the text. */
static bool open_agreement(Command *c, Session *session, Str path, Asking *out)
{
    Str why = S("");
    session->picks = command_picks(c);
    *out = (Asking){.session = session};
    bool whole = command_has(c, "--facts")
                     ? asking_open(session, path, command_option(c, "--facts"), out, &why)
                     : load_agreement(session, path, &out->loaded, &why);
    if (!whole)
        command_say(c, "%.*s", STR_ARG(why));
    return whole;
}

static Exit run(Command *c)
{
    Str       path = command_file(c, 1);
    DiagLevel fail_on = DIAG_ERROR;
    Day       as_of = DAY_MIN;
    if (!path.len || !read_level(c, &fail_on) || !command_day(c, "--as-of", &as_of) || !output_options(c))
        return EXIT_USAGE;
    Session session = session_new(c->arena);
    Asking  asking = {0};
    if (!open_agreement(c, &session, path, &asking))
        return EXIT_WORLD;
    if (session.diags->errors) /* a lint of a text that is not understood would guess */
        return output_findings(c, &session, asking.loaded.document, path, S("; mend these first"))
                   ? EXIT_INPUT
                   : EXIT_WORLD;
    if (!asking.rules)
        asking_build(&asking, NULL);
    Diags found = diags_new(c->arena);
    int   accepted = asking_lint(&asking, as_of, &found);
    session.diags = &found;
    Str more = accepted ? str_format(c->arena, ", %d accepted in the text", accepted) : S("");
    if (!output_findings(c, &session, asking.loaded.document, path, more))
        return EXIT_WORLD;
    bool failed =
        found.errors || (fail_on >= DIAG_WARNING && found.warnings) || (fail_on == DIAG_INFO && found.infos);
    return failed ? EXIT_NO : EXIT_YES;
}

const Verb verb_lint = {
    .name = "lint",
    .summary = "says what is well formed and still deserves a second look",
    .synopsis = "FILE [--json] [--sarif FILE] [--fail-on LEVEL] [--as-of DATE] [--facts FILE]",
    .doc = "Looks for gaps, contradictions, rights that permit nothing, terms that nothing defines and dates "
           "that "
           "cannot be meant. A finding is silenced only in the text: `accept L-GAP in FIELD for PARTY "
           "because \"…\"`. "
           "`entente explain CODE` says more about each. --as-of asks what has expired by that day; "
           "otherwise by "
           "the day the agreement takes effect.",
    .examples = {"entente lint examples/exxon-fuelcell-2019", "entente lint draft.md --fail-on warning"},
    .options = {&option_json, &option_sarif, &option_fail_on, &option_as_of, &option_facts, &option_pick},
    .run = run,
};
