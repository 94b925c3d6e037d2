// A deadline: a command a stream is to be given when its time has come. Slices declare theirs as data made from their own events, so no
// rule needs a clock. A command that comes early, late or twice must be harmless: the rule looks at the time the command was given.
import type { Command } from './dispatch.ts';
import type { Recorded, StoredEvent } from './envelope.ts';

/** `name` is unique within its stream: setting it again moves it. `at`: ISO time. The command's data are stored in the clear, so they name nobody. */
export type Due = { readonly name: string; readonly at: string; readonly command: Command };
/** What an event does to its stream's deadlines; `end` comes first, so an event may end all and set new ones. */
export type DeadlineChange = { readonly set?: readonly Due[]; readonly end?: readonly string[] | 'all' };
export type DeadlinesOf<E extends StoredEvent> = { readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>) => DeadlineChange };
/** By event type, which is unique in the hub. */
export type Deadlines = Readonly<Record<string, (event: Recorded) => DeadlineChange>>;

/** Keeps a slice's own types where its deadlines are written while a list of them stays uniform. */
export const anyDeadlines = <E extends StoredEvent>(deadlines: DeadlinesOf<E>): Deadlines => deadlines as unknown as Deadlines;

export const END_ALL: DeadlineChange = { end: 'all' };
