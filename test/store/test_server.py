#!/usr/bin/env python3
# test_server.py - the contract of the store on a real PostgreSQL server, with a role that has the rights of the
# manual and no others. Usage: test_server.py TEST_PROGRAM ROOT   Starts a server of its own, which is removed.
import os
import re
import subprocess
import sys
from pathlib import Path

import postgres

ROLE = 'keeper'


def rights(root):
    """What the manual tells the owner of the tables to run."""
    page = (Path(root) / 'docs/store.md').read_text(encoding='utf-8')
    return re.search(r'```sql\n(.*?)```', page, re.S).group(1)


def main(program, root):
    if not postgres.is_there():
        print('1..0 # SKIP no PostgreSQL server is installed here')
        return 0
    with postgres.Server(fsync='on') as server:
        server.sql(f'CREATE ROLE {ROLE} LOGIN')
        address = f'postgres:///postgres?host={server.folder}&user='
        env = dict(os.environ, ENTENTE_TEST_POSTGRES=address + ROLE, ENTENTE_TEST_POSTGRES_OWNER=address + 'owner',
                   ENTENTE_TEST_POSTGRES_GRANTS=rights(root), PGOPTIONS='-c client_min_messages=warning')
        return subprocess.run([program], env=env, timeout=100).returncode


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
