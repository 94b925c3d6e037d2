// What waits behind the parked events of one view: their rows, and their streams.
import { type Recorded, streamName } from '#domain/kernel/envelope.ts';
import { keyOf } from './hot-rows.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { OnParked } from './projection.ts';

export type Held = {
  hold(event: Recorded, keys: readonly string[]): void;
  holds(event: Recorded, keys: readonly string[]): boolean;
  /** The same, to be thrown away. */
  copy(): Held;
};

const ofStream = (name: string) => `stream ${name}`; // a row's key has a slash and no space
/** What a parked event holds: its rows as `tenant/key`, and its stream unless the view goes on. */
const heldBy = ({ tenant, key, stream }: ParkedRow, rule: OnParked): string[] => [
  ...(rule === 'wait' ? [ofStream(`${tenant}.${stream}`)] : []),
  ...key
    .split(' ')
    .filter(Boolean)
    .map((id) => keyOf({ tenant, id })),
];

export const makeHeld = (rule: OnParked = 'wait', parked: readonly ParkedRow[] = []): Held =>
  heldFrom(rule, new Set(parked.flatMap((row) => heldBy(row, rule))));

const heldFrom = (rule: OnParked, held: Set<string>): Held => ({
  hold: (event, keys) => {
    if (rule === 'wait') held.add(ofStream(streamName(event.stream)));
    for (const key of keys) held.add(key);
  },
  holds: (event, keys) => held.size > 0 && (held.has(ofStream(streamName(event.stream))) || keys.some((key) => held.has(key))),
  copy: () => heldFrom(rule, new Set(held)),
});

/** `first`, and everything that waits behind it, directly or behind what does. In the order of the log. */
export function behind(first: ParkedRow, parked: readonly ParkedRow[], rule: OnParked = 'wait'): readonly ParkedRow[] {
  const held = new Set(heldBy(first, rule));
  const found = [first];
  for (const row of parked.toSorted((a, b) => (a.position < b.position ? -1 : 1))) {
    if (row.position <= first.position || row.view !== first.view || !heldBy(row, rule).some((what) => held.has(what))) continue;
    found.push(row);
    for (const what of heldBy(row, rule)) held.add(what);
  }
  return found;
}
