#!/usr/bin/env python3
# test_diff_words.py - entente diff, in words and as JSON, of a text and a small change of it.
# Usage: test_diff_words.py ENTENTE
#
# Each case says what is replaced, what the comparison must say, and what --effect must say. `!` before a line: it must
# not be there.
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

LIC = 'grant lic {\n  alfa grants bravo\n  to use, sell\n  under alfa/x\n  in f\n}\n'
BASE = f'''entente 1
agreement pact {{ between alfa, bravo; effective 2026-01-01; term through 2030-12-31; changed by all parties }}
party alfa
party bravo
expert ref
field f {{ includes f/one, f/two }}
field g
products w {{ covers "w" }}
metric score {{ score 0 to 100; attested by ref }}
asset alfa/x {{ covers "x" }}
asset alfa/y {{ covers "y" }}
asset alfa/p {{
  patents {{
    US7000001: expires 2028-12-31
    US7000002: expires 2029-06-30
  }}
}}
{LIC}grant twin-a {{ alfa grants bravo; to make; under alfa/x; in g }}
grant twin-b {{ alfa grants bravo; to make; under alfa/x; in g }}
grant sub {{
  alfa grants bravo
  to use
  (a) sublicense to customers
  under alfa/y
  within US, DE
  lasts for the life of each patent
}}
grant gated {{ alfa grants bravo; to offer; under alfa/p; in w; while score at least 50 }}
covenant peace {{ alfa will not assert alfa/y against bravo; in g }}
'''
PEACE = BASE.splitlines(keepends=True)[-1]
NOTHING = 'Nothing more and nothing less is permitted than before, and on the same terms.'
CASES = [
    # what, [(old, new) …], exit and lines without --effect, exit and lines with it
    ('the same', [], 0, ['The texts are the same.'], 0, [NOTHING, '!No effect:']),
    ('layout', [('  to use, sell\n', '  to use,\n    sell # both\n')], 0,
     ['No effect:', '  prose, comments, articles or layout only'], 0, [NOTHING]),
    ('a new name', [('grant lic', 'grant licence')], 0, ['  renamed: grant lic is now grant licence'], 0,
     [NOTHING, '  renamed: grant lic is now grant licence']),
    ('a new name of a field with parts', [(' f/', ' phones/'), ('field f', 'field phones'), ('in f', 'in phones')], 0,
     ['  renamed: field f is now field phones'], 0, [NOTHING]),
    ('a new name of an asset', [('alfa/x', 'alfa/z')], 0, ['  renamed: asset alfa/x is now asset alfa/z'], 0,
     [NOTHING]),
    ('two alike get new names: nobody can tell which', [('twin-a', 'twin-c'), ('twin-b', 'twin-d')], 1,
     ['added: grant twin-c  (new.entente:24)', 'removed: grant twin-a  (old.entente:24)', '!No effect:'], 0,
     [NOTHING]),
    ('another place', [(LIC, ''), (PEACE, LIC + PEACE)], 0, ['  moved: grant lic'], 0, [NOTHING, '  moved: grant lic']),
    ('a new name and a change', [('grant lic', 'grant licence'), ('to use, sell', 'to use')], 1,
     ['added: grant licence  (new.entente:18)', 'removed: grant lic  (old.entente:18)'], 1,
     ['No longer permitted', 'bravo: sell under alfa/x in f within worldwide, from 2026-01-01 through 2030-12-31',
      'was licensed (lic), is silent']),
    ('added', [(PEACE, 'grant more { alfa grants bravo; to lease; under alfa/x; in f; lasts perpetual }\n' + PEACE)], 1,
     ['added: grant more  (new.entente:35)', '  +   lasts perpetual'], 1,
     ['Newly permitted', 'bravo: lease under alfa/x in f within worldwide, from 2026-01-01',
      'was silent, is licensed (more)', '!No longer permitted']),
    ('removed', [(PEACE, '')], 1, ['removed: covenant peace  (old.entente:35)'], 1,
     ['No longer permitted', 'was covenanted (peace), is silent', '!Newly permitted']),
    ('another kind of the same name', [(PEACE, 'grant peace { alfa grants bravo; to use; under alfa/y; in g }\n')], 1,
     ['added: grant peace  (new.entente:35)', 'removed: covenant peace  (old.entente:35)'], 1,
     ['Changed in condition', 'was covenanted (peace), is licensed (peace)', 'No longer permitted']),
    ('a day less', [('  in f\n}\n', '  in f\n  through 2030-12-30\n}\n')], 1,
     ['changed: grant lic  (new.entente:18)', '  + through 2030-12-30'], 1,
     ['bravo: use, sell under alfa/x in f within worldwide, on 2030-12-31', 'was licensed (lic), is expired (lic)']),
    ('a later beginning', [('  in f\n}\n', '  in f\n  from 2027-01-01\n}\n')], 1, ['  + from 2027-01-01'], 1,
     ['bravo: use, sell under alfa/x in f within worldwide, from 2026-01-01 through 2026-12-31']),
    ('another term', [('  in f\n}\n', '  in f\n  royalty-free\n}\n')], 1, ['  + royalty-free'], 1,
     ['Changed in condition', 'licensed (lic), as before, but:', '+ royalty-free', '!No longer permitted']),
    ('what is so anyway', [('  under alfa/y\n', '  under alfa/y\n  not transferable\n')], 1, ['  + not transferable'],
     0, [NOTHING, 'Reads differently, but decides no answer that changed under these facts: grant sub']),
    ('one more country', [('within US, DE', 'within US, DE, FR')], 1, ['  - within US, DE', '  + within US, DE, FR'], 1,
     ['Newly permitted', 'bravo: sublicense under alfa/y in any field within FR, from 2026-01-01',
      'was silent, is licensed (sub)']),
    ('a row of a block', [('US7000002: expires 2029-06-30', 'US7000002: expires 2028-06-30')], 1,
     ['changed: asset alfa/p  (new.entente:12)', '    patents {', '  -   US7000002: expires 2029-06-30',
      '  +   US7000002: expires 2028-06-30', '!  -   US7000001: expires 2028-12-31'], 1,
     # in w a licence hangs on a score; elsewhere the patent was kept from bravo until it expires
     ['Newly permitted', 'was silent, is not needed', 'Changed in condition', 'was unknown (gated), is not needed',
      '!Reads differently, but decides no answer that changed under these facts: asset alfa/p']),
    ('a label', [('(a) sublicense', '(b) sublicense')], 1,
     ['  - (a) sublicense to customers', '  + (b) sublicense to customers'], 0,
     ['Reads differently, but decides no answer that changed under these facts: grant sub']),
    ('a condition that is unknown before and after', [('at least 50', 'at least 60')], 1,
     ['  - while score at least 50', '  + while score at least 60'], 0,
     [NOTHING, 'Reads differently, but decides no answer that changed under these facts: grant gated']),
    ('what decides nothing', [('score 0 to 100', 'score 0 to 200')], 1, ['changed: metric score  (new.entente:9)'], 0,
     [NOTHING, 'Reads differently, but decides no answer that changed under these facts: metric score']),
    ('two lines swapped', [('  to use, sell\n  under alfa/x\n', '  under alfa/x\n  to use, sell\n')], 1,
     ['changed: grant lic  (new.entente:18)'], 0, [NOTHING]),
]


def missing(lines, out):
    """The text is wrapped, so lines are sought in its words."""
    flat = ' '.join(out.split())
    for line in lines:
        words = ' '.join(line.lstrip('!').split())
        if (words in flat) == line.startswith('!'):
            yield f'{"there is" if line.startswith("!") else "there is no"} `{words}`'


def run(entente, folder, *words):
    return subprocess.run([entente, 'diff', 'old.entente', 'new.entente', *words], cwd=folder, capture_output=True,
                          text=True, timeout=60)


def check(entente, folder, case):
    _, changes, plain_exit, plain_lines, effect_exit, effect_lines = case
    text = BASE
    for old, new in changes:
        if old not in text:
            return f'the text has no {old!r}'
        text = text.replace(old, new)
    Path(folder, 'old.entente').write_text(BASE)
    Path(folder, 'new.entente').write_text(text)
    wrong = []
    for words, code, lines in (((), plain_exit, plain_lines), (('--effect',), effect_exit, effect_lines)):
        done = run(entente, folder, *words)
        wrong += missing(lines, done.stdout)
        wrong += [f'exit {done.returncode} of diff {words}'] * (done.returncode != code)
        as_json = run(entente, folder, '--json', *words)
        whole = json.loads(as_json.stdout)
        wrong += [f'exit {as_json.returncode} of diff --json {words}'] * (as_json.returncode != code)
        if words:
            effect = whole['effect']
            some = any(effect[kind] for kind in ('permitted', 'forbidden', 'condition', 'reason'))
            wrong += ['--json and the text differ on whether there is an effect'] * (some == (NOTHING in done.stdout))
            told = 'Reads differently' in done.stdout
            wrong += ['--json and the text differ on what is idle'] * (told != bool(effect['without_effect']))
        elif whole['effect'] is not None:
            wrong.append('an effect that nobody asked for')
        kinds = ('added', 'removed', 'changed')
        changed = [one for one in whole['clauses'] if one['kind'] in kinds]
        if not words and len(changed) != sum(done.stdout.count(f'{kind}: ') for kind in kinds):
            wrong.append('--json and the text differ on what changed')
    return '\n'.join(wrong)


def main(entente):
    tap = Tap()
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            tap.case(case[0], check(entente, folder, case))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main(str(Path(sys.argv[1]).resolve())))
