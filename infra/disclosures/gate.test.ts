import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { HEALTH_STAGES, stagesFor } from '#domain/case/access.ts';
import { STAGES } from '#domain/case/stages.ts';
import type { Access } from '#domain/kernel/access.ts';
import { RIGHTS, ROLES, type Role, rightsOf } from '#domain/kernel/roles.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { spec } from '../testing/spec.ts';
import { makeGate, type Standing } from './gate.ts';

const person = 'p1';
const value = (kind: '2p' | '2h', subject = person): Sealed => ({ $sealed: `${kind}.x`, subject, event: 'e', field: 'resource' });
const none: Standing = { person, patient: true, episode: false, glass: false, restricted: false, shared: false };
const access = (roles: Role[], route = 'get /api/patients/{id}'): Access => ({
  who: { tenant: 'acme', memberId: 'm1', roles, rights: rightsOf(roles), session: 's' },
  actor: { id: 'm1', kind: 'staff', role: roles[0]! },
  route,
  correlationId: 'c',
});
const seen = async (roles: Role[], standing: Partial<Standing>, route?: string) => {
  const { may, purpose } = await makeGate(async () => [{ ...none, ...standing }])(access(roles, route), 'acme', [person]);
  return { personal: may(value('2p')), health: may(value('2h')), purpose };
};
const [all, namesOnly, nothing] = [
  { personal: true, health: true },
  { personal: true, health: false },
  { personal: false, health: false },
];

spec('access that follows the case', (it) => {
  it('staff read health data while a case is open to their role, and only names otherwise', async () => {
    assert.equal(await seen(['doctor'], { episode: true }), { ...all, purpose: undefined });
    assert.equal(await seen(['doctor'], {}), { ...namesOnly, purpose: undefined });
  });
  it('an open glass shows what the case does not, and says that it was an emergency', async () => {
    assert.equal(await seen(['nurse'], { glass: true }), { ...all, purpose: 'emergency' });
    assert.equal(await seen(['nurse'], { glass: true, episode: true }), { ...all, purpose: undefined });
    assert.equal(await seen(['finance'], { glass: true, episode: true }), { ...all, purpose: 'emergency' });
  });
  it('data whose processing is restricted are shown to the person, to auditors and through the glass', async () => {
    assert.equal(await seen(['doctor'], { episode: true, restricted: true }), { ...nothing, purpose: undefined });
    for (const role of ['patient', 'auditor'] as const) assert.equal(await seen([role], { restricted: true }), { ...all, purpose: undefined });
    assert.is((await seen(['doctor'], { glass: true, restricted: true })).health, true);
  });
  it('contacts, leads and members have no episodes, so the inbox reads them', async () => {
    assert.equal(await seen(['coordinator'], { patient: false }), { ...all, purpose: undefined });
  });
  it('an agency reads who somebody is only once they agreed to it', async () => {
    assert.equal(await seen(['agency'], {}), { ...nothing, purpose: undefined });
    assert.is((await seen(['agency'], { shared: true })).personal, true);
  });
  it('whoever judges an emergency look reads why it was needed', async () => {
    assert.is((await seen(['doctor'], {}, 'get /api/break-glass')).health, true);
    assert.is((await seen(['doctor'], {}, 'get /api/break-glasses')).health, false);
  });
  it('no role reads health data at a stage unless both its rights and the stage say so', () =>
    fc.assert(
      fc.property(fc.subarray([...ROLES]), (roles) => {
        for (const stage of stagesFor(roles)) assert.ok(roles.some((role) => RIGHTS[role].health && HEALTH_STAGES[role]?.includes(stage)));
        assert.ok(!stagesFor(roles).includes('closed'));
        assert.ok(STAGES.length > stagesFor(roles).length);
      }),
      { numRuns: 100 },
    ));
});
