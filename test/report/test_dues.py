#!/usr/bin/env python3
# test_dues.py - `due`, `why` of a duty and `notice`: text, JSON and calendar say the same; exit codes.
# Usage: test_dues.py ENTENTE ROOT
#
# The calendar is read here by the rules of RFC 5545 alone: lines end in CR LF and have at most 75 octets, folded
# lines are joined, texts are unescaped, components nest.
import datetime
import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

EXAMPLE = 'examples/aurora-modules'
TEXT = '''entente 1
agreement pact { title "Pact; of two, and \\ more"; between alfa, bravo; effective 2026-01-01; changed by all parties
  term 3 years, ending the day before the anniversary
  calendar { zone "America/New_York"; business days of US-NY; count from the day after; due dates roll forward } }
party alfa
party bravo
document plan
event launch { for each product; recorded by alfa }
metric score { score 0 to 100; attested by alfa }
duty tell { bravo must deliver plan; on 2026-06-30
  means "tell, in full; with a \\ and a long line of words of 多くの言葉, so that it must be folded more than once" }
duty late { alfa must deliver plan; on 2026-05-29; if score at least 50 }
'''
LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=[^;:,"]+)*):(.*)', re.S)


def unescape(text):
    return re.sub(r'\\(.)', lambda m: '\n' if m[1] in 'nN' else m[1], text)


def read_calendar(data):
    """[name, [(property, parameters, value)], [components]] of the one calendar; refuses what RFC 5545 does."""
    assert data.endswith(b'\r\n') and b'\n' not in data.replace(b'\r\n', b''), 'lines do not end in CR LF'
    raw = data.split(b'\r\n')[:-1]
    for line in raw:
        assert len(line) <= 75, f'a line of {len(line)} octets'
        line.decode('utf-8')  # no character is cut
    lines = data.decode('utf-8').replace('\r\n ', '').split('\r\n')[:-1]
    stack = [['', [], []]]
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, f'no property: {line!r}'
        name, parameters, value = match.groups()
        if name == 'BEGIN':
            stack.append([value, [], []])
            stack[-2][2].append(stack[-1])
        elif name == 'END':
            assert stack[-1][0] == value, f'END:{value} within {stack[-1][0]}'
            stack.pop()
        else:
            assert not re.search(r'(?<!\\)(?:\\\\)*[;,]', value) or name in ('CATEGORIES',), f'not escaped: {line!r}'
            stack[-1][1].append((name, parameters, value))
    assert len(stack) == 1 and [one[0] for one in stack[0][2]] == ['VCALENDAR'], 'components do not nest'
    return stack[0][2][0]


def only(component, name):
    found = [value for key, _, value in component[1] if key == name]
    assert len(found) == 1, f'{name} stands {len(found)} times'
    return found[0]


class Asker:
    def __init__(self, entente, root):
        self.entente, self.root, self.tap = str(Path(entente).resolve()), Path(root), Tap()

    def run(self, *words, raw=False):
        done = subprocess.run([self.entente, *map(str, words)], cwd=self.root, capture_output=True, timeout=60)
        return done.returncode, done.stdout if raw else done.stdout.decode()

    def json(self, *words):
        code, out = self.run(*words, '--json')
        return code, json.loads(out)

    def case(self, name, check, *arguments):
        try:
            check(*arguments)
            self.tap.case(name)
        except (AssertionError, KeyError, ValueError) as wrong:
            self.tap.case(name, f'{type(wrong).__name__}: {wrong}')

    # ---- the table ----

    def text_and_json(self, day):
        code, text = self.run('due', EXAMPLE, '--as-of', day)
        json_code, answer = self.json('due', EXAMPLE, '--as-of', day)
        assert code == json_code, f'exit {code} and {json_code}'
        assert max(map(len, text.splitlines())) <= 80, 'a line is wider than 80 columns'
        states = {row['state'] for row in answer['due']}
        wanted = 1 if states & {'late', 'breached'} else 8 if 'unknown' in states else 0
        assert code == wanted, f'exit {code} with {states}'
        for row in answer['due']:
            assert row['clause'] in text and row['cite'].split(':')[-1] in text, f'{row["clause"]} is not in the text'
        words = f'next change is on {answer["next_change"]}' if answer['next_change'] else 'Nothing changes by itself'
        assert words in ' '.join(text.split()), 'another next change'

    def next_change(self, day):
        """Nothing changes on the day before, something does on the day."""
        _, now = self.json('due', EXAMPLE, '--as-of', day, '--all', '--days', 400)
        through = datetime.date.fromisoformat(now['through'])

        def states(on):
            days = (through - on).days
            _, there = self.json('due', EXAMPLE, '--as-of', on.isoformat(), '--all', '--days', days)
            return {(row['uid'], row['state'], row['cure_through'], row['done_on']) for row in there['due']}

        change = datetime.date.fromisoformat(now['next_change'])
        before = change - datetime.timedelta(days=1)
        start = states(datetime.date.fromisoformat(day))
        assert states(before) == start, f'something changes before {change}'
        assert states(change) != start, f'nothing changes on {change}'

    def owner(self):
        _, all_of_it = self.json('due', EXAMPLE, '--as-of', '2027-02-10', '--days', 200)
        _, mine = self.json('due', EXAMPLE, '--as-of', '2027-02-10', '--days', 200, '--owner', 'borealis')
        wanted = [row['uid'] for row in all_of_it['due'] if row['debtor'] == 'borealis']
        assert [row['uid'] for row in mine['due']] == wanted and len(wanted) > 3, 'other rows'
        assert self.run('due', EXAMPLE, '--owner', 'borealiz')[0] == 2, 'a party that is not there'

    # ---- the calendar ----

    def calendar(self, folder):
        text = Path(folder, 'pact.entente')
        text.write_text(TEXT)
        code, data = self.run('due', text, '--as-of', '2026-05-01', '--ics', '-', raw=True)
        assert code == 8, f'exit {code}: a score is missing'
        _, answer = self.json('due', text, '--as-of', '2026-05-01')
        calendar = read_calendar(data)
        assert only(calendar, 'VERSION') == '2.0' and only(calendar, 'PRODID'), 'no version'
        assert unescape(only(calendar, 'NAME')) == 'Pact; of two, and \\ more', 'another name'
        rows = {row['uid']: row for row in answer['due'] if row['due']}
        events = calendar[2]
        assert {only(event, 'UID') for event in events} == set(rows) and len(events) == len(rows) == 2, 'other events'
        for event in events:
            row = rows[only(event, 'UID')]
            assert event[0] == 'VEVENT' and only(event, 'DTSTART') == row['due'].replace('-', ''), 'another day'
            assert ('DTSTART', ';VALUE=DATE', only(event, 'DTSTART')) in event[1], 'not a whole day'
            assert re.fullmatch(r'\d{8}T\d{6}Z', only(event, 'DTSTAMP')), 'no stamp'
            assert row['act'] in unescape(only(event, 'SUMMARY')), 'another text'
            assert only(event, 'CATEGORIES') == row['state'], 'another state'
            alarm, = event[2]
            assert alarm[0] == 'VALARM' and only(alarm, 'ACTION') == 'DISPLAY', 'no alarm'
            assert only(alarm, 'DESCRIPTION'), 'an alarm without words'
            assert only(alarm, 'TRIGGER') == '-P1W', 'another alarm'
        assert any('多くの言葉' in unescape(only(event, 'SUMMARY')) for event in events), 'letters were lost'

    def stable(self):
        """A day later the same events have the same names and a higher sequence."""
        first, later = (read_calendar(self.run('due', EXAMPLE, '--as-of', day, '--ics', '-', raw=True)[1])
                        for day in ('2027-02-10', '2027-02-11'))
        names = [{only(event, 'UID'): int(only(event, 'SEQUENCE')) for event in one[2]} for one in (first, later)]
        assert names[0].keys() == names[1].keys() and len(names[0]) > 3, 'other names'
        assert all(names[0][uid] < names[1][uid] for uid in names[0]), 'the sequence does not rise'
        again = self.run('due', EXAMPLE, '--as-of', '2027-02-10', '--ics', '-', raw=True)[1]
        assert read_calendar(again) == first, 'not the same bytes'

    # ---- why and notice ----

    def why(self):
        code, text = self.run('why', EXAMPLE, 'breach', '--as-of', '2027-02-10')
        assert code == 0 and '39 days left' in text, text
        _, answer = self.json('why', EXAMPLE, 'breach', '--as-of', '2027-02-10')
        row, = answer['due']
        assert row['days_left'] == 39 and row['state'] == 'late' and row['cure_through'] is None, row

    def notices(self):
        for clause, day, code in (('extension', '2028-06-25', 1), ('extension', '2028-06-26', 0),
                                  ('extension', '2028-09-24', 0), ('extension', '2028-09-25', 1),
                                  ('launch-notice', '2026-11-17', 1), ('launch-notice', '2026-11-18', 0),
                                  ('launch-notice', '2026-12-10', 1), ('leave', '2027-03-01', 0)):
            got, text = self.run('notice', EXAMPLE, clause, '--by', 'aurora', '--as-of', day)
            assert got == code, f'{clause} on {day}: exit {got}'
            assert f'notice of {clause} by aurora to borealis received on {day}' in text, f'{clause}: no line to record'
        assert self.run('notice', EXAMPLE, 'extenson')[0] == 2, 'a clause that is not there'
        assert self.run('notice', EXAMPLE, 'extension', '--for', '2026-13')[0] == 2, 'a period that is none'

    def recorded(self, folder):
        """The line of the draft, recorded, has the effect that the draft says."""
        _, text = self.run('notice', EXAMPLE, 'leave', '--by', 'aurora', '--as-of', '2027-03-01')
        last = re.search(r'the agreement ends with (\S+)\.', ' '.join(text.split()))[1]
        facts = Path(folder, 'facts.entente')
        facts.write_text(Path(self.root, EXAMPLE, 'facts.entente').read_text() + text.strip().splitlines()[-1] + '\n')
        _, answer = self.json('due', EXAMPLE, '--facts', facts, '--as-of', '2027-03-02', '--days', 365)
        ends = [row for row in answer['due'] if row['clause'] == 'leave']
        assert [row['due'] for row in ends] == [last], f'{ends}, not {last}'

    def usage(self):
        for words in (('--days', 'x'), ('--days', '5000'), ('--days', '-1x'), ('--as-of', 'today')):
            assert self.run('due', EXAMPLE, *words)[0] == 2, f'{words} is taken'
        assert self.run('due', EXAMPLE, '--as-of', '2027-02-10', '--ics', 'no-such-folder/due.ics')[0] == 6, 'written'
        assert self.run('due', 'no-such-file')[0] == 6, 'read'


def main(entente, root):
    asker = Asker(entente, root)
    for day in ('2025-11-24', '2025-12-24', '2026-03-31', '2026-12-30', '2027-02-10', '2028-12-24', '2031-01-01'):
        asker.case(f'text and JSON on {day}', asker.text_and_json, day)
    for day in ('2026-01-01', '2026-11-02', '2027-01-15', '2027-02-10'):
        asker.case(f'the next change after {day}', asker.next_change, day)
    with TemporaryDirectory() as folder:
        asker.case('the calendar is RFC 5545, and says what the table says', asker.calendar, folder)
        asker.case('a notice that is recorded has the effect of its draft', asker.recorded, folder)
    asker.case('what one party must do', asker.owner)
    asker.case('events keep their names', asker.stable)
    asker.case('why', asker.why)
    asker.case('notices have an effect on some days only', asker.notices)
    asker.case('words that cannot be meant', asker.usage)
    return asker.tap.done()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:3]))
