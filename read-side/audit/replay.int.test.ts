import * as assert from 'uvu/assert';
import { ANNA, CASE, clinicLog, doctor, issued, REC, uuid } from '#infra/testing/clinic-log.ts';
import { spec } from '#infra/testing/spec.ts';
import { startViewsHub, type ViewsHub } from '#infra/testing/views-hub.ts';

type CaseJson = { stage: string; openRecommendations: number };

spec('replay', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startViewsHub();
    hub.log.write(...clinicLog);
    assert.ok(await hub.level());
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
