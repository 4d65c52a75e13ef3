#!/usr/bin/env python3
# test_questions.py - every examples/*/questions.csv, answered by the program; and a row that is changed is found.
# Usage: test_questions.py ENTENTE ROOT
import csv
import io
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402


def asked(entente, folder, text):
    command = [entente, 'may', str(folder), '--questions', '-']
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)


def with_changed_row(rows, at, column, value):
    changed = [dict(row) for row in rows]
    changed[at][column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(changed)
    return out.getvalue()


def main(entente, root):
    tap = Tap()
    for questions in sorted(Path(root, 'examples').glob('*/questions.csv')):
        folder, text = questions.parent, questions.read_text()
        rows = list(csv.DictReader(io.StringIO(text)))
        plain = asked(entente, folder, text)
        tap.case(f'{folder.name}: {len(rows)} rows', '' if plain.returncode == 0 else plain.stdout + plain.stderr)
        strangers = 'question\n' + ''.join(f'stranger-{n} sells thing-{n}\n' for n in range(3000))
        kept = asked(entente, folder, strangers)
        tap.case(f'{folder.name}: unknown words are forgotten with their row',
                 '' if kept.stdout.count('not understood') == 3000 else kept.stdout[-400:] + kept.stderr[-400:])
        other = 'licensed' if rows[0]['expect'] != 'licensed' else 'silent'
        for name, column, value in (('status', 'expect', other), ('clause', 'clauses', 'no-such-clause'),
                                    ('question', 'question', 'nobody sells nothing')):
            at = next(i for i, row in enumerate(rows) if row['expect'] != value)
            broken = asked(entente, folder, with_changed_row(rows, at, column, value))
            tap.case(f'{folder.name}: a wrong {name} is found', '' if broken.returncode else 'it is not')
    return tap.done()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:3]))
