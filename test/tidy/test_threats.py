#!/usr/bin/env python3
# test_threats.py - each row of docs/threats.md names tests that are there and run.
# Usage: test_threats.py ROOT
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402


def trouble_with(root, path, name):
    """Empty if the test `name` is in the file and is run by it."""
    if not (root / path).is_file():
        return f'there is no {path}'
    text = (root / path).read_text()
    if path.endswith('.c'):
        runs = re.search(rf'cmocka_unit_test\w*\({name}\b', text)
        declared = re.search(rf'^static void {name}\(void \*\*state\)', text, re.M)
    else:
        declared = runs = re.search(rf'^@case\([^\n]*(?:\n [^\n]*)*\ndef {name}\(world\):', text, re.M)
    return '' if runs and declared else f'{path} has no test `{name}`'


def main():
    tap, root = Tap(), Path(sys.argv[1])
    rows = [line for line in (root / 'docs/threats.md').read_text().splitlines() if line.startswith('| ')][2:]
    for row in rows:
        cells = [cell.strip() for cell in row.strip('|').split(' | ')]
        names = re.findall(r'`([\w/.]+):(\w+)`', cells[-1])
        trouble = '' if names else 'the row names no test'
        tap.case(cells[0], trouble or '\n'.join(filter(None, (trouble_with(root, *name) for name in names))))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
