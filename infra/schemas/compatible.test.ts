import avro from 'avsc';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import type { AvroField, AvroRecord, AvroType } from './avro.ts';
import { incompatibilities } from './compatible.ts';

const enumOf = (symbols: readonly string[]): AvroType => ({ type: 'enum', name: 'Word', symbols: [...symbols, 'other_'], default: 'other_' });
const base: AvroRecord = {
  type: 'record',
  name: 'Thing',
  namespace: 'x',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'count', type: 'long' },
    { name: 'word', type: enumOf(['a', 'b']) },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'tags', type: { type: 'array', items: 'string' }, default: [] },
    { name: 'inner', type: { type: 'record', name: 'Inner', fields: [{ name: 'x', type: 'double' }] } },
  ],
};
type Mutation = (fields: readonly AvroField[]) => readonly AvroField[];
const change =
  (name: string, to: Partial<AvroField>): Mutation =>
  (fields) =>
    fields.map((f) => (f.name === name ? { ...f, ...to } : f));
const inner = (fields: AvroField[]): Mutation => change('inner', { type: { type: 'record', name: 'Inner', fields } });
const MAY: Readonly<Record<string, Mutation>> = {
  'a field that may be absent is added': (fields) => [...fields, { name: 'more', type: ['null', 'long'], default: null }],
  'a field with a default is added': (fields) => [{ name: 'few', type: 'long', default: 3 }, ...fields],
  'a field that may be absent goes': (fields) => fields.filter(({ name }) => name !== 'note'),
  'a list of words grows': change('word', { type: enumOf(['a', 'b', 'c']) }),
  'fields change places': (fields) => fields.toReversed(),
  'a nested record gets a field that may be absent': inner([
    { name: 'x', type: 'double' },
    { name: 'y', type: ['null', 'string'], default: null },
  ]),
};
const MAY_NOT: Readonly<Record<string, Mutation>> = {
  'a field that must be there is added': (fields) => [...fields, { name: 'must', type: 'long' }],
  'a field that must be there goes': (fields) => fields.filter(({ name }) => name !== 'id'),
  'a field is renamed': change('id', { name: 'identity' }),
  'a number becomes text': change('count', { type: 'string' }),
  'a whole number becomes any': change('count', { type: 'double' }),
  'what must be there may be absent': change('id', { type: ['null', 'string'], default: null }),
  'what may be absent must be there': change('note', { type: 'string', default: undefined }),
  'a word is taken away': change('word', { type: enumOf(['a']) }),
  'a list becomes one': change('tags', { type: 'string', default: '' }),
  'a nested field must be there': inner([
    { name: 'x', type: 'double' },
    { name: 'y', type: 'long' },
  ]),
  'a field is no longer sealed': change('note', {
    type: ['null', { type: 'record', name: 'Sealed', fields: [{ name: 'sealed', type: 'string' }] }],
    default: null,
  }),
};
const apply = (mutations: readonly Mutation[]): AvroRecord => ({ ...base, fields: mutations.reduce((fields, mutate) => mutate(fields), base.fields) });
const some = (of: Readonly<Record<string, Mutation>>, minLength = 0) => fc.uniqueArray(fc.constantFrom(...Object.keys(of)), { minLength, maxLength: 4 });
const typeOf = (schema: AvroRecord) => avro.Type.forSchema(structuredClone(schema) as unknown as avro.Schema);

spec('compatible schemas', (it) => {
  for (const [what, mutate] of Object.entries(MAY)) it(`may follow: ${what}`, () => assert.equal(incompatibilities(apply([mutate]), base), []));
  for (const [what, mutate] of Object.entries(MAY_NOT)) it(`may not follow: ${what}`, () => assert.ok(incompatibilities(apply([mutate]), base).length > 0));

  it('changes that may be made may be made together, and each reads what the other wrote', () =>
    fc.assert(
      fc.property(some(MAY), some(MAY), (first, second) => {
        const [older, newer] = [first, [...first, ...second.filter((name) => !first.includes(name))]].map((names) => apply(names.map((name) => MAY[name]!)));
        assert.equal(incompatibilities(newer!, older!), []);
        for (const [reader, writer] of [[newer!, older!] as const, [older!, newer!] as const]) {
          const [written, read] = [typeOf(writer), typeOf(reader)];
          read.fromBuffer(written.toBuffer(written.random()), read.createResolver(written));
        }
      }),
      { numRuns: 60 },
    ));
  it('one change that may not be made spoils any number of those that may', () =>
    fc.assert(
      fc.property(some(MAY), fc.constantFrom(...Object.keys(MAY_NOT)), (may, not) => {
        const allowed = may.filter((name) => !name.includes('list of words') && !name.includes('nested') && !name.includes('absent goes'));
        assert.ok(incompatibilities(apply([...allowed.map((name) => MAY[name]!), MAY_NOT[not]!]), base).length > 0);
      }),
      { numRuns: 60 },
    ));
  it('who may follow whom does not depend on who came first, but for a word that is taken away', () => {
    for (const [what, mutate] of Object.entries(MAY_NOT))
      if (what !== 'a word is taken away') assert.ok(incompatibilities(base, apply([mutate])).length > 0, what);
  });
});
