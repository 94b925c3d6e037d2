// Ends a connection now. A polite close waits up to 30 seconds for a client that has stopped reading.
import type { Socket } from 'socket.io';

type Underlying = { readonly socket?: { terminate?(): void } };

/** The client sees the transport close, so it reconnects by itself and resumes from its cursor. */
export function cut({ conn }: Pick<Socket, 'conn'>): void {
  const { socket } = conn.transport as unknown as Underlying; // only a websocket transport has one
  conn.close(true);
  socket?.terminate?.();
}
