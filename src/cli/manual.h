/* manual.h - the man page and the shell completions, from the table of verbs. */
#ifndef ENT_CLI_MANUAL_H
#define ENT_CLI_MANUAL_H
#include "cli/command.h"

void manual_page(Text *out);
/* False: no such shell; bash, zsh and fish are known. */
bool manual_completion(Text *out, Str shell);
#endif
