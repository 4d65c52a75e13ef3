/* connection.c - see connection.h. */
#include "store/connection.h"

#include <stdlib.h>
#include <string.h>

static LibPq              lib;
const LibPq *const        libpq = &lib;
static const LateFunction functions[] = {PG_FUNCTIONS(LATE_ROW)};

/* The message of the server without its end and its "ERROR: ", in one line. */
static Str message_text(Arena *arena, const char *message)
{
    Text text = text_new(arena);
    Str  from = str_trim(str_from(message ? message : ""));
    for (Size i = 0; i < from.len; i++)
        text_char(&text, (char)((unsigned char)from.at[i] < ' ' || from.at[i] == 0x7f ? ' ' : from.at[i]));
    return text_str(&text);
}

bool connection_refuse(Postgres *pg, const PGresult *result, Str *why)
{
    const char *state = result ? lib.PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *said = result ? lib.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *help = NULL;
    for (const PostgresHelp *at = pg->helps; at->state && state; at++)
        if (strcmp(state, at->state) == 0)
            help = at->help;
    Str message = message_text(pg->arena, said ? said : lib.PQerrorMessage(pg->connection));
    *why =
        str_format(pg->arena, "%.*s: %.*s%s%s%s%s", STR_ARG(pg->from), STR_ARG(message), state ? " (" : "",
                   state ? state : "", state ? ")" : "", help ? str_format(pg->arena, "; %s", help).at : "");
    return false;
}

bool connection_done(Postgres *pg, const PGresult *result, Str *why)
{
    ExecStatusType status = lib.PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || connection_refuse(pg, result, why);
}

bool connection_run(Postgres *pg, const char *sql, Str *why)
{
    PGresult *result = lib.PQexec(pg->connection, sql);
    bool      good = connection_done(pg, result, why);
    lib.PQclear(result);
    return good;
}

bool connection_named(Postgres *pg, ConnectionWords words, Str *why)
{
    if (!late_load(pg->arena, "libpq.so.5", "libpq5", functions, COUNT(functions), why))
        return false;
    if (words.url.len == 0)
        return true;
    PQconninfoOption *options = lib.PQconninfoParse(str_copy(pg->arena, words.url).at, NULL);
    bool              read = options != NULL, secret = false;
    for (const PQconninfoOption *at = options; at && at->keyword; at++)
        secret |= at->val && strstr(at->keyword, "password") != NULL;
    if (options)
        lib.PQconninfoFree(options);
    if (!read) /* without what it is: there may be a password in it */
        *why = S("the address of the server cannot be read; write postgres://USER@HOST/DATABASE");
    else if (secret)
        *why = S(
            "the address of the server holds a password, which every user of this machine could read; leave "
            "it out, and write it into the password file (~/.pgpass)");
    return read && !secret;
}

bool connection_open(Postgres *pg, ConnectionWords words, Str *why)
{
    if (!connection_named(pg, words, why))
        return false;
    bool        named = words.service.len || words.url.len;
    const char *key =
        words.url.len ? "dbname" : "service"; /* libpq takes an address as the name of a database */
    const char *value = str_copy(pg->arena, words.url.len ? words.url : words.service).at;
    const char *keys[] = {"client_encoding", "application_name", named ? key : NULL, NULL};
    const char *values[] = {"UTF8", "entente", value, NULL};
    (void)setenv("PGCONNECT_TIMEOUT", "10",
                 0); /* unless the environment or the service says something else */
    pg->connection = lib.PQconnectdbParams(keys, values, words.url.len ? 1 : 0);
    if (lib.PQstatus(pg->connection) == CONNECTION_OK)
        return true;
    *why = str_format(pg->arena, "%.*s: %.*s", STR_ARG(pg->from),
                      STR_ARG(message_text(pg->arena, lib.PQerrorMessage(pg->connection))));
    return false;
}

void connection_close(Postgres *pg)
{
    if (pg && pg->connection)
        lib.PQfinish(pg->connection);
    if (pg)
        pg->connection = NULL;
}
