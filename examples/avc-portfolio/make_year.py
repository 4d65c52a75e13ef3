#!/usr/bin/env python3
# make_year.py - lines of shipments of 2009 under this licence, made up. Usage: make_year.py [LINES [SEED]] > year.csv
#
# The same lines for the same seed. Eight lines, spread over the file, cannot be counted: each is wrong in a way of its
# own. `west` was sold at the end of June, so what it ships later is outside of the licence.
import random
import sys

WRONG = [lambda cells: [*cells[:4], 'UK', cells[5]],
         lambda cells: [cells[0], '31.12.2009', *cells[2:]],
         lambda cells: [*cells[:2], 'avc-decodr', *cells[3:]],
         lambda cells: [*cells[:5], '1,000'],
         lambda cells: [*cells[:3], 'nort', *cells[4:]],
         lambda cells: [*cells[:5], ''],
         lambda cells: [cells[0], '2009-02-29', *cells[2:]],
         lambda cells: [cells[0], '2010-01-02', *cells[2:]]]
PRODUCTS = {'avc-both': 5, 'avc-decoder': 8, 'avc-encoder': 2}
SELLERS = {'licensee': 6, 'north': 4, 'south': 3, 'west': 1}
COUNTRIES = {'US': 20, 'DE': 9, 'JP': 9, 'CN': 12, 'GB': 7, 'FR': 6, 'KR': 4, 'IT': 4, 'BR': 3, 'IN': 3, 'MX': 2}


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 7)
    days = [f'2009-{month:02}-{day:02}' for month in range(1, 13) for day in range(1, 29)]

    def some(what):
        weights = list(what.values()) if isinstance(what, dict) else None
        return chance.choices(list(what), weights, k=lines)

    units = [count if count < 98 else -count for count in some(range(40, 100))]  # some came back
    rows = zip(some(days), some(PRODUCTS), some(SELLERS), some(COUNTRIES), units)
    step, out = max(lines // len(WRONG), 1), []
    for number, row in enumerate(rows, 1):
        if number % step == step // 2 and number // step < len(WRONG):
            row = WRONG[number // step]([str(number), *row[:4], str(row[4])])[1:]
        out.append(','.join((str(number), *row[:4], str(row[4]), *row[5:])))
    print('line,day,product,entity,country,units', *out, sep='\n')


if __name__ == '__main__':
    main()
