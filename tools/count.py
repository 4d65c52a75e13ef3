#!/usr/bin/env python3
# count.py - prints how many cases passed and failed. Usage: count.py TESTLOG.json
# A test that speaks TAP counts each of its cases, any other counts as one. A test that failed in another way
# (a crash, a time-out) adds one failure; so does a log that is missing or broken: the tests did not run.
import json
import re
import sys


def count(path):
    passed = failed = 0
    with open(path, encoding='utf-8', errors='replace') as log:
        for test in map(json.loads, log):
            said = test.get('stdout') or ''
            good = len(re.findall(r'^ok \d', said, re.M)) - len(re.findall(r'^ok \d.*# *skip', said, re.M | re.I))
            bad = len(re.findall(r'^not ok \d', said, re.M))
            if test['result'] in ('OK', 'EXPECTEDFAIL'):
                passed += good or 1
            elif test['result'] != 'SKIP':
                passed, failed = passed + good, failed + max(bad, 1)
    return passed, failed


try:
    print(*count(sys.argv[1]))
except (OSError, ValueError, KeyError) as wrong:
    print(f'count.py: {sys.argv[1]}: {wrong}', file=sys.stderr)
    print(0, 1)
