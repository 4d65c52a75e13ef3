/* verb_log.c - entente log: what happened, in the order that all come to. */
#include "app/acts.h"
#include "cli/working.h"
#include "report/json.h"

static const Option option_limit = {"--limit", "N", "the last N entries; 20 without it, 0 for all"};

enum { LIMIT_USUAL = 20, LIMIT_MOST = 100000000, DAY_SECONDS = 86400 };

/* The final ones in their order, then those that are pending, as they came. */
typedef LIST_OF(Place) Places;

static Places places_of(Arena *arena, const Record *record)
{
    Places places = {0};
    for (Size i = 0; i < record->order.final.count; i++)
        *PUSH(arena, &places) = record->order.final.items[i];
    for (Size i = 0; i < record->order.added.count; i++) {
        Place place = record->order.added.items[i];
        if (place.seq >= record->order.feeds.items[place.feed].placed)
            *PUSH(arena, &places) = place;
    }
    return places;
}

static bool read_limit(const Command *c, int64_t *out)
{
    Str text = command_option(c, "--limit");
    *out = LIMIT_USUAL;
    if (!command_has(c, "--limit") || count_read(text, LIMIT_MOST, out))
        return true;
    (void)command_usage(c, "--limit: `%.*s` is not a number of entries", STR_ARG(text));
    return false;
}

static const char *state_of(const Record *record, Place place, bool final)
{
    return record_void(record, place)                      ? "void"
           : !kind_find(record_entry(record, place)->kind) ? "not known"
           : final                                         ? "final"
                                                           : "pending";
}

static void print(Command *c, const Record *record, const Places *places, Size from)
{
    for (Size i = from; places->items && i < places->count; i++) {
        Place        place = places->items[i];
        const Entry *entry = record_entry(record, place);
        bool         final = i < record_final(record);
        Str          number = final ? str_format(c->arena, "%lld", (long long)i + 1) : S("");
        text_format(&c->out, "%7.*s  %.*s  %-16.*s %-18.*s %s\n", STR_ARG(number),
                    STR_ARG(day_text(c->arena, (Day)(entry->time / DAY_SECONDS))),
                    STR_ARG(place_words(c->arena, record, place)), STR_ARG(entry->kind),
                    state_of(record, place, final));
    }
}

static void print_json(Command *c, const Record *record, const Places *places, Size from)
{
    json_t *json = json_object(), *entries = json_array();
    for (Size i = from; places->items && i < places->count; i++) {
        Place        place = places->items[i];
        const Entry *entry = record_entry(record, place);
        bool         final = i < record_final(record);
        json_t      *item = json_object();
        json_put(item, "entry", json_of_text(c->arena, place_words(c->arena, record, place)));
        json_put(item, "kind", json_of_text(c->arena, entry->kind));
        json_put(item, "time", json_integer(entry->time));
        json_put(item, "number", final ? json_integer(i + 1) : json_null());
        json_put(item, "state", json_string(state_of(record, place, final)));
        json_add(entries, item);
    }
    json_put(json, "agreement", json_of_text(c->arena, record->agreement));
    json_put(json, "final", json_integer(record_final(record)));
    json_put(json, "entries", entries);
    text_add(&c->out, json_print(c->arena, json));
}

static Exit run(Command *c)
{
    Workspace ws;
    int64_t   limit = LIMIT_USUAL;
    if (c->arguments.count)
        return command_usage(c, "`log` takes no words; --in names the workspace");
    if (!read_limit(c, &limit))
        return EXIT_USAGE;
    Exit done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    Places places = places_of(c->arena, &ws.record);
    Size   from = limit && limit < places.count ? places.count - limit : 0;
    if (command_has(c, "--json"))
        print_json(c, &ws.record, &places, from);
    else
        print(c, &ws.record, &places, from);
    workspace_close(&ws);
    return EXIT_YES;
}

const Verb verb_log = {
    .name = "log",
    .summary = "lists the entries of the record in the order that all members come to",
    .synopsis = "[--limit N] [--in FOLDER] [--json]",
    .doc =
        "The number is the place in the final order, which never changes. Entries without one are pending: "
        "somebody has yet to write behind them. The day is what the writer's clock said; `entente show` has "
        "what others can tell of it.",
    .examples = {"entente log --limit 5 --in build/alpha"},
    .options = {&option_limit, &option_in, &option_json},
    .run = run,
};
