/* tables.c - see tables.h. */
#include "app/tables.h"

#include "money/sql.h"
#include "store/postgres.h"

typedef struct {
    Owing            *owing;
    const UsageAsked *asked;
    UsageRead        *out;
    Postgres         *pg;
    const Source     *mapping;
    Str               path; /* as statements and messages call the table */
    SqlReader        *reader;
} Tables;

static SqlTable table_of(Arena *arena, const PostgresTable *from)
{
    static const SqlKind kinds[] = {[POSTGRES_TEXT] = SQL_TEXT,
                                    [POSTGRES_INTEGER] = SQL_INTEGER,
                                    [POSTGRES_NUMERIC] = SQL_NUMERIC,
                                    [POSTGRES_DATE] = SQL_DATE,
                                    [POSTGRES_OTHER] = SQL_UNFIT};
    SqlTable             table = {.schema = from->schema, .name = from->name};
    for (Size i = 0; i < from->columns.count; i++) {
        const PostgresColumn *column = &from->columns.items[i];
        *PUSH(arena, &table.columns) = (SqlColumn){.name = column->name,
                                                   .kind = kinds[column->kind],
                                                   .type = column->type,
                                                   .digits = column->digits,
                                                   .decimals = column->decimals,
                                                   .folds = column->folds};
    }
    return table;
}

static bool take(void *self, const Str *cells, int count, Str *why)
{
    Tables *t = self;
    INVARIANT(count == sql_reader_width(t->reader));
    return sql_reader_take(t->reader, cells, why);
}

static void tell_reasons(Tables *t)
{
    Arena     *arena = t->owing->asking->session->arena;
    Size       count = 0;
    SqlReason *reasons = sql_reader_reasons(t->reader, &count);
    for (Size i = 0; i < count && t->out->said.count < REJECTS_SHOWN; i++) {
        *PUSH(arena, &t->out->said) =
            str_format(arena, "%.*s: %lld line%s: %.*s", STR_ARG(t->path), (long long)reasons[i].lines,
                       reasons[i].lines == 1 ? "" : "s", STR_ARG(sql_reason_text(t->reader, &reasons[i])));
        t->out->told += reasons[i].lines;
    }
}

static bool run(Tables *t, const Sql *sql, Str *why)
{
    Arena     *arena = sql->arena;
    Str        text = sql_text(sql, (SqlQuotes){t->pg, postgres_name, postgres_value});
    UsageFile *file = NULL;
    if (t->asked->show_sql) {
        text_format(t->asked->show_sql, "%s%.*s;\n", t->asked->show_sql->len ? "\n" : "",
                    STR_ARG(str_trim(text)));
        return true;
    }
    t->reader = sql_reader_new(sql, &t->owing->sums);
    if (!postgres_rows(t->pg, text, take, t, why))
        return false;
    tell_reasons(t);
    file = PUSH(arena, &t->out->files);
    *file = (UsageFile){.path = t->path, .totals = sql_reader_totals(t->reader)};
    return true;
}

static bool read_table(Tables *t, Str given, Str *why)
{
    Session      *s = t->owing->asking->session;
    PostgresTable found;
    UsageShape    shape;
    Str           name = given;
    Word          lines = owing_lines_named(t->owing, given, &name);
    t->path = str_format(s->arena, "%.*s %.*s", STR_ARG(t->asked->tables_from), STR_ARG(name));
    if (!postgres_table(t->pg, s->arena, name, &found, why))
        return false;
    SqlTable      table = table_of(s->arena, &found);
    const Source *heading = sources_add(s->sources, t->path, sql_heading(s->arena, &table));
    UsageHead     head = {.head = heading, .mapping = t->mapping, .lines = lines};
    if (!usage_shape(s->arena, t->owing->plan, &head, s->diags, &shape) ||
        !sql_fits(&shape, &table, heading, s->diags))
        return true; /* findings say it */
    Sql sql = {.arena = s->arena, .plan = t->owing->plan, .shape = &shape, .table = &table};
    return run(t, &sql, why);
}

bool owing_tables(Owing *owing, const UsageAsked *asked, const Source *mapping, UsageRead *out, Str *why)
{
    Tables t = {.owing = owing, .asked = asked, .out = out, .mapping = mapping};
    t.pg = postgres_open(owing->asking->session->arena, asked->tables_from, why);
    bool good = t.pg != NULL;
    for (Size i = 0; i < asked->tables.count && good; i++)
        good = read_table(&t, asked->tables.items[i], why);
    postgres_close(t.pg);
    return good;
}
