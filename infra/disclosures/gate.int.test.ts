// What the gate asks of the views, on the real database.
import { equal, is } from 'uvu/assert';
import type { Role } from '#domain/kernel/roles.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Disclosure } from '#domain/disclosure/messages.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { makeAsking, makeLeave } from '../calls/abroad.ts';
import { isAbroad, makeEgress } from '../calls/egress.ts';
import { makeGuard } from '../calls/guard.ts';
import { makePool, type Pool } from '../postgres/pool.ts';
import { spec } from '../testing/spec.ts';
import { startViewsHub, type ViewsHub } from '../testing/views-hub.ts';
import { makeStandings } from './gate.ts';

const [PATIENT, TWIN, CASE, CONTACT, GLASS, MEMBER] = [1, 2, 3, 4, 5, 6].map((n) => `0190d0c0-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const registered = { type: 'PatientRegistered', data: { fingerprint: 'ab'.repeat(16), resource: {} } };

spec('who stands how to a patient', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  let pool: Pool;
  const of = async (role: Role, ...persons: string[]) => {
    await hub.level();
    const who = { tenant: 'acme', memberId: MEMBER, roles: [role], rights: rightsOf([role]), session: 's' };
    return (await makeStandings(pool)('acme', who, persons)).map(({ person: _, ...standing }) => standing);
  };
  const none = { patient: true, episode: false, glass: false, restricted: false, shared: false };
  const write = (stream: string, type: string, data: object) => hub.log.write({ stream, type, data });

  setup(async () => {
    hub = await startViewsHub();
    pool = makePool({ url: hub.appUrl, max: 2 });
  });
  teardown(async () => {
    await pool?.end();
    await hub?.stop();
  });

  it('access opens with a case, follows its stages by role, and closes with it', async () => {
    hub.log.write({ stream: `patient-${PATIENT}`, ...registered }, { stream: `patient-${TWIN}`, ...registered });
    equal(await of('doctor', PATIENT, 'not a person'), [none]);
    write(`case-${CASE}`, 'CaseOpened', { patientId: PATIENT, procedure: {} });
    equal(await of('doctor', PATIENT), [{ ...none, episode: true }]);
    equal(await of('anaesthetist', PATIENT), [none]);
    equal(await of('finance', PATIENT), [none]);
    write(`case-${CASE}`, 'CaseStageEntered', { from: 'intake', to: 'review' });
    equal(await of('anaesthetist', PATIENT), [{ ...none, episode: true }]);
    write(`case-${CASE}`, 'CaseHeld', { reason: 'r' });
    equal(await of('doctor', PATIENT), [{ ...none, episode: true }]);
    write(`patient-${TWIN}`, 'PatientMerged', { into: PATIENT });
    equal(await of('doctor', TWIN), [{ ...none, episode: true }]);
    write(`case-${CASE}`, 'CaseCancelled', { reason: 'r' });
    equal(await of('doctor', PATIENT), [none]);
  });
  it('a contact is no patient', async () => equal(await of('coordinator', CONTACT), [{ ...none, patient: false }]));
  it('a glass is open for who opened it, until its end', async () => {
    const about = { memberId: MEMBER, patientId: PATIENT };
    write(`breakglass-${GLASS}`, 'BreakGlassOpened', { ...about, endsAt: new Date(Date.now() + 60_000).toISOString(), reason: 'r' });
    equal(await of('doctor', PATIENT), [{ ...none, glass: true }]);
    write(`breakglass-${GLASS}`, 'BreakGlassClosed', about);
    equal(await of('doctor', PATIENT), [none]);
    write(`breakglass-${CONTACT}`, 'BreakGlassOpened', { ...about, endsAt: new Date(Date.now() - 1000).toISOString(), reason: 'r' });
    equal(await of('doctor', PATIENT), [none]);
  });
  it('a consent to sharing counts for its recipient, until it is withdrawn', async () => {
    const sharing = { purpose: 'agency-sharing', recipient: MEMBER };
    write(`consent-${PATIENT}`, 'ConsentGranted', { ...sharing, text: 'v1', language: 'tr' });
    equal(await of('agency', PATIENT), [{ ...none, shared: true }]);
    write(`consent-${PATIENT}`, 'ConsentWithdrawn', sharing);
    equal(await of('agency', PATIENT), [none]);
  });
  it('a restriction holds until it is lifted', async () => {
    write(`erasure-${PATIENT}`, 'ProcessingRestricted', { patientId: PATIENT, persons: [PATIENT, TWIN] });
    equal(await of('doctor', TWIN), [{ ...none, restricted: true }]);
    write(`erasure-${PATIENT}`, 'RestrictionLifted', { patientId: PATIENT, persons: [PATIENT, TWIN] });
    equal(await of('doctor', TWIN), [none]);
  });
  it('nothing goes to a processor abroad without a mechanism for it, and no call is made', async () => {
    let calls = 0;
    const guard = (abroad = true) => makeGuard({ leave: makeLeave({ egress: makeEgress(pool), tell: async () => {}, isAbroad: () => abroad }) });
    const stripe = { tenant: 'acme', provider: 'stripe' };
    const call = async () => {
      await hub.level();
      return guard()
        .call(stripe, 'charge', async () => (calls += 1))
        .catch((error: { code: string }) => error.code);
    };
    is(await call(), 'egress.no-mechanism');
    is(calls, 0);
    const contract = { processor: 'stripe', country: 'US', kind: 'adequacy', signedAt: '2026-01-01T00:00:00.000Z' };
    write(`transfermechanism-${GLASS}`, 'MechanismRecorded', contract);
    is(await call(), 1);
    is(await guard().call({ tenant: 'acme', provider: 'iyzico' }, 'charge', async () => 'at home'), 'at home');
    write(`transfermechanism-${GLASS}`, 'MechanismEnded', { reason: 'over' });
    is(await call(), 'egress.no-mechanism');
    is(await guard(false).call(stripe, 'charge', async () => 'a stand-in'), 'a stand-in');
    equal([isAbroad(undefined), isAbroad('https://api.stripe.com'), isAbroad('http://127.0.0.1:4242')], [true, true, false]);
  });
  it('what goes abroad is written down before it leaves: whose, what class, to whom, by which mechanism; and does not leave when it cannot be', async () => {
    const told: Disclosure[] = [];
    let full = false;
    const tell = async (_: string, disclosure: Disclosure) => {
      if (full) throw new HubError('unavailable', 'disclosure.not-recorded', 'no space', { detail: { effect: 'none' } });
      told.push(disclosure);
    };
    const guard = makeGuard({ leave: makeLeave({ egress: makeEgress(pool), tell, isAbroad: () => true }) });
    const about = { persons: [{ id: PATIENT, fields: ['content', 'identity'], health: true }], purpose: 'care-coordination', correlation: 'c' } as const;
    const send = () => {
      const of = { tenant: 'acme', provider: 'whatsapp', about: { ...about, persons: about.persons.map((one) => ({ ...one, fields: [...one.fields] })) } };
      return guard.call(of, 'send', async () => told.length).catch((error: { code: string }) => error.code);
    };
    write(`transfermechanism-${TWIN}`, 'MechanismRecorded', {
      processor: 'Meta',
      country: 'US',
      kind: 'standard-contract',
      signedAt: '2026-01-01T00:00:00.000Z',
    });
    await hub.level();
    is(await send(), 1);
    const [{ readerId, readerRole, route, persons, abroad, purpose }] = told as [Disclosure];
    equal([readerId, readerRole, route, purpose], ['Meta', 'processor', 'whatsapp send', 'care-coordination']);
    equal([persons, abroad], [about.persons, { country: 'US', mechanism: 'standard-contract', mechanismId: TWIN }]);
    full = true;
    is(await send(), 'disclosure.not-recorded');
    is(told.length, 1);
    write(`transfermechanism-${TWIN}`, 'MechanismEnded', { reason: 'over' });
    await hub.level();
    is(await send(), 'egress.no-mechanism');
  });
  it('a language model abroad is asked only about who agreed to it, where a mechanism stands', async () => {
    const told: Disclosure[] = [];
    const mayAsk = makeAsking({ egress: makeEgress(pool), tell: async (_, disclosure) => void told.push(disclosure) });
    const ask = async () => (await hub.level(), mayAsk('acme', PATIENT));
    write(`consent-${PATIENT}`, 'ConsentGranted', { purpose: 'ai-processing', text: 'v1', language: 'tr' });
    is(await ask(), false);
    write(`transfermechanism-${MEMBER}`, 'MechanismRecorded', { processor: 'Google', country: 'US', kind: 'adequacy', signedAt: '2026-01-01T00:00:00.000Z' });
    is(await ask(), true);
    write(`consent-${PATIENT}`, 'ConsentWithdrawn', { purpose: 'ai-processing' });
    is(await ask(), false);
    equal(
      told.map(({ readerId, persons }) => [readerId, persons[0]?.id]),
      [['Google', PATIENT]],
    );
  });
});
