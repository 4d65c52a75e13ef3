#!/usr/bin/env python3
# test_accord.py - each row of examples/accord/vectors.tsv: what we say stands where the row says, and `entente check`
# or the transcripts run it there; what differs says why, and what does not differ says nothing.
# Usage: test_accord.py ROOT
import csv
import re
import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402


def number(text):
    """12 of '12', '12_000 USD' or '3% of 400000'; one of a sum; None where it is no number."""
    share = re.fullmatch(r'([\d.]+)% of (\d+)', text)
    if share:
        return Fraction(share[1]) * int(share[2]) / 100
    plain = text.strip().replace('_', '').replace(',', '')
    return Fraction(plain) if re.fullmatch(r'-?[\d.]+', plain) else None


def expected(text, example):
    found = re.search(rf'^example {re.escape(example)} \{{(.*?)\}}$', text, re.M | re.S)
    words = found[1] if found else ''
    return {number(amount) for amount in re.findall(r'expect owe .* is ([\d_.]+) [A-Z]{3}', words)}


def problem(folder, row):
    text = (folder / f'{row["text"]}.md').read_text(encoding='utf-8')
    readme = (folder / 'README.md').read_text(encoding='utf-8')
    theirs, ours = number(row['they_say']), number(row['we_say'])
    if row['example'] == 'README' and row['we_say'] not in readme:
        return f'README.md does not show {row["we_say"]}'
    if row['example'] != 'README' and ours not in expected(text, row['example']):
        return f'`{row["example"]}` does not expect {row["we_say"]}'
    parts = [number(part) for part in row['they_say'].partition('=')[2].split('+')]
    same = row['they_say'] == row['we_say'] or (ours is not None and (ours == theirs or ours in parts))
    if same == bool(row['why']):
        return 'it is equal, and says why it is not' if same else 'it differs, and does not say why'
    return ''


def main(root):
    tap, folder = Tap(), Path(root, 'examples/accord')
    lines = [line for line in (folder / 'vectors.tsv').read_text(encoding='utf-8').splitlines() if line[:1] != '#']
    rows = list(csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE))
    for row in rows:
        tap.case(f'{row["template"]} {row["case"]}', problem(folder, row))
    tap.case('a wrong amount is found', '' if problem(folder, {**rows[0], 'we_say': '77.41'}) else 'it is not')
    tap.case('a difference without a reason is found',
             '' if problem(folder, {**rows[0], 'they_say': '77.41'}) else 'it is not')
    return tap.done()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
