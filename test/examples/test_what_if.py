#!/usr/bin/env python3
# test_what_if.py - what is imagined is what would be owed if lines and facts were so.
# Usage: test_what_if.py PROGRAM ROOT
import json
import sys
from tempfile import TemporaryDirectory

from test_owing import HEAD, PACT, Owing, Restating, lines, true_ups
from tap import Tap


def imagined(owing):
    """`--what-if`: what is imagined is what would be owed if the lines or facts were so."""
    state = Restating(owing).state
    rows = ['1,2026-01-10,beacon,USD,300,0', '2,2026-02-10,lantern,USD,150,0']
    facts = '200 units in 2026-03 of beacon\n'

    def due(rows, facts, period='2026-Q1'):
        return true_ups(state(period, rows, facts=facts)[0])[1]

    def what_if(*words, facts=facts, rows=rows, text=PACT):
        done, _ = state('2026-Q1', rows, text=text, facts=facts, verb='owe', more=words)
        said = json.loads(done.stdout) if done.stdout else {'scenarios': []}
        balances = [(one['name'], one['balances'][0]) for one in said['scenarios']]
        return [(name, one['now'], one['what_if']) for name, one in balances], done

    def money(cents):
        return f'{cents // 100}.{cents % 100:02}'

    now = money(due(rows, facts))
    half = [row.replace('300', '150').replace(',150,0', ',75,0') if 'lantern' in row else row.replace('300', '150')
            for row in rows]
    ways = (('units-50%', half, '100 units in 2026-03 of beacon\n'),
            ('units of lantern +20%', [rows[0], rows[1].replace('150', '180')], facts),
            ('units of beacon -100%', rows[1:], ''),
            ('sales+100%', rows + rows, facts),
            ('fact launch on 2026-03-03', rows, facts + 'launch on 2026-03-03\n'),
            ('without units', rows, ''))
    for change, then_rows, then_facts in ways:
        got, done = what_if('--what-if', change)
        want = [('', now, money(due(then_rows, then_facts)))]
        yield f'what if {change}', got == want, (got, want, done.stderr)
    both = what_if('--what-if', 'units of lantern +20%', '--what-if', 'fact launch on 2026-03-03')[0]
    want = due([rows[0], rows[1].replace('150', '180')], facts + 'launch on 2026-03-03\n')
    yield 'what if: two together', both == [('', now, money(want))], (both, want)
    launched = facts + 'launch on 2026-02-02\n'
    got, done = what_if('--what-if', 'without launch', facts=launched)
    yield 'what if it had not happened', got == [('', money(due(rows, launched)), now)], (got, done.stderr)
    text = '# plans\nscenario growth\n units +10% # more\n\nscenario none at all\r\nsales -100%\n'
    plans = owing.file('plans.txt', text)
    got, done = what_if('--scenario', plans, '--what-if', 'units+0%')
    zero = money(due([], facts))
    names = [one[0] for one in got] == ['', 'growth', 'none at all']
    yield 'what if: scenarios of a file', names and (got[0][2], got[2][2]) == (now, zero), (got, zero, done.stderr)
    yield from imagined_there(owing)
    for change, code in (('unitz+5%', 'E0652'), ('units+1e3%', 'E0651'), ('units+NaN%', 'E0651'),
                         ('units*2', 'E0651'),
                         ('%', 'E0651'), ('+5%', 'E0651'), ('units', 'E0651'), ('units+5', 'E0651'), ('', None),
                         ('units+' + '9' * 40 + '%', 'E0651'), ('units-101%', 'E0651'), ('units+1.23456%', 'E0651'),
                         ('units of nobody +5%', 'E0651'), ('units in UK +5%', 'E0651'),
                         ('units for beacon +5%', 'E0651'),
                         ('units+5%\x1b[31m', 'E0651'), ('without comet', 'E0652'), ('without launch now', 'E0651'),
                         ('fact comet on 2026-01-01', 'E0301'), ('fact launch on 2026-13-01', 'E0204'),
                         ('units+5.%', 'E0651'), ('units+ %', 'E0651')):
        got, done = what_if('--what-if', change)
        good = done.returncode == 4 and f'error[{code}]' in done.stderr and '\x1b' not in done.stderr + done.stdout
        yield f'what if {change[:20]!r} is refused', good if code else done.returncode == 2, done
    many = owing.file('many.txt', 'units+1%\n' * 65)
    yield 'what if: too many', what_if('--scenario', many)[1].returncode == 4, 'many'
    yield 'what if: no such file', what_if('--scenario', many + '.absent')[1].returncode == 6, 'absent'
    open_text = PACT.replace('5_000 USD', 'limit') + 'table limit by calendar year { 2027: 5_000 USD }\n'
    done = what_if('--what-if', 'units+5%', text=open_text)[1]
    row = json.loads(done.stdout)['scenarios'][0]['rows'][0]
    yield 'what if it is not known', done.returncode == 8 and row['difference'] is None is row['now'], done


def imagined_there(owing):
    """In one country, of a family, with rights that tell countries apart only where they have to."""
    rows = lines(400, 11)
    plain = owing.file('there.csv', HEAD + ''.join(rows))

    def more(row):
        cells = row.strip().split(',')
        if cells[4] == 'JP' and cells[2] == 'avc-both':
            cells[5] = str(int(cells[5]) * 3)
        return ','.join(cells) + '\n'

    want = owing.due('--usage', owing.file('there.more.csv', HEAD + ''.join(more(row) for row in rows)))[1]
    done = owing.run('--usage', plain, '--what-if', 'units of avc-both in JP +200%', '--json')
    row = json.loads(done.stdout)['scenarios'][0]['rows'][0]
    yield 'what if: in a country', row['what_if'] == f'{want // 100}.{want % 100:02}', (row, want)
    done = owing.run('--usage', plain, '--what-if', 'price+5%')
    refused = done.returncode == 4 and 'line by line' in done.stderr and 'title-sales+10%' in done.stderr
    yield 'what if: a number that only lines know', refused, done


def main():
    tap = Tap()
    with TemporaryDirectory() as folder:
        for name, good, detail in imagined(Owing(sys.argv[1], sys.argv[2], folder)):
            tap.case(name, '' if good else str(detail)[:2000])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
