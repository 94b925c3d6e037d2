import type { Decider } from '../kernel/decider.ts';
import type { RotaCommand, RotaEvent } from './messages.ts';

const WINDOW_MS = 28 * 86_400_000;

/** By appointment, of the last four weeks; and since when each host is known. */
export type Rota = {
  readonly turns: Readonly<Record<string, { readonly hosts: readonly string[]; readonly at: string }>>;
  readonly since: Readonly<Record<string, string>>;
};
export type Turns = { readonly count: number; readonly last?: string; readonly isNew: boolean };

const recent = (turns: Rota['turns'], at: string): Rota['turns'] =>
  Object.fromEntries(Object.entries(turns).filter(([, turn]) => Date.parse(at) - Date.parse(turn.at) < WINDOW_MS));

/** Turns of a host within the window. Somebody who had no turn yet, or the first one lately, is new when others have been there for longer. */
export function turnsOf({ turns, since }: Rota, host: string, at: string): Turns {
  const own = Object.values(recent(turns, at)).filter(({ hosts }) => hosts.includes(host));
  const start = Date.parse(at) - WINDOW_MS;
  const isLate = (id: string) => Date.parse(since[id] ?? at) > start;
  const isNew = isLate(host) && Object.keys(since).some((id) => !isLate(id));
  const last = own
    .map((turn) => turn.at)
    .sort()
    .at(-1);
  return { count: own.length, isNew, ...(last && { last }) };
}

export const rota: Decider<RotaCommand, RotaEvent, Rota> = {
  initial: { turns: {}, since: {} },
  decide: {
    TakeTurn: ({ data: { appointmentId, hosts }, at }, { turns }) =>
      turns[appointmentId]?.hosts.join() === hosts.join() ? [] : [{ type: 'TurnTaken', data: { appointmentId, hosts, at } }],
    ReturnTurn: ({ data: { appointmentId } }, { turns }) => (turns[appointmentId] ? [{ type: 'TurnReturned', data: { appointmentId } }] : []),
  },
  evolve: {
    TurnTaken: ({ data: { appointmentId, hosts, at } }, { turns, since }) => ({
      turns: { ...recent(turns, at), [appointmentId]: { hosts, at } },
      since: { ...Object.fromEntries(hosts.map((id) => [id, at])), ...since },
    }),
    TurnReturned: ({ data: { appointmentId } }, { turns: { [appointmentId]: _, ...turns }, since }) => ({ turns, since }),
  },
};
