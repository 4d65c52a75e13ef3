#!/usr/bin/env python3
# make_agreement.py - a large, valid agreement for measuring.
# Usage: make_agreement.py FOLDER [--grants N] [--files N] [--seed N]
#
# Two parties with members, fields, countries; for every dozen grants a few assets with patents and a few
# products. FOLDER/agreement.md includes N schedules, so that no file is larger than 1 MiB. 2,300 grants are
# 1 MB in all. What it writes has no finding: `entente check FOLDER` says so.
import argparse
import random
from pathlib import Path

ACTS = ['make', 'have-made', 'use', 'sell', 'offer', 'import', 'lease', 'dispose']
COUNTRIES = ['DE', 'FR', 'GB', 'US', 'CN', 'JP', 'KR', 'IT', 'ES', 'NL', 'SE', 'PL', 'CA', 'BR', 'IN', 'AU']
AREAS = ['mobile', 'automotive', 'broadcast', 'medical', 'aviation', 'maritime', 'industrial', 'home']
LEAVES = ['handsets', 'tablets', 'modules', 'stations', 'sensors', 'displays']
FIELDS = [f'{area}/{leaf}' for area in AREAS for leaf in LEAVES]
PARTIES = ['aurora', 'borealis']
OTHER = {'aurora': 'borealis', 'borealis': 'aurora'}

HEAD = '''# Patent cross-licence of many families

What follows was made by a program, to measure with.

```entente
entente 1
agreement large-licence {
  title      "Patent Cross-Licence"
  between    aurora, borealis
  signed     2025-12-15
  effective  2026-01-01
  term       5 years, ending the day before the anniversary
  law        "State of New York"
  precedence terms over prose
  changed by all parties
  currency   USD
}
party aurora { name "Aurora Semiconductor, Inc."; seat US; affiliates over 50% of votes }
party borealis { name "Borealis Networks GmbH"; seat DE; affiliates at least 50% of votes }
class distributors-of-parts, service-bureau
territory restricted { includes CN, RU }
territory europe { includes EU, GB }
event suit { for each party; recorded by either; means "that party sues the other" }
event suit-withdrawn { for each party; recorded by either; means "that suit is withdrawn" }
'''


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.patents = 0
        self.assets = {party: [] for party in PARTIES}

    def some(self, items, least, most):
        count = self.random.randint(least, most)
        return ', '.join(items[i] for i in sorted(self.random.sample(range(len(items)), count)))

    def date(self, first, last):
        return f'{self.random.randint(first, last)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}'

    def asset(self, party, number):
        name = f'{party}/family-{number}'
        self.assets[party].append(name)
        out = [f'asset {name} {{', f'  covers "inventions of family {number}"',
               '  captured if first filed through 2030-12-31', '  patents {']
        for _ in range(3):
            self.patents += 1
            places = self.some(COUNTRIES, 1, 5)
            year = self.random.randint(2008, 2024)
            code = self.random.choice(["EP", "US", "DE"])
            out.append(f'    {code}{1000000 + self.patents}: first filed {year}-03-01, '
                       f'expires {year + 20}-03-01, in {places}')
        return out + ['  }', '}']

    def product(self, party, number):
        return [f'product unit-{number} {{ made by {party}; field {self.random.choice(FIELDS)}; '
                f'practises {self.random.choice(self.assets[OTHER[party]])}; sold from {self.date(2020, 2026)} }}']

    def grant(self, number):
        party = self.random.choice(PARTIES)
        other, own = OTHER[party], self.assets[party]
        out = [f'grant licence-{number} {{',
               f'  {party} grants {other} with affiliates',
               f'  to {self.some(ACTS, 2, 6)}',
               f'  under {self.some(own[-8:], 1, min(3, len(own)))}',
               f'  in {self.some(FIELDS, 1, 4)}, except {self.random.choice(AREAS)}/repair',
               '  within worldwide, except restricted' if self.random.random() < 0.5 else '  within europe, US, JP',
               self.random.choice(['  lasts for the life of each patent', '  lasts for the term',
                                   f'  lasts through {self.date(2027, 2040)}']),
               '  non-exclusive',
               '  irrevocable', '  not transferable']
        if self.random.random() < 0.6:
            out += ['  sublicense to affiliates while they are affiliates']
        else:
            out += ['  sublicense to customers, service-bureau, only to use']
        out += ['  royalty-free']
        if self.random.random() < 0.4:
            out += [f'  unless suit of {other} has happened and suit-withdrawn of {other} has not happened']
        return out + ['}']

    def reserve(self, number):
        party = self.random.choice(PARTIES)
        return [f'reserve kept-{number} {{ {party} keeps {self.random.choice(self.assets[party])}; '
                f'in {self.some(FIELDS, 1, 3)}; within {self.some(COUNTRIES, 1, 4)} }}']

    def schedule(self, first, count):
        out = ['entente 1', f'# Schedule of grants {first} to {first + count - 1}.']
        for number in range(first, first + count):
            if number % 6 == 0:
                for party in PARTIES:
                    out += self.asset(party, number)
                out += self.product('aurora', 2 * number) + self.product('borealis', 2 * number + 1)
            if number % 12 == 11:
                out += self.reserve(number)
            out += self.grant(number)
        return '\n'.join(out) + '\n'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('--grants', type=int, default=2300)
    parser.add_argument('--files', type=int, default=2)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    maker = Maker(args.seed)
    args.folder.mkdir(parents=True, exist_ok=True)
    head = [HEAD]
    for area in AREAS:
        leaves = ', '.join(f'{area}/{leaf}' for leaf in LEAVES + ['repair'])
        head.append(f'field {area} {{ includes {leaves} }}\n')
    each = -(-args.grants // args.files)
    for i in range(args.files):
        text = maker.schedule(i * each, min(each, args.grants - i * each))
        (args.folder / f'schedule-{i + 1}.entente').write_text(text)
        head.append(f'include "schedule-{i + 1}.entente"\n')
    (args.folder / 'agreement.md').write_text(''.join(head) + '```\n')


main()
