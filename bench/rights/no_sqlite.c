/* no_sqlite.c - in place of sqlite.c where SQLite's header is missing. */
#include "peers.h"

bool sqlite_measure(const Workload *w, const WQuestion *questions, const WAnswer *answers, int count,
                    SqliteResult *out)
{
    (void)w;
    (void)questions;
    (void)answers;
    (void)count;
    *out = (SqliteResult){0};
    return false;
}
