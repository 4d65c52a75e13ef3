# tables_world.py - an agreement, and random lines of usage under it: as a file, as texts, as a table with types.
import random

AGREEMENT = '''entente 1
agreement pact {
  between aurora, borealis; effective 2026-01-01; changed by all parties; currency EUR
  rounding half-even to 0.01 EUR on running total of each calendar year
}
party aurora { affiliates over 50% of votes }
party borealis { affiliates over 50% of votes }
entity labs { affiliate of borealis at 60% from 2026-03-15 }
entity stranger
unit title
unit minute
field phones
products handsets
asset aurora/x { covers "x" }
product beacon { made by borealis; field phones; in handsets; practises aurora/x }
product lantern { made by borealis; field phones; practises aurora/x }
grant x {
  aurora grants borealis with affiliates; to make, use, sell; under aurora/x; in phones; within DE, FR, JP, US
  lasts perpetual
}
lines sales { reported by borealis; states line, day, product, country, entity, currency, units, gross, returns }
lines shows { reported by borealis; states line, day, product, country, entity, currency, titles, price, minutes }
define net-sales { means "what is left"; equals gross less returns }
royalty by-unit {
  borealis pays aurora
  on units in sales of handsets
  counted together for borealis with affiliates, each calendar year
  bands marginal { up to 1_000 units: free; up to 50_000 units: 0.25 EUR per unit; above that: 0.10 EUR per unit }
  at most 90_000 EUR each calendar year
  pay each calendar quarter
}
royalty by-value {
  borealis pays aurora
  on net-sales
  counted apart for each product, each calendar year
  bands whole { up to 10_000 EUR: 3%; above that: 2% }
  convert at "ECB", CONVERTED
  minimum 500 EUR each calendar year, credited in the same year only
  pay each calendar month
}
royalty by-country {
  borealis pays aurora
  on units in sales
  counted apart for each country, each calendar year
  rate 0.01 EUR per unit
  pay each calendar year
}
royalty by-title {
  borealis pays aurora
  on titles in shows if minutes over 12.5 minutes
  rate least of { 2% of price; 0.02 EUR per title }
  pay each calendar quarter
}
royalty by-capped {
  borealis pays aurora
  on gross
  price at most 12.50 EUR
  rate 1%
  pay each calendar year
}
'''
RUNNING = 'half-even to 0.01 EUR on running total of each calendar year'
ROUNDED = [f'{mode} EUR on each line' for mode in
           ('half-even to 0.01', 'half-up to 0.05', 'half-down to 0.01', 'up to 0.10', 'down to 0.01')]
CONVERTED = ('last day of period', 'day of sale')
RATES = 'currency,day,rate\n' + ''.join(f'{code},2026-{month:02}-{day:02},{rate}\n' for month in range(1, 13)
    for day in range(1, 29) for code, rate in (('USD', '1.1250'), ('JPY', '160.25'), ('KWD', '0.3375')))

COLUMNS = {'sales': ('line', 'day', 'product', 'country', 'entity', 'currency', 'units', 'gross', 'returns'),
           'shows': ('line', 'day', 'product', 'country', 'entity', 'currency', 'titles', 'price', 'minutes')}
PLAIN = {'product': ('beacon', 'lantern', 'handsets'), 'country': ('DE', 'FR', 'JP', 'US', 'BR'),
         'entity': ('borealis', 'labs', 'aurora', 'stranger'), 'currency': ('EUR', 'USD', 'JPY', 'KWD')}
LICENSED = ['beacon', 'DE', 'borealis', 'EUR']
WILD = {
    'line': ('', 'a"b', "x'y"), 'product': ('beacn', 'BEACON', '', "be'acon", 'ü', '\\', 'a;b', 'x' * 300),
    'country': ('UK', 'de', '', 'DEU', 'ZZ'), 'entity': ('LABS', '', 'nobody', 'labs;'),
    'currency': ('EURO', '', 'eur', 'XAU', 'DEM', 'HRK', 'BGN'),
    'day': ('2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2025-12-31', '2027-01-01', '2026-1-1',
            '01.02.2026', '20260101', '', '2026-01-00', '2026-12-32', '0000-01-01',
            '9999-99-99', '2026-01-01T00', '2024-02-29',
            '2000-02-29', '1900-02-29', '0001-01-01', '9999-12-31', 'infinity', '0000-02-29', '2026-06-31'),
    'number': ('-0', '-0.00', '', '1e9', 'NaN', '+5', '1,000', '.5', '5.', '-', '--1', '0x10', '1 000', 'Infinity',
               '12345678901234567890', '999999999999999999', '1234567890123456789', '0.0000001', '9' * 400,
               '000000000000000000000000012', '0', '00', '1234567.123456', '-123456789012.12', '1.2.3',
               '1234567890123.123456', '123456789012.123456', '-999999999999.999999', '0.00', '1.0000000', '٣',
               '12.5', '12.500001'),
}


def number(chance, decimals):
    whole = chance.randrange(10 ** chance.choice((1, 3, 3, 4)))
    sign = '-' if chance.random() < .2 else ''
    if chance.random() < .4 or not decimals:
        return f'{sign if whole else ""}{whole}'
    return f'{sign}{whole}.{chance.randrange(1, 10 ** decimals):0{decimals}}'


def line(chance, columns, wild):
    day = f'2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}'
    cells = {'line': str(chance.randrange(10 ** 6)), 'day': day}
    cells |= {name: chance.choice(values) for name, values in PLAIN.items()}
    minor = {'JPY': 0, 'KWD': 3}.get(cells['currency'], 2)
    for name in columns[6:]:
        count = name in ('units', 'titles', 'minutes')
        cells[name] = number(chance, chance.choice((0, 0, 2, 6)) if count else minor)
    for name in columns:
        if chance.random() < wild:
            cells[name] = chance.choice(WILD.get(name, WILD['number']))
    return [cells[name] for name in columns]


def quoted(chance, cell):
    """A cell of a file. Blanks are only put around cells without quotes: those are no part of them."""
    if any(c in cell for c in ',"\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell if chance.random() < .95 or not cell else '  ' + cell + ' '


def as_text(chance, order, lines, made):
    at = [COLUMNS[lines].index(name) for name in order]
    return ''.join(','.join(quoted(chance, cells[i]) for i in at) + '\n' for cells in made)


def odd_file(seed, lines):
    """A line for each odd value of each column, right in all else."""
    chance = random.Random(seed)
    order, made = list(COLUMNS[lines]), []
    chance.shuffle(order)
    for at, column in enumerate(COLUMNS[lines]):
        for value in WILD.get(column, WILD['number']):
            made.append(line(chance, COLUMNS[lines], 0))
            made[-1][2:6] = LICENSED
            made[-1][at] = value
    return order, as_text(chance, order, lines, made)


def text_file(seed, lines, rows, wild=.03):
    """The heading, shuffled, and lines of texts."""
    chance = random.Random(seed)
    order = list(COLUMNS[lines])
    chance.shuffle(order)
    return order, as_text(chance, order, lines, [line(chance, COLUMNS[lines], wild) for _ in range(rows)])


# Types for each column, the plain ones first; values that only a type can hold, or that one cannot.
TYPES = {
    'line': ('bigint', 'text'), 'day': ('date',), 'product': ('text', 'varchar(40)'), 'country': ('text', 'char(2)'),
    'entity': ('text', 'varchar'), 'currency': ('char(3)', 'text'),
    'number': ('numeric', 'numeric(14,2)', 'numeric(30,8)', 'bigint', 'integer', 'numeric(20,0)', 'smallint',
               'numeric(7,6)', 'numeric(24,6)'),
}
TYPED_DAYS = (None, 'infinity', '-infinity', '0044-03-15 BC', '10000-01-01', '2025-12-31', '2027-01-01', '2026-12-31',
              '0001-01-01', '9999-12-31')
TYPED_NUMBERS = (None, 'NaN', '12.5', '12.500001', '0', '-1', '1e18', '999999999999999999', '-1e18',
                 '-999999999999999999', '0.0000001', '0.000001',
                 '123456789012.123456', '1234567890123.123456', '1.00000000000000000001', '1e100', 'Infinity',
                 '-Infinity', '9223372036854775807', '-9223372036854775808', '0.00000000000000000000000000001',
                 '1e-30', '1e3000')


def literal(cell):
    return 'NULL' if cell is None else "'" + cell.replace("'", "''") + "'"


def typed_line(chance, lines, wild):
    cells = dict(zip(COLUMNS[lines], line(chance, COLUMNS[lines], 0)))
    for column in COLUMNS[lines][1:]:
        if chance.random() < wild:
            cells[column] = chance.choice(specials(column))
    return cells


def specials(column):
    """NULL, and what a file would hold too, but for empty texts: those are NULL in a file."""
    if column == 'day':
        return TYPED_DAYS
    return (None, *(one for one in WILD[column] if 0 < len(one) < 4)) if column in WILD else TYPED_NUMBERS


def filled(name, order, types, made):
    """Statements that make a table and fill it: what a type does not take is NULL in it."""
    rows = []
    for cells in made:
        fitting = (f"pg_temp.fitting({literal(cells[one])}, '{types[one]}', NULL::{types[one]})" for one in order)
        rows.append('(' + ', '.join(fitting) + ')')
    columns = ', '.join(f'"{column}" {types[column]}' for column in order)
    return FITTING + f'CREATE TABLE {name} ({columns});\nINSERT INTO {name} VALUES ' + ',\n'.join(rows) + ';\n'


def typed_table(seed, name, lines, rows, wild=.04):
    chance = random.Random(seed)
    order = list(COLUMNS[lines])
    chance.shuffle(order)
    types = {column: chance.choice(TYPES.get(column, TYPES['number'])) for column in order}
    return order, types, filled(name, order, types, [typed_line(chance, lines, wild) for _ in range(rows)])


def odd_table(number, name):
    """A row for each special value of each column; `number` says which types the numbers have."""
    chance, order, made = random.Random(number), COLUMNS['shows'], []
    types = {column: TYPES.get(column, ('',))[0] for column in order}
    types |= dict(zip(order[6:], TYPES['number'][3 * number:]))
    for column in order[1:]:
        for value in specials(column):
            made.append(typed_line(chance, 'shows', 0) | dict(zip(order[2:6], LICENSED)) | {column: value})
    return order, types, filled(name, order, types, made)


FITTING = '''SET client_min_messages = error;
CREATE FUNCTION pg_temp.fitting(text, text, anyelement) RETURNS anyelement LANGUAGE plpgsql AS $$
DECLARE out ALIAS FOR $0;
BEGIN
  BEGIN EXECUTE 'SELECT $1::' || $2 INTO out USING $1; EXCEPTION WHEN OTHERS THEN out := NULL; END;
  RETURN out;
END $$;
'''


def as_file(name, order, types):
    """The statement that gives a table as the file that it stands for: numbers in their shortest form."""
    shown = [f'trim_scale("{column}"::numeric)' if types[column].startswith('numeric') else f'"{column}"'
             for column in order]
    return f'COPY (SELECT {", ".join(shown)} FROM {name}) TO STDOUT (FORMAT csv)'
