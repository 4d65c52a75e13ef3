#!/usr/bin/env python3
# test_statements_xlsx.py - a workbook says what the JSON says, and each formula computes what is stored beside it.
#
# Usage: test_statements_xlsx.py STATEMENT_SHOW ROOT   Prints TAP. Formulas are worked out by the small evaluator
# below, in exact fractions; no spreadsheet is needed.
import json
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(sys.argv[2]) / 'tools'))
from tap import Tap  # noqa: E402

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|(SUM|ROUND)(?=\()|(?:(\w+)!)?([A-Z]+\d+)|(.))")


class Workbook:
    """Cells of all sheets: texts, numbers, and formulas with the number stored beside them."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.files = {name: file.read(name) for name in file.namelist()}
            self.dates = {info.date_time for info in file.infolist()}
        root = ElementTree.fromstring(self.files['xl/workbook.xml'])
        names = [sheet.get('name') for sheet in root.iter(MAIN + 'sheet')]
        shared = [''.join(t.text or '' for t in si.iter(MAIN + 't'))
                  for si in ElementTree.fromstring(self.files['xl/sharedStrings.xml'])]
        self.sheets, self.formulas = {}, {}
        for number, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(self.files[f'xl/worksheets/sheet{number}.xml'])
            cells = self.sheets[name] = {}
            for cell in sheet.iter(MAIN + 'c'):
                value, formula = cell.find(MAIN + 'v'), cell.find(MAIN + 'f')
                if value is None:
                    continue
                text = cell.get('t') == 's'
                cells[cell.get('r')] = shared[int(value.text)] if text else Fraction(value.text)
                if formula is not None:
                    self.formulas[name, cell.get('r')] = formula.text

    def number(self, sheet, cell):
        value = self.sheets[sheet].get(cell, Fraction(0))
        return value if isinstance(value, Fraction) else Fraction(0)

    def evaluate(self, sheet, formula):
        return Evaluator(self, sheet, formula).result()


class Evaluator:
    """+ - * of cells and numbers, SUM of a range, ROUND half away from zero."""

    def __init__(self, book, sheet, formula):
        self.book, self.sheet = book, sheet
        self.tokens = [found.groups() for found in TOKEN.finditer(formula)]
        self.at = 0

    def result(self):
        value = self.sum()
        assert self.at == len(self.tokens), 'the formula goes on'
        return value

    def sign(self, *signs):
        if self.at < len(self.tokens) and self.tokens[self.at][4] in signs:
            self.at += 1
            return self.tokens[self.at - 1][4]
        return None

    def sum(self):
        value = self.product()
        while sign := self.sign('+', '-'):
            value += self.product() if sign == '+' else -self.product()
        return value

    def product(self):
        value = self.factor()
        while self.sign('*'):
            value *= self.factor()
        return value

    def factor(self):
        if self.sign('-'):
            return -self.factor()
        number, function, sheet, cell, _ = self.tokens[self.at]
        self.at += 1
        if number:
            return Fraction(number)
        if cell:
            return self.book.number(sheet or self.sheet, cell)
        assert function and self.sign('('), 'no formula that the evaluator knows'
        value = self.range() if function == 'SUM' else self.rounded()
        assert self.sign(')')
        return value

    def rounded(self):
        value = self.sum()
        assert self.sign(',')
        scale = 10 ** int(self.sum())
        whole = int(abs(value) * scale + Fraction(1, 2))
        return Fraction(whole if value >= 0 else -whole, scale)

    def range(self):
        first, last = self.tokens[self.at][3], self.tokens[self.at + 2][3]
        assert self.tokens[self.at + 1][4] == ':' and first[0] == last[0]
        self.at += 3
        return sum(self.book.number(self.sheet, f'{first[0]}{row}')
                   for row in range(int(first[1:]), int(last[1:]) + 1))


def make(folder, which, name):
    path = Path(folder) / name
    subprocess.run([sys.argv[1], which, 'xlsx', str(path)], check=True)
    return path


def formulas_compute(tap, which, book):
    trouble = []
    for (sheet, cell), formula in book.formulas.items():
        got, stored = book.evaluate(sheet, formula), book.sheets[sheet][cell]
        if abs(got - stored) > Fraction(1, 10**6):
            trouble.append(f'{sheet}!{cell} ={formula}: computes {float(got)}, stored {float(stored)}')
    tap.case(f'{which}: each formula computes what is stored', '\n'.join(trouble))


def payable_amounts(made):
    """Due, tax and paid where there are some, without interest, interest, all; what is set off, and what is left."""
    known = {key: Fraction(made[key]['amount']) if made[key] else 'unknown'
             for key in ('due', 'tax', 'paid', 'interest', 'payable', 'against', 'net')}
    amounts = [known['due']] + [known[key] for key in ('tax', 'paid') if known[key]]
    if len(amounts) > 1:
        amounts.append(sum(amounts))
    amounts += [known['interest'], known['payable']]
    return amounts + ([-known['against'], known['net']] if made['clause'] else [])


def amounts_are_those_of_the_statement(tap, which, book):
    """The column of amounts, top to bottom, holds every amount of the JSON but those of bases and conversions."""
    made = json.loads(subprocess.run([sys.argv[1], which, 'json'], capture_output=True, check=True).stdout)
    want = []
    for part in made['parts']:
        for step in part['steps']:
            if step['kind'] == 'due':
                want.append(Fraction(part['due']['amount']) if part['due'] else 'unknown')
            elif step['kind'] not in ('base', 'convert'):
                want.append(Fraction(step['exact']) if step['exact'] else 'unknown')
        if part['steps'][-1]['kind'] != 'due':
            want.append(Fraction(part['payable']['amount']))
    for net in made['net']:
        if net['clause']:
            want += [Fraction(net['gross']['amount']), -Fraction(net['against']['amount']),
                     Fraction(net['net']['amount'])]
    for all_of_it in made['payable']:
        want += payable_amounts(all_of_it)
    cells = book.sheets['Statement']
    rows = sorted((int(cell[1:]), value) for cell, value in cells.items() if cell[0] == 'F' and int(cell[1:]) > 3)
    got = [value for _, value in rows]
    same = len(got) == len(want) and all(
        a == b if isinstance(a, str) or isinstance(b, str) else abs(a - b) < Fraction(1, 10**6)
        for a, b in zip(got, want))
    tap.case(f'{which}: the amounts are those of the statement', '' if same else f'got  {got}\nwant {want}')


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for which in ('small', 'full', 'empty'):
            book = Workbook(make(folder, which, f'{which}.xlsx'))
            formulas_compute(tap, which, book)
            amounts_are_those_of_the_statement(tap, which, book)
        full = Workbook(make(folder, 'full', 'full.xlsx'))
        texts = set(full.formulas.values())
        for formula in ('B11*D11', 'SUM(F9:F12)', '-B27*D27', 'ROUND(SUM(F32:F34),2)', 'SUM(B24:B25)', 'Conversions!G2',
                        'C2*E2'):
            tap.case(f'full: there is a formula {formula}', '' if formula in texts else '\n'.join(sorted(texts)))
        tap.case('full: the balance refers to what is due',
                 '' if any(re.fullmatch(r'F\d+\+F\d+-F\d+', text) for text in texts) else '\n'.join(sorted(texts)))
        tap.case('full: what is to be paid is the sum of principal and interest',
                 '' if sum(bool(re.fullmatch(r'SUM\(F4\d:F\d\d\)|SUM\(F[5-9]\d:F\d\d\)', text)) for text in texts) > 2
                 else '\n'.join(sorted(texts)))
        forecast = 'Forecast: 7,000,000 USD are reached about 2026-10-19'
        tap.case('full: a forecast', '' if forecast in full.sheets['Statement'].values() else 'none')
        tap.case('full: sheets', '' if list(full.sheets) == ['Statement', 'Conversions', 'Outside', 'Sources']
                 else str(list(full.sheets)))
        outside = full.sheets['Outside'].values()
        tap.case('full: a text that looks like a formula is a text',
                 '' if '=HYPERLINK("x")' in outside else str(outside))
        frozen = full.files['xl/worksheets/sheet1.xml'].decode()
        tap.case('full: the head stays', '' if 'ySplit="3"' in frozen and 'state="frozen"' in frozen else frozen[:900])
        first = (Path(folder) / 'full.xlsx').read_bytes()
        time.sleep(2.1)  # clocks of ZIP files count two seconds
        second = make(folder, 'full', 'again.xlsx').read_bytes()
        tap.case('full: the same bytes at another time', '' if first == second else 'they differ')
        created = b'2026-10-20T00:00:00Z'
        tap.case('full: created on the day of the statement',
                 '' if created in full.files['docProps/core.xml'] else full.files['docProps/core.xml'].decode())
        missing = subprocess.run([sys.argv[1], 'small', 'xlsx', f'{folder}/none/x.xlsx'], capture_output=True)
        tap.case('a path that cannot be written is an error with a reason',
                 '' if missing.returncode and missing.stderr else f'{missing}')
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
