// Two hundred customers of a whole hub who want the same time at once, with the database as a witness that knows none of our rules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { type Hub, signedIn, startHub, temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { claimsIn, overbooked } from '#infra/testing/witness.ts';
import { calendarStream } from '#write-side/calendar/streams.ts';

const [REQUESTS, CAPACITY] = [200, 3];
const DATE = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }));
const service = (staff_ids: string[]) => ({
  ...{ name: 'Saç kesimi', offering_type: 'service', price: 150, currency: 'TRY' },
  meta_info: { duration_minutes: 30, requires_appointment: true, staff_required: true, staff_ids, preparation_time: 5, cleanup_time: 5, max_concurrent: 50 },
});

spec('booking on a whole hub', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-race');
  let hub: Hub;
  setup(async () => {
    hub = await startHub(join(folder.path, 'data'));
  });
  teardown(async () => {
    await hub?.stop();
    folder.remove();
  });

  it('200 requests at once for one time: exactly as many as there are places succeed, none is lost, and the database agrees', async () => {
    const [admin, desk] = [await signedIn(hub, 'admin'), await signedIn(hub, 'coordinator')];
    const post = async (who: typeof admin, path: string, body: object) => (await who.json<Record<string, string>>(path, body)).body;
    const put = (path: string, body: object) => admin.call(path, { method: 'PUT', body: JSON.stringify(body) });
    const { items: members } = (await (await admin.call('/api/members?limit=200')).json()) as { items: { id: string; roles: string[] }[] };
    const staff = members.filter(({ roles }) => ['doctor', 'nurse', 'coordinator'].some((role) => roles.includes(role))).slice(0, 3);
    const room = (await post(admin, '/api/schedules', { kind: 'room', name: 'A', capacity: CAPACITY, weekly }))['id']!;
    const offering = (await post(admin, '/api/offerings', service(staff.map(({ id }) => id))))['id']!;
    assert.is((await put('/api/schedules/house', { weekly })).status, 200);
    assert.is((await put(`/api/schedules/${offering}/booking-rules`, { needs: [room] })).status, 200);
    const wish = (n: number) => ({
      offering_id: offering,
      date: DATE,
      time: n % 2 ? '10:00' : '10:15',
      customer: { name: `Ayşe ${n}`, phone: `+90555000${1000 + n}` },
    });
    // A hub with too much to do says 503; whoever repeats with the same key gets the one answer.
    const book = async (n: number) => {
      for (;;) {
        const answer = await desk.json<Record<string, string>>('/api/appointments', wish(n), { 'idempotency-key': `one-of-the-race-${n}` });
        if (answer.status !== 503) return answer;
        await sleep(500);
      }
    };
    const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => book(n)));
    const won = answers.filter(({ status }) => status === 201);
    assert.equal(
      [...new Set(answers.filter(({ status }) => status !== 201).map(({ status, body }) => `${status} ${body['code']}`))],
      ['409 appointment.no-time'],
    );
    assert.is(won.length, Math.min(CAPACITY, staff.length));

    const urls = JSON.parse(readFileSync(join(hub.data, 'engines.json'), 'utf8')) as { eventStore: string; postgres: string };
    const store = makeEventStore({ url: urls.eventStore });
    const log: Recorded[] = [];
    const day = won[0]!.body['start']!.slice(0, 10);
    for (const actor of [...staff.map(({ id }) => id), room, offering])
      for await (const event of store.read(calendarStream(desk.tenant, actor, day))) log.push(event);
    await store.close();
    const owner = makePool({ url: urls.postgres, max: 1 });
    await owner.query('create database witness');
    await owner.end();
    const witness = makePool({ url: Object.assign(new URL(urls.postgres), { pathname: '/witness' }).href, max: 2 });
    const claims = claimsIn(log);
    assert.is(claims.length, won.length * 3);
    const refused = await overbooked(witness, claims);
    // And it does refuse: one more of anybody who is taken.
    const [once] = claims.filter(({ actor }) => actor === staff[0]!.id);
    const again = await witness
      .query('insert into claims values ($1, $2, 0, tstzrange($3, $4))', [once!.tenant, once!.actor, once!.from, once!.to])
      .catch((e: Error) => e);
    await witness.end();
    assert.equal(refused, []);
    assert.ok(again instanceof Error);
  });
});
