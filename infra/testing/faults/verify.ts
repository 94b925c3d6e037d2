// What must be true of a hub after any number of crashes, checked against the log itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { streamName } from '#domain/kernel/envelope.ts';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { EventStore, LogReader } from '#domain/kernel/event-store.ts';
import { type Client, connect } from '#infra/eventstore/client.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { views } from '#projections/index.ts';
import { shapesOf } from '#infra/postgres/tables.ts';
import { markOf, commandMark } from '#write-side/kernel/ids.ts';
import { type Acknowledged, send } from './load.ts';

/** Every event of the log in its order, or every one after `after`. */
export async function readLog(store: LogReader, after?: Position): Promise<Recorded[]> {
  const head = await store.head();
  if (head === after) return [];
  const enough = new AbortController();
  const events: Recorded[] = [];
  for await (const batch of store.follow({ after, signal: enough.signal })) {
    events.push(...batch.events);
    if (head === undefined || batch.position >= head) break;
  }
  enough.abort();
  return events;
}

/** Ids come once, positions rise, and each stream's revisions count from 0 without a gap. */
export function wholeness(events: readonly Recorded[]): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const next = new Map<string, number>();
  let last = -1n;
  for (const event of events) {
    const stream = streamName(event.stream);
    if (ids.has(event.id)) faults.push(`event ${event.id} of ${stream} is in the log twice`);
    if (event.position <= last) faults.push(`position ${event.position} comes after ${last}`);
    if (event.revision !== (next.get(stream) ?? 0)) faults.push(`${stream} has revision ${event.revision} where ${next.get(stream) ?? 0} belongs`);
    ids.add(event.id);
    last = event.position;
    next.set(stream, event.revision + 1);
  }
  return faults;
}

/** Every acknowledged command's events are there once, where and as the answer said. */
export function presence(events: readonly Recorded[], acknowledged: readonly Acknowledged[]): string[] {
  const byMark = Map.groupBy(events, (event) => `${streamName(event.stream)} ${markOf(event.id)}`);
  const told = (a: Acknowledged) => `${a.route} ${a.answer.body.id ?? ''} (sent ${a.tries} times)`;
  return acknowledged.flatMap((a) => {
    const { status, body } = a.answer;
    if (status >= 300 || a.route === 'post /fhir') return [];
    const slice = a.path.startsWith('/api/cases') ? 'case' : 'patient';
    const stream = { tenant: 'klinik', slice, id: body.id! };
    const found = byMark.get(`${streamName(stream)} ${commandMark(a.commandId, stream)}`) ?? [];
    if (found.map((e) => e.type).join() !== body.events!.join())
      return [`${told(a)} said ${body.events!.join()}, the log has ${found.map((e) => e.type).join()}`];
    if (found.length > 0 && String(found.at(-1)!.position) !== body.position)
      return [`${told(a)} said position ${body.position}, it is ${found.at(-1)!.position}`];
    return [];
  });
}

/** Every resource of every acknowledged import is recorded once. */
export function imports(events: readonly Recorded[], acknowledged: readonly Acknowledged[]): string[] {
  const recorded = Map.groupBy(
    events.filter((event) => event.stream.slice === 'patient' && /(Recorded|Registered)$/.test(event.type)),
    (event) => event.stream.id,
  );
  return acknowledged
    .filter((a) => a.route === 'post /fhir' && a.answer.status === 200)
    .flatMap((a) => {
      const locations = a.answer.body.entry!.map(({ response }) => response.location);
      const patient = locations.find((location) => location?.startsWith('Patient/'))?.split('/')[1];
      const found = recorded.get(patient ?? '') ?? [];
      const ids = new Set(found.map((event) => (event.data as { resourceId?: string }).resourceId));
      const whole = found.length === locations.length && ids.size === found.length;
      return whole ? [] : [`an import of ${locations.length} resources is ${found.length} events about ${ids.size} resources`];
    });
}

/** A repeat under the same key is answered as the first time. */
export async function repeats(address: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const faults: string[] = [];
  for (const a of acknowledged) {
    if (a.answer.status >= 300 || a.route === 'post /fhir' || a.answer.body.events!.length === 0) continue;
    const { answer } = await send(address, a);
    if (JSON.stringify(answer) !== JSON.stringify(a.answer))
      faults.push(`${a.route} answered ${JSON.stringify(a.answer)}, its repeat ${JSON.stringify(answer)}`);
  }
  return faults;
}

/** Of one rule a case has at most one recommendation that is still open. */
export function recommendations(events: readonly Recorded[]): { issued: number; faults: string[] } {
  const open = new Map<string, string>();
  let issued = 0;
  for (const { type, stream, data } of events.filter((event) => event.stream.slice === 'recommendation')) {
    const { caseId, rule } = data as { caseId?: string; rule?: string };
    if (type !== 'RecommendationIssued') open.delete(stream.id);
    else open.set(stream.id, `${rule} for case ${caseId}`);
    if (type === 'RecommendationIssued') issued += 1;
  }
  const about = [...open.values()];
  return { issued, faults: about.filter((what, i) => about.indexOf(what) !== i).map((what) => `${what} is recommended twice`) };
}

/** A digest of each tenant's rows in each view's table. `pool` is the owner's. */
export async function digests(pool: Pool): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name } of shapesOf(views).values()) {
    const text = `select coalesce(to_jsonb(t)->>'tenant', '') as tenant, count(*)::int as n, md5(string_agg(t::text, E'\\n' order by t::text collate "C")) as md5
      from "${name}" t group by 1`;
    for (const { tenant, n, md5 } of (await pool.query<{ tenant: string; n: number; md5: string }>(text)).rows)
      found[`${name} of ${tenant || 'all'}`] = `${n} rows ${md5}`;
  }
  return found;
}

/** Whether agents and reactors have nothing in hand and nothing waiting; each may wait for half a minute before it tries an event again. */
async function areDone(client: Client): Promise<boolean> {
  const groups = await client.listPersistentSubscriptionsToAll().catch(() => undefined);
  return (
    groups?.every(
      ({ stats: { totalInFlightMessages, retryBufferCount, outstandingMessagesCount } }) =>
        totalInFlightMessages + retryBufferCount + outstandingMessagesCount === 0,
    ) ?? false
  );
}

type Ready = { checks: Record<string, { ok: boolean; behind?: boolean; parked?: number; position?: string }> };
const isLevel = (checks: Ready['checks']) => Object.values(checks).every((c) => c.ok && !c.behind);

/** Until nothing is behind, nobody has anything in hand and the log has not moved for a while. Answers what `/ready` said then. */
export async function quiet(address: string, store: EventStore, url: string, ms = 240_000): Promise<Ready['checks']> {
  const client = connect(url);
  let last: unknown;
  try {
    for (const end = Date.now() + ms; Date.now() < end; ) {
      const before = await store.head().catch(() => undefined);
      await sleep(1500); // longer than disclosures wait before they are recorded
      const answer = await fetch(`${address}/ready`).catch(() => undefined);
      const { checks } = answer ? ((await answer.json()) as Ready) : { checks: {} as Ready['checks'] };
      const [done, head] = [await areDone(client), await store.head().catch(() => undefined)];
      if (answer?.status === 200 && isLevel(checks) && done && head !== undefined && head === before) return checks;
      last = { status: answer?.status, done, head: String(head), before: String(before), checks };
    }
  } finally {
    await client.dispose();
  }
  throw new Error(`the hub did not come to rest within ${ms / 1000} s: ${JSON.stringify(last)}`);
}
