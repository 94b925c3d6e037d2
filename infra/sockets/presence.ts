// Which devices are here, as the log is told of it: only what lasts. A net that flaps within the patience below writes nothing at all.
import { randomUUID } from 'node:crypto';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Command, Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { makeInTurn } from '#write-side/kernel/in-turn.ts';

export type Self = { readonly firmwareVersion: string; readonly charging?: boolean | undefined };
export type DeviceId = { readonly tenant: string; readonly id: string };
/** What outlives this process: who was told to be here, so that others can take it back when the process died. */
export type PresenceBook = {
  note(device: DeviceId, connection: string): Promise<void>;
  forget(device: DeviceId): Promise<void>;
};
export type Presence = {
  up(device: DeviceId, self: Self): void;
  down(device: DeviceId): void;
  /** The connection it was told to have, if it was told. */
  connectionOf(device: DeviceId): string | undefined;
  /** Nothing is taken back: devices come back to another process, and what does not is found in the book. */
  close(): Promise<void>;
};
export type PresenceDeps = {
  readonly dispatch: Dispatch;
  readonly book: PresenceBook;
  readonly onTrouble: (error: unknown) => void;
  /** A connection younger than this is not told. */
  readonly steadyMs?: number;
  /** A device away for less than this was not away. */
  readonly graceMs?: number;
  /** Commands under way at once: after a restart every device comes back. */
  readonly atOnce?: number;
};
type Here = { readonly device: DeviceId; connection: string; self: Self; sockets: number; told: boolean; timer?: NodeJS.Timeout };

const keyOf = ({ tenant, id }: DeviceId) => `${tenant}/${id}`;
export const deviceStream = ({ tenant, id }: DeviceId): StreamId => ({ tenant, slice: 'device', id });

export function makePresence({ dispatch, book, onTrouble, steadyMs = 5_000, graceMs = 30_000, atOnce = 8 }: PresenceDeps): Presence {
  const here = new Map<string, Here>();
  const inTurn = makeInTurn();
  const turns = new Map<number, Promise<unknown>>();
  let [closed, turn] = [false, 0];

  async function tell({ device }: Here, connection: string, command: Command): Promise<boolean> {
    const cause = { id: randomUUID(), correlationId: connection, actor: { id: device.id, kind: 'device', role: 'device' } as const };
    return !isRejection(await dispatch(deviceStream(device), command, cause));
  }
  async function announce(one: Here): Promise<void> {
    if (closed || one.sockets === 0) return;
    const { connection, self } = one;
    await book.note(one.device, connection);
    const { firmwareVersion, charging } = self;
    await tell(one, connection, { type: 'ConnectDevice', data: { connectionId: connection, firmwareVersion, ...(charging !== undefined && { charging }) } });
    one.told = one.connection === connection;
    if (one.told && one.sockets === 0) later(one, graceMs, lose); // it went while we told
  }
  async function lose(one: Here): Promise<void> {
    if (closed || one.sockets > 0) return;
    await tell(one, one.connection, { type: 'LoseDevice', data: { connectionId: one.connection } });
    await book.forget(one.device);
    [one.connection, one.told] = [randomUUID(), false];
    if (one.sockets > 0)
      later(one, 0, announce); // it came back while we told
    else if (here.get(keyOf(one.device)) === one) here.delete(keyOf(one.device));
  }
  /** One after the other for a device, and few at once over all of them. */
  function later(one: Here, ms: number, work: (one: Here) => Promise<void>): void {
    clearTimeout(one.timer);
    one.timer = setTimeout(() => {
      turn += 1;
      const place = turn % atOnce;
      const mine = inTurn(String(place), () => inTurn(keyOf(one.device), () => work(one))).catch((error: unknown) => {
        onTrouble(error);
        if (!closed) later(one, ms + 1_000, work);
      });
      turns.set(place, mine);
    }, ms);
  }

  return {
    up: (device, self) => {
      const one = here.get(keyOf(device)) ?? { device, connection: randomUUID(), self, sockets: 0, told: false };
      here.set(keyOf(device), one);
      if (one.told && one.self.firmwareVersion !== self.firmwareVersion) [one.connection, one.told] = [randomUUID(), false]; // it started anew
      one.self = self;
      one.sockets += 1;
      clearTimeout(one.timer);
      later(one, steadyMs, announce); // also when it was told: another process may have told otherwise meanwhile
    },
    down: (device) => {
      const one = here.get(keyOf(device));
      if (!one) return;
      one.sockets -= 1;
      if (one.sockets > 0) return;
      clearTimeout(one.timer);
      if (one.told) later(one, graceMs, lose);
      else here.delete(keyOf(device)); // it was never told, so nothing is to be taken back
    },
    connectionOf: (device) => {
      const one = here.get(keyOf(device));
      return one?.told ? one.connection : undefined;
    },
    close: async () => {
      closed = true;
      for (const { timer } of here.values()) clearTimeout(timer);
      await Promise.all(turns.values());
    },
  };
}
