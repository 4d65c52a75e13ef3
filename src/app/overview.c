/* overview.c - see overview.h. */
#include "app/overview.h"

#include <string.h>

enum { WORDS_MOST = 200 };

static const Str BLOB = {"overview", 8};

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

/* ---- the form of the blob ---- */

/* Words stand to the end of a line: the first 200 bytes, whole characters. */
static Str one_line(Arena *arena, Str text)
{
    Size len = text.len < WORDS_MOST ? text.len : WORDS_MOST;
    while (len < text.len && len > 0 && ((unsigned char)text.at[len] & 0xc0) == 0x80)
        len--;
    Text line = text_new(arena);
    for (Size i = 0; i < len; i++)
        text_add(&line, (unsigned char)text.at[i] < ' ' ? S(" ") : str_slice(text, i, i + 1));
    return text_str(&line);
}

static void write_items(Text *text, const char *word, const OverviewItem *items, Size count)
{
    for (Size i = 0; i < count; i++)
        text_format(text, "%s %.*s %.*s %.*s\n", word, STR_ARG(items[i].entry), STR_ARG(items[i].kind),
                    STR_ARG(one_line(text->arena, items[i].words)));
}

Str overview_write(Arena *arena, const Overview *view)
{
    Text text = text_new(arena);
    text_format(&text,
                "entente/overview/v1\narrival %lld\nagreement %.*s\nentries %lld final %lld blocked %d "
                "text %d\n",
                (long long)view->arrival, STR_ARG(view->agreement), (long long)view->entries,
                (long long)view->final, view->blocked, view->text);
    for (Size i = 0; i < view->members.count; i++) {
        const OverviewMember *member = &view->members.items[i];
        text_format(&text, "member %.*s %s %lld %lld %lld %lld %d\n", STR_ARG(member->name),
                    role_name(member->role), (long long)member->entries, (long long)member->time,
                    (long long)member->has, (long long)member->lacks, member->forked);
    }
    write_items(&text, "asked", view->asked.items, view->asked.count);
    write_items(&text, "waits", view->waits.items, view->waits.count);
    return text_str(&text);
}

/* The next word of a line, which is taken off. */
static Str word_off(Str *line)
{
    Size blank = str_find(*line, ' ');
    Str  word = blank < 0 ? *line : str_slice(*line, 0, blank);
    *line = blank < 0 ? S("") : str_slice(*line, blank + 1, line->len);
    return word;
}

static bool number_of(Str *line, int64_t most, int64_t *out) { return count_read(word_off(line), most, out); }

static bool read_counts(Str line, Overview *view)
{
    int64_t blocked = 0, text = 0;
    bool    good = number_of(&line, INT64_MAX, &view->entries) && str_equal(word_off(&line), S("final")) &&
                number_of(&line, INT64_MAX, &view->final) && str_equal(word_off(&line), S("blocked")) &&
                number_of(&line, 1, &blocked) && str_equal(word_off(&line), S("text")) &&
                number_of(&line, 1, &text) && !line.len;
    view->text = text;
    view->blocked = blocked;
    return good;
}

static bool read_member(Arena *arena, Str line, Overview *view)
{
    OverviewMember member = {.name = word_off(&line)};
    int64_t        forked = 0;
    if (!member_valid(member.name) || !role_read(word_off(&line), &member.role) ||
        !number_of(&line, INT64_MAX, &member.entries) || !number_of(&line, INT64_MAX, &member.time) ||
        !number_of(&line, INT64_MAX, &member.has) || !number_of(&line, INT64_MAX, &member.lacks) ||
        !number_of(&line, 1, &forked) || line.len || view->members.count == FEEDS_MOST)
        return false;
    member.forked = forked;
    *PUSH(arena, &view->members) = member;
    return true;
}

static bool read_item(Str line, OverviewItem *out)
{
    Str     member;
    int64_t seq;
    *out = (OverviewItem){.entry = word_off(&line)};
    out->kind = word_off(&line);
    out->words = line;
    if (line.len > WORDS_MOST)
        return false;
    return entry_name_read(out->entry, &member, &seq) && out->kind.len > 0;
}

bool overview_read(Arena *arena, Str bytes, Overview *out, Str *why)
{
    Overview     view = {0};
    OverviewItem item;
    Str          line;
    if (!text_valid(bytes))
        return refuse(why, S("it is no text"));
    if (!line_next(&bytes, &line) || !str_equal(line, S("entente/overview/v1")))
        return refuse(why, S("it does not begin with the line `entente/overview/v1`"));
    if (!line_named(&bytes, S("arrival "), &line) || !count_read(line, INT64_MAX, &view.arrival))
        return refuse(why, S("its second line is not `arrival` and a number"));
    if (!line_named(&bytes, S("agreement "), &view.agreement))
        return refuse(why, S("its third line is not `agreement` and a name"));
    if (!line_named(&bytes, S("entries "), &line) || !read_counts(line, &view))
        return refuse(why, S("its fourth line does not count entries"));
    while (line_named(&bytes, S("member "), &line))
        if (!read_member(arena, line, &view))
            return refuse(why, S("a line `member` does not say what such a line says"));
    while (line_named(&bytes, S("asked "), &line)) {
        if (!read_item(line, &item))
            return refuse(why, S("a line `asked` does not name an entry"));
        *PUSH(arena, &view.asked) = item;
    }
    while (line_named(&bytes, S("waits "), &line)) {
        if (!read_item(line, &item))
            return refuse(why, S("a line `waits` does not name an entry"));
        *PUSH(arena, &view.waits) = item;
    }
    if (bytes.len)
        return refuse(why, S("it has a line that is not known here"));
    *out = view;
    return true;
}

/* ---- from the record ---- */

static bool says_something(const Entry *entry)
{
    return !str_equal(entry->kind, S("heartbeat")) && !str_equal(entry->kind, S("acknowledgement"));
}

static OverviewMember member_of(const Workspace *ws, Size feed)
{
    const Feed      *own = &ws->record.feeds.items[feed];
    const OrderFeed *order = &ws->record.order.feeds.items[feed];
    OverviewMember   member = {.name = own->name, .role = own->role, .entries = own->entries.count};
    member.forked = record_forked(&ws->record, feed);
    if (own->entries.count) {
        const OrderEntry *last = &order->entries.items[order->entries.count - 1];
        member.time = last->time;
        member.has = ws->feed >= 0 && ws->feed < last->feeds ? last->past[ws->feed] : 0;
    }
    for (Size i = (Size)member.has; ws->feed >= 0 && i < ws->record.feeds.items[ws->feed].entries.count; i++)
        member.lacks += says_something(&ws->record.feeds.items[ws->feed].entries.items[i]);
    return member;
}

/* What an act is about, in a few words. */
static Str act_words(Workspace *ws, Arena *arena, const JointAct *act, Str *why)
{
    static const char *const fields[] = {"edition", "effective", "day", "clause", "member", "agreement"};
    Body                     body;
    Str                      sealed;
    if (act_body(ws, arena, act->first, &body, &sealed, why) != WORK_DONE)
        return S("its body is not here");
    for (Size i = 0; i < COUNT(fields); i++) {
        const Body *value = body_at(&body, str_from(fields[i]));
        if (value && value->type == BODY_TEXT)
            return str_format(arena, "%s %.*s", fields[i], STR_ARG(value->text));
    }
    return S("");
}

static void add_acts(Workspace *ws, Arena *arena, Overview *view, Str *why)
{
    JointActs acts = acts_of(arena, &ws->record);
    for (Size i = 0; i < acts.count; i++) {
        const JointAct *act = &acts.items[i];
        bool            own = ws->feed >= 0 && act->signed_by >> ws->feed & 1;
        Str             name = place_words(arena, &ws->record, act->first);
        view->text = view->text || (act->complete && str_equal(str_from(act->kind->name), S("text.signed")));
        if (act_waits_for(act, ws->feed))
            *PUSH(arena, &view->asked) =
                (OverviewItem){name, str_from(act->kind->name), act_words(ws, arena, act, why)};
        else if (own && !act_signed(act))
            *PUSH(arena, &view->waits) =
                (OverviewItem){name, str_from(act->kind->name),
                               members_words(arena, &ws->record, act->needed & ~act->signed_by)};
    }
}

/* The last text that somebody else has put on the table, if nobody has signed one since. */
static void add_proposal(Workspace *ws, Arena *arena, Overview *view, Str *why)
{
    const Record *record = &ws->record;
    for (Size i = record->order.added.count - 1; i >= 0; i--) {
        Place        place = record->order.added.items[i];
        const Entry *entry = record_entry(record, place);
        bool         proposed = str_equal(entry->kind, S("text.proposed"));
        Body         body;
        Str          sealed;
        if (!proposed && !str_equal(entry->kind, S("text.signed")))
            continue;
        if (proposed && place.feed != ws->feed &&
            act_body(ws, arena, place, &body, &sealed, why) == WORK_DONE && body_at(&body, S("edition")))
            *PUSH(arena, &view->asked) = (OverviewItem){
                place_words(arena, record, place), entry->kind,
                str_format(arena, "edition %.*s", STR_ARG(body_at(&body, S("edition"))->text))};
        return;
    }
}

/* Has the own member answered the doubt: with words about it, or a report in the place of the doubted one? */
static bool answered(Workspace *ws, Arena *arena, Str query, Str report)
{
    const Feed *own = &ws->record.feeds.items[ws->feed];
    for (Size i = 0; i < own->entries.count; i++) {
        bool comment = str_equal(own->entries.items[i].kind, S("comment"));
        bool corrects = str_equal(own->entries.items[i].kind, S("usage.report"));
        Body body;
        Str  sealed, why = S("");
        if ((!comment && !corrects) ||
            act_body(ws, arena, (Place){ws->feed, i}, &body, &sealed, &why) != WORK_DONE)
            continue;
        const Body *about = body_at(&body, comment ? S("about") : S("corrects"));
        if (about && str_equal(about->text, comment ? query : report))
            return true;
    }
    return false;
}

static void add_queries(Workspace *ws, Arena *arena, Overview *view, Str *why)
{
    const Record *record = &ws->record;
    for (Size i = 0; i < record->order.added.count; i++) {
        Place        place = record->order.added.items[i];
        const Entry *entry = record_entry(record, place);
        Body         body;
        Str          sealed, member, name = place_words(arena, record, place);
        int64_t      seq;
        if (!str_equal(entry->kind, S("report.queried")) || place.feed == ws->feed ||
            act_body(ws, arena, place, &body, &sealed, why) != WORK_DONE ||
            !kind_check_body(arena, kind_find(entry->kind), &body, why))
            continue;
        Str report = body_at(&body, S("report"))->text;
        if (!entry_name_read(report, &member, &seq) || !str_equal(member, ws->config.member) ||
            answered(ws, arena, name, report))
            continue;
        *PUSH(arena, &view->asked) = (OverviewItem){
            name, entry->kind,
            str_format(arena, "%.*s: %.*s", STR_ARG(report), STR_ARG(body_at(&body, S("question"))->text))};
    }
}

Work overview_of(Workspace *ws, Arena *arena, Overview *out, Str *why)
{
    Overview view = {.arrival = ws->number,
                     .entries = ws->record.order.added.count,
                     .final = record_final(&ws->record),
                     .blocked = ws->record.blocked};
    Body     founding;
    if (!body_read(arena, ws->record.founding, &founding, why))
        return WORK_DAMAGED;
    view.agreement = body_at(&founding, S("agreement"))->text;
    for (Size i = 0; i < ws->record.feeds.count; i++)
        *PUSH(arena, &view.members) = member_of(ws, i);
    if (ws->feed >= 0) {
        add_acts(ws, arena, &view, why);
        add_proposal(ws, arena, &view, why);
        add_queries(ws, arena, &view, why);
    }
    *out = view;
    return WORK_DONE;
}

/* ---- beside the record ---- */

static bool fresh(Workspace *ws, Arena *arena, Overview *out)
{
    Str bytes = S(""), why = S("");
    return store_blob(ws->store, arena, ws->config.agreement, BLOB, &bytes, &why) == STORE_OK &&
           overview_read(arena, bytes, out, &why) && workspace_is_current(ws, out->arrival);
}

void overview_keep(Workspace *ws)
{
    Arena    arena = {0};
    Overview view;
    Str      why = S("");
    if (overview_of(ws, &arena, &view, &why) == WORK_DONE) {
        StoreBatch batch = {.agreement = ws->config.agreement};
        *PUSH(&arena, &batch.blobs) = (StoreBlob){BLOB, overview_write(&arena, &view)};
        (void)!store_append(ws->store, &batch, &why);
    }
    arena_free(&arena);
}

Work overview_open(Workspace *ws, Arena *arena, Overview *out, Str *why)
{
    if (!ws->loaded && fresh(ws, arena, out))
        return WORK_DONE;
    Work work = ws->loaded ? workspace_load(ws, why) : workspace_reload(ws, why);
    if (work == WORK_DONE)
        work = overview_of(ws, arena, out, why);
    if (work == WORK_DONE)
        overview_keep(ws);
    return work;
}

bool overview_copies_match(const Overview *view, Str own)
{
    bool match = true;
    for (Size i = 0; i < view->members.count; i++) {
        const OverviewMember *member = &view->members.items[i];
        bool                  counts = member->role != ROLE_OBSERVER && !str_equal(member->name, own);
        match = match && !member->forked && (!counts || member->lacks == 0);
    }
    return match;
}
