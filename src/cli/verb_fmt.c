/* verb_fmt.c - entente fmt: the one canonical form of a text. */
#include "cli/command.h"
#include "os/files.h"

static const Option option_stdout = {"--stdout", NULL, "prints the text instead of changing the file"};
static const Option option_only_check = {"--check", NULL,
                                         "changes nothing; exit 1 if a file is not in canonical form"};

static Exit format_file(Command *c, const Loaded *loaded, const DocumentFile *file, bool first)
{
    Str text = document_print(loaded->document, c->arena, file);
    if (command_has(c, "--stdout")) {
        if (first)
            text_add(&c->out, text);
        return EXIT_YES;
    }
    if (str_equal(text, file->source->text))
        return EXIT_YES;
    text_format(&c->out, "%.*s\n", STR_ARG(file->source->path));
    if (command_has(c, "--check"))
        return EXIT_NO;
    if (file_write(c->arena, file->source->path, text) == FILE_OK)
        return EXIT_YES;
    command_say(c, "%.*s: it could not be written", STR_ARG(file->source->path));
    return EXIT_WORLD;
}

static Exit run(Command *c)
{
    Str path = command_file(c, 1);
    if (!path.len)
        return EXIT_USAGE;
    Session session = session_new(c->arena);
    Loaded  loaded = {0};
    Str     why = S("");
    if (!load_document(&session, path, &loaded, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    if (session.diags->errors) {
        command_findings(c, &session);
        command_say(c, "%.*s: nothing was changed", STR_ARG(path));
        return EXIT_INPUT;
    }
    Exit worst = EXIT_YES;
    for (Size i = 0; i < loaded.document->files.count; i++) {
        Exit one = format_file(c, &loaded, &loaded.document->files.items[i], i == 0);
        worst = one > worst ? one : worst;
    }
    return worst;
}

const Verb verb_fmt = {
    .name = "fmt",
    .summary = "writes an agreement in its one canonical form",
    .synopsis = "FILE [--check] [--stdout]",
    .doc = "Rewrites the formal blocks of FILE and of what it includes; prose outside them is kept byte for "
           "byte. "
           "Names of changed files are printed.",
    .examples = {"entente fmt examples/aurora-borealis --check", "entente fmt draft.md --stdout"},
    .options = {&option_only_check, &option_stdout},
    .run = run,
};
