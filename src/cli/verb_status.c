/* verb_status.c - entente status: what needs us, what waits for others, whether the copies match. */
#include "app/due.h"
#include "app/overview.h"
#include "cli/working.h"
#include "os/clock.h"
#include "report/dues.h"
#include "report/json.h"

static const Option option_days = {"--days", "N", "how many days ahead; 90 without it"};

enum { DAY_SECONDS = 86400, NEXT_MOST = 5, DAYS_USUAL = 90, DAYS_MOST = 4000 };

/* What falls due, by the text that all have signed and the facts of the record. */
typedef struct {
    DueView view;
    Dues    dues;
    bool    known;
    Str     why;  /* not known */
    Size    late; /* of the own party */
} Next;

static void find_next(Command *c, const Workspace *ws, const Overview *status, int64_t days, Next *out)
{
    Session *session = NEW(c->arena, Session, 1);
    Asking  *asking = NEW(c->arena, Asking, 1);
    Day      today = clock_today();
    *session = session_new(c->arena);
    out->why = S("no text is signed yet");
    if (!status->text || !asking_open(session, ws->folder, S(""), asking, &out->why))
        return;
    out->why = S("the text has errors; `entente check` shows them");
    if (session->diags->errors)
        return;
    out->dues = asking_dues(asking, today + (Day)days);
    out->view = (DueView){.dues = &out->dues,
                          .as_of = today,
                          .through = today + (Day)days,
                          .next = asking_next(asking, today),
                          .owner = -1};
    due_view_fill(&out->view);
    out->known = true;
    for (Size i = 0; i < out->view.rows.count; i++) {
        const DueRow *row = &out->view.rows.items[i];
        bool          own = row->occasion->debtor >= 0 &&
                   str_equal(due_who(c->arena, &out->dues, row->occasion), ws->config.member);
        out->late += own && (row->status.state == DUE_LATE || row->status.state == DUE_BREACHED);
    }
}

static Str due_day(Command *c, const DueRow *row)
{
    return row->occasion->due < DAY_MAX ? day_text(c->arena, row->occasion->due) : S("no day yet");
}

static void print_next(Command *c, const Next *next)
{
    Size shown = next->view.rows.count < NEXT_MOST ? next->view.rows.count : NEXT_MOST;
    text_add(&c->out, S("\nNext\n"));
    if (!next->known)
        text_format(&c->out, "  %.*s\n", STR_ARG(next->why));
    else if (!shown)
        text_format(&c->out, "  nothing falls due by %.*s\n",
                    STR_ARG(day_text(c->arena, next->view.through)));
    for (Size i = 0; i < shown; i++) {
        const DueRow *row = &next->view.rows.items[i];
        text_format(&c->out, "  %-10.*s  %-8s  %.*s: %.*s\n", STR_ARG(due_day(c, row)),
                    due_state_text(row->status.state), STR_ARG(due_who(c->arena, &next->dues, row->occasion)),
                    STR_ARG(due_what(c->arena, &next->dues, row->occasion)));
    }
    if (shown < next->view.rows.count)
        text_format(&c->out, "  and %lld more: entente due\n", (long long)(next->view.rows.count - shown));
}

static void print_items(Command *c, const char *title, const OverviewItem *items, Size count,
                        const char *verb)
{
    if (!count)
        return;
    text_format(&c->out, "\n%s\n", title);
    for (Size i = 0; i < count; i++) {
        text_format(&c->out, "  %.*s  %.*s%s%.*s\n", STR_ARG(items[i].entry), STR_ARG(items[i].kind),
                    items[i].words.len ? ", " : "", STR_ARG(items[i].words));
        if (verb)
            text_format(&c->out, "    entente %s %.*s\n",
                        str_equal(items[i].kind, S("report.queried")) ? "show" : verb,
                        STR_ARG(items[i].entry));
    }
}

static void print_member(Command *c, const OverviewMember *member, Str own, int64_t ours)
{
    if (str_equal(member->name, own)) {
        text_format(&c->out, "  %-12.*s %lld %s, your own feed%s\n", STR_ARG(member->name),
                    (long long)member->entries, member->entries == 1 ? "entry" : "entries",
                    member->forked ? ": FORKED" : "");
        return;
    }
    text_format(&c->out, "  %-12.*s %lld %s, ", STR_ARG(member->name), (long long)member->entries,
                member->entries == 1 ? "entry" : "entries");
    if (member->forked)
        text_add(&c->out, S("FORKED: two histories are signed; "));
    if (!member->entries)
        text_add(&c->out, S("nothing of it is here yet\n"));
    else if (member->has == ours)
        text_format(&c->out, "the last of %.*s; it has all of yours\n",
                    STR_ARG(day_text(c->arena, (Day)(member->time / DAY_SECONDS))));
    else
        text_format(&c->out, "the last of %.*s; it has shown to have %lld of your %lld%s\n",
                    STR_ARG(day_text(c->arena, (Day)(member->time / DAY_SECONDS))), (long long)member->has,
                    (long long)ours, member->lacks ? "" : ", all but signs of life");
}

static void print(Command *c, const Workspace *ws, const Overview *status, const Next *next)
{
    int64_t ours = 0, pending = status->entries - status->final;
    for (Size i = 0; i < status->members.count; i++)
        if (str_equal(status->members.items[i].name, ws->config.member))
            ours = status->members.items[i].entries;
    text_format(&c->out, "%.*s, the copy of %.*s\n", STR_ARG(status->agreement), STR_ARG(ws->config.member));
    print_items(c, "Needs you", status->asked.items, status->asked.count, "sign");
    print_items(c, "Waits for others", status->waits.items, status->waits.count, NULL);
    print_next(c, next);
    text_format(&c->out, "\nCopies%s\n", overview_copies_match(status, ws->config.member) ? " match" : "");
    for (Size i = 0; i < status->members.count; i++)
        print_member(c, &status->members.items[i], ws->config.member, ours);
    text_format(&c->out, "  %lld final, %lld pending%s\n", (long long)status->final, (long long)pending,
                status->blocked ? "; the order stops before a kind that this version does not know" : "");
}

static json_t *items_json(Command *c, const OverviewItem *items, Size count)
{
    json_t *list = json_array();
    for (Size i = 0; i < count; i++) {
        json_t *item = json_object();
        json_put(item, "entry", json_of_text(c->arena, items[i].entry));
        json_put(item, "kind", json_of_text(c->arena, items[i].kind));
        json_put(item, "words", json_of_text(c->arena, items[i].words));
        json_add(list, item);
    }
    return list;
}

static json_t *next_json(Command *c, const Next *next)
{
    json_t *list = json_array();
    for (Size i = 0; i < next->view.rows.count; i++) {
        const DueRow *row = &next->view.rows.items[i];
        json_t       *item = json_object();
        json_put(item, "due",
                 row->occasion->due < DAY_MAX ? json_of_text(c->arena, due_day(c, row)) : json_null());
        json_put(item, "state", json_string(due_state_text(row->status.state)));
        json_put(item, "who", json_of_text(c->arena, due_who(c->arena, &next->dues, row->occasion)));
        json_put(item, "what", json_of_text(c->arena, due_what(c->arena, &next->dues, row->occasion)));
        json_add(list, item);
    }
    return list;
}

static void print_json(Command *c, const Workspace *ws, const Overview *status, const Next *next)
{
    json_t *json = json_object(), *members = json_array();
    for (Size i = 0; i < status->members.count; i++) {
        const OverviewMember *member = &status->members.items[i];
        json_t               *item = json_object();
        json_put(item, "name", json_of_text(c->arena, member->name));
        json_put(item, "role", json_string(role_name(member->role)));
        json_put(item, "entries", json_integer(member->entries));
        json_put(item, "time", member->entries ? json_integer(member->time) : json_null());
        json_put(item, "has", json_integer(member->has));
        json_put(item, "lacks", json_integer(member->lacks));
        json_put(item, "forked", json_boolean(member->forked));
        json_add(members, item);
    }
    json_put(json, "agreement", json_of_text(c->arena, ws->config.agreement));
    json_put(json, "name", json_of_text(c->arena, status->agreement));
    json_put(json, "member", json_of_text(c->arena, ws->config.member));
    json_put(json, "entries", json_integer(status->entries));
    json_put(json, "final", json_integer(status->final));
    json_put(json, "blocked", json_boolean(status->blocked));
    json_put(json, "copies_match", json_boolean(overview_copies_match(status, ws->config.member)));
    json_put(json, "members", members);
    json_put(json, "next", next->known ? next_json(c, next) : json_null());
    json_put(json, "asked", items_json(c, status->asked.items, status->asked.count));
    json_put(json, "waits", items_json(c, status->waits.items, status->waits.count));
    text_add(&c->out, json_print(c->arena, json));
}

static Exit exit_of(const Overview *status, const Next *next)
{
    for (Size i = 0; i < status->members.count; i++)
        if (status->members.items[i].forked)
            return EXIT_VERIFY;
    return status->asked.count || next->late ? EXIT_OPEN : status->waits.count ? EXIT_WAITING : EXIT_YES;
}

static Exit run(Command *c)
{
    Workspace ws;
    Overview  status;
    Str       why = S("");
    int64_t   days = DAYS_USUAL;
    if (command_has(c, "--days") && !count_read(command_option(c, "--days"), DAYS_MOST, &days))
        return command_usage(c, "--days: `%.*s` is not a number of days up to %d",
                             STR_ARG(command_option(c, "--days")), DAYS_MOST);
    if (c->arguments.count)
        return command_usage(c, "`status` takes no words; --in names the workspace");
    Exit done = command_workspace(c, LOAD_STORE, &ws);
    if (done != EXIT_YES)
        return done;
    done = command_work(c, overview_open(&ws, c->arena, &status, &why), why);
    if (done == EXIT_YES) {
        Next next = {.known = false};
        find_next(c, &ws, &status, days, &next);
        if (command_has(c, "--json"))
            print_json(c, &ws, &status, &next);
        else
            print(c, &ws, &status, &next);
        done = exit_of(&status, &next);
    }
    workspace_close(&ws);
    return done;
}

const Verb verb_status = {
    .name = "status",
    .summary = "says what needs you, what is next, and whether the copies match",
    .synopsis = "[--days N] [--in FOLDER] [--json]",
    .doc =
        "An act waits for your signature, or a report was doubted: that needs you. What falls due next comes "
        "from the text that all have signed. The copies match when "
        "every "
        "member has shown, by what it wrote, that it has all of yours. Exit code 3: something needs you, or "
        "you are late; "
        "7: it "
        "waits for others; 5: a feed is forked.",
    .examples = {"entente status --in build/alpha"},
    .options = {&option_days, &option_in, &option_json},
    .run = run,
};
