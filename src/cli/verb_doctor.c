/* verb_doctor.c - entente doctor: whether program, keys, record and clock are in good health. */
#include "app/acts.h"
#include "base/late.h"
#include "cli/working.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/secret.h"
#include "terms/data/tables.h"

enum { DAY_SECONDS = 86400 };

typedef struct {
    Command *c;
    int      ills;
} Health;

static void well(Health *health, const char *what, Str words)
{
    text_format(&health->c->out, "  ok    %-10s %.*s\n", what, STR_ARG(words));
}

static void ill(Health *health, const char *what, Str words)
{
    health->ills++;
    text_format(&health->c->out, "  ILL   %-10s %.*s\n", what, STR_ARG(words));
}

static void note(Health *health, const char *what, Str words)
{
    text_format(&health->c->out, "  note  %-10s %.*s\n", what, STR_ARG(words));
}

static void libraries(Health *health)
{
    static const struct {
        const char *library, *package, *what;
    } rows[] = {{"libsqlite3.so.0", "libsqlite3-0", "records in a file"},
                {"libpq.so.5", "libpq5", "records and usage on a PostgreSQL server"},
                {"libical.so.3", "libical3", "calendars (due --ics)"},
                {"libxlsxwriter.so.4", "libxlsxwriter4", "statements as a spreadsheet"},
                {"libpangocairo-1.0.so.0", "libpangocairo-1.0-0", "statements as PDF"}};
    for (Size i = 0; i < COUNT(rows); i++) {
        Str why = S("");
        if (late_load(health->c->arena, rows[i].library, rows[i].package, NULL, 0, &why))
            well(health, "library", str_format(health->c->arena, "%s: %s", rows[i].library, rows[i].what));
        else
            note(health, "library",
                 str_format(health->c->arena, "%s is missing, which %s need; install %s", rows[i].library,
                            rows[i].what, rows[i].package));
    }
}

static void keys(Health *health, const Workspace *ws)
{
    KeyFile file;
    Str     why = S(""), path = keys_path(health->c->arena, ws->config.keys);
    if (!keys_peek(health->c->arena, path, &file, &why))
        ill(health, "keys", why);
    else if (!str_equal(file.member, ws->config.member))
        ill(health, "keys",
            str_format(health->c->arena, "%.*s: the keys of %.*s, not of %.*s", STR_ARG(path),
                       STR_ARG(file.member), STR_ARG(ws->config.member)));
    else if (ws->feed >= 0 && file.seal.sealed)
        well(health, "keys", str_format(health->c->arena, "%.*s, under a passphrase", STR_ARG(path)));
    else
        note(health, "keys",
             str_format(health->c->arena, "%.*s, without a passphrase: whoever reads the file can sign",
                        STR_ARG(path)));
    if (why.len || ws->feed < 0)
        return;
    const FeedKey *used = record_key(&ws->record, ws->feed);
    if (!key_equal(&used->vkey.key, &file.first))
        note(health, "keys",
             S("the key in use is not the first of the file: a change of keys was cut short; the "
               "next one puts it right"));
}

static void folder(Health *health, Workspace *ws)
{
    Str          machinery = workspace_path(ws, S(".entente")), ignored = S("");
    Str          path = workspace_path(ws, S(".entente/.gitignore"));
    SecretResult result = secret_folder(health->c->arena, machinery);
    if (result == SECRET_OK)
        well(health, "folder", machinery);
    else
        ill(health, "folder",
            str_format(health->c->arena, "%.*s: %s", STR_ARG(machinery), secret_text(result)));
    if (file_read(health->c->arena, path, path.len, 64, &ignored) != FILE_OK || !str_equal(ignored, S("*\n")))
        ill(health, "folder",
            str_format(health->c->arena,
                       "%.*s does not say `*`: the record might be put into a public history",
                       STR_ARG(path)));
}

/* Others' last entries lie in the past, unless a clock is wrong. */
static void clocks(Health *health, const Workspace *ws)
{
    int64_t now = clock_now();
    bool    right = true;
    for (Size i = 0; i < ws->record.feeds.count; i++) {
        const Feed *feed = &ws->record.feeds.items[i];
        if (!feed->entries.count || feed->entries.items[feed->entries.count - 1].time <= now + DAY_SECONDS)
            continue;
        right = false;
        ill(health, "clock",
            str_format(
                health->c->arena,
                "the last entry of %.*s claims a time more than a day from now: this clock is slow, or "
                "theirs is fast",
                STR_ARG(feed->name)));
    }
    if (right)
        well(health, "clock", S("not behind the last entries"));
}

static void record(Health *health, Workspace *ws)
{
    Str         why = S("");
    StoreResult sound = store_check(ws->store, health->c->arena, &why);
    if (sound == STORE_OK)
        well(health, "record",
             str_format(health->c->arena, "%lld entries, %lld final", (long long)ws->record.order.added.count,
                        (long long)record_final(&ws->record)));
    else
        ill(health, "record", why);
    if (ws->record.blocked)
        ill(health, "record",
            S("the order stops before an entry of a kind that this version does not know: renew "
              "the program"));
    for (Size i = 0; i < ws->record.feeds.count; i++)
        if (record_forked(&ws->record, i))
            ill(health, "record",
                str_format(health->c->arena, "the feed of %.*s is forked",
                           STR_ARG(ws->record.feeds.items[i].name)));
}

static Exit run(Command *c)
{
    Health    health = {.c = c};
    Workspace ws;
    Str       why = S("");
    if (c->arguments.count)
        return command_usage(c, "`doctor` takes no words; --in names the workspace");
    well(&health, "version",
         str_format(c->arena, "entente %s, data of %.*s", ENTENTE_VERSION,
                    STR_ARG(day_text(c->arena, tables_known()))));
    libraries(&health);
    Work work = workspace_open(c->arena, command_option(c, "--in"), LOAD_RECORD, &ws, &why);
    if (work == WORK_DONE) {
        folder(&health, &ws);
        keys(&health, &ws);
        record(&health, &ws);
        clocks(&health, &ws);
        workspace_close(&ws);
    } else if (work == WORK_NONE) {
        note(&health, "workspace", why);
    } else {
        ill(&health, "workspace", why);
    }
    return health.ills ? EXIT_NO : EXIT_YES;
}

const Verb verb_doctor = {
    .name = "doctor",
    .summary = "checks program, libraries, keys, record and clock of a workspace",
    .synopsis = "[--in FOLDER]",
    .doc = "Each line says what was looked at and how it is. Exit code 1: something is ill, and the line "
           "says what "
           "to do. It asks for no passphrase and writes nothing; `entente verify` checks the record itself.",
    .examples = {"entente doctor"},
    .options = {&option_in},
    .run = run,
};
