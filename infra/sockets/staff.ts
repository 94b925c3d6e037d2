// `/live`: members of a tenant, each in the rooms it asked for and may be in.
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import { parseCursor } from '#read-side/live/feed.ts';
import type { MaySeeCase } from '#read-side/live/hearing.ts';
import { makeMembership, type Membership, MOST_ROOMS, room } from '#read-side/live/membership.ts';
import type { Standing } from '../auth/standing.ts';
import type { Verified } from '../auth/tokens.ts';
import { boundMessages, connect, makeEnd } from './connection.ts';
import type { Gate } from './gate.ts';

export type StaffDeps = {
  readonly verify: (token: string) => Promise<Verified>;
  /** What ends connections before their token does. */
  readonly standing?: Pick<Standing, 'check' | 'onChange'>;
  readonly maySeeCase: MaySeeCase;
};
type Ack = (answer: { ok: true; cursor: string } | { code: string }) => void;
type Data = { readonly who: Verified; readonly membership: Membership; readonly cursor: Position | undefined };

const handshake = z.object({
  token: z.string().max(4096),
  cursor: z.unknown().optional(),
  rooms: z.array(room).max(MOST_ROOMS).default(['tenant']),
});
const tokenMessage = z.object({ token: z.string().max(4096) });
const roomMessage = z.object({ room });

export function serveStaff(namespace: Namespace, gate: Gate, { verify, standing, maySeeCase }: StaffDeps): void {
  gate.admit(namespace, async (auth): Promise<Data> => {
    const given = handshake.safeParse(auth);
    if (!given.success) throw new HubError('unauthenticated', 'auth.token-missing', 'Connect with auth: { token }.');
    const who = await verify(given.data.token);
    gate.bound(who.tenant);
    const membership = makeMembership(who, maySeeCase);
    for (const wanted of given.data.rooms) await membership.join(wanted);
    return { who, membership, cursor: parseCursor(given.data.cursor) };
  });

  namespace.on('connection', (socket: Socket) => {
    const { who: first, membership, cursor } = socket.data as Data;
    const { tenant } = first;
    let who = first;
    const feeding = gate.feeding(tenant);
    const from = cursor ?? feeding.present();
    const listener = connect(socket, tenant, from, membership.hears, feeding);
    const end = makeEnd(socket, gate.onDrop);
    boundMessages(socket, gate.onDrop);

    const look = () => {
      try {
        standing?.check(who);
      } catch {
        end.now();
      }
    };
    const renew = async (message: unknown) => {
      const next = await verify(tokenMessage.parse(message).token);
      if (next.tenant !== tenant || next.memberId !== who.memberId) return end.now();
      who = next;
      end.at(who.expiresAt);
      for (const out of await membership.become(who)) socket.emit('left', { room: out });
    };
    const join = async (message: unknown): Promise<Parameters<Ack>[0]> => {
      const asked = roomMessage.safeParse(message);
      if (!asked.success) throw new HubError('invalid', 'live.room', 'Rooms are tenant, inbox and case:<id>.');
      const refused = await membership.join(asked.data.room);
      if (refused) throw refused;
      return { ok: true, cursor: listener.reached().toString() };
    };

    socket.on('token', (message: unknown) => void renew(message).catch(end.now));
    socket.on('join', (message: unknown, ack?: Ack) => {
      const answer = typeof ack === 'function' ? ack : () => undefined;
      join(message).then(answer, (error: unknown) => answer({ code: toHubError(error).code }));
    });
    socket.on('leave', (message: unknown) => {
      const asked = roomMessage.safeParse(message);
      if (asked.success) membership.leave(asked.data.room);
    });
    const unhear = standing?.onChange(look);
    socket.on('disconnect', () => unhear?.());
    end.at(who.expiresAt);
    socket.emit('hello', { cursor: from.toString(), rooms: membership.rooms() });
    void listener.catchUp();
  });
}
