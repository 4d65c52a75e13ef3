/* output.c - see output.h. */
#include "cli/output.h"

#include "os/files.h"
#include "report/findings.h"
#include "report/findings_json.h"
#include "report/sarif.h"

static bool sarif_to_stdout(const Command *c)
{
    return command_has(c, "--sarif") && str_equal(command_option(c, "--sarif"), S("-"));
}

bool output_options(const Command *c)
{
    if (!command_has(c, "--json") || !sarif_to_stdout(c))
        return true;
    (void)command_usage(c, "--json and --sarif - both print to stdout; give --sarif a file");
    return false;
}

static bool write_sarif(Command *c, const Session *session, const Document *document)
{
    Str path = command_option(c, "--sarif");
    Str text = sarif_text(c->arena, session->sources, document, session->diags);
    if (sarif_to_stdout(c)) {
        text_add(&c->out, text);
        return true;
    }
    if (file_write(c->arena, path, text) == FILE_OK)
        return true;
    command_say(c, "%.*s: it could not be written", STR_ARG(path));
    return false;
}

bool output_findings(Command *c, Session *session, const Document *document, Str path, Str more)
{
    bool json = command_has(c, "--json");
    if (json)
        text_add(&c->out, findings_json(c->arena, path, session->sources, session->diags));
    if (!json && !sarif_to_stdout(c)) {
        command_findings(c, session);
        text_format(&c->out, "%.*s: %.*s%.*s\n", STR_ARG(path),
                    STR_ARG(findings_count(c->arena, session->diags)), STR_ARG(more));
    }
    return !command_has(c, "--sarif") || write_sarif(c, session, document);
}
