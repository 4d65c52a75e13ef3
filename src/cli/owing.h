/* owing.h - what `owe`, `statement` and `why` share: their options, and the way from them to a statement. */
#ifndef ENT_CLI_OWING_H
#define ENT_CLI_OWING_H
#include "app/scenario.h"
#include "app/usage.h"
#include "cli/command.h"
#include "report/statement_words.h"

extern const Option option_usage, option_period, option_register, option_rates, option_map, option_rejects,
    option_threads, option_sums, option_without, option_sums_to, option_prior, option_check_duplicates,
    option_sums_from, option_table, option_show_sql, option_what_if, option_scenario;

/* Of every verb that reads usage. */
#define OPTIONS_OF_USAGE                                                                         \
    &option_usage, &option_sums, &option_without, &option_sums_from, &option_table,              \
        &option_check_duplicates, &option_register, &option_rates, &option_map, &option_threads, \
        &option_prior

typedef struct {
    Session       session;
    Asking        asking;
    Owing         owing;
    Statement    *statement; /* NULL: the SQL was asked for, and is printed */
    StatementView view;
    Scenarios     scenarios;
    ImaginedList  imagined;   /* by scenario */
    bool          difference; /* more lines were taken off than counted */
} Owed;

/* False: one of these options was given where nothing reads it, and a message was printed. */
bool owing_unasked(Command *command, const char *const *options, Size count, const char *why);
/* 2026Q3 is read as 2026-Q3. False: a message was printed. */
bool owing_period(Command *command, Days *out);
/* The files of usage into a statement for a text that is open (`asking`). `loud`: says what was wrong with
 * lines; of two texts on the same lines one is enough. Not EXIT_YES: a message was printed. */
Exit command_reckons(Command *command, Owed *out, Days period, Day as_of, bool loud);
/* Not EXIT_YES: a message was printed. */
Exit command_owes(Command *command, Owed *out);
/* The files that the options name. */
UsageAsked command_usage_asked(Command *command);
/* What it means for the exit code: rejected lines, a difference, unknown amounts. */
Exit exit_of_owed(const Owed *owed);
#endif
