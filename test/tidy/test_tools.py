#!/usr/bin/env python3
# test_tools.py - the test tools themselves: each must fail on what it is there to refuse.
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / 'tools'))
import tidy  # noqa: E402
from tap import Tap  # noqa: E402
from transcripts import matches  # noqa: E402

# Stands in for the program: refuses what contains `wrong`, prints other texts without double blanks.
PROGRAM = '''#!/bin/sh
case $1 in
check) if grep -q wrong "$2"; then echo "$2:1: wrong" >&2; exit 4; fi; echo "$2: fine" ;;
fmt) sed 's/  */ /g' "$3" ;;
esac
'''


class Folder:
    """A temporary tree with the stand-in program."""

    def __init__(self, path):
        self.path = Path(path)
        self.write('entente', PROGRAM).chmod(0o755)

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def read(self, name):
        return (self.path / name).read_text()

    def passes(self, tool, *arguments):
        command = [sys.executable, ROOT / 'tools' / tool, self.path / 'entente', *arguments]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).returncode == 0


def must(tap, name, truth):
    tap.case(name, '' if truth else 'it did not')


def try_goldens(tap, tree):
    check = ('goldens.py', '--tests', tree.path / 'lang')
    must(tap, 'goldens: none at all fails', not tree.passes(*check))
    tree.write('lang/good/a.entente', 'one  two\n')
    tree.write('lang/bad/b.md', 'wrong\n')
    must(tap, 'goldens: missing expectations fail', not tree.passes(*check))
    must(tap, 'goldens: blessing passes', tree.passes(*check, '--bless'))
    must(tap, 'goldens: what was blessed passes', tree.passes(*check))
    must(tap, 'goldens: the exit code is kept', tree.read('lang/bad/b.md.out') == 'bad/b.md:1: wrong\n[exit 4]\n')
    must(tap, 'goldens: the print is kept', tree.read('lang/good/a.entente.fmt') == 'one two\n')
    for name, text in (('bad/b.md.out', 'bad/b.md:1: wrong\n'), ('bad/b.md.out', 'bad/b.md:1: right\n[exit 4]\n'),
                       ('good/a.entente.out', 'good/a.entente: fine \n'), ('good/a.entente.fmt', 'one two'),
                       ('good/gone.md.out', ''), ('good/b.md', 'wrong\n'), ('bad/a.md', 'fine\n')):
        path = tree.path / 'lang' / name
        before = path.read_text() if path.exists() else None
        path.write_text(text)
        if name.endswith('.md'):
            tree.write(f'lang/{name}.out', f'{name}: fine\n' if 'fine' in text else f'{name}:1: wrong\n[exit 4]\n')
        must(tap, f'goldens: {text!r} as {name} fails', not tree.passes(*check))
        path.unlink() if before is None else path.write_text(before)
        if name.endswith('.md'):
            (tree.path / 'lang' / f'{name}.out').unlink()
    must(tap, 'goldens: all passes again', tree.passes(*check))


def document(*lines):
    block = ['```console', *lines, '```']
    return '\n'.join(['# Title', '```sh', '$ false', '```', *(f'  {line}' for line in block), ''])


def try_transcripts(tap, tree):
    check = ('transcripts.py', '--root', tree.path)
    good = document('$ entente check docs/a.md', 'docs/a.md: fine', '$ echo x > file; cat \\', 'file', 'x',
                    '$ cat file; exit 3', 'x', '[exit 3]', '$ seq 9', '1', '...', '9', '$ true')
    tree.write('docs/a.md', good)
    must(tap, 'transcripts: a true one passes', tree.passes(*check))
    for old, new in (('fine', 'fine.'), ('[exit 3]', '[exit 4]'), ('  [exit 3]\n', ''), ('  9\n', '  8\n'),
                     ('$ true', '$ false'), ('$ true', '$ echo more'), ('  x\n  [', '  x\n  y\n  [')):
        tree.write('docs/a.md', good.replace(old, new, 1))
        must(tap, f'transcripts: {new!r} for {old!r} fails', not tree.passes(*check))
        if '$' not in old:
            blessed = tree.passes(*check, '--bless') and tree.passes(*check)
            must(tap, 'transcripts: blessing mends it', blessed and '[exit 3]' in tree.read('docs/a.md'))
    for name, text in (('output without a command', document('x')), ('an empty block', document()),
                       ('an open block', '```console\n$ true\n'), ('no block', 'x\n')):
        tree.write('docs/a.md', text)
        must(tap, f'transcripts: {name} fails', not tree.passes(*check))
    for want, got, fits in (('...\n', '', True), ('a\n...\n', 'a\n', True), ('a\n...\na\n', 'a\n', False),
                            ('...\nb\n...\n', 'a\nb\nc\n', True), ('...\nb\n...\nb\n', 'a\nb\n', False),
                            ('...\nb\nc\n...\nd\n', 'b\nb\nc\nd\n', True), ('a\n', 'a\nb\n', False)):
        must(tap, f"transcripts: {want!r} {'fits' if fits else 'does not fit'} {got!r}", matches(want, got) == fits)


def rule_finds(rule, tree):
    return [f'{name}:{line}' for name, line, _ in rule(tidy.Tree(tree.path))]


def try_tidy(tap, tree):
    machine = '/wor' + 'k/x'
    rows = (
        (tidy.no_banned_calls, 'src/base/a.c', '/* strcpy(a) */\nchar *x = "atoi(";\nint y = atoi(x);\n', 3),
        (tidy.no_banned_calls, 'test/base/test_a.c', 'strtok (a, b);\n', 1),
        (tidy.no_banned_calls, 'src/os/a.c', '// x\nlocaltime_r(a); localtime(a);\n', 2),
        (tidy.pure_layers_are_pure, 'src/lang/a.c', 'int f;\ndouble d;\n', 2),
        (tidy.pure_layers_are_pure, 'src/lang/a.h', '/* double */ int daytime(int), time(int);\n', 1),
        (tidy.pure_layers_are_pure, 'src/base/base.c', 'fputs("x", e); snprintf(a);\nputs("x");\n', 2),
        (tidy.pure_layers_are_pure, 'src/os/a.c', 'FILE *f = fopen(a);\n', None),
        (tidy.files_open_with_their_name, 'src/base/a.c', '/* b.c - other */\n', 1),
        (tidy.files_open_with_their_name, 'src/base/a.c', '/* a.c - this */\n', None),
        (tidy.files_open_with_their_name, 'tools/a.sh', '#!/bin/sh\nset -e\n', 1),
        (tidy.lines_are_short, 'src/base/a.c', '\n' + 'x' * 121 + '\n', 2),
        (tidy.lines_are_short, 'src/base/a.c', 'é' * 120 + '\n', None),
        (tidy.files_are_short, 'src/base/a.c', 'x\n' * 801, 800),
        (tidy.files_are_short, 'src/base/a.c', 'x\n' * 800, None),
        (tidy.lines_end_cleanly, 'src/base/a.c', 'x\nx \n', 2),
        (tidy.lines_end_cleanly, 'src/base/a.c', '\tx\n', 1),
        (tidy.lines_end_cleanly, 'src/base/a.c', 'x\nx', 2),
        (tidy.no_path_of_a_machine, 'docs/a.md', f'see\n`{machine}`\n', 2),
        (tidy.no_path_of_a_machine, 'docs/a.md', 'a merkle/root or ./work\n', None),
        (tidy.every_source_is_built, 'src/base/a.c', '', 1),
        (tidy.every_source_is_built, 'src/terms/data/a.c', '', 1),
        (tidy.every_source_is_built, 'test/base/test_a.c', '', 1),
        (tidy.every_source_is_built, 'fuzz/fuzz_a.c', '', 1),
        (tidy.every_source_is_built, 'src/cli/main.c', '', None),
    )
    for rule, name, text, line in rows:
        path = tree.write(name, text)
        want = [] if line is None else [f'{name}:{line}']
        found = rule_finds(rule, tree)
        tap.case(f'tidy: {rule.__name__} on {name} {line}', '' if found == want else f'found {found}, expected {want}')
        path.unlink()


def main():
    tap = Tap()
    for attempt in (try_goldens, try_transcripts, try_tidy):
        with TemporaryDirectory() as path:
            attempt(tap, Folder(path))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
