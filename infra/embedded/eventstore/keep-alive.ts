// Who no longer answers is let go, and what it had in hand goes to somebody else: nothing else ever ends a connection that is half open.
import type { Http2Session } from 'node:http2';

/** As EventStoreDB does unless configured otherwise. */
export const KEEP_ALIVE_MS = 10_000;

/** Pings the other side, and ends the session when a ping has no answer by the time of the next. */
export function keepAlive(session: Http2Session, everyMs = KEEP_ALIVE_MS): void {
  let waiting = false;
  const pinging = setInterval(() => {
    if (waiting) return session.destroy();
    waiting = true;
    session.ping(() => {
      waiting = false;
    });
  }, everyMs);
  session.once('close', () => clearInterval(pinging));
}
