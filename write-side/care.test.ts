// How a case goes, over all the slices that take part, by their endpoints, reactors and deadlines.
import * as assert from 'uvu/assert';
import { ITEMS } from '#domain/checklist/messages.ts';
import { CASE, careHub, PATIENT, tenant } from '#infra/testing/care-hub.ts';
import { as } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';

const person = { id: PATIENT };
const terms = { doctor: 'x', facility: 'x', inclusions: 'x', insurance: 'x', cancellation: 'x' };
const offer = { currency: 'EUR', lines: [{ kind: 'procedure', text: 'Sleeve', amount: 300_000 }], terms, validUntil: '2026-02-01T00:00:00.000Z' };
const procedure = { code: '428119001', text: 'Sleeve' };
type Hub = ReturnType<typeof careHub>;
const version = { params: { id: CASE, version: 1 } };

async function told(hub: Hub): Promise<void> {
  await hub.call('/api/consents/{id}/acknowledge', { params: person, role: 'patient', patientId: PATIENT, body: { text: 'v1', language: 'de' } });
}
async function cleared(hub: Hub) {
  await told(hub);
  const consent = { caseId: CASE, language: 'de', procedure };
  await hub.call('/api/consents/{id}/grant-treatment', { params: person, body: consent });
  await hub.call('/api/cases/{id}/insurance/bind', { role: 'coordinator', body: { from: '2026-01-01', to: '2026-12-31', insurer: 'X', number: '1' } });
  await hub.call('/api/cases/{id}/checklist/start');
  for (const item of ITEMS) await hub.call('/api/cases/{id}/checklist/tick', { body: { item, ...(item === 'labs' && { goodUntil: '2026-02-01' }) } });
  return hub.call('/api/cases/{id}/checklist/clear');
}
async function begun(given = careHub()) {
  await given.opened();
  return given;
}
const code = async (work: Promise<{ body: { code?: string } }>): Promise<string | undefined> =>
  work.then(
    ({ body }) => body.code,
    (e: { code: string }) => e.code,
  );

spec('care: offer', (it) => {
  it('is sent under a permit that stands, expires by itself, and is not accepted after that', async () => {
    const hub = await begun();
    const permit = { kind: 'ministry-facility', number: '1', validFrom: '2026-01-01', validTo: '2026-06-30' };
    const authorisationId = (await hub.call('/api/authorisations', { role: 'admin', body: permit })).body.id!;
    await hub.call('/api/cases/{id}/offers', { role: 'coordinator', body: offer });
    await hub.call('/api/cases/{id}/offers/{version}/approve', version);
    const send = (id: string) => hub.call('/api/cases/{id}/offers/{version}/send', { ...version, role: 'coordinator', body: { authorisationId: id } });
    assert.is(await code(send(PATIENT)), 'offer.authorisation-missing');
    assert.equal((await send(authorisationId)).body.events, ['OfferSent']);
    await hub.until('2026-02-01T00:00:00.000Z');
    assert.is(hub.last('offer')!.type, 'OfferExpired');
    assert.is(await code(hub.call('/api/cases/{id}/offers/{version}/accept', { ...version, role: 'patient', patientId: PATIENT })), 'offer.not-now');
    await hub.until('2026-07-01T00:00:00.000Z');
    assert.equal(hub.types('authorisation'), ['AuthorisationRecorded', 'AuthorisationExpiring', 'AuthorisationExpired']);
  });
  it('a patient reaches no offer but their own', async () => {
    const hub = await begun();
    assert.is(await code(hub.call('/api/cases/{id}/offers/{version}/accept', { ...version, role: 'patient', patientId: CASE })), 'case.unknown');
  });
  it('a changed intake outdates evaluation, offer, consent and clearance', async () => {
    const hub = await begun();
    assert.equal((await cleared(hub)).body.events, ['ClearedForProcedure']);
    await hub.call('/api/cases/{id}/offers', { role: 'coordinator', body: offer });
    await hub.call('/api/cases/{id}/offers/{version}/approve', version);
    await hub.call('/api/cases/{id}/intake/send', { body: { questionnaire: 'dental-1' } });
    const answers = { conditions: 'no', medication: 'no', allergies: 'no', smoking: 'no', 'dental-history': 'no' };
    await hub.call('/api/cases/{id}/intake/answer', { body: { answers } });
    await hub.call('/api/cases/{id}/intake/submit');
    await hub.call('/api/cases/{id}/intake/amend', { body: { answers: { medication: 'warfarin' }, reason: 'forgot' } });
    assert.is(hub.last('offer')!.type, 'OfferOutdated');
    assert.is(hub.last('consent')!.type, 'TreatmentConsentVoided');
    assert.ok(hub.types('checklist').includes('ClearanceRevoked'));
    assert.is(await code(hub.call('/api/cases/{id}/checklist/clear')), 'checklist.items-open');
    await hub.call('/api/cases/{id}/offers', { role: 'coordinator', body: offer });
    const second = { params: { id: CASE, version: 2 } };
    await hub.call('/api/cases/{id}/offers/{version}/approve', second);
    const sent = hub.call('/api/cases/{id}/offers/{version}/send', { ...second, role: 'coordinator', body: { authorisationId: PATIENT } });
    assert.is(await code(sent), 'offer.evaluation-stale');
  });
});

spec('care: consent and clearance', (it) => {
  it('no health data is stored before the privacy notice', async () => {
    const hub = await begun();
    await hub.call('/api/cases/{id}/intake/send', { body: { questionnaire: 'dental-1' } });
    const answer = () => hub.call('/api/cases/{id}/intake/answer', { body: { answers: { smoking: 'no' } } });
    assert.is(await code(answer()), 'intake.notice-missing');
    await told(hub);
    assert.equal((await answer()).body.events, ['IntakeAnswered']);
  });
  it('withdrawing the consent to the treatment revokes the clearance, and the operation does not start', async () => {
    const hub = await begun();
    await cleared(hub);
    await hub.call('/api/consents/{id}/withdraw-treatment', { params: person, role: 'patient', patientId: PATIENT, body: { caseId: CASE, reason: 'afraid' } });
    assert.is(hub.last('checklist')!.type, 'ClearanceRevoked');
    assert.is(await code(hub.call('/api/cases/{id}/procedure/start')), 'procedure.not-cleared');
    assert.is(await code(hub.call('/api/cases/{id}/checklist/clear')), 'checklist.consent-missing');
  });
  it('a cancelled policy and a red finding revoke it too', async () => {
    for (const end of ['policy', 'finding']) {
      const hub = await begun();
      await cleared(hub);
      if (end === 'policy') await hub.call('/api/cases/{id}/insurance/cancel', { role: 'coordinator', body: { reason: 'x' } });
      else
        await hub.dispatch(
          { tenant, slice: 'case', id: CASE },
          { type: 'FlagCase', data: { recommendationId: PATIENT, level: 'red' } },
          { id: 'flag', actor: as('', 'system'), correlationId: 'c' },
        );
      await hub.react();
      assert.is(hub.last('checklist')!.type, 'ClearanceRevoked');
    }
  });
  it('consent to another procedure clears for nothing', async () => {
    const hub = await begun();
    await cleared(hub);
    const other = { caseId: CASE, language: 'de', procedure: { code: '1', text: 'Other' } };
    await hub.call('/api/consents/{id}/grant-treatment', { params: person, body: other });
    assert.is(await code(hub.call('/api/cases/{id}/checklist/clear')), 'checklist.consent-other-procedure');
  });
});

const end = '2026-01-10T12:00:00.000Z';
async function operated(hub: Hub): Promise<void> {
  await cleared(hub);
  const journey = {
    surgery: 'laparoscopic',
    procedureEnd: '2026-01-10T08:00:00.000Z',
    returnAt: '2026-01-12T08:00:00.000Z',
    licence: 'A',
    itinerary: { outbound: 'a', home: 'b' },
  };
  await hub.call('/api/cases/{id}/travel/reserve', { role: 'travelagent', body: journey });
  hub.at(end);
  await hub.call('/api/cases/{id}/procedure/start');
  await hub.call('/api/cases/{id}/procedure/complete', { body: { endedAt: end, note: { performed: 'x', anaesthesia: 'x', team: ['x'] } } });
}
const complication = { caseId: CASE, onset: end, description: 'bleeding' };

spec('care: after the operation', (it) => {
  it('an operation that ended later than planned makes somebody look at the flight home', async () => {
    const hub = await begun();
    await operated(hub);
    assert.is(hub.last('travel')!.type, 'TravelReviewNeeded');
    assert.is((hub.last('task')!.data as { kind: string }).kind, 'travel-review');
  });
  it('a discharge starts the follow-up, and a check-in nobody answers becomes a task that ends with the answer', async () => {
    const hub = await begun();
    await operated(hub);
    await hub.call('/api/cases/{id}/procedure/discharge', { body: { summary: 'x', programme: 'standard', dischargedAt: '2026-01-11T12:00:00.000Z' } });
    await hub.until('2026-01-13T13:00:00.000Z');
    assert.equal(hub.types('followup'), ['FollowUpStarted', 'CheckInDue', 'CheckInMissed', 'CheckInMissed']);
    assert.is((hub.last('task')!.data as { kind: string }).kind, 'check-in-missed');
    await hub.call('/api/cases/{id}/follow-up/record', {
      role: 'patient',
      patientId: PATIENT,
      body: { checkIn: 'day-1', worry: 'none', findings: { text: 'well' } },
    });
    assert.is(hub.last('task')!.type, 'TaskSettled');
  });
  it('a complication is claimed on the policy, and the insurer counts as told', async () => {
    const hub = await begun();
    await operated(hub);
    await hub.call('/api/complications', { body: complication });
    assert.is(hub.last('insurance')!.type, 'PolicyClaimed');
    assert.is(hub.last('complication')!.type, 'InsurerNotified');
    assert.ok(hub.types('travel').includes('FitToFlyReopened'));
    assert.equal([hub.due().filter(({ key }) => key.startsWith('complication')), hub.parked], [[], []]);
  });
  it('without a policy the same saga ends with somebody who has to tell the insurer', async () => {
    const hub = await begun();
    hub.at(end);
    await hub.call('/api/complications', { body: complication });
    await hub.until('2026-01-10T13:00:00.000Z');
    assert.is(hub.last('complication')!.type, 'InsurerNoticeOverdue');
    assert.is((hub.last('task')!.data as { kind: string }).kind, 'insurer-notice');
    assert.equal(hub.parked, []);
  });
});

spec('care: red flags', (it) => {
  const words = { tr: 'x', en: 'x' };
  const finding = { rule: 'POST-EMERG', version: '1', title: words, actions: [], evidence: [], missing: [], inputEventIds: [], wording: 'template' };
  const issue = { caseId: CASE, patientId: PATIENT, level: 'emergency', ...finding, text: words, items: [], basis: 'b' };
  const stream = { tenant, slice: 'recommendation', id: PATIENT };
  async function found(hub: Hub): Promise<void> {
    await hub.dispatch(stream, { type: 'IssueRecommendation', data: issue }, { id: 'i', actor: as('', 'agent'), correlationId: 'c' });
    await hub.react();
  }
  it('a red flag nobody takes climbs a role every five minutes to the end of its ladder', async () => {
    const hub = await begun();
    await found(hub);
    await hub.until('2026-01-01T00:10:00.000Z');
    assert.equal(hub.types('task'), ['TaskAssigned', 'TaskEscalated', 'TaskEscalated']);
    await hub.until('2026-01-01T01:00:00.000Z');
    assert.equal(hub.types('task').slice(3), ['TaskEscalated', 'TaskExpired']);
  });
  it('it stops as soon as a doctor has answered the finding', async () => {
    const hub = await begun();
    await found(hub);
    await hub.until('2026-01-01T00:06:00.000Z');
    await hub.dispatch(stream, { type: 'AcceptRecommendation', data: {} }, { id: 'a', actor: as('doctor'), correlationId: 'c' });
    await hub.react();
    await hub.until('2026-01-01T01:00:00.000Z');
    assert.equal(hub.types('task'), ['TaskAssigned', 'TaskEscalated', 'TaskSettled']);
  });
});
