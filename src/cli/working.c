/* working.c - see working.h. */
#include "cli/working.h"

#include "os/files.h"
#include "os/secret.h"

const Option option_in = {"--in", "FOLDER",
                          "the workspace, or a folder in it; the current folder without it"};
const Option option_yes = {"--yes", NULL, "does not ask"};
const Option option_dry_run = {"--dry-run", NULL, "shows what would be done, and does nothing"};
const Option option_no_passphrase = {"--no-passphrase", NULL,
                                     "leaves the keys open: whoever can read their file can sign"};
const Option option_key_cost = {"--key-cost", "COST",
                                "moderate (half a second for each try of a passphrase), or low, for tests"};

Exit command_work(const Command *c, Work work, Str why)
{
    if (work == WORK_DONE)
        return EXIT_YES;
    command_say(c, "%.*s", STR_ARG(why));
    switch (work) {
    case WORK_REFUSED: return EXIT_NO;
    case WORK_DAMAGED: return EXIT_VERIFY;
    case WORK_NONE:
    case WORK_FAILED:
    case WORK_DONE: break;
    }
    return EXIT_WORLD;
}

Exit command_workspace(Command *c, WorkspaceLoad load, Workspace *out)
{
    Str why = S("");
    return command_work(c, workspace_open(c->arena, command_option(c, "--in"), load, out, &why), why);
}

bool command_seal(const Command *c, SealCost *out)
{
    Str  cost = command_option(c, "--key-cost");
    bool none = command_has(c, "--no-passphrase");
    *out = none ? SEAL_NONE : str_equal(cost, S("low")) ? SEAL_LOW : SEAL_MODERATE;
    if (none && cost.len)
        (void)command_usage(c, "--no-passphrase and --key-cost do not go together");
    else if (cost.len && !str_equal(cost, S("low")) && !str_equal(cost, S("moderate")))
        (void)command_usage(c, "--key-cost is `moderate` or `low`, not `%.*s`", STR_ARG(cost));
    else
        return true;
    return false;
}

Exit command_agreed(Command *c, const char *question)
{
    bool yes = command_has(c, "--yes");
    command_flush(c);
    if (yes)
        return EXIT_YES;
    Str asked = str_format(c->arena, "%s [y/N] ", question);
    switch (typed_yes(asked.at, &yes)) {
    case TYPED_NO_TERMINAL:
        return command_usage(c, "there is no terminal to ask `%s` on; --yes says yes", question);
    case TYPED_OK:
    case TYPED_CANCELLED:
    case TYPED_LONG: break;
    }
    if (yes)
        return EXIT_YES;
    command_say(c, "nothing was signed");
    return EXIT_NO;
}

static Exit read_part(Command *c, Str path, Size most, Str *text)
{
    switch (file_read(c->arena, path, path.len, most, text)) {
    case FILE_OK: return EXIT_YES;
    case FILE_ABSENT: command_say(c, "%.*s: there is no such file", STR_ARG(path)); return EXIT_WORLD;
    case FILE_LARGE:
        command_say(c, "%.*s: it is larger than such a file can be", STR_ARG(path));
        return EXIT_INPUT;
    case FILE_LINK:
    case FILE_FAILED: break;
    }
    command_say(c, "%.*s: it could not be read", STR_ARG(path));
    return EXIT_WORLD;
}

Exit command_card(Command *c, Str path, Card *out)
{
    Str  text = S(""), why = S("");
    Exit read = read_part(c, path, CARD_BYTES_MOST, &text);
    if (read != EXIT_YES || card_read(c->arena, text, out, &why))
        return read;
    command_say(c, "%.*s: %.*s; ask for it again", STR_ARG(path), STR_ARG(why));
    return EXIT_VERIFY;
}

Exit command_bundle(Command *c, Str path, Bundle *out)
{
    Str  text = S(""), why = S("");
    Exit read = read_part(c, path, BUNDLE_BYTES_MOST, &text);
    if (read != EXIT_YES || bundle_read(c->arena, text, out, &why))
        return read;
    command_say(c, "%.*s: this is no bundle, or it was altered on the way: %.*s", STR_ARG(path),
                STR_ARG(why));
    return EXIT_VERIFY;
}

void manifest_print(Text *out, Arena *arena, const Manifest *manifest)
{
    for (Size i = 0; i < manifest->files.count; i++) {
        const TextFile *file = &manifest->files.items[i];
        Str             digest = hex_text(arena, hash_bytes(&file->digest));
        text_format(out, "  %.*s  %lld bytes\n    sha256:%.*s\n", STR_ARG(file->path), (long long)file->bytes,
                    STR_ARG(digest));
    }
    if (!manifest_tables_here(manifest))
        text_add(
            out,
            S("  the tables of countries, currencies and calendars differ from those of this program\n"));
}
