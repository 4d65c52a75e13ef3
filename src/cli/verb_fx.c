/* verb_fx.c - entente fx import: records exchange rates from a file. */
#include "cli/recording.h"
#include "money/rates.h"
#include "os/files.h"
#include "terms/data/tables.h"

static const Option option_source = {"--source", "NAME", "who published them, as the text names it"};
static const Option option_from = {"--from", "DATE", "only rates from this day on"};
static const Option option_through = {"--through", "DATE", "only rates until this day"};
static const Option option_only = {"--only", "CURRENCY", "only rates of this currency; as often as wanted"};

enum { RATES_BYTES_MOST = 64 << 20, RATES_MOST = 1000 };

static bool is_wanted(const Command *c, const RateSeries *series)
{
    bool any = false;
    for (Size i = 0; i < c->option_names.count; i++) {
        if (!str_equal(c->option_names.items[i], S("--only")))
            continue;
        any = true;
        Str code = c->option_values.items[i];
        if (str_equal(code, currency_code(series->from)) || str_equal(code, currency_code(series->to)))
            return true;
    }
    return !any;
}

/* Not EXIT_YES: a message was printed. */
static Exit add_rate(Recording *r, const RateSeries *series, const Quote *quote)
{
    Command        *c = r->command;
    const BodyField fields[] = {{"base", currency_code(series->from), NULL},
                                {"day", day_text(c->arena, quote->days.from), NULL},
                                {"quote", currency_code(series->to), NULL},
                                {"rate", decimal_text(c->arena, quote->value, quote->scale), NULL},
                                {"source", command_option(c, "--source"), NULL}};
    if (r->writings.entries.count < RATES_MOST)
        return recording_add(r, "rate.fixing", body_of(c->arena, fields, COUNT(fields)));
    command_say(c, "more than %d rates at once; narrow them with --from, --through and --only",
                (int)RATES_MOST);
    return EXIT_USAGE;
}

static Exit add_all(Recording *r, const Rates *rates, Days wanted)
{
    for (Size i = 0; i < rates->series.count; i++) {
        const RateSeries *series = &rates->series.items[i];
        if (series->from < 0 || !is_wanted(r->command, series))
            continue;
        for (Size k = 0; k < series->quotes.count; k++) {
            const Quote *quote = &series->quotes.items[k];
            bool         day = quote->days.from == quote->days.through && days_has(wanted, quote->days.from);
            Exit         added = day ? add_rate(r, series, quote) : EXIT_YES;
            if (added != EXIT_YES)
                return added;
        }
    }
    return EXIT_YES;
}

static Exit run(Command *c)
{
    Recording r;
    Rates     rates = {0};
    Days      wanted = {DAY_MIN, DAY_MAX};
    Str       text = S("");
    if (c->arguments.count != 2 || !str_equal(c->arguments.items[0], S("import")))
        return command_usage(c, "write `entente fx import FILE --source NAME`");
    if (!command_option(c, "--source").len)
        return command_usage(c, "say who published the rates: --source ECB");
    if (!command_day(c, "--from", &wanted.from) || !command_day(c, "--through", &wanted.through))
        return EXIT_USAGE;
    Str path = c->arguments.items[1];
    if (file_read(c->arena, path, path.len, RATES_BYTES_MOST, &text) != FILE_OK) {
        command_say(c, "%.*s: it could not be read", STR_ARG(path));
        return EXIT_WORLD;
    }
    Exit opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    const Agreement *header = terms_header(r.asking.loaded.terms);
    int              to = header && header->currency
                              ? currency_find(terms_text(r.asking.loaded.terms, header->currency->word))
                              : -1;
    if (!rates_read(c->arena, sources_add(r.session.sources, path, text), r.session.diags, to, &rates)) {
        command_findings(c, &r.session);
        return EXIT_INPUT;
    }
    Exit added = add_all(&r, &rates, wanted);
    if (added == EXIT_YES && !r.writings.entries.count) {
        command_say(c, "no rate of a day is in %.*s within what was asked for", STR_ARG(path));
        return EXIT_NO;
    }
    return added == EXIT_YES ? recording_end(&r) : added;
}

const Verb verb_fx = {
    .name = "fx",
    .summary = "records exchange rates from a file",
    .synopsis = "import FILE --source NAME [--from DATE] [--through DATE] [--only CURRENCY]... [--in FOLDER] "
                "[--dry-run]",
    .doc = "FILE is one that --rates of `owe` takes: that of the European Central Bank as it is, or "
           "currency, day, "
           "rate. One entry for each rate of a day; rates of months stay in files.",
    .examples = {"entente fx import build/eurofxref.csv --source ECB --from 2026-03-31 --through "
                 "2026-03-31 --dry-run --in build/alpha"},
    .options = {&option_source, &option_from, &option_through, &option_only, OPTIONS_OF_RECORDING},
    .run = run,
};
