/* verb_repair.c - entente repair: all parties sign which branch of a forked feed stays. */
#include "app/repair.h"
#include "cli/sharing.h"
#include "os/files.h"

static const Option option_proof = {"--proof", "FILE",
                                    "writes the proof of the fork there, for anybody to check"};
static const Option option_take = {"--take", "BUNDLE",
                                   "takes the record anew from somebody who holds the other branch"};

static void show_entry(Command *c, const char *which, const Entry *entry)
{
    Hash leaf = entry_leaf(entry);
    Str  name = hash_text(c->arena, &leaf);
    text_format(&c->out, "  %s  %.*s  %.*s\n", which, STR_ARG(name), STR_ARG(entry->kind));
}

static Exit sign(Command *c, Workspace *ws, const Repair *repair)
{
    Keys  keys;
    Place place = {0};
    Str   why = S("");
    Exit  done = command_agreed(c, "Does the entry that is here stay?");
    if (done == EXIT_YES)
        done = command_work(c, workspace_keys(ws, &keys, &why), why);
    if (done != EXIT_YES)
        return done;
    done = command_work(c, workspace_repair(ws, &keys, repair, &place, &why), why);
    keys_wipe(&keys);
    if (done != EXIT_YES)
        return done;
    bool mended = !record_forked(&ws->record, repair->feed);
    text_format(&c->out, "signed as %.*s/%lld; %s\n", STR_ARG(ws->config.member), (long long)place.seq,
                mended ? "the feed is repaired"
                       : "the feed goes on when all parties have signed and that is final");
    return mended ? EXIT_YES : EXIT_WAITING;
}

static Exit mend(Command *c, Workspace *ws, Str name)
{
    Size        feed = record_feed(&ws->record, name);
    const Fork *fork = feed < 0 ? NULL : fork_open(&ws->record, feed);
    ForkProof   proof;
    Str         why = S(""), file = command_option(c, "--proof");
    if (feed < 0)
        return command_usage(c, "there is no member `%.*s`", STR_ARG(name));
    if (!fork) {
        command_say(c, "the feed of %.*s is not forked", STR_ARG(name));
        return EXIT_NO;
    }
    if (!fork_read(c->arena, fork->proof, &proof, &why))
        return command_work(c, WORK_DAMAGED, why);
    const Entry *here = record_entry(&ws->record, (Place){feed, fork->seq});
    int          other = str_equal(proof.entries[0].bytes, here->bytes) ? 1 : 0;
    text_format(&c->out, "The feed of %.*s is forked at entry %lld:\n", STR_ARG(name), (long long)fork->seq);
    show_entry(c, "here  ", here);
    show_entry(c, "other ", &proof.entries[other]);
    if (file.len && file_write(c->arena, file, fork->proof) != FILE_OK) {
        command_say(c, "%.*s: it could not be written", STR_ARG(file));
        return EXIT_WORLD;
    }
    if (command_has(c, "--dry-run"))
        return EXIT_YES;
    Repair repair = {feed, fork->seq, entry_leaf(here)};
    return sign(c, ws, &repair);
}

static Exit take(Command *c, Workspace *ws)
{
    Bundle  bundle;
    Sharing sharing = {.c = c, .ws = ws};
    Pulled  pulled = {.why = S("")};
    Str     file = command_option(c, "--take"), why = S("");
    Exit    done = command_bundle(c, file, &bundle);
    if (done == EXIT_YES)
        done = command_work(c, workspace_anew(ws, &bundle, &pulled, &why), why);
    if (done != EXIT_YES)
        return done;
    sharing_add(&sharing, file, &pulled);
    text_format(&c->out, "the record is now that of the bundle; the old one stays beside it\n");
    return EXIT_YES;
}

static Exit run(Command *c)
{
    Workspace ws;
    bool      takes = command_has(c, "--take");
    if (c->arguments.count != (takes ? 0 : 1))
        return command_usage(c, takes ? "--take needs no member"
                                      : "`repair` needs the member whose feed is forked");
    Exit done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    done = takes ? take(c, &ws) : mend(c, &ws, c->arguments.items[0]);
    workspace_close(&ws);
    return done;
}

const Verb verb_repair = {
    .name = "repair",
    .summary = "signs which branch of a forked feed stays",
    .synopsis = "MEMBER [--proof FILE] [--yes] [--dry-run] | --take BUNDLE",
    .doc = "A feed is forked when two different entries were signed for one place of it, most often because "
           "a backup "
           "was restored or two computers had one key. All parties sign that the same entry stays, the "
           "member itself "
           "last; the other one stays as evidence. Who holds the branch that goes takes the record anew, "
           "with --take, "
           "from the whole bundle of somebody who holds the one that stays, and repeats what was lost with "
           "it. Exit "
           "code 7: others have to sign.",
    .examples = {"entente repair aurora --proof build/aurora.fork --in build/beta"},
    .options = {&option_proof, &option_take, &option_yes, &option_dry_run, &option_in},
    .run = run,
};
