/* verbs.h - the table of verbs; help, man page, completion and tests read this one. */
#ifndef ENT_CLI_VERBS_H
#define ENT_CLI_VERBS_H
#include "cli/command.h"

const Verb *const *verbs(Size *count);
const Verb        *verb_find(Str name); /* NULL: none */
#endif
