/* verb_version.c - entente version: the program, the language, and the data that answers rest on. */
#include "cli/command.h"
#include "terms/data/tables.h"

static Exit run(Command *c)
{
    text_format(&c->out, "entente %s, language edition 1\ndata of %.*s, sha256:%.*s\n", ENTENTE_VERSION,
                STR_ARG(day_text(c->arena, tables_known())), STR_ARG(tables_digest()));
    return EXIT_YES;
}

const Verb verb_version = {
    .name = "version",
    .summary = "prints the version of the program, the language and its data",
    .synopsis = "",
    .doc = "The digest covers countries, currencies, groups, zones and calendars: equal digests give equal "
           "answers.",
    .examples = {"entente version"},
    .run = run,
};
