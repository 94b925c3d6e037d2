// The rooms one member is in: the tenant, its inbox, single cases. What belongs to none of them the member does not hear.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { FeedRow } from './feed.ts';
import { type Hears, makeHears, type MaySeeCase } from './hearing.ts';

/** `tenant` brings all that the member may see, `inbox` what happens to conversations, `case:<id>` what happens to one case. */
export const room = z.enum(['tenant', 'inbox']).or(z.templateLiteral(['case:', z.uuid()]));
export type Room = z.infer<typeof room>;
export const MOST_ROOMS = 200;

export type Membership = {
  readonly hears: Hears;
  /** Answers why not, or nothing: then they are in. */
  join(room: Room): Promise<HubError | undefined>;
  leave(room: Room): void;
  /** Their rights have changed. Answers the rooms that they are out of. */
  become(who: Principal): Promise<readonly Room[]>;
  rooms(): readonly Room[];
};

const refused = () => new HubError('forbidden', 'live.room-refused', 'This membership may not be in that room.');
const full = () => new HubError('too-many', 'live.rooms', `A connection is in at most ${MOST_ROOMS} rooms.`);
const unknownCase = () => new HubError('not-found', 'case.unknown', 'There is no such case.');

/** Why they may not be in the room. In the tenant's room rights decide row by row. */
async function refusal(who: Principal, wanted: Room, maySeeCase: MaySeeCase): Promise<HubError | undefined> {
  const { cases } = who.rights;
  if (wanted === 'tenant') return undefined;
  if (wanted === 'inbox') return cases === 'all' ? undefined : refused();
  return cases !== 'none' && (await maySeeCase(who, wanted.slice('case:'.length))) ? undefined : unknownCase();
}

export function makeMembership(first: Principal, maySeeCase: MaySeeCase): Membership {
  const rooms = new Set<Room>();
  let who = first;
  let mayHear = makeHears(who, maySeeCase);
  const isIn = ({ slice, caseId }: FeedRow) =>
    rooms.has('tenant') || (slice === 'conversation' && rooms.has('inbox')) || (caseId !== null && rooms.has(`case:${caseId}`));

  return {
    hears: (row) => isIn(row) && mayHear(row),
    join: async (wanted) => {
      if (rooms.size >= MOST_ROOMS) return full();
      const asked = who;
      const why = await refusal(asked, wanted, maySeeCase);
      if (asked !== who) return refused(); // their rights changed meanwhile
      if (!why) rooms.add(wanted);
      return why;
    },
    leave: (left) => void rooms.delete(left),
    become: async (next) => {
      who = next;
      mayHear = makeHears(who, maySeeCase);
      const checked = await Promise.all([...rooms].map(async (wanted) => ((await refusal(next, wanted, maySeeCase)) === undefined ? undefined : wanted)));
      const out = checked.filter((wanted) => wanted !== undefined);
      for (const wanted of out) rooms.delete(wanted);
      return out;
    },
    rooms: () => [...rooms],
  };
}
