/* output.h - findings in the form that was asked for: for people, JSON, SARIF. */
#ifndef ENT_CLI_OUTPUT_H
#define ENT_CLI_OUTPUT_H
#include "cli/command.h"

/* False: the options --json and --sarif do not go together, and a message was printed. */
bool output_options(const Command *command);
/* Prints the findings of the session as --json and --sarif say, and the line that counts them (`more`
 * is put behind it). False: a file could not be written, and a message was printed. */
bool output_findings(Command *command, Session *session, const Document *document, Str path, Str more);
#endif
