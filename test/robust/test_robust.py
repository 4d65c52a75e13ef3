#!/usr/bin/env python3
# test_robust.py - bad input, as it comes: each gets a clear answer, the right exit code, and no long wait.
# Usage: test_robust.py ENTENTE
#
# A case gives files and what must come out: the exit code (4: the text has errors, 6: the world failed), codes
# of findings, words in what is said. `slow` cases grow with a number: twice the number may take at most
# GROWTH times as long. Every run has a limit of time and of memory.
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402

SANITIZED = bool(os.environ.get('ASAN_OPTIONS') or os.environ.get('UBSAN_OPTIONS'))
SECONDS, MEMORY, GROWTH = (60 if SANITIZED else 2), 1 << 30, 3.5  # seconds of the processor: others may run too
PATIENCE = 120  # seconds on the clock: a program that waits for something never ends
MIB = 1 << 20


class Failed(Exception):
    pass


def limits():
    if not SANITIZED:  # sanitizers reserve terabytes of addresses
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Ground:
    """A folder with the files of one case, and the program to run on it."""

    def __init__(self, entente, folder):
        self.entente, self.folder = entente, folder

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *words):
        start = processor_time()
        try:
            done = subprocess.run([self.entente, *words], cwd=self.folder, stdin=subprocess.DEVNULL,
                capture_output=True,
                                  timeout=PATIENCE, preexec_fn=limits)
        except subprocess.TimeoutExpired:
            raise Failed(f'{words} took more than {PATIENCE} s') from None
        self.seconds = processor_time() - start
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            raise Failed(f'{words} took more than {SECONDS} s of the processor')
        self.said = done.stderr.decode('utf-8', 'replace') + done.stdout.decode('utf-8', 'replace')
        return done.returncode

    def expect(self, code, *wanted, verb='check', file='a.entente', never=()):
        got = self.run(verb, file)
        if got != code:
            raise Failed(f'exit {got}, not {code}: {self.said[:600]}')
        for word in wanted:
            if word not in self.said:
                raise Failed(f'`{word}` was not said: {self.said[:600]}')
        for word in never:
            if word in self.said:
                raise Failed(f'`{word}` was said: {self.said[:600]}')


def text(body):
    return 'entente 1\n' + body


# ---- bytes ----

def not_utf8(g):
    g.write('a.entente', b'entente 1\nparty aurora { name "\xff\xfe" }\n')
    g.expect(4, 'E0102')


def nul_byte(g):
    g.write('a.entente', b'entente 1\nparty aur\0ora\n')
    g.expect(4, 'E0103')


def empty(g):
    g.write('a.entente', '')
    g.expect(0, 'no findings')


def too_large(g):
    g.write('a.entente', text('# x\n' * (MIB // 2)))
    g.expect(6, '1 MiB')
    g.write('b.entente', text('include "a.entente"\n'))
    g.expect(4, 'E0110', '1 MiB', file='b.entente')


def bidi_and_zero_width(g):
    g.write('a.entente', text('# \u202e txet\nparty aur\u200bora\n'))
    g.expect(4, 'E0104', 'E0105')


def byte_order_mark(g):
    g.write('a.entente', '\ufeff' + text('party aurora\n'))
    g.expect(0, 'no findings')


def windows_line_ends(g):
    prose = '# Title\r\n\r\nProse, kept.\r\n'
    block = '```entente\r\nentente 1\r\nparty aurora {name "A"}\r\n```\r\n\r\nmore \t\r\n'
    path = g.write('a.md', prose + block)
    g.expect(0, verb='fmt', file='a.md')
    wanted = prose + block.replace('{name "A"}', '{ name "A" }')
    if path.read_bytes() != wanted.encode():
        raise Failed(repr(path.read_bytes()))
    path = g.write('a.entente', 'entente   1\r\nparty aurora\r\n')
    g.expect(0, verb='fmt')
    if path.read_bytes() != b'entente 1\r\nparty aurora\r\n':
        raise Failed(repr(path.read_bytes()))


def long_comment(g):
    g.write('a.entente', text('party aurora\n# ' + 'c' * (MIB - 40) + '\n'))
    g.expect(0, 'no findings')


def long_line(g):
    g.write('a.entente', text('party aurora { name "' + 'n' * (MIB - 60) + '" }\n'))
    g.expect(0, 'no findings')
    g.write('a.entente', text('zebra ' + 'n' * (MIB - 60) + '\n'))
    g.expect(4, 'E0211')


# ---- values and names ----

def no_such_day(g):
    g.write('a.entente', text('party aurora\nentity x { affiliate of aurora from 2026-02-30 }\n'))
    g.expect(4, 'E0204', '2026-02-30')


def forty_digits(g):
    g.write('a.entente', text('define big { equals ' + '9' * 40 + ' }\n'))
    g.expect(4, 'E0221', '18 digits')


def case_only(g):
    g.write('a.entente', text('party aurora\nparty Aurora\nparty AURORA\n'))
    g.expect(4, 'E0202')


def unknown_country(g):
    g.write('a.entente', text('territory t { includes QQ }\n'))
    g.expect(4, 'E0310')


# ---- includes ----

def include_itself(g):
    g.write('a.entente', text('include "a.entente"\n'))
    g.expect(4, 'E0112')


def include_each_other(g):
    g.write('a.entente', text('include "b.entente"\n'))
    g.write('b.entente', text('include "a.entente"\n'))
    g.expect(4, 'E0112', 'b.entente:2')


def include_too_deep(g):
    g.write('a.entente', text('include "f1.entente"\n'))
    for i in range(1, 20):
        g.write(f'f{i}.entente', text(f'include "f{i + 1}.entente"\n'))
    g.expect(4, 'E0113')


def include_outside(g):
    for path in ['/etc/passwd', '../a.entente', 'x/../../a.entente', './a.entente', 'x//a.entente', 'x\\\\..\\\\a',
        '']:
        g.write('a.entente', text(f'include "{path}"\n'))
        g.expect(4, 'E0111')


def include_link(g):
    g.write('real.entente', text('party aurora\n'))
    (g.folder / 'link.entente').symlink_to('real.entente')
    g.write('a.entente', text('include "link.entente"\n'))
    g.expect(4, 'symbolic link')
    g.write('there/real.entente', text('party aurora\n'))
    (g.folder / 'folder').symlink_to('there')
    g.write('a.entente', text('include "folder/real.entente"\n'))
    g.expect(4, 'symbolic link')


def folder_behind_link(g):
    g.write('there/agreement.md', '```entente\nentente 1\ninclude "b.entente"\n```\n')
    g.write('there/b.entente', text('party aurora\n'))
    (g.folder / 'link').symlink_to('there')
    g.expect(0, 'no findings', file='link')
    g.expect(0, 'no findings', file='link/agreement.md')


def include_odd_files(g):
    g.write('a.entente', text('include "pipe"\ninclude "folder"\ninclude "absent"\n'))
    os.mkfifo(g.folder / 'pipe')
    (g.folder / 'folder').mkdir()
    g.expect(4, 'could not be read', 'does not exist')


def world_fails(g):
    g.expect(6, 'no such file', file='absent.md')
    os.mkfifo(g.folder / 'pipe')
    g.expect(6, 'could not be read', file='pipe')
    (g.folder / 'empty').mkdir()
    g.expect(6, 'empty/agreement.md', file='empty')


# ---- hidden blocks ----

def hidden_blocks(g):
    block = '```entente\nentente 1\nparty aurora\n```\n'
    for around in ['<!--\n{}-->\n', '> {}', '- x\n\n  {}', '<details>\n\n{}\n</details>\n']:
        lines = block if around[0] == '<' else block.replace('\n', '\n' + {'>': '> ', '-': '  '}[around[0]])
        g.write('a.md', '# T\n\n' + around.format(lines) + '\n')
        g.expect(4, 'E0107', file='a.md')


# ---- fmt and files ----

def permissions_stay(g):
    path = g.write('a.entente', 'entente   1\n')
    for mode in [0o600, 0o664, 0o755]:
        path.write_text('entente   1\n')
        path.chmod(mode)
        g.expect(0, verb='fmt')
        if path.stat().st_mode & 0o7777 != mode or path.read_text() != 'entente 1\n':
            raise Failed(oct(path.stat().st_mode))


def read_only_stays(g):
    path = g.write('a.entente', 'entente   1\n')
    path.chmod(0o444)
    g.expect(6, verb='fmt')
    if path.read_text() != 'entente   1\n' or len(list(g.folder.iterdir())) != 1:
        raise Failed('the file or its folder has changed')


def link_stays(g):
    real = g.write('real.entente', 'entente   1\n')
    (g.folder / 'a.entente').symlink_to('real.entente')
    g.expect(0, verb='fmt')
    if not (g.folder / 'a.entente').is_symlink() or real.read_text() != 'entente 1\n':
        raise Failed('the link was replaced')


def errors_change_nothing(g):
    path = g.write('a.entente', 'entente   1\nparty aurora {\n')
    g.expect(4, 'nothing was changed', verb='fmt')
    if path.read_text() != 'entente   1\nparty aurora {\n':
        raise Failed('the text has changed')


# ---- a large text ----

def large_agreement(g):
    maker = Path(__file__).resolve().parents[2] / 'bench/make_agreement.py'
    subprocess.run([sys.executable, str(maker), str(g.folder / 'large'), '--grants', '1720'], check=True)
    g.expect(0, 'no findings', file='large')
    g.note = f'{g.seconds * 1000:.0f} ms'
    g.expect(0, verb='fmt', file='large')
    g.expect(0, 'no findings', file='large')


# ---- the same thing very often: name, number that fits into 1 MiB, text, exit code, what is said ----

OFTEN = [
    ('braces', MIB - 100, lambda n: 'party a ' + '{' * n, 4, ['E0208']),
    ('blocks', 10000, lambda n: 'party a ' + '{ x ' * n + '}' * n + '\n', 4, ['E0208']),
    ('closing braces', MIB - 100, lambda n: '}' * n, 4, ['E0207', 'only the first 100']),
    ('open parens', MIB - 100, lambda n: '(' * n, 4, []),
    ('parens in a condition', 10000, lambda n: 'condition c { ' + '(' * n + 'x' + ')' * n + ' }\n', 4, ['E0208']),
    ('parens in a list', 10000, lambda n: 'field f { includes ' + '(' * n + 'x' + ')' * n + ' }\n', 4, ['E0208']),
    ('brackets', MIB - 100, lambda n: '[' * n, 4, []),
    ('brackets in a value', MIB - 100, lambda n: 'define x { equals ' + '[' * n, 4, []),
    ('quotes', MIB - 101, lambda n: '"' * n, 4, []),
    ('semicolons', MIB - 100, lambda n: ';' * n, 0, []),
    ('commas', MIB - 100, lambda n: 'party a\nfield f { includes ' + ',' * n + '\n}', 4, ['E0210']),
    ('not', 250000, lambda n: 'condition c { ' + 'not ' * n + 'x }\n', 4, ['E0208']),
    ('and', 140000, lambda n: 'event x\ncondition c { x' + ' and x' * n + ' }\n', 4, []),
    ('plus', 130000, lambda n: 'define x { equals 1' + ' plus 1' * n + ' }\n', 4, ['E0208', 'too long']),
    ('times', 130000, lambda n: 'define x { equals 1' + ' times 1' * n + ' }\n', 4, ['E0208']),
    ('articles', 250000, lambda n: 'party ' + 'the ' * n + 'p\n', 0, []),
    ('odd characters', 500000, lambda n: 'party a ' + '@$' * n + '\n', 4, ['E0201', 'only the first 100']),
    ('senseless statements', 500000, lambda n: 'x\n' * n, 4, ['E0211', 'only the first 100']),
    ('misspelt statements', 150000, lambda n: 'grnat\n' * n, 4, ['only the first 100']),
    ('senseless lines', 150000, lambda n: 'party p {\n' + 'zseat\n' * n + '}\n', 4, ['only the first 100']),
    ('wrong lines', 120000, lambda n: 'party p {\n' + 'seat 1\n' * n + '}\n', 4, ['E0210', 'only the first 100']),
    ('comments', 500000, lambda n: '#\n' * n, 0, []),
    ('empty lines', MIB - 100, lambda n: '\n' * n, 0, []),
    ('the same name', 20000, lambda n: 'party aurora\n' * n, 4, ['E0303', 'only the first 100']),
    ('unknown names', 35000, lambda n: ''.join(f'field f{i} {{ in g{i} }}\n' for i in range(n)), 4, ['E0301']),
    ('grantor paths', 15000, lambda n: 'party p\n' + ''.join(
        f'asset p/a{i}\nreserve r{i} {{ p keeps grantor/a{i} }}\n' for i in range(n)), 0, []),
    ('a circle', 15000, lambda n: 'party p\nasset x\n' + ''.join(
        f'reserve r{i} {{ p keeps x; subject to r{(i + 1) % n} }}\n' for i in range(n)), 4, ['E0320']),
    ('a chain of sets', 30000, lambda n: ''.join(f'field f{i} {{ includes f{i + 1} }}\n' for i in range(n)), 0, []),
    ('a chain of definitions', 30000, lambda n: ''.join(
        f'define d{i} {{ equals d{i + 1} }}\n' for i in range(n)) + f'define d{n} {{ equals 1 }}\n', 0, []),
    ('definitions of definitions', 15000, lambda n: ''.join(
        f'define d{i} {{ equals d{i + 1} plus d{i + 1} }}\n' for i in range(n)) + f'define d{n} {{ equals 1 }}\n', 0,
            []),
    ('changes of one clause', 30000,
        lambda n: 'agreement g { effective 2026-01-01; changed by all parties; between p, q }\n'
     'party p\nparty q\nfield f { (b) covers "x" }\namendment 1 to g { effective 2027-01-01\n' +
     'replace f(b) { covers "y" }\n' * n + '}\n', 4, ['too often']),
    ('rows of a table', 25000, lambda n: 'table t by calendar year {\n' + ''.join(
        f'{2000 + i % 7000}: 1\n' for i in range(n)) + '}\n', 4, ['E0408']),
    ('a wide header', 40000, lambda n: 'agreement a {\n' + 'w' * 100000 + ' x\n' + 'title "x"\n' * n + '}\n', 4, []),
    ('one word', MIB - 100, lambda n: 'w' * n, 4, ['E0211']),
    ('path steps', 500000, lambda n: 'party a' + '/b' * n + '\n', 0, []),
]


def often(name, most, make, code, said):
    def case(g):
        content = text(make(most))
        if len(content) > MIB:
            raise Failed(f'the case is larger than 1 MiB: {len(content)}')
        g.write('a.entente', content)
        g.expect(code, *said)
        whole = g.seconds
        g.note = f'{whole * 1000:.0f} ms'
        if whole > 0.25 and not SANITIZED:
            g.write('a.entente', text(make(most // 2)))
            g.run('check', 'a.entente')
            if whole > GROWTH * g.seconds:
                raise Failed(f'{g.seconds:.3f} s for {most // 2}, {whole:.3f} s for {most}')
        g.write('a.entente', text(make(most // 8)))
        if g.run('fmt', '--check', 'a.entente') not in (0, 1, 4):
            raise Failed(f'fmt: {g.said[:600]}')
    case.__name__ = name
    return case


DEAL = text("""agreement t { between aurora, borealis; effective 2026-01-01; term perpetual; changed by all parties }
party aurora
party borealis
asset aurora/a { software }
""")
QUESTION = ('borealis', 'use', 'under', 'aurora/a', 'on', '2027-01-01')


def broken_is_not_asked(g):
    """An answer without the clause that is broken would be a wrong one."""
    g.write('a.entente', DEAL + 'grant g { aurora grants borealis; to use; under aurora/a; lasts for ever }\n')
    for words in (('may', 'a.entente', *QUESTION), ('why', 'a.entente', *QUESTION), ('map', 'a.entente'),
                  ('diff', 'a.entente', 'a.entente')):
        got = g.run(*words)
        if got != 4 or 'error[' not in g.said or 'silent' in g.said:
            raise Failed(f'{words}: exit {got}: {g.said[:600]}')


def a_pick_settles(g):
    g.write('a.entente', DEAL + 'open reach { option wide { grant g { aurora grants borealis; to use; '
            'under aurora/a; lasts perpetual } }; option none { } }\n')
    for pick, wanted in (('wide', 'licensed'), ('none', 'silent')):
        for verb in ('may', 'why'):
            g.run(verb, 'a.entente', *QUESTION, '--pick', f'reach={pick}')
            if wanted not in g.said:
                raise Failed(f'{verb} with {pick}: {g.said[:600]}')


def many_conditions_many_events(g):
    """The days that conditions count from events: as many as both together would be minutes."""
    launched = 'event launch { means "launch"; recorded by aurora }\n'
    grants = ''.join(f'grant g{i} {{ aurora grants borealis; to use; under aurora/a; '
                     f'once {i + 1} days after launch has happened; lasts perpetual }}\n' for i in range(300))
    g.write('a.entente', DEAL + launched + grants)
    g.write('f.entente', text(''.join(f'launch on {1900 + i // 12}-{i % 12 + 1:02}-01\n' for i in range(1200))))
    got = g.run('may', 'a.entente', *QUESTION, '--facts', 'f.entente')
    if got != 0 or 'licensed' not in g.said:
        raise Failed(f'exit {got}: {g.said[:600]}')


CASES = [broken_is_not_asked, a_pick_settles, many_conditions_many_events]
CASES += [not_utf8, nul_byte, empty, too_large, bidi_and_zero_width, byte_order_mark, windows_line_ends, long_comment,
         long_line, no_such_day, forty_digits, case_only, unknown_country, include_itself, include_each_other,
         include_too_deep, include_outside, include_link, folder_behind_link, include_odd_files, world_fails,
         hidden_blocks, permissions_stay, read_only_stays, link_stays, errors_change_nothing, large_agreement]
CASES += [often(*row) for row in OFTEN]


def main():
    entente = Path(sys.argv[1]).resolve()
    only = sys.argv[2:]
    tap = Tap()
    for case in CASES:
        name = case.__name__.replace('_', ' ')
        if only and name not in only:
            continue
        folder = Path(tempfile.mkdtemp(prefix='entente-'))
        ground = Ground(entente, folder)
        ground.note = ''
        try:
            case(ground)
            tap.case(name + (f' ({ground.note})' if ground.note else ''))
        except Failed as failed:
            tap.case(name, str(failed))
        finally:
            shutil.rmtree(folder)
    return tap.done()


sys.exit(main())
