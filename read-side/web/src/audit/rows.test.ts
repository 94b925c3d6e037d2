import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { HISTORIANS } from '#read-side/kernel/scope.ts';
import { spec } from '#infra/testing/spec.ts';
import { placeOf } from '../app/place.ts';
import { makeTranslate } from '../i18n/catalogue.ts';
import { en } from '../i18n/en.ts';
import { KINDS, partsOf } from './parts.ts';
import { namedIn, stateRows, valuesOf } from './rows.ts';
import type { State } from './types.ts';

const t = makeTranslate(en, 'en');
const rows = (then: State, now: State) => stateRows(then, now, t).map(({ label, then: a, now: b, changed }) => [label, a, b, changed]);

spec('the state of any stream in words', (it) => {
  it('shows what differs between then and now, and nothing that only counts events', () => {
    const row = { stage: 'lead', roles: ['doctor'], isHeld: false, revision: 1, reason: { absent: 'SHREDDED' } };
    assert.equal(rows({ cases: [row] }, { cases: [{ ...row, stage: 'intake', roles: ['doctor', 'admin'], revision: 2 }] }), [
      ['cases · stage', 'lead', 'intake', true],
      ['cases · roles', 'doctor', 'doctor, admin', true],
      ['cases · is Held', 'no', 'no', false],
      ['cases · reason', 'Erased', 'Erased', false],
    ]);
    const item = (n: number) => ({ itemId: `0190d0c0-0000-7000-8000-00000000000${n}`, text: `text ${n}` });
    assert.equal(
      rows({ timeline: [item(1)] }, { timeline: [item(2), item(1)] }).filter(([label]) => String(label).endsWith('text')),
      [
        ['timeline · …000001 · text', 'text 1', 'text 1', false],
        ['timeline · …000002 · text', '', 'text 2', true],
      ],
    );
  });
  it('shows every value there is, once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const text of valuesOf(value, t).values()) assert.type(text, 'string');
      }),
    );
  });
  it('names the streams that an event names', () => {
    assert.equal(namedIn({ caseId: 'c', patientId: { absent: 'REDACTED' }, id: 'x', orderId: 'o' }), [
      { slice: 'case', id: 'c' },
      { slice: 'order', id: 'o' },
    ]);
  });
});

spec('the audit pages', (it) => {
  it('are shown to those whom the routes behind them answer', () => {
    assert.equal(partsOf(['auditor']), ['streams', 'disclosures', 'break-glass', 'erasures', 'ledger', 'evidence']);
    assert.equal(partsOf(['admin']), ['break-glass', 'erasures', 'ledger']);
    assert.equal(partsOf(['patient', 'analyst', 'agency']), []);
    for (const role of HISTORIANS) assert.ok(partsOf([role]).includes('streams'), role);
  });
  it('offer kinds of streams that there are', () => {
    const names = slices.map(({ name }) => name);
    for (const kind of KINDS) assert.ok(names.includes(kind), kind);
  });
  it('have addresses for a stream, a trace and each part', () => {
    const seen = (path: string) => {
      const { page, part, slice, id } = placeOf(`/t/acme/audit${path}`);
      return [page, part, slice, id].filter(Boolean).join(' ');
    };
    assert.equal(['', '/streams/case/c1', '/traces/k1', '/ledger', '/nothing', '/streams/case', '/ledger/x'].map(seen), [
      'audit',
      'audit streams case c1',
      'audit traces k1',
      'audit ledger',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });
});
