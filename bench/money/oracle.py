#!/usr/bin/env python3
# oracle.py - what is owed for the lines that gen.c writes, slowly, in fractions. Usage: oracle.py FOLDER
#
# Prints `royalty,quarter,base,cents` for each royalty and quarter, and `outside,,lines,`.
#   licensed  not in the three excepted countries; of family 40 through September
#   base      by units, or gross less returns in dollars at the rate of the month
#   earned    of the year so far, marginal in three bands, at most 9,750,000, at least 250,000 at the end of the year
#   cents     the rounded amount of the year so far (half to even) less that of the quarter before
import csv
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

CAP, LEAST = Fraction(9_750_000), Fraction(250_000)
BY_UNIT = ((Fraction(100_000), Fraction(0)), (Fraction(5_000_000), Fraction(1, 5)), (None, Fraction(1, 10)))
BY_SALES = ((Fraction(10_000_000), Fraction(3, 100)), (Fraction(50_000_000), Fraction(1, 50)), (None, Fraction(1, 100)))


def earned(base, bands):
    total = low = Fraction(0)
    for high, rate in bands:
        total += max(Fraction(0), (base if high is None else min(base, high)) - low) * rate
        low = high
    return total


def rows(folder, name):
    with (folder / name).open(encoding='ascii') as file:
        yield from csv.DictReader(file)


def excepted(folder):
    text = (folder / 'agreement.md').read_text(encoding='ascii')
    return set(text.split('within worldwide except ', 1)[1].split('\n', 1)[0].split(', '))


def main():
    folder = Path(sys.argv[1])
    family = {row['code']: int(row['item'][1:]) for row in rows(folder, 'register.csv')}
    rate = {(row['currency'], row['month']): Fraction(row['USD per unit']) for row in rows(folder, 'rates.csv')}
    nowhere, base, outside = excepted(folder), defaultdict(Fraction), 0
    for row in rows(folder, 'sales.csv'):
        item, month = family[row['product']], row['day'][:7]
        if row['country'] in nowhere or (item == 40 and month > '2026-09'):
            outside += 1
            continue
        counted = Fraction(row['units'])
        if item % 2 == 0:
            counted = Fraction(row['gross']) - Fraction(row['returns'])
            counted *= 1 if row['currency'] == 'USD' else rate[row['currency'], month]
        base[item, (int(month[5:]) + 2) // 3] += counted
    for item in range(1, 41):
        so_far, before = Fraction(0), 0
        for quarter in (1, 2, 3, 4):
            so_far += base[item, quarter]
            amount = min(CAP, earned(so_far, BY_UNIT if item % 2 else BY_SALES))
            amount = max(amount, LEAST) if quarter == 4 else amount
            cents = round(amount * 100)  # of a fraction: half to even
            print(f'royalty-{item:02},{quarter},{base[item, quarter]},{cents - before}')
            before = cents
    print(f'outside,,{outside},')


main()
