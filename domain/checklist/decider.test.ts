import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import { CONCERNS, type ChecklistCommand, type ChecklistEvent, ITEMS, type Item } from './messages.ts';
import { checklistSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const started: ChecklistEvent = { type: 'ChecklistStarted', data: { patientId: id(1), items: [...ITEMS] } };
const tick = (item: Item, goodUntil?: string): ChecklistEvent => ({ type: 'ChecklistItemTicked', data: { item, ...(goodUntil && { goodUntil }) } });
const labs = '2026-02-01';
const ready = [started, ...ITEMS.map((item) => tick(item, item === 'labs' ? labs : undefined))];
const evidence = {
  consent: { consentId: id(2), language: 'de', sameProcedure: true },
  policy: { policyId: id(3), from: '2026-01-01', to: '2026-03-01' },
  openRed: [] as string[],
};
const clear = (more: object = {}) => ({ type: 'ClearForProcedure', data: { ...evidence, ...more } }) as const;
const cleared: ChecklistEvent = { type: 'ClearedForProcedure', data: { consentId: id(2), policyId: id(3) } };
const raise = (kind: (typeof CONCERNS)[number], concern: string) => ({ type: 'RaiseConcern', data: { concern, kind } }) as const;
const raised = (kind: (typeof CONCERNS)[number], concern: string): ChecklistEvent => ({ type: 'ConcernRaised', data: { concern, kind } });
const revoked = (because: (typeof CONCERNS)[number]): ChecklistEvent => ({ type: 'ClearanceRevoked', data: { because } });

spec('checklist: clearance', (it) => {
  it('with every item ticked, consent, policy and no open finding a doctor clears for the procedure', () => {
    given(checklistSlice, ...ready)
      .when(clear())
      .then(cleared);
    given(checklistSlice, ...ready)
      .when(clear(), { by: as('anaesthetist') })
      .then(cleared);
    given(checklistSlice, ...ready, cleared)
      .when(clear())
      .then();
  });
  it('nobody else clears, and no program', () => {
    for (const by of [as('nurse'), as('doctor', 'agent'), as('doctor', 'system')])
      given(checklistSlice, ...ready)
        .when(clear(), { by })
        .then(reject('checklist.role-may-not'));
  });
  it('an open item stops it', () =>
    given(checklistSlice, ...ready.slice(0, -1))
      .when(clear())
      .then(reject('checklist.items-open', { items: ['allergies'] })));
  it('laboratory results count to their last day', () => {
    given(checklistSlice, ...ready)
      .when(clear(), { at: '2026-02-01T20:00:00.000Z' })
      .then(cleared);
    given(checklistSlice, ...ready)
      .when(clear(), { at: '2026-02-02T00:00:00.000Z' })
      .then(reject('checklist.items-out-of-date', { items: ['labs'] }));
    given(checklistSlice, started)
      .when({ type: 'TickItem', data: { item: 'labs' } })
      .then(reject('checklist.date-missing'));
  });
  it('it needs consent to this procedure', () => {
    given(checklistSlice, ...ready)
      .when(clear({ consent: undefined }))
      .then(reject('checklist.consent-missing'));
    given(checklistSlice, ...ready)
      .when(clear({ consent: { ...evidence.consent, sameProcedure: false } }))
      .then(reject('checklist.consent-other-procedure'));
  });
  it('it needs a complication policy that covers the day', () => {
    for (const policy of [undefined, { ...evidence.policy, to: '2026-01-01' }, { ...evidence.policy, from: '2026-01-03' }])
      given(checklistSlice, ...ready)
        .when(clear({ policy }))
        .then(reject('checklist.policy-missing'));
  });
  it('an open red finding stops it until a doctor has answered', () => {
    given(checklistSlice, ...ready)
      .when(clear({ openRed: [id(5)] }))
      .then(reject('checklist.findings-open', { findings: [id(5)] }));
    given(checklistSlice, ...ready, raised('red-flag', id(5)))
      .when(clear())
      .then(reject('checklist.findings-open'));
    given(checklistSlice, ...ready, raised('red-flag', id(5)), { type: 'ConcernSettled', data: { concern: id(5), kind: 'red-flag' } })
      .when(clear())
      .then(cleared);
  });
});

spec('checklist: what ends a clearance', (it) => {
  it('a withdrawn consent, a cancelled policy, a red finding, a complication', () => {
    given(checklistSlice, ...ready, cleared)
      .when(raise('consent', id(2)))
      .then(raised('consent', id(2)), revoked('consent'));
    given(checklistSlice, ...ready, cleared)
      .when(raise('policy', id(3)))
      .then(raised('policy', id(3)), revoked('policy'));
    given(checklistSlice, ...ready, cleared)
      .when(raise('red-flag', id(6)))
      .then(raised('red-flag', id(6)), revoked('red-flag'));
    given(checklistSlice, ...ready, cleared)
      .when(raise('complication', id(6)))
      .then(raised('complication', id(6)), revoked('complication'));
  });
  it('a changed intake, which also asks for a new anaesthesia review', () =>
    given(checklistSlice, ...ready, cleared)
      .when(raise('intake', id(7)))
      .then(raised('intake', id(7)), { type: 'ChecklistItemUnticked', data: { item: 'anaesthesia-review' } }, revoked('intake')));
  it('an item that is unticked', () =>
    given(checklistSlice, ...ready, cleared)
      .when({ type: 'UntickItem', data: { item: 'fasting', reason: 'ate' } })
      .then({ type: 'ChecklistItemUnticked', data: { item: 'fasting', reason: 'ate' } }, { type: 'ClearanceRevoked', data: { reason: 'ate' } }));
  it('another consent than the one it rests on leaves it alone', () =>
    given(checklistSlice, ...ready, cleared)
      .when(raise('consent', id(8)))
      .then(raised('consent', id(8))));
  it('a consent that ended before the clearance came is never relied on', () =>
    given(checklistSlice, ...ready, raised('consent', id(2)))
      .when(clear())
      .then(reject('checklist.consent-missing')));
  it('hearing of the same concern twice changes nothing', () =>
    given(checklistSlice, ...ready, raised('red-flag', id(5)))
      .when(raise('red-flag', id(5)))
      .then());
  it('an answer that arrives before its finding wins', () =>
    given(checklistSlice, ...ready, { type: 'ConcernSettled', data: { concern: id(5), kind: 'red-flag' } })
      .when(raise('red-flag', id(5)))
      .then());
});

const concern = fc.constantFrom(id(2), id(3), id(5), id(6));
const kind = fc.constantFrom(...CONCERNS);
const item = fc.constantFrom(...ITEMS);
const command = fc.oneof(
  item.map((one) => ({ type: 'TickItem', data: { item: one, ...(one === 'labs' && { goodUntil: labs }) } })),
  item.map((one) => ({ type: 'UntickItem', data: { item: one, reason: 'x' } })),
  fc.tuple(kind, concern).map(([k, c]) => raise(k, c)),
  fc.tuple(kind, concern).map(([k, c]) => ({ type: 'SettleConcern', data: { concern: c, kind: k } })),
  { weight: 3, arbitrary: fc.constantFrom({}, { consent: undefined }, { policy: undefined }, { openRed: [id(6)] }).map(clear) },
) as fc.Arbitrary<ChecklistCommand>;

spec('checklist: whatever is commanded', (it) => {
  it('a clearance never stands with an open item, an ended consent or policy, or an open finding', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const log: ChecklistEvent[] = [...ready];
        for (const one of commands) {
          const answer = decide(checklistSlice, log, one);
          if (!isRejection(answer)) log.push(...answer);
          const state = fold(checklistSlice.decider, log);
          if (state.status !== 'cleared') continue;
          assert.ok(ITEMS.every((i) => state.items[i] !== undefined));
          assert.ok(Object.values(state.concerns).every((c) => c === 'settled'));
          const ended = log.flatMap((e) =>
            e.type === 'ConcernRaised' && (e.data.kind === 'consent' || e.data.kind === 'policy') ? [`${e.data.kind} ${e.data.concern}`] : [],
          );
          assert.not.ok(ended.includes(`consent ${state.clearance!.consentId}`) || ended.includes(`policy ${state.clearance!.policyId}`));
        }
      }),
      { numRuns: 150 },
    ));
});
