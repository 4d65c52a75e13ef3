/* verb_heartbeat.c - entente heartbeat: a sign of life, so that what the others wrote becomes final. */
#include "app/overview.h"
#include "cli/working.h"

static Exit run(Command *c)
{
    Workspace ws;
    Keys      keys;
    Place     place;
    Writings  writings = {0};
    Str       why = S("");
    if (c->arguments.count)
        return command_usage(c, "`heartbeat` takes no words; --in names the workspace");
    Exit done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    *PUSH(c->arena, &writings.entries) = (Writing){.kind = S("heartbeat"), .body = S("")};
    done = command_work(c, workspace_check(&ws, &writings, &why), why);
    if (done == EXIT_YES && !command_has(c, "--dry-run")) {
        done = command_work(c, workspace_keys(&ws, &keys, &why), why);
        if (done == EXIT_YES) {
            done = command_work(c, workspace_write(&ws, &keys, &writings, &place, &why), why);
            keys_wipe(&keys);
        }
        if (done == EXIT_YES) {
            overview_keep(&ws);
            text_format(&c->out, "%.*s\n", STR_ARG(place_words(c->arena, &ws.record, place)));
        }
    }
    workspace_close(&ws);
    return done;
}

const Verb verb_heartbeat = {
    .name = "heartbeat",
    .summary = "writes a sign of life, so that what the others wrote becomes final",
    .synopsis = "[--in FOLDER] [--dry-run]",
    .doc =
        "An entry is final when every party has written one behind it. A heartbeat a day, by a timer of the "
        "system, keeps the record moving when there is nothing to say.",
    .examples = {"entente heartbeat --in build/alpha"},
    .options = {&option_in, &option_dry_run},
    .run = run,
};
