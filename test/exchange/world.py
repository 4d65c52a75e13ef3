# world.py - workspaces of several members in one folder, and their programs as processes.
import http.client
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 240  # seconds: a program that waits for something never ends
COMMENT = '{"text":"Where are the sales of March?"}'
EXAMPLE = Path(__file__).resolve().parents[2] / 'examples/aurora-borealis'


class World:
    """Members with workspaces and keys; `program` is entente, `member` the program of member.c."""

    def __init__(self, program, member, names=('aurora', 'borealis'), witness=None):
        self.program, self.member = str(Path(program).resolve()), str(Path(member).resolve())
        self.folder = Path(tempfile.mkdtemp(prefix='entente-exchange-'))
        self.env = dict(os.environ, XDG_CONFIG_HOME=str(self.folder / 'config'), LC_ALL='C.UTF-8', TZ='UTC',
                        HOME=str(self.folder))
        for name in ('http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'all_proxy'):
            self.env.pop(name, None)
        self.servers = []
        everybody = list(names) + ([witness] if witness else [])
        for name in everybody:
            self.good('init', name, '--as', name, '--no-passphrase')
        found = ['new', 'cross', '--from', str(EXAMPLE), '--in', everybody[0]]
        for name in everybody[1:]:
            found += ['--witness' if name == witness else '--with', f'{name}/{name}.card']
        self.good(*found)
        for name in everybody[1:]:
            self.good('bundle', '--whole', '--in', everybody[0], '--output', 'founding.bundle')
            self.good('join', 'founding.bundle', '--in', name, '--yes')
            self.good('bundle', '--in', name, '--output', f'{name}.bundle')
            self.good('bundle', '--in', everybody[0], '--apply', f'{name}.bundle')
        for name in everybody[1:]:
            self.good('bundle', '--in', everybody[0], '--output', 'founding.bundle')
            self.good('bundle', '--in', name, '--apply', 'founding.bundle')
        self.names = everybody
        config = (self.folder / everybody[0] / '.entente/config').read_text()
        self.agreement = re.search('agreement ([0-9a-f]{64})', config).group(1)

    def run(self, *words, program=None):
        done = subprocess.run([program or self.program, *map(str, words)], cwd=self.folder, env=self.env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=PATIENCE)
        return done.returncode, done.stdout.decode('utf-8', 'backslashreplace')

    def good(self, *words):
        """What it says; the exit code must be 0."""
        return self.ends(0, *words)

    def ends(self, code, *words):
        got, said = self.run(*words)
        if got != code:
            raise AssertionError(f'entente {" ".join(map(str, words))}: exit {got}, not {code}\n{said}')
        return said

    def hand(self, *words):
        """member.c"""
        code, said = self.run(*words, program=self.member)
        if code:
            raise AssertionError(f'member {" ".join(map(str, words))}: exit {code}\n{said}')
        return said.strip()

    def write(self, name, count=1, kind='comment', body=COMMENT):
        return self.hand('write', name, kind, body, count).splitlines()

    def serve(self, name, *words):
        """Its address."""
        process = subprocess.Popen([self.program, 'serve', '--in', name, '--listen', '127.0.0.1:0', *words],
                                   cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = process.stdout.readline().decode()
        found = re.search(r' at (http://\S+)', line)
        if not found:
            raise AssertionError(f'serve: {line}{process.stderr.read().decode()}')
        process.address = found.group(1)
        self.servers.append(process)
        return process

    def stop(self, process):
        """Its exit code and what it logged."""
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE)
        self.servers.remove(process)
        return process.returncode, said.decode()

    def ask(self, server, path, header=None, method='GET'):
        """Status and bytes."""
        connection = http.client.HTTPConnection(server.address[len('http://'):], timeout=20)
        connection.request(method, path, headers={'Authorization': header} if header else {})
        answer = connection.getresponse()
        got = answer.status, answer.read()
        connection.close()
        return got

    def signed(self, name, to, path, ahead=0, life=60, method='GET'):
        return self.hand('ask', name, to, method, path, ahead, life)

    def heads(self, name):
        """origin -> (size, root)"""
        site = self.folder / f'{name}.site'
        shutil.rmtree(site, ignore_errors=True)
        self.good('bundle', '--folder', site.name, '--in', name)
        lines = (site / self.agreement / 'heads').read_text().splitlines()
        return {line.split(' ')[0].split('/')[2]: tuple(line.split(' ')[1:]) for line in lines}

    def parts(self, name):
        """Digests of the bodies and files that are in a whole bundle."""
        self.good('bundle', '--in', name, '--output', f'{name}.all')
        return sorted(re.findall(rb'\n(?:body|file) \d+\n', (self.folder / f'{name}.all').read_bytes()))

    def same(self, one='aurora', other='borealis'):
        """What differs between two copies; empty: nothing."""
        first, second = self.heads(one), self.heads(other)
        if first != second:
            return f'{one}: {first}\n{other}: {second}'
        return '' if self.parts(one) == self.parts(other) else 'the bodies differ'

    def end(self):
        for process in list(self.servers):
            process.kill()
            process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)


def eventually(check, seconds=10):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if check():
            return True
        time.sleep(0.05)
    return False
