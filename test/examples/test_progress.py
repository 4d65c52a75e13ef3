#!/usr/bin/env python3
# test_progress.py - how far reading has come is shown to somebody who waits, and to nobody else.
# Usage: test_progress.py PROGRAM ROOT
#
# Lines come through a named pipe as slowly as the test wants. For a regular file the program is stopped for a
# while instead, so that a second passes although it reads fast.
import gzip
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

HEAD = 'line,day,product,entity,country,units\n'
LINE = '7,2009-03-02,avc-both,north,DE,7\n'
BAR = re.compile(r'\[(#*)(-*)\] +(\d+) %, (\d+\.\d) of (\d+\.\d) MB')


def feed(path, seconds):
    with open(path, 'w', encoding='ascii') as pipe:
        pipe.write(HEAD)
        for _ in range(int(seconds * 20)):
            pipe.write(LINE * 4000)
            pipe.flush()
            time.sleep(0.05)


class Program:
    def __init__(self, program, root):
        self.words = [program, 'owe', str(Path(root) / 'examples/avc-portfolio'), '--period', '2009', '--as-of',
                      '2010-01-15', '--json']

    def run(self, usage, *more, terminal=True, stop=None):
        """Output and what stands on the terminal, or in stderr."""
        words = [*self.words, '--usage', str(usage), *more]
        if not terminal:
            done = subprocess.run(words, capture_output=True, text=True, timeout=60)
            return done.stdout, done.stderr
        ours, theirs = pty.openpty()
        child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        seen, out = [], []
        reader = threading.Thread(target=lambda: out.append(child.stdout.read()))
        reader.start()
        if stop is not None:
            time.sleep(stop)
            child.send_signal(signal.SIGSTOP)
            time.sleep(1.2)
            child.send_signal(signal.SIGCONT)
        while True:
            try:
                text = os.read(ours, 65536)
            except OSError:
                break
            if not text:
                break
            seen.append(text)
        child.wait(timeout=60)
        reader.join()
        os.close(ours)
        return out[0].decode(), b''.join(seen).decode()


def piped(program, folder, seconds, **more):
    path = folder / 'lines.pipe'
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    writer = threading.Thread(target=feed, args=(path, seconds))
    writer.start()
    said = program.run(path, **more)
    writer.join()
    return said


def stopped(program, path, *more):
    """Stopped later and later, until it was reading when it was."""
    for stop in (0.02, 0.04, 0.06, 0.1, 0.15, 0.03, 0.05):
        out, seen = program.run(path, *more, stop=stop)
        if seen:
            break
    return out, seen


def cases(program, folder):
    out, seen = piped(program, folder, 1.6)
    shown = re.findall(r'(\d+\.\d) MB', seen)
    sizes = [float(size) for size in shown]
    grows = sizes == sorted(sizes) and sizes and sizes[-1] > 1
    yield 'past a second it is shown how much was read', 2 <= len(shown) <= 12 and grows, seen
    yield 'and wiped out at the end', seen.endswith('\r') and not seen.rsplit('\r', 2)[-2].strip(), repr(seen[-200:])
    plain, quiet = piped(program, folder, 1.6, terminal=False)
    yield 'not where nobody looks', quiet == '', quiet
    yield 'and the answer is the same', out == plain and '"read"' in out, (out[:200], plain[:200])
    begun = time.monotonic()
    _, seen = piped(program, folder, 0.2)
    yield 'not within a second', seen == '' or time.monotonic() - begun > 1, seen

    large = folder / 'large.csv'
    large.write_text(HEAD + LINE * 1_500_000, encoding='ascii')
    for name, more in (('a file', ()), ('a file that is read twice', ('--check-duplicates',))):
        if more:
            large.write_text(HEAD + ''.join(f'{i}{LINE[1:]}' for i in range(1_000_000)), encoding='ascii')
        seen = stopped(program, large, *more)[1]
        bars, size = BAR.findall(seen), large.stat().st_size * (2 if more else 1) / 1e6
        right = bars and all(len(full) + len(rest) == 30 and len(full) == int(percent) * 30 // 100
                             and abs(float(total) - size) < 0.11 and float(done) <= float(total)
                             for full, rest, percent, done, total in bars)
        yield f'of {name}, how much of it', right, seen
    packed = folder / 'large.csv.gz'
    packed.write_bytes(gzip.compress(large.read_bytes(), 1))
    bars = BAR.findall(stopped(program, packed)[1])
    right = bars and all(abs(float(bar[4]) - packed.stat().st_size / 1e6) < 0.11 for bar in bars)
    yield 'of a packed file, of what is packed', right, bars


def main():
    tap = Tap()
    with TemporaryDirectory() as folder:
        for name, good, detail in cases(Program(sys.argv[1], sys.argv[2]), Path(folder)):
            tap.case(name, '' if good else str(detail)[:2000])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
