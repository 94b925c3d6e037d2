// A process: work that goes over several steps, streams or days until it ends, as data. Each of its events stands in the stream it belongs to,
// so what is running, and since when it should have gone on, follows from the log.
import type { Recorded } from './envelope.ts';
import { plusMinutes } from './instants.ts';

export type ProcessEnd = 'completed' | 'compensated';
/** By when (ISO) the next step has to have come; undefined: there is nothing to wait for. */
export type Within = (event: Recorded) => string | undefined;
export type Process = {
  readonly name: string;
  /** Events after which it runs. The first of them begins it, also anew after its end. */
  readonly steps: Readonly<Record<string, Within>>;
  /** What is done, and what was undone or went to somebody else. They end what runs and are nothing by themselves. */
  readonly ends: Readonly<Record<string, ProcessEnd>>;
  /** What tells one from another: by default the stream's id, so the slices of a process share it. */
  readonly of?: (event: Recorded) => string;
};

const GRACE_MINUTES = 5;
/** The hub does it by itself: minutes are enough. */
export const minutes =
  (most: number): Within =>
  ({ meta }) =>
    plusMinutes(meta.occurredAt, most);
export const days = (most: number): Within => minutes(most * 1440);
/** Until the time a field of the event names, and a little. */
export const until =
  (field: string): Within =>
  (event) => {
    const at = textIn(event, field);
    return at === undefined ? undefined : plusMinutes(at, GRACE_MINUTES);
  };
/** Several at once on one stream, told apart by a field. */
export const each =
  (field: string) =>
  (event: Recorded): string =>
    `${event.stream.id} ${textIn(event, field) ?? ''}`;
export const textIn = ({ data }: Recorded, field: string): string | undefined => {
  const value = (data as Record<string, unknown>)[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};
