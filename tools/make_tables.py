#!/usr/bin/env python3
# make_tables.py - writes the compiled-in tables from iso-codes and data/
"""make_tables.py ISO_CODES_JSON_FOLDER DATA_FOLDER OUTPUT.c

Turns iso-codes and our own tables in data/ into constant C tables (src/terms/data/tables_data.h
describes them) and the SHA-256 digest that a manifest names. Same input, same bytes out: nothing
here reads a clock, an environment variable or the order of a dictionary.

Every row is checked. A table that does not hold together stops the build with file and line.
"""
import datetime
import hashlib
import json
import re
import sys
import unicodedata
from pathlib import Path

COUNTRY_COUNT = 249
DAY_MIN, DAY_MAX = -1000000, 10000000
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
SHAPES = {"fixed": "DATE_FIXED", "easter": "DATE_EASTER", "weekday": "DATE_WEEKDAY"}
MOVES = {"stay": "MOVE_NONE", "sunday": "MOVE_SUNDAY", "next": "MOVE_NEXT"}


class Row(list):
    """The fields of one line, which remembers where it stood."""

    def __init__(self, fields, where):
        super().__init__(fields)
        self.where = where

    def need(self, truth, what):
        if not truth:
            sys.exit(f"{self.where}: {what}")

    def day(self, text, open_day):
        if text == "-":
            return open_day
        self.need(re.fullmatch(r"\d{4}-\d\d-\d\d", text), f"`{text}` is not a day")
        try:
            return datetime.date.fromisoformat(text).toordinal() - 719163
        except ValueError:
            self.need(False, f"`{text}` is not a real day")

    def year(self, text, open_year):
        self.need(text == "-" or re.fullmatch(r"\d{4}", text), f"`{text}` is not a year")
        return open_year if text == "-" else int(text)


def rows_of(path, widths):
    """Rows of a table; `widths` maps the first field (or None: any) to the allowed numbers of fields."""
    rows, known = [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("# Known: "):
            known = line[len("# Known: "):]
        if not line or line.startswith("#"):
            continue
        row = Row(line.split("\t"), f"{path}:{number}")
        allowed = widths.get(row[0], widths.get(None))
        row.need(allowed and len(row) in allowed, f"unexpected kind or number of fields ({len(row)})")
        row.need(all(f == f.strip() and f for f in row), "empty field or stray space")
        rows.append(row)
    if not known:
        sys.exit(f"{path}: no `# Known: DATE` line")
    return rows, known


def json_of(folder, name, key):
    return json.loads((folder / name).read_text(encoding="utf-8"))[key]


class Output:
    """The C text, its shared pool of strings and the lines the digest covers."""

    def __init__(self):
        self.pool, self.at, self.size, self.parts, self.digest = [], {}, 0, [], []

    def piece(self, text):
        if text is None:
            return "{0, 0}"
        size = len(text.encode())
        if text not in self.at:
            self.at[text] = self.size
            self.pool.append(text)
            self.size += size
        return f"{{{self.at[text]}, {size}}}"

    def table(self, name, lines):
        body = "".join(f"    {line},\n" for line in lines)
        self.parts.append(f"const {name}[] = {{\n{body}}};\n")

    def count(self, name, value):
        self.parts.append(f"const int32_t {name} = {value};\n")

    def say(self, *fields):
        self.digest.append("\t".join(str(f) for f in fields))


def fold(name):
    """As country_fold in tables.c: ASCII letters and digits in lower case, all else dropped."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def unaccented(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def countries(out, iso, rows):
    entries = sorted(json_of(iso, "iso_3166-1.json", "3166-1"), key=lambda e: e["alpha_2"])
    if len(entries) != COUNTRY_COUNT:
        sys.exit(f"iso_3166-1.json: {len(entries)} countries, expected {COUNTRY_COUNT}")
    index = {e["alpha_2"]: i for i, e in enumerate(entries)}
    lines, words = [], {}
    for e in entries:
        lines.append(f"{{{out.piece(e['alpha_2'])}, {out.piece(e.get('common_name', e['name']))}}}")
        out.say("country", e["alpha_2"])
        for name in (e["name"], e.get("common_name"), e.get("official_name"), e["alpha_3"]):
            for form in (name, unaccented(name)) if name else ():
                words.setdefault(fold(form), e["alpha_2"])
    out.table("CountryRow country_rows", lines)
    letters = [-1] * 676
    for code, i in index.items():
        letters[(ord(code[0]) - 65) * 26 + ord(code[1]) - 65] = i
    out.table("int16_t country_letters", [", ".join(map(str, letters[i:i + 26])) for i in range(0, 676, 26)])
    for row in rows:
        if row[0] == "name":
            row.need(row[2] in index, f"`{row[2]}` is not a country")
            words[fold(unaccented(row[1]))] = row[2]
    out.table("WordRow country_words", [f"{{{out.piece(w)}, {index[words[w]]}}}" for w in sorted(words) if w])
    out.count("country_word_count", len([w for w in words if w]))
    return index


def wrong_codes(out, iso, rows, index):
    """Codes that are no country's: withdrawn ones from ISO 3166-3, and ours, which win."""
    wrong = {}
    for e in sorted(json_of(iso, "iso_3166-3.json", "3166-3"), key=lambda e: e["withdrawal_date"]):
        code, when = e["alpha_2"], e["withdrawal_date"]
        if code not in index:
            on = "on" if len(when) == 10 else "in"
            wrong[code] = (None, f"{code} ({e['name']}) was withdrawn from ISO 3166 {on} {when}", when)
    for row in rows:
        if row[0] == "code":
            row.need(row[1] not in index, f"`{row[1]}` is a country")
            row.need(row[2] == "-" or row[2] in index, f"`{row[2]}` is not a country")
            wrong[row[1]] = (None if row[2] == "-" else row[2], row[3], wrong.get(row[1], (0, 0, None))[2])
    out.table("WrongRow wrong_rows", [f"{{{out.piece(code)}, {', '.join(out.piece(p) for p in wrong[code])}}}"
                                      for code in sorted(wrong)])
    out.count("wrong_count", len(wrong))


def subdivisions(out, iso, index):
    entries = sorted(json_of(iso, "iso_3166-2.json", "3166-2"), key=lambda e: e["code"])
    lines = []
    for e in entries:
        if not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", e["code"]) or e["code"][:2] not in index:
            sys.exit(f"iso_3166-2.json: strange code `{e['code']}`")
        lines.append(f"{{\"{e['code']}\", {index[e['code'][:2]]}, {out.piece(e['name'])}}}")
        out.say("subdivision", e["code"])
    out.table("SubdivisionRow subdivision_rows", lines)
    out.count("subdivision_rows_count", len(lines))


def currencies(out, iso, rows):
    names = {e["alpha_3"]: e["name"] for e in json_of(iso, "iso_4217.json", "4217")}
    seen, lines = set(), []
    for row in sorted(rows, key=lambda r: r[0]):
        code, minor, since, through, name = row
        row.need(re.fullmatch(r"[A-Z]{3}", code) and code not in seen, f"`{code}` is no new currency code")
        row.need(re.fullmatch(r"[0-4]|-", minor), f"`{minor}` is not a number of decimal places")
        name = names.get(code) if name == "-" else name
        row.need(name, f"`{code}` has no name here nor in iso-codes")
        minor = -1 if minor == "-" else int(minor)
        days = row.day(since, DAY_MIN), row.day(through, DAY_MAX)
        row.need(days[0] <= days[1], "the last day is before the first")
        seen.add(code)
        lines.append(f'{{"{code}", {minor}, {{{days[0]}, {days[1]}}}, {out.piece(name)}}}')
        out.say("currency", code, minor, since, through)
    missing = sorted(set(names) - seen)
    if missing:
        sys.exit(f"data/currencies.tsv: iso-codes also has {' '.join(missing)}: add their minor units")
    out.table("CurrencyRow currency_rows", lines)
    out.count("currency_rows_count", len(lines))


def groups(out, rows, index):
    names, members = {}, {}
    for row in rows:
        if row[0] == "group":
            row.need(re.fullmatch(r"[A-Z][A-Z0-9-]+", row[1]) and row[1] not in names, "no new group code")
            names[row[1]] = row[2]
            members[row[1]] = []
            continue
        row.need(row[0] in names, f"group `{row[0]}` has no `group` row above")
        row.need(row[1] in index, f"`{row[1]}` is not a country")
        spell = index[row[1]], row.day(row[2], DAY_MIN), row.day(row[3], DAY_MAX)
        row.need(spell[1] <= spell[2], "the last day is before the first")
        row.need(not any(o[0] == spell[0] and o[1] <= spell[2] and spell[1] <= o[2] for o in members[row[0]]),
                 "overlaps another row of the same country")
        members[row[0]].append(spell)
        out.say("member", *row[:4])
    lines, spells = [], []
    for code in sorted(names):
        lines.append(f"{{{out.piece(code)}, {out.piece(names[code])}, {len(spells)}, {len(members[code])}}}")
        spells += [f"{{{c}, {{{a}, {b}}}}}" for c, a, b in sorted(members[code])]
    out.table("GroupRow group_rows", lines)
    out.count("group_rows_count", len(lines))
    out.table("Membership membership_rows", spells)


def zones(out, rows, index):
    lines = []
    for row in sorted(rows, key=lambda r: r[0]):
        row.need(row[1] == "-" or row[1] in index, f"`{row[1]}` is not a country")
        lines.append(f"{{{out.piece(row[0])}, {index.get(row[1], -1)}}}")
        out.say("zone", *row)
    out.table("ZoneRow zone_rows", lines)
    out.count("zone_rows_count", len(lines))


def laws(out, rows, known):
    """Rules of law, and rates of interest that have ended. Neither is in the digest: only lint speaks of them."""
    lines = []
    for row in sorted(rows, key=lambda r: r[0]):
        row.need(re.fullmatch(r"L-[A-Z-]+", row[0]), f"`{row[0]}` is not a rule of lint")
        days = f"{{{row.day(row[2], DAY_MIN)}, {row.day(row[3], DAY_MAX)}}}"
        pieces = ", ".join(out.piece(row[i]) for i in (0, 1, 4, 5))
        lines.append(f"{{{pieces}, {days}}}")
    out.table("LawRow law_rows", lines)
    out.count("law_rows_count", len(lines))
    out.count("laws_known_day", Row([], "laws.tsv").day(known, 0))


def benchmarks(out, rows):
    lines = [f"{{{out.piece(row[0])}, {row.day(row[1], DAY_MAX)}}}" for row in rows]
    out.table("BenchmarkRow benchmark_rows", lines)
    out.count("benchmark_rows_count", len(lines))


def rule_of(out, row):
    """`rule CODE DATE FROM THROUGH MOVE NAME` as a C initialiser."""
    _, code, date, since, through, move, name = row
    fixed = re.fullmatch(r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun)>=)?(\d\d)-(\d\d)", date)
    easter = re.fullmatch(r"easter([+-]\d{1,2})", date)
    row.need(fixed or easter, f"`{date}` is not a rule for a day")
    row.need(move in MOVES, f"`{move}` is not a way to move")
    row.need(move == "stay" or (fixed and not fixed[1] and date <= "12-26"), "only fixed days up to 12-26 can move")
    shape = "easter" if easter else "weekday" if fixed[1] else "fixed"
    offset = int(easter[1]) if easter else WEEKDAYS.index(fixed[1]) if fixed[1] else 0
    month, day = (int(fixed[2]), int(fixed[3])) if fixed else (0, 0)
    if fixed:
        row.day(f"2001-{fixed[2]}-{fixed[3]}", 0)
        row.need(shape == "fixed" or date[5:] <= "12-25", "a weekday this late can fall into the next year")
    out.say("rule", code, date, since, through, move)
    years = row.year(since, 0), row.year(through, 9999)
    return (f"{{{SHAPES[shape]}, {MOVES[move]}, {month}, {day}, {offset}, {years[0]}, {years[1]}, "
            f"{out.piece(name)}}}")


def calendars(out, rows):
    own = {row[1]: row for row in rows if row[0] == "calendar"}
    alias = {row[1]: row for row in rows if row[0] == "alias"}
    for row in rows:
        row.need((row[2] if row[0] == "alias" else row[1]) in own, "names no calendar")
        row.need(row[0] == "calendar" or row[0] == "alias" or row[1] in own, "belongs to no calendar")
    rules, singles, lines = [], [], []
    for code in sorted([*own, *alias]):
        row = alias[code] if code in alias else own[code]
        true = own[row[2]] if code in alias else row
        out.say("alias" if code in alias else "calendar", *row[1:3], true[2], true[3])
        name = row[3] if code in alias else row[4]
        lines.append([out.piece(code), out.piece(name), true[1], true.year(true[2], 0), true.year(true[3], 0)])
    spans = {}
    for code in sorted(own):
        mine = [rule_of(out, row) for row in rows if row[0] == "rule" and row[1] == code]
        days = sorted((row.day(row[2], 0), row[0] == "closed", row[3], row) for row in rows
                      if row[0] in ("closed", "open") and row[1] == code)
        for day, closed, name, row in days:
            row.need(own[code][2] <= row[2][:4] <= own[code][3], "outside the years of the calendar")
            out.say("closed" if closed else "open", code, row[2])
        if len({d[0] for d in days}) != len(days) or not mine or len(mine) > 30:
            sys.exit(f"calendars.tsv: {code}: one day twice, or no rules, or more than 30")
        spans[code] = len(rules), len(mine), len(singles), len(days)
        rules += mine
        singles += [f"{{{day}, {str(closed).lower()}, {out.piece(name)}}}" for day, closed, name, _ in days]
    out.table("CalendarRow calendar_rows", [
        f"{{{code}, {name}, {first}, {last}, {', '.join(map(str, spans[true]))}}}"
        for code, name, true, first, last in lines])
    out.count("calendar_rows_count", len(lines))
    out.table("RuleRow rule_rows", rules)
    out.table("SingleRow single_rows", singles)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") + '"'


def main(iso, data, target):
    out = Output()
    hints, k1 = rows_of(data / "countries.tsv", {"code": (4,), "name": (3,)})
    money, k2 = rows_of(data / "currencies.tsv", {None: (5,)})
    group, k3 = rows_of(data / "groups.tsv", {"group": (3,), None: (4, 5)})
    zone, k4 = rows_of(data / "zones.tsv", {None: (2,)})
    calendar, k5 = rows_of(data / "calendars.tsv", {"calendar": (5,), "alias": (4,), "rule": (7,), "closed": (4,),
                                                    "open": (4,)})
    index = countries(out, iso, hints)
    wrong_codes(out, iso, hints, index)
    subdivisions(out, iso, index)
    currencies(out, iso, money)
    groups(out, group, index)
    zones(out, zone, index)
    calendars(out, calendar)
    law, law_known = rows_of(data / "laws.tsv", {None: (6,)})
    laws(out, law, law_known)
    benchmarks(out, rows_of(data / "benchmarks.tsv", {None: (2,)})[0])
    known = min(k1, k2, k3, k4, k5)
    digest = hashlib.sha256(("\n".join(out.digest) + "\n").encode()).hexdigest()
    out.count("tables_known_day", Row([], data).day(known, 0))
    out.parts.append(f'const char tables_digest_hex[65] = "{digest}";\n')
    text = "".join(f"    {quoted(piece)}\n" for piece in out.pool)
    target.write_text(
        "/* Generated by tools/make_tables.py from iso-codes and data/. Do not edit. */\n"
        '#include "terms/data/tables_data.h"\n\n'
        '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n'
        f"const char table_text[] =\n{text}    ;\n\n" + "\n".join(out.parts), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
