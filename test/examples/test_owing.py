#!/usr/bin/env python3
# test_owing.py - files of usage as they come: packed, damaged, in another order, with the columns of others.
# Usage: test_owing.py PROGRAM ROOT
import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

HEAD = 'line,day,product,entity,country,units\n'


def lines(count, seed):
    chance = random.Random(seed)
    articles, companies, places = ('decoder', 'encoder', 'both'), ('licensee', 'north', 'south'), ('DE', 'US', 'JP')
    return [f'{i},2009-{chance.randint(1, 12):02}-{chance.randint(1, 28):02},avc-{chance.choice(articles)},'
            f'{chance.choice(companies)},{chance.choice(places)},{chance.randint(-50, 3000)}\n' for i in range(count)]


class Owing:
    def __init__(self, program, root, folder):
        self.program, self.agreement, self.folder = program, str(Path(root) / 'examples/avc-portfolio'), Path(folder)

    def file(self, name, content):
        (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(self.folder / name)

    def run(self, *more, verb='owe', period='2009'):
        done = subprocess.run([self.program, verb, self.agreement, '--period', period, '--as-of', '2010-01-15', *more],
                              capture_output=True, text=True, timeout=60)
        return done

    def why(self, *words):
        return subprocess.run([self.program, 'why', self.agreement, *words, '--as-of', '2010-01-15'],
                              capture_output=True, text=True, timeout=60)

    def due(self, *more, period='2009'):
        done = self.run(*more, '--json', period=period)
        said = json.loads(done.stdout) if done.stdout else {}
        parts = [part for part in said.get('parts', []) if part['clause']['name'] == 'unit-royalty']
        return done.returncode, sum(int(part['due_minor']) for part in parts), said


def expected(rows):
    """Cents of a year: 100,000 units free, 0.20 to 5,000,000, then 0.10; at most 5,000,000.00."""
    units = max(0, sum(int(row.strip().split(',')[5]) for row in rows))
    return min(500_000_000, 20 * max(0, min(units, 5_000_000) - 100_000) + 10 * max(0, units - 5_000_000))


def whys(owing, plain):
    """`why` of an amount: what it shows is what the statement has, and its cells are the lines of the file."""
    due, said = owing.due('--usage', plain, period='2009-Q2')[1:]
    done, text = owing.why('royalty unit-royalty 2009Q2', '--usage', plain, '--json'), owing.why(
        'royalty', 'unit-royalty', '2009-Q2', '--usage', plain)
    figure = json.loads(done.stdout)['figures'][0]
    same = [part for part in said['parts'] if part['clause']['name'] == 'unit-royalty']
    yield 'why has the part of the statement', done.returncode == 0 and [figure['part']] == same, done
    rows = [line.split(',') for line in Path(plain).read_text().splitlines()[1:]]
    rows = [row for row in rows if row[1][5:7] in ('04', '05', '06')]
    want, got = {}, {}
    for row in rows:
        key = row[2], row[3], row[1][:7]
        want[key] = want.get(key, 0) + int(row[5])
    for cell in figure['cells']:
        key = cell['article'], cell['company'], cell['from'][:7]
        got[key] = got.get(key, 0) + int(cell['counted'])
    yield 'its cells are the lines of the quarter', got == want and len(want) == 27, (got, want)
    counted = sum(cell['lines'] for cell in figure['cells'])
    yield 'and as many', counted == len(rows) and {cell['licence'] for cell in figure['cells']} == {'avc'}, counted
    shown = all(words in text.stdout for words in ('the 20 largest of 27 groups', '  7 more ', f'{due // 100:,}'))
    yield 'the text says what it leaves out', text.returncode == 0 and shown, text.stdout
    yield from lines_behind(owing, plain)
    year = json.loads(owing.why('unit-royalty 2009', '--usage', plain, '--json').stdout)['figures']
    yield 'a year has a figure for each payment', len(year) == 4 and year[1]['part']['due_minor'] == due, year
    net = json.loads(owing.why('net 2009-Q2', '--usage', plain, '--json').stdout)['balances']
    made_of = [part['clause']['name'] for part in net[0]['parts']] if net else []
    yield 'a balance says what it is made of', made_of == ['unit-royalty'] and net[0]['parts'] == same, net
    for words, reason in (('royalty unit-royalti 2009', 'did you mean `unit-royalty`?'),
                          ('royalty unit-royalty', 'which period?'), ('royalty', 'which period?'),
                          ('royalty 2009', 'of which name?'), ('unit-royalty north 2009', 'for `north`'),
                          ('unit-royalty 2009-13', 'which period?'), ('unit-royalty 2009-02', 'falls due in 2009-02'),
                          ('net 2030', 'nothing is owed'), ('royalty avc 2009', 'is no royalty'),
                          ('net unit-royalty 2009', 'is no net'), ('royalty \x1b[31m 2009', 'plain letters')):
        done = owing.why(words, '--usage', plain)
        good = done.returncode == 2 and reason in done.stderr and not done.stdout and '\x1b' not in done.stderr
        yield f'asked wrongly: {words!r}', good, done


def kept_sums(owing, rows, plain, due):
    """Sums in place of lines: kept, joined, taken off, refused."""
    first = owing.file('s1.csv', HEAD + ''.join(rows[:1700]))
    second = owing.file('s2.csv', HEAD + ''.join(rows[1700:]))
    kept = [str(owing.folder / name) for name in ('s1.sums', 's2.sums', 'all.sums', 'again.sums')]
    for name, usage in zip(kept, (first, second, plain)):
        owing.run('--usage', usage, '--sums-to', name)
    code, both, said = owing.due('--sums', kept[0], '--sums', kept[1], '--sums-to', kept[3])
    whole = [Path(name).read_bytes() for name in kept]
    yield 'sums of two machines are those of one', (code, both) == (0, due) and whole[3] == whole[2], (code, both, due)
    yield 'and the statement says that they are sums', said['files'][-1]['read'] == 5000, said['files']
    mixed = owing.due('--sums', kept[0], '--usage', second)[:2]
    yield 'sums beside lines', mixed == (0, due), mixed

    wrong = rows[100:140]
    right = [row.rsplit(',', 1)[0] + ',77\n' for row in wrong]
    restated = expected(rows[:100] + right + rows[140:])
    files = owing.file('wrong.csv', HEAD + ''.join(wrong)), owing.file('right.csv', HEAD + ''.join(right))
    code, got, said = owing.due('--sums', kept[2], '--without', files[0], '--usage', files[1])
    counted = [file['counted'] for file in said['files']]
    good = (code, got, counted) == (0, restated, [5000, -40, 40, 5000])
    yield 'lines that were wrong are taken off', good, (got, counted)
    owing.run('--usage', files[0], '--sums-to', kept[3])
    as_sums = owing.due('--sums', kept[2], '--without', kept[3], '--usage', files[1])[:2]
    yield 'or their sums', as_sums == (0, restated), as_sums
    shown = owing.run('--sums', kept[2], '--without', files[0], '--usage', files[1]).stdout
    yield 'which is shown', 'less ' + files[0] in shown and '−40' in shown, shown
    nothing = owing.run('--usage', plain, '--without', plain, '--sums-to', kept[3])
    empty = Path(kept[3]).read_text().split('\n')[2:] == ['cells 0', '']
    yield 'all lines taken off are nothing', nothing.returncode == 0 and empty, nothing

    less = owing.run('--without', files[0], '--sums-to', kept[3])
    told = less.returncode == 4 and '40 lines were taken off that had not been counted' in less.stderr
    yield 'more taken off than was counted is told', told, less
    back = owing.due('--sums', kept[2], '--sums', kept[3], '--usage', files[1])[:2]
    yield 'and such a difference can be kept and added', back == (0, restated), back

    text = Path(kept[2]).read_text()
    for name, content in (('other', text.replace('plan ', 'plan 0', 1)), ('cut', text[:-9]), ('zero', text + '\n'),
                          ('none', HEAD), ('digits', text.replace('\t1\n', '\t01\n', 1) + 'x')):
        done = owing.run('--sums', owing.file(name + '.sums', content), '--sums-to', kept[3] + '.never')
        refused = done.returncode == 4 and 'E0608' in done.stderr and not Path(kept[3] + '.never').exists()
        yield f'sums that are refused: {name}', refused, done
    absent = owing.run('--sums', kept[0] + 'x')
    yield 'sums that are not there', absent.returncode == 6 and 'there is no such file' in absent.stderr, absent
    nowhere = owing.run('--usage', first, '--sums-to', str(owing.folder / 'no/where.sums'))
    yield 'sums that cannot be kept', nowhere.returncode == 6 and 'it cannot be written' in nowhere.stderr, nowhere


PACT = """entente 1
agreement pact { between aurora, borealis; effective 2026-01-01; changed by all parties; currency USD;
  rounding half-even to 0.01 USD on running total of each calendar year }
party aurora { affiliates over 50% of votes }
party borealis { affiliates over 50% of votes }
product beacon { made by borealis }
product lantern { made by borealis }
lines sales { reported by borealis; states line, day, product, currency, units, gross }
event launch { recorded by borealis }
royalty fee { borealis pays aurora; on units in sales; counted apart for each product, each calendar year;
  bands marginal { up to 100 units: free; above that: 2 USD per unit }
  at most 5_000 USD each calendar year
  pay each calendar quarter, within 30 days of its end }
milestones steps { borealis pays aurora; launch: 700 USD }
"""
SALES = 'line,day,product,currency,units,gross\n'


def lines_behind(owing, plain):
    """`--lines`: the lines that a figure counts, as they stand in the file."""
    heading, *rows = Path(plain).read_text().splitlines()
    spring = [(number, row) for number, row in enumerate(rows, 2) if row.split(',')[1][5:7] in ('04', '05', '06')]

    def asked(*more, words='unit-royalty 2009-Q2', usage=(plain,)):
        done = owing.why(words, *[word for path in usage for word in ('--usage', path)], '--lines', '--json', *more)
        said = json.loads(done.stdout) if done.stdout else {'lines': [], 'more': 0}
        return [(line['line'], line['row']) for line in said['lines']], said['more'], done

    lines, more, done = asked('--limit', '5000')
    yield 'lines: all of the quarter and no other', (lines, more) == (spring, 0), done
    lines, more, done = asked()
    yield 'lines: 20, and how many more', (lines, more) == (spring[:20], len(spring) - 20), done
    lines, more, done = asked('--product', 'avc-both', '--country', 'JP', '--day', '2009-05')
    wanted = [(number, row) for number, row in spring if ',avc-both,' in row and ',JP,' in row and '2009-05' in row]
    yield 'lines: of a product, a country, a month', lines == wanted[:20] and wanted, done
    day = wanted[0][1].split(',')[1]
    lines, more, done = asked('--day', day, '--limit', '1')
    wanted = [(number, row) for number, row in spring if day in row]
    yield 'lines: of a day, the first', (lines, more) == (wanted[:1], len(wanted) - 1), done
    packed = owing.file('lines.csv.gz', gzip.compress((heading + '\r\n' + '\r\n'.join(rows)).encode()))
    lines, more, done = asked('--limit', '5000', usage=(packed, plain))
    yield 'lines: of two files, one packed', (lines, more) == (spring * 2, 0), done
    register = owing.file('lines.reg', 'code,item\nP0140,avc-both\n')
    coded = owing.file('lines.coded.csv', HEAD + '1,2009-05-01,P0140,north,DE,200000\n2,2021-05-01,P0140,north,DE,5\n'
                       '3,2009-05-01,"P0140",north,"\x1b[31mDE",5\n4,2009-05-02,P0140,north,DE,"7"\n')
    for name in ('P0140', 'avc-both'):
        lines, more, done = asked('--register', register, '--product', name, usage=(coded,))
        yield f'lines: of an article by {name}', ([line[0] for line in lines], more) == ([2, 5], 0), done
    text = owing.why('unit-royalty 2009-Q2', '--usage', plain, '--lines', '--limit', '3').stdout
    told = f'The lines themselves, 3 of {len(spring):,}' in text and f'and {len(spring) - 3:,} more' in text
    yield 'lines: the text says what it leaves out', told and heading in text and spring[0][1] in text, text
    wild = owing.file('wild.csv', HEAD + '\x1b[31m,2009-05-02,avc-both,north,DE,7\n')
    text = owing.why('unit-royalty 2009-Q2', '--usage', wild, '--lines').stdout
    yield 'lines: nothing that a terminal would obey', ' [31m,2009-05-02' in text and '\x1b' not in text, text
    for more in (('--limit', '0'), ('--limit', '1.5'), ('--limit', '-1'), ('--limit', '9' * 30), ('--day', '2009-13')):
        done = asked(*more)[2]
        yield f'lines: {more[0]} {more[1][:5]} is refused', done.returncode == 2 and not done.stdout, done
    done = owing.why('unit-royalty 2009-Q2', '--usage', plain, '--country', 'DE')
    yield 'lines: choosing without them', done.returncode == 2 and 'needs --lines' in done.stderr, done
    kept = owing.file('lines.sums', '')
    owing.run('--usage', plain, '--sums-to', kept, period='2009-Q2')
    done = owing.why('unit-royalty 2009-Q2', '--sums', kept, '--lines')
    yield 'lines: sums hold none', done.returncode == 6 and 'sums hold no lines' in done.stderr, done
    done = owing.why('net 2009-Q2', '--usage', plain, '--lines')
    yield 'lines: a balance has none', done.returncode == 2 and 'counts no lines' in done.stderr, done


class Restating:
    """Statements of a small agreement, one after the other."""

    def __init__(self, owing):
        self.owing, self.number = owing, 0

    def state(self, period, rows, *prior, text=PACT, facts='', verb='statement', form='json', more=()):
        self.number += 1
        name = f'pact{self.number}'
        files = [self.owing.file(name + end, content) for end, content in
                 (('.entente', text), ('.facts', facts), ('.csv', SALES + ''.join(row + '\n' for row in rows)))]
        more = [*more, *(word for path in prior for word in ('--prior', path))]
        form = ['--json'] if form == 'json' else []
        words = [verb, files[0], '--facts', files[1], '--usage', files[2], '--period', period, '--as-of', '2026-12-31']
        done = subprocess.run([self.owing.program, *words, *form, *more], capture_output=True, text=True, timeout=60)
        return done, self.owing.file(name + '.json', done.stdout)


def true_ups(done):
    """(clause, group, period, cents, cause) of all true-ups, and all that is due."""
    said = json.loads(done.stdout)
    found = [(part['clause']['name'], part['group'], up['period']['from'][:7], up['due_minor'], up['cause'])
             for part in said['parts'] for up in part['true_ups']]
    return sorted(found), sum(part['due_minor'] or 0 for part in said['parts'])


def restated(owing):
    state = Restating(owing).state
    first = ['1,2026-01-10,beacon,USD,300,0', '2,2026-02-10,lantern,USD,150,0']
    done, q1 = state('2026-Q1', first)
    yield 'restated: the first quarter', true_ups(done) == ([], 50000), done
    second = ['5,2026-05-05,beacon,USD,10,0']
    changes = (
        ('nothing has changed', first, {}, [], 2000),
        ('a late line', first + ['3,2026-03-31,beacon,USD,50,0'], {},
         [('fee', 'beacon', '2026-01', 10000, '1 line reported late')], 12000),
        ('a line taken back, and its group with it', first[:1], {},
         [('fee', 'lantern', '2026-01', -10000, '1 line taken back')], -8000),
        ('a corrected line', [first[0].replace('300', '290'), first[1]], {},
         [('fee', 'beacon', '2026-01', -2000, 'corrected lines')], 0),
        ('a group that was not there', first + ['9,2026-01-01,beacon,USD,0,0', '4,2026-03-01,lantern,USD,1,0'], {},
         [('fee', 'lantern', '2026-01', 200, '1 line reported late')], 2200),
        ('another rate', first, {'text': PACT.replace('2 USD per unit', '3 USD per unit')},
         [('fee', 'beacon', '2026-01', 20000, 'another rate, the text was changed'),
          ('fee', 'lantern', '2026-01', 5000, 'another rate, the text was changed')], 28000),
        ('a fact that came late', first, {'facts': 'launch on 2026-03-03\n'},
         [('steps', '', '2026-03', 70000, 'the facts were changed')], 72000),
    )
    for what, rows, more, ups, due in changes:
        done, _ = state('2026-Q2', rows + second, q1, **more)
        good = done.returncode == 0 and true_ups(done) == (ups, due)
        yield f'restated: {what}', good, (done.returncode, done.stderr, done.stdout and true_ups(done))
    rows = first + ['3,2026-03-31,beacon,USD,50,0'] + second
    q2 = state('2026-Q2', rows, q1)[1]
    rows += ['6,2026-06-30,beacon,USD,1,0']
    done, q3 = state('2026-Q3', rows, q2, q1)
    ups = [('fee', 'beacon', '2026-04', 200, '1 line reported late')]
    got = true_ups(done)
    yield 'restated: what was trued up is not trued up again', got == (ups, 200), got
    done, _ = state('2027-Q1', rows + ['8,2026-12-01,beacon,USD,9,0'], q1, q2, q3)
    said = json.loads(done.stdout)
    notes = [note for note in said['notes'] if note.startswith('Of 2026-Q4 no statement was given')]
    good = true_ups(done) == ([], 0) and len(notes) == 1 and len(said['notes']) == 4
    yield 'restated: a quarter without a statement is told', good, said['notes']
    paid = [('fee', 'beacon', '2026-01', 450000, '1 line reported late'),
            ('fee', 'beacon', '2026-04', -2000, '1 line reported late, after earlier periods that changed')]
    done, _ = state('2026-Q3', rows + ['7,2026-01-31,beacon,USD,9000,0'], q1, q2)
    yield 'restated: a cap moves what follows', true_ups(done) == (paid, 448000), done.stdout and true_ups(done)
    done, _ = state('2026-Q3', rows[:-1] + ['7,2026-01-31,beacon,USD,9000,0'], q1, q2)
    moved = true_ups(done)[0][-1] == ('fee', 'beacon', '2026-04', -2000, 'moved by earlier periods')
    yield 'restated: moved by nothing else', moved, done.stdout and true_ups(done)
    done, _ = state('2026-Q3', rows, q1, q2, form='text')
    wanted = 'restated 2026-Q2: 1 line reported late', 'as of 2026-12-31; it comes to 22 USD'
    yield 'restated: it is told in the statement', all(words in done.stdout for words in wanted), done.stdout
    yield from restated_wrongly(state, rows, q1, q2, owing)


def restated_wrongly(state, rows, q1, q2, owing):
    told = Path(q1).read_text()
    forged = owing.file('forged.json', told.replace('40000', '30000').replace('400.00', '300.00'))
    open_text = PACT.replace('5_000 USD', 'limit') + 'table limit by calendar year { 2027: 5_000 USD }\n'
    foreign = PACT.replace('USD', 'EUR')
    for what, period, prior, text, code in (
            ('twice', '2026-Q3', (q1, q1), PACT, 'E0633'), ('not before', '2026-Q1', (q1,), PACT, 'E0633'),
            ('within', '2026', (q1,), PACT, 'E0633'), ('forged', '2026-Q3', (forged,), PACT, 'E0631'),
            ('no statement', '2026-Q3', (owing.file('no.json', '{}'),), PACT, 'E0631'),
            ('nothing', '2026-Q3', (owing.file('empty.json', ''),), PACT, 'E0631'),
            ('cut', '2026-Q3', (owing.file('cut.json', told[:-300]),), PACT, 'E0631'),
            ('deep', '2026-Q3', (owing.file('deep.json', '[' * 100000),), PACT, 'E0631'),
            ('of another agreement', '2026-Q3', (q1,), PACT.replace('pact', 'treaty'), 'E0632'),
            ('in another currency', '2026-Q3', (q1,), foreign, 'E0634'),
            ('of a clause that is gone', '2026-Q3', (q1,), PACT.replace('royalty fee', 'royalty due-fee'), 'E0634'),
            ('of other parties', '2026-Q3', (q1,), PACT.replace('borealis pays aurora; on', 'aurora pays borealis; on'),
             'E0634')):
        done, _ = state(period, rows, *prior, text=text)
        refused = done.returncode == 4 and f'error[{code}]' in done.stderr and not done.stdout
        yield f'restated wrongly: {what}', refused, done
    done, _ = state('2026-Q3', rows, q1 + '.absent')
    yield 'restated wrongly: a file that is not there', done.returncode == 6 and not done.stdout, done
    done, unknown = state('2026-Q1', rows, text=open_text)
    known, _ = state('2026-Q2', rows, unknown)
    causes = {up[4] for up in true_ups(known)[0]}
    good = known.returncode == 0 and causes == {'it was not known then'} and true_ups(known)[1] == 52200 + 10000
    yield 'restated: what was not known then is stated in whole', good, (done.stderr, known.stderr, true_ups(known))


def reported_twice(owing):
    """Each identification counts once, where it first stands in a line that can be counted: two files, any threads."""
    for seed in range(1, 7):
        chance = random.Random(seed)
        few = chance.choice((50, 3000, 10 ** 6))
        names = (lambda n: str(n), lambda n: f'INV-{n}', lambda n: f'0{n}', lambda n: f'"{n}"', lambda n: '',
                 lambda n: f' {n * 7919 * 65537} ')
        rows, seen, want, told = [], set(), 0, []
        for at in range(4000):
            name, units = chance.choice(names)(chance.randrange(few)), chance.randint(0, 500)
            good = chance.random() > 0.1
            bare = name.strip('" ')
            rows.append(f'{name},2009-03-02,avc-{"decoder" if good else "coder"},north,DE,{units}\n')
            if good and (not bare or bare not in seen):
                want += units
            elif good:
                told.append(at)
            if good:
                seen.add(bare)
        files = owing.file('t1.csv', HEAD + ''.join(rows[:2500])), owing.file('t2.csv', HEAD + ''.join(rows[2500:]))
        out, both = owing.folder / 't.rej', []
        for threads in ('1', '2'):
            run = owing.run('--usage', files[0], '--usage', files[1], '--check-duplicates', '--threads', threads,
                            '--rejects', str(out), '--json')
            both.append((run.returncode, run.stdout, out.read_text()))
        said = json.loads(both[0][1])
        base = next(part for part in said['parts'] if part['clause']['name'] == 'unit-royalty')['steps'][0]
        got = (base['quantity'].replace(',', '').split()[0], said['files'][-1]['rejected_for'].get('duplicate', 0))
        kept = [line for line in both[0][2].splitlines() if 'was counted before' in line]
        right = both[0] == both[1] and got == (str(want), len(told)) and len(kept) == len(told)
        yield f'reported twice, seed {seed}', right, (got, want, len(told), len(kept))
        yield f'and where first, seed {seed}', all(first_of(line, files, rows) for line in kept), kept[:3]
        yield f'the statement says that it looked, seed {seed}', said['files'][0]['duplicates_checked'], said['files']

    alone = owing.file('t3.csv', 'day,product,entity,country,units\n2009-03-02,avc-both,north,DE,7\n')
    done = owing.run('--usage', alone, '--check-duplicates')
    yield 'no column to tell lines by', done.returncode == 0 and 'no column identifies lines' in done.stdout, done
    done = subprocess.run([owing.program, 'owe', owing.agreement, '--period', '2009', '--usage', '-',
                           '--check-duplicates'], input=HEAD, capture_output=True, text=True, timeout=60)
    yield 'what is read only once', done.returncode == 6 and 'standard input is read only once' in done.stderr, done
    many = owing.file('t4.csv', HEAD + '7,2009-03-02,avc-both,north,DE,7\n' * (2 ** 20 + 3))
    done = owing.run('--usage', many, '--check-duplicates')
    yield 'a column that identifies nothing', done.returncode == 4 and 'E0609' in done.stderr, done
    Path(many).unlink()


def first_of(line, files, rows):
    """What a rejected line says about the first: the same identification, before it, in a line that can be counted."""
    words = line.rsplit('was counted before, in line ', 1)
    at = int(words[1].strip('"').split()[0]) - 2
    name = line.split(',')[0].strip('" ')
    file_of_first = 1 if words[1].endswith(files[1] + '"') else 0
    first = rows[at + 2500 * file_of_first] if ' of ' in words[1] else None
    return first is None or (first.split(',')[0].strip('" ') == name and 'avc-coder' not in first)


def made_year(owing, root):
    """The generated year of the example, counted here as the text says."""
    make = [sys.executable, str(Path(root) / 'examples/avc-portfolio/make_year.py'), '20000', '3']
    text = subprocess.run(make, capture_output=True, text=True, check=True, timeout=60).stdout
    again = subprocess.run(make, capture_output=True, text=True, check=True, timeout=60).stdout
    code, due, said = owing.due('--usage', owing.file('year.csv', text))
    rows = [line.split(',') for line in text.splitlines()[1:]]
    good = [row for row in rows if len(row) == 6 and row[1][:5] == '2009-' and row[1] != '2009-02-29'
            and row[2] != 'avc-decodr' and row[3] != 'nort' and row[4] != 'UK' and row[5]]
    ours = [row for row in good if row[3] != 'west' or row[1] < '2009-07-01']
    total = said['files'][-1]
    got = (code, due, total['rejected'], total['outside'])
    want = (4, expected([','.join(row) for row in ours]), 8, len(good) - len(ours))
    yield 'a year that was made up', text == again and len(rows) == 20000 and got == want, (got, want)


def cases(owing, root):
    rows = lines(5000, 7)
    plain = owing.file('plain.csv', HEAD + ''.join(rows))
    code, due, _ = owing.due('--usage', plain)
    yield 'a year of lines, to the cent', (code, due) == (0, expected(rows)), (code, due, expected(rows))

    shuffled = rows[:]
    random.Random(8).shuffle(shuffled)
    mixed = owing.file('b.csv', HEAD + ''.join(shuffled))
    yield 'the order of lines does not matter', owing.due('--usage', mixed)[1] == due, due

    packed = owing.file('c.csv.gz', gzip.compress((HEAD + ''.join(rows)).encode()))
    yield 'packed by gzip', owing.due('--usage', packed)[:2] == (0, due), due

    cut = owing.run('--usage', owing.file('d.csv.gz', Path(packed).read_bytes()[:-200]))
    yield 'a packed file that ends too early', cut.returncode == 6 and 'a part of it is missing' in cut.stderr, cut

    two = [owing.file('e1.csv', HEAD + ''.join(rows[:2000])), owing.file('e2.csv', HEAD + ''.join(rows[2000:]))]
    code, both, said = owing.due('--usage', two[0], '--usage', 'shipments=' + two[1])
    yield 'two files are one', both == due and said['files'][-1]['read'] == 5000, (both, due)

    shown = owing.run('--usage', two[0], '--usage', 'shipments=' + two[1]).stdout
    sums = [row.split()[-2:] for row in shown.splitlines() if row.startswith('  all')]
    yield 'and one row says so', sums == [['0', '5,000']], shown

    many = lines(60000, 9)  # some megabytes, so that every thread has a part
    for at in range(50, 60000, 97):
        many[at] = many[at].replace(',avc-', ',abc-')
    big = owing.file('big.csv', HEAD + ''.join(many))
    said = {}
    for threads in ('1', '2', '5'):
        out = owing.folder / 'big.rej'
        done = owing.run('--usage', big, '--threads', threads, '--rejects', str(out), verb='statement')
        said[threads] = (done.returncode, done.stdout, done.stderr, out.read_text())
    same = said['1'] == said['2'] == said['5'] and said['1'][3].count('\n') == 620 and 'big.csv:52:' in said['1'][2]
    yield 'any number of threads says the same, and rejects are in their order', same, [s[2] for s in said.values()]
    wrong = [owing.run('--threads', word).returncode for word in ('0', '17', 'x', '', '-1', '1e1')]
    yield 'a number of threads that is none', wrong == [2] * 6, wrong

    yield from kept_sums(owing, rows, plain, due)
    yield from reported_twice(owing)
    yield from made_year(owing, root)

    quarters = sum(owing.due('--usage', plain, period=f'2009-Q{q}')[1] for q in (1, 2, 3, 4))
    yield 'quarters add up to the year', quarters == due, (quarters, due)

    other = owing.file('f.csv', 'Datum;Artikel;Firma;Land;Menge\n2009-03-01;avc-both;north;DE;200000\n')
    named = ('Datum = day', 'Artikel = product', 'Firma = entity', 'Land = country', 'Menge = units')
    mapping = owing.file('f.map', '\n'.join(named) + '\n')
    yield 'the columns of others', owing.due('--usage', other, '--map', mapping)[:2] == (0, 2_000_000), 'mapping'

    register = owing.file('g.reg', 'code,item\nP0140,avc-both\n')
    coded = owing.file('g.csv', HEAD + '1,2009-03-01,P0140,north,DE,200000\n')
    by_code = owing.due('--usage', coded, '--register', register)[:2]
    yield 'a register of products', by_code == (0, 2_000_000), by_code

    good = '1,2009-03-01,avc-both,north,DE,200000\n'
    bad = (HEAD + good + '2,2009-03-01,avc-both,north,UK,5\n3,2009-03-01,' + 'x' * 70000 + ',north,DE,5\n'
           '4,2009-03-01,avc-both,north,DE,7\n')
    rejects = owing.folder / 'h.rej'
    code, due, said = owing.due('--usage', owing.file('h.csv', bad), '--rejects', str(rejects))
    rejected = said['files'][0]['rejected']
    yield 'bad lines leave the others', (code, due, rejected) == (4, 2_000_140, 2), (code, due, rejected)

    mended = '\n'.join(rejects.read_text().replace(',UK,', ',GB,').split('\n')[:2]) + '\n'
    again = owing.due('--usage', owing.file('i.csv', mended), '--usage', owing.file('j.csv', HEAD + good))
    yield 'what was rejected can be mended and given again', again[:2] == (0, 2_000_100), again[:2]

    before = rejects.read_text()
    failed = owing.run('--usage', str(owing.folder / 'absent.csv'), '--rejects', str(rejects))
    kept = failed.returncode == 6 and rejects.read_text() == before
    yield 'a file that is not there leaves old rejects', kept, failed

    free = owing.file('k.csv', HEAD + '1,2021-02-01,avc-both,licensee,JP,500\n')
    code, due, said = owing.due('--usage', free, period='2021-Q1')
    listed = said['outside'][0]['lines'] == 1
    yield 'outside the licence is listed, not priced', due == 0 and listed, said.get('outside')

    yield from whys(owing, plain)
    yield from restated(owing)

    for form in ('xlsx', 'pdf', 'csv'):
        out = owing.folder / ('s.' + form)
        done = owing.run('--usage', plain, '--format', form, '--output', str(out), verb='statement')
        yield f'written as {form}', done.returncode == 0 and out.stat().st_size > 500, done
    yield 'a format that is none', owing.run('--format', 'doc', verb='statement').returncode == 2, 'doc'
    yield 'a workbook needs a name', owing.run('--format', 'xlsx', verb='statement').returncode == 2, 'xlsx'


def main():
    tap = Tap()
    with TemporaryDirectory() as folder:
        for name, good, detail in cases(Owing(sys.argv[1], sys.argv[2], folder), sys.argv[2]):
            tap.case(name, '' if good else str(detail)[:2000])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
