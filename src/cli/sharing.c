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

void sharing_add(Sharing *sharing, Str place, const Pulled *pulled)
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
