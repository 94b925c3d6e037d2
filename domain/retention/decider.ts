import { type Decider, reject } from '../kernel/decider.ts';
import { isFrom, plusDays } from '../kernel/instants.ts';
import type { RetentionCommand, RetentionEvent } from './messages.ts';

type Policy = Omit<Extract<RetentionEvent, { type: 'RetentionSet' }>['data'], 'next'>;
/** `running`: the run under way. */
export type RetentionState = { readonly policy?: Policy; readonly next?: string; readonly run: number; readonly running: boolean };

export const retentionDecider: Decider<RetentionCommand, RetentionEvent, RetentionState> = {
  initial: { run: 0, running: false },
  decide: {
    SetRetention: ({ data: { medicalRecordYears, commercialRecordYears, neverTreatedYears, everyDays }, at }) => [
      { type: 'RetentionSet', data: { medicalRecordYears, commercialRecordYears, neverTreatedYears, everyDays, next: plusDays(at, everyDays) } },
    ],
    /** By a person any time, by the hub when it is due. */
    StartDestruction: ({ at, by }, { policy, next, run, running }) => {
      if (!policy || !next) return reject('retention.not-set');
      if (running) return [];
      if (by.kind === 'system' && !isFrom(at, next)) return reject('retention.not-due');
      return [{ type: 'DestructionStarted', data: { run: run + 1 } }];
    },
    FinishDestruction: ({ data: { examined, erased, ...of }, at }, { policy, run, running }) =>
      policy && running && of.run === run ? [{ type: 'DestructionFinished', data: { run, examined, erased, next: plusDays(at, policy.everyDays) } }] : [],
  },
  evolve: {
    RetentionSet: ({ data: { next, ...policy } }, state) => ({ ...state, policy, next }),
    DestructionStarted: ({ data: { run } }, state) => ({ ...state, run, running: true }),
    DestructionFinished: ({ data: { next } }, state) => ({ ...state, next, running: false }),
  },
};
