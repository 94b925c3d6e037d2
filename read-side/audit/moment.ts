// What is asked of a replay: the moment, by position or by time, and whose rights it is shown through.
import { z } from 'zod';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { instant, position, unknown } from '../kernel/shapes.ts';
import { readStream } from './replay.ts';
import { type HeldRights, narrowed, rightsThen } from './rights-then.ts';

export const momentQuery = z.object({
  at: position.optional().describe('Position of an event; the newest when absent'),
  time: instant.optional().describe('Instead of a position: the last event recorded by then'),
  as: id.optional().describe('A member through whose rights, as they were at that moment (now, when none is asked for), the state is shown (auditors only)'),
});
type Asked = z.infer<typeof momentQuery>;

/** The last event that counts: at or before a position or an instant; the newest when neither is asked for. `events`: in log order, at least one. */
export function placeOf(events: readonly Recorded[], { at, time }: Asked): Position {
  if (at !== undefined) return BigInt(at);
  if (time === undefined) return events.at(-1)!.position;
  return events.findLast(({ recordedAt }) => recordedAt <= new Date(time))?.position ?? 0n;
}

/** The rights to show it by, and whose they are when they are another member's: as held at the event, at the time, or now, whichever is asked for. */
export async function eyes({ streams, upcast }: ReadDeps, who: Principal, asked: Asked): Promise<{ rights: Shown; as?: HeldRights }> {
  const { as: memberId } = asked;
  if (!memberId) return { rights: who.rights };
  if (!who.roles.includes('auditor')) throw new HubError('forbidden', 'forbidden', 'Only an auditor looks through the rights of another member.');
  const events = await readStream(streams, { tenant: who.tenant, slice: 'member', id: memberId }, upcast);
  const held = events.length > 0 ? rightsThen(memberId, events, placeOf(events, asked)) : undefined;
  if (!held) throw unknown('member', memberId);
  return { rights: narrowed(who.rights, held.rights), as: held };
}
type Shown = ReturnType<typeof narrowed>;
