/* verb_show.c - entente show: one entry in words. */
#include "app/acts.h"
#include "cli/working.h"
#include "record/dates.h"
#include "report/json.h"

static const Option option_raw = {"--raw", NULL, "the bytes that were signed, as they lie in the feed"};

enum { DAY_SECONDS = 86400 };

static Str moment_text(Arena *arena, int64_t time)
{
    int rest = (int)(time % DAY_SECONDS);
    Str day = day_text(arena, (Day)(time / DAY_SECONDS));
    return str_format(arena, "%.*s %02d:%02d UTC", STR_ARG(day), rest / 3600, rest / 60 % 60);
}

/* The place in the final order; -1: pending. */
static Size number_of(const Record *record, Place place)
{
    for (Size i = 0; i < record->order.final.count; i++)
        if (record->order.final.items[i].feed == place.feed && record->order.final.items[i].seq == place.seq)
            return i;
    return -1;
}

static Receipts receipts_of(Workspace *ws, Arena *arena)
{
    StoreParts parts = {0};
    StoreKey   key = {.agreement = ws->config.agreement, .type = PART_RECEIPT};
    Receipts   receipts = {0};
    Str        why = S("");
    if (store_parts(ws->store, arena, key, &parts, &why) != STORE_OK)
        return receipts;
    Receipt *at = NEW(arena, Receipt, parts.count + 1);
    for (Size i = 0; i < parts.count; i++) {
        Note       note;
        Checkpoint checkpoint;
        if (!note_read(arena, parts.items[i].bytes, &note, &why) ||
            !checkpoint_read(note.text, &checkpoint, &why))
            continue;
        for (Size f = 0; f < ws->record.feeds.count; f++) {
            VerifierKey vkey = record_key(&ws->record, f)->vkey;
            int64_t     time = 0;
            vkey = vkey_new(vkey.name, KEY_COSIGNATURE, &vkey.key);
            Str agreement, member;
            if (note_verify(arena, &note, &vkey, &time) == NOTE_SIGNED &&
                origin_read(checkpoint.head.origin, &agreement, &member) &&
                record_feed(&ws->record, member) >= 0)
                at[receipts.count++] =
                    (Receipt){record_feed(&ws->record, member), checkpoint.head.size, time};
        }
    }
    receipts.at = at;
    return receipts;
}

static void print_dates(Command *c, Workspace *ws, Place place)
{
    static const char *const verdicts[] = {
        "the claimed time counts", "it is claimed earlier than it can have been",
        "it is claimed later than others had it", "the clocks of others contradict one another"};
    Dates  dates = dates_new(c->arena, &ws->record.order, receipts_of(ws, c->arena));
    Dating dating = dates.feeds[place.feed][place.seq];
    Str    from = dating.from ? moment_text(c->arena, dating.from) : S("");
    Str    until = dating.until == DATE_OPEN ? S("") : moment_text(c->arena, dating.until);
    text_format(&c->out, "evidence    %s%.*s, %s%.*s: %s\n",
                from.len ? "not before " : "nothing before it is dated", STR_ARG(from),
                until.len ? "not after " : "nobody else has shown to have it", STR_ARG(until),
                verdicts[dating_verdict(dating)]);
}

static void print_value(Command *c, Size indent, const Body *value);

/* The first field of an object in a list stands behind its dash. */
static void print_fields(Command *c, Size indent, const Body *object, bool dashed)
{
    for (Size i = 0; i < object->count; i++) {
        text_pad(&c->out, dashed && i == 0 ? 1 : indent);
        text_format(&c->out, "%.*s", STR_ARG(object->keys[i]));
        print_value(c, indent + 2, &object->items[i]);
    }
}

static void print_value(Command *c, Size indent, const Body *value)
{
    if (value->type == BODY_OBJECT) {
        text_char(&c->out, '\n');
        print_fields(c, indent, value, false);
    } else if (value->type == BODY_LIST) {
        text_char(&c->out, '\n');
        for (Size i = 0; i < value->count; i++) {
            text_pad(&c->out, indent);
            text_char(&c->out, '-');
            if (value->items[i].type == BODY_OBJECT)
                print_fields(c, indent + 2, &value->items[i], true);
            else
                print_value(c, indent + 2, &value->items[i]);
        }
    } else if (value->type == BODY_TEXT) {
        Str text = value->text;
        text_char(&c->out, ' ');
        for (Size i = 0; i < text.len; i++) { /* further lines stand under the first */
            text_char(&c->out, text.at[i]);
            if (text.at[i] == '\n' && i + 1 < text.len)
                text_pad(&c->out, indent);
        }
        if (!text.len || text.at[text.len - 1] != '\n')
            text_char(&c->out, '\n');
    } else {
        text_format(&c->out, " %.*s\n", STR_ARG(body_write(c->arena, value)));
    }
}

static void print_act(Command *c, const Record *record, const Entry *entry)
{
    JointActs acts = acts_of(c->arena, record);
    Hash      id = entry_act(entry);
    for (Size i = 0; i < acts.count; i++) {
        const JointAct *act = &acts.items[i];
        if (!hash_equal(&act->id, &id))
            continue;
        Str by = members_words(c->arena, record, act->signed_by);
        Str not_yet = members_words(c->arena, record, act->needed & ~act->signed_by);
        text_format(&c->out, "signed by   %.*s%s%.*s%s\n", STR_ARG(by), not_yet.len ? "; waits for " : "",
                    STR_ARG(not_yet), act->complete ? "; in effect" : "");
    }
}

static void print_head(Command *c, const Record *record, Place place)
{
    const Entry *entry = record_entry(record, place);
    const Kind  *kind = kind_find(entry->kind);
    Size         number = number_of(record, place);
    text_format(
        &c->out, "%.*s  %.*s%s%s\n", STR_ARG(place_words(c->arena, record, place)), STR_ARG(entry->kind),
        kind ? ": " : ": this version does not know the kind; renew the program", kind ? kind->words : "");
    text_format(&c->out, "claimed     %.*s\n", STR_ARG(moment_text(c->arena, entry->time)));
    if (record_void(record, place))
        text_add(&c->out, S("void        its key was not alone in good hands\n"));
    else if (number < 0)
        text_add(&c->out, S("pending     not every party has written behind it\n"));
    else
        text_format(&c->out, "final       number %lld of the common order\n", (long long)number + 1);
}

static void print_rest(Command *c, const Record *record, Place place)
{
    const Entry *entry = record_entry(record, place);
    Hash         leaf = entry_leaf(entry);
    for (Size i = 0; i < entry->saw.count; i++) {
        Str agreement, member;
        if (origin_read(entry->saw.items[i].origin, &agreement, &member))
            text_format(&c->out, "saw         %.*s up to %lld\n", STR_ARG(member),
                        (long long)entry->saw.items[i].size - 1);
    }
    (void)record;
    text_format(&c->out, "leaf        %.*s\nengine      %.*s, state after %lld entries %.*s\n",
                STR_ARG(hash_text(c->arena, &leaf)), STR_ARG(entry->engine), (long long)entry->state_entries,
                STR_ARG(hash_text(c->arena, &entry->state)));
}

static Exit print_all(Command *c, Workspace *ws, Place place)
{
    const Record *record = &ws->record;
    const Entry  *entry = record_entry(record, place);
    const Kind   *kind = kind_find(entry->kind);
    Body          body;
    Str           sealed = S(""), why = S("");
    Work          read = act_body(ws, c->arena, place, &body, &sealed, &why);
    print_head(c, record, place);
    if (number_of(record, place) >= 0)
        print_dates(c, ws, place);
    if (kind && kind->joint != JOINT_NO)
        print_act(c, record, entry);
    print_rest(c, record, place);
    if (read == WORK_DONE) {
        text_char(&c->out, '\n');
        print_fields(c, 2, &body, false);
    } else if (read == WORK_NONE && entry->place == BODY_SEALED) {
        text_add(&c->out, S("\nIts body is not here: it went to its audience only, or was destroyed.\n"));
    } else if (read != WORK_NONE) {
        return command_work(c, read, why);
    }
    return EXIT_YES;
}

static Exit print_json(Command *c, Workspace *ws, Place place)
{
    const Record *record = &ws->record;
    const Entry  *entry = record_entry(record, place);
    Size          number = number_of(record, place);
    Body          body;
    Str           sealed = S(""), why = S("");
    Work          read = act_body(ws, c->arena, place, &body, &sealed, &why);
    if (read != WORK_DONE && read != WORK_NONE)
        return command_work(c, read, why);
    json_t *json = json_object();
    json_put(json, "entry", json_of_text(c->arena, place_words(c->arena, record, place)));
    json_put(json, "kind", json_of_text(c->arena, entry->kind));
    json_put(json, "time", json_integer(entry->time));
    json_put(json, "number", number >= 0 ? json_integer(number + 1) : json_null());
    json_put(json, "void", json_boolean(record_void(record, place)));
    Str text = read == WORK_DONE ? body_write(c->arena, &body) : S("");
    json_put(json, "body", text.len ? json_loadb(text.at, (size_t)text.len, 0, NULL) : json_null());
    text_add(&c->out, json_print(c->arena, json));
    return EXIT_YES;
}

static Exit run(Command *c)
{
    Workspace ws;
    Place     place;
    if (c->arguments.count != 1)
        return command_usage(c, "`show` takes one entry, such as aurora/3");
    Exit done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    Str name = c->arguments.items[0];
    if (!place_read(&ws.record, name, &place))
        done = command_usage(c, "there is no entry `%.*s`; `entente log` lists them", STR_ARG(name));
    else if (command_has(c, "--raw"))
        text_add(&c->out, record_entry(&ws.record, place)->bytes);
    else
        done = command_has(c, "--json") ? print_json(c, &ws, place) : print_all(c, &ws, place);
    workspace_close(&ws);
    return done;
}

const Verb verb_show = {
    .name = "show",
    .summary = "shows one entry: what it says, when it was written as far as others can tell, who signed it",
    .synopsis = "MEMBER/SEQ [--raw] [--in FOLDER] [--json]",
    .doc = "An entry is named by its writer and its place in that feed, from 0. The evidence of its date is "
           "what it "
           "rests on and who had it afterwards (docs/record.md).",
    .examples = {"entente show aurora/0 --in build/alpha"},
    .options = {&option_raw, &option_in, &option_json},
    .run = run,
};
