#!/usr/bin/env python3
# test_exchange.py - members exchange their records by server, folder and file, whatever goes wrong on the way.
# Usage: test_exchange.py ENTENTE MEMBER   (MEMBER: the program of member.c)
#
# The last case kills both servers, both writers and every sync at random, seeded by ENTENTE_SEED; ENTENTE_ROUNDS
# makes it longer: ENTENTE_ROUNDS=500 takes some minutes.
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from tap import Tap  # noqa: E402
from world import COMMENT, World  # noqa: E402

ROUNDS = int(os.environ.get('ENTENTE_ROUNDS', '6'))
SEED = int(os.environ.get('ENTENTE_SEED', '1'))
CASES = []


def case(words, **members):
    def keep(function):
        CASES.append((words, members, function))
        return function
    return keep


def want(truth, words):
    if not truth:
        raise AssertionError(words)


@case('two copies match after a sync, and the second one finds nothing')
def synced(world):
    world.write('aurora', 3)
    server = world.serve('aurora')
    said = world.good('sync', server.address, '--in', 'borealis')
    want('3 entries, 3 bodies' in said and 'acknowledged as borealis/' in said, said)
    said = world.good('sync', '--in', 'borealis')  # the address is remembered
    want('nothing new' in said and 'acknowledged' not in said, said)
    other = world.serve('borealis')
    told = json.loads(world.good('sync', server.address, '--in', 'borealis', '--json'))
    want(told['places'][0]['entries'] == 0 and told['acknowledged'] is None and not told['forked'], f'{told}')
    said = world.good('sync', other.address, '--in', 'aurora')
    want('1 entry, 2 receipts' in said and 'acknowledged' not in said, said)  # a sign of life needs no answer
    said = world.good('sync', other.address, '--in', 'aurora')
    want('nothing new' in said, said)
    want(not world.same(), world.same())


@case('a server sees what is written while it runs, and ends when it is asked to')
def seen(world):
    server = world.serve('aurora', '--log')
    world.good('sync', server.address, '--in', 'borealis')
    world.write('aurora', 300)
    said = world.good('sync', '--in', 'borealis')
    want('300 entries, 300 bodies' in said, said)
    code, log = world.stop(server)
    want(code == 0, f'exit {code}')
    want('200 borealis GET /' in log and 'nonce' not in log and 'Entente' not in log, log)
    other = world.serve('borealis')
    world.good('sync', other.address, '--in', 'aurora')
    want(not world.same(), world.same())


@case('requests without a right to an answer get none', names=('aurora', 'borealis'), witness='notary')
def refused(world):
    other = World(world.program, world.member)
    try:
        server = world.serve('aurora')
        path = f'/{world.agreement}/heads'
        header = world.signed('borealis', 'aurora', path)
        status, heads = world.ask(server, path, header)
        want(status == 200 and b'/aurora ' in heads, f'{status} {heads}')
        rows = {
            'the same again': (header, path, 'GET'),
            'none': (None, path, 'GET'),
            'empty': ('Entente ', path, 'GET'),
            'no base64': ('Entente !', path, 'GET'),
            'another scheme': ('Bearer ' + header.split(' ')[1], path, 'GET'),
            'expired': (world.signed('borealis', 'aurora', path, -100, 60), path, 'GET'),
            'not yet made': (world.signed('borealis', 'aurora', path, 100, 60), path, 'GET'),
            'made before the server began': (world.signed('borealis', 'aurora', path, -200, 299), path, 'GET'),
            'for another server': (world.signed('borealis', 'notary', path), path, 'GET'),
            'for another path': (world.signed('borealis', 'aurora', path), f'/{world.agreement}/evidence', 'GET'),
            'for another method': (world.signed('borealis', 'aurora', path), path, 'POST'),
            'by a member of another agreement': (other.signed('borealis', 'aurora', path), path, 'GET'),
        }
        for name, (header, where, method) in rows.items():
            status, said = world.ask(server, where, header, method)
            want(status == 401 and world.agreement.encode() not in said, f'{name}: {status} {said}')
        unknown = f'/{other.agreement}/heads'
        status, said = world.ask(server, unknown, world.signed('borealis', 'aurora', unknown))
        want(status == 404, f'another agreement: {status} {said}')
        status, said = world.ask(server, path, world.signed('borealis', 'aurora', path, method='POST'), 'POST')
        want(status == 405, f'writing: {status} {said}')
    finally:
        other.end()


@case('a body goes to its audience only', names=('aurora', 'borealis', 'cygnus'), witness='notary')
def audience(world):
    world.write('aurora')
    digest = world.hand('disclose', 'aurora', 'borealis', 'the roadmap')
    server = world.serve('aurora')
    path = f'/{world.agreement}/part/{digest}'
    for name, code in (('borealis', 200), ('cygnus', 404), ('notary', 404)):
        status, said = world.ask(server, path, world.signed(name, 'aurora', path))
        want(status == code and (b'roadmap' in said) == (code == 200), f'{name}: {status} {said}')
    for name, bodies in (('borealis', 3), ('cygnus', 2), ('notary', 0)):
        said = world.good('sync', server.address, '--from', 'aurora', '--in', name)
        want((f', {bodies} bodies' in said) if bodies else 'bod' not in said, f'{name}: {said}')
    # whoever puts the digest under an entry of its own learns nothing by it, nor do bundles and folders tell more
    world.good('bundle', '--in', 'aurora', '--output', 'all.bundle')
    want(b'the roadmap' not in (world.folder / 'all.bundle').read_bytes(), 'a bundle for all holds it')
    world.good('bundle', '--in', 'aurora', '--for', 'borealis', '--whole', '--output', 'one.bundle')
    want(b'the roadmap' in (world.folder / 'one.bundle').read_bytes(), 'a bundle for borealis lacks it')
    world.good('bundle', '--in', 'aurora', '--folder', 'site')
    found = subprocess.run(['grep', '-r', 'the roadmap', 'site'], cwd=world.folder, stdout=subprocess.PIPE)
    want(not found.stdout, 'a folder for all holds it')


@case('a folder of files is as good as a server, and its links are not followed')
def folder(world):
    world.write('aurora', 260)
    world.good('bundle', '--folder', 'site', '--in', 'aurora')
    said = world.good('sync', 'site', '--in', 'borealis')
    want('260 entries, 260 bodies' in said, said)
    world.good('bundle', '--folder', 'other', '--in', 'borealis')
    world.good('sync', 'other', '--in', 'aurora')
    want(not world.same(), world.same())
    world.write('aurora')
    world.good('bundle', '--folder', 'site', '--in', 'aurora')
    heads = world.folder / 'site' / world.agreement / 'heads'
    shutil.move(heads, world.folder / 'elsewhere')
    heads.symlink_to(world.folder / 'elsewhere')
    code, said = world.run('sync', 'site', '--in', 'borealis')
    want(code == 6 and 'link' in said, f'{code} {said}')


@case('who is offline is reached through others', names=('aurora', 'borealis', 'cygnus'))
def relay(world):
    world.write('aurora', 2)
    server = world.serve('aurora')
    world.good('sync', server.address, '--from', 'aurora', '--in', 'borealis')
    world.stop(server)
    code, said = world.run('sync', server.address, '--from', 'aurora', '--in', 'cygnus')
    want(code == 6, f'{code} {said}')
    other = world.serve('borealis')
    code, said = world.run('sync', other.address, '--in', 'cygnus')
    want(code == 2 and 'whose server' in said, f'{code} {said}')
    said = world.good('sync', other.address, '--from', 'borealis', '--in', 'cygnus')
    want('2 bodies' in said, said)
    want(world.heads('cygnus')['aurora'] == world.heads('aurora')['aurora'], said)


@case('a witness cosigns what it has stored, sees no body, and declares who is silent', witness='notary')
def witness(world):
    world.write('aurora', 2)
    server = world.serve('aurora')
    said = world.good('sync', server.address, '--from', 'aurora', '--in', 'notary')
    want('2 entries' in said and 'bod' not in said and 'acknowledged as notary/' in said, said)
    heads = world.heads('notary')
    world.good('bundle', '--in', 'notary', '--output', 'n.bundle')
    receipts = (world.folder / 'n.bundle').read_text().split('\nreceipt ')[1:]
    cosigned = [one for one in receipts if f'/aurora\n{heads["aurora"][0]}\n{heads["aurora"][1]}\n' in one]
    want(len(cosigned) == 1 and f'{world.agreement}/notary ' in cosigned[0], f'{receipts}')
    said = world.good('sync', 'n.bundle', '--in', 'aurora')
    want(' 3 receipts' in said, said)
    wrong = (world.folder / 'n.bundle').read_text().replace('/aurora\n' + heads['aurora'][0], '/aurora\n1')
    (world.folder / 'wrong.bundle').write_text(wrong)
    said = world.good('bundle', '--apply', 'wrong.bundle', '--in', 'borealis')
    want(' 2 receipts' in said, f'a receipt of another head is kept: {said}')
    world.ends(1, 'witness', '--in', 'aurora')
    want('borealis' in world.good('witness', '--in', 'notary'), 'it does not say what it holds')
    world.ends(2, 'witness', '--lapse', 'nobody', '--in', 'notary')
    said = world.good('witness', '--lapse', 'borealis', '--reason', 'no answer since 1 March', '--in', 'notary',
                      '--yes')
    want('declared as notary/' in said, said)
    # a party that lags behind a lapse still takes it
    world.good('bundle', '--in', 'notary', '--output', 'n.bundle')
    world.good('sync', 'n.bundle', '--in', 'aurora')
    world.good('sync', 'n.bundle', '--in', 'borealis')


def backup(world, name):
    shutil.copytree(world.folder / name / '.entente', world.folder / 'backup')


def restore(world, name):
    shutil.rmtree(world.folder / name / '.entente')
    shutil.move(world.folder / 'backup', world.folder / name / '.entente')


@case('after a backup is restored, the own entries come back before anything is written')
def restored(world):
    backup(world, 'aurora')
    world.write('aurora', 2)
    world.good('bundle', '--in', 'aurora', '--output', 'a.bundle')
    world.good('bundle', '--in', 'borealis', '--apply', 'a.bundle')
    restore(world, 'aurora')
    world.write('borealis')
    code, said = world.run('write', 'aurora', 'comment', COMMENT, program=world.member)
    want(code and 'restored from a backup' in said, f'it writes before it has synced: {said}')
    server = world.serve('borealis')
    said = world.good('sync', server.address, '--in', 'aurora')
    want('3 entries, 3 bodies' in said and 'acknowledged as aurora/' in said, said)
    other = world.serve('aurora')
    world.good('sync', other.address, '--in', 'borealis')
    want(not world.same(), world.same())


@case('own entries that nobody has any more can be given up, after everybody was asked')
def lost(world):
    backup(world, 'aurora')
    world.write('aurora', 2)
    restore(world, 'aurora')
    world.write('borealis')
    server = world.serve('borealis')
    said = world.ends(1, 'sync', server.address, '--in', 'aurora')
    want('--accept-loss' in said, said)
    world.ends(6, 'sync', server.address, 'http://127.0.0.1:1', '--from', 'borealis', '--accept-loss', '--in', 'aurora')
    code, said = world.run('write', 'aurora', 'comment', COMMENT, program=world.member)
    want(code, 'given up although somebody did not answer')
    world.good('sync', '--accept-loss', '--in', 'aurora')
    world.write('aurora')


@case('a fork is proved, stops the feed, and is repaired by all parties')
def forked(world):
    backup(world, 'aurora')
    world.write('aurora', 2)
    world.good('bundle', '--in', 'aurora', '--output', 'a.bundle')
    world.good('bundle', '--in', 'borealis', '--apply', 'a.bundle')
    restore(world, 'aurora')
    for mark in (world.folder / 'config/entente').glob('aurora-*.mark'):
        mark.unlink()  # the keys were restored too
    world.write('aurora', 4, body='{"text":"Written on the restored machine."}')  # without pulling first
    server = world.serve('borealis')
    said = world.ends(5, 'sync', server.address, '--in', 'aurora')
    want('1 proof of a fork' in said and 'feed of aurora is forked' in said, said)
    code, said = world.run('write', 'aurora', 'comment', COMMENT, program=world.member)
    want(code != 0 or 'forked' in said, f'the forked feed goes on: {said}')
    world.good('repair', 'aurora', '--proof', 'a.fork', '--in', 'aurora', '--dry-run')
    proved = json.loads(world.good('verify-proof', 'a.fork', '--json'))
    want(proved['member'] == 'aurora' and len({entry['leaf'] for entry in proved['entries']}) == 2, f'{proved}')
    said = world.good('verify-proof', 'a.fork')
    want('the feed of aurora is forked at entry' in said, said)
    alone = tempfile.mkdtemp()
    try:
        shutil.copy(world.folder / 'a.fork', alone)
        done = subprocess.run([world.program, 'verify-proof', 'a.fork'], cwd=alone, stdout=subprocess.PIPE,
                              env={'PATH': '/usr/bin:/bin'})
        want(done.returncode == 0 and done.stdout.decode() == said, 'a proof needs a workspace')
    finally:
        shutil.rmtree(alone)
    proof = bytearray((world.folder / 'a.fork').read_bytes())
    for at in range(0, len(proof), max(1, len(proof) // 60)):
        proof[at] ^= 1
        (world.folder / 'wrong.fork').write_bytes(proof)
        world.ends(5, 'verify-proof', 'wrong.fork')
        proof[at] ^= 1
    # borealis learns of it from aurora, and both keep the branch that borealis has
    other = world.serve('aurora')
    said = world.ends(5, 'sync', other.address, '--in', 'borealis', '--json')
    told = json.loads(said[said.index('{'):])
    want(told['forked'] == ['aurora'] and told['places'][0]['forks'] == 1 and not told['acknowledged'], said)
    world.stop(other)
    world.ends(7, 'repair', 'aurora', '--in', 'borealis', '--yes')
    world.good('bundle', '--in', 'borealis', '--for', 'aurora', '--whole', '--output', 'b.bundle')
    world.good('repair', '--take', 'b.bundle', '--in', 'aurora')
    world.ends(7, 'repair', 'aurora', '--in', 'aurora', '--yes')
    other = world.serve('aurora')
    code, said = world.run('sync', other.address, '--in', 'borealis')
    world.write('borealis', kind='heartbeat', body='-')
    code, said = world.run('sync', server.address, '--in', 'aurora')
    want(code == 0, f'{code} {said}')
    world.write('aurora')
    world.good('sync', other.address, '--in', 'borealis')
    world.good('sync', server.address, '--in', 'aurora')
    want(not world.same(), world.same())


@case('bundles that come late, twice, in another sequence or damaged do no harm')
def bundles(world):
    for number in range(3):
        world.write('aurora', 2)
        world.good('bundle', '--in', 'aurora', '--for', 'borealis', '--output', f'{number}.bundle')
    world.write('borealis')  # so borealis has shown something, and the next bundles are parts
    world.good('bundle', '--in', 'borealis', '--output', 'b.bundle')
    world.good('bundle', '--in', 'aurora', '--apply', 'b.bundle')
    world.good('bundle', '--in', 'borealis', '--apply', '1.bundle')
    said = world.good('bundle', '--in', 'borealis', '--apply', '0.bundle')
    want('nothing new' in said, said)
    said = world.good('sync', '1.bundle', '--in', 'borealis', '--no-acknowledgement')
    want('nothing new' in said, said)
    world.write('borealis', kind='heartbeat', body='-')  # shows what it has
    world.good('bundle', '--in', 'borealis', '--output', 'b.bundle')
    world.good('bundle', '--in', 'aurora', '--apply', 'b.bundle')
    world.good('bundle', '--in', 'aurora', '--for', 'borealis', '--output', 'part.bundle')
    part = (world.folder / 'part.bundle').read_bytes()
    want(part.count(b'\nneeds ') == 2, part.decode('utf-8', 'replace')[:400])
    late = World(world.program, world.member)
    try:
        shutil.copy(world.folder / 'part.bundle', late.folder)
        late.ends(1, 'bundle', '--in', 'aurora', '--apply', 'part.bundle')  # another agreement
    finally:
        late.end()
    wrong = bytearray(part)
    before = world.heads('borealis')
    for at in random.Random(SEED).sample(range(len(wrong)), 60):
        wrong[at] ^= 1 << at % 8
        (world.folder / 'wrong.bundle').write_bytes(wrong)
        code, said = world.run('bundle', '--in', 'borealis', '--apply', 'wrong.bundle')
        wrong[at] ^= 1 << at % 8
        want(code in (1, 5) or world.heads('borealis')['aurora'] >= before['aurora'], f'byte {at}: {code} {said}')
    world.good('bundle', '--in', 'borealis', '--apply', 'part.bundle')
    world.good('bundle', '--in', 'borealis', '--output', 'b.bundle')
    world.good('bundle', '--in', 'aurora', '--apply', 'b.bundle')
    want(not world.same(), world.same())
    (world.folder / 'huge.bundle').touch()
    os.truncate(world.folder / 'huge.bundle', (1 << 28) + 1)
    world.ends(4, 'bundle', '--in', 'borealis', '--apply', 'huge.bundle')


def dial(server):
    host, port = server.address[len('http://'):].split(':')
    return socket.create_connection((host, int(port)), timeout=10)


@case('huge, slow and senseless requests leave the server answering')
def strangers(world):
    server = world.serve('aurora')
    slow = [dial(server) for _ in range(20)]
    for line in slow:
        line.sendall(b'GET / HTTP/1.1\r\nHost: a\r\nX: ')
    noise = random.Random(SEED)
    rows = [b'GET /' + b'a' * 100000 + b' HTTP/1.1\r\n\r\n',
            b'GET / HTTP/1.1\r\n' + b'X: ' + b'a' * 1000000 + b'\r\n\r\n',
            b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n' + b'a' * 200000,
            b'\x00' * 5000, b'GET /%00%ff HTTP/1.1\r\nHost: a\r\n\r\n',
            b'GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n',
            bytes(noise.randrange(256) for _ in range(20000))]
    for row in rows:
        line = dial(server)
        try:
            line.sendall(row)
            line.settimeout(2)
            got = line.recv(100)
        except OSError:
            got = b''
        want(b'200 OK' not in got, f'{row[:40]} is answered with {got}')
        line.close()
    path = f'/{world.agreement}/heads'
    status, said = world.ask(server, path, world.signed('borealis', 'aurora', path))
    want(status == 200, f'{status} {said}')
    for line in slow:
        line.close()


@case('a server that sends nonsense, too much or nothing is refused, and nothing is stored')
def bad_servers(world):
    before = world.heads('borealis')
    answers = [b'', b'nonsense', b'HTTP/1.1 200 OK\r\n\r\nnonsense\n',
               b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc',
               b'HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n',
               b'HTTP/1.1 500 Oh\r\nContent-Length: 7\r\n\r\n\x1b[31mred', b'HTTP/1.1 200 OK\r\n\r\n' + b'a' * 10000000]
    for answer in answers:
        with socket.create_server(('127.0.0.1', 0)) as listener:
            address = 'http://127.0.0.1:%d' % listener.getsockname()[1]
            sync = subprocess.Popen([world.program, 'sync', address, '--in', 'borealis'], cwd=world.folder,
                                    env=world.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            line, _ = listener.accept()
            line.recv(65536)
            try:
                line.sendall(answer)
            except OSError:
                pass
            line.close()
            said, _ = sync.communicate(timeout=60)
            want(sync.returncode == 6 and b'\x1b' not in said, f'{answer[:30]}: exit {sync.returncode} {said}')
    want(world.heads('borealis') == before, 'something was stored')
    want('peer' not in (world.folder / 'borealis/.entente/config').read_text(), 'a bad address is remembered')
    for address in ('http://127.0.0.1:1', 'http://user:secret@127.0.0.1/', 'ftp://127.0.0.1/'):
        code, said = world.run('sync', address, '--in', 'borealis')
        want(code == 6, f'{address}: {code} {said}')


@case('two syncs at once in one workspace end in one record')
def at_once(world):
    world.write('aurora', 40)
    server = world.serve('aurora')
    syncs = [subprocess.Popen([world.program, 'sync', server.address, '--in', 'borealis'], cwd=world.folder,
                              env=world.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(4)]
    for sync in syncs:
        said, _ = sync.communicate(timeout=120)
        want(sync.returncode == 0, f'exit {sync.returncode}: {said}')
    other = world.serve('borealis')
    world.good('sync', other.address, '--in', 'aurora')
    want(not world.same(), world.same())


def start(world, *words):
    return subprocess.Popen([*map(str, words)], cwd=world.folder, env=world.env, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@case(f'two members write and sync while everything is killed at random ({ROUNDS} rounds, seed {SEED})')
def killed(world):
    chance = random.Random(SEED)
    acknowledged = {'aurora': -1, 'borealis': -1}
    for _ in range(ROUNDS):
        servers = {name: world.serve(name) for name in world.names}
        work = []
        for name, other in (('aurora', 'borealis'), ('borealis', 'aurora')):
            work.append((name, start(world, world.member, 'write', name, 'comment', COMMENT, 20)))
            work.append((name, start(world, world.program, 'sync', servers[other].address, '--in', name)))
        time.sleep(chance.uniform(0.0, 0.4))
        victims = work + [(None, server) for server in servers.values()]
        chance.shuffle(victims)
        for _, process in victims[:chance.randrange(1, len(victims) + 1)]:
            process.send_signal(signal.SIGKILL)
            time.sleep(chance.uniform(0.0, 0.05))
        for name, process in work:
            said, _ = process.communicate(timeout=120)
            for seq in re.findall(rf'^{name}/(\d+)$', said.decode(), re.M):  # what it said is stored
                acknowledged[name] = max(acknowledged[name], int(seq))
        for server in servers.values():
            server.kill()
            server.communicate()
            world.servers.remove(server)
    servers = {name: world.serve(name) for name in world.names}
    for _ in range(2):
        world.good('sync', servers['borealis'].address, '--in', 'aurora')
        world.good('sync', servers['aurora'].address, '--in', 'borealis')
    world.good('sync', servers['borealis'].address, '--in', 'aurora')
    want(not world.same(), world.same())
    heads = world.heads('aurora')
    for name, seq in acknowledged.items():
        want(int(heads[name][0]) > seq, f'{name}/{seq} was acknowledged, and {heads[name][0]} entries are there')


def main():
    tap = Tap()
    only = os.environ.get('ENTENTE_CASE', '')
    for words, members, function in CASES:
        if only not in function.__name__:
            continue
        world, trouble = None, ''
        try:
            world = World(sys.argv[1], sys.argv[2], **members)
            function(world)
        except Exception as error:  # whatever it is, the case has failed and the others go on
            trouble = f'{type(error).__name__}: {error}'
        finally:
            if world:
                world.end()
        tap.case(words, trouble)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
