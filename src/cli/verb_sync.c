/* verb_sync.c - entente sync: takes what others have, from their servers, folders or bundles, and
 * acknowledges it. */
#include "app/mark.h"
#include "app/remote.h"
#include "cli/sharing.h"
#include "os/files.h"

static const Option option_from = {"--from", "MEMBER", "whose server it is"};

static const Option option_accept_loss = {
    "--accept-loss", NULL, "own entries that a backup has lost and nobody has any more are given up"};

typedef struct {
    Command  *c;
    Workspace ws;
    Keys      keys;
    bool      open; /* the keys are */
    Size      news; /* to be acknowledged */
    Sharing   sharing;
} Sync;

static bool is_url(Str place) { return str_starts(place, S("http://")) || str_starts(place, S("https://")); }

static Exit open_keys(Sync *sync)
{
    Str why = S("");
    if (sync->open)
        return EXIT_YES;
    Exit done = command_work(sync->c, workspace_keys(&sync->ws, &sync->keys, &why), why);
    sync->open = done == EXIT_YES;
    return done;
}

/* Whose server is it? By --from, by the peers that are known, or because there is one other party only. -1: a
 * message was printed. */
static Size member_at(const Sync *sync, Str url)
{
    const Workspace *ws = &sync->ws;
    Str              name = command_option(sync->c, "--from");
    Size             others = 0, only = -1;
    for (Size i = 0; !name.len && i < ws->config.peers.count; i++)
        if (str_equal(ws->config.peers.items[i].url, url))
            name = ws->config.peers.items[i].member;
    for (Size i = 0; i < ws->record.feeds.count; i++)
        if (i != ws->feed && ws->record.feeds.items[i].role == ROLE_PARTY) {
            only = i;
            others++;
        }
    if (name.len) {
        Size member = record_feed(&ws->record, name);
        if (member < 0)
            command_say(sync->c, "there is no member `%.*s`", STR_ARG(name));
        return member;
    }
    if (others == 1)
        return only;
    command_say(sync->c, "whose server is %.*s? Say it with --from MEMBER", STR_ARG(url));
    return -1;
}

static Exit remember(Sync *sync, Size member, Str url)
{
    WorkspaceConfig *config = &sync->ws.config;
    Str              why = S("");
    for (Size i = 0; i < config->peers.count; i++)
        if (str_equal(config->peers.items[i].url, url))
            return EXIT_YES;
    *PUSH(sync->c->arena, &config->peers) =
        (Peer){str_copy(sync->c->arena, sync->ws.record.feeds.items[member].name), url};
    if (workspace_save_config(&sync->ws, &why))
        return EXIT_YES;
    return command_work(sync->c, WORK_FAILED, why);
}

static Exit pull_place(Sync *sync, Str place, Pulled *pulled)
{
    Command *c = sync->c;
    Str      why = S("");
    Remote  *remote;
    Size     member = -1;
    if (is_url(place)) {
        member = member_at(sync, place);
        Exit opened = member < 0 ? EXIT_USAGE : open_keys(sync);
        if (opened != EXIT_YES)
            return opened;
        remote = remote_server(c->arena, &sync->ws, &sync->keys, member, place, &why);
        if (!remote)
            return command_work(c, WORK_FAILED, why);
    } else if (file_is_folder(c->arena, place)) {
        remote = remote_folder(c->arena, place);
    } else {
        Bundle bundle;
        Exit   read = command_bundle(c, place, &bundle);
        return read == EXIT_YES ? command_work(c, workspace_apply(&sync->ws, &bundle, pulled, &why), why)
                                : read;
    }
    PullFrom from = remote_pull(remote);
    Work     work = workspace_pull(&sync->ws, &from, pulled, &why);
    if (work != WORK_DONE)
        why = str_format(c->arena, "%.*s: %.*s", STR_ARG(place), STR_ARG(why));
    Exit done = command_work(c, work, why);
    remote_end(remote);
    return done == EXIT_YES && member >= 0 ? remember(sync, member, place) : done;
}

static Exit acknowledge(Sync *sync)
{
    Place place = {0};
    Str   why = S("");
    Exit  done = open_keys(sync);
    if (done == EXIT_YES)
        done = command_work(sync->c, workspace_acknowledge(&sync->ws, &sync->keys, &place, &why), why);
    if (done != EXIT_YES)
        return done;
    sync->sharing.acknowledged =
        str_format(sync->c->arena, "%.*s/%lld", STR_ARG(sync->ws.config.member), (long long)place.seq);
    if (!command_has(sync->c, "--json"))
        text_format(&sync->c->out, "acknowledged as %.*s/%lld\n", STR_ARG(sync->ws.config.member),
                    (long long)place.seq);
    return done;
}

/* Only after everybody that was asked has answered: what they had is here. */
static Exit accept_loss(Sync *sync)
{
    Str  why = S("");
    Size size = sync->ws.record.feeds.items[sync->ws.feed].tree.size;
    return command_work(sync->c, mark_write(&sync->ws, size, &why), why);
}

static Exit sync_all(Sync *sync, const Str *places, Size count)
{
    Exit done = EXIT_YES;
    for (Size i = 0; i < count; i++) {
        Pulled pulled = {.why = S("")};
        Exit   one = pull_place(sync, places[i], &pulled);
        if (one == EXIT_YES)
            sharing_add(&sync->sharing, places[i], &pulled);
        else if (done == EXIT_YES || done == EXIT_WORLD) /* the others are asked all the same */
            done = one;
    }
    Exit shared = sharing_end(&sync->sharing);
    if (done == EXIT_YES && shared == EXIT_YES && command_has(sync->c, "--accept-loss"))
        done = accept_loss(sync);
    bool may_write = !sync->sharing.own_short && !record_forked(&sync->ws.record, sync->ws.feed);
    if (sync->sharing.news && may_write && !command_has(sync->c, "--no-acknowledgement")) {
        Exit written = acknowledge(sync);
        done = done == EXIT_YES ? written : done;
    }
    sharing_print(&sync->sharing);
    return shared == EXIT_VERIFY || done == EXIT_YES ? shared : done;
}

static Exit run(Command *c)
{
    Sync sync = {.c = c};
    Exit done = command_workspace(c, LOAD_RECORD, &sync.ws);
    if (done != EXIT_YES)
        return done;
    sync.sharing = (Sharing){.c = c, .ws = &sync.ws};
    Str *places = c->arguments.items;
    Size count = c->arguments.count;
    if (count == 0) {
        count = sync.ws.config.peers.count;
        places = NEW(c->arena, Str, count);
        for (Size i = 0; i < count; i++)
            places[i] = sync.ws.config.peers.items[i].url;
    }
    if (count == 0)
        done = command_usage(c, "`sync` needs the address of a server, a folder or a bundle; addresses are "
                                "remembered once they have worked");
    else
        done = sync_all(&sync, places, count);
    if (sync.open)
        keys_wipe(&sync.keys);
    workspace_close(&sync.ws);
    return done;
}

const Verb verb_sync = {
    .name = "sync",
    .summary = "takes what the other members have, and acknowledges it",
    .synopsis = "[URL | FOLDER | BUNDLE ...] [--from MEMBER] [--no-acknowledgement] [--accept-loss] [--json] "
                "[--in FOLDER]",
    .doc = "Every entry is checked before it is stored, and nothing is stored by halves. Where something new "
           "came, an "
           "acknowledgement is written and signed, after all of it is stored; --no-acknowledgement leaves it "
           "out, and "
           "then no keys are needed for folders and bundles. Addresses are remembered: without arguments, "
           "all of them "
           "are asked. Two histories of one feed are kept as a proof (exit code 5). After a backup was "
           "restored, nothing is written until the own entries have come back. 6: a server did not "
           "answer; 7: "
           "something that came rests on what others still hold.",
    .examples = {"entente sync https://borealis.example --in build/alpha",
                 "entente sync build/quarter.bundle --in build/beta"},
    .options = {&option_from, &option_no_acknowledgement, &option_accept_loss, &option_json, &option_in},
    .run = run,
};
