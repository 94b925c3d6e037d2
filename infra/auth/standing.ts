// What has ended since a token was written. Access tokens are stateless and live for minutes; each process knows by heart the few sessions
// that ended and the members, tenants and devices that changed in that time, and refuses tokens that do not know of it.
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { Listener } from '../postgres/listen.ts';
import type { Pool } from '../postgres/pool.ts';
import { scoped } from './scoped.ts';
import { ENDED } from './sessions.ts';

/** After each of these a token of the stream's member or tenant has to be had anew. */
const OF_PEOPLE = ['RoleGranted', 'RoleRevoked', 'PasswordSet', 'FactorEnrolled', 'FactorRemoved', 'TenantSuspended', 'TenantReactivated'];
/** These end a key or a device's secret, which credentials.ts looks up anew. */
const OF_CREDENTIALS = ['ApiKeyRevoked', 'CredentialChanged', 'DeviceRetired'];
const CHANGES = [...OF_PEOPLE, ...OF_CREDENTIALS];
/** Longer than any access token lives. */
const KEPT_MS = 15 * 60_000;
const LOOK_MS = 10_000;
const PACE_MS = 200;
/** Nothing is believed that could have ended more than this ago without our knowing. */
export const BLIND_MS = 60_000;

type Known = Pick<Principal, 'tenant' | 'memberId' | 'session'> & { readonly asOf: bigint };
export type Standing = {
  /** Throws `unauthenticated` for a token that something has overtaken, `unavailable` when this process cannot know. */
  check(who: Known): void;
  /** Calls back whenever something has ended; answers how to stop that. */
  onChange(listener: () => void): () => void;
  readonly ready: Promise<void>;
  close(): Promise<void>;
};
export type StandingDeps = {
  /** Signs in as the application. */
  readonly pool: Pool;
  /** `(channel, on) => listen(url, channel, on)`. */
  readonly listen: (channel: string, on: { onNotice: (payload: string) => void; onListening: () => void }) => Listener;
  /** The channel that tells of new rows in the views. */
  readonly viewsChannel: string;
  readonly now?: () => number;
};

const outdated = () => new HubError('unauthenticated', 'auth.token-outdated', 'Your access has changed since this token was made; refresh it.');
const ended = () => new HubError('unauthenticated', 'auth.session-ended', 'The session has ended; sign in again.');
const unsure = () =>
  new HubError('unavailable', 'auth.unsure', 'The hub cannot tell just now whether this session still holds.', { detail: { retryAfter: 2 } });

export function makeStanding({ pool, listen, viewsChannel, now = Date.now }: StandingDeps): Standing {
  const sessions = new Map<string, number>(); // id → until when it is remembered
  const changed = new Map<string, { position: bigint; until: number }>(); // tenant/slice/id → its last change
  const listeners = new Set<() => void>();
  let [position, lookedAt, timer, closed] = [-1n, 0, undefined as NodeJS.Timeout | undefined, false];
  let looking: Promise<void> = Promise.resolve();

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const endSession = (id: string) => void sessions.set(id, now() + KEPT_MS);

  async function readSessions(): Promise<number> {
    const { rows } = await scoped(pool, 'app.ended', 'on', (client) =>
      client.query<{ id: string }>('select id from sessions where ended_at > now() - make_interval(secs => $1)', [KEPT_MS / 1000]),
    );
    const fresh = rows.filter(({ id }) => !sessions.has(id));
    for (const { id } of fresh) endSession(id);
    return fresh.length;
  }
  async function readChanges(): Promise<number> {
    const { rows } = await scoped(pool, 'app.feed', 'all', (client) =>
      client.query<{ key: string; position: bigint }>(
        `select tenant || '/' || slice || '/' || stream_id as key, position from live_feed where position > $1 and type = any($2) order by position`,
        [String(position), CHANGES],
      ),
    );
    for (const row of rows) changed.set(row.key, { position: row.position, until: now() + KEPT_MS });
    position = rows.at(-1)?.position ?? position;
    return rows.length;
  }
  const forget = () => {
    for (const [id, until] of sessions) if (until < now()) sessions.delete(id);
    for (const [key, { until }] of changed) if (until < now()) changed.delete(key);
  };
  async function look(): Promise<void> {
    const began = now();
    if ((await readSessions()) + (await readChanges()) > 0) tell();
    lookedAt = began;
    forget();
  }
  /** One look at a time; a failed one is made up for by the next. */
  const lookSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (!closed) looking = look().catch(() => undefined);
    }, PACE_MS);
  };

  const notices = [
    listen(ENDED, {
      onNotice: (id) => {
        endSession(id);
        tell();
      },
      onListening: lookSoon,
    }),
    listen(viewsChannel, { onNotice: lookSoon, onListening: lookSoon }),
  ];
  const regular = setInterval(lookSoon, LOOK_MS);
  const ready = Promise.all(notices.map((notice) => notice.ready)).then(look);

  return {
    check: ({ tenant, memberId, session, asOf }) => {
      if (now() - lookedAt > BLIND_MS) throw unsure();
      if (sessions.has(session)) throw ended();
      const last = (slice: string, id: string) => changed.get(`${tenant}/${slice}/${id}`)?.position ?? -1n;
      if (last('member', memberId) > asOf || last('tenant', tenant) > asOf) throw outdated();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ready,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      clearInterval(regular);
      await Promise.all(notices.map((notice) => notice.close()));
      await Promise.all([looking, ready.catch(() => undefined)]);
    },
  };
}
