import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import type { PatientCommand, PatientEvent } from './messages.ts';
import { patientSlice } from './slice.ts';

const [a, b, c] = [1, 2, 3].map((n) => `0190a000-0000-8000-8000-00000000000${n}`) as [string, string, string];
const reason = 'one passport';
const registered: PatientEvent = { type: 'PatientRegistered', data: { fingerprint: 'a'.repeat(64), resource: { resourceType: 'Patient' } } };
const absorbed: PatientEvent = { type: 'PatientAbsorbed', data: { patientId: b, reason } };

/** Three records and the orders that are on their way between them; what is on its way may arrive in any order. */
function makeWorld() {
  const streams = new Map<string, PatientEvent[]>([a, b, c].map((id) => [id, [registered]]));
  const stateOf = (id: string) => fold(patientSlice.decider, streams.get(id)!);
  const onTheWay: { to: string; command: PatientCommand }[] = [];
  function give(to: string, command: PatientCommand): void {
    const rule = patientSlice.decider.decide[command.type] as (m: object, s: unknown) => readonly PatientEvent[] | object;
    const decided = rule({ ...command, at: '2026-01-01T00:00:00.000Z', by: as('doctor') }, stateOf(to));
    if (isRejection(decided)) return;
    for (const event of decided as PatientEvent[]) {
      streams.get(to)!.push(event);
      if (event.type === 'PatientAbsorbed') onTheWay.push({ to: event.data.patientId, command: { type: 'MergePatient', data: { into: to } } });
      if (event.type === 'MergeDeclined' || event.type === 'PatientUnmerged')
        onTheWay.push({ to: event.data.into, command: { type: 'GiveBackPatient', data: { patientId: to } } });
    }
  }
  const deliver = (n: number) => {
    const [next] = onTheWay.splice(n % onTheWay.length, 1);
    give(next!.to, next!.command);
  };
  return { give, deliver, onTheWay, stateOf };
}
const id = fc.constantFrom(a, b, c);
const step = fc.oneof(fc.record({ merge: id, into: id }), fc.record({ unmerge: id }), fc.record({ deliver: fc.nat(9) }), fc.record({ deliver: fc.nat(9) }));

spec('patient: merging', (it) => {
  it('a record takes in another once, and not while it is itself taken in', () => {
    const take = { type: 'AbsorbPatient', data: { patientId: b, reason } } as const;
    given(patientSlice, registered).when(take).then(absorbed);
    given(patientSlice, registered, absorbed).when(take).then(reject('patient.already-merged'));
    given(patientSlice, registered, { type: 'PatientMerged', data: { into: c } })
      .when(take)
      .then(reject('patient.merged', { into: c }));
    given(patientSlice).when(take).then(reject('patient.unknown'));
  });
  it('who cannot be taken in says why, and is given back', () => {
    const merge = { type: 'MergePatient', data: { into: a } } as const;
    given(patientSlice, registered)
      .when(merge)
      .then({ type: 'PatientMerged', data: { into: a } });
    given(patientSlice, registered, absorbed)
      .when(merge)
      .then({ type: 'MergeDeclined', data: { into: a, why: 'has-merged' } });
    given(patientSlice, registered, absorbed)
      .when({ type: 'GiveBackPatient', data: { patientId: b } })
      .then({ type: 'PatientGivenBack', data: { patientId: b } });
    given(patientSlice, registered)
      .when({ type: 'GiveBackPatient', data: { patientId: b } })
      .then();
  });
  it('a merge can be undone, and everything recorded stays where it was', () => {
    given(patientSlice, registered, { type: 'PatientMerged', data: { into: a } })
      .when({ type: 'UnmergePatient', data: { reason } })
      .then({ type: 'PatientUnmerged', data: { into: a, reason } });
    given(patientSlice, registered).when({ type: 'UnmergePatient', data: { reason } }).then(reject('patient.not-merged'));
  });
  it('a request to be forgotten is answered within thirty days, and asked again changes nothing', () => {
    const asked: PatientEvent = { type: 'ErasureRequested', data: { answerBy: '2026-03-03T05:06:07.000Z', reason } };
    const ask = { type: 'RequestErasure', data: { reason } } as const;
    given(patientSlice, registered).when(ask, { at: '2026-02-01T05:06:07.000Z' }).then(asked);
    given(patientSlice, registered, asked).when(ask).then();
    given(patientSlice).when(ask).then(reject('patient.unknown'));
  });
  it('whatever is merged and undone at once, in the end each record stands alone, for others, or is part of one that stands', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = makeWorld();
        for (const one of steps) {
          if ('merge' in one) world.give(one.into, { type: 'AbsorbPatient', data: { patientId: one.merge, reason } });
          else if ('unmerge' in one) world.give(one.unmerge, { type: 'UnmergePatient', data: { reason } });
          else if (world.onTheWay.length > 0) world.deliver(one.deliver);
          for (const record of [a, b, c].map(world.stateOf)) assert.ok(!record.mergedInto || record.absorbed.length === 0, 'taken in and taking in');
        }
        while (world.onTheWay.length > 0) world.deliver(0);
        for (const one of [a, b, c]) {
          const { mergedInto, absorbed: taken } = world.stateOf(one);
          if (mergedInto) assert.ok(world.stateOf(mergedInto).absorbed.includes(one), 'merged into one that does not know');
          for (const other of taken) assert.is(world.stateOf(other).mergedInto, one, 'took in one that does not know');
        }
      }),
      { numRuns: 300 },
    ));
});
