// Fills a log: tenants are registered as anybody registers them, then their patients' courses are appended, each tenant's at several times.
import { randomUUID } from 'node:crypto';
import { isRejection } from '#domain/kernel/decider.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Seal } from '#domain/kernel/sealing.ts';
import { tenantStream } from '#write-side/tenant/routes.ts';
import { COURSE, makeCourse } from './course.ts';

type Writer = { readonly store: Pick<EventStore, 'append'>; readonly dispatch: Dispatch; readonly seal: Seal };
export type Wanted = { readonly tenants: number; readonly each: number };
/** Appends, or commands, under way at a time. */
const AT_ONCE = 24;

export const slugOf = (n: number): string => `t${String(n).padStart(5, '0')}`;

async function abreast(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < count; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function register({ dispatch }: Writer, tenants: number): Promise<void> {
  const actor = { id: 'scale', kind: 'system', role: 'system' } as const;
  await abreast(tenants, async (n) => {
    const slug = slugOf(n);
    const data = { slug, name: `Clinic ${n}`, kind: 'clinic', locale: 'tr', timezone: 'Europe/Istanbul' } as const;
    const outcome = await dispatch(tenantStream(slug), { type: 'RegisterTenant', data }, { id: randomUUID(), actor, correlationId: randomUUID() });
    if (isRejection(outcome)) throw new Error(`${slug} was refused: ${outcome.rejected}`);
  });
}

/** One course of `tenant`: COURSE events. */
export async function appendCourse({ store, seal }: Pick<Writer, 'store' | 'seal'>, tenant: string): Promise<void> {
  for (const { stream, events } of await makeCourse(seal)(tenant)) await store.append(stream, events, 'any');
}

/** All tenants have their first course before any has its second. Answers how many events were written. */
export async function fill(writer: Writer, { tenants, each }: Wanted, tell: (line: string) => void): Promise<number> {
  const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(0);
  let since = performance.now();
  await register(writer, tenants);
  tell(`${tenants} tenants registered in ${seconds(since)} s`);
  since = performance.now();
  const courses = Math.max(1, Math.round(each / COURSE));
  let written = tenants;
  for (let course = 0; course < courses; course += 1) {
    await abreast(tenants, async (n) => {
      await appendCourse(writer, slugOf(n));
      written += COURSE;
    });
    if (course % Math.ceil(courses / 10) === 0 || course === courses - 1) tell(`${written} events written after ${seconds(since)} s`);
  }
  return written;
}
