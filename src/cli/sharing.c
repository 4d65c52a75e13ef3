/* sharing.c - see sharing.h. */
#include "cli/sharing.h"

const Option option_no_acknowledgement = {"--no-acknowledgement", NULL,
                                          "does not write that what came was received"};

static void add_count(Text *out, Size count, const char *one, const char *many)
{
    if (count)
        text_format(out, "%s%lld %s", out->len && out->at[out->len - 1] != ' ' ? ", " : "", (long long)count,
                    count == 1 ? one : many);
}

static void add_json(Sharing *sharing, Str place, const Pulled *pulled)
{
    Arena  *arena = sharing->c->arena;
    json_t *item = json_object();
    json_put(item, "place", json_of_text(arena, place));
    json_put(item, "entries", json_integer(pulled->taken));
    json_put(item, "bodies", json_integer(pulled->bodies));
    json_put(item, "files", json_integer(pulled->files));
    json_put(item, "receipts", json_integer(pulled->receipts));
    json_put(item, "forks", json_integer(pulled->forks));
    json_put(item, "waits", json_integer(pulled->waits));
    json_put(item, "refused", json_integer(pulled->refused));
    json_put(item, "why", pulled->why.len ? json_of_text(arena, pulled->why) : json_null());
    sharing->places = sharing->places ? sharing->places : json_array();
    json_add(sharing->places, item);
}

static void add_text(const Sharing *sharing, Str place, const Pulled *pulled)
{
    Text line = text_new(sharing->c->arena);
    text_format(&line, "%.*s: ", STR_ARG(place));
    Size start = line.len;
    add_count(&line, pulled->taken, "entry", "entries");
    add_count(&line, pulled->bodies, "body", "bodies");
    add_count(&line, pulled->files, "file", "files");
    add_count(&line, pulled->receipts, "receipt", "receipts");
    add_count(&line, pulled->forks, "proof of a fork", "proofs of forks");
    if (line.len == start)
        text_add(&line, S("nothing new"));
    text_format(&sharing->c->out, "%.*s\n", STR_ARG(text_str(&line)));
    command_flush(sharing->c);
}

void sharing_print(Sharing *sharing)
{
    const Record *record = &sharing->ws->record;
    if (!command_has(sharing->c, "--json"))
        return;
    json_t *json = json_object(), *forked = json_array();
    for (Size i = 0; i < record->feeds.count; i++)
        if (record_forked(record, i))
            json_add(forked, json_of_text(sharing->c->arena, record->feeds.items[i].name));
    json_put(json, "places", sharing->places ? sharing->places : json_array());
    json_put(json, "forked", forked);
    json_put(json, "own_feed_short", json_boolean(sharing->own_short));
    json_put(json, "acknowledged",
             sharing->acknowledged.len ? json_of_text(sharing->c->arena, sharing->acknowledged)
                                       : json_null());
    text_add(&sharing->c->out, json_print(sharing->c->arena, json));
}

void sharing_add(Sharing *sharing, Str place, const Pulled *pulled)
{
    if (command_has(sharing->c, "--json"))
        add_json(sharing, place, pulled);
    else
        add_text(sharing, place, pulled);
    sharing->news += pulled->news;
    sharing->waits += pulled->waits;
    sharing->refused += pulled->refused;
    sharing->own_short = sharing->own_short || pulled->own_short;
    if (pulled->refused)
        command_say(sharing->c, "%.*s: refused: %.*s", STR_ARG(place), STR_ARG(pulled->why));
    else if (pulled->waits)
        command_say(sharing->c, "%.*s: %lld %s: %.*s", STR_ARG(place), (long long)pulled->waits,
                    pulled->waits == 1 ? "entry waits" : "entries wait", STR_ARG(pulled->why));
}

Exit sharing_end(Sharing *sharing)
{
    const Record *record = &sharing->ws->record;
    bool          forked = false;
    for (Size i = 0; i < record->feeds.count; i++) {
        if (!record_forked(record, i))
            continue;
        Str name = record->feeds.items[i].name;
        command_say(
            sharing->c,
            "the feed of %.*s is forked: two different entries are signed for one place. It stops until all "
            "parties have signed which one stays: `entente repair %.*s`",
            STR_ARG(name), STR_ARG(name));
        forked = true;
    }
    if (sharing->own_short && !record_forked(record, sharing->ws->feed))
        command_say(sharing->c,
                    "others hold more of the own feed than could be taken; nothing is written until that "
                    "is mended, for it would fork the feed");
    if (forked || sharing->own_short || sharing->refused)
        return EXIT_VERIFY;
    return sharing->waits ? EXIT_WAITING : EXIT_YES;
}
