// The same people in two tenants, erased in one: real keys, real views, and a process that dies between the places.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { groundsFor } from '#domain/erasure/ladder.ts';
import { defineCommands, defineEvents } from '#domain/kernel/messages.ts';
import { SHREDDED } from '#domain/kernel/sealing.ts';
import { anySlice } from '#domain/kernel/slice.ts';
import { makeAbout } from './about.ts';
import { carryOn } from './process.ts';
import { as } from '../testing/given.ts';
import { type ErasingHub, give, opened, startErasingHub } from '../testing/erasing-hub.ts';
import { spec } from '../testing/spec.ts';
import { notYet, type Sink } from './sink.ts';
import { Erasures } from '#projections/erasures/table.ts';
import { carryOut } from '#write-side/kernel/reactor.ts';
import { destructions } from '#write-side/privacy.ts';
import { retentionOf, yearsOf } from '#write-side/retention/policy.ts';
import { silentSince } from './under-way.ts';

const PEOPLE = [1, 2, 3].map((n) => `0190d0c0-0000-7000-8000-00000000000${n}`);
/** One event about two people: a donor and who receives. */
const pair = anySlice({
  name: 'pair',
  schema: 1,
  commands: defineCommands({ Pair: z.strictObject({ other: z.uuid(), mine: z.string(), theirs: z.string() }) }),
  events: defineEvents({ Paired: { operational: { other: z.uuid() }, health: { mine: z.string(), theirs: z.string() } } }),
  decider: { initial: null, decide: { Pair: ({ data }: { data: object }) => [{ type: 'Paired', data }] }, evolve: { Paired: () => null } },
  subject: (id: string) => id,
  others: (_: string, event: { data: { other?: string } }) => ({ theirs: event.data.other ?? '' }),
} as never);

const fingerprint = () => randomUUID().replaceAll('-', '');
type Op = { what: 'observe' | 'case' | 'pair'; tenant: number; person: number; other: number };

async function act(hub: ErasingHub, tenants: readonly string[], { what, tenant: t, person: p, other }: Op): Promise<void> {
  const [tenant, person] = [tenants[t]!, PEOPLE[p]!];
  const resource = { resourceType: 'Observation', status: 'final', code: { text: randomUUID() } };
  const fact = { kind: 'Observation', resourceId: randomUUID(), fingerprint: fingerprint(), effectiveAt: '2026-01-02T03:04:05.000Z', resource };
  if (what === 'observe') await give(hub, tenant, 'patient', person, 'RecordResources', { resources: [fact] });
  if (what === 'case') await give(hub, tenant, 'case', randomUUID(), 'OpenCase', { patientId: person, procedure: { code: '1', text: randomUUID() } });
  if (what === 'pair') await give(hub, tenant, 'pair', person, 'Pair', { other: PEOPLE[other]!, mine: `of ${person}`, theirs: `of ${PEOPLE[other]}` });
}

async function rows({ owner }: ErasingHub, tenant: string): Promise<string[]> {
  const tables = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant' order by 1",
  );
  const texts: string[] = [];
  for (const { name } of tables.rows)
    texts.push(
      ...(await owner.query<{ row: string }>(`select t::text as row from "${name}" t where tenant = $1 order by 1`, [tenant])).rows.map(({ row }) => row),
    );
  return texts;
}

const op = fc.record({
  what: fc.constantFrom('observe', 'case', 'pair'),
  ...{ tenant: fc.nat({ max: 1 }), person: fc.nat({ max: PEOPLE.length - 1 }), other: fc.nat({ max: PEOPLE.length - 1 }) },
}) as fc.Arbitrary<Op>;

spec('one person erased in one of two tenants that know the same ids', (it, { setup, teardown }) => {
  let hub: ErasingHub;
  let n = 0;
  setup(async () => {
    hub = await startErasingHub([pair]);
  });
  teardown(() => hub?.stop());

  it('is gone there and nowhere else, and so is only their part of events about two people', () =>
    fc.assert(
      fc.asyncProperty(fc.array(op, { minLength: 5, maxLength: 20 }), fc.nat({ max: 14 }), async (ops, dies) => {
        n += 1;
        const tenants = [`one${n}`, `two${n}`];
        const person = PEOPLE[0]!;
        for (const tenant of tenants)
          for (const id of PEOPLE) {
            const patient = { resourceType: 'Patient', name: [{ text: `${id} of ${tenant}` }] };
            await give(hub, tenant, 'patient', id, 'RegisterPatient', { fingerprint: fingerprint(), resource: patient, nameKeys: ['k'] });
          }
        for (const one of [...ops, { what: 'observe', tenant: 0, person: 0, other: 1 } as Op, { what: 'pair', tenant: 0, person: 0, other: 1 } as Op])
          await act(hub, tenants, one);
        await hub.level();
        const [mine, theirs, theirRows] = [await opened(hub, tenants[0]!), await opened(hub, tenants[1]!), await rows(hub, tenants[1]!)];

        const subject = (await hub.about(tenants[0]!, person))!;
        const asked = { step: 'destroy', persons: [...subject.persons], grounds: [], sinks: hub.sinks.map(({ name }) => name) };
        await give(hub, tenants[0]!, 'erasure', person, 'ErasePatient', asked);
        await hub.level();
        const dying: Sink[] = hub.sinks.map((sink, i) => (i === dies % hub.sinks.length ? { ...sink, erase: () => Promise.reject(notYet(sink.name)) } : sink));
        await carryOn({ ...hub.deps, sinks: dying }, { tenant: tenants[0]!, id: person });
        await hub.level();
        await carryOn(hub.deps, { tenant: tenants[0]!, id: person });
        await hub.level();

        const row = await hub.reader.within(tenants[0]!, (found) => found.findOne(Erasures, { tenant: tenants[0]!, id: person }));
        assert.is(row?.status, 'completed', JSON.stringify(row?.sinks));
        const after = new Map(await opened(hub, tenants[0]!).then((all) => all.map(([sealed, value]) => [sealed.$sealed, value])));
        for (const [sealed, value] of mine) assert.equal(after.get(sealed.$sealed), sealed.subject === person ? SHREDDED : value);
        assert.ok(mine.some(([sealed]) => sealed.subject === person) && mine.some(([sealed]) => sealed.subject !== person));
        assert.equal(await opened(hub, tenants[1]!), theirs);
        assert.equal(await rows(hub, tenants[1]!), theirRows);
      }),
      { numRuns: 4 },
    ));
  it('a run of destruction erases those whom nothing keeps, and says how many it looked at', async () => {
    const tenant = 'kept';
    const long = '2015-01-01T00:00:00.000Z';
    const [silent, treated, recent] = PEOPLE as [string, string, string];
    for (const id of PEOPLE)
      await give(
        hub,
        tenant,
        'patient',
        id,
        'RegisterPatient',
        { fingerprint: fingerprint(), resource: { resourceType: 'Patient' } },
        id === recent ? undefined : long,
      );
    const stay = { tenant, slice: 'case', id: randomUUID() };
    const by = { actor: as('doctor'), correlationId: 'c', at: long };
    await hub.dispatch(stay, { type: 'OpenCase', data: { patientId: treated, procedure: { code: '1', text: 'x' } } }, { id: randomUUID(), ...by });
    hub.store.log.push(
      ...(['CaseStageEntered', 'CaseCancelled'] as const).map((type, i) => ({
        ...hub.store.log.at(-1)!,
        ...{ id: randomUUID(), type, revision: i + 1, position: BigInt(hub.store.log.length + 1 + i), stream: stay },
        data: type === 'CaseStageEntered' ? { from: 'travel', to: 'preop' } : { reason: {} },
      })),
    );
    const years = { medicalRecordYears: 20, commercialRecordYears: 10, neverTreatedYears: 2, everyDays: 90 };
    const policy = retentionOf(tenant);
    await give(hub, tenant, 'retention', policy.id, 'SetRetention', years);
    await give(hub, tenant, 'retention', policy.id, 'StartDestruction', {});
    await hub.level();
    const about = makeAbout(hub.reader, yearsOf(hub.store));
    const reactor = destructions({ store: hub.store, erasing: { about, sinks: ['views'] }, silentSince: silentSince(hub.app) });
    await carryOut(reactor, hub.dispatch, hub.store.log.at(-1)!);
    const told = hub.store.log.slice(-2).map(({ type, stream, data }) => [type, stream.id, data as Record<string, unknown>] as const);
    assert.equal([told[0]![0], told[0]![1], told[0]![2]['because']], ['ErasureStarted', silent, 'retention']);
    assert.equal([told[1]![0], told[1]![2]['examined'], told[1]![2]['erased']], ['DestructionFinished', 2, 1]);
  });
  it('a run of destruction finds leads, strangers who wrote and members who left, whole, and leaves those heard of lately, known as patients, or kept by a ground', async () => {
    const tenant = 'others';
    const [long, lately] = ['2015-01-01T00:00:00.000Z', new Date(Date.now() - 86_400_000).toISOString()];
    const [lead, twin, caller, writer, fresh, gone, left] = Array.from({ length: 7 }, () => randomUUID()) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const told = (slice: string, id: string, type: string, data: object, at = long) => give(hub, tenant, slice, id, type, data, at);
    const captured = { channel: 'web', name: 'Ayşe Yılmaz', email: 'ayse@example.test', interest: 'burun' };
    await told('lead', lead, 'CaptureLead', captured);
    await told('lead', twin, 'CaptureLead', captured);
    await told('lead', twin, 'MergeLead', { into: lead });
    const wrote = (contactId: string, at?: string) =>
      told('conversation', randomUUID(), 'StartConversation', { channel: 'whatsapp', contactId, identity: '+905321234567' }, at);
    for (const id of [caller, writer]) await wrote(id);
    await wrote(fresh, lately);
    await told('patient', PEOPLE[0]!, 'RegisterPatient', { fingerprint: fingerprint(), resource: { resourceType: 'Patient' } }, lately);
    const talk = randomUUID();
    await told('conversation', talk, 'StartConversation', { channel: 'whatsapp', contactId: randomUUID(), identity: '+905321234568' });
    await told('conversation', talk, 'LinkConversation', { patientId: PEOPLE[0]! });
    const invited = (id: string) =>
      told('member', id, 'InviteMember', { email: `${id}@example.test`, emailKey: 'ab'.repeat(16), name: 'Nurse', roles: ['nurse'] });
    for (const id of [gone, left]) await invited(id);
    await told('member', gone, 'RemoveMember', {});
    await told('member', left, 'RemoveMember', {}, lately);
    await hub.level();

    const silent = await silentSince(hub.app)(tenant, new Date('2020-01-01'));
    assert.equal(silent.toSorted(), [lead, caller, writer, gone].toSorted());
    const known = async (id: string) => (await hub.about(tenant, id))?.persons;
    assert.equal([await known(twin), await known(writer), await known(talk)], [[lead, twin], [writer], undefined]);
    const kept = await hub.about(tenant, left);
    assert.equal(
      groundsFor(kept!.holdings, kept!.years, new Date().toISOString()).map(({ ground }) => ground),
      ['audit-record'],
    );

    const before = await opened(hub, tenant);
    const policy = retentionOf(tenant);
    await give(hub, tenant, 'retention', policy.id, 'SetRetention', { medicalRecordYears: 20, commercialRecordYears: 10, neverTreatedYears: 2, everyDays: 90 });
    await give(hub, tenant, 'retention', policy.id, 'StartDestruction', {});
    const erasing = { about: hub.about, sinks: hub.sinks.map(({ name }) => name) };
    await carryOut(destructions({ store: hub.store, erasing, silentSince: silentSince(hub.app) }), hub.dispatch, hub.store.log.at(-1)!);
    const { examined, erased } = hub.store.log.at(-1)!.data as Record<string, unknown>;
    assert.equal([examined, erased], [4, 4]);
    await hub.level();
    for (const id of [lead, caller, writer, gone]) await carryOn(hub.deps, { tenant, id });
    await hub.level();
    const after = new Map((await opened(hub, tenant)).map(([{ $sealed }, value]) => [$sealed, value]));
    const whom = new Set([lead, twin, caller, writer, gone]);
    for (const [{ $sealed, subject }, value] of before) assert.equal(after.get($sealed), whom.has(subject) ? SHREDDED : value);
    assert.equal(await silentSince(hub.app)(tenant, new Date('2020-01-01')), []);
  });
  it('whoever still works here is not erased', async () => {
    const [tenant, id] = ['staffed', randomUUID()];
    await give(hub, tenant, 'member', id, 'InviteMember', { email: 'a@example.test', emailKey: 'ab'.repeat(16), name: 'Nurse', roles: ['nurse'] });
    await hub.level();
    const refused = await hub.about(tenant, id).catch((error: { code: string }) => error.code);
    assert.is(refused, 'erasure.member-active');
  });
});
