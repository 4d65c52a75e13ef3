/* recording.h - what the verbs that write entries share: the workspace and its answers, the body, what it
 * would change, and the entry itself.
 *
 * Nothing is signed that the own text gives no meaning to: an entry is read as the fold would read it, before
 * it is written. With --dry-run it is shown, and nothing is recorded. */
#ifndef ENT_CLI_RECORDING_H
#define ENT_CLI_RECORDING_H
#include "app/due.h"
#include "app/recorded.h"
#include "cli/working.h"

typedef struct {
    Command *command;
    Session  session;
    Asking   asking;
    Day      today;
    Writings writings;
    Facts    facts; /* with what the entries would say */
} Recording;

/* A field of a body; one with an empty text, and no list, is left out. */
typedef struct {
    const char *key;
    Str         text;
    const Body *value; /* instead of `text` */
} BodyField;

/* The workspace of --in with its record, text and facts. Not EXIT_YES: a message was printed. */
Exit recording_open(Command *command, Recording *out);
/* The same over answers that are open already. */
Exit recording_of(Command *command, const Session *session, const Asking *asking, Recording *out);
Str  body_of(Arena *arena, const BodyField *fields, Size count);
/* A list of one or more names. */
Body *body_names(Arena *arena, const Str *names, Size count);
/* Checks the entry against its kind and the text, and shows it. Not EXIT_YES: a message was printed. */
Exit recording_add(Recording *r, const char *kind_name, Str text);
/* What all of them would change; then, without --dry-run, writes them. */
Exit recording_end(Recording *recording);
/* The own member's name; the other party, or "" if there are several. */
Str recording_self(const Recording *recording);
Str recording_other(const Recording *recording);
/* A decimal in its shortest form, from `1_250.50` or `37%`. False: it is none. */
bool decimal_words(Arena *arena, Str text, Str *out);

/* --in, --dry-run, and --json is no answer here. */
#define OPTIONS_OF_RECORDING &option_in, &option_dry_run
#endif
