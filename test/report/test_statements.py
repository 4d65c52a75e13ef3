#!/usr/bin/env python3
# test_statements.py - renderings of statements: as they were read once, within the width, adding up.
#
# Usage: test_statements.py STATEMENT_SHOW ROOT [--bless]   Prints TAP. --bless writes the expected texts anew.
import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[2]) / 'tools'))
from tap import Tap, difference  # noqa: E402

WIDTH_MOST = 100


def width(line):
    """Columns of a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def show(*words):
    return subprocess.run([sys.argv[1], *words], capture_output=True, check=True).stdout


def golden(tap, which, form, *more, width_matters=True):
    """The text is what somebody read and kept."""
    kept = Path(sys.argv[2]) / 'test/report/statements' / '.'.join((which, form, *more))
    got = show(which, form, *more).decode()
    if '--bless' in sys.argv:
        kept.write_text(got, encoding='utf-8')
    want = kept.read_text(encoding='utf-8') if kept.exists() else ''
    tap.case(f'{which} {form} is as it was read', '' if want == got else difference(want, got))
    if not width_matters:
        return got
    wide = [line for line in got.splitlines() if width(line) > WIDTH_MOST]
    tap.case(f'{which} {form} is not wider than {WIDTH_MOST} columns', '\n'.join(wide))
    blank = [line for line in got.splitlines() if line != line.rstrip()]
    tap.case(f'{which} {form} has no blanks at the end of a line', '\n'.join(blank))
    return got


FIGURE = re.compile(r'  (−?[\d,]+(?:\.\d+)?)(…?)(?: +[A-Z]{3})?(?: +:\d+)?$')


def points_align(tap, name, text):
    """Within one table all decimal points of amounts stand in one column, whatever currency they are in."""
    columns = set()
    for line in text.splitlines():
        found = FIGURE.search(line)
        if found and '.' in found.group(1) and line.startswith('  ') and ':' in line[-6:]:
            columns.add(width(line[:found.start(1)] + found.group(1).split('.')[0]))
    tap.case(f'{name}: decimal points stand under one another', '' if len(columns) == 1 else f'columns {columns}')


def column_foots(tap, name, text):
    """The amounts above a rule add up to the one below it, but for what `…` leaves out."""
    trouble, above, seen, rules = [], [], False, 0
    for line in text.splitlines():
        found = FIGURE.search(line)
        if not line.strip() or not line.startswith('  '):
            above, seen = [], False
        elif set(line.strip()) <= {'─', '═'}:
            left = len(line) - len(line.lstrip())
            above, seen = [amount for amount, end in above if end > left], True
        elif found:
            amount = Decimal(found.group(1).replace(',', '').replace('−', '-'))
            if seen:
                rules += 1
                total = sum(above)
                if abs(total - amount) > Decimal('0.01'):
                    trouble.append(f'{line.strip()}: the column adds up to {total}')
                above, seen = [], False
            above.append((amount, width(line[:found.end(1)])))
    tap.case(f'{name}: what is printed is what was added up', '\n'.join(trouble))
    tap.case(f'{name}: there are rules to check', '' if rules > 2 else f'{rules}')


def csv_holds_numbers(tap):
    """One row a step; numbers are numbers, texts never run, and a part adds up to its due."""
    rows = list(csv.DictReader(io.StringIO(show('full', 'csv').decode(), newline='')))
    made = json.loads(show('full', 'json'))
    steps = sum(len(part['steps']) for part in made['parts'])
    of_parts = [row for row in rows if row['part']]
    tap.case('csv: one row a step', '' if len(of_parts) == steps else f'{len(of_parts)} rows, {steps} steps')
    in_all = [row for row in rows if not row['part'] and row['payer'] == 'borealis']
    got = {row['step']: row['amount'] for row in in_all}
    want = {key: made['payable'][0][key]['amount'] for key in ('due', 'tax', 'paid', 'interest', 'payable', 'net')}
    tap.case('csv: what is to be paid in all', '' if want.items() <= got.items() else f'{got}')
    trouble = []
    for row in rows:
        for column, cell in row.items():
            if column in ('amount', 'quantity', 'rate', 'part', 'lines', 'line', 'numerator',
                          'denominator') and cell:
                Decimal(cell)
            elif cell and cell[0] in '=+-@\t\r':
                trouble.append(f'{column}: {cell}')
    tap.case('csv: no text that a spreadsheet would run', '\n'.join(trouble))
    part = [row for row in rows if row['clause'] == 'radio-royalty']
    earned = sum(Decimal(row['amount']) for row in part if row['step'] in ('rate', 'discount'))
    tap.case('csv: the steps add up', '' if earned == Decimal('32022') else f'{earned}')
    exact = [row['numerator'] + '/' + row['denominator'] for row in part if row['numerator']]
    tap.case('csv: amounts without end are exact beside', '' if exact == ['-1000/3', '119000/3'] else f'{exact}')


def figures_explain(tap):
    """Each sum is the sum of the steps it names, down to the base, and the base that of its cells."""
    trouble, explained = [], 0
    for number, part in enumerate(json.loads(show('full', 'json'))['parts']):
        figure = json.loads(show('full', 'why-json', str(number)))['figures'][0]
        steps = part['steps']
        amounts = [Fraction(step['exact']) if step['exact'] else None for step in steps]
        for one in figure['sums']:
            of = [amounts[index] for index in one['of']]
            want = Fraction(part['payable']['amount']) if one['step'] is None else amounts[one['step']]
            if of and None not in of and abs(sum(of) - want) >= Fraction(1, 100):
                trouble.append(f'part {number}: {of} is not {want}')
            explained += len(of)
        if part['clause']['name'] == 'video-royalty':
            counted = sum(Fraction(cell['counted']) for cell in figure['cells'])
            if f"{int(counted):,} units" != steps[0]['quantity']:
                trouble.append(f"part {number}: {counted} is not {steps[0]['quantity']}")
    tap.case('why: each sum is the sum of what it names', '\n'.join(trouble))
    tap.case('why: there are sums to check', '' if explained > 15 else f'{explained}')


def documented(tap):
    """Every key of the JSON is named in the documentation."""
    text = (Path(sys.argv[2]) / 'docs/statement.md').read_text(encoding='utf-8')
    keys = set()

    def gather(value):
        if isinstance(value, dict):
            keys.update(value)
            for inner in value.values():
                gather(inner)
        elif isinstance(value, list):
            for inner in value:
                gather(inner)

    gather(json.loads(show('full', 'json')))
    gather(json.loads(show('full', 'why-json', '0')))
    gather(json.loads(show('full', 'balance-json')))
    missing = sorted(key for key in keys if f'`{key}`' not in text)
    tap.case('json: every key is documented in docs/statement.md', ', '.join(missing))
    heads = show('full', 'csv').decode().splitlines()[0].split(',')
    missing = [head for head in heads if f'`{head}`' not in text]
    tap.case('csv: every column is documented in docs/statement.md', ', '.join(missing))


def main():
    tap = Tap()
    texts = {which: golden(tap, which, 'text') for which in ('small', 'full', 'empty')}
    for which in ('small', 'full', 'empty'):
        golden(tap, which, 'owe')
    points_align(tap, 'small', texts['small'])
    column_foots(tap, 'small', texts['small'])
    column_foots(tap, 'full', texts['full'])
    for which in ('small', 'full', 'empty'):
        golden(tap, which, 'csv', width_matters=False)
    for part in ('0', '1', '2', '4', '5', '0+'):
        golden(tap, 'full', 'why', part)
    golden(tap, 'full', 'balance')
    figures_explain(tap)
    csv_holds_numbers(tap)
    documented(tap)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
