/* verb_done.c - entente done: records that a duty was done, with evidence. */
#include "cli/recording.h"
#include "os/files.h"

static const Option option_on = {"--on", "DATE", "the day on which it was done; today without it"};
static const Option option_for = {"--for", "PERIOD",
                                  "of a duty that recurs: which one, by its day or period"};
static const Option option_evidence = {"--evidence", "FILE", "a document: its name and digest are recorded"};
static const Option option_text = {"--text", "TEXT", "what was done"};

enum { EVIDENCE_BYTES_MOST = 1 << 26 };

/* Not EXIT_YES: a message was printed. */
static Exit read_evidence(Command *c, const Body **out)
{
    Str path = command_option(c, "--evidence"), text = S("");
    *out = NULL;
    if (!path.len)
        return EXIT_YES;
    if (file_read(c->arena, path, path.len, EVIDENCE_BYTES_MOST, &text) != FILE_OK) {
        command_say(c, "%.*s: it could not be read", STR_ARG(path));
        return EXIT_WORLD;
    }
    Size name = path.len;
    while (name > 0 && path.at[name - 1] != '/')
        name--;
    Hash  digest = sha256(text);
    Body *list = NEW(c->arena, Body, 1), *one = NEW(c->arena, Body, 1);
    *one = (Body){
        .type = BODY_OBJECT, .keys = NEW(c->arena, Str, 2), .items = NEW(c->arena, Body, 2), .count = 2};
    one->keys[0] = S("digest");
    one->keys[1] = S("title");
    one->items[0] = (Body){.type = BODY_TEXT, .text = hash_text(c->arena, &digest)};
    one->items[1] = (Body){.type = BODY_TEXT, .text = str_slice(path, name, path.len)};
    *list = (Body){.type = BODY_LIST, .items = one, .count = 1};
    *out = list;
    return EXIT_YES;
}

static Exit run(Command *c)
{
    Recording   r;
    const Body *evidence = NULL;
    if (c->arguments.count != 1)
        return command_usage(c, "`done` needs the duty, as the text names it");
    Exit opened = read_evidence(c, &evidence);
    if (opened == EXIT_YES)
        opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    Day day = r.today;
    if (!command_day(c, "--on", &day))
        return EXIT_USAGE;
    const BodyField fields[] = {{"day", day_text(c->arena, day), NULL},
                                {"duty", c->arguments.items[0], NULL},
                                {"evidence", S(""), evidence},
                                {"period", command_option(c, "--for"), NULL},
                                {"text", command_option(c, "--text"), NULL}};
    Exit            added = recording_add(&r, "duty.done", body_of(c->arena, fields, COUNT(fields)));
    return added == EXIT_YES ? recording_end(&r) : added;
}

const Verb verb_done = {
    .name = "done",
    .summary = "records that a duty was done, with evidence",
    .synopsis = "DUTY [--on DATE] [--for PERIOD] [--evidence FILE] [--text TEXT] [--in FOLDER] [--dry-run]",
    .doc = "Of the evidence its name and SHA-256 are recorded; the document itself stays where it is. Exit "
           "code 4: the "
           "text gives it no meaning.",
    .examples = {"entente done roadmap-disclosure --for 2026-06-30 --dry-run --in build/alpha"},
    .options = {&option_on, &option_for, &option_evidence, &option_text, OPTIONS_OF_RECORDING},
    .run = run,
};
