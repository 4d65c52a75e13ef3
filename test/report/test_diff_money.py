#!/usr/bin/env python3
# test_diff_money.py - what `entente diff --effect` says is owed otherwise is what `entente owe` says of each text
"""test_diff_money.py ENTENTE

Each case changes a small agreement. The reference scenario is reckoned anew with `owe` and facts, for each year,
quantity and royalty that can be reached: a figure that differs must be told, every other one must not. Cases say
which clauses cause it; lines, unknown amounts and exit codes are tried apart.
"""
import json
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

SHARE = 'royalty by-share { bravo pays alfa; on net-sales in sales; rate 5%; same settlement as by-unit }\n'
BASE = '''entente 1
agreement pact {
  between alfa, bravo; effective 2026-01-01; term 3 years, ending the day before the anniversary; changed by all parties
  currency USD; rounding half-even to 0.01 USD on the running total of each calendar year
}
party alfa
party bravo { affiliates over 50% of votes }
asset alfa/x { covers "x" }
field f
products w { in f }
products v { in f }
lines sales { reported by bravo; states line, product, entity, currency, day, units, gross }
define net-sales { means "what is left"; equals gross }
event launch { recorded by bravo }
audit books { at most 1 time each calendar year; looking back 3 years }
table most by calendar year { 2026: 500 USD; 2027 through 2028: 800 USD }
table price by calendar year { 2026 through 2027: 2 USD per unit; 2028: 3 USD per unit }
grant lic { alfa grants bravo; to make, sell; under alfa/x; in f; lasts for the term
  pays by-unit, by-share, by-table }
royalty by-unit {
  bravo pays alfa; on units in sales of w
  counted together for bravo with affiliates, each calendar year
  bands marginal {
    (a) up to 1_000 units: free; (b) up to 2_500 units: 0.20 USD per unit; (c) above that: 0.10 USD per unit
  }
  at most most each calendar year
  pay each calendar quarter, within 30 days of its end
  audit books
}
royalty by-share { bravo pays alfa; on net-sales in sales; rate 5%; same settlement as by-unit }
royalty by-table {
  bravo pays alfa; on units in sales of v; counted together for bravo, each calendar year; rate price; audit books }
royalty by-event {
  bravo pays alfa; on units in sales of v; audit books
  rate { until launch: 1 USD per unit; otherwise: 2 USD per unit }
}
discount early { by-table less 50%; through 2026-12-31 }
payment lump { alfa pays bravo; on 2026-02-01: 100 USD; on 2027-02-01: 100 USD; total 200 USD }
'''
ROYALTIES = ['by-unit', 'by-share', 'by-table', 'by-event']
KIND = {'by-unit': 'units', 'by-share': 'USD net-sales', 'by-table': 'units', 'by-event': 'units'}
TENS = [0, 1, 1000, 10000, 1000000]
GRID = {'by-unit': [*TENS, 1001, 2500, 2501], 'by-share': TENS, 'by-table': TENS, 'by-event': TENS}
# what; changes; clause -> causes of those that differ
CASES = [
    ('the same', [], {}),
    ('a price', [('0.20 USD', '0.25 USD')], {'by-unit': ['royalty by-unit']}),
    ('a limit', [('2_500', '3_000')], {'by-unit': ['royalty by-unit']}),
    ('a cap of one year', [('2027 through 2028: 800', '2027 through 2028: 700')], {'by-unit': ['table most']}),
    ('a share', [('rate 5%', 'rate 4.5%')], {'by-share': ['royalty by-share']}),
    ('the price of a later year', [('2028: 3 USD', '2028: 4 USD')], {'by-table': ['table price']}),
    ('a discount', [('less 50%', 'less 40%')], {'by-table': ['discount early']}),
    ('a rounding', [('to 0.01 USD on the running total of each calendar year', 'to 1 USD on each payment')],
     {'by-unit': ['header'], 'by-share': ['header']}),
    ('how often it is paid', [('pay each calendar quarter', 'pay each calendar month')], {}),
    ('an instalment', [('on 2027-02-01: 100 USD; total 200', 'on 2027-02-01: 150 USD; total 250')],
     {'lump': ['payment lump']}),
    ('a definition', [('equals gross', 'equals 90% of gross')], {}),
    ('a removed royalty', [(SHARE, ''), ('by-unit, by-share, by-table', 'by-unit, by-table')],
     {'by-share': ['royalty by-share']}),
    ('a new minimum', [('audit books\n}', 'audit books; minimum 40 USD each calendar year\n}')],
     {'by-unit': ['royalty by-unit']}),
    ('a comment', [('{ covers "x" }', '{ covers "x" }  # x')], {}),
]


class Texts:
    def __init__(self, entente, folder):
        self.entente, self.folder = entente, folder
        (folder / 'old.entente').write_text(BASE)

    def run(self, *words):
        done = subprocess.run([self.entente, *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=60)
        return done.returncode, done.stdout.decode()

    def owed(self, text, name, quantity, unit, year):
        """What a text owes by one clause, in dollars; None: it is not known; 0 when it has no such clause."""
        facts = f'{quantity} {unit} in {year}\n' if quantity and unit else ''
        (self.folder / 'facts.entente').write_text(facts)
        code, out = self.run('owe', text, '--period', str(year), '--facts', 'facts.entente', '--json')
        if code not in (0, 8):
            return None
        parts = [one for one in json.loads(out)['parts'] if one['clause']['name'] == name]
        if any(one['due'] is None for one in parts):
            return None
        return sum((Decimal(one['due']['amount']) for one in parts), Decimal(0))

    def diff(self, *words):
        code, out = self.run('diff', 'old.entente', 'new.entente', '--effect', '--json', *words)
        return code, json.loads(out)['effect']['money']


def told(money, name, quantity, year):
    """The change that is told for a quantity in a year, or None."""
    for one in money['clauses']:
        for change in one['changes']:
            same = change['quantity'] == (None if quantity is None else str(quantity))
            if one['clause'] == name and same and change['from'][:4] <= str(year) <= change['through'][:4]:
                return Decimal(change['was']['amount']), Decimal(change['is']['amount'])
    return None


def check_case(texts, changes, causes):
    new = BASE
    for old, text in changes:
        if old not in new:
            return f'the case does not fit: {old}'
        new = new.replace(old, text)
    (texts.folder / 'new.entente').write_text(new)
    code, money = texts.diff()
    wrong = []
    told_causes = {one['clause']: one['causes'] for one in money['clauses'] if one['changes']}
    if told_causes != causes:
        wrong.append(f'causes: {told_causes}, not {causes}')
    if code != (1 if causes else 0):
        wrong.append(f'exit {code}')
    reached = {one['clause'] for one in money['clauses']}
    for name in [*ROYALTIES, 'lump']:
        unit = KIND.get(name)
        for year in range(2026, 2029):
            for quantity in GRID[name] if unit else [None]:
                if name not in reached:
                    continue
                was = texts.owed('old.entente', name, quantity, unit, year)
                now = texts.owed('new.entente', name, quantity, unit, year)
                got, want = told(money, name, quantity, year), None if was == now else (was, now)
                if got != want:
                    wrong.append(f'{name}, {quantity} in {year}: told {got}, owed {want}')
    return '\n'.join(wrong[:6])


def check_lines(texts):
    usage = ('line,product,entity,currency,day,units,gross\n1,w,bravo,USD,2026-03-01,3000,10.00\n'
             '2,v,bravo,USD,2026-04-01,7,99.90\n')
    (texts.folder / 'sales.csv').write_text(usage)
    (texts.folder / 'new.entente').write_text(BASE.replace('0.10 USD', '0.11 USD').replace('rate 5%', 'rate 10%')
                                              .replace('to make, sell;', 'to sell;'))
    (texts.folder / 'facts.entente').write_text('')
    keep = ('owe', 'old.entente', '--period', '2026', '--usage', 'sales.csv', '--sums-to', 'kept.sums')
    if texts.run(*keep)[0] not in (0, 8):
        return 'no sums were kept'
    code, money = texts.diff('--usage', 'sales.csv', '--period', '2026')
    of_sums = texts.diff('--sums', 'kept.sums', '--period', '2026')
    if (code, money['clauses']) != (of_sums[0], of_sums[1]['clauses']):
        return f'of sums: {of_sums}'
    got = {one['clause']: [(c['was']['amount'], c['is']['amount'], c['difference']) for c in one['changes']]
           for one in money['clauses'] if one['changes']}
    want = {'by-unit': [('350.00', '355.00', '5.00')], 'by-share': [('5.50', '10.99', '5.49')]}
    return '' if (code, money['scenario'], got) == (1, 'lines', want) else f'{code} {money["scenario"]} {got}'


def check_unknown(texts):
    """A price that turns on an event: both texts know it; one that hangs on a fact: neither does."""
    text = BASE.replace('event launch {', 'fact sold-out { attested by alfa; means "all is sold" }\nevent launch {')
    text = text.replace('until launch: 1 USD per unit', 'if sold-out: 1 USD per unit')
    (texts.folder / 'old.entente').write_text(text)
    (texts.folder / 'new.entente').write_text(text.replace('otherwise: 2 USD', 'otherwise: 3 USD'))
    code, money = texts.diff()
    (texts.folder / 'old.entente').write_text(BASE)
    one = [one for one in money['clauses'] if one['clause'] == 'by-event']
    good = code == 8 and one and not one[0]['changes'] and 'sold-out' in (one[0]['missing'] or '')
    return '' if good else f'exit {code}: {one}'


def check_renamed(texts):
    (texts.folder / 'new.entente').write_text(BASE.replace('by-share', 'by-part').replace('rate 5%', 'rate 6%'))
    code, money = texts.diff()
    one = [(one['clause'], one['was'], one['added']) for one in money['clauses'] if one['changes']]
    _, text = texts.run('diff', 'old.entente', 'new.entente', '--effect')
    added = [('by-part', None, True), ('by-share', None, False)]  # it reads otherwise, so it is not the same clause
    return '' if code == 1 and one == added and '  by-part, by: royalty by-part' in text else f'{code}, {one}\n{text}'


def check_period(texts):
    (texts.folder / 'new.entente').write_text(BASE.replace('0.20 USD', '0.25 USD'))
    code, money = texts.diff('--period', '2027-Q3')
    days = {(c['from'], c['through']) for one in money['clauses'] for c in one['changes']}
    good = code == 1 and days == {('2027-07-01', '2027-09-30')}
    bad, _ = texts.run('diff', 'old.entente', 'new.entente', '--effect', '--usage', 'sales.csv')
    return '' if good and bad == 2 else f'exit {code}, {days}; without a period exit {bad}'


def check_unread(texts):
    """An option that nothing reads is refused, and not passed over."""
    wrong = [('diff', 'old.entente', 'new.entente', '--sums', 'kept.sums'),
             ('diff', 'old.entente', 'new.entente', '--period', '2026'),
             ('why', 'old.entente', 'bravo', 'sell', 'v', 'on', '2026-03-01', '--usage', 'sales.csv'),
             ('why', 'old.entente', 'bravo', 'sell', 'v', 'on', '2026-03-01', '--lines'),
             ('statement', 'old.entente', '--period', '2026', '--json', '--format', 'csv')]
    passed = [' '.join(words) for words in wrong if texts.run(*words)[0] != 2]
    return '\n'.join(passed)


def check_other_sums(texts):
    """Sums of a text that counts something else are refused."""
    (texts.folder / 'new.entente').write_text(BASE + 'product another { made by bravo }\n')
    code, _ = texts.run('diff', 'old.entente', 'new.entente', '--effect', '--sums', 'kept.sums', '--period', '2026')
    return '' if code == 4 else f'exit {code}'


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        texts = Texts(str(Path(sys.argv[1]).resolve()), Path(folder))
        for what, changes, causes in CASES:
            tap.case(what, check_case(texts, changes, causes))
        tap.case('on lines of usage', check_lines(texts))
        tap.case('options that nothing reads', check_unread(texts))
        tap.case('sums of another plan', check_other_sums(texts))
        tap.case('what neither text knows', check_unknown(texts))
        tap.case('one period', check_period(texts))
        tap.case('another name and price', check_renamed(texts))
    return tap.done()


sys.exit(main())
