#!/usr/bin/env python3
# tidy.py - the rules of the house that no compiler checks. Usage: tidy.py ROOT
# Each rule is one function that yields (path, line, what is wrong). test/tidy/test_tools.py breaks each once.
import re
import sys
from pathlib import Path

from tap import Tap

LINES_MOST, COLUMNS_MOST = 800, 120
SHELL = ('demo', 'check', '.ci/run', 'tools/bless')
FOLDERS = ('src', 'test', 'fuzz', 'bench', 'tools', 'docs', 'examples', 'data', '.ci', 'include', 'web')
IMPURE = ('os', 'app', 'cli', 'server', 'lsp', 'store')

BANNED = re.compile(r'\b(strcpy|strcat|sprintf|gets|strtok|atoi|strtod|localtime|rand|setlocale)\s*\(')
IMPURITY = re.compile(r'\b(double|float|FILE)\b|\b(time|fopen|getenv|f?printf|f?puts)\s*\(')
# The one exception: a broken invariant and the end of memory speak on their way out.
MAY_SPEAK = {'src/base/base.c': {'fprintf', 'fputs'}}
# A spreadsheet stores numbers in binary floating point; they go out there and never come back.
MAY_STORE = {'src/report/book.c': {'double'}}
MACHINE = re.compile(r'(?<![\w.~-])/(wor[k]|roo[t])\b(?=/|\s|$|[\'"`])')

NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code_of(text):
    """The text with comments and literals blanked, lines kept."""
    return NOT_CODE.sub(lambda found: re.sub(r'[^\n]', ' ', found.group()), text)


class Tree:
    def __init__(self, root):
        self.root = Path(root).resolve()
        self.texts = {}
        files = [path for folder in FOLDERS for path in sorted((self.root / folder).rglob('*'))]
        files += [path for path in sorted(self.root.glob('*')) + [self.root / '.ci/run'] if path.name != '.git']
        for path in files:
            if path.is_file() and '__pycache__' not in path.parts and 'corpus' not in path.parts:
                data = path.read_bytes()
                if b'\0' not in data:
                    self.texts[str(path.relative_to(self.root))] = data.decode('utf-8', 'replace')

    def some(self, *endings, under=''):
        for name, text in self.texts.items():
            if name.startswith(under) and name.endswith(endings):
                yield name, text

    def code(self):
        yield from self.some('.c', '.h', '.def')

    def scripts(self):
        yield from self.some('.py', '.sh', 'meson.build', 'meson_options.txt', *SHELL)


def hits(pattern, text):
    for number, line in enumerate(text.split('\n'), 1):
        for found in pattern.finditer(line):
            yield number, next(word for word in found.groups() if word)


def no_banned_calls(tree):
    for name, text in tree.code():
        for line, word in hits(BANNED, code_of(text)):
            yield name, line, f'`{word}` is banned: see CONTRIBUTING.md, "How our C looks"'


def pure_layers_are_pure(tree):
    for name, text in tree.some('.c', '.h', '.def', under='src/'):
        if name.split('/')[1] in IMPURE:
            continue
        for line, word in hits(IMPURITY, code_of(text)):
            if word not in MAY_SPEAK.get(name, ()) and word not in MAY_STORE.get(name, ()):
                yield name, line, f'`{word}` in a pure layer: effects belong to os, output to cli'


def files_open_with_their_name(tree):
    for name, text in tree.code():
        if not text.startswith(f"/* {name.split('/')[-1]} - "):
            yield name, 1, f"open with `/* {name.split('/')[-1]} - ` and the idea of the file"
    for name, text in tree.some('.py', '.sh', *SHELL):
        last = name.split('/')[-1]
        if not any(line.startswith(f'# {last} - ') for line in text.split('\n')[:2]):
            yield name, 1, f'open with `# {last} - ` and what the script is for'


def lines_are_short(tree):
    for name, text in (*tree.code(), *tree.scripts()):
        for number, line in enumerate(text.split('\n'), 1):
            if len(line) > COLUMNS_MOST:
                yield name, number, f'{len(line)} columns, at most {COLUMNS_MOST}'


def files_are_short(tree):
    for name, text in tree.some('.c', '.h'):
        if text.count('\n') > LINES_MOST:
            yield name, LINES_MOST, f'more than {LINES_MOST} lines: split the file by what it knows'


def lines_end_cleanly(tree):
    for name, text in (*tree.code(), *tree.scripts(), *tree.some('.md', under='docs/'), *tree.some('README.md')):
        for number, line in enumerate(text.split('\n'), 1):
            if line != line.rstrip():
                yield name, number, 'blank at the end of the line'
            if '\t' in line:
                yield name, number, 'tab: use spaces'
        if text and not text.endswith('\n'):
            yield name, text.count('\n') + 1, 'no newline at the end of the file'


def no_path_of_a_machine(tree):
    for name, text in tree.texts.items():
        for line, word in hits(MACHINE, text):
            yield name, line, f'/{word} is a path of one machine'


def every_source_is_built(tree):
    for name, _ in tree.some('.c'):
        top, _, inside = name.partition('/')
        layer, _, last = inside.partition('/')
        if top == 'src' and name != 'src/cli/main.c':
            build, listed = f'src/{layer}/meson.build', last
        elif top == 'test' and last.startswith('test_'):
            build, listed = f'test/{layer}/meson.build', last[5:-2]
        elif top == 'fuzz' and inside.startswith('fuzz_'):
            build, listed = 'fuzz/meson.build', inside[5:-2]
        else:
            continue
        if f"'{listed}'" not in tree.texts.get(build, ''):
            yield name, 1, f'not listed in {build}, so never built'


RULES = (no_banned_calls, pure_layers_are_pure, files_open_with_their_name, lines_are_short, files_are_short,
         lines_end_cleanly, no_path_of_a_machine, every_source_is_built)


def main():
    tree, tap = Tree(sys.argv[1]), Tap()
    for rule in RULES:
        found = [f'{name}:{line}: {what}' for name, line, what in rule(tree)]
        tap.case(rule.__name__.replace('_', ' '), '\n'.join(found))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
