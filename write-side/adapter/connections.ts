// A tenant's accounts at providers as adapters use them: looked up in the log, opened, and remembered for a few seconds.
import type { StoredAdapterEvent } from '#domain/adapter/messages.ts';
import type { ProviderName } from '#domain/adapter/providers.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { makeRecent } from '#domain/kernel/recent.ts';
import type { Open, Sealed } from '#domain/kernel/sealing.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

type Texts = Readonly<Record<string, string>>;
export type Connection = {
  readonly tenant: string;
  readonly provider: ProviderName;
  readonly account: string;
  readonly settings: Texts;
  readonly secrets: Texts;
  /** The secrets that webhooks may be signed with, today's first. */
  readonly signing: readonly Texts[];
  /** The numbers of the addresses that still work, today's first. */
  readonly hooks: readonly number[];
};
export type Connections = {
  /** Undefined when the tenant has no such account, or has disabled it. */
  readonly of: (tenant: string, provider: ProviderName) => Promise<Connection | undefined>;
};

/** `now`: as it was connected a moment ago, not as it is remembered. */
export type LookedUp = Connections & { readonly now: Connections['of'] };

/** One account of each provider for a tenant. */
export const adapterStream = (tenant: string, provider: ProviderName): StreamId => ({ tenant, slice: 'adapter', id: derivedId('adapter', provider) });

/** How long what was rotated still works, and how long a change takes to be known everywhere. */
const GRACE_MS = 86_400_000;
const TTL_MS = 3_000;
const MOST = 10_000;

type Kept<T> = { readonly value: T; readonly at: number };
/** The last value, and the ones before it that ended less than a day ago. */
function standing<T>(kept: readonly Kept<T>[], now: number): T[] {
  return kept
    .filter((_, i) => i === kept.length - 1 || kept[i + 1]!.at > now - GRACE_MS)
    .map(({ value }) => value)
    .reverse();
}

type Found = { account: Extract<StoredAdapterEvent, { type: 'AdapterConnected' }>['data']; secrets: Kept<Sealed>[]; hooks: Kept<number>[] };
function fold(events: readonly Recorded[]): Found | undefined {
  let found: Found | undefined;
  for (const recorded of events) {
    const event = recorded as Recorded<StoredAdapterEvent>;
    const at = Date.parse(event.meta.occurredAt);
    if (event.type === 'AdapterConnected')
      found = {
        account: event.data,
        secrets: [...(found?.secrets ?? []), { value: event.data.secrets, at }],
        hooks: [...(found?.hooks ?? []), { value: event.data.hook, at }],
      };
    if (event.type === 'AdapterDisabled') found = undefined;
    if (event.type === 'SecretsRotated') found?.secrets.push({ value: event.data.secrets, at });
    if (event.type === 'HookRotated') found?.hooks.push({ value: event.data.hook, at });
  }
  return found;
}

export type ConnectionDeps = { readonly store: StreamReader; readonly open: Open; readonly now?: () => number };
export function makeConnections({ store, open, now = Date.now }: ConnectionDeps): LookedUp {
  const recent = makeRecent<{ connection: Connection | undefined; until: number }>(MOST, () => 1);
  async function load(tenant: string, provider: ProviderName): Promise<Connection | undefined> {
    const found = fold(await eventsOf(store, adapterStream(tenant, provider)));
    if (!found) return undefined;
    const signing = (await open(tenant, standing(found.secrets, now()))) as Texts[];
    const { account, settings } = found.account;
    return { tenant, provider, account, settings, secrets: signing[0]!, signing, hooks: [...new Set(standing(found.hooks, now()))] };
  }
  return {
    now: load,
    async of(tenant, provider) {
      const key = `${tenant}/${provider}`;
      const known = recent.get(key);
      if (known && known.until > now()) return known.connection;
      const connection = await load(tenant, provider);
      recent.set(key, { connection, until: now() + TTL_MS });
      return connection;
    },
  };
}
