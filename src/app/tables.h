/* tables.h - usage that lies in tables of a database: its sums are made there, in one transaction. */
#ifndef ENT_APP_TABLES_H
#define ENT_APP_TABLES_H
#include "app/usage.h"

/* Reads the tables that are asked for into a reckoning whose sums are begun. `mapping` may be NULL. A table
 * that does not fit is a finding; lines that are not counted are told by reason. False: the server could not
 * be asked; *why says what. */
CHECKED bool owing_tables(Owing *owing, const UsageAsked *asked, const Source *mapping, UsageRead *out,
                          Str *why);
#endif
