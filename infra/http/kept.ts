// Answers kept for a while. Where an answer is kept names everything it depends on, the newest change of its slices included: an event of the
// tenant changes that name, so an answer from before it is never found again, also one that was being made while the event came.
import { createHash, randomUUID } from 'node:crypto';
import type { Cache } from '#domain/kernel/cache.ts';
import type { Answer, Principal, Route, RouteRequest } from '#domain/kernel/route.ts';
import type { Open } from '#domain/kernel/sealing.ts';

export type Kept = {
  /** The kept answer, else the one `route.handle` makes. A caller who waits for their own write gets a new one. */
  answer(route: Route, request: RouteRequest): Promise<Answer>;
  /** Something happened: called for each new event whose views are committed. */
  changed(tenant: string, slice: string): Promise<void>;
  /** The same for many events. */
  changedBy(events: readonly { readonly tenant: string; readonly slice: string }[]): Promise<void>;
  /** Views were built again: whatever was made from their rows is old, in every tenant. */
  forget(): Promise<void>;
};
type Deps = { readonly cache: Pick<Cache, 'get' | 'set'>; readonly observe?: (outcome: 'hit' | 'miss' | 'away') => void; readonly now?: () => number };

/** Longer than anything is kept. */
const CHANGES_MS = 2 * 3_600_000;
const AGAIN_MS = 500;
const MOST_BYTES = 512 * 1024;

/** Stands where a tenant and a slice stand otherwise; neither may be written so. */
const EVERYTHING = { tenant: '*', slice: '*' } as const;

/** Nobody in particular: a kept answer must not know who asked first. */
const anybody = ({ tenant, roles, rights, patientId }: Principal): Principal => ({
  ...{ tenant, roles, rights, memberId: '', session: '' },
  ...(patientId !== undefined && { patientId }),
});
const opensNothing: Open = async () => {
  throw new Error('a kept answer opens nothing');
};
const digest = (parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('base64url');

export function makeKept({ cache, observe, now = Date.now }: Deps): Kept {
  /** Changes that could not be told: until they are, nothing kept is believed. */
  const untold = new Map<string, { tenant: string; slice: string }>();
  let telling: NodeJS.Timeout | undefined;
  const changeKey = (tenant: string, slice: string) => `${tenant}:changed:${slice}`;

  async function renew(key: string): Promise<string> {
    const change = randomUUID();
    await cache.set(key, change, CHANGES_MS);
    return change;
  }
  const changeOf = async (key: string): Promise<string> => (await cache.get(key)) ?? renew(key);

  async function placeOf({ method, path, keeps }: Route, { who, params, query }: RouteRequest): Promise<string> {
    const concerned = [...keeps!.until.map((slice) => ({ tenant: who.tenant, slice })), EVERYTHING];
    const changes = await Promise.all(concerned.map(({ tenant, slice }) => changeOf(changeKey(tenant, slice))));
    return `${who.tenant}:kept:${digest([method, path, params, query, who.roles.toSorted(), who.patientId ?? null, changes])}`;
  }
  const lifeOf = ({ keeps }: Route, { staleAt }: Answer): number =>
    Math.min(keeps!.seconds * 1000, staleAt ? staleAt.getTime() - now() : Number.POSITIVE_INFINITY);

  async function keep(route: Route, place: string, answer: Answer): Promise<void> {
    const life = lifeOf(route, answer);
    const text = JSON.stringify({ status: answer.status, body: answer.body });
    if (answer.status === 200 && life > 0 && text.length <= MOST_BYTES) await cache.set(place, text, life);
  }
  const orUndefined = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch(() => {
      observe?.('away');
      return undefined;
    });

  async function changed(tenant: string, slice: string): Promise<void> {
    const key = changeKey(tenant, slice);
    try {
      await renew(key);
      untold.delete(key);
    } catch {
      untold.set(key, { tenant, slice });
      telling ??= setTimeout(tellAgain, AGAIN_MS).unref();
    }
  }
  function tellAgain(): void {
    telling = undefined;
    for (const { tenant, slice } of untold.values()) void changed(tenant, slice);
  }

  return {
    changed,
    async changedBy(events) {
      const each = new Map(events.map(({ tenant, slice }) => [changeKey(tenant, slice), { tenant, slice }]));
      await Promise.all([...each.values()].map(({ tenant, slice }) => changed(tenant, slice)));
    },
    forget: () => changed(EVERYTHING.tenant, EVERYTHING.slice),
    async answer(route, request) {
      const asked = { ...request, who: anybody(request.who), headers: {}, correlationId: '', open: opensNothing };
      const make = () => route.handle(asked as Parameters<Route['handle']>[0]);
      const place = untold.size === 0 ? await orUndefined(placeOf(route, asked)) : undefined;
      if (place === undefined) return make();
      const kept = request.waitFor === undefined ? await orUndefined(cache.get(place)) : undefined;
      observe?.(kept === undefined ? 'miss' : 'hit');
      if (kept !== undefined) return JSON.parse(kept) as Answer;
      const answer = await make();
      await orUndefined(keep(route, place, answer));
      return answer;
    },
  };
}
