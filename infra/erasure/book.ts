// The book of erasures beside the stores that may come back from a backup. Each store keeps how far it has followed the book; what a restored
// one misses is done to it again before the hub starts, and nothing starts on a store that is behind.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { StoredErasurebookEvent } from '#domain/erasurebook/messages.ts';
import { PLATFORM } from '#infra/main/platform.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import type { Sealing } from '#infra/sealing/sealing.ts';

export const BOOK: StreamId = { tenant: PLATFORM.slug, slice: 'erasurebook', id: 'all' };
export type Entry = StoredErasurebookEvent['data'] & { readonly revision: number };
const actor = { id: 'erasure', kind: 'system', role: 'process' } as const;

/** Enters the erasure, once however often it is called with the same `id`. */
export async function enter(dispatch: Dispatch, id: string, { of, persons, step }: Omit<Entry, 'revision'>): Promise<void> {
  const outcome = await dispatch(BOOK, { type: 'EnterErasure', data: { of, persons, step } }, { id, actor, correlationId: id });
  if (isRejection(outcome)) throw new HubError('bug', outcome.rejected, 'The book of erasures took no entry.');
}

export async function* entries(streams: StreamReader, from = 0): AsyncIterable<Entry> {
  for await (const event of streams.read(BOOK, { from })) {
    const { data, revision } = event as Recorded<StoredErasurebookEvent>;
    yield { ...data, revision };
  }
}
export async function lastEntry(streams: StreamReader): Promise<number> {
  let last = -1;
  for await (const { revision } of entries(streams)) last = revision;
  return last;
}

export type Keys = Pick<Sealing, 'destroyIdentity' | 'destroySubject'>;
/** Destroys what the entry names; answers how many people had a key. */
export async function destroyKeys(keys: Keys, { of, persons, step }: Omit<Entry, 'revision'>): Promise<number> {
  let had = 0;
  for (const person of persons) if (await (step === 'destroy' ? keys.destroySubject(of, person) : keys.destroyIdentity(of, person))) had += 1;
  return had;
}

/** The hub's own database; that of the keys has the same table of its own. */
const MARK_TABLE = `
create table if not exists erasures_applied (one boolean primary key default true check (one), revision int not null, at timestamptz not null default now());
alter table erasures_applied enable row level security;
alter table erasures_applied force row level security;
drop policy if exists owner_only on erasures_applied;
create policy owner_only on erasures_applied using (true)`;
/** Nobody but the owner is granted anything on it. */
export const migrateMark = async (owner: Pool): Promise<void> => void (await owner.query(MARK_TABLE));

/** How far a store has followed the book. `pool` signs in as its owner. */
export function makeMark(pool: Pick<Pool, 'query'>) {
  return {
    read: async (): Promise<number> => (await pool.query<{ revision: number }>('select revision from erasures_applied')).rows[0]?.revision ?? -1,
    /** Only the entry right after the mark moves it, so none is passed over. */
    move: async (revision: number): Promise<void> => {
      await pool.query('insert into erasures_applied (revision) select $1::int where $1 = 0 on conflict do nothing', [revision]);
      await pool.query('update erasures_applied set revision = $1, at = now() where revision = $1 - 1', [revision]);
    },
    /** The log came back from an older backup: what it does not know of is no longer waited for. */
    adopt: async (revision: number): Promise<void> => void (await pool.query('update erasures_applied set revision = $1, at = now()', [revision])),
  };
}
export type Mark = ReturnType<typeof makeMark>;

/** Does to a store what it misses, from where it stands. Answers how many entries. */
export async function replay(streams: StreamReader, mark: Mark, apply: (entry: Entry) => Promise<unknown>): Promise<number> {
  let done = 0;
  for await (const entry of entries(streams, (await mark.read()) + 1)) {
    await apply(entry);
    await mark.move(entry.revision);
    done += 1;
  }
  return done;
}

/** Throws unless the store has followed the whole book, and no more. `store` names it for people. */
export async function mustMatch(streams: StreamReader, mark: Mark, store: string): Promise<void> {
  const [at, last] = [await mark.read(), await lastEntry(streams)];
  if (at < last)
    throw new HubError(
      'conflict',
      'erasures.behind',
      `${store} is from before ${last - at} erasures; run \`hub role setup\`, which repeats them, and start again.`,
    );
  if (at > last)
    throw new HubError(
      'conflict',
      'erasures.log-behind',
      `${store} has followed ${at - last} erasures that the event log does not know: the log is from an older backup. Restore a later one, or accept it with \`hub erasures adopt\`.`,
    );
}
