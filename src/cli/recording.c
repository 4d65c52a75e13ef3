/* recording.c - see recording.h. */
#include "cli/recording.h"

#include "os/clock.h"
#include "report/entry_effect.h"

enum { DAYS_AHEAD = 400 };

static Exit say(const Command *c, Exit code, Str why)
{
    command_say(c, "%.*s", STR_ARG(why));
    return code;
}

/* Its record is read, too, and what was said before counts. */
static Exit begin(Recording *out)
{
    Command  *c = out->command;
    Recorded *r = out->asking.recorded;
    Str       why = S("");
    if (!r->loaded && workspace_reload(&r->ws, &why) != WORK_DONE)
        return say(c, EXIT_WORLD, why);
    for (Size i = 0; i < out->asking.facts.count; i++)
        *PUSH(c->arena, &out->facts) = out->asking.facts.items[i];
    return EXIT_YES;
}

Exit recording_of(Command *c, const Session *session, const Asking *asking, Recording *out)
{
    *out = (Recording){.command = c, .session = *session, .asking = *asking, .today = clock_today()};
    return begin(out);
}

Exit recording_open(Command *c, Recording *out)
{
    Str in = command_option(c, "--in"), why = S("");
    *out = (Recording){.command = c, .session = session_new(c->arena), .today = clock_today()};
    out->session.asked.day = out->today;
    out->session.asked.pending = true; /* what was written just now counts for the next one */
    Workspace ws = {0};
    Work      work = workspace_open(c->arena, in, LOAD_CONFIG, &ws, &why);
    if (work == WORK_DONE && !ws.config.agreement.len)
        work = workspace_open(c->arena, in, LOAD_STORE, &ws, &why);
    if (work != WORK_DONE)
        return command_work(c, work, why);
    if (!asking_open(&out->session, ws.folder, S(""), &out->asking, &why))
        return say(c, EXIT_WORLD, why);
    if (out->session.diags->errors) {
        command_findings(c, &out->session);
        return EXIT_INPUT;
    }
    return begin(out);
}

Str recording_self(const Recording *r) { return r->asking.recorded->ws.config.member; }

Str recording_other(const Recording *r)
{
    const Record *record = &r->asking.recorded->ws.record;
    Str           other = S("");
    Size          count = 0;
    for (Size i = 0; i < record->feeds.count; i++)
        if (record->feeds.items[i].role == ROLE_PARTY &&
            !str_equal(record->feeds.items[i].name, recording_self(r))) {
            other = record->feeds.items[i].name;
            count++;
        }
    return count == 1 ? other : S("");
}

/* ---- bodies ---- */

Body *body_names(Arena *arena, const Str *names, Size count)
{
    Body *list = NEW(arena, Body, 1);
    list->type = BODY_LIST;
    for (Size i = 0; i < count; i++)
        body_push(arena, list, body_of_text(names[i]));
    return list;
}

Str body_of(Arena *arena, const BodyField *fields, Size count)
{
    Body body = {.type = BODY_OBJECT};
    for (Size i = 0; i < count; i++) {
        const BodyField *field = &fields[i];
        if (field->value || field->text.len)
            body_put(arena, &body, field->key, field->value ? *field->value : body_of_text(field->text));
    }
    return body_write(arena, &body);
}

/* Digits with at most one point inside; `_` stands between digits. */
static bool is_decimal(Str text)
{
    int  points = 0;
    bool good = text.len > 0;
    for (Size i = 0; i < text.len && good; i++) {
        char c = text.at[i];
        bool inner = i > 0 && i + 1 < text.len;
        points += c == '.';
        good = (c >= '0' && c <= '9') || ((c == '_' || c == '.') && inner);
    }
    return good && points <= 1;
}

bool decimal_words(Arena *arena, Str text, Str *out)
{
    int64_t value = 0;
    uint8_t scale = 0;
    bool    percent = str_ends(text, S("%")), minus = str_starts(text, S("-"));
    Str     digits = str_slice(text, minus, text.len - percent);
    if (!is_decimal(digits) || !decimal_read(digits, &value, &scale) || scale > 16)
        return false;
    *out = decimal_text(arena, minus ? -value : value, scale + (percent ? 2 : 0));
    return true;
}

/* ---- the entry ---- */

/* It, as the fold would have it. */
static FoldEntry imagined(const Recording *r, const Kind *kind, Str text, const Body *body)
{
    const Workspace *ws = &r->asking.recorded->ws;
    Size             seq = ws->record.feeds.items[ws->feed].entries.count + r->writings.entries.count;
    return (FoldEntry){.place = {ws->feed, seq},
                       .at = -1,
                       .name = str_format(r->command->arena, "%.*s/%td", STR_ARG(ws->config.member), seq),
                       .member = ws->config.member,
                       .kind = kind,
                       .state = FOLD_COUNTS,
                       .text = text,
                       .body = *body,
                       .day = r->today,
                       .received = r->today}; /* as if the others had it today */
}

Exit recording_add(Recording *r, const char *kind_name, Str text)
{
    Command    *c = r->command;
    const Kind *kind = kind_find(str_from(kind_name));
    Body        body = {0};
    Str         why = S("");
    INVARIANT(kind);
    if (r->asking.recorded->ws.feed < 0)
        return say(c, EXIT_NO, S("you are no member of this agreement"));
    if (!body_read(c->arena, text, &body, &why) || !kind_check_body(c->arena, kind, &body, &why))
        return say(c, EXIT_USAGE, why);
    Fold *fold = NEW(c->arena, Fold, 1);
    fold->arena = c->arena;
    FoldEntry e = imagined(r, kind, text, &body);
    *PUSH(c->arena, &fold->entries) = e;
    Untolds untold = {0};
    fold_facts(r->asking.loaded.terms, fold, true, &r->facts, &untold);
    if (untold.count)
        return say(c, EXIT_INPUT,
                   str_format(c->arena, "this would not count: %.*s", STR_ARG(untold.items[0].why)));
    text_format(&c->out, "%.*s %s\n", STR_ARG(e.name), kind_name);
    body_print(&c->out, c->arena, &body);
    *PUSH(c->arena, &r->writings.entries) = (Writing){.kind = str_from(kind_name), .body = text};
    return EXIT_YES;
}

static void show_effect(Recording *r)
{
    Command *c = r->command;
    Dues     before = asking_dues(&r->asking, r->today + DAYS_AHEAD);
    Asking   with = r->asking;
    asking_build(&with, &r->facts);
    Dues after = asking_dues(&with, r->today + DAYS_AHEAD);
    text_format(&c->out, "What stands otherwise on %.*s:\n", STR_ARG(day_text(c->arena, r->today)));
    due_changes_print(&c->out, c->arena, &before, &after, r->today);
}

Exit recording_end(Recording *r)
{
    Command *c = r->command;
    INVARIANT(!c->pending);
    c->recorded = NULL; /* this is no question: nothing is asked a second time */
    Workspace *ws = &r->asking.recorded->ws;
    Str        why = S("");
    show_effect(r);
    if (command_has(c, "--dry-run")) {
        Work can = workspace_check(ws, &r->writings, &why);
        if (can == WORK_DONE)
            text_add(&c->out, S("Nothing was recorded.\n"));
        return command_work(c, can, why);
    }
    Keys keys = {0};
    Work work = workspace_keys(ws, &keys, &why);
    if (work != WORK_DONE)
        return command_work(c, work, why);
    Place first = {0};
    work = workspace_write(ws, &keys, &r->writings, &first, &why);
    keys_wipe(&keys);
    if (work != WORK_DONE)
        return command_work(c, work, why);
    text_format(&c->out, "Recorded as %.*s/%lld", STR_ARG(ws->config.member), (long long)first.seq);
    if (r->writings.entries.count > 1)
        text_format(&c->out, " to %lld", (long long)(first.seq + r->writings.entries.count - 1));
    text_add(&c->out, S("; it counts when the others have it.\n"));
    return EXIT_YES;
}
