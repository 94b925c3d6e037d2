import * as assert from 'uvu/assert';
import { ANNA, CASE, doctor, hash, issued, person, REC, startClinic, uuid } from '#infra/testing/clinic-log.ts';
import { spec } from '#infra/testing/spec.ts';
import { type Asker, type ViewsHub } from '#infra/testing/views-hub.ts';
import { agent, staff } from '#infra/testing/views.ts';

type CaseJson = { stage: string; openRecommendations: number };

const CHANGED = '2026-03-10T00:00:00.000Z';
const money = { currency: 'TRY', totals: { goods: 100, discount: 0, shipping: 0, tax: 0, total: 100 } };
const placed = { contactId: uuid(60), lines: [], ...money, paymentMethod: 'cash', timezone: 'UTC', expiresAt: CHANGED, customer: { name: 'Ada' } };
type Change = { type: string; data: object };
type Kind = Record<'what' | 'stream' | 'view' | 'field' | 'then' | 'now', string> & { events?: Change[]; change: Change };
/** What is replayed: its first events where the clinic's log has none of it, what changes on the tenth of March, and what one field was and is. */
const KINDS: readonly Kind[] = [
  {
    ...{ what: 'a case', stream: `case-${CASE}`, view: 'case-list', field: 'status', then: 'active', now: 'onHold' },
    change: { type: 'CaseHeld', data: { reason: 'Fever' } },
  },
  {
    ...{ what: 'a patient', stream: `patient-${ANNA}`, view: 'patient-header', field: 'language', then: 'tr', now: 'en' },
    change: { type: 'PatientAmended', data: { ...person(ANNA, 'Howe').data, language: 'en' } },
  },
  {
    ...{ what: 'an order', stream: `order-${uuid(61)}`, view: 'order-list', field: 'status', then: 'pending', now: 'cancelled' },
    events: [{ type: 'OrderPlaced', data: placed }],
    change: { type: 'OrderCancelled', data: { why: 'asked', stock: [] } },
  },
  {
    ...{ what: 'a conversation', stream: `conversation-${uuid(62)}`, view: 'conversation-list', field: 'mode', then: 'bot', now: 'human' },
    events: [{ type: 'ConversationOpened', data: { channel: 'whatsapp', contactId: uuid(60), identity: '+90555' } }],
    change: { type: 'HumanTookOver', data: { memberId: uuid(51), how: 'inbox' } },
  },
  {
    ...{ what: 'a device', stream: `device-${uuid(63)}`, view: 'device-list', field: 'location', then: 'Hall', now: 'Ward' },
    events: [{ type: 'DeviceProvisioned', data: { serial: 'ARMA-1', board: 'arma', slots: 2, location: 'Hall', credentialHash: hash } }],
    change: { type: 'DevicePlaced', data: { location: 'Ward' } },
  },
  {
    ...{ what: 'a recommendation', stream: `recommendation-${REC}`, view: 'recommendation-list', field: 'status', then: 'open', now: 'accepted' },
    change: { type: 'RecommendationAccepted', data: { caseId: CASE, patientId: ANNA, level: 'red' } },
  },
];

spec('replay', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startClinic();
  });
  teardown(() => hub.stop());

  it('replays a case to any event, and tells what changed since', async () => {
    type Replay = {
      events: { type: string; position: string }[];
      at: { eventId?: string };
      then: CaseJson | null;
      now: CaseJson;
      difference: { path: string }[];
    };
    const now = await hub.get<Replay>(doctor, `/api/cases/${CASE}/replay`);
    assert.equal(
      now.events.map(({ type }) => type),
      ['CaseOpened', 'CaseStageEntered', 'RecommendationIssued', 'CaseStageEntered'],
    );
    assert.equal([now.then, now.difference], [now.now, []]);
    const [opened, intake] = now.events.map((event) => event.position) as [string, string];
    const past = await hub.get<Replay>(doctor, `/api/cases/${CASE}/replay?at=${intake}`);
    assert.equal([past.then?.stage, past.now.stage, past.then?.openRecommendations, past.now.openRecommendations], ['intake', 'review', 0, 1]);
    const paths = past.difference.map(({ path }) => path);
    assert.equal(
      ['stage', 'stages.2', 'flags.red', `recommendations.${REC}`, 'next.0'].filter((path) => !paths.includes(path)),
      [],
    );
    const before = await hub.get<Replay>(doctor, `/api/cases/${CASE}/replay?at=${Number(opened) - 1}`);
    assert.equal([before.then, before.at.eventId, before.now.stage], [null, undefined, 'review']);
  });

  it('replays to what the page shows', async () => {
    const { now } = await hub.get<{ now: Record<string, unknown> }>(doctor, `/api/cases/${CASE}/replay`);
    assert.equal(now, await hub.get(doctor, `/api/cases/${CASE}`));
  });

  it('replays any stream with who, when and why, through the rights of whoever asks or of another member as they were', async () => {
    type Told = { events: { type: string; correlationId: string; data: Record<string, unknown> }[]; then: StreamRows; now: StreamRows; difference: unknown[] };
    type StreamRows = Record<string, Record<string, unknown>[]> | null;
    const path = `/api/audit/streams/case/${CASE}`;
    const now = await hub.get<Told>({ roles: ['auditor'] }, path);
    assert.equal(now.events[0]?.data.patientId, ANNA);
    assert.equal([now.then?.['case-list']?.[0]?.stage, now.difference], ['review', []]);
    const first = await hub.get<Told>({ roles: ['auditor'] }, `${path}?time=2026-03-04T05:06:08.000Z`);
    assert.is(first.events.length, now.events.length);
    const through = await hub.get<Told & { as: { roles: string[] } }>({ roles: ['auditor'] }, `${path}?as=${uuid(51)}`);
    assert.equal(through.as.roles, ['doctor']);
    assert.is(await hub.get(doctor, `${path}?as=${uuid(51)}`), 'forbidden forbidden');
    assert.is(await hub.get({ roles: ['auditor'] }, `${path}?as=${uuid(77)}`), 'not-found member.unknown');
    assert.is(await hub.get({ roles: ['auditor'], tenant: 'globex' }, path), 'not-found stream.unknown');
    assert.is(await hub.get({ roles: ['finance'] }, path), 'forbidden');
  });

  it('replays a case as of a time, and through the rights of another member as they were then', async () => {
    type Page = { at: { position: string }; as?: { roles: string[] }; then: Case; now: Case; events: { type: string; position: string }[] };
    type Case = CaseJson & { procedure: unknown; patient: { name: unknown } };
    const auditor: Asker = { roles: ['auditor', 'doctor'] };
    const path = `/api/cases/${CASE}/replay`;
    const timed = await hub.get<Page>(auditor, `${path}?time=2026-03-05T12:00:00.000Z`);
    assert.equal([timed.then.stage, timed.now.stage, timed.then.openRecommendations], ['intake', 'review', 1]);
    assert.is(timed.at.position, timed.events.find(({ type }) => type === 'RecommendationIssued')!.position);
    const absent = { absent: 'REDACTED' };
    const through = async (moment: string) => hub.get<Page>(auditor, `${path}?as=${uuid(51)}${moment}`);
    const now = await through('');
    assert.equal([now.as?.roles, now.now.patient.name], [['doctor'], timed.now.patient.name]);
    const invited = hub.log.events.find(({ stream, type }) => stream.id === uuid(51) && type === 'MemberInvited')!;
    const before = await through(`&at=${invited.position}`); // a member without a role yet
    assert.equal([before.as?.roles, before.now.patient.name, before.now.procedure], [[], absent, absent]);
    assert.is(await hub.get(auditor, `${path}?as=${uuid(51)}&time=2020-01-01T00:00:00.000Z`), 'not-found member.unknown');
    assert.is(await hub.get(doctor, `${path}?as=${uuid(51)}`), 'forbidden forbidden');
  });

  for (const { what, stream, view, field, events, change, then, now } of KINDS)
    it(`replays ${what} as of a position and of a time, beside now, with the difference`, async () => {
      type Told = { at: { position: string }; then: Rows; now: Rows; difference: { path: string; then: unknown; now: unknown }[] };
      type Rows = Record<string, Record<string, unknown>[]>;
      hub.log.write(...(events ?? []).map((event) => ({ ...event, stream })));
      const last = hub.log.events.findLast((event) => `${event.stream.slice}-${event.stream.id}` === stream)!;
      hub.log.write({ ...change, stream, at: CHANGED });
      const [slice, ...id] = stream.split('-');
      for (const moment of [`at=${last.position}`, 'time=2026-03-09T00:00:00.000Z']) {
        const told = await hub.get<Told>({ roles: ['auditor', 'doctor'] }, `/api/audit/streams/${slice}/${id.join('-')}?${moment}`);
        assert.equal([told.at.position, told.then[view]?.[0]?.[field], told.now[view]?.[0]?.[field]], [String(last.position), then, now], moment);
        assert.equal(
          told.difference.filter(({ path }) => path.startsWith(`${view}.`) && path.endsWith(`.${field}`)).map((one) => [one.then, one.now]),
          [[then, now]],
          moment,
        );
      }
    });

  it('tells of each event who, when, why, on whose behalf, and by which rule and model', async () => {
    const [stream, cause] = [`recommendation-${uuid(80)}`, { correlationId: 'click-9', causationId: 'the event it acted on' }];
    const accepted = { type: 'RecommendationAccepted', data: { caseId: CASE, patientId: ANNA, level: 'red' }, by: { ...staff, onBehalfOf: uuid(51) } };
    hub.log.write({ ...issued, stream, data: { ...issued.data, wording: 'model', model: 'small-3' }, cause }, { ...accepted, stream });
    assert.ok(await hub.level());
    type Told = { events: Record<string, unknown>[] };
    for (const path of [`/api/audit/streams/recommendation/${uuid(80)}`, `/api/cases/${CASE}/replay`]) {
      const { events } = await hub.get<Told>(doctor, path);
      const [byAgent, forSomebody] = events.filter(({ streamId }) => streamId === uuid(80));
      assert.equal(byAgent?.actor, agent, path);
      assert.equal(byAgent?.rule, { id: 'PRE-VKA', version: '1.0.0', wording: 'model', model: 'small-3' }, path);
      assert.equal([byAgent?.recordedAt, byAgent?.correlationId, byAgent?.causationId], ['2026-03-04T05:06:08.000Z', 'click-9', 'the event it acted on'], path);
      assert.equal([forSomebody?.actor, forSomebody?.rule], [{ ...staff, onBehalfOf: uuid(51) }, undefined], path);
    }
  });

  it('follows a cause to its last effect over streams, within the tenant', async () => {
    const cause = { correlationId: 'click-1', causationId: 'command-1' };
    const opened = { stream: `case-${uuid(70)}`, type: 'CaseOpened', data: { patientId: ANNA, procedure: { text: 'Rhinoplasty', code: '1' } } };
    const [event] = hub.log.write({ ...opened, cause });
    hub.log.write({ ...issued, stream: `recommendation-${uuid(71)}`, data: { ...issued.data, caseId: uuid(70) }, cause: { ...cause, causationId: event!.id } });
    assert.ok(await hub.level());
    type Node = { type: string; effects: Node[] };
    const tree = await hub.get<{ count: number; roots: { cause: string; events: Node[] }[] }>(doctor, '/api/audit/traces/click-1');
    assert.equal(
      tree.roots.map(({ cause: by, events }) => [by, events.map(({ type, effects }) => [type, effects.map((effect) => effect.type)])]),
      [['command-1', [['CaseOpened', ['RecommendationIssued']]]]],
    );
    assert.is(await hub.get({ ...doctor, tenant: 'globex' }, '/api/audit/traces/click-1'), 'not-found trace.unknown');
  });
});
