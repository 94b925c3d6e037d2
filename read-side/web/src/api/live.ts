// The live feed: one socket per tenant, resumed from the last position seen. Events only say what changed; views are fetched again.
import type { QueryClient } from '@tanstack/react-query';
import { io, type Socket } from 'socket.io-client';
import { affected, type QueryKey } from './affected.ts';
import type { Session } from './session.ts';
import type { LiveEvent } from './types.ts';

export type LiveState = 'connecting' | 'live' | 'offline';
export type Live = ReturnType<typeof makeLive>;
const FIRST_MS = 20; // an append is often several events
const PACE_MS = 250; // an import is thousands of events; each query is then fetched again at this pace

export function makeLive({ session, queries }: { session: Session; queries: QueryClient }) {
  let state: LiveState = 'connecting';
  let cursor: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const due = new Map<string, QueryKey>();
  const listeners = new Set<() => void>();
  const heard = new Set<(event: LiveEvent) => void>();

  const become = (next: LiveState) => {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener();
  };
  let flushed = 0;
  const flush = () => {
    timer = undefined;
    flushed = Date.now();
    for (const queryKey of due.values()) void queries.invalidateQueries({ queryKey });
    due.clear();
  };
  const onEvent = (event: LiveEvent) => {
    cursor = event.position;
    for (const key of affected(event)) due.set(JSON.stringify(key), key);
    timer ??= setTimeout(flush, Math.max(FIRST_MS, flushed + PACE_MS - Date.now()));
    for (const hear of heard) hear(event);
  };

  const socket: Socket = io('/live', {
    transports: ['websocket', 'polling'],
    reconnectionDelayMax: 5000,
    autoConnect: false,
    auth: (give) =>
      void session.token().then(
        (token) => give({ token, ...(cursor && { cursor }) }),
        () => give({}),
      ),
  });
  const again = () => socket.disconnect().connect();
  socket.on('hello', (hello: { cursor: string }) => {
    cursor ??= hello.cursor;
    become('live');
  });
  socket.on('event', onEvent);
  socket.on('resync', (at: { cursor: string }) => {
    cursor = at.cursor;
    void queries.invalidateQueries();
  });
  socket.on('signed-out', () => void session.refresh().then(again, () => become('offline')));
  socket.on('disconnect', () => become('offline'));
  socket.on('connect_error', () => {
    become('offline');
    if (!socket.active) setTimeout(() => void session.refresh().then(again, () => undefined), 3000); // refused by the hub, not by the network
  });

  return {
    get: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    hear: (listener: (event: LiveEvent) => void) => {
      heard.add(listener);
      return () => void heard.delete(listener);
    },
    open: () => {
      cursor = undefined;
      become('connecting');
      again();
    },
    close: () => {
      clearTimeout(timer);
      timer = undefined;
      socket.disconnect();
    },
  };
}
