// A rule as one sentence: given these events, when this command is given, then these events follow, or this refusal.
import * as assert from 'uvu/assert';
import { fold, type Given, isRejection, type Message, type Rejection, reject } from '../../domain/kernel/decider.ts';
import { schemaOf } from '../../domain/kernel/messages.ts';
import type { Slice } from '../../domain/kernel/slice.ts';

export const doctor: Given['by'] = { id: '0190d0c0-0000-7000-8000-000000000001', kind: 'staff', role: 'doctor' };
export const as = (role: string, kind: Given['by']['kind'] = 'staff'): Given['by'] => ({ ...doctor, kind, role });
const usual: Given = { at: '2026-01-02T03:04:05.000Z', by: doctor };

/** What the slice's rules answer to a command after `events`. Command data must fit its schema, and so must every event emitted. */
export function decide<C extends Message, E extends Message, S>(slice: Slice<C, E, S>, events: readonly E[], command: C, given: Partial<Given> = {}) {
  slice.commands[command.type]!.parse(command.data);
  const handler = slice.decider.decide[command.type as C['type']] as (message: C & Given, state: S) => readonly E[] | Rejection;
  const answer = handler({ ...command, ...usual, ...given }, fold(slice.decider, events));
  if (!isRejection(answer)) for (const event of answer) schemaOf(slice.events[event.type]!).parse(event.data);
  return answer;
}

/** `given(caseSlice, …events).when(command, { by: as('nurse') }).then(…events)`, or `.then(reject('case.unknown'))`; `then()` = nothing happens. */
export const given = <C extends Message, E extends Message, S>(slice: Slice<C, E, S>, ...events: readonly E[]) => ({
  when: (command: C, by: Partial<Given> = {}) => ({
    then(...expected: readonly (E | Rejection)[]): void {
      const answer = decide(slice, events, command, by);
      const [first] = expected;
      if (!isRejection(first)) return assert.equal(answer, expected);
      assert.equal(isRejection(answer) && !first.detail ? reject(answer.rejected) : answer, first);
    },
  }),
});
