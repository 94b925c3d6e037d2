import * as assert from 'uvu/assert';
import { type Sealed, SHREDDED } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeBlocks } from './block.ts';
import { placeOf } from './disclosure-facts.ts';
import type { LogEvent } from './fold.ts';

const [ONE, TWO, READER] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-0000000000aa'];
const address: Sealed = { $sealed: '2p.1', subject: READER, event: 'e', field: 'address' };
const event: LogEvent = {
  type: 'DataDisclosed',
  data: {
    at: '2026-03-04T05:06:07.000Z',
    ...{ readerId: READER, readerKind: 'staff', readerRole: 'nurse', purpose: 'treatment', route: 'get /api/patients/{id}', correlation: 'x', caseId: 'c1' },
    persons: [{ id: ONE, fields: ['resource', 'effectiveAt'], health: true }],
    withheld: [TWO],
    address,
  },
  id: '0190a000-0000-7000-8000-0000000000ee',
  stream: { tenant: 'acme', slice: 'disclosure', id: 'd1' },
  revision: 4,
  position: 9n,
  recordedAt: new Date('2026-03-04T05:06:08.000Z'),
  meta: {
    ...{ tenant: 'acme', correlationId: '', causationId: '', schema: 1, occurredAt: '2026-03-04T05:06:08.000Z', subject: READER },
    actor: { id: 'disclosures', kind: 'system', role: 'hub' },
  },
};
const blockOf = (opened: unknown) =>
  makeBlocks({ open: async (_, sealed) => sealed.map(() => opened), digest: async (tenant, _, id) => `p-${tenant}-${id.slice(-4)}` })([event]);

spec('facts of disclosures', (it) => {
  it('each person concerned is a row: how many fields, of which class, for whom and what for, from where', async () => {
    const rows = (await blockOf('203.0.113.7')).disclosure_facts;
    const common = { tenant: 'acme', disclosure_id: 'd1', revision: 4, position: '9', at: '2026-03-04 05:06:07.000', case_id: 'c1' };
    const reader = {
      reader: 'p-acme-00aa',
      reader_kind: 'staff',
      reader_role: 'nurse',
      purpose: 'treatment',
      route: 'get /api/patients/{id}',
      place: 'public',
    };
    assert.equal(rows, [
      { ...common, ...reader, part: 0, fact: 'shown', patient: 'p-acme-0001', fields: 2, health: true },
      { ...common, ...reader, part: 1, fact: 'withheld', patient: 'p-acme-0002', fields: 0, health: false },
    ]);
  });
  it('no id of a person, no name of a field and no address reaches a row of any table', async () => {
    const text = JSON.stringify(await blockOf('203.0.113.7'));
    for (const word of [ONE, TWO, READER, 'effectiveAt', '203.0.113.7']) assert.not.ok(text.includes(word), word);
  });
  it('where it was read from is known as far as it points at nobody', async () => {
    const places = {
      '127.0.0.1': 'local',
      '::1': 'local',
      '::ffff:10.1.2.3': 'private',
      '172.20.0.9': 'private',
      'fd00:1::2': 'private',
      '2001:db8::1': 'public',
    };
    for (const [from, place] of Object.entries(places)) assert.is(placeOf(from), place, from);
    assert.is((await blockOf(SHREDDED)).disclosure_facts[0]!['place'], '');
  });
});
