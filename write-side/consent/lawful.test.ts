import * as assert from 'uvu/assert';
import { CASE, careHub, PATIENT, tenant } from '#infra/testing/care-hub.ts';
import { as } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';

async function following(kind: 'clinic' | 'agency') {
  const hub = careHub();
  await hub.opened(undefined, kind);
  const start = { type: 'StartFollowUp', data: { patientId: PATIENT, checkIns: [{ checkIn: 'day-1', at: '2026-01-02T00:00:00.000Z' }] } };
  await hub.dispatch({ tenant, slice: 'followup', id: CASE }, start, { id: 'start', actor: as('', 'system'), correlationId: 'c' });
  await hub.until('2026-01-02T01:00:00.000Z');
  const consent = (verb: string, body: object) =>
    hub.call(`/api/consents/{id}/${verb}`, { params: { id: PATIENT }, role: 'patient', patientId: PATIENT, body });
  return {
    hub,
    told: () => consent('acknowledge', { text: 'v1', language: 'de' }),
    agree: () => consent('grant', { purpose: 'health-data', text: 'v1', language: 'de' }),
    withdraw: () => consent('withdraw', { purpose: 'health-data' }),
    answer: async () => {
      const body = { checkIn: 'day-1', worry: 'none', findings: { text: 'well' } };
      const answer = await hub.call('/api/cases/{id}/follow-up/record', { role: 'patient', patientId: PATIENT, body });
      return answer.body.code ?? answer.body.events![0];
    },
  };
}
const why = (meta: object | undefined) => {
  const { purpose, lawfulBasis } = meta as { purpose?: string; lawfulBasis?: string };
  return [purpose, lawfulBasis];
};

spec('lawful processing', (it) => {
  it('what the person is asked for is refused before the notice, and for an agency without explicit consent', async () => {
    const clinic = await following('clinic');
    assert.is(await clinic.answer(), 'processing.notice-missing');
    await clinic.told();
    assert.is(await clinic.answer(), 'CheckInRecorded');
    assert.equal(why(clinic.hub.last('followup')?.meta), ['treatment', 'care']);
    const agency = await following('agency');
    await agency.told();
    assert.is(await agency.answer(), 'processing.basis-missing');
    await agency.agree();
    await agency.withdraw();
    assert.is(await agency.answer(), 'processing.basis-missing');
    await agency.agree();
    assert.is(await agency.answer(), 'CheckInRecorded');
    assert.equal(why(agency.hub.last('followup')?.meta), ['treatment', 'consent']);
  });
  it('an event with health data says why it was stored, and no other does', async () => {
    const { hub } = await following('clinic');
    const first = (type: string) => hub.store.log.find((event) => event.type === type)?.meta;
    assert.equal(why(first('CaseOpened')), ['care-coordination', 'care']);
    assert.equal(why(first('FollowUpStarted')), [undefined, undefined]);
    assert.equal(why((await following('agency')).hub.store.log.find(({ type }) => type === 'CaseOpened')?.meta), ['care-coordination', undefined]);
  });
});
