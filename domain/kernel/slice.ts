// A slice: one kind of stream, its messages and its rules, under one name in every layer.
import type { Decider, Message } from './decider.ts';
import type { CommandSpecs, EventSpecs } from './messages.ts';

/** Turns an event written under an older `schema` version into today's shape; the only place that knows old shapes. */
export type Upcast = (event: { type: string; data: object }, schema: number) => { type: string; data: object };

export type Slice<C extends Message = Message, E extends Message = Message, S = unknown> = {
  readonly name: string;
  /** Written into each event's metadata; raise it when a shape changes, and teach `upcast` the old one. */
  readonly schema: number;
  readonly commands: CommandSpecs;
  readonly events: EventSpecs;
  readonly decider: Decider<C, E, S>;
  /** Whose key seals the event: the id of a patient or member. Undefined when the event has no sealed field. */
  readonly subject: (streamId: string, event: E, state: S) => string | undefined;
  /** For events about several people: the sealed fields that are about somebody else, and whom. Each is sealed under that person's own key. */
  readonly others?: (streamId: string, event: E, state: S) => Readonly<Record<string, string>>;
  readonly upcast?: Upcast;
  /** The sealed fields `evolve` reads; the others stay `Sealed` when a stream is loaded, so that rules see no more of a person than they need. Absent: all are opened. */
  readonly opens?: readonly string[];
};
/** Keeps a slice's own types where it is written while a list of slices stays uniform. */
export const anySlice = <C extends Message, E extends Message, S>(slice: Slice<C, E, S>): Slice => slice as unknown as Slice;
