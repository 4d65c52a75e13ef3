#!/usr/bin/env python3
# test_statements.py - renderings of statements: as they were read once, within the width, adding up.
#
# Usage: test_statements.py STATEMENT_SHOW ROOT [--bless]   Prints TAP. --bless writes the expected texts anew.
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[2]) / 'tools'))
from tap import Tap, difference  # noqa: E402

WIDTH_MOST = 100


def width(line):
    """Columns of a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def show(*words):
    return subprocess.run([sys.argv[1], *words], capture_output=True, check=True).stdout


def golden(tap, which, form):
    """The text is what somebody read and kept."""
    kept = Path(sys.argv[2]) / 'test/report/statements' / f'{which}.{form}'
    got = show(which, form).decode()
    if '--bless' in sys.argv:
        kept.write_text(got, encoding='utf-8')
    want = kept.read_text(encoding='utf-8') if kept.exists() else ''
    tap.case(f'{which} {form} is as it was read', '' if want == got else difference(want, got))
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


def main():
    tap = Tap()
    texts = {which: golden(tap, which, 'text') for which in ('small', 'full', 'empty')}
    for which in ('small', 'full', 'empty'):
        golden(tap, which, 'owe')
    points_align(tap, 'small', texts['small'])
    column_foots(tap, 'small', texts['small'])
    column_foots(tap, 'full', texts['full'])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
