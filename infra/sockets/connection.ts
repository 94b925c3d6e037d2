// One socket of one principal: its rights, its clock and its patience.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import type { Position } from '#domain/kernel/envelope.ts';
import { toHubError } from '#domain/kernel/errors.ts';
import { type Feed, toLiveEvent } from '#read-side/live/feed.ts';
import { type Hears, makeHears, type MaySeeCase } from '#read-side/live/hearing.ts';
import { type Listener, makeListener } from '#read-side/live/listener.ts';
import type { Standing } from '../auth/standing.ts';
import type { Verified } from '../auth/tokens.ts';
import { cut } from './cut.ts';

export type ConnectionDeps = {
  readonly verify: (token: string) => Promise<Verified>;
  readonly standing: Pick<Standing, 'check' | 'onChange'> | undefined;
  readonly maySeeCase: MaySeeCase;
  readonly feed: Pick<Feed, 'of'>;
  readonly delivered: (tenant: string) => Position;
  readonly present: (tenant: string) => Position;
  readonly onPush: () => void;
  readonly onDrop: (reason: string) => void;
  readonly mostBuffered: number;
  readonly mostMissed: number;
};
type Ack = (answer: { ok: true } | { code: string }) => void;

const MOST_MESSAGES = 120; // a minute, from one client
const PATIENCE_MS = 30_000;
const tokenMessage = z.object({ token: z.string().max(4096) });
const watchMessage = z.object({ caseId: z.uuid() });

/** Wires the socket up and answers its listener, not yet level. `onlyWatched`: it hears nothing but the cases it watches. */
export function connect(socket: Socket, first: Verified, from: Position, onlyWatched: boolean, deps: ConnectionDeps): Listener {
  const { tenant } = first;
  const watched = new Set<string>();
  let who = first;
  let expiry: NodeJS.Timeout | undefined;
  let messages = 0;
  const calm = setInterval(() => {
    messages = 0;
  }, 60_000);

  const hearsNow = (): Hears => {
    const hears = makeHears(who, deps.maySeeCase);
    return (row) => (!onlyWatched || (row.caseId !== null && watched.has(row.caseId))) && hears(row);
  };
  const leave = (reason: string) => {
    deps.onDrop(reason);
    cut(socket);
  };
  const buffered = () => (socket.conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;
  const listener = makeListener(
    from,
    hearsNow(),
    {
      readAfter: (after, limit) => deps.feed.of(tenant, after, limit),
      delivered: () => deps.delivered(tenant),
      send: (row) => {
        if (buffered() >= deps.mostBuffered) {
          listener.stop();
          return leave('slow');
        }
        socket.emit('event', toLiveEvent(row));
        deps.onPush();
      },
      present: () => deps.present(tenant),
      skip: (to) => void socket.emit('resync', { cursor: to.toString() }),
      drained: async () => {
        for (let waited = 0; buffered() > deps.mostBuffered / 4; waited += 20) {
          if (!socket.connected || waited > PATIENCE_MS) throw new Error('the client does not take its events');
          await sleep(20);
        }
      },
      drop: leave,
    },
    deps.mostMissed,
  );

  const signOut = () => {
    listener.stop();
    deps.onDrop('signed-out');
    socket.emit('signed-out');
    socket.disconnect();
  };
  const hold = (next: Verified) => {
    who = next;
    clearTimeout(expiry);
    expiry = setTimeout(signOut, Math.max(0, next.expiresAt - Date.now()));
    listener.become(hearsNow());
  };
  const renew = async (message: unknown) => {
    const next = await deps.verify(tokenMessage.parse(message).token);
    if (next.tenant !== tenant || next.memberId !== who.memberId) return signOut();
    hold(next);
  };
  const watch = async (message: unknown, ack?: Ack) => {
    const parsed = watchMessage.safeParse(message);
    if (!parsed.success || watched.size >= 200) return ack?.({ code: 'live.watch' });
    const { caseId } = parsed.data;
    const may = who.rights.cases === 'all' || (who.rights.cases !== 'none' && (await deps.maySeeCase(who, caseId)));
    if (may) watched.add(caseId);
    ack?.(may ? { ok: true } : { code: 'case.not-found' });
  };

  const look = () => {
    try {
      deps.standing?.check(who);
    } catch {
      signOut();
    }
  };
  hold(first);
  const unhear = deps.standing?.onChange(look);
  socket.use((_packet, next) => {
    messages += 1;
    if (messages > MOST_MESSAGES) leave('flood');
    else next();
  });
  socket.on('token', (message: unknown) => void renew(message).catch(signOut));
  socket.on('watch', (message: unknown, ack?: Ack) => {
    const answer = typeof ack === 'function' ? ack : undefined;
    void watch(message, answer).catch((error: unknown) => answer?.({ code: toHubError(error).code }));
  });
  socket.on('unwatch', (message: unknown) => void watched.delete(watchMessage.safeParse(message).data?.caseId ?? ''));
  socket.on('disconnect', () => {
    listener.stop();
    unhear?.();
    clearTimeout(expiry);
    clearInterval(calm);
  });
  return listener;
}
