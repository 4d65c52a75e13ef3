#!/usr/bin/env python3
# test_tables.py - a table of a real PostgreSQL server gives what a file with the same lines gives, to the byte.
# Usage: test_tables.py PROGRAM   Starts servers of its own in a folder that is removed; says so where there is none.
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap, difference  # noqa: E402

import postgres  # noqa: E402
import tables_world as world  # noqa: E402

PERIODS = ('2026', '2026-Q3', '2026-05', '2027')
ROUNDED = 2  # the first text in which each line is rounded
SEEDS = int(os.environ.get('ENTENTE_SEEDS', 5 // int(os.environ.get('ENTENTE_PART', 1)) or 1))


class Program:
    def __init__(self, path, folder, server):
        self.path, self.folder, self.server = path, Path(folder), server
        self.env = dict(os.environ, PGSERVICEFILE=self.write('service', server.service('shop')))
        for converted in range(2):
            self.write(f'{converted}.entente', world.AGREEMENT.replace('CONVERTED', world.CONVERTED[converted]))
        for at, mode in enumerate(world.ROUNDED):
            self.write(f'{ROUNDED + at}.entente', world.AGREEMENT.replace('CONVERTED', world.CONVERTED[0])
                       .replace(world.RUNNING, mode))
        self.rates = self.write('rates.csv', world.RATES)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding='utf-8')
        return str(self.folder / name)

    def run(self, *more, verb='owe', period='2026', text=0, env=None):
        command = [self.path, verb, str(self.folder / f'{text}.entente'), '--period', period, '--as-of', '2027-01-31',
                   '--rates', self.rates, *more]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, env=self.env | (env or {}))

    def table(self, *tables, more=(), **how):
        named = [word for table in tables for word in ('--table', table)]
        return self.run('--sums-from', 'service=shop', *named, *more, **how)


def without_source(shown, form):
    """What was printed, but for the words that name the source and the room they take."""
    if form == 'json':
        said = json.loads(shown)
        for file in said.get('files', []):
            file['path'] = ''
        said.pop('digest', None)  # of the whole statement, the path of its source too
        return said
    steps, _, read = shown.partition('\nLines of usage\n')
    return steps, [told.split() for told in re.findall(r'rejected (\d.*(?:\n    .*)*)', read)]


def same(program, files, tables, **how):
    """Trouble, if the files and the tables do not give the same for every form and period."""
    usage = [word for file in files for word in ('--usage', file)]
    for period, form in ((PERIODS[0], 'text'), *((period, 'json') for period in PERIODS)):
        more = ('--json',) if form == 'json' else ()
        want = program.run(*usage, *more, verb='statement', period=period, **how)
        got = program.table(*tables, more=more, verb='statement', period=period, **how)
        if want.returncode not in (0, 4, 8):
            return f'{period}: of the file: {want.returncode}\n{want.stderr}'
        if got.returncode != want.returncode:
            return f'{period}: {got.returncode}, not {want.returncode}\n{got.stderr}\n{want.stderr}'
        if without_source(got.stdout, form) != without_source(want.stdout, form):
            both = [one.stdout for one in (want, got)]
            if form == 'json':
                both = [json.dumps(json.loads(one), indent=1) for one in both]
            return f'{period} {form}\n' + difference(*both)
    return ''


def rounded(seed):
    return ROUNDED + seed % len(world.ROUNDED)


def read_all(said):
    files = json.loads(said.stdout)['files']
    return files[-1]


# ---- the same lines ----

def lines_as_texts(program, seed):
    """Everything a file may hold, also what is wrong with it."""
    files, tables = [], []
    for lines in ('sales', 'shows'):
        order, body = world.text_file(seed * 2 + len(lines), lines, 250)
        files.append(program.write(f'{lines}-{seed}.csv', ','.join(order) + '\n' + body))
        program.server.sql(f'CREATE TABLE {lines}_{seed} (' + ', '.join(f'"{name}" text' for name in order) + ')')
        program.server.sql(f'COPY {lines}_{seed} FROM STDIN (FORMAT csv)', stdin=body)
        tables.append(f'{lines}_{seed}')
    yield f'lines as texts, seed {seed}', same(program, files, tables, text=seed % 2)
    yield f'each line of them rounded, seed {seed}', same(program, files, tables, text=rounded(seed))


def lines_with_types(program, seed):
    """Tables with types, against their export: what a type rules out, and what only a type can hold."""
    files, tables = [], []
    for lines in ('sales', 'shows'):
        name = f'typed_{lines}_{seed}'
        order, types, made = world.typed_table(seed * 2 + len(lines), name, lines, 250)
        program.server.sql(made)
        body = program.server.sql(world.as_file(name, order, types))
        files.append(program.write(name + '.csv', ','.join(order) + '\n' + body))
        tables.append(name)
    yield f'lines with types, seed {seed}', same(program, files, tables, text=seed % 2)
    yield f'each line with types rounded, seed {seed}', same(program, files, tables, text=rounded(seed))


def every_oddity(program):
    """One line for each thing that can be odd, so that none is left to chance."""
    files, tables = [], []
    for lines in ('sales', 'shows'):
        order, body = world.odd_file(5, lines)
        files.append(program.write(f'odd-{lines}.csv', ','.join(order) + '\n' + body))
        program.server.sql(f'CREATE TABLE odd_{lines} (' + ', '.join(f'"{name}" text' for name in order) + ')')
        program.server.sql(f'COPY odd_{lines} FROM STDIN (FORMAT csv)', stdin=body)
        tables.append(f'odd_{lines}')
    yield 'every odd text', same(program, files, tables)
    for number in range(len(world.TYPES['number']) // 3):
        order, types, made = world.odd_table(number, f'odd_typed_{number}')
        program.server.sql(made)
        body = program.server.sql(world.as_file(f'odd_typed_{number}', order, types))
        file = program.write(f'odd-{number}.csv', ','.join(order) + '\n' + body)
        yield f'every odd value of types, {number}', same(program, [file], [f'odd_typed_{number}'])


def no_line_is_lost(program):
    said = program.table('sales_1', more=('--json',))
    totals, rows = read_all(said), int(program.server.sql('SELECT count(*) FROM sales_1'))
    good = totals['read'] == rows == totals['counted'] + totals['rejected'] and totals['rejected'] > 0
    yield 'every line is counted or told', '' if good else f'{totals}\n{rows}'
    program.server.sql('CREATE TABLE empty_sales (LIKE sales_1)')
    said = program.table('empty_sales', more=('--json',))
    good = said.returncode == 0 and read_all(said)['read'] == 0
    yield 'a table without a line', '' if good else str(said)


def table_of(name, **columns):
    """A statement that makes a table of sales; `columns` have another type than usual."""
    usual = {'day': 'date', 'product': 'text', 'country': 'text', 'entity': 'text', 'currency': 'text',
             'units': 'bigint', 'gross': 'numeric', 'returns': 'numeric'}
    return f'CREATE TABLE {name} (' + ', '.join(f'{one} {kind}' for one, kind in (usual | columns).items()) + ');'


SALE = "('2026-05-01', 'beacon', 'DE', 'borealis', 'EUR', 10000, 2.5, 0)"


def with_a_mapping(program):
    program.server.sql('CREATE TABLE sap ("Posting Date" date, "Material" text, land char(2), wer text, '
                       '"Net" numeric(12,2), back numeric(12,2), qty integer);'
                       "INSERT INTO sap VALUES ('2026-05-01','beacon','DE','borealis',1000.50,0.50,10000)")
    pairs = {'Posting Date': 'day', 'Material': 'product', 'land': 'country', 'wer': 'entity', 'Net': 'gross',
             'back': 'returns', 'qty': 'units', 'currency': 'EUR'}
    mapping = program.write('sap.map', ''.join(f'{left} = {right}\n' for left, right in pairs.items()))
    csv = program.write('sap.csv', 'day,product,country,entity,currency,gross,returns,units\n'
                        '2026-05-01,beacon,DE,borealis,EUR,1000.50,0.50,10000\n')
    got, want = program.table('sap', more=('--map', mapping, '--json')), program.run('--usage', csv, '--json')
    good = without_source(got.stdout, 'json') == without_source(want.stdout, 'json')
    yield 'the columns of others, and one currency', '' if good else f'{got}\n{want}'
    got = program.table('sap')
    good = got.returncode == 4 and 'E060' in got.stderr and 'in the mapping' in got.stderr
    yield 'a column that is missing is told with what to write', '' if good else str(got)
    totals = read_all(program.table('sales_1', more=('--usage', csv, '--json')))
    yield 'files and tables together', '' if totals['read'] == 251 else str(totals)
    got = program.table('shows=sales_1')
    good = got.returncode == 4 and 'E0601' in got.stderr and '`titles`' in got.stderr
    yield 'lines that are named are those that are meant', '' if good else str(got)


# ---- names and values of others ----

def names_that_would_do_harm(program):
    table = 'we"ird\'; DROP TABLE sales_1; --\\ \u00fc'
    column = 'u"nits\'); DELETE FROM sales_1; --'
    table, units = ('"' + one.replace('"', '""') + '"' for one in (table, column))
    program.server.sql(f'CREATE SCHEMA {table};' + table_of(f'{table}.{table}') +
                       f'ALTER TABLE {table}.{table} RENAME units TO {units};'
                       f'INSERT INTO {table}.{table} VALUES {SALE}, ' +
                       SALE.replace("'beacon'", "E'x\\'; DROP TABLE sales_1; -- \\\\ \u00fc'"))
    got = program.table(f'{table}.{table}', more=('--map', program.write('bad.map', f'{column} = units\n')))
    told = "`x'; DROP TABLE sales_1; -- \\ \u00fc` is not in the register"
    good = got.returncode == 4 and '2,250.00 EUR' in got.stdout and told in got.stderr
    yield 'names with quotes, semicolons, backslashes', '' if good else str(got)
    for name in ('sales_1; DROP TABLE sales_1', "sales_1'; --", '"sales_1', 'a.b.c.d', '', ' ', 'sales_1 --', '$1',
                 '%s', 'pg_catalog.now()', '(SELECT 1)', 'sales_1, sales_1'):
        got = program.table(name)
        yield f'no table: {name}', '' if got.returncode in (2, 6) and not got.stdout else str(got)
    left = program.server.sql('SELECT count(*) FROM sales_1').strip()
    yield 'nothing was harmed', '' if left == '250' else left


def functions_of_others(program):
    program.server.sql("""CREATE SCHEMA evil;
      CREATE FUNCTION evil.width_bucket(date, date[]) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2';
      CREATE FUNCTION evil.btrim(char) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'EUR'$$;
      CREATE FUNCTION evil.abs(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT 1.0';
      CREATE ROLE misled LOGIN SUPERUSER; ALTER ROLE misled SET search_path = evil, pg_catalog, public;
      ALTER ROLE misled SET standard_conforming_strings = off; ALTER ROLE misled SET datestyle = 'German';""")
    misled = {'PGSERVICEFILE': program.write('misled', program.server.service('shop', user='misled'))}
    got = program.table('typed_sales_1', more=('--json',), env=misled)
    want = program.table('typed_sales_1', more=('--json',))
    yield 'settings of a role and functions of others change nothing', '' if got.stdout == want.stdout else str(got)


# ---- what fails says what to do ----

def refused(name, got, code, *words):
    good = got.returncode == code and not got.stdout and all(word in got.stderr for word in words)
    return name, '' if good else f'{got}\nwanted {code} {words}'


def where_it_is_not(program):
    for given in ('host=x password=secret', 'postgresql://a:b@host/db', 'service=', 'service=a b', 'shop',
                  'service=a;b'):
        got = program.run('--sums-from', given, '--table', 'sales_1')
        yield refused(f'no address in an argument: {given}', got, 2, 'write service=NAME')
    yield refused('a source without a table', program.run('--sums-from', 'service=shop'), 2, 'belong together')
    yield refused('a table without a source', program.run('--table', 'sales_1'), 2, 'belong together')
    yield refused('SQL of nothing', program.run('--show-sql'), 2, 'belong together')
    yield refused('rejects of a table', program.table('sales_1', more=('--rejects', 'x')), 2, 'stay where they are')
    got = program.run('--sums-from', 'service=none', '--table', 'x')
    yield refused('a service that is not there', got, 6, 'none')
    away = {'PGSERVICEFILE': program.write('away', program.server.service('shop', host=str(program.folder)))}
    got = program.table('sales_1', env=away)
    yield refused('a server that is not there', got, 6, 'service=shop', 'Is the server running')
    got = program.table('sale_1')
    yield refused('a table that is not there', got, 6, 'no table `sale_1`', 'did you mean `sales_1`?')
    got = program.table('nowhere.sales_1')
    yield refused('a schema that is not there', got, 6, 'no table `nowhere.sales_1`')
    program.server.sql('CREATE TABLE wide (' + ', '.join(f'c{i} text' for i in range(300)) + ')')
    yield refused('too many columns', program.table('wide'), 6, 'more than 256 columns')
    named = {'PGSERVICEFILE': '', 'PGHOST': str(program.server.folder), 'PGUSER': 'owner', 'PGDATABASE': 'postgres'}
    got = program.run('--sums-from', 'environment', '--table', 'sales_1', env=named)
    good = got.returncode == 4 and 'environment sales_1' in got.stdout
    yield 'a server named by the environment', '' if good else str(got)


def what_is_not_permitted(program):
    server = program.server
    server.sql('CREATE TABLE hidden AS SELECT * FROM sales_1; CREATE ROLE reader LOGIN; CREATE ROLE blind LOGIN;'
               'GRANT SELECT ON sales_1, hidden TO reader; ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;'
               "CREATE POLICY own ON hidden USING (country = 'DE')")
    reader, blind = ({'PGSERVICEFILE': program.write(role, server.service('shop', user=role))}
                     for role in ('reader', 'blind'))
    got = program.table('sales_1', env=reader)
    yield 'a role that may only read', '' if got.returncode == 4 and 'Lines of usage' in got.stdout else str(got)
    got = program.table('sales_1', env=blind)
    yield refused('a role that may not read', got, 6, 'permission denied', 'GRANT')
    got = program.table('hidden', env=reader)
    yield refused('rows that a policy would hide', got, 6, 'row-level security')
    server.sql("""
      CREATE VIEW slow AS SELECT s.* FROM sales_1 s, LATERAL (SELECT pg_sleep(1) WHERE s.line IS NOT NULL) x;
      CREATE FUNCTION writes() RETURNS text LANGUAGE sql AS
        $$INSERT INTO public.sales_1(line) VALUES (1) RETURNING line$$;
      CREATE VIEW writing AS SELECT day, writes() AS product, country, entity, currency, units, gross, returns
        FROM sales_1;""")
    hurry = {'PGSERVICEFILE': program.write('hurry', server.service('shop', options='-c statement_timeout=200ms'))}
    got = program.table('slow', env=hurry)
    yield refused('a statement that takes too long', got, 6, 'statement timeout', 'statement_timeout=3h')
    yield refused('a view that writes', program.table('writing'), 6, 'read-only transaction')


def types_that_do_not_fit(program):
    program.server.sql("""
      CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE DOMAIN amount AS numeric(12,2); CREATE DOMAIN price AS amount; CREATE TYPE mood AS ENUM ('a');""")
    tries = (('gross', 'double precision', 'not exact'), ('gross', 'money', 'not exact'),
             ('units', 'real', 'not exact'), ('day', 'timestamptz', 'this column is a day'),
             ('day', 'timestamp', 'this column is a day'), ('product', 'uuid', 'a code or a name'),
             ('product', 'mood', 'a code or a name'), ('currency', 'integer', 'a code or a name'),
             ('product', 'text COLLATE folding', 'texts that differ are equal'))
    for number, (column, kind, words) in enumerate(tries):
        program.server.sql(table_of(f'odd_{number}', **{column: kind}))
        got = program.table(f'odd_{number}')
        yield refused(f'a {column} that is {kind}', got, 4, 'E0641', words, f'"{column}"')
    program.server.sql(table_of('domains', gross='price', returns='amount') + f'INSERT INTO domains VALUES {SALE}')
    got = program.table('domains', more=('--json',))
    good = got.returncode == 0 and read_all(got)['counted'] == 1
    yield 'a domain is what it is a domain over', '' if good else str(got)


# ---- two servers ----

def two_servers(program, other):
    """One table in parts by country, some on another server: each adds up what it holds."""
    order, types, made = world.typed_table(77, 'whole', 'sales', 300)
    columns = ', '.join(f'"{name}" {types[name]}' for name in order)
    server = program.server
    server.sql(made + 'INSERT INTO whole SELECT w.* FROM whole w, generate_series(1, 29);')
    body = server.sql(world.as_file('whole', order, types))
    csv = program.write('whole.csv', ','.join(order) + '\n' + body)
    other.sql(f'CREATE TABLE part_east ({columns})')
    server.sql(f"""CREATE EXTENSION postgres_fdw;
      CREATE SERVER east FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{other.folder}', dbname 'postgres');
      CREATE USER MAPPING FOR owner SERVER east OPTIONS (user 'owner', password_required 'false');
      CREATE TABLE parted ({columns}) PARTITION BY LIST (country);
      CREATE FOREIGN TABLE part_east PARTITION OF parted FOR VALUES IN ('JP', 'US', 'BR') SERVER east;
      CREATE TABLE part_west PARTITION OF parted DEFAULT;
      INSERT INTO parted SELECT * FROM whole; ANALYZE parted;""")
    held = [int(other.sql('SELECT count(*) FROM part_east')), int(server.sql('SELECT count(*) FROM ONLY part_west'))]
    yield 'both servers hold lines', '' if min(held) > 1000 else str(held)
    yield 'a table in parts on two servers', same(program, [csv], ['parted'])
    wise = server.service('shop', options='-c enable_partitionwise_aggregate=on')
    wise = {'PGSERVICEFILE': program.write('wise', wise)}
    yield 'the same where each part is added up alone', same(program, [csv], ['parted'], env=wise)
    explain = '\nEXPLAIN (VERBOSE, COSTS OFF) ' + program.table('parted', more=('--show-sql',)).stdout
    plan = server.sql('SET enable_partitionwise_aggregate = on;' + explain)
    good = re.search(r'Relations: Aggregate on \(\S*part_east', plan) and \
        re.search(r'Remote SQL: SELECT .*sum\(.*FROM public.part_east GROUP BY', plan)
    yield 'what lies elsewhere is added up there', '' if good else plan
    plan = server.sql('SET enable_partitionwise_aggregate = off;' + explain)
    yield 'and not when it is not asked for', '' if 'Aggregate on' not in plan else plan


def cases(program, other):
    for seed in range(1, SEEDS + 1):
        yield from lines_as_texts(program, seed)
        yield from lines_with_types(program, seed)
    yield from every_oddity(program)
    yield from no_line_is_lost(program)
    yield from with_a_mapping(program)
    yield from names_that_would_do_harm(program)
    yield from functions_of_others(program)
    yield from where_it_is_not(program)
    yield from what_is_not_permitted(program)
    yield from types_that_do_not_fit(program)
    yield from two_servers(program, other)


def main():
    tap = Tap()
    if not postgres.is_there():
        print('1..0 # SKIP PostgreSQL 15 is not installed: apt-get install postgresql-15')
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # a test that is stopped leaves no server behind
    with TemporaryDirectory() as folder, postgres.Server() as server, postgres.Server() as other:
        os.chmod(folder, 0o755)
        for name, trouble in cases(Program(sys.argv[1], folder, server), other):
            tap.case(name, trouble[:6000])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
