import * as assert from 'uvu/assert';
import { as } from '#infra/testing/given.ts';
import { makeMemoryStore } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import type { Stage } from '#domain/case/stages.ts';
import { GUARDS, guardRefused } from './guards.ts';

const [tenant, id] = ['acme', '0190d0c0-0000-7000-8000-000000000001'];
const meta = { tenant, actor: as('x'), correlationId: '', causationId: '', schema: 1, occurredAt: '2026-01-01T00:00:00.000Z' };

type Happened = string | { type: string; data: object };
/** After these events on the stream that the guard of that place looks at. */
async function entering(to: Stage, ...happened: Happened[]): Promise<string> {
  return behind(to, 0, ...happened);
}
async function behind(to: Stage, place: number, ...happened: Happened[]): Promise<string> {
  const store = makeMemoryStore();
  const stream = { tenant, slice: GUARDS[to]!.at(place)!.slice, id };
  for (const [i, one] of happened.entries())
    await store.append(stream, [{ id: `e${i}`, ...(typeof one === 'string' ? { type: one, data: {} } : one), meta }], 'any');
  return (await guardRefused(store, tenant, id, to))?.rejected ?? 'may';
}

spec('case guards', (it) => {
  it('what was begun must be done before its stage is left', async () => {
    assert.is(await entering('review', 'IntakeSent'), 'case.intake-open');
    assert.is(await entering('deposit', 'OfferDrafted', 'OfferSent'), 'case.offer-not-accepted');
    assert.is(await entering('travel', 'DepositExpected'), 'case.deposit-open');
    assert.is(await entering('arrival', 'TravelReserved', 'TravelCancelled'), 'case.travel-cancelled');
    assert.is(await entering('procedure', 'ChecklistStarted', 'ClearedForProcedure', 'ClearanceRevoked'), 'case.not-cleared');
    assert.is(await entering('discharge', 'ProcedureStarted'), 'case.procedure-open');
    assert.is(await entering('followup', 'ProcedureStarted', 'ProcedureCompleted'), 'case.not-discharged');
    assert.is(await entering('closed', 'FollowUpStarted', 'CheckInDue'), 'case.follow-up-open');
  });
  it('a case does not arrive without the policy that was bound', async () => {
    assert.is(await behind('arrival', 1, 'PolicyBound', 'PolicyCancelled'), 'case.policy-cancelled');
    assert.is(await behind('arrival', 1, 'PolicyBound', 'PolicyCancelled', 'PolicyBound'), 'may');
  });
  it('a stage whose list was begun is left only when all of it is settled', async () => {
    const settled = (item: string) => ({ type: 'MilestoneSettled', data: { patientId: id, item, how: 'done' } });
    assert.is(await behind('preop', -1, settled('identity-checked')), 'case.milestones-open');
    const all = ['identity-checked', 'transfer-done', 'interpreter-assigned'].map(settled);
    assert.is(await behind('preop', -1, ...all), 'may');
    assert.is(await behind('preop', -1, ...all, { type: 'MilestoneReopened', data: { item: 'identity-checked' } }), 'case.milestones-open');
    assert.is(await behind('closed', -1, ...all), 'may', 'another stage’s list');
    assert.is(await behind('closed', -1, settled('invoices-matched')), 'case.milestones-open');
  });
  it('once it is done the case goes on', async () => {
    assert.is(await entering('review', 'IntakeSent', 'IntakeSubmitted'), 'may');
    assert.is(await entering('deposit', 'OfferSent', 'OfferAccepted', 'OfferDrafted'), 'may');
    assert.is(await entering('arrival', 'TravelReserved', 'TravelCancelled', 'TravelReserved'), 'may');
    assert.is(await entering('procedure', 'ClearanceRevoked', 'ClearedForProcedure'), 'may');
    assert.is(await entering('closed', 'FollowUpFinished'), 'may');
  });
  it('what the hub does not keep stops nothing', async () => {
    for (const to of Object.keys(GUARDS)) assert.is(await entering(to as Stage), 'may');
  });
});
