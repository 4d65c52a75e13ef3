// cedar.js - the workload in Cedar (wasm): cedar.js FOLDER COUNT prints "CPU microseconds a decision, mismatches".
//
// One policy a rule, in one policy set for each pair of licensee and estate: the fastest fair use of an engine that
// scans its policies. Each argument's ancestors are given with it. Needs @cedar-policy/cedar-wasm in $BENCH_DEPS.
'use strict';
const fs = require('fs');
const path = require('path');

const [folder, count] = [process.argv[2], Number(process.argv[3])];
const cedar = require(path.join(process.env.BENCH_DEPS, 'node_modules', '@cedar-policy/cedar-wasm/nodejs'));
const lines = (file) => fs.readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n');
const tree = (file) => {
  const chains = new Map();
  for (const line of lines(file)) {
    const [name, above] = line.split(',');
    chains.set(name, above ? [name, ...chains.get(above)] : [name]);
  }
  return chains;
};
const parties = tree('parties.csv'), assets = tree('assets.csv'), fields = tree('fields.csv');
const countries = new Map(lines('countries.csv').map((line) => {
  const [code, groups] = line.split(',');
  return [code, [code, ...groups.split(' ')]];
}));
const rules = lines('rules.jsonl').map((line) => JSON.parse(line));
const day = (text) => (Date.parse(text) - Date.parse('2015-01-01')) / 86400000;
const questions = lines('queries.csv').slice(0, count).map((line) => line.split(','));
const answers = lines('oracle.csv').slice(0, count);

const list = (type, names) => '[' + names.map((name) => `${type}::"${name}"`).join(', ') + ']';
const principal = (r) => r.licensee === null ? '' : ` ${r.affiliates ? 'in' : '=='} Party::"${r.licensee}"`;
const policy = (r) => `${r.effect === 'grant' ? 'permit' : 'forbid'} (principal${principal(r)}, `
  + `action in ${list('Action', r.acts)}, resource)`
  + ` when { resource in ${list('Asset', r.assets)} && context.date >= ${r.d0} && context.date <= ${r.d1}`
  + ` && context.field in ${list('Field', r.fields)} && context.country in ${list('Territory', r.territory)}`
  + (r.licensee === null ? ` && principal != Party::"${r.licensor}"` : '')
  + (r.except_fields.length ? ` && !(context.field in ${list('Field', r.except_fields)})` : '')
  + (r.except_territory.length ? ` && !(context.country in ${list('Territory', r.except_territory)})` : '') + ' };';

const estate = (asset) => assets.get(asset).at(-1);
const binds = (r, party) => r.licensee === null || r.licensee === party
  || (r.affiliates && parties.get(party).includes(r.licensee));
const slices = new Map();
for (const [party, asset] of questions) {
  const key = party + '|' + estate(asset);
  if (slices.has(key))
    continue;
  const of = rules.filter((r) => estate(r.assets[0]) === estate(asset) && binds(r, party));
  slices.set(key, of.length);
  const set = cedar.preparsePolicySet(key, { staticPolicies: Object.fromEntries(of.map((r) => [r.id, policy(r)])) });
  if (set.type !== 'success')
    throw new Error(JSON.stringify(set));
}

const entity = (type, [name, ...above]) => ({
  uid: { type, id: name }, attrs: {}, parents: above.map((id) => ({ type, id })) });
const ask = ([party, asset, act, field, country, date]) => cedar.statefulIsAuthorized({
  principal: { type: 'Party', id: party }, action: { type: 'Action', id: act }, resource: { type: 'Asset', id: asset },
  context: { field: { __entity: { type: 'Field', id: field } },
    country: { __entity: { type: 'Territory', id: country } }, date: day(date) },
  preparsedPolicySetId: party + '|' + estate(asset),
  entities: [entity('Party', parties.get(party)), entity('Asset', assets.get(asset)),
    entity('Field', fields.get(field)), entity('Territory', countries.get(country))] });

const told = (result) => {
  const ids = result.response.diagnostics.reason.sort((a, b) => a.slice(1) - b.slice(1)).join(' ');
  return `${result.response.decision === 'allow' ? 'permit' : 'deny'},${ids}`;
};
questions.slice(0, 200).forEach(ask);
const before = process.cpuUsage();
const results = questions.map(ask);
const used = process.cpuUsage(before);
const mismatches = results.filter((result, i) => told(result) !== answers[i]).length;
console.log(((used.user + used.system) / questions.length).toFixed(3), mismatches);
