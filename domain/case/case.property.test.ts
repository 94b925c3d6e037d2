import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, decide } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, type Given, isRejection } from '../kernel/decider.ts';
import { ROLES } from '../kernel/roles.ts';
import { type CaseCommand, type CaseEvent, DECISIONS } from './messages.ts';
import { caseSlice } from './slice.ts';
import { nextStage, STAGE_RULES, STAGES, skipped } from './stages.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const recommendationId = fc.constantFrom(id(1), id(2), id(3));
const to = fc.constantFrom(...STAGES);
const reason = fc.constant('because');
const evaluation = fc.option(fc.record({ decision: fc.constantFrom(...DECISIONS) }), { nil: undefined });
const withReason = fc.constantFrom('HoldCase', 'ResumeCase', 'CancelCase', 'CloseCase', 'ReopenCase').map((type) => ({ type, data: { reason: 'because' } }));
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('AdvanceCase'), data: fc.record({ to, evaluation }) }) },
  fc.record({ type: fc.constant('SkipCaseStage'), data: fc.record({ to, reason }) }),
  fc.record({ type: fc.constant('DeclineCase'), data: fc.record({ reason, evaluation }) }),
  withReason,
  fc.record({ type: fc.constant('FlagCase'), data: fc.record({ recommendationId, level: fc.constantFrom('amber', 'red') }) }),
  fc.record({ type: fc.constant('ClearCaseFlag'), data: fc.record({ recommendationId }) }),
) as fc.Arbitrary<CaseCommand>;
const by = fc.oneof(
  { weight: 5, arbitrary: fc.constant(as('doctor')) },
  fc.constantFrom(...ROLES).map((role) => as(role)),
  fc.constant(as('doctor', 'agent')),
);
// Mostly legal steps, so that walks get far, with any other command thrown in between.
const forward = fc.constantFrom<CaseCommand>(
  ...STAGES.map((stage): CaseCommand => ({ type: 'AdvanceCase', data: { to: stage, ...(stage === 'offer' && { evaluation: { decision: 'eligible' } }) } })),
);
const walk = fc.array(fc.tuple(fc.oneof(forward, command), by), { maxLength: 120 });

const opened: CaseEvent = { type: 'CaseOpened', data: { patientId: id(9), procedure: { code: '1', text: 'x' } } };
type Step = { before: CaseEvent[]; command: CaseCommand; by: Given['by']; emitted: readonly CaseEvent[] };
function run(steps: [CaseCommand, Given['by']][]): Step[] {
  const log: CaseEvent[] = [opened];
  return steps.map(([command, by]) => {
    const before = [...log];
    const answer = decide(caseSlice, before, command, { by });
    const emitted = isRejection(answer) ? [] : answer;
    log.push(...emitted);
    return { before, command, by, emitted };
  });
}
const state = (events: readonly CaseEvent[]) => fold(caseSlice.decider, events);
const everyStep = (check: (step: Step) => void) =>
  fc.assert(
    fc.property(walk, (steps) => run(steps).forEach(check)),
    { numRuns: 150 },
  );

spec('case: whatever anybody commands', (it) => {
  it('a stage is entered only along the table', () =>
    everyStep(({ emitted }) => {
      for (const e of emitted) if (e.type === 'CaseStageEntered') assert.is(e.data.to, nextStage(e.data.from));
    }));
  it('a skip has a reason and a person whose role the table names for each stage passed', () =>
    everyStep(({ emitted, by }) => {
      for (const e of emitted)
        if (e.type === 'CaseStageSkipped') {
          assert.ok(e.data.reason.length > 0);
          assert.is(by.kind, 'staff');
          for (const stage of skipped(e.data.from, e.data.to)!) assert.ok((STAGE_RULES[stage].skip as readonly string[]).includes(by.role));
        }
    }));
  it('no case gets to an offer without a positive evaluation by a doctor and with an open flag', () =>
    everyStep(({ before, emitted, by }) => {
      for (const e of emitted) {
        if (e.type === 'CaseStageSkipped') assert.is.not(e.data.to, 'offer');
        if (e.type !== 'CaseStageEntered' || e.data.to !== 'offer') continue;
        assert.is(`${by.kind} ${by.role}`, 'staff doctor');
        assert.ok(['eligible', 'conditional'].includes(e.data.evaluation?.decision ?? ''));
        const { flags } = state(before) as { flags: Record<string, string> };
        assert.ok(Object.values(flags).every((level) => level === 'cleared'));
      }
    }));
  it('only an active case moves', () =>
    everyStep(({ before, emitted }) => {
      if (emitted.some((e) => e.type.startsWith('CaseStage') || e.type === 'CaseClosed')) assert.is(state(before).status, 'active');
    }));
  it('a command decides the same again on the same events, and folding never changes what was folded', () =>
    everyStep(({ before, command, by }) => {
      const frozen = JSON.stringify(before);
      assert.equal(decide(caseSlice, before, command, { by }), decide(caseSlice, before, command, { by }));
      assert.is(JSON.stringify(before), frozen);
    }));
  it('replaying the events in any two parts gives the same state', () =>
    fc.assert(
      fc.property(walk, fc.nat(), (steps, cut) => {
        const all = [opened, ...run(steps).flatMap(({ emitted }) => emitted)];
        const at = cut % all.length;
        assert.equal(fold(caseSlice.decider, all.slice(at), state(all.slice(0, at))), state(all));
      }),
      { numRuns: 100 },
    ));
});
