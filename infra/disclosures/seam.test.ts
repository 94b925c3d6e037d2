import * as assert from 'uvu/assert';
import { type Access, type Manifest } from '#domain/kernel/access.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import { REDACTED, type Sealed, SHREDDED } from '#domain/kernel/sealing.ts';
import { spec } from '../testing/spec.ts';
import type { Entry } from './journal.ts';
import { type Gate, makeSeam } from './seam.ts';

const AT = '2026-01-02T03:04:05.000Z';
const value = (subject: string, field: string, kind = '2h'): Sealed => ({ $sealed: `${kind}.${field}`, subject, event: 'e', field });
const access: Access = {
  who: { tenant: 'acme', memberId: 'm1', roles: ['nurse'], rights: rightsOf(['nurse']), session: 's1' },
  actor: { id: 'm1', kind: 'staff', role: 'nurse' },
  route: 'get /api/cases/{id}',
  correlationId: 'c1',
  caseId: 'k1',
  address: '10.0.0.7',
};
function made({ gate, fails }: { gate?: Gate; fails?: boolean } = {}) {
  const written: Entry[] = [];
  const write = async (entry: Entry) => {
    if (fails) throw new HubError('unavailable', 'disclosure.not-recorded', 'disk full');
    written.push(entry);
  };
  const open = async (_: string, values: readonly Sealed[]) => values.map(({ subject, field }) => (subject === 'gone' ? SHREDDED : `${subject}.${field}`));
  return { written, ...makeSeam({ open, journal: { write }, gate, now: () => new Date(AT) }) };
}
const by = { readerId: 'm1', readerKind: 'staff', readerRole: 'nurse', purpose: 'treatment', route: 'get /api/cases/{id}', correlation: 'c1', session: 's1' };

spec('disclosure seam', (it) => {
  it('one request is one disclosure: who saw which fields of whom, what for, on which case and from where', async () => {
    const { openFor, written } = made();
    const values = [value('p1', 'resource'), value('p1', 'name', '2p'), value('p1', 'resource'), value('p2', 'name', '2p')];
    assert.equal(await openFor(access)('acme', values), ['p1.resource', 'p1.name', 'p1.resource', 'p2.name']);
    const persons = [
      { id: 'p1', fields: ['name', 'resource'], health: true },
      { id: 'p2', fields: ['name'], health: false },
    ];
    assert.equal(written, [{ tenant: 'acme', disclosure: { at: AT, ...by, caseId: 'k1', address: '10.0.0.7', persons } }]);
  });
  it('what cannot be recorded is not shown', async () => {
    const error = await made({ fails: true })
      .openFor(access)('acme', [value('p1', 'name')])
      .catch((e: unknown) => e);
    assert.is((error as HubError).code, 'disclosure.not-recorded');
  });
  it('what was destroyed was shown to nobody, and nothing asked is nothing recorded', async () => {
    const { openFor, written } = made();
    assert.equal(await openFor(access)('acme', [value('gone', 'name')]), [SHREDDED]);
    assert.equal(await openFor(access)('acme', []), []);
    assert.equal(written, []);
  });
  it('what the gate holds back answers REDACTED and is recorded as withheld, never as shown', async () => {
    const gate: Gate = async () => ({ may: ({ subject }) => subject !== 'p2', purpose: 'emergency' });
    const { openFor, written } = made({ gate });
    assert.equal(await openFor(access)('acme', [value('p1', 'name'), value('p2', 'name')]), ['p1.name', REDACTED]);
    assert.equal(written[0]!.disclosure.persons, [{ id: 'p1', fields: ['name'], health: true }]);
    assert.equal([written[0]!.disclosure.withheld, written[0]!.disclosure.purpose], [['p2'], 'emergency']);
  });
  it('a request opens nothing of another tenant', async () => {
    const error = await made()
      .openFor(access)('other', [value('p1', 'name')])
      .catch((e: unknown) => e);
    assert.is((error as HubError).code, 'access.foreign-tenant');
  });
  it('an agent opens the fields of its manifest and no other, and what it opens is a disclosure to it', async () => {
    const { openAs, written } = made();
    const manifest: Manifest = { name: 'pre-op', purpose: 'recommendation', told: true, fields: ['resource'] };
    assert.equal(await openAs(manifest)('acme', [value('p1', 'resource')]), ['p1.resource']);
    assert.equal([written.length, written[0]!.disclosure.readerId, written[0]!.disclosure.purpose], [1, 'pre-op', 'recommendation']);
    const error = await openAs(manifest)('acme', [value('p1', 'resource'), value('p1', 'name')]).catch((e: unknown) => e);
    assert.is((error as HubError).code, 'access.not-in-manifest');
    assert.equal(await openAs({ ...manifest, told: false })('acme', [value('p1', 'resource')]), ['p1.resource']);
    assert.is(written.length, 1);
  });
});
