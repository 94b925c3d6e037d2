// Follows one stream of the log from a revision on: each event once and in order. It looks whenever it is told that there may be something.
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';

export type Follower = { look(): void; stop(): void };

/** `onTrouble` is called once, when the stream cannot be read. */
export function makeFollower(store: StreamReader, stream: StreamId, from: number, take: (event: Recorded) => void, onTrouble: () => void): Follower {
  let next = from;
  let wanted = false;
  let running: Promise<void> | undefined;
  let stopped = false;

  async function read(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false;
      for await (const event of store.read(stream, { from: next })) {
        if (stopped) return;
        next = event.revision + 1;
        take(event);
      }
    }
  }
  function look(): void {
    wanted = true;
    running ??= read()
      .catch(() => {
        wanted = false;
        if (!stopped) onTrouble();
      })
      .finally(() => {
        running = undefined;
        if (wanted && !stopped) look(); // asked for while the last read was ending
      });
  }
  return {
    look,
    stop: () => {
      stopped = true;
    },
  };
}
