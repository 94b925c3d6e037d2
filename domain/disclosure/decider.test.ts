import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import type { Disclosure } from './messages.ts';
import { disclosureSlice } from './slice.ts';

const one: Disclosure = {
  at: '2026-01-02T03:04:05.000Z',
  readerId: 'm1',
  readerKind: 'staff',
  readerRole: 'nurse',
  purpose: 'treatment',
  route: 'get /api/patients/{id}',
  correlation: 'c1',
  persons: [{ id: 'p1', fields: ['resource'], health: true }],
};

spec('disclosure', (it) => {
  it('every disclosure of a batch becomes an event, in order', () => {
    const other = { ...one, address: '10.0.0.7' };
    given(disclosureSlice)
      .when({ type: 'RecordDisclosures', data: { disclosures: [one, other] } })
      .then({ type: 'DataDisclosed', data: one }, { type: 'DataDisclosed', data: other });
  });
});
