/* owing.h - what `owe`, `statement` and `why` share: their options, and the way from them to a statement. */
#ifndef ENT_CLI_OWING_H
#define ENT_CLI_OWING_H
#include "app/owe.h"
#include "cli/command.h"
#include "report/statement_words.h"

extern const Option option_usage, option_period, option_register, option_rates, option_map, option_rejects,
    option_threads, option_sums, option_without, option_sums_to, option_prior;

typedef struct {
    Session       session;
    Asking        asking;
    Owing         owing;
    Statement    *statement;
    StatementView view;
    bool          difference; /* more lines were taken off than counted */
} Owed;

/* Not EXIT_YES: a message was printed. */
Exit command_owes(Command *command, Owed *out);
/* The same for one period, once `out` has its session and was asked into it. */
Exit command_reckons(Command *command, Owed *out, Days period);
/* What it means for the exit code: rejected lines, a difference, unknown amounts. */
Exit exit_of_owed(const Owed *owed);
#endif
