// One command on its way, and what its slice's rules make of it on a given stream.
import { type Given, isRejection, type Message, type Rejection } from '#domain/kernel/decider.ts';
import type { Cause } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Contract } from './contract.ts';
import type { CommandMark } from './ids.ts';
import type { Emitted } from './prepare.ts';
import type { StreamState } from './stream-state.ts';

/** `at`: ISO time of the command. `mark`: what the ids of its events share. */
export type Order = {
  readonly contract: Contract;
  readonly target: StreamId;
  readonly command: Message;
  readonly cause: Cause;
  readonly at: string;
  readonly mark: CommandMark;
};
export type Decision =
  | { readonly is: 'append'; readonly events: readonly Message[] }
  | { readonly is: 'nothing' }
  | { readonly is: 'refused'; readonly rejection: Rejection }
  /** The stream already holds the command's events, from revision `first` on. */
  | { readonly is: 'repeat'; readonly first: number }
  | { readonly is: 'outdated'; readonly error: HubError };

export function decideOn({ contract, command, cause, at, mark }: Order, known: StreamState): Decision {
  const first = known.commands.get(mark);
  if (first !== undefined) return { is: 'repeat', first };
  if (cause.ifRevision !== undefined && cause.ifRevision !== known.revision) return { is: 'outdated', error: changed(known.revision) };
  const given: Message & Given = { ...command, at, by: cause.actor };
  const decided = contract.slice.decider.decide[command.type]!(given, known.state);
  if (isRejection(decided)) return { is: 'refused', rejection: decided };
  return decided.length > 0 ? { is: 'append', events: decided } : { is: 'nothing' };
}

const changed = (current: number | 'none') =>
  new HubError('conflict', 'stream.conflict', 'Somebody changed this in the meantime; look at it again.', { detail: { current } });

/** The state after the decided events, and each event with the person it is about, judged on the state before it. */
export function evolveWith({ contract: { slice }, target }: Order, before: unknown, decided: readonly Message[]): { emitted: Emitted; state: unknown } {
  let state = before;
  const emitted = decided.map((event) => {
    const [subject, others] = [slice.subject(target.id, event, state), slice.others?.(target.id, event, state)];
    state = slice.decider.evolve[event.type]!(event, state);
    return { event, subject, others };
  });
  return { emitted, state };
}
