import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom, plusMinutes } from '../kernel/instants.ts';
import type { ComplicationCommand, ComplicationEvent } from './messages.ts';

/** How long an insurer may stay untold before somebody has to look. */
export const NOTICE_MINUTES = 60;
type About = { readonly caseId: string; readonly patientId: string };
type Known = About & {
  readonly status: 'open' | 'resolved';
  readonly graded: boolean;
  readonly insurer: 'untold' | 'late' | 'told';
  readonly reportedAt: string;
};
export type ComplicationState = { readonly status: 'unknown' } | Known;
type Decided = ComplicationEvent[] | Rejection;

const ifKnown = (state: ComplicationState, decide: (known: Known, about: About) => Decided): Decided =>
  state.status === 'unknown' ? reject('complication.unknown') : decide(state, { caseId: state.caseId, patientId: state.patientId });
const set = (state: ComplicationState, change: Partial<Known>): ComplicationState => (state.status === 'unknown' ? state : { ...state, ...change });

export const complicationDecider: Decider<ComplicationCommand, ComplicationEvent, ComplicationState> = {
  initial: { status: 'unknown' },
  decide: {
    ReportComplication: ({ data: { caseId, patientId, onset, description }, at }, { status }) => {
      if (status !== 'unknown') return reject('complication.already-reported');
      if (Date.parse(onset) > Date.parse(at)) return reject('complication.in-future');
      return [{ type: 'ComplicationReported', data: { caseId, patientId, onset, description, reportedAt: at } }];
    },
    GradeComplication: ({ data: { grade }, by }, state) =>
      ifKnown(state, (_, about) =>
        by.kind === 'staff' && by.role === 'doctor' ? [{ type: 'ComplicationGraded', data: { ...about, grade } }] : reject('complication.doctor-grades'),
      ),
    ResolveComplication: ({ data: { outcome } }, state) =>
      ifKnown(state, ({ status, graded }, about) => {
        if (status === 'resolved') return [];
        return graded ? [{ type: 'ComplicationResolved', data: { ...about, outcome } }] : reject('complication.not-graded');
      }),
    RecordInsurerNotice: ({ data: { policyId } }, state) =>
      ifKnown(state, ({ insurer }, about) => (insurer === 'told' ? [] : [{ type: 'InsurerNotified', data: { ...about, policyId } }])),
    WarnOfInsurerNotice: ({ at }, state) =>
      ifKnown(state, ({ insurer, reportedAt }, about) => {
        if (insurer !== 'untold') return [];
        return isFrom(at, plusMinutes(reportedAt, NOTICE_MINUTES)) ? [{ type: 'InsurerNoticeOverdue', data: about }] : reject('complication.not-due');
      }),
  },
  evolve: {
    ComplicationReported: ({ data: { caseId, patientId, reportedAt } }) => ({
      status: 'open',
      caseId,
      patientId,
      reportedAt,
      graded: false,
      insurer: 'untold',
    }),
    ComplicationGraded: (_, state) => set(state, { graded: true }),
    ComplicationResolved: (_, state) => set(state, { status: 'resolved' }),
    InsurerNotified: (_, state) => set(state, { insurer: 'told' }),
    InsurerNoticeOverdue: (_, state) => set(state, { insurer: 'late' }),
  },
};
