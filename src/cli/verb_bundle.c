/* verb_bundle.c - entente bundle: the record as a file to send, or as a folder to put on a web server. */
#include "app/remote.h"
#include "cli/sharing.h"
#include "os/files.h"

static const Option option_output = {"--output", "FILE", "writes there; without it, to stdout"};
static const Option option_for = {"--for", "MEMBER", "what this member may see and has not shown to have"};
static const Option option_whole = {"--whole", NULL, "with --for: also what the member has shown to have"};
static const Option option_folder = {"--folder", "FOLDER",
                                     "writes a folder that `sync` and any web server can read"};
static const Option option_apply = {"--apply", "FILE",
                                    "takes what a bundle holds, as `sync FILE` without an answer"};

/* For whom; false: a message was printed. */
static bool readers_of(Command *c, const Workspace *ws, uint64_t *readers, Size *member)
{
    Str name = command_option(c, "--for");
    *readers = readers_all(ws);
    *member = -1;
    if (!name.len)
        return true;
    *member = record_feed(&ws->record, name);
    if (*member < 0) {
        (void)command_usage(c, "there is no member `%.*s`", STR_ARG(name));
        return false;
    }
    *readers = (uint64_t)1 << *member;
    return true;
}

static Exit write_bundle(Command *c, Workspace *ws, uint64_t readers, Size member)
{
    int64_t have[FEEDS_MOST] = {0};
    Bundle  bundle;
    Str     why = S(""), output = command_option(c, "--output");
    if (member >= 0 && !command_has(c, "--whole"))
        member_has(ws, member, have);
    Exit done = command_work(c, workspace_bundle(ws, c->arena, have, readers, &bundle, &why), why);
    if (done != EXIT_YES)
        return done;
    Str bytes = bundle_write(c->arena, &bundle);
    if (bytes.len > BUNDLE_BYTES_MOST) {
        command_say(c, "the bundle is larger than 256 MiB; use `entente serve` or --folder");
        return EXIT_WORLD;
    }
    if (!output.len) {
        text_add(&c->out, bytes);
        return EXIT_YES;
    }
    if (file_write(c->arena, output, bytes) != FILE_OK) {
        command_say(c, "%.*s: it could not be written", STR_ARG(output));
        return EXIT_WORLD;
    }
    Size entries = 0;
    for (Size i = 0; i < bundle.parts.count; i++)
        entries += bundle.parts.items[i].type == PART_ENTRY;
    text_format(&c->out, "%.*s: %lld %s, %lld bytes\n", STR_ARG(output), (long long)entries,
                entries == 1 ? "entry" : "entries", (long long)bytes.len);
    return EXIT_YES;
}

static Exit apply(Command *c, Workspace *ws)
{
    Sharing sharing = {.c = c, .ws = ws};
    Pulled  pulled = {.why = S("")};
    Str     file = command_option(c, "--apply"), why = S("");
    Bundle  bundle;
    Exit    done = command_bundle(c, file, &bundle);
    if (done == EXIT_YES)
        done = command_work(c, workspace_apply(ws, &bundle, &pulled, &why), why);
    if (done != EXIT_YES)
        return done;
    sharing_add(&sharing, file, &pulled);
    done = sharing_end(&sharing);
    sharing_print(&sharing);
    return done;
}

static Exit run(Command *c)
{
    Workspace ws;
    uint64_t  readers;
    Size      member;
    Str       folder = command_option(c, "--folder"), why = S("");
    bool      applies = command_has(c, "--apply");
    if (c->arguments.count)
        return command_usage(
            c, "`bundle` takes no arguments: --output names the file to write, --apply the one to take");
    if (applies + (folder.len > 0) + (command_option(c, "--output").len > 0) > 1)
        return command_usage(c, "--apply, --folder and --output do not go together");
    if (command_has(c, "--json") && !applies)
        return command_usage(c, "--json goes with --apply: a bundle has a form of its own");
    Exit done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    if (applies)
        done = apply(c, &ws);
    else if (!readers_of(c, &ws, &readers, &member))
        done = EXIT_USAGE;
    else if (folder.len)
        done = command_work(c, workspace_publish(&ws, folder, readers, &why), why);
    else
        done = write_bundle(c, &ws, readers, member);
    workspace_close(&ws);
    return done;
}

const Verb verb_bundle = {
    .name = "bundle",
    .summary = "writes the record into a file to send, or takes such a file",
    .synopsis = "[--output FILE] [--for MEMBER [--whole]] | --folder FOLDER | --apply FILE",
    .doc = "Without --for, all of the record and every body that all other parties may see. With --for "
           "MEMBER, what "
           "that member has not shown to have, and the bodies that it may see. A bundle is checked by "
           "whoever takes it "
           "as if every entry had come alone, so it can be sent by any way; who reads it on the way reads "
           "what it "
           "says. --apply takes one and writes no acknowledgement. Exit code 1: it rests on entries that are "
           "not here; "
           "5: it was altered, or proves a fork.",
    .examples = {"entente bundle --in build/alpha --for borealis --output build/quarter.bundle",
                 "entente bundle --in build/beta --apply build/quarter.bundle"},
    .options = {&option_output, &option_for, &option_whole, &option_folder, &option_apply, &option_json,
                &option_in},
    .run = run,
};
