import * as assert from 'uvu/assert';
import { CASE, careHub, PATIENT, tenant } from '#infra/testing/care-hub.ts';
import { as } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { slices } from '#domain/index.ts';
import { reject } from '#domain/kernel/decider.ts';
import { PROCESSING } from '#domain/processing.ts';
import { basisStream } from '#write-side/basis/routes.ts';
import { makeLawful } from './lawful.ts';

async function following(kind: 'clinic' | 'agency') {
  const hub = careHub({ kind });
  await hub.opened();
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
    assert.equal(why((await following('agency')).hub.store.log.find(({ type }) => type === 'CaseOpened')?.meta), ['care-coordination', 'law']);
  });
  it('nothing that holds health data is begun without a basis, in any slice; with a declared one it is, until that is withdrawn', async () => {
    const { store, dispatch } = careHub({ kind: 'agency' });
    const lawful = makeLawful(store);
    const give = (type: string, data: object) => dispatch(basisStream(tenant), { type, data }, { id: `${type}`, actor: as('admin'), correlationId: 'c' });
    const basisOf = async (slice: string, command: string) => {
      const grounds = await lawful({ tenant, slice, command, subject: PATIENT });
      return 'rejected' in grounds ? grounds.rejected : grounds.basis;
    };
    const all = async () => new Set(await Promise.all(storing.map(([slice, command]) => basisOf(slice, command))));
    const storing = slices.flatMap(({ name, commands }) => {
      const { own, collects = [], ends = [] } = PROCESSING[name] ?? { own: 'care' };
      return own ? [] : Object.keys(commands).flatMap((type) => (collects.includes(type) || ends.includes(type) ? [] : [[name, type] as const]));
    });
    assert.ok(storing.length > 100);
    assert.equal([...(await all())], ['processing.basis-missing']);
    await give('DeclareBasis', { basis: 'law', statement: 'Yetki belgesi uyarınca kayıt tutulur.' });
    assert.equal([...(await all())], ['law']);
    await give('WithdrawBasis', {});
    assert.equal([...(await all())], ['processing.basis-missing']);
    assert.equal([await basisOf('case', 'CloseCase'), await basisOf('breakglass', 'OpenBreakGlass')], ['claim', 'vital']);
  });
  it('a command that stores health data is refused by the dispatch itself, whoever gives it', async () => {
    const hub = careHub({ kind: 'agency' });
    const opening = { type: 'OpenCase', data: { patientId: PATIENT, procedure: { code: '1', text: 'burun' } } };
    const open = () => hub.dispatch({ tenant, slice: 'case', id: CASE }, opening, { id: 'open', actor: as('coordinator'), correlationId: 'c' });
    assert.equal(await open(), reject('processing.basis-missing'));
    assert.equal(hub.types('case'), []);
  });
});
