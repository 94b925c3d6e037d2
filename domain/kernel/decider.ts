// A decider is a slice's whole rule book: pure functions of a command and a state folded from events.
import type { Actor } from './envelope.ts';

export type Message = { readonly type: string; readonly data: unknown };
/** What a rule may know besides the command's own data: when it was given, and by whom. */
export type Given = { readonly at: string; readonly by: Actor };

/** An expected "no": a stable code such as `case.already-open`, and values that help to word it. */
export type Rejection = { readonly rejected: string; readonly detail?: Readonly<Record<string, string | number | readonly string[]>> };
export const reject = (code: string, detail?: Rejection['detail']): Rejection => (detail ? { rejected: code, detail } : { rejected: code });
export const isRejection = (value: unknown): value is Rejection => typeof value === 'object' && value !== null && 'rejected' in value;

/** One handler for each message type; a missing one is a compile error. */
export type Handlers<M extends Message, A extends unknown[], R, X = unknown> = { [T in M['type']]: (message: Extract<M, { type: T }> & X, ...rest: A) => R };

export type Decider<C extends Message, E extends Message, S> = {
  readonly initial: S;
  readonly decide: Handlers<C, [S], readonly E[] | Rejection, Given>;
  readonly evolve: Handlers<E, [S], S>;
};

/** The state after `events`, starting from `state`. Unknown event types are a defect and throw. */
export function fold<C extends Message, E extends Message, S>(decider: Decider<C, E, S>, events: readonly E[], state: S = decider.initial): S {
  return events.reduce((s, event) => {
    const evolve = decider.evolve[event.type as E['type']] as ((e: E, s: S) => S) | undefined;
    if (!evolve) throw new Error(`no evolve for ${event.type}`);
    return evolve(event, s);
  }, state);
}
