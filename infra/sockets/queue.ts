// How much waits for one client: what Socket.IO has not given to the transport yet, and what the transport could not give to the network.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'socket.io';

export type Queue = {
  bytes(): number;
  /** Resolves when at most `bytes` wait; rejects when the client is gone or has not come there within `patienceMs`. */
  drained(bytes: number, patienceMs: number): Promise<void>;
};
type Underlying = { readonly socket?: { readonly bufferedAmount?: number } }; // only a websocket transport has one
const LOOK_MS = 50;

export function makeQueue({ conn }: Pick<Socket, 'conn'>): Queue {
  let waiting = 0;
  conn.on('packetCreate', ({ data }: { data?: unknown }) => {
    if (typeof data === 'string') waiting += data.length;
  });
  conn.on('flush', () => {
    waiting = 0;
  });
  const bytes = () => waiting + ((conn.transport as unknown as Underlying).socket?.bufferedAmount ?? 0);
  return {
    bytes,
    drained: async (most, patienceMs) => {
      for (const end = performance.now() + patienceMs; bytes() > most; await sleep(LOOK_MS))
        if (conn.readyState !== 'open' || performance.now() > end) throw new Error('the client does not take its events');
    },
  };
}
