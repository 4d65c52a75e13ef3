#!/usr/bin/env python3
# make_pages.py - writes the pages of docs/errors into one constant C file, for `entente explain`
"""make_pages.py FOLDER OUTPUT.c DEPFILE

A page is CODE.md: the line `# CODE: title`, a blank line, one or more paragraphs, then its examples. What does
not hold together stops the build with file and line. The depfile names the folder too, so that a new page counts.
"""
import re
import sys
from pathlib import Path

PAGE_BYTES_MOST = 4000  # what C17 lets one literal hold is 4095

HEAD = """/* pages_data.c - the pages of docs/errors, written by tools/make_pages.py. */
#include "report/pages_data.h"

const Page page_table[] = {
"""


def quoted(text):
    """A C literal, one line of source for each line of text. Bytes past ASCII are written in octal."""
    lines = []
    for line in text.splitlines(keepends=True):
        escaped = ''.join({'\\': '\\\\', '"': '\\"', '\n': '\\n', '?': '\\?'}.get(chr(byte)) or
                          (chr(byte) if 32 <= byte < 127 else f'\\{byte:03o}') for byte in line.encode())
        lines.append(f'"{escaped}"')
    return '\n     '.join(lines)


def read(path):
    text = path.read_text(encoding='utf-8')
    first, _, rest = text.partition('\n')
    head = re.fullmatch(r'# ([A-Z][A-Z0-9-]+): (\S.*[^\s.])', first)
    if not head or head[1] != path.stem:
        sys.exit(f'{path}:1: the first line must be `# {path.stem}: title`, without a full stop')
    paragraph = rest.lstrip('\n').split('\n\n')[0].strip()
    if not rest.startswith('\n') or not paragraph or paragraph.startswith(('#', '```', '<')):
        sys.exit(f'{path}:3: a paragraph that says what it means must follow the title')
    if len(text.encode()) > PAGE_BYTES_MOST:
        sys.exit(f'{path}:1: more than {PAGE_BYTES_MOST} bytes')
    return head[1], head[2], ' '.join(paragraph.split()), text


def main():
    folder, output, depfile = (Path(word) for word in sys.argv[1:])
    paths = sorted(folder.glob('[A-Z]*-*.md')) + sorted(folder.glob('[A-Z][0-9]*.md'))
    paths = sorted(path for path in set(paths) if path.stem != 'README')
    with output.open('w', encoding='utf-8') as out:
        out.write(HEAD)
        for path in paths:
            out.write('    {' + ',\n     '.join(quoted(part) for part in read(path)) + '},\n')
        out.write(f'}};\nconst Size page_count = {len(paths)};\n')
    spaced = ' '.join(str(path).replace(' ', '\\ ') for path in [folder, *paths])
    depfile.write_text(f'{output}: {spaced}\n', encoding='utf-8')


main()
