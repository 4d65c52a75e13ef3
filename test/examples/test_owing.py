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


def cases(owing):
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

    for form in ('xlsx', 'pdf', 'csv'):
        out = owing.folder / ('s.' + form)
        done = owing.run('--usage', plain, '--format', form, '--output', str(out), verb='statement')
        yield f'written as {form}', done.returncode == 0 and out.stat().st_size > 500, done
    yield 'a format that is none', owing.run('--format', 'doc', verb='statement').returncode == 2, 'doc'
    yield 'a workbook needs a name', owing.run('--format', 'xlsx', verb='statement').returncode == 2, 'xlsx'


def main():
    tap = Tap()
    with TemporaryDirectory() as folder:
        for name, good, detail in cases(Owing(sys.argv[1], sys.argv[2], folder)):
            tap.case(name, '' if good else str(detail)[:2000])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
