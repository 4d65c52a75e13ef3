#!/usr/bin/env python3
# test_answers_json.py - `--json` of may, why, map and diff: the same answer as the text, and as each other.
# Usage: test_answers_json.py ENTENTE ROOT
#
# may and why: every question of examples/*/questions.csv. map and diff: boxes say what `may` says of a cell in
# them, drawn with a fixed seed. A cell is asked in words, so it lies in a field without parts of its own.
import csv
import json
import random
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

MAPS = [('exxon-fuelcell-2019', '2020-01-01'), ('motorola-zebra-2014', '2016-01-01'),
        ('aurora-borealis', '2027-03-01'), ('three-party', '2021-01-01')]
DIFFS = [('aurora-borealis', ('--amendment', '1'))]
BOXES = 12  # cells asked of each list
PARTS = 'test/lang/good/parts-of-assets.entente'
IN_PART = [{'question': f'bravo {asked} on 2026-03-01', 'expect': expect, 'clauses': clauses, 'kept': kept}
           for asked, expect, clauses, kept in (
               ('sell phone', 'licensed', 'pictures', ''),
               ('sell mast', 'licensed except alfa/video/codec', 'pictures', 'codec'),
               ('sell screen', 'licensed except alfa/video/codec', 'pictures', 'codec'),
               ('use under alfa/video in broadcast', 'licensed except alfa/video/codec', 'pictures', 'codec'),
               ('use under alfa/video', 'licensed', 'pictures', ''),
               ('use under alfa/video/codec in broadcast', 'reserved', 'codec', ''))]
ANY_PRODUCT = 'any other product'


class Asker:
    def __init__(self, entente, root):
        self.entente, self.root, self.tap = entente, Path(root), Tap()
        self.random = random.Random(1)

    def run(self, *words):
        done = subprocess.run([self.entente, *words], cwd=self.root, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout

    def json(self, *words):
        code, out = self.run(*words, '--json')
        whole = json.loads(out)
        if out != json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + '\n':
            raise AssertionError('keys are not sorted, or the layout is another one')
        return code, whole


def same(what, got, wanted):
    if got != wanted:
        raise AssertionError(f'{what}: {got!r}, not {wanted!r}')


def place(clause):
    """As the text has it: the file without its folder, and the line."""
    return f'{Path(clause["file"]).name}:{clause["line"]}'


def check_question(a, folder, row):
    """may --json against the expected answer and the text; why --json against both."""
    code, got = a.json('may', folder, row['question'])
    status, _, parts = row['expect'].partition(' except ')
    same('status', got['status'], status)
    same('except', sorted(part['part'] for part in got['except']), sorted(parts.split()))
    named = {one['clause'].partition('(')[0] for one in got['clauses']}
    same('clauses it should name', set(row['clauses'].split()) - named, set())
    text_code, text = a.run('may', folder, row['question'])
    same('exit', code, text_code)
    same('permits', got['permits'], text.startswith('Yes'))
    for one in got['clauses'] + [one for part in got['except'] for one in part['clauses']]:
        same(f'{place(one)} in the text', place(one) in text, True)
    for part in got['except']:
        same('the part in the text', f'not {part["part"]}: {part["status"]}' in text, True)
    for region in got['regions']:
        same('a region in the text', region['except'] in text, True)
    if got['changes']:
        same('next change', got['changes']['on'] in text, True)
    code, why = a.json('why', folder, row['question'])
    same('exit of why', code, 0)
    same('answer of why', why['answer'], got['answer'])
    same('parts of why', [part['status'] for part in why['parts']], [part['status'] for part in got['except']])
    _, trace = a.run('why', folder, row['question'])
    for cell in why['cells'] + why['parts']:
        same('cell', cell['cell'] in trace, True)
        same('rules', [rule['clause'] for rule in cell['rules'] if rule['clause'] not in trace], [])


def questions(a):
    for path in sorted(a.root.glob('examples/*/questions.csv')):
        folder, wrong = f'examples/{path.parent.name}', []
        with path.open(newline='') as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            try:
                check_question(a, folder, row)
            except AssertionError as failed:
                wrong.append(f'{row["id"]}: {failed}')
        a.tap.case(f'{path.parent.name}: may and why, {len(rows)} questions', '\n'.join(wrong[:5]))


def in_part(a):
    """What is left out is cited; in a batch its clauses stand behind those of the whole."""
    wrong = []
    for row in IN_PART:
        try:
            check_question(a, PARTS, row)
            _, got = a.json('may', PARTS, row['question'])
            same('who keeps it', [one['clause'] for part in got['except'] for one in part['clauses']],
                 row['kept'].split())
        except AssertionError as failed:
            wrong.append(f'{row["question"]}: {failed}')
    a.tap.case(f'parts of assets: may and why, {len(IN_PART)} questions', '\n'.join(wrong))
    rows = ''.join(f'{row["question"]},{row["expect"]},{" ".join([row["clauses"], row["kept"]]).strip()}\n'
                   for row in IN_PART)
    done = subprocess.run([a.entente, 'may', PARTS, '--questions', '-'], cwd=a.root, capture_output=True, text=True,
                          input='question,expect,clauses\n' + rows, timeout=60)
    named = [line.split(',')[3] for line in done.stdout.splitlines()[1:]]
    wanted = [' '.join([row['clauses'], row['kept']]).strip() for row in IN_PART]
    right = done.returncode == 0 and named == wanted
    a.tap.case('parts of assets: a batch', '' if right else done.stdout + done.stderr)


def fields_without_parts(folder):
    names = set()
    for file in Path(folder).rglob('*'):
        if file.suffix in ('.md', '.entente'):
            names |= set(re.findall(r'[a-z][a-z0-9-]*(?:/[a-z0-9-]+)*', file.read_text()))
    return lambda field: ' ' not in field and not any(name.startswith(field + '/') for name in names)


def cell_of(a, box, leaf):
    """One cell of a box, in words; None: its fields have parts, or no product is left unnamed."""
    fields = [field for field in box['fields'] if leaf(field)]
    if not fields or ANY_PRODUCT not in box['products']:
        return None
    who, act, asset, field, country = (a.random.choice(list) for list in (
        box['licensees'], box['acts'], box['assets'], fields, box['countries']))
    return f'{who} {act} under {asset} in {field} at {country}'


def drawn(a, boxes):
    return a.random.sample(boxes, min(BOXES, len(boxes)))


def maps(a):
    for name, day in MAPS:
        folder, asked, wrong = f'examples/{name}', 0, []
        leaf = fields_without_parts(a.root / folder)
        code, whole = a.json('map', folder, '--on', day)
        same('exit of map', code, 0)
        boxes = [{**block, **box} for direction in whole['directions'] for block in direction['blocks']
                 for box in block['boxes']]
        gaps = [{**gap, 'status': 'silent', 'clauses': [], 'products': [ANY_PRODUCT]}
                for direction in whole['directions'] for gap in direction['gaps']]
        for box in drawn(a, boxes) + drawn(a, gaps):
            cell = cell_of(a, box, leaf)
            if not cell:
                continue
            _, got = a.json('may', folder, f'{cell} on {day}')
            asked += 1
            if got['status'] != box['status']:
                wrong.append(f'{cell}: the map says {box["status"]}, may {got["status"]}')
        wrong += ['no cell was asked'] * (not asked)
        a.tap.case(f'{name}: map, {asked} cells asked', '\n'.join(wrong[:5]))


def diffs(a):
    for name, words in DIFFS:
        folder, asked, wrong = f'examples/{name}', 0, []
        leaf = fields_without_parts(a.root / folder)
        _, whole = a.json('diff', folder, *words, '--effect')
        _, text = a.run('diff', folder, *words, '--effect')
        flat = ' '.join(text.split())
        for kind in ('permitted', 'forbidden', 'condition', 'reason'):
            for box in whole['effect'][kind]:
                if box['text'] not in flat:
                    wrong.append(f'not in the text: {box["text"]}')
                cell = cell_of(a, box, leaf)
                if not cell:
                    continue
                for day in (box['from'], box['through']):
                    _, got = a.json('may', folder, f'{cell} on {day}')
                    asked += 1
                    if got['status'] != box['is']:
                        wrong.append(f'{cell} on {day}: the diff says {box["is"]}, may {got["status"]}')
        wrong += ['no cell was asked'] * (not asked)
        a.tap.case(f'{name}: diff, {asked} cells asked', '\n'.join(wrong[:5]))


def main(entente, root):
    a = Asker(entente, root)
    questions(a)
    in_part(a)
    maps(a)
    diffs(a)
    return a.tap.done()


if __name__ == '__main__':
    sys.exit(main(str(Path(sys.argv[1]).resolve()), sys.argv[2]))
