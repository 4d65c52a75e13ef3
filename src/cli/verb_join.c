/* verb_join.c - entente join: a counterpart's agreement is checked, shown, and adopted. */
#include "cli/working.h"

/* What the first text is, if one is on the table; else `out` is NULL. */
static Exit latest(Command *c, Workspace *preview, TextEntries *texts, const TextEntry **out)
{
    Str  why = S("");
    Exit done = command_work(c, texts_of(preview, c->arena, texts, &why), why);
    *out = done == EXIT_YES && texts->count ? &texts->items[texts->count - 1] : NULL;
    return done;
}

static void show(Command *c, Workspace *preview, const TextEntry *text)
{
    const Record *record = &preview->record;
    const Body   *name = NULL;
    Body          founding;
    Str           why = S("");
    if (body_read(c->arena, record->founding, &founding, &why))
        name = body_at(&founding, S("agreement"));
    text_format(&c->out, "The bundle holds the agreement %.*s.\n", STR_ARG(name ? name->text : S("")));
    for (Size i = 0; i < record->feeds.count; i++) {
        Card card = founding_card(record, i);
        Str  print = card_fingerprint(c->arena, &card);
        text_format(&c->out, "  %-8s %-12.*s %.*s  %lld %s\n", role_name(record->feeds.items[i].role),
                    STR_ARG(card.vkey.name), STR_ARG(print), (long long)record->feeds.items[i].entries.count,
                    record->feeds.items[i].entries.count == 1 ? "entry" : "entries");
    }
    if (!text) {
        text_add(&c->out, S("No text is on the table yet.\n"));
        return;
    }
    text_format(&c->out, "The text on the table is %.*s of %.*s:\n", STR_ARG(text->manifest.edition),
                STR_ARG(place_words(c->arena, record, text->place)));
    manifest_print(&c->out, c->arena, &text->manifest);
}

static Exit adopt(Command *c, Workspace *ws, const Bundle *bundle, const TextEntries *texts,
                  const TextEntry *text)
{
    Keys   keys;
    Placed placed = {.first_kept = S("")};
    Str    why = S("");
    Exit   done = command_work(c, workspace_first_keys(ws, &keys, &why), why);
    if (done != EXIT_YES)
        return done;
    done = command_work(c, workspace_join(ws, &keys, bundle, &why), why);
    keys_wipe(&keys);
    if (done == EXIT_YES && text)
        done = command_work(c, texts_place(ws, texts, &text->manifest, &placed, &why), why);
    if (done != EXIT_YES)
        return done;
    text_format(&c->out, "%.*s has joined: its signature is under the founding act.\n",
                STR_ARG(ws->config.member));
    if (placed.kept)
        text_format(&c->out, "%.*s is there and stays; the text of the bundle is in the record.\n",
                    STR_ARG(placed.first_kept));
    else if (text)
        text_format(&c->out, "The text is in %.*s: read it before you sign it.\n", STR_ARG(ws->folder));
    text_add(&c->out, S("\nnext: entente status, entente sign, and entente bundle for the others\n"));
    return EXIT_YES;
}

static Exit run(Command *c)
{
    Workspace        ws, preview;
    Bundle           bundle;
    KeyFile          file;
    TextEntries      texts = {0};
    const TextEntry *text = NULL;
    Str              why = S("");
    if (c->arguments.count != 1)
        return command_usage(c, "`join` takes one bundle");
    Exit done = command_workspace(c, LOAD_CONFIG, &ws);
    if (done == EXIT_YES)
        done = command_bundle(c, c->arguments.items[0], &bundle);
    if (done == EXIT_YES && ws.config.agreement.len)
        done = command_work(
            c, WORK_REFUSED,
            str_equal(ws.config.agreement, bundle.agreement)
                ? S("this workspace has joined already; `entente bundle --apply` takes what is new")
                : S("this workspace holds another agreement; make a new one with `entente init`"));
    if (done == EXIT_YES && !keys_peek(c->arena, keys_path(c->arena, ws.config.keys), &file, &why))
        done = command_work(c, WORK_FAILED, why);
    if (done == EXIT_YES)
        done = command_work(c, workspace_preview(&ws, &bundle, &preview, &why), why);
    if (done != EXIT_YES)
        return done;
    done = latest(c, &preview, &texts, &text);
    if (done == EXIT_YES)
        show(c, &preview, text);
    if (done == EXIT_YES && !workspace_invited(&preview, &file, &why))
        done = command_work(c, WORK_REFUSED, why);
    if (done == EXIT_YES && !command_has(c, "--dry-run")) {
        done = command_agreed(c, "Are these the fingerprints you were told, and do you join?");
        if (done == EXIT_YES)
            done = adopt(c, &ws, &bundle, &texts, text);
    }
    workspace_close(&preview);
    workspace_close(&ws);
    return done;
}

const Verb verb_join = {
    .name = "join",
    .summary = "adopts the agreement in a counterpart's bundle, after checking and showing it",
    .synopsis = "BUNDLE [--in FOLDER] [--yes] [--dry-run]",
    .doc =
        "Every entry of the bundle is checked, and what it holds is shown: the members with the fingerprints "
        "of "
        "their keys, and the text with its digests. Compare the fingerprints with those that the others tell "
        "you, by telephone for example. Joining signs the founding act, not the text. Exit code 5: the "
        "bundle "
        "was altered; 1: it is not for this workspace.",
    .examples = {"entente join build/founding.bundle --in build/beta"},
    .options = {&option_in, &option_yes, &option_dry_run},
    .run = run,
};
