/* verb_witness.c - entente witness: what a neutral witness does: keep the feeds, cosign them, declare who is
 * silent. */
#include "cli/sharing.h"

static const Option option_lapse = {"--lapse", "MEMBER", "declares that this party is silent"};
static const Option option_reason = {"--reason", "TEXT", "with --lapse: what was tried"};

/* JSON of the lapse; the record checks names and texts. */
static Str lapse_body(Arena *arena, Str member, Str reason)
{
    Body fields[2] = {{.type = BODY_TEXT, .text = member}, {.type = BODY_TEXT, .text = reason}};
    Str  keys[2] = {S("member"), S("reason")};
    Body body = {.type = BODY_OBJECT, .keys = keys, .items = fields, .count = reason.len ? 2 : 1};
    return body_write(arena, &body);
}

static Exit declare(Command *c, Workspace *ws, Str member)
{
    Writings writings = {0};
    Keys     keys;
    Place    place = {0};
    Str      why = S(""), body = lapse_body(c->arena, member, command_option(c, "--reason"));
    *PUSH(c->arena, &writings.entries) = (Writing){.kind = S("witness.lapse"), .body = body, .sealed = S("")};
    Exit done = command_work(c, workspace_check(ws, &writings, &why), why);
    if (done != EXIT_YES)
        return done;
    text_format(
        &c->out,
        "From now on, what the witness has counts as received by %.*s, and the order goes on without it.\n"
        "What it writes without knowing of this comes behind.\n",
        STR_ARG(member));
    if (command_has(c, "--dry-run"))
        return EXIT_YES;
    done = command_agreed(c, "Do you declare it silent?");
    if (done == EXIT_YES)
        done = command_work(c, workspace_keys(ws, &keys, &why), why);
    if (done != EXIT_YES)
        return done;
    done = command_work(c, workspace_write(ws, &keys, &writings, &place, &why), why);
    keys_wipe(&keys);
    if (done == EXIT_YES)
        text_format(&c->out, "declared as %.*s/%lld\n", STR_ARG(ws->config.member), (long long)place.seq);
    return done;
}

/* What the witness has of each feed, and until when it has heard of it. */
static void show(Command *c, const Workspace *ws)
{
    for (Size i = 0; i < ws->record.feeds.count; i++) {
        const Feed *feed = &ws->record.feeds.items[i];
        bool        forked = record_forked(&ws->record, i);
        if (i != ws->feed)
            text_format(&c->out, "  %-8s %-16.*s %lld %s%s\n", role_name(feed->role), STR_ARG(feed->name),
                        (long long)feed->tree.size, feed->tree.size == 1 ? "entry" : "entries",
                        forked ? ", forked" : "");
    }
}

static Exit run(Command *c)
{
    Workspace ws;
    Str       member = command_option(c, "--lapse");
    if (c->arguments.count)
        return command_usage(c, "`witness` takes no arguments; `entente sync` takes what the parties have");
    if (command_option(c, "--reason").len && !member.len)
        return command_usage(c, "--reason goes with --lapse");
    Exit done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    if (ws.feed < 0 || ws.record.feeds.items[ws.feed].role != ROLE_WITNESS) {
        command_say(c, "%.*s is not the witness of this agreement", STR_ARG(ws.config.member));
        done = EXIT_NO;
    } else if (member.len && record_feed(&ws.record, member) < 0) {
        done = command_usage(c, "there is no member `%.*s`", STR_ARG(member));
    } else if (member.len) {
        done = declare(c, &ws, member);
    } else {
        show(c, &ws);
    }
    workspace_close(&ws);
    return done;
}

const Verb verb_witness = {
    .name = "witness",
    .summary = "shows what the witness holds of each feed, or declares a silent party",
    .synopsis = "[--lapse MEMBER [--reason TEXT]] [--yes] [--dry-run] [--in FOLDER]",
    .doc = "The witness is a member that sees no sealed body. With `entente sync` it stores the feeds, "
           "acknowledges them, "
           "and cosigns their heads: each cosignature says that so much was deposited at that time. It "
           "cosigns only "
           "what it has stored, so never two histories. Where a party stays silent, --lapse declares that "
           "what the "
           "witness has counts as received by that party.",
    .examples = {"entente witness --in build/notary", "entente witness --lapse borealis --in build/notary"},
    .options = {&option_lapse, &option_reason, &option_yes, &option_dry_run, &option_in},
    .run = run,
};
