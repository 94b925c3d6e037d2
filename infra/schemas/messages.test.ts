import avro from 'avsc';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { slices } from '#domain/index.ts';
import { defineCommands, defineEvents } from '#domain/kernel/messages.ts';
import type { Slice } from '#domain/kernel/slice.ts';
import { spec } from '../testing/spec.ts';
import { changesSince } from './changes.ts';
import type { Version } from './history.ts';
import { messageSchemas } from './messages.ts';

const slice = (fields: Record<string, z.ZodType>, personal: Record<string, z.ZodType> = {}): Slice =>
  ({ name: 'thing', commands: defineCommands({}), events: defineEvents({ ThingMade: { operational: fields, personal } }) }) as unknown as Slice;
const schemasOf = (of: Slice) => messageSchemas([of]).filter(({ folder }) => folder === 'thing');
const avroOf = (of: Slice) => schemasOf(of)[0]!.schema as { fields: { name: string; type: unknown; default?: unknown; class?: string }[] };
const published = (...versions: Slice[]): Version[] =>
  versions.flatMap((of, i) => schemasOf(of).map(({ folder: _, ...schema }): Version => ({ ...schema, version: i + 1 })));
const faultsOf = (history: Version[], now: Slice) => changesSince(history, schemasOf(now)).flatMap(({ faults }) => faults);
const a = z.string();

spec('messages as schemas', (it) => {
  it('every message of the hub has an Avro form that Avro takes, under its own name', () => {
    for (const { subject, schemaType, schema } of messageSchemas(slices))
      if (schemaType === 'AVRO') assert.is((avro.Type.forSchema(structuredClone(schema) as avro.Schema) as { name?: string }).name, subject);
  });
  it('a personal field is sealed or open, and says its class', () => {
    const { fields } = avroOf(slice({ a }, { name: z.string().optional() }));
    assert.equal(fields[0], { name: 'a', type: 'string' });
    assert.equal([fields[1]!.class, fields[1]!.default, (fields[1]!.type as unknown[]).length], ['personal', null, 3]);
  });
  it('words that Avro cannot write keep their own beside them', () => {
    const [field] = avroOf(slice({ word: z.enum(['not-eligible', 'ok']) })).fields;
    assert.equal(field!.type, {
      type: 'enum',
      name: 'ThingMade_word',
      symbols: ['not_eligible', 'ok', 'other_'],
      default: 'other_',
      words: { not_eligible: 'not-eligible' },
    });
  });
  it('money is a whole number, and free JSON travels as text', () => {
    const { fields } = avroOf(slice({ amount: z.int(), share: z.number(), resource: z.looseObject({}) }));
    assert.equal(
      fields.map(({ type }) => type),
      ['long', 'double', { type: 'string', logicalType: 'json' }],
    );
  });
  it('a message nobody has recorded is new, one that is as recorded is not, and an event never goes', () => {
    assert.equal(
      changesSince([], schemasOf(slice({ a }))).map(({ what, subject }) => [what, subject]),
      [
        ['new', 'thing.ThingMade'],
        ['new', 'thing.ThingMade.json'],
      ],
    );
    assert.equal(changesSince(published(slice({ a })), schemasOf(slice({ a }))), []);
    assert.ok(changesSince(published(slice({ a })), []).every(({ what, faults }) => what === 'gone' && faults.length === 1));
  });
  it('a change is judged against every version there was, not the last alone', () => {
    const [first, second] = [slice({ a, b: z.string().optional() }), slice({ a })];
    assert.equal(faultsOf(published(first), second), []);
    const third = slice({ a, b: z.int().optional() });
    assert.equal(faultsOf(published(second), third), []);
    assert.ok(faultsOf(published(first, second), third).every((fault) => fault.startsWith('against version 1')));
    assert.ok(faultsOf(published(first, second), third).length > 0);
  });
  it('what becomes personal, or stops to be, is another message', () => {
    assert.ok(faultsOf(published(slice({ a })), slice({}, { a })).length > 0);
    assert.ok(faultsOf(published(slice({}, { a })), slice({ a })).length > 0);
  });
});
