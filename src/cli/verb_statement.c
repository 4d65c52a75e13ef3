/* verb_statement.c - entente statement: every step from what was counted to what is due. */
#include "cli/owing.h"
#include "os/files.h"
#include "report/statement_csv.h"
#include "report/statement_json.h"
#include "report/statement_pdf.h"
#include "report/statement_xlsx.h"
#include "report/statements.h"

static const Option option_format = {"--format", "FORMAT", "text, json, csv, xlsx or pdf"};
static const Option option_output = {"--output", "FILE", "writes there; needed for xlsx and pdf"};

enum { FORMATS = 5 };
typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_XLSX, FORMAT_PDF } Format;
static const char *const format_names[FORMATS] = {"text", "json", "csv", "xlsx", "pdf"};

/* False: a message was printed. */
static bool read_format(Command *c, Format *out)
{
    Str name = command_has(c, "--json") ? S("json") : command_option(c, "--format");
    *out = FORMAT_TEXT;
    if (command_has(c, "--json") && command_has(c, "--format") &&
        !str_equal(command_option(c, "--format"), S("json"))) {
        (void)command_usage(c, "`--json` is a format, and `--format` names another one");
        return false;
    }
    for (int i = 0; i < FORMATS; i++)
        if (str_equal(name, str_from(format_names[i]))) {
            *out = (Format)i;
            name = S("");
        }
    if (name.len) {
        (void)command_usage(c, "`%.*s` is no format; write text, json, csv, xlsx or pdf", STR_ARG(name));
        return false;
    }
    if (*out >= FORMAT_XLSX && !command_option(c, "--output").len) {
        (void)command_usage(c, "a file of this format needs a name: --output statement.%s",
                            format_names[*out]);
        return false;
    }
    return true;
}

/* The statement as text or bytes; not of a workbook, which the library writes itself. */
static bool render(Command *c, const StatementView *view, Format format, Str *out, Str *why)
{
    Text text = text_new(c->arena);
    if (format == FORMAT_PDF)
        return statement_pdf(c->arena, view, out, why);
    if (format == FORMAT_TEXT)
        statement_print(&text, c->arena, view);
    *out = format == FORMAT_JSON  ? statement_json(c->arena, view)
           : format == FORMAT_CSV ? statement_csv(c->arena, view)
                                  : text_str(&text);
    return true;
}

static bool write_out(Command *c, const StatementView *view, Format format, Str *why)
{
    Str path = command_option(c, "--output"), bytes = S("");
    if (format == FORMAT_XLSX)
        return statement_xlsx(c->arena, view, str_copy(c->arena, path).at, why);
    if (!render(c, view, format, &bytes, why))
        return false;
    if (!path.len) {
        text_add(&c->out, bytes);
        return true;
    }
    *why = str_format(c->arena, "%.*s: it cannot be written", STR_ARG(path));
    return file_write(c->arena, path, bytes) == FILE_OK;
}

static Exit run(Command *c)
{
    Owed   owed = {0};
    Format format = FORMAT_TEXT;
    Str    why = S("");
    if (!read_format(c, &format))
        return EXIT_USAGE;
    Exit opened = command_owes(c, &owed);
    if (opened != EXIT_YES || !owed.statement)
        return opened;
    if (!write_out(c, &owed.view, format, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    return exit_of_owed(&owed);
}

const Verb verb_statement = {
    .name = "statement",
    .summary = "shows every step from what was counted to what is due",
    .synopsis = "FILE --period PERIOD [--usage FILE]… [--sums FILE]… [--format FORMAT] [--output FILE] "
                "[--register FILE] [--rates FILE]",
    .doc =
        "For each royalty and period: what was counted, band by band, credits, minimum, cap, exchange rates, "
        "and what earlier periods came to, each with the clause it rests on. The amounts of a year add up to "
        "the rounded amount of the year.",
    .examples = {"entente statement examples/avc-portfolio --period 2012-Q3"},
    .options = {&option_period, OPTIONS_OF_USAGE, &option_show_sql, &option_sums_to, &option_rejects,
                &option_format, &option_output, OPTIONS_OF_STATE, &option_pick, &option_json},
    .run = run,
};
