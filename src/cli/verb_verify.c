/* verb_verify.c - entente verify: the whole record from its bytes. */
#include "cli/working.h"
#include "report/json.h"

/* What entries say of the state at their time; the first that differs from what this program makes of it. */
static bool states_agree(Command *c, const Record *record, Str *why)
{
    for (Size i = 0; i < record->order.added.count; i++) {
        Place        place = record->order.added.items[i];
        const Entry *entry = record_entry(record, place);
        int64_t      count = entry->state_entries;
        if (count == 0 || count > record_final(record))
            continue;
        if (hash_equal(&entry->state, &record->digests.items[count - 1]))
            continue;
        *why = str_format(c->arena,
                          "%.*s: its writer came to another state from the first %lld entries than this "
                          "program; compare the versions (%.*s there, %s here)",
                          STR_ARG(place_words(c->arena, record, place)), (long long)count,
                          STR_ARG(entry->engine), ENTENTE_VERSION);
        return false;
    }
    return true;
}

typedef struct {
    Size sealed, here;
} BodyCount;

static Exit count_bodies(Command *c, Workspace *ws, BodyCount *out)
{
    StoreParts parts = {0};
    StoreKey   key = {.agreement = ws->config.agreement, .type = PART_BODY};
    Str        why = S("");
    if (store_parts(ws->store, c->arena, key, &parts, &why) != STORE_OK)
        return command_work(c, WORK_FAILED, why);
    out->here = parts.count;
    for (Size i = 0; i < ws->record.order.added.count; i++)
        out->sealed += record_entry(&ws->record, ws->record.order.added.items[i])->place == BODY_SEALED;
    return EXIT_YES;
}

static void print(Command *c, const Record *record, BodyCount bodies)
{
    for (Size i = 0; i < record->feeds.count; i++) {
        Head head = record_head(record, i);
        text_format(&c->out, "  %-12.*s %6lld %s  %.*s\n", STR_ARG(record->feeds.items[i].name),
                    (long long)head.size, head.size == 1 ? "entry  " : "entries",
                    STR_ARG(hash_text(c->arena, &head.root)));
    }
    text_format(
        &c->out,
        "Each entry is signed, in its place, and rests on what is here. Of %lld in all %lld are final.\n"
        "Sealed bodies: %lld named, %lld here; one that several sign is named several times.\n",
        (long long)record->order.added.count, (long long)record_final(record), (long long)bodies.sealed,
        (long long)bodies.here);
}

static void print_json(Command *c, const Record *record, BodyCount bodies)
{
    json_t *json = json_object(), *feeds = json_array();
    for (Size i = 0; i < record->feeds.count; i++) {
        Head    head = record_head(record, i);
        json_t *feed = json_object();
        json_put(feed, "member", json_of_text(c->arena, record->feeds.items[i].name));
        json_put(feed, "size", json_integer(head.size));
        json_put(feed, "root", json_of_text(c->arena, hash_text(c->arena, &head.root)));
        json_put(feed, "forked", json_boolean(record_forked(record, i)));
        json_add(feeds, feed);
    }
    json_put(json, "agreement", json_of_text(c->arena, record->agreement));
    json_put(json, "feeds", feeds);
    json_put(json, "entries", json_integer(record->order.added.count));
    json_put(json, "final", json_integer(record_final(record)));
    json_put(json, "sealed", json_integer(bodies.sealed));
    json_put(json, "bodies", json_integer(bodies.here));
    text_add(&c->out, json_print(c->arena, json));
}

static Exit forked(const Command *c, const Record *record)
{
    Exit exit_code = EXIT_YES;
    for (Size i = 0; i < record->feeds.count; i++) {
        if (!record_forked(record, i))
            continue;
        command_say(c, "the feed of %.*s is forked: two entries of one place are signed; the proof is kept",
                    STR_ARG(record->feeds.items[i].name));
        exit_code = EXIT_VERIFY;
    }
    return exit_code;
}

static Exit run(Command *c)
{
    Workspace   ws;
    BodyCount   bodies = {0};
    Str         why = S("");
    StoreResult read;
    if (c->arguments.count)
        return command_usage(c, "`verify` takes no words; --in names the workspace");
    Exit done = command_workspace(c, LOAD_STORE, &ws);
    if (done != EXIT_YES)
        return done;
    read = load_verify(ws.store, c->arena, ws.config.agreement, &ws.record, &why);
    done = command_work(c,
                        read == STORE_OK                              ? WORK_DONE
                        : read == STORE_DAMAGED || read == STORE_NONE ? WORK_DAMAGED
                                                                      : WORK_FAILED,
                        why.len ? why : S("the store does not have the agreement that the workspace names"));
    if (done == EXIT_YES)
        done = count_bodies(c, &ws, &bodies);
    if (done == EXIT_YES && !states_agree(c, &ws.record, &why))
        done = command_work(c, WORK_DAMAGED, why);
    if (done == EXIT_YES) {
        if (command_has(c, "--json"))
            print_json(c, &ws.record, bodies);
        else
            print(c, &ws.record, bodies);
        done = forked(c, &ws.record);
    }
    workspace_close(&ws);
    return done;
}

const Verb verb_verify = {
    .name = "verify",
    .summary = "checks the whole record from its bytes: signatures, trees, order, digests, bodies",
    .synopsis = "[--in FOLDER] [--json]",
    .doc =
        "Nothing that was stored is believed. Every entry is read and taken again as if it had come from "
        "outside, every body and file must have its digest, and the states that the members signed must be "
        "those that this program comes to. Exit code 5: something is wrong, or a feed is forked; the first "
        "such thing is named.",
    .examples = {"entente verify --in build/alpha"},
    .options = {&option_in, &option_json},
    .run = run,
};
