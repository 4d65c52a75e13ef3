#!/usr/bin/env python3
# test_recording.py - the verbs that write entries, and questions that read them, in a workspace of one party whose
# counterpart has not answered yet: what is written is pending, and shown beside the answer.
#
# Usage: test_recording.py ENTENTE   Prints TAP.
import json
import os
import subprocess
import sys
import tempfile

TEXT = """# Pact

```entente
entente 1
agreement pact {
  between aurora, borealis
  effective 2026-01-01
  term perpetual
  changed by all parties
  currency EUR
  calendar { count from the day after; short months end on their last day }
}
party aurora
party borealis
event launch { recorded by aurora }
event fire { recorded by borealis }
metric level { score 0 to 100; attested by aurora }
asset borealis/lamp
field f
product p { made by aurora; field f; practises borealis/lamp }
grant lamp {
  borealis grants aurora
  to make, use, sell
  under borealis/lamp
  in f
  within worldwide
  once launch has happened
}
lines sales { reported by aurora; states line, product, country, day, gross, currency }
royalty fee {
  aurora pays borealis
  on gross in sales
  rate 2%
  report each calendar quarter, within 30 days of its end
}
payment balancing { aurora pays borealis; on 2026-05-30: 50_000 EUR }
document plan
duty tell {
  each must deliver plan
  every 6 months from 2026-06-30
  cure 30 days after receipt of notice
  otherwise breach
}
```
"""
USAGE = "line,product,country,day,gross,currency\n7,p,DE,2026-01-05,1000.50,EUR\n3,p,FR,2026-02-05,2000,EUR\n"


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def check(self, truth, name, why=""):
        self.count += 1
        self.failed += not truth
        print(f"{'ok' if truth else 'not ok'} {self.count} - {name}")
        if not truth and why:
            print("# " + str(why).replace("\n", "\n# "))


def main():
    entente, tap = os.path.abspath(sys.argv[1]), Tap()
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, XDG_CONFIG_HOME=home + "/keys", ENTENTE_NOW="2026-07-20T09:00:00Z")

        def run(*words):
            return subprocess.run([entente, *words], cwd=home, env=env, capture_output=True, text=True,
                stdin=subprocess.DEVNULL)

        def expect(name, code, words, *texts):
            result = run(*words)
            said = result.stdout + result.stderr
            tap.check(result.returncode == code and all(t in said for t in texts), name,
                f"exit {result.returncode}\n{said}")
            return result

        def write(name, text):
            with open(os.path.join(home, name), "w", encoding="utf-8") as out:
                out.write(text)

        def entries():
            return json.loads(run("due", "a", "--json").stdout)["record"]

        write("pact.md", TEXT)
        write("q1.csv", USAGE)
        write("none.entente", "entente 1\n")
        write("twice.csv", USAGE + USAGE.split("\n")[1] + "\n")
        write("rates.csv", "currency,day,USD per unit\nEUR,2026-03-31,1.0815\nEUR,2026-04-01,1.0800\n")
        for member in "a aurora", "b borealis":
            folder, name = member.split()
            expect(f"{name} has a workspace", 0, ["init", folder, "--as", name, "--no-passphrase"])
        expect("the agreement is founded", 0, ["new", "pact", "--from", "pact.md", "--with", "b/borealis.card",
            "--in", "a"])

        dry = ["--in", "a", "--dry-run"]
        rows = [
            ("measure", ["measure", "level", "37%", "--period", "2026-Q1"], 0, "value: 0.37"),
            ("measure what nobody knows", ["measure", "height", "37", "--period",
                "2026-Q1"], 4, "nothing named `height`"),
            ("measure off the scale", ["measure", "level", "101", "--period",
                "2026-Q1"], 4, "lies outside of its scale"),
            ("measure without a period", ["measure", "level", "37"], 2, "--period 2026-Q1"),
            ("fact", ["fact", "launch on 2026-07-01"], 0, "says: launch on 2026-07-01"),
            ("fact of the other", ["fact", "fire on 2026-07-01"], 4, "`fire` is for borealis to say, not for aurora"),
            ("fact that is none", ["fact", "party carol"], 4, "cannot be read as facts"),
            ("pay", ["pay", "balancing", "50_000", "EUR", "--on",
                "2026-06-01"], 0, "late, due 2026-05-30 → done on 2026-06-01"),
            ("pay under no clause", ["pay", "nothing", "5", "EUR"], 4, "nothing named `nothing`"),
            ("pay less than nothing", ["pay", "balancing", "x", "EUR"], 2, "is no amount"),
            ("done", ["done", "tell", "--for", "2026-06-30", "--evidence", "q1.csv"], 0, "cured on 2026-07-20"),
            ("done without such a file", ["done", "tell", "--evidence", "none"], 6, "could not be read"),
            ("report", ["report", "q1.csv", "--period", "2026-Q1"], 0, "report fee to borealis, for 2026-Q1"),
            ("report lines twice", ["report", "twice.csv", "--period", "2026-Q1"], 4, "a report is of all lines"),
            ("report of another period", ["report", "q1.csv", "--period", "2026-Q2"], 4, "outside of the period"),
            ("accept what is no report", ["report", "--accept", "borealis/3"], 1, "no usage report"),
            ("fx", ["fx", "import", "rates.csv", "--source", "ECB", "--from", "2026-04-01"], 0, "rate: 1.08"),
            ("fx of no day", ["fx", "import", "rates.csv", "--source", "ECB", "--from",
                "2027-01-01"], 1, "no rate of a day"),
            ("what-if", ["what-if", "launch on 2026-07-01", "--in", "a"], 0, "Newly permitted"),
        ]
        before = entries()
        for name, words, code, text in rows:
            expect(f"{name}, dry", code, words + ([] if "--in" in words else dry), text)
        tap.check(entries() == before, "a dry run leaves the record as it was", entries())

        expect("a fact is recorded", 0, ["fact", "launch on 2026-01-01", "--in", "a"], "Recorded as aurora/1")
        for words in (["measure", "level", "37", "--period", "2026-Q1"], ["report", "q1.csv", "--period", "2026-Q1"],
                ["fx", "import", "rates.csv", "--source", "ECB"], ["pay", "balancing", "50_000", "EUR"]):
            expect(f"{words[0]} is recorded", 0, words + ["--in", "a"], "Recorded as aurora/")
        record = entries()
        kinds = [e["kind"] for e in record["pending"]]
        tap.check(kinds == ["fact", "measurement", "usage.report", "rate.fixing", "rate.fixing", "payment"],
            "they are pending, in their order", kinds)
        heads = {"aurora": 7, "borealis": 0}
        tap.check(record["at"] == 0 and record["heads"] == heads, "place and heads are told", record)
        question = ["may", "a", "aurora", "sell", "p", "at", "DE", "on", "2026-07-10"]
        may = expect("the answer rests on what is final", 1, question, "No: ",
            "With 6 pending entries (aurora/1 fact")
        tap.check("Yes" in may.stdout.split("With 6 pending")[1], "and shows the one with pending entries",
            may.stdout)
        answer = json.loads(run(*question, "--json").stdout)
        tap.check(answer["record"]["with_pending"]["answer"] != answer["answer"], "so does JSON", answer)
        owe = expect("owe reads the report", 0, ["owe", "a", "--period", "2026-Q1"], "aurora/3")
        tap.check("60.01 EUR" in owe.stdout, "and reckons with its sums", owe.stdout)
        expect("--facts takes the place of the record", 1, question + ["--facts", "none.entente"], "No: ")
        expect("--at and --facts do not go together", 2, question + ["--at", "0", "--facts",
            "/dev/null"], "takes its place")
        expect("--at beyond the end", 6, ["due", "a", "--at", "9"], "only 0 entries are final")
        expect("--at is a number", 2, ["due", "a", "--at", "x"], "no number of entries")
        expect("--at shows no pending entries", 1, question + ["--at", "0"], "the first 0 entries of the final order")
        kept = os.listdir(os.path.join(home, "a/.entente/lines"))
        with open(os.path.join(home, "a/.entente/lines", kept[0]), encoding="utf-8") as lines:
            tap.check(lines.read().endswith("lines 2\n3,p,FR,2026-02-05,2000,EUR\n7,p,DE,2026-01-05,1000.50,EUR\n"),
                "the lines stay at home, by document number")
        draft = expect("a notice is drafted", 0, ["notice", "a", "tell", "--for", "2026-06-30",
            "--dry-run"], "Notice of breach")
        tap.check("Recorded" not in draft.stdout, "and not recorded", draft.stdout)
        expect("a notice is recorded once", 0, ["notice", "a", "tell", "--for", "2026-06-30"], "Recorded as aurora/7")
        tap.check(entries()["heads"]["aurora"] == 8, "and once only", entries())
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
