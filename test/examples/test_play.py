#!/usr/bin/env python3
# test_play.py - three years of two parties are played to their end, and what they say on the way is what it should be.
#
# Usage: test_play.py ENTENTE ROOT   Prints TAP.
import os
import subprocess
import sys
import tempfile

ROWS = [
    ("the text is agreed when Borealis has signed", "All have signed; it takes effect when that is final"),
    ("a report says what is owed by it", "borealis owes aurora 3,175.00 USD for 2026-Q1, due 2026-05-15."),
    ("a payment is done under its clause", "due 2026-05-15 → done on 2026-05-14"),
    ("a notice begins the time to cure", "late, due 2026-06-30, cure through 2026-08-14"),
    ("what was late is cured", "late, due 2026-06-30 → cured on 2026-08-03"),
    ("a late report is seen as such", "late, due 2026-07-30 → done on 2026-09-20"),
    ("an amendment shows what it permits", "was reserved (aurora-core), is licensed (bus-licence)"),
    ("a restored copy writes nothing", "the record holds 15: it was restored from a backup"),
    ("its own entries come back", "2 entries, 1 body"),
    ("a new key signs", "the key announced before is now in use"),
    ("the amendment is in force", "bus-licence: permits it"),
    ("a corrected report takes the place of the first", "borealis owes aurora 3,200.00 USD for 2026-Q1"),
    ("both copies are whole", "Of 34 in all 33 are final."),
    ("and match", "it has all of yours"),
]


def main():
    entente, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    env = dict(os.environ, PATH=os.path.dirname(entente) + ":" + os.environ["PATH"])
    with tempfile.TemporaryDirectory() as home:
        result = subprocess.run([root + "/examples/aurora-borealis/play", home + "/play"], env=env,
            capture_output=True, text=True, check=False)
    said = " ".join(result.stdout.split())
    print(f"1..{len(ROWS) + 1}")
    print(f"{'not ok' if result.returncode else 'ok'} 1 - the play ends well")
    if result.returncode:
        print("# " + (result.stdout[-2000:] + result.stderr).replace("\n", "\n# "))
    failed = result.returncode != 0
    for number, (name, words) in enumerate(ROWS, 2):
        good = words in said
        failed |= not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
    return failed


sys.exit(main())
