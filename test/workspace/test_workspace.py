#!/usr/bin/env python3
# test_workspace.py - a workspace on the command line: passphrases, cards, bundles and files that are wrong.
#
# Usage: test_workspace.py ENTENTE ROOT   Prints TAP.
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402


class World:
    """Folders of two parties and their keys."""

    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = program, root, Path(folder)
        self.env = {'PATH': os.environ['PATH'], 'HOME': folder, 'XDG_CONFIG_HOME': folder + '/conf',
                    'LC_ALL': 'C.UTF-8',
                    'ENTENTE_NOW': '2027-03-01T09:30:00Z'}
        self.env.update({name: os.environ[name] for name in os.environ if name.endswith('SAN_OPTIONS')})

    def run(self, *words, env=None):
        return subprocess.run([self.program, *map(str, words)], cwd=self.folder, env={**self.env, **(env or {})},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)

    def path(self, *parts):
        return self.folder.joinpath(*parts)

    def template(self):
        return self.root / 'examples/aurora-modules'

    def pair(self, one, two):
        """Two workspaces and an agreement that both have joined."""
        for name, member in ((one, 'aurora'), (two, 'borealis')):
            self.run('init', name, '--as', member, '--no-passphrase')
        self.run('new', 'modules', '--from', self.template(), '--with', self.path(two, 'borealis.card'), '--in', one)
        self.send(one, two, join=True)
        self.send(two, one)

    def send(self, sender, receiver, join=False):
        self.run('bundle', '--in', sender, '--output', 'a.bundle')
        words = ['join', 'a.bundle', '--yes'] if join else ['bundle', '--apply', 'a.bundle']
        return self.run(*words, '--in', receiver)

    def on_terminal(self, words, typed, wait):
        """Runs it with a terminal of its own, types, and returns output and exit code."""
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execve(self.program, [self.program, *map(str, words)], self.env)
        output = b''
        for line, prompt in zip(typed, wait):
            deadline = time.time() + 30
            while prompt not in output and time.time() < deadline:
                output += os.read(terminal, 4096)
            os.write(terminal, line)
            output = output if prompt in output else output + b'?'
            output = output.replace(prompt, b'', 1)
        try:
            while more := os.read(terminal, 4096):
                output += more
        except OSError:
            pass
        return output.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def expect(tap, name, result, code, *words):
    said = result.stdout + result.stderr
    trouble = '' if result.returncode == code else f'exit {result.returncode}, not {code}\n'
    trouble += ''.join(f'it does not say `{word}`\n' for word in words if word not in said)
    if 'internal error' in said or 'Sanitizer' in said:
        trouble += 'it broke\n'
    tap.case(name, trouble + said if trouble else '')


def passphrases(tap, world):
    secret = world.path('secret')
    secret.write_text('correct horse\n')
    secret.chmod(0o600)
    named = {'ENTENTE_PASSPHRASE_FILE': str(secret)}
    expect(tap, 'without a terminal or a file there is no passphrase',
           world.run('init', 'none', '--as', 'aurora', '--key-cost', 'low'), 6, 'ENTENTE_PASSPHRASE_FILE')
    tap.case('and no workspace', 'it is there' if world.path('none/.entente/config').exists() else '')
    expect(tap, 'a passphrase from a file', world.run('init', 'one', '--as', 'aurora', '--key-cost', 'low',
                                                      env=named), 0,
           'under the passphrase')
    expect(tap, 'the card needs the keys', world.run('key', 'card', '--in', 'one', env=named), 0, 'entente/card/v1')
    secret.write_text('correct house\n')
    expect(tap, 'a wrong passphrase', world.run('key', 'card', '--in', 'one', env=named), 6, 'does not open it')
    secret.chmod(0o644)
    expect(tap, 'a file of a passphrase that others can read', world.run('key', 'card', '--in', 'one', env=named), 6,
           'others can read it')
    expect(tap, '--no-passphrase and --key-cost', world.run('init', 'two', '--as', 'a', '--no-passphrase', '--key-cost',
                                                            'low'), 2, 'do not go together')
    once, again = b'Passphrase for the new keys of borealis: ', b'The same once more: '
    words = ['init', 'typed', '--as', 'borealis', '--key-cost', 'low']
    said, code = world.on_terminal(words, [b'word\n', b'wort\n'], [once, again])
    tap.case('two passphrases that differ', '' if code == 6 and 'differ' in said else f'{code}\n{said}')
    said, code = world.on_terminal(words, [b'\x03'], [once])
    tap.case('Ctrl-C at the passphrase', '' if code == 6 and 'nothing was done' in said else f'{code}\n{said}')
    said, code = world.on_terminal(words, [b'\n'], [once])
    tap.case('an empty passphrase', '' if code == 6 and '--no-passphrase' in said else f'{code}\n{said}')
    said, code = world.on_terminal(words, [b'wordy\x7f\n', b'xyz\x15word\n'], [once, again])
    tap.case('a passphrase that is typed is not shown',
             '' if code == 0 and 'word' not in said.replace('passphrase', '') else f'{code}\n{said}')
    said, code = world.on_terminal(['key', 'card', '--in', 'typed'], [b'word\n'],
                                   [b'Passphrase for the keys of borealis: '])
    tap.case('and opens the keys', '' if code == 0 and 'entente/card/v1' in said else f'{code}\n{said}')


def files(tap, world):
    expect(tap, 'a workspace is made once', world.run('init', 'alpha', '--as', 'aurora', '--no-passphrase'), 1,
           'a workspace already')
    expect(tap, 'a name that is none', world.run('init', 'x', '--as', 'Aurora Inc'), 1, 'no name for a member')
    expect(tap, 'outside of any workspace', world.run('status', '--in', '/'), 6, 'entente init')
    world.run('init', 'empty', '--as', 'aurora', '--no-passphrase')
    expect(tap, 'without an agreement', world.run('status', '--in', 'empty'), 6, 'entente new')
    expect(tap, 'a folder inside of a workspace is in it', world.run('log', '--in', 'alpha/.entente'), 0, 'founding')
    config = world.path('empty/.entente/config')
    text = config.read_text()
    config.write_text(text.replace('keys ', 'keys ../'))
    expect(tap, 'a config that points elsewhere', world.run('key', 'card', '--in', 'empty'), 6, 'without a folder')
    config.write_text(text)
    for keys in world.path('conf/entente').glob('aurora-*.keys'):
        keys.rename(keys.with_suffix('.away'))
    expect(tap, 'a missing file of keys', world.run('heartbeat', '--in', 'alpha'), 6, 'the keys are not here')
    expect(tap, 'reading needs no keys', world.run('status', '--in', 'alpha'), 0, 'Copies match')
    expect(tap, 'the doctor sees it', world.run('doctor', '--in', 'alpha'), 1, 'ILL', 'the keys are not here')
    for keys in world.path('conf/entente').glob('aurora-*.away'):
        keys.rename(keys.with_suffix('.keys'))
        keys.with_suffix('.keys').chmod(0o600)
    expect(tap, 'the doctor is content', world.run('doctor', '--in', 'alpha'), 0, 'not behind the last entries')
    early = {'ENTENTE_NOW': '2026-03-01'}
    expect(tap, 'a slow clock is ill', world.run('doctor', '--in', 'alpha', env=early), 1, 'this clock is slow')
    expect(tap, 'a clock that is told nonsense', world.run('status', '--in', 'alpha', env={'ENTENTE_NOW': 'noon'}), 2,
           'ENTENTE_NOW')


def cards(tap, world):
    world.run('init', 'first', '--as', 'aurora', '--no-passphrase')
    card = world.path('beta/borealis.card').read_text()
    bad = world.path('bad.card')

    def new(text):
        bad.write_text(text)
        return world.run('new', 'x', '--from', world.template(), '--with', bad, '--in', 'first')

    key, other = card.split('+')[1], world.path('first/aurora.card').read_text()
    expect(tap, 'a card with another hash of the next key', new(card.replace('next ', 'next A', 1)), 5,
           'ask for it again')
    expect(tap, 'a card with another id', new(card.replace(key, 'ffffffff')), 5, 'ask for it again')
    expect(tap, 'half a card', new(card[:120]), 5, 'ask for it again')
    expect(tap, 'one\'s own card', new(other), 1, 'two members are called aurora')
    expect(tap, 'a card that is not there', world.run('new', 'x', '--from', world.template(), '--with', 'no.card',
                                                      '--in',
                                                      'first'), 6, 'no such file')
    expect(tap, 'nobody else', world.run('new', 'x', '--from', world.template(), '--in', 'first'), 2, 'at least two')
    expect(tap, 'a template that is not there', world.run('new', 'x', '--from', 'nowhere', '--with',
                                                          'beta/borealis.card', '--in', 'first'), 6, 'no such file')
    expect(tap, 'a dry run of founding', world.run('new', 'x', '--from', world.template(), '--with',
                                                   'beta/borealis.card', '--in', 'first', '--dry-run'), 0, 'would be')
    expect(tap, 'nothing was founded', world.run('status', '--in', 'first'), 6, 'entente new')


def bundles(tap, world):
    world.run('sign', '--propose', '--yes', '--in', 'alpha')
    world.run('bundle', '--in', 'alpha', '--output', 'whole.bundle')
    data = world.path('whole.bundle').read_bytes()
    expect(tap, 'joined already', world.run('join', 'whole.bundle', '--yes', '--in', 'beta'), 1, 'has joined already')
    world.pair('gamma', 'delta')
    expect(tap, 'a bundle of another agreement', world.run('join', 'whole.bundle', '--yes', '--in', 'delta'), 1,
           'another agreement')
    world.run('init', 'late', '--as', 'borealis', '--no-passphrase')
    expect(tap, 'a bundle for somebody else of that name', world.run('join', 'whole.bundle', '--yes', '--in',
                                                                     'late'), 1,
           'another key')
    world.run('init', 'third', '--as', 'cygnus', '--no-passphrase')
    expect(tap, 'a bundle for others', world.run('join', 'whole.bundle', '--yes', '--in', 'third'), 1, 'is no member')
    taken = 0
    for at in range(0, len(data), max(1, len(data) // 40)):
        world.path('bad.bundle').write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
        taken += world.run('join', 'bad.bundle', '--yes', '--in', 'third').returncode not in (1, 5)
    tap.case('no altered bundle is joined', f'{taken} were' if taken else '')
    expect(tap, 'half a bundle', (world.path('bad.bundle').write_bytes(data[:len(data) // 2]),
                                  world.run('join', 'bad.bundle', '--yes', '--in', 'third'))[1], 5, 'no bundle')
    expect(tap, 'nothing was joined', world.run('status', '--in', 'third'), 6, 'entente join')
    expect(tap, 'without a terminal nobody is asked', world.run('sign', '--in', 'alpha'), 2, '--yes says yes')


def signing(tap, world):
    one, two = 'sign-a', 'sign-b'
    world.pair(one, two)
    text = world.path(one, 'agreement.md')
    expect(tap, 'an amendment of nothing', world.run('sign', '--amends', '--effective', '2028-01-01', '--yes',
                                                     '--in', one),
           1, 'no signed text')
    expect(tap, 'a waiver of nothing', world.run('sign', '--waive', 'x', '--from', '2028-01-01', '--yes', '--in',
                                                 one), 1,
           'no signed text')
    expect(tap, '--amends without a day', world.run('sign', '--amends', '--in', one), 2, 'go together')
    expect(tap, 'a dry run', world.run('sign', '--dry-run', '--in', one), 0, 'sha256:')
    expect(tap, 'signs nothing', world.run('log', '--in', one, '--json'), 0, '"final": 1')
    good = text.read_text()
    text.write_text(good.replace('party aurora', 'partie aurora', 1))
    expect(tap, 'a text with errors', world.run('sign', '--yes', '--in', one), 4, 'is not signed')
    text.write_text(good)
    text.write_text(good.replace('borealis', 'boreal'))
    expect(tap, 'a text without one of the parties', world.run('sign', '--yes', '--in', one), 4, 'no party `borealis`')
    text.write_text(good)
    expect(tap, 'one signature waits', world.run('sign', '--yes', '--in', one), 7, 'when borealis has signed')
    expect(tap, 'twice is once', world.run('sign', '--yes', '--in', one), 7, 'already')
    world.send(one, two)
    expect(tap, 'the other is asked', world.run('status', '--in', two), 3, 'text.signed', 'entente sign aurora/1')
    expect(tap, 'and signs', world.run('sign', '--yes', '--in', two), 0, 'All have signed')
    tap.case('the text comes along', '' if world.path(two, 'agreement.md').read_text() == good else 'another text')
    world.send(two, one)
    for sender, receiver in ((one, two), (two, one)) * 2:
        world.run('heartbeat', '--in', sender)
        world.send(sender, receiver)
    expect(tap, 'in effect', world.run('show', 'aurora/1', '--in', two), 0, 'in effect', 'final ')
    expect(tap, 'an amendment that changes nothing',
           world.run('sign', '--amends', '--effective', '2028-01-01', '--yes', '--in', one), 1, 'edit it')
    text.write_text(good.replace('0.06 USD per unit', '0.05 USD per unit'))
    expect(tap, 'an amendment shows what it changes',
           world.run('sign', '--amends', '--effective', '2028-01-01', '--yes', '--in', one), 7, '0.05 USD',
               'codec-royalty')
    world.path(two, 'agreement.md').write_text(good + '\nA note of our own.\n')
    world.send(one, two)
    expect(tap, 'what somebody edits stays', world.run('sign', '--yes', '--in', two), 0, 'stays as it is')
    for path in (two, f'{two}/', f'{two}/agreement.md', str(world.path(two, 'agreement.md'))):
        expect(tap, f'what was signed answers for {path.replace(str(world.path(two)), "the whole path")}',
               world.run('due', path, '--as-of', '2026-07-10', '--days', '1'), 1, 'another text than was signed')
    expect(tap, 'a waiver', world.run('sign', '--waive', 'codec-royalty', '--from', '2028-01-01', '--yes', '--in',
                                      one), 7)
    backup = {keys: keys.read_bytes() for keys in world.path('conf/entente').glob('aurora-*.keys')}
    expect(tap, 'a new key', world.run('key', 'rotate', '--yes', '--in', one), 0, 'is now in use')
    expect(tap, 'another one', world.run('key', 'revoke-from', 'aurora/2', '--yes', '--in', one), 0, 'is void')
    expect(tap, 'not of another feed', world.run('key', 'revoke-from', 'borealis/0', '--yes', '--in', one), 2)
    expect(tap, 'it signs on', world.run('heartbeat', '--in', one), 0)
    now = {keys: keys.read_bytes() for keys in backup}
    for keys, data in backup.items():
        keys.write_bytes(data)
    expect(tap, 'an old copy of the keys', world.run('heartbeat', '--in', one), 1, 'an old copy')
    for keys, data in now.items():
        keys.write_bytes(data)
    world.send(one, two)
    expect(tap, 'and is believed', world.run('verify', '--in', two), 0, 'in its place')


def damage(tap, world):
    world.pair('hurt', 'hurt-b')
    for _ in range(6):
        world.run('heartbeat', '--in', 'hurt')
    expect(tap, 'sound', world.run('verify', '--in', 'hurt'), 0)
    store = world.path('hurt/.entente/record.db')
    connection = sqlite3.connect(store)
    connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()
    data, missed = store.read_bytes(), []
    at = data.find(b'kind heartbeat')
    for place in (at + 5, at + 40, data.find(b'entente/entry/v1') + 20, data.rfind(b'kind founding') + 30):
        store.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1:])
        for wal in world.path('hurt/.entente').glob('record.db-*'):
            wal.unlink()
        result = world.run('verify', '--in', 'hurt')
        if result.returncode != 5:
            missed.append(f'byte {place}: exit {result.returncode} {result.stderr}')
    tap.case('a bit that flipped is found', '\n'.join(missed))
    store.write_bytes(data)
    expect(tap, 'and the backup is sound', world.run('verify', '--in', 'hurt'), 0)


def at_once(tap, world):
    world.pair('fast', 'fast-b')
    before = world.run('log', '--limit', '0', '--in', 'fast').stdout.count('\n')
    running = [subprocess.Popen([world.program, 'heartbeat', '--in', 'fast'], cwd=world.folder, env=world.env,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(8)]
    trouble = ''.join(error for process in running for error in [process.communicate()[1]] if process.returncode)
    after = world.run('log', '--limit', '0', '--in', 'fast').stdout.count('\n')
    tap.case('eight programs write at once',
             trouble or ('' if after == before + 8 else f'{before} and {after} entries'))
    expect(tap, 'in one feed', world.run('verify', '--in', 'fast'), 0)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        world = World(os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve(), folder)
        world.pair('alpha', 'beta')
        for part in (files, passphrases, cards, bundles, signing, damage, at_once):
            part(tap, world)
        shutil.rmtree(world.path('conf'))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
