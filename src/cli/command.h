/* command.h - one run of the program: its arguments, its streams, its exit code.
 *
 * Results go to stdout, talk and findings to stderr. A verb returns an Exit and prints nothing
 * itself but through here, so that colour, pipes and `--json` are decided once. */
#ifndef ENT_CLI_COMMAND_H
#define ENT_CLI_COMMAND_H
#include "app/ask.h"

typedef enum {
    EXIT_YES = 0, /* yes, done */
    EXIT_NO = 1,  /* not permitted, lint failed, examples failed */
    EXIT_USAGE = 2,
    EXIT_OPEN = 3,  /* yes, with conditions open */
    EXIT_INPUT = 4, /* the text or input has errors */
    EXIT_VERIFY = 5,
    EXIT_WORLD = 6, /* a file could not be read */
    EXIT_WAITING = 7,
    EXIT_UNKNOWN = 8, /* a fact is missing */
    EXIT_BUG = 70,
    EXIT_INTERRUPTED = 130,
} Exit;

typedef struct {
    const char *name;  /* "--as-of" */
    const char *value; /* "DATE", or NULL for a switch */
    const char *doc;
} Option;

enum { OPTION_MOST = 24 };

typedef struct Command Command;
typedef struct {
    const char   *name, *summary, *synopsis, *doc;
    const char   *examples[3]; /* shown first in its help */
    const Option *options[OPTION_MOST];
    Exit (*run)(Command *command);
} Verb;

struct Command {
    Arena      *arena;
    const Verb *verb;
    LIST_OF(Str) arguments; /* without options */
    LIST_OF(Str) option_names;
    LIST_OF(Str) option_values;
    bool colour;  /* stderr is a terminal, and nobody said no */
    Text out;     /* what goes to stdout */
    bool pending; /* the answer with pending entries is asked for: it writes nothing and says nothing else */
    const Recorded *recorded; /* that the answer rests on; NULL: none */
};

/* The options that several verbs share. */
extern const Option option_json, option_as_of, option_facts, option_sarif, option_pick;
/* Of every question: which state of the record answers. */
extern const Option option_at_entry, option_known;
#define OPTIONS_OF_STATE &option_as_of, &option_at_entry, &option_known, &option_facts
extern const Option option_color, option_help; /* of every verb */

Exit command_run(int count, char **words);
bool command_has(const Command *command, const char *option);
Str  command_option(const Command *command, const char *option); /* "" if not given */
/* The one FILE a verb needs; "" and a message if it is missing or there are more than `most` arguments. */
Str command_file(Command *command, Size most);
/* The day of an option; false: a message was printed. *out keeps its value when the option is absent. */
bool command_day(const Command *command, const char *option, Day *out);

/* Is it `--at N` of the record? `may` has countries behind the same word. */
bool command_at_entry(const Command *command, const char *option);

/* --pick name=choice, as often as wanted. */
Picks command_picks(const Command *command);

void command_flush(Command *command); /* prints `out` */
void command_say(const Command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
Exit command_usage(const Command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Opens the agreement with the --facts and the --pick that were given. Not EXIT_YES: a message was printed.
 * A text with errors is not asked: an answer without the clause that is broken would be a wrong one. */
Exit command_asks(Command *command, Session *session, Str path, Asking *out);
/* Prints the findings to stderr, text form. */
void command_findings(Command *command, const Session *session);
#endif
