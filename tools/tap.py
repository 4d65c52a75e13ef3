# tap.py - what the test tools share: reporting in TAP, running a command, showing a difference.
import difflib
import os
import subprocess


class Tap:
    """Counts cases and prints each as TAP. A run without any case is a failure: it would check nothing."""

    def __init__(self):
        self.count = self.failed = 0

    def case(self, name, trouble=''):
        """One case; `trouble` is empty if it is good, else what is wrong."""
        self.count += 1
        self.failed += bool(trouble)
        print(f"{'not ok' if trouble else 'ok'} {self.count} - {name.replace('#', ' ')}", flush=True)
        for line in trouble.splitlines():
            print(f'# {line}')

    def done(self):
        """Prints the plan; returns the exit code."""
        if self.count == 0:
            self.case('there is something to test', 'no case was found')
        print(f'1..{self.count}', flush=True)
        return 1 if self.failed else 0


def run(command, folder, program_folder, home):
    """Output (stdout and stderr as they come), and after it a line `[exit N]` if N is not 0."""
    own = ('XDG_CONFIG_HOME', 'ENTENTE_NOW', 'ENTENTE_PASSPHRASE_FILE')
    kept = {name: value for name, value in os.environ.items() if name not in own}
    env = dict(kept, PATH=f"{program_folder}:{os.environ['PATH']}", HOME=str(home), LC_ALL='C.UTF-8',
               TZ='UTC', COLUMNS='100', TERM='dumb')
    done = subprocess.run(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60)
    text = done.stdout.decode('utf-8', 'backslashreplace')
    if done.returncode:
        text += '' if not text or text.endswith('\n') else '\n'
        text += f'[exit {done.returncode}]\n'
    return text


def difference(want, got):
    """What differs; texts that end otherwise than with a newline say so."""
    ends = [(text if not text or text.endswith('\n') else text + '<no newline>').split('\n') for text in (want, got)]
    return '\n'.join(difflib.unified_diff(*ends, 'expected', 'got', lineterm='', n=2)) or 'line ends differ'
