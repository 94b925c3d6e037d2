// Fills a log: tenants are registered as anybody registers them, then their patients' courses are appended, all tenants' first before any
// one's second. How far it is stands in a file, so that a long log is written in several goes.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isRejection } from '#domain/kernel/decider.ts';
import { streamName } from '#domain/kernel/envelope.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Seal } from '#domain/kernel/sealing.ts';
import { tenantStream } from '#write-side/tenant/routes.ts';
import { lockFolder } from '../../embedded/eventstore/lock.ts';
import { openStore } from '../../embedded/eventstore/store/store.ts';
import { type Stored, toStored } from '../../eventstore/convert.ts';
import { COURSE, makeCourse, type Person } from './course.ts';

export type Appends = Pick<EventStore, 'append'>;
/** `file`: where it says how far it is. `until`: when to stop although the log is not whole. */
export type Wanted = { readonly tenants: number; readonly each: number; readonly file: string; readonly until: number };
type Done = { registered: number; courses: number };
/** Appends, or commands, under way at a time. */
const AT_ONCE = 48;
/** Courses that one person has. */
const OF_ONE = 10;
const TELL_MS = 15_000;

export const slugOf = (n: number): string => `t${String(n).padStart(5, '0')}`;

/** Does `work` for `from` to `to`; answers the first number that nobody began. */
async function abreast(from: number, to: number, until: number, work: (n: number) => Promise<void>): Promise<number> {
  let next = from;
  const worker = async () => {
    while (next < to && Date.now() < until) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return next;
}

async function register(dispatch: Dispatch, n: number): Promise<void> {
  const actor = { id: 'scale', kind: 'system', role: 'system' } as const;
  const slug = slugOf(n);
  const data = { slug, name: `Clinic ${n}`, kind: 'clinic', locale: 'tr', timezone: 'Europe/Istanbul' } as const;
  const outcome = await dispatch(tenantStream(slug), { type: 'RegisterTenant', data }, { id: randomUUID(), actor, correlationId: randomUUID() });
  if (isRejection(outcome)) throw new Error(`${slug} was refused: ${outcome.rejected}`);
}

const read = (file: string): Done => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Done) : { registered: 0, courses: 0 });
const keep = (file: string, done: Done) => writeFileSync(file, JSON.stringify(done));
const coursesOf = ({ tenants, each }: Wanted) => tenants * Math.max(1, Math.round(each / COURSE));

/** What is in the log, and whether that is all. */
export function written(wanted: Wanted): { whole: boolean; events: number } {
  const { registered, courses } = read(wanted.file);
  return { whole: courses >= coursesOf(wanted), events: registered + courses * COURSE };
}

/** One course of `tenant`: COURSE events. */
export async function appendCourse({ store, seal }: { store: Appends; seal: Seal }, tenant: string, person?: Person): Promise<void> {
  for (const { stream, events } of await makeCourse(seal)(tenant, person)) await store.append(stream, events, 'any');
}

/** The same person for each course of one ten. */
function makePersons() {
  const known = new Map<number, string>();
  return (tenant: number, course: number): Person => {
    const isNew = course % OF_ONE === 0 || !known.has(tenant);
    if (isNew) known.set(tenant, randomUUID());
    return { id: known.get(tenant)!, isNew };
  };
}

const clock = () => {
  const since = performance.now();
  return () => ((performance.now() - since) / 1000).toFixed(0);
};

export async function registerTenants(dispatch: Dispatch, { tenants, file, until }: Wanted, tell: (line: string) => void): Promise<void> {
  const [done, seconds] = [read(file), clock()];
  if (done.registered >= tenants) return;
  done.registered = await abreast(done.registered, tenants, until, (n) => register(dispatch, n));
  keep(file, done);
  tell(`${done.registered} tenants registered after ${seconds()} s`);
}

export async function appendCourses(store: Appends, seal: Seal, wanted: Wanted, tell: (line: string) => void): Promise<void> {
  const { tenants, file, until } = wanted;
  const [done, seconds, person] = [read(file), clock(), makePersons()];
  if (done.registered < tenants) return;
  const from = done.courses;
  let told = Date.now() + TELL_MS;
  done.courses = await abreast(from, coursesOf(wanted), until, async (n) => {
    if (Date.now() > told) {
      told = Date.now() + TELL_MS;
      tell(`${tenants + n * COURSE} events after ${seconds()} s`);
    }
    await appendCourse({ store, seal }, slugOf(n % tenants), person(n % tenants, Math.floor(n / tenants)));
  });
  keep(file, done);
  tell(`${(done.courses - from) * COURSE} events more after ${seconds()} s`);
}

/** Appends to the embedded store's own folder, which no server may have open: what it writes is the same, only nothing goes over the wire. */
export async function inFolder<T>(folder: string, work: (store: Appends) => Promise<T>): Promise<T> {
  const lock = await lockFolder(folder);
  const store = openStore(folder);
  const bytes = ({ id, type, data, metadata }: Stored) => ({ id, type, json: true, data: Buffer.from(JSON.stringify(data)), metadata: Buffer.from(metadata) });
  const append: Appends['append'] = async (stream, events) => {
    const done = await store.append({ stream: streamName(stream), expected: 'any', events: events.map(toStored).map(bytes) });
    if (done.is !== 'appended') throw new Error(`${streamName(stream)} was refused: ${done.is}`);
    return { revision: done.revision, position: BigInt(done.position) };
  };
  try {
    return await work({ append });
  } finally {
    await store.close();
    lock.release();
  }
}
