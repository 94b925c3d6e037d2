// The rooms one member is in: the tenant, its inbox, single cases. What belongs to none of them the member does not hear.
import { z } from 'zod';
import type { Principal } from '#domain/kernel/route.ts';
import type { FeedRow } from './feed.ts';
import { type Hears, makeHears, type MaySeeCase } from './hearing.ts';

/** `tenant` brings all that the member may see, `inbox` what happens to conversations, `case:<id>` what happens to one case. */
export const room = z.enum(['tenant', 'inbox']).or(z.templateLiteral(['case:', z.uuid()]));
export type Room = z.infer<typeof room>;
export const MOST_ROOMS = 200;

export type Membership = {
  readonly hears: Hears;
  /** Answers why not, as a code, or nothing: then they are in. */
  join(room: Room): Promise<string | undefined>;
  leave(room: Room): void;
  /** Their rights have changed. Answers the rooms that they are out of. */
  become(who: Principal): Promise<readonly Room[]>;
  rooms(): readonly Room[];
};

/** Why they may not be in the room, as a code. In the tenant's room rights decide row by row. */
async function refusal(who: Principal, wanted: Room, maySeeCase: MaySeeCase): Promise<string | undefined> {
  const { cases } = who.rights;
  if (wanted === 'tenant') return undefined;
  if (wanted === 'inbox') return cases === 'all' ? undefined : 'live.room-refused';
  return cases !== 'none' && (await maySeeCase(who, wanted.slice('case:'.length))) ? undefined : 'case.not-found';
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
      if (rooms.size >= MOST_ROOMS) return 'live.rooms';
      const asked = who;
      const refused = await refusal(asked, wanted, maySeeCase);
      if (refused === undefined && asked === who) rooms.add(wanted);
      return asked === who ? refused : 'live.room-refused';
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
