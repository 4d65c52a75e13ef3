#!/usr/bin/env python3
# test_pages_current.py - docs/language.md, docs/clauses.md and docs/entries.md hold what the program prints.
#
# Usage: test_pages_current.py ENTENTE DOCS [--bless]
import subprocess
import sys


def printed(entente, what):
    return subprocess.run([entente, "explain", what], check=True, capture_output=True, text=True).stdout


def parts(docs, entente):
    """path, the text up to what is generated, the generated text, the text behind it."""
    path = docs + "/language.md"
    text = open(path, encoding="utf-8").read()
    start = text.index("```ebnf\n", text.index("<!-- grammar:")) + len("```ebnf\n")
    yield path, text, text[:start] + printed(entente, "grammar") + "```\n"
    path = docs + "/clauses.md"
    text = open(path, encoding="utf-8").read()
    yield path, text, text[:text.index("### ")] + printed(entente, "clauses")
    path = docs + "/entries.md"
    text = open(path, encoding="utf-8").read()
    yield path, text, text[:text.index("### ")] + printed(entente, "entries")


def main():
    entente, docs = sys.argv[1:3]
    stale = 0
    for path, have, want in parts(docs, entente):
        if have != want and "--bless" in sys.argv:
            open(path, "w", encoding="utf-8").write(want)
        elif have != want:
            print(f"{path} is not what the program prints; run tools/bless")
            stale = 1
    return stale


sys.exit(main())
