#!/usr/bin/env python3
# test_entries.py - the JSON schema of the entries accepts each example and refuses what lacks a field or has one more
"""test_entries.py PROGRAM ROOT"""
import copy
import json
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[2]) / 'tools'))
from tap import Tap  # noqa: E402

TYPES = {'object': dict, 'array': list, 'string': str, 'integer': int}
WORDS = {'type', 'pattern', 'minimum', 'maximum', 'minItems', 'items', 'properties', 'required',
         'additionalProperties', 'description', 'examples'}


def wrong(schema, value):
    """What is wrong with the value, or None. Knows the words that the schema uses, and no other."""
    unknown = set(schema) - WORDS
    if unknown:
        return f'the schema has {unknown}'
    if not isinstance(value, TYPES[schema['type']]):
        return f'{value!r} is no {schema["type"]}'
    if isinstance(value, str) and not re.search(schema['pattern'], value):
        return f'{value!r} does not fit {schema["pattern"]}'
    if isinstance(value, int) and not schema['minimum'] <= value <= schema['maximum']:
        return f'{value} is out of bounds'
    if isinstance(value, list):
        if len(value) < schema['minItems']:
            return 'too few'
        return next((found for found in (wrong(schema['items'], item) for item in value) if found), None)
    if isinstance(value, dict):
        missing = set(schema['required']) - set(value)
        foreign = set(value) - set(schema['properties'])
        if missing or foreign or schema['additionalProperties']:
            return f'missing {missing}, foreign {foreign}'
        return next((found for found in (wrong(schema['properties'][key], item) for key, item in value.items())
                     if found), None)
    return None


def main():
    entente, tap = sys.argv[1], Tap()

    def explain(*words):
        return subprocess.run([entente, 'explain', *words], check=True, capture_output=True, text=True).stdout

    kinds = json.loads(explain('schema'))['$defs']
    page = explain('entries')
    tap.case('the page has every kind of the schema', '\n'.join(
        kind for kind in kinds if f'### {kind}\n' not in page))
    for kind, schema in kinds.items():
        example = schema['examples'][0]
        found = [wrong(schema, example)]
        for key in example:
            less = copy.deepcopy(example)
            del less[key]
            if bool(wrong(schema, less)) != (key in schema['required']):
                found.append(f'{key} may be left out, or not')
        if not wrong(schema, {**example, 'zzz': 1}):
            found.append('a foreign field is taken')
        alone = explain(kind)
        if alone[alone.rindex('### '):] not in page:
            found.append('`explain KIND` is not a part of the page')
        tap.case(f'{kind}: example and schema agree', '\n'.join(filter(None, found)))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
