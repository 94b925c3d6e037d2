// A service's rota: whose turn it was, so that colleagues who can do the same get the same share.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const turn = { appointmentId: id, hosts: z.array(id).min(1) };
export const rotaCommands = defineCommands({
  /** Once for each appointment; other hosts replace the earlier ones. */
  TakeTurn: z.strictObject(turn),
  ReturnTurn: z.strictObject({ appointmentId: id }),
});
export type RotaCommand = CommandOf<typeof rotaCommands>;

export const rotaEvents = defineEvents({
  TurnTaken: { operational: { ...turn, at: z.iso.datetime() } },
  TurnReturned: { operational: { appointmentId: id } },
});
export type RotaEvent = EventOf<typeof rotaEvents>;
export type StoredRotaEvent = StoredEventOf<typeof rotaEvents>;
