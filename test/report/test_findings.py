#!/usr/bin/env python3
# test_findings.py - findings for programs: `check --json`, `check --sarif`, and `explain`
"""test_findings.py PROGRAM ROOT

The shape of both outputs, columns in characters, two places, counts past the limit, percent-encoded paths, and
fingerprints that stay when the text around a finding moves. SARIF: what the standard requires of the objects we write.
"""
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(sys.argv[2]) / 'tools'))
from tap import Tap  # noqa: E402

PROGRAM, FOLDER, TAP = str(Path(sys.argv[1]).resolve()), None, Tap()
TEXT = '''entente 1
party müller-corp
party aurora { name "Müller ☃ AG"; seta US }
field mobile
products mobile
'''
PLAIN = ('entente 1\nparty aurora\nfield mobile\n'
         'grant video { aurora grants aurora; to make; under aurora/vidoe; in mobile }\n')
KEYS = {'code', 'level', 'title', 'label', 'help', 'file', 'line', 'column', 'endLine', 'endColumn', 'note'}


def run(*arguments, name='a.entente', text=None):
    if text is not None:
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return subprocess.run([PROGRAM, *arguments], cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        timeout=60)


def found(text, name='a.entente'):
    done = run('check', name, '--json', name=name, text=text)
    return json.loads(done.stdout), done


def sarif(text, name='a.entente'):
    return json.loads(run('check', '--sarif', '-', name, name=name, text=text).stdout)


def same(what, got, want):
    TAP.case(what, '' if got == want else f'got  {got!r}\nwant {want!r}')


def check_json():
    whole, done = found(TEXT)
    same('json: exit 4 and nothing on stderr', (done.returncode, done.stderr), (4, b''))
    same('json: keys', set(whole), {'path', 'errors', 'warnings', 'notes', 'findings'})
    same('json: keys are sorted', done.stdout, (json.dumps(whole, indent=2, sort_keys=True,
        ensure_ascii=False) + '\n').encode())
    same('json: path', whole['path'], 'a.entente')
    same('json: counts', [whole['errors'], whole['warnings'], whole['notes']], [len(whole['findings']), 0, 0])
    same('json: keys of a finding', {key for one in whole['findings'] for key in one}, KEYS)
    seta = next(one for one in whole['findings'] if 'seta' in one['title'])
    same('json: columns count characters', [seta[key] for key in ('line', 'column', 'endLine', 'endColumn')], [3, 36,
        3, 40])
    same('json: help', seta['help'], 'did you mean `seat`?')
    twice = next(one for one in whole['findings'] if one['code'] == 'E0303')
    same('json: the second place', twice['note'], {'label': 'declared first here', 'file': 'a.entente', 'line': 4,
        'column': 7,
                                                   'endLine': 4, 'endColumn': 13})
    same('json: no second place', seta['note'], None)
    same('json: the same bytes again', run('check', 'a.entente', '--json').stdout, done.stdout)
    whole, done = found('entente 1\nparty aurora\n')
    same('json: a text without findings', (whole['findings'], done.returncode), ([], 0))
    many = 'entente 1\n' + ''.join(f'field f-{i} {{ in g-{i} }}\n' for i in range(250))
    whole, _ = found(many)
    same('json: 100 are listed, all are counted', (len(whole['findings']), whole['errors']), (100, 250))
    whole, _ = found(b'entente 1\nparty m { name "M\xfcller" }\n')
    same('json: a text that is not UTF-8', [one['code'] for one in whole['findings']], ['E0102'])
    done = run('check', 'absent.entente', '--json')
    same('json: a file that is not there', (done.returncode, done.stdout), (6, b''))


def check_sarif_shape(log):
    """What SARIF 2.1.0 requires of the objects that we write (sections 3.13, 3.14, 3.18, 3.19, 3.27 to 3.30, 3.49)."""
    wrong = []

    def need(truth, what):
        if not truth:
            wrong.append(what)
    need(log.get('version') == '2.1.0' and len(log.get('runs', ())) == 1, 'version and runs')
    one = log['runs'][0]
    driver = one['tool']['driver']
    need(driver.get('name') == 'entente' and one.get('columnKind') == 'unicodeCodePoints', 'driver, columnKind')
    ids = [rule['id'] for rule in driver['rules']]
    need(len(set(ids)) == len(ids), 'rule ids are unique')
    for rule in driver['rules']:
        need(all(rule[key]['text'] for key in ('shortDescription', 'fullDescription', 'help')),
            f'texts of {rule["id"]}')
        need(rule['properties']['page'] == f'docs/errors/{rule["id"]}.md', f'page of {rule["id"]}')
    for result in one['results']:
        need(ids[result['ruleIndex']] == result['ruleId'], 'ruleIndex')
        need(result['level'] in ('error', 'warning', 'note') and result['message']['text'], 'level, message')
        need(result['partialFingerprints']['entente/v1'], 'fingerprint')
        for place in result['locations'] + result.get('relatedLocations', []):
            region = place['physicalLocation']['region']
            need(region['startLine'] >= 1 and region['startColumn'] >= 1, 'region starts at 1')
            need((region['endLine'], region['endColumn']) >= (region['startLine'], region['startColumn']),
                'region ends')
            need(place['physicalLocation']['artifactLocation']['uri'], 'uri')
        for place in result.get('relatedLocations', []):
            need(place['message']['text'] and place['id'] >= 1, 'related location')
    return '\n'.join(wrong)


def prints(text, name='a.entente'):
    return [one['partialFingerprints']['entente/v1'] for one in sarif(text, name)['runs'][0]['results']]


def check_sarif():
    log = sarif(TEXT)
    TAP.case('sarif: what the standard requires', check_sarif_shape(log))
    results = log['runs'][0]['results']
    same('sarif: as many results as findings', len(results), len(found(TEXT)[0]['findings']))
    TAP.case('sarif: two places',
        '' if any('relatedLocations' in one for one in results) else 'none has a second place')
    before = prints(PLAIN)
    same('sarif: one finding', len(before), 1)
    same('sarif: fingerprint stays when lines move', prints(PLAIN.replace('field', '# a comment\n\n\nfield')), before)
    same('sarif: fingerprint stays when the clause grows', prints(PLAIN.replace('to make',
        'to make, use; royalty-free')), before)
    TAP.case('sarif: fingerprint differs in another clause',
             '' if prints(PLAIN.replace('grant video', 'grant radio')) != before else 'they are equal')
    twins = prints('entente 1\nparty aurora { seta US; seta DE }\n')
    same('sarif: equal findings are told apart', [len(twins), len(set(twins))], [2, 2])
    log = sarif(PLAIN, 'a folder/ä%.entente')
    place = log['runs'][0]['results'][0]['locations'][0]['physicalLocation']['artifactLocation']
    same('sarif: uri', place, {'uri': 'a%20folder/%C3%A4%25.entente', 'uriBaseId': '%SRCROOT%'})
    done = run('check', 'a.entente', '--sarif', 'out.sarif', text=TEXT)
    same('sarif: to a file, and text as usual', (done.returncode, b'E0303' in done.stderr), (4, True))
    TAP.case('sarif: the file', check_sarif_shape(json.loads((FOLDER / 'out.sarif').read_text('utf-8'))))
    same('sarif: both on stdout are refused', run('check', 'a.entente', '--json', '--sarif', '-').returncode, 2)
    same('sarif: a file that cannot be written', run('check', 'a.entente', '--sarif', 'none/out.sarif').returncode, 6)
    same('sarif: a text without findings', sarif('entente 1\n')['runs'][0]['results'], [])


def check_explain():
    page = (Path(sys.argv[2]) / 'docs/errors/E0301.md').read_bytes()
    same('explain: the page', run('explain', 'E0301').stdout, page)
    same('explain: small letters', run('explain', 'e0301').stdout, page)
    lines = run('explain').stdout.decode().splitlines()
    same('explain: all codes', [line.split()[0] for line in lines],
         sorted(path.stem for path in (Path(sys.argv[2]) / 'docs/errors').glob('[A-Z]*.md') if path.stem != 'README'))
    done = run('explain', 'E0031')
    same('explain: an unknown code', (done.returncode, done.stdout, b'did you mean `E0' in done.stderr), (2, b'',
        True))
    same('explain: nothing like it', (run('explain', 'nonsense').returncode, b'lists them all' in run('explain',
        'nonsense').stderr), (2, True))
    same('explain: two codes', run('explain', 'E0301', 'E0302').returncode, 2)


with TemporaryDirectory() as folder:
    FOLDER = Path(folder)
    check_json()
    check_sarif()
    check_explain()
sys.exit(TAP.done())
