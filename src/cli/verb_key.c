/* verb_key.c - entente key: the key of the own feed is changed, or said not to have been alone in good hands.
 */
#include "app/overview.h"
#include "app/rotate.h"
#include "cli/working.h"

static Exit usage(const Command *c)
{
    return command_usage(c, "say `key rotate`, `key revoke-from MEMBER/SEQ` or `key card`");
}

/* The place from which on the old key is not believed; -1: all of it is. */
static Exit read_from(Command *c, const Workspace *ws, int64_t *out)
{
    Place place;
    *out = -1;
    if (c->arguments.count == 1)
        return EXIT_YES;
    Str name = c->arguments.items[1];
    if (!place_read(&ws->record, name, &place) || place.feed != ws->feed)
        return command_usage(c, "`%.*s` is no entry of your own feed, such as %.*s/12", STR_ARG(name),
                             STR_ARG(ws->config.member));
    *out = place.seq;
    return EXIT_YES;
}

static Exit change(Command *c, Workspace *ws, Keys *keys, int64_t from)
{
    Place place;
    Str   why = S("");
    Work  work = key_change(ws, keys, from, &place, &why);
    if (work != WORK_DONE)
        return command_work(c, work, why);
    overview_keep(ws);
    text_format(&c->out, "%.*s: the key announced before is now in use, and the next one is made.\n",
                STR_ARG(place_words(c->arena, &ws->record, place)));
    if (from >= 0)
        text_format(
            &c->out,
            "What the old key signed from %.*s/%lld on is void where no other member had it already.\n",
            STR_ARG(ws->config.member), (long long)from);
    text_format(&c->out, "Keep a new copy of %.*s; the old copies cannot sign any more.\n",
                STR_ARG(keys->path));
    return EXIT_YES;
}

static Exit run_change(Command *c)
{
    Workspace ws;
    Keys      keys;
    int64_t   from = -1;
    Str       why = S("");
    Exit      done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    done = read_from(c, &ws, &from);
    if (done == EXIT_YES)
        done = command_work(c, workspace_keys(&ws, &keys, &why), why);
    if (done == EXIT_YES) {
        done = command_has(c, "--dry-run") ? EXIT_YES : command_agreed(c, "Change the key of your feed?");
        if (done == EXIT_YES && !command_has(c, "--dry-run"))
            done = change(c, &ws, &keys, from);
        keys_wipe(&keys);
    }
    workspace_close(&ws);
    return done;
}

/* For a counterpart who has lost the card, or the first time after a change. */
static Exit run_card(Command *c)
{
    Workspace ws;
    Keys      keys;
    Str       why = S("");
    Exit      done = command_workspace(c, LOAD_CONFIG, &ws);
    if (done == EXIT_YES)
        done = command_work(c, workspace_first_keys(&ws, &keys, &why), why);
    if (done != EXIT_YES)
        return done;
    Card      card = keys_card(&keys);
    SecretKey secret = keys_secret(&keys, 0);
    text_add(&c->out, card_write(c->arena, &card, &secret));
    key_wipe(&secret);
    keys_wipe(&keys);
    return EXIT_YES;
}

static Exit run(Command *c)
{
    Str what = c->arguments.count ? c->arguments.items[0] : S("");
    if (str_equal(what, S("rotate")) && c->arguments.count == 1)
        return run_change(c);
    if (str_equal(what, S("revoke-from")) && c->arguments.count == 2)
        return run_change(c);
    if (str_equal(what, S("card")) && c->arguments.count == 1)
        return run_card(c);
    return usage(c);
}

const Verb verb_key = {
    .name = "key",
    .summary = "changes the key of the own feed, after a theft too; or prints the card",
    .synopsis = "rotate | revoke-from MEMBER/SEQ | card  [--in FOLDER] [--yes] [--dry-run]",
    .doc =
        "Each key was announced by its hash when the one before it came into use, so whoever steals the key "
        "in "
        "use cannot change it. `revoke-from aurora/12` also says that from that entry on the old key was not "
        "alone in good hands: what it signed from there on is void, unless another member had it already. "
        "The file of keys changes too: keep a copy.",
    .examples = {"entente key rotate --in build/alpha", "entente key card --in build/alpha"},
    .options = {&option_in, &option_yes, &option_dry_run},
    .run = run,
};
