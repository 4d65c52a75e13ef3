/* working.h - what the verbs of a workspace share: opening it, its options, its exit codes, asking before
 * something is signed. */
#ifndef ENT_CLI_WORKING_H
#define ENT_CLI_WORKING_H
#include "app/founding.h"
#include "cli/command.h"

extern const Option option_in, option_yes, option_dry_run, option_no_passphrase, option_key_cost;

/* Says `why` and gives the exit code. */
Exit command_work(const Command *command, Work work, Str why);
/* Opens the workspace of --in, or the one that the current folder lies in. */
Exit command_workspace(Command *command, WorkspaceLoad load, Workspace *out);
/* How new keys are sealed: --no-passphrase, --key-cost. False: a message was printed. */
bool command_seal(const Command *command, SealCost *out);
/* Prints what was said so far and asks; --yes agrees, and without a terminal it is needed. EXIT_YES: go on.
 */
Exit command_agreed(Command *command, const char *question);
/* Reads the card in a file. */
Exit command_card(Command *command, Str path, Card *out);
/* Reads the bundle in a file; it was not taken yet. */
Exit command_bundle(Command *command, Str path, Bundle *out);
/* `2 files, 4,210 bytes` and their digests, one a line. */
void manifest_print(Text *out, Arena *arena, const Manifest *manifest);
#endif
