/* verb_new.c - entente new: an agreement is founded, and its first text lies in the folder. */
#include "cli/working.h"
#include "os/files.h"

static const Option option_from = {"--from", "TEMPLATE",
                                   "the first text: a file, a folder, or an example's name"};
static const Option option_with = {"--with", "CARD",
                                   "another party, by its card; as often as there are parties"};
static const Option option_witness = {"--witness", "CARD", "a neutral witness, by its card"};
static const Option option_observer = {"--observer", "CARD", "a member that only reads, such as an auditor"};

/* The cards of one option, in the order given. */
static Exit add_cards(Command *c, const char *option, Role role, Founders *out)
{
    for (Size i = 0; i < c->option_names.count; i++) {
        Founder founder = {.role = role};
        if (!str_equal(c->option_names.items[i], str_from(option)))
            continue;
        Exit read = command_card(c, c->option_values.items[i], &founder.card);
        if (read != EXIT_YES)
            return read;
        *PUSH(c->arena, out) = founder;
    }
    return EXIT_YES;
}

static Exit read_cards(Command *c, Founders *out)
{
    Exit read = add_cards(c, "--with", ROLE_PARTY, out);
    if (read == EXIT_YES && out->count == 0)
        return command_usage(c, "an agreement has at least two parties: --with CARD names the other one");
    if (read == EXIT_YES)
        read = add_cards(c, "--witness", ROLE_WITNESS, out);
    if (read == EXIT_YES)
        read = add_cards(c, "--observer", ROLE_OBSERVER, out);
    return read;
}

/* An example that was installed with the program, if there is nothing of that name here. */
static Str template_path(Command *c, Str name)
{
    Str installed = str_format(c->arena, "%s/examples/%.*s", ENTENTE_DATA, STR_ARG(name));
    return !file_exists(c->arena, name) && str_find(name, '/') < 0 && file_exists(c->arena, installed)
               ? installed
               : name;
}

static Exit read_template(Command *c, Manifest *out)
{
    Session session = session_new(c->arena);
    Loaded  loaded;
    Str     why = S(""), from = command_option(c, "--from");
    if (!from.len)
        return command_usage(c,
                             "--from names the first text: a file, a folder, or an example such as lte-card");
    if (!load_document(&session, template_path(c, from), &loaded, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    if (session.diags->errors) {
        command_findings(c, &session);
        return EXIT_INPUT;
    }
    if (manifest_of(c->arena, &loaded, S(""), out, &why))
        return EXIT_YES;
    command_say(c, "%.*s", STR_ARG(why));
    return EXIT_INPUT;
}

static Exit show(Command *c, Str name, const Workspace *ws, const Founders *others, const Manifest *manifest)
{
    text_format(&c->out, "The agreement %.*s would be founded by %.*s with\n", STR_ARG(name),
                STR_ARG(ws->config.member));
    for (Size i = 0; i < others->count; i++) {
        Str print = card_fingerprint(c->arena, &others->items[i].card);
        text_format(&c->out, "  %-8s %-12.*s %.*s\n", role_name(others->items[i].role),
                    STR_ARG(others->items[i].card.vkey.name), STR_ARG(print));
    }
    text_add(&c->out, S("and the first text\n"));
    manifest_print(&c->out, c->arena, manifest);
    return EXIT_YES;
}

static Exit run(Command *c)
{
    Workspace ws;
    Founders  others = {0};
    Manifest  manifest = {0};
    Keys      keys;
    Placed    placed = {.first_kept = S("")};
    Str       why = S("");
    if (c->arguments.count != 1)
        return command_usage(c, "`new` takes the name of the agreement");
    Str name = c->arguments.items[0];
    if (!member_valid(name))
        return command_usage(c, "`%.*s` is no name for an agreement: a-z, 0-9, and - or _ inside",
                             STR_ARG(name));
    Exit done = command_workspace(c, LOAD_CONFIG, &ws);
    if (done == EXIT_YES && ws.config.agreement.len)
        done =
            command_work(c, WORK_REFUSED,
                         str_format(c->arena,
                                    "%.*s holds an agreement already; make another workspace with `entente "
                                    "init`",
                                    STR_ARG(ws.folder)));
    if (done == EXIT_YES)
        done = read_cards(c, &others);
    if (done == EXIT_YES)
        done = read_template(c, &manifest);
    if (done == EXIT_YES && command_has(c, "--dry-run"))
        return show(c, name, &ws, &others, &manifest);
    if (done == EXIT_YES)
        done = command_work(c, workspace_first_keys(&ws, &keys, &why), why);
    if (done != EXIT_YES)
        return done;
    done = command_work(c, workspace_found(&ws, &keys, name, &others, &why), why);
    keys_wipe(&keys);
    TextEntries none = {0};
    if (done == EXIT_YES)
        done = command_work(c, texts_place(&ws, &none, &manifest, &placed, &why), why);
    if (done == EXIT_YES) {
        text_format(&c->out, "The agreement %.*s is founded, and %.*s has signed.\n", STR_ARG(name),
                    STR_ARG(ws.config.member));
        for (Size i = 0; i < ws.record.feeds.count; i++) {
            Card card = founding_card(&ws.record, i);
            Str  print = card_fingerprint(c->arena, &card);
            text_format(&c->out, "  %-8s %-12.*s %.*s\n", role_name(ws.record.feeds.items[i].role),
                        STR_ARG(card.vkey.name), STR_ARG(print));
        }
        if (placed.kept)
            text_format(&c->out, "%.*s is there and stays as it is.\n", STR_ARG(placed.first_kept));
        else
            text_format(&c->out,
                        "Its first text is %.*s/agreement.md: edit it until it says what you agree on.\n",
                        STR_ARG(ws.folder));
        text_add(&c->out, S("\nnext: entente check, entente sign, and entente bundle for the others\n"));
    }
    workspace_close(&ws);
    return done;
}

const Verb verb_new = {
    .name = "new",
    .summary = "founds an agreement in a workspace, with a first text from a template",
    .synopsis =
        "NAME --from TEMPLATE --with CARD... [--witness CARD] [--observer CARD] [--in FOLDER] [--dry-run]",
    .doc = "The founding act names the members and their keys, by the cards that they gave you, and your "
           "signature is under it. The text is a draft: nothing of it is signed yet.",
    .examples = {"entente new draft --from examples/lte-card --with borealis.card --in build/alpha"},
    .options = {&option_from, &option_with, &option_witness, &option_observer, &option_in, &option_dry_run},
    .run = run,
};
