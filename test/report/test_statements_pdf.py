#!/usr/bin/env python3
# test_statements_pdf.py - paper holds every row once, whole, under the head of its table; the same bytes each time.
#
# Usage: test_statements_pdf.py STATEMENT_SHOW ROOT   Prints TAP. Needs poppler-utils; skipped without.
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[2]) / 'tools'))
from tap import Tap  # noqa: E402

SKIPPED = 77


def run(*words):
    return subprocess.run(words, capture_output=True, check=True).stdout


class Paper:
    def __init__(self, which):
        self.bytes = run(sys.argv[1], which, 'pdf')
        with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
            file.write(self.bytes)
            file.flush()
            self.info = run('pdfinfo', '-isodates', file.name).decode()
            self.fonts = run('pdffonts', file.name).decode()
            self.pages = run('pdftotext', '-layout', file.name, '-').decode().split('\f')[:-1]
        self.text = '\n'.join(self.pages)


def pages_are_numbered(tap, which, paper):
    count = len(paper.pages)
    wrong = [f'page {number}' for number, page in enumerate(paper.pages, 1) if f'page {number} of {count}' not in page]
    tap.case(f'{which}: each page says which of how many it is', ', '.join(wrong))


def amounts_are_there(tap, which, paper):
    """Every amount that JSON has, as people read it."""
    missing = []
    for part in json.loads(run(sys.argv[1], which, 'json'))['parts']:
        for step in part['steps']:
            if step['amount'] and step['kind'] not in ('base', 'convert'):
                whole, point, decimals = step['amount']['amount'].partition('.')
                shown = f'{int(whole):,}'.replace('-', '−') + point + decimals
                shown = '−' + shown if whole == '-0' else shown
                if shown not in paper.text:
                    missing.append(shown)
    tap.case(f'{which}: every amount is on the paper', ', '.join(missing))


def what_follows_is_there(tap, paper):
    words = ' '.join(paper.text.split())
    wanted = ('In all: borealis is to pay aurora', 'without interest 228,114.79', 'late interest 987.65',
              'to be paid 229,102.44', 'Forecast: 7,000,000 USD are reached about 2026-10-19')
    missing = [one for one in wanted if one not in words]
    tap.case('full: principal, interest and their sum, and a forecast', ', '.join(missing))


def rows_are_whole(tap, paper):
    trouble = []
    for number in range(120):
        pages = [page for page in paper.pages if f'band-{number:03}' in page]
        if len(pages) != 1 or pages[0].count(f'band-{number:03}') != 1:
            trouble.append(f'band-{number:03} stands on {len(pages)} pages')
        elif f'{2000 + 2 * number:,}.00' not in pages[0]:
            trouble.append(f'band-{number:03} stands on another page than its amount')
    tap.case('long: every row once, whole', '\n'.join(trouble))
    heads = {'band-': 'Quantity', 'article-': 'Article'}
    headless = [number for number, page in enumerate(paper.pages, 1) for row, head in heads.items()
                if row in page and not re.search(head, page)]
    tap.case('long: the head of a table stands on each of its pages', f'{headless}' if headless else '')
    tap.case('long: a table that goes on says so', '' if 'continued' in paper.text else paper.text)
    tap.case('long: there are several pages', '' if len(paper.pages) > 3 else f'{len(paper.pages)}')
    squeezed = re.sub(r'\s', '', paper.text)
    tap.case('long: a long name is broken, not cut', '' if 'where-there-is-no-blank' in squeezed else paper.pages[0])


def main():
    if not all(shutil.which(tool) for tool in ('pdfinfo', 'pdffonts', 'pdftotext')):
        print('poppler-utils is not installed: apt-get install poppler-utils', file=sys.stderr)
        return SKIPPED
    tap = Tap()
    papers = {which: Paper(which) for which in ('small', 'full', 'empty', 'long')}
    for which, paper in papers.items():
        pages_are_numbered(tap, which, paper)
        amounts_are_there(tap, which, paper)
        loose = [line for line in paper.fonts.splitlines()[2:] if not re.search(r' yes (yes|no) +yes ', line)]
        tap.case(f'{which}: all fonts are embedded', '\n'.join(loose))
    full = papers['full']
    what_follows_is_there(tap, full)
    for words in ('930,929.17 USD', '株式会社ボレアリス', 'due 2026-11-16', '§3.1 Pictures, agreement.md:26', 'not known',
                  'outside the licence', 'Borealis Networks GmbH & Co. KG owes Aurora Semiconductor, Inc.'):
        tap.case(f'full: says `{words}`', '' if words in full.text else full.text)
    tap.case('full: created on the day of the statement',
             '' if re.search(r'CreationDate: +2026-10-20T00:00:00Z', full.info) else full.info)
    tap.case('full: A4', '' if '(A4)' in full.info else full.info)
    rows_are_whole(tap, papers['long'])
    time.sleep(1.1)
    again = run(sys.argv[1], 'full', 'pdf')
    tap.case('full: the same bytes at another time', '' if again == full.bytes else 'they differ')
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
