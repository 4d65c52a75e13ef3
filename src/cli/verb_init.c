/* verb_init.c - entente init: a workspace with keys of its own. */
#include "cli/working.h"

static const Option option_as = {"--as", "MEMBER",
                                 "the name of the own party, as the agreement will name it"};
static const Option option_store = {"--store", "WHERE",
                                    "a PostgreSQL server (postgres://...) instead of a file"};

static Exit run(Command *c)
{
    Beginning beginning = {.folder = c->arguments.count ? c->arguments.items[0] : S("."),
                           .member = command_option(c, "--as"),
                           .store = command_option(c, "--store")};
    Workspace ws;
    Keys      keys;
    Str       why = S("");
    if (c->arguments.count > 1)
        return command_usage(c, "`init` makes one workspace");
    if (!beginning.member.len)
        return command_usage(c, "--as says who the workspace belongs to, for example --as aurora");
    if (!command_seal(c, &beginning.cost))
        return EXIT_USAGE;
    beginning.store = beginning.store.len ? beginning.store : S("record.db");
    Work work = workspace_init(c->arena, &beginning, &ws, &keys, &why);
    if (work != WORK_DONE)
        return command_work(c, work, why);
    Card card = keys_card(&keys);
    Str  print = card_fingerprint(c->arena, &card);
    text_format(&c->out,
                "A workspace for %.*s is in %.*s.\n"
                "  keys         %.*s%s\n"
                "  card         %.*s/%.*s.card\n"
                "  fingerprint  %.*s\n"
                "Keep a copy of the keys in a safe place: nobody can make them again.\n"
                "Give the card to your counterpart, and read each other the fingerprints.\n\n"
                "next: entente new NAME --from TEMPLATE --with CARD, or entente join BUNDLE\n",
                STR_ARG(ws.config.member), STR_ARG(ws.folder), STR_ARG(keys.path),
                keys.seal.sealed ? ", under the passphrase" : ", without a passphrase", STR_ARG(ws.folder),
                STR_ARG(ws.config.member), STR_ARG(print));
    keys_wipe(&keys);
    return EXIT_YES;
}

const Verb verb_init = {
    .name = "init",
    .summary = "makes a workspace for one party, and its keys",
    .synopsis = "[FOLDER] --as MEMBER [--no-passphrase] [--store WHERE]",
    .doc =
        "A workspace holds one agreement: its texts, and in `.entente` the record. The keys lie outside of "
        "it, "
        "in $XDG_CONFIG_HOME/entente or ~/.config/entente, under a passphrase that is asked for or stands in "
        "the file that ENTENTE_PASSPHRASE_FILE names. MEMBER.card is what the counterpart needs to found "
        "an agreement with you.",
    .examples = {"entente init build/alpha --as aurora"},
    .options = {&option_as, &option_no_passphrase, &option_key_cost, &option_store},
    .run = run,
};
