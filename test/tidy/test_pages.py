#!/usr/bin/env python3
# test_pages.py - every code has a page in docs/errors whose examples are true, and a golden that shows it
"""test_pages.py PROGRAM ROOT

A page has `## Wrong` and `## Mended`, each with one text: the first gives the page's code and no other error, the
second no error. Pages marked `<!-- files -->` need several files or bytes that Markdown cannot show: FILES has them.
"""
import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(sys.argv[2]) / 'tools'))
from tap import Tap  # noqa: E402

CODE = re.compile(r'"(E0\d{3}|L-[A-Z][A-Z0-9-]*)"')
FENCE = re.compile(r'^(`{3,})(entente|markdown)\n(.*?)^\1$', re.M | re.S)
HEAD = b'entente 1\n'

# Code: the wrong files and the mended ones; the first of each is checked. A link is written as ('to', target).
FILES = {
    'E0101': ({'a.md': b'# A\n' * (1 << 19)}, {'a.md': b'# A\n', 'b.md': b''}),
    'E0102': ({'a.entente': HEAD + b'party m { name "M\xfcller" }\n'},
              {'a.entente': HEAD + 'party m { name "Müller" }\n'.encode()}),
    'E0103': ({'a.entente': HEAD + b'field mobile \0\n'}, {'a.entente': HEAD + b'field mobile\r\n'}),
    'E0104': ({'a.entente': HEAD + 'field mobile # \u202e\n'.encode()}, {'a.entente': HEAD + b'field mobile\n'}),
    'E0105': ({'a.entente': HEAD + 'field\u200b mobile\n'.encode()}, {'a.entente': HEAD + b'field mobile\n'}),
    'E0106': ({'a.entente': HEAD + 'field mobile # a\u2028b\n'.encode()},
        {'a.entente': HEAD + b'field mobile # a\n'}),
    'E0110': ({'a.entente': HEAD + b'include "b.entente"\n'},
              {'a.entente': HEAD + b'include "b.entente"\n', 'b.entente': b'field mobile\n'}),
    'E0111': ({'a.entente': HEAD + b'include "../b.entente"\n'},
              {'a.entente': HEAD + b'include "b.entente"\n', 'b.entente': b'field mobile\n'}),
    'E0112': ({'a.entente': HEAD + b'include "b.entente"\n', 'b.entente': b'include "a.entente"\n'},
              {'a.entente': HEAD + b'include "b.entente"\n', 'b.entente': b'field mobile\n'}),
    'E0113': ({f'{i}.entente': (HEAD if not i else b'') + f'include "{i + 1}.entente"\n'.encode() for i in range(12)},
              {'a.entente': HEAD + b''.join(b'include "%d.entente"\n' % i for i in range(12)),
               **{f'{i}.entente': f'field f-{i}\n'.encode() for i in range(12)}}),
    'E0208': ({'a.entente': HEAD + b'event e { happens once ' + b'(' * 50 + b'e has happened' + b')' * 50 + b' }\n'},
              {'a.entente': HEAD + b'event e { happens once (e has happened) }\n'}),
}
# More ways to come by a code, each the first file of its own text.
MORE = {
    'E0110': [{'a.entente': HEAD + b'include "b.entente"\n', 'b.entente': ('to', '/etc/hostname')},
              {'a.entente': HEAD + b'include "b.md"\n', 'b.md': b'# A\n' * (1 << 19)}],
    'E0111': [{'a.entente': HEAD + b'include "/etc/hostname"\n'}, {'a.entente': HEAD + b'include b\n'},
              {'a.entente': HEAD + b'include "x/./b.entente"\n'}, {'a.entente': HEAD + b'include "x\\b.entente"\n'}],
    'E0208': [{'a.entente': HEAD + b'condition c { ' + b'all of { ' * 100 + b'}' * 101 + b'\n'}],
}


class Pages:
    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = str(program), root, folder
        self.pages = {path.stem: path.read_text(encoding='utf-8') for path in (root / 'docs/errors').glob('*-*.md')}
        self.pages |= {path.stem: path.read_text(encoding='utf-8') for path in (root / 'docs/errors').glob('E*.md')}
        sources = [path for ending in ('*.c', '*.h') for path in (root / 'src').rglob(ending)]
        self.used = {code for path in sources for code in CODE.findall(re.sub(r'/\*.*?\*/', '', path.read_text(),
            flags=re.S))}

    def codes(self, files, verb='check'):
        """The codes of the errors of a text, and of all its findings."""
        for path in self.folder.iterdir():
            path.unlink()
        for name, content in files.items():
            if isinstance(content, tuple):
                (self.folder / name).symlink_to(content[1])
            else:
                (self.folder / name).write_bytes(content)
        done = subprocess.run([self.program, verb, '--json', next(iter(files))], cwd=self.folder, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode == 6 and b'larger than 1 MiB' in done.stderr:
            return {'E0101'}, {'E0101'}
        try:
            findings = json.loads(done.stdout)['findings']
        except ValueError:
            return {f'exit {done.returncode}'}, set()
        return {one['code'] for one in findings if one['level'] == 'error'}, {one['code'] for one in findings}

    def texts(self, page):
        """The wrong text and the mended one, as files; or what is wrong with the page."""
        parts = re.split(r'^## (Wrong|Mended)\n', page, flags=re.M)
        if [parts[i] for i in range(1, len(parts), 2)] != ['Wrong', 'Mended']:
            return None
        found = [FENCE.findall(part) for part in (parts[2], parts[4])]
        if any(len(one) != 1 for one in found):
            return None
        return [{'a.md' if one[0][1] == 'markdown' else 'a.entente': one[0][2].encode()} for one in found]

    def trouble(self, code):
        page = self.pages[code]
        verb = 'lint' if code.startswith('L-') else 'check'
        if '<!-- question -->' in page or '<!-- usage -->' in page:
            return ''  # about words of the command line, or files of usage: the tests of questions and of money have it
        if '<!-- files -->' in page:
            both = FILES.get(code)
            if not both:
                return 'test_pages.py has no files for it'
        else:
            both = self.texts(page)
            if not both:
                return 'it needs `## Wrong` and `## Mended`, each with one ```entente text'
        for wrong in [both[0], *MORE.get(code, [])]:
            errors, all_codes = self.codes(wrong, verb)
            if code not in all_codes or not errors <= {code}:
                return f'the wrong text gives {sorted(errors | all_codes) or "no finding"}, not {code} alone'
        errors, all_codes = self.codes(both[1], verb)
        return f'the mended text still gives {sorted(errors | all_codes)}' if errors or code in all_codes else ''


def main():
    tap, root = Tap(), Path(sys.argv[2]).resolve()
    with TemporaryDirectory() as folder:
        pages = Pages(Path(sys.argv[1]).resolve(), root, Path(folder))
        for code in sorted(pages.used | set(pages.pages)):
            if code not in pages.pages:
                tap.case(f'{code} has a page', f'docs/errors/{code}.md is missing')
            elif code not in pages.used:
                tap.case(f'{code} is used', f'nothing in src gives {code}; remove the page')
            else:
                tap.case(f'{code}: the examples of its page', pages.trouble(code))
        shown = ''.join(path.read_text('utf-8', 'replace') for path in (root / 'test/lang').rglob('*.out'))
        for code in sorted(code for code in pages.used if 'E0100' <= code < 'E0500'):  # those of an agreement
            if code not in FILES:
                tap.case(f'{code} is shown by a golden',
                    '' if f'[{code}]' in shown else 'no test/lang/bad/*.out has it')
    return tap.done()


sys.exit(main())
