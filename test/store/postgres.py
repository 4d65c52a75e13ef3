# postgres.py - a PostgreSQL server of one test: in a folder of its own, on a socket in it, gone afterwards.
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = Path('/usr/lib/postgresql/15/bin')
SETTINGS = {'fsync': 'off', 'full_page_writes': 'off', 'synchronous_commit': 'off', 'listen_addresses': "''",
            'max_connections': '20', 'shared_buffers': "'32MB'", 'autovacuum': 'off', 'timezone': "'UTC'"}


def is_there():
    return (PROGRAMS / 'initdb').exists()


class Server:
    """with Server() as server: ... - its superuser is `owner`, its database `postgres`."""

    def __init__(self, **settings):
        self.settings = SETTINGS | settings
        self.folder = Path(tempfile.mkdtemp(prefix='entente-pg-', dir='/tmp'))
        self.data, self.log = self.folder / 'data', self.folder / 'log'
        self.as_user = {}
        if os.geteuid() == 0:  # a server refuses to be root
            user = pwd.getpwnam('postgres')
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = {'user': user.pw_uid, 'group': user.pw_gid, 'extra_groups': []}
        self.folder.chmod(0o755)

    def program(self, name, *words):
        return subprocess.run([str(PROGRAMS / name), *map(str, words)], cwd=self.folder, check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={'LC_ALL': 'C.UTF-8'},
                              **self.as_user)

    def __enter__(self):
        try:
            self.program('initdb', '-D', self.data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8',
                         '--no-sync', '--no-instructions')
            with (self.data / 'postgresql.conf').open('a', encoding='utf-8') as conf:
                conf.writelines(f'{name} = {value}\n' for name, value in self.settings.items())
                conf.write(f"unix_socket_directories = '{self.folder}'\n")
            self.program('pg_ctl', '-D', self.data, '-l', self.log, '-w', '-t', '60', 'start')
        except subprocess.CalledProcessError as failed:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise RuntimeError(f'no server: {failed.stdout}') from failed
        return self

    def __exit__(self, *_):
        try:
            self.program('pg_ctl', '-D', self.data, '-m', 'immediate', '-w', 'stop')
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def service(self, name, **more):
        """A section of a service file."""
        words = {'host': str(self.folder), 'port': '5432', 'dbname': 'postgres', 'user': 'owner'} | more
        return f'[{name}]\n' + ''.join(f'{key}={value}\n' for key, value in words.items())

    def sql(self, text, stdin=None):
        """Runs statements; gives the rows, one a line, cells apart by tabs."""
        what, given = (['-f', '-'], text) if stdin is None else (['-c', text], stdin)
        command = ['psql', '-XqAt', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-h', str(self.folder), '-U', 'owner',
                   '-d', 'postgres', *what]
        done = subprocess.run(command, text=True, input=given, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f'{text[:300]}\n{done.stderr}')
        return done.stdout
