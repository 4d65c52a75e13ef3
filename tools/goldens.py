#!/usr/bin/env python3
# goldens.py - checks every text in test/lang/{good,bad} against what is written beside it.
#
# Usage: goldens.py PROGRAM [--bless] [--tests FOLDER]
# A case is a *.entente or *.md file there, or a folder with agreement.md (parts live in deeper folders).
#   CASE.out   what `entente check CASE` says, with a last line [exit N] if N is not 0
#   CASE.fmt   good only: what `entente fmt --stdout CASE` prints; absent means: the text itself, unchanged
# A good text ends with exit 0, a bad one does not. --bless writes the files anew; read the difference.
import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tap import Tap, difference, run


def cases(folder):
    for path in sorted(folder.glob('*')):
        if path.suffix in ('.entente', '.md') or (path / 'agreement.md').is_file():
            yield path


def beside(path, ending):
    return path.with_name(path.name + ending)


def read(path):
    return path.read_bytes().decode('utf-8', 'backslashreplace') if path.is_file() else None


class Goldens:
    def __init__(self, program, tests, bless, home):
        self.program, self.tests, self.bless, self.home = program.resolve(), tests.resolve(), bless, home

    def entente(self, *arguments):
        return run([str(self.program), *arguments], self.tests, self.program.parent, self.home)

    def compare(self, expected, got, otherwise=None):
        """Trouble, or nothing. `otherwise` is what a missing file stands for."""
        want = read(expected)
        if self.bless:
            if got == otherwise:
                expected.unlink(missing_ok=True)
            elif got != want:
                expected.write_text(got, encoding='utf-8')
                print(f'# wrote {expected.relative_to(self.tests)}')
            return ''
        want = otherwise if want is None else want
        if want is None:
            return f'{expected.name} is missing: run tools/bless and read what it wrote'
        return '' if want == got else difference(want, got)

    def check(self, path):
        """All troubles of one case, as (name, trouble) pairs."""
        name = str(path.relative_to(self.tests))
        good = path.parent.name == 'good'
        said = self.entente('check', name)
        trouble = self.compare(beside(path, '.out'), said)
        refused = '[exit ' in said.splitlines()[-1] if said else False
        if refused == good:
            trouble += f"\na {path.parent.name} text must {'not ' if good else ''}be refused"
        results = [(f'check {name}', trouble)]
        if good and path.is_file():
            printed = self.entente('fmt', '--stdout', name)
            results.append((f'fmt {name}', self.compare(beside(path, '.fmt'), printed, read(path))))
        return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program', type=Path)
    parser.add_argument('--bless', action='store_true')
    parser.add_argument('--tests', type=Path, default=Path(__file__).parent.parent / 'test' / 'lang')
    options = parser.parse_args()
    tap = Tap()
    with TemporaryDirectory() as home, ThreadPoolExecutor(2) as pool:
        goldens = Goldens(options.program, options.tests, options.bless, home)
        paths = [path for kind in ('good', 'bad') for path in cases(goldens.tests / kind)]
        for results in pool.map(goldens.check, paths):
            for name, trouble in results:
                tap.case(name, trouble)
    for kind in ('good', 'bad'):
        for extra in sorted((goldens.tests / kind).glob('*')):
            if extra.suffix in ('.out', '.fmt') and not extra.with_suffix('').exists():
                tap.case(f'{kind}/{extra.name}', 'the text it belongs to is gone')
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
