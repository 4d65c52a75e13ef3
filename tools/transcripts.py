#!/usr/bin/env python3
# transcripts.py - runs what README.md, docs/ and examples/*/README.md show, so that the manual cannot lie.
#
# Usage: transcripts.py PROGRAM [--bless] [--root FOLDER] [FILE...]
# In every block fenced ```console
#   $ COMMAND      is run by bash with the program on PATH (a `\` at the end goes on to the next line)
#   other lines    are exactly what it prints, stdout and stderr together
#   ...            stands for any lines, also none
#   [exit N]       after the output: the exit code, if it is not 0
# The commands of one document run in one fresh copy of examples/, docs/ and README.md, one after the other.
# --bless writes the outputs anew (an output with `...` that still fits stays); read the difference.
import argparse
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tap import Tap, difference, run


class Step:
    """One command with its output; `first` and `last` are the lines of the output in the document."""

    def __init__(self, line, command, indent):
        self.line, self.command, self.indent = line, command, indent
        self.first = self.last = line
        self.output = ''


def steps_of(lines):
    """The steps of a document. Raises ValueError with a line number when a block is malformed."""
    steps, indent, other, number = [], None, False, 0
    while number < len(lines):
        line, text = lines[number], lines[number].lstrip(' ')
        number += 1
        if indent is None:
            if text.startswith('```') and (other or text[3:].strip() != 'console'):
                other = not other
            elif text.startswith('```'):
                indent, opened, here = len(line) - len(text), number, None
            continue
        line = line[min(indent, len(line) - len(text)):]
        if line.startswith('```'):
            if here is None:
                raise ValueError(f'{opened}: a console block without a command')
            indent = None
        elif line.startswith('$ '):
            command = line[2:]
            while command.endswith('\\') and number < len(lines):
                command += '\n' + lines[number][indent:]
                number += 1
            here = Step(number, command, indent)
            steps.append(here)
        elif here is None:
            raise ValueError(f'{number}: output before the first command')
        else:
            here.output += line + '\n'
            here.last = number
    if indent is not None:
        raise ValueError(f'{opened}: this block is not closed')
    return steps


def matches(want, got):
    """Line by line; `...` takes any number of lines. Greedy pieces in order suffice for that."""
    pieces = [[]]
    for line in want.splitlines():
        if line == '...':
            pieces.append([])
        else:
            pieces[-1].append(line)
    lines = got.splitlines()
    if len(pieces) == 1:
        return lines == pieces[0]
    start, end = pieces[0], pieces[-1]
    if len(start) + len(end) > len(lines) or lines[:len(start)] != start or lines[len(lines) - len(end):] != end:
        return False
    at, stop = len(start), len(lines) - len(end)
    for piece in pieces[1:-1]:
        while lines[at:at + len(piece)] != piece or at + len(piece) > stop:
            at += 1
            if at > stop:
                return False
        at += len(piece)
    return True


def try_document(path, root, program, bless, tap):
    lines = path.read_text(encoding='utf-8').split('\n')
    name = path.relative_to(root)
    try:
        steps = steps_of(lines)
    except ValueError as wrong:
        tap.case(str(name), f'{name}:{wrong}')
        return
    if not steps:
        return
    edits = []
    # In memory where that can be: a copy for each document is many small files.
    with TemporaryDirectory(dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None) as home:
        folder = Path(home) / 'entente'
        folder.mkdir()
        for part in ('examples', 'docs', 'README.md'):
            if (root / part).is_dir():
                shutil.copytree(root / part, folder / part)
            elif (root / part).exists():
                shutil.copy(root / part, folder / part)
        for step in steps:
            got = run(['bash', '-c', step.command], folder, program.parent, home)
            good = matches(step.output, got)
            if bless and not good:
                edits.append((step, [' ' * step.indent + line if line else '' for line in got.splitlines()]))
            shown = step.command.splitlines()[0]
            tap.case(f'{name}:{step.line} {shown}', '' if good or bless else difference(step.output, got))
    for step, output in reversed(edits):
        lines[step.first:step.last] = output
    if edits:
        path.write_text('\n'.join(lines), encoding='utf-8')
        print(f'# wrote {name}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program', type=Path)
    parser.add_argument('files', type=Path, nargs='*')
    parser.add_argument('--bless', action='store_true')
    parser.add_argument('--root', type=Path, default=Path(__file__).parent.parent)
    options = parser.parse_args()
    root = options.root.resolve()
    found = [root / 'README.md', *sorted((root / 'docs').rglob('*.md')), *sorted(root.glob('examples/*/README.md'))]
    tap = Tap()
    for path in [file.resolve() for file in options.files] or [path for path in found if path.is_file()]:
        try_document(path, root, options.program.resolve(), options.bless, tap)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
