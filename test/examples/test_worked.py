#!/usr/bin/env python3
# test_worked.py - the worked numbers in every text of examples/: all come out, and each one that is changed is found.
# Usage: test_worked.py ENTENTE ROOT
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

AMOUNT = re.compile(r'(expect owe [^}\n]* is )([0-9_.]+)( [A-Z]{3})')
FAILS = 'this example fails: it is '


def checked(entente, text):
    return subprocess.run([entente, 'check', str(text)], capture_output=True, text=True, timeout=60)


def one_more(match):
    """The amount with one unit more in its first place: 0 is 1, 1_210_000 is 2_210_000."""
    amount = match[2]
    first = '10' if amount[0] == '9' else str(int(amount[0]) + 1)
    return match[1] + first + amount[1:] + match[3]


def main(entente, root):
    tap = Tap()
    for agreement in sorted(Path(root, 'examples').glob('*/*.md')):
        name = f'{agreement.parent.name}/{agreement.name}'
        if agreement.name in ('README.md', 'amendment-1.md'):
            continue
        plain = checked(entente, agreement)
        tap.case(f'{name}: what it expects comes out', '' if plain.returncode == 0 else plain.stdout + plain.stderr)
        with TemporaryDirectory() as home:
            copy = Path(shutil.copytree(agreement.parent, Path(home, 'copy'))) / agreement.name
            changed, count = AMOUNT.subn(one_more, agreement.read_text(encoding='utf-8'))
            copy.write_text(changed, encoding='utf-8')
            if count:
                found = checked(entente, copy).stderr.count(FAILS)
                tap.case(f'{name}: {count} other amounts are found', '' if found == count else f'{found} are')
    return tap.done()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:3]))
