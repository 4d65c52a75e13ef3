#!/usr/bin/env python3
# test_verbs.py - help, man page and completions say the same, and the examples in them run.
#
# Usage: test_verbs.py ENTENTE ROOT   Prints TAP.
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def check(self, truth, name, why=""):
        self.count += 1
        self.failed += not truth
        print(f"{'ok' if truth else 'not ok'} {self.count} - {name}")
        if not truth and why:
            print("# " + str(why).replace("\n", "\n# "))

    def skip(self, name, why):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}")


def main():
    entente, root = os.path.abspath(sys.argv[1]), sys.argv[2]
    tap = Tap()

    def run(*words, cwd=root):
        return subprocess.run([entente, *words], cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    listed = re.findall(r"^  ([a-z-]+)  +\S", run("help").stdout, re.M)
    tap.check(len(listed) >= 8, "help lists the verbs", listed)
    man = run("help", "--man").stdout
    shells = {shell: run("completion", shell).stdout for shell in ("bash", "zsh", "fish")}
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(os.path.join(root, "examples"), os.path.join(scratch, "examples"))
        for verb in listed:
            text = run("help", verb).stdout
            options = re.findall(r"^  (--[a-z-]+)", text, re.M)
            tap.check(f"usage: entente {verb}" in text, f"{verb}: help shows its usage", text)
            tap.check(f".SS {verb}\n" in man and all(o.replace("-", "\\-") in man for o in options),
                f"{verb}: man page has it and its options")
            for shell, script in shells.items():
                known = [o[2:] if shell == "fish" else o for o in options]
                tap.check(verb in script and all(o in script for o in known),
                    f"{verb}: {shell} completes it and its options")
            for example in re.findall(r"^  (entente .*)$", text, re.M):
                if "draft" in example or "build/" in example:
                    continue  # names a file of the reader
                words = shlex.split(example)
                result = run(*words[1:], cwd=scratch)
                tap.check(result.returncode in (0, 1, 3, 8), f"example runs: {example}",
                    f"exit {result.returncode}\n{result.stderr}")
                tap.check("internal error" not in result.stderr, f"example is no bug: {example}", result.stderr)
    wrong = run("chek", "x")
    tap.check(wrong.returncode == 2 and "did you mean `check`" in wrong.stderr,
        "a misspelt verb is a usage error with a suggestion", wrong.stderr)
    wrong = run("may", "examples/intel-nvidia-2011", "--licencee", "x")
    tap.check(wrong.returncode == 2 and "did you mean `--licensee`" in wrong.stderr, "so is a misspelt option",
        wrong.stderr)
    tap.check(run("completion", "tcsh").returncode == 2, "an unknown shell is a usage error")
    tap.check(run().returncode == 0 and run("--version").stdout.startswith("entente "),
        "without a verb: help; --version")
    bash = subprocess.run(["bash", "-n"], input=shells["bash"], text=True, capture_output=True)
    tap.check(bash.returncode == 0, "the bash completion is bash", bash.stderr)
    if shutil.which("zsh"):
        zsh = subprocess.run(["zsh", "-n"], input=shells["zsh"], text=True, capture_output=True)
        tap.check(zsh.returncode == 0, "the zsh completion is zsh", zsh.stderr)
    else:
        tap.skip("the zsh completion is zsh", "zsh is not installed")
    print(f"1..{tap.count}")
    return tap.failed > 0


sys.exit(main())
