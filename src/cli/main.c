/* main.c - the program: one table of verbs, see verbs.h. */
#include "cli/command.h"

int main(int count, char **words) { return (int)command_run(count, words); }
