import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import type { Role } from '../kernel/roles.ts';
import type { Level, RecommendationCommand, RecommendationEvent } from './messages.ts';

type About = { readonly caseId: string; readonly patientId: string; readonly level: Level };
export type RecommendationStatus = 'open' | 'accepted' | 'edited' | 'rejected' | 'expired';
export type RecommendationState = { readonly status: 'unknown' } | { readonly status: RecommendationStatus; readonly about: About };

const PHYSICIANS: readonly Role[] = ['doctor', 'anaesthetist'];
const CLINICIANS: readonly Role[] = [...PHYSICIANS, 'nurse'];
/** Who may answer a finding of each level. Always a person: an agent never closes what a rule opened. */
export const DECIDERS: Readonly<Record<Level, readonly Role[]>> = {
  info: CLINICIANS,
  'insufficient-data': CLINICIANS,
  amber: PHYSICIANS,
  red: PHYSICIANS,
  emergency: PHYSICIANS,
};
const mayDecide = (level: Level, { by }: Given) => by.kind === 'staff' && (DECIDERS[level] as readonly string[]).includes(by.role);

function ifOpen(state: RecommendationState, decide: (about: About) => RecommendationEvent[] | Rejection): RecommendationEvent[] | Rejection {
  if (state.status === 'unknown') return reject('recommendation.unknown');
  return state.status === 'open' ? decide(state.about) : reject('recommendation.already-decided', { status: state.status });
}
const decision = (state: RecommendationState, given: Given, event: (about: About) => RecommendationEvent) =>
  ifOpen(state, (about) => (mayDecide(about.level, given) ? [event(about)] : reject('recommendation.role-may-not', { roles: DECIDERS[about.level] })));
const decided = (state: RecommendationState, status: RecommendationStatus): RecommendationState => (state.status === 'unknown' ? state : { ...state, status });

export const recommendation: Decider<RecommendationCommand, RecommendationEvent, RecommendationState> = {
  initial: { status: 'unknown' },
  decide: {
    // The id derives from rule, version and input: finding the same again is no news, whatever was decided.
    IssueRecommendation: ({ data: d }, { status }) => {
      if (status !== 'unknown') return [];
      const about = { caseId: d.caseId, patientId: d.patientId, level: d.level };
      const rule = { rule: d.rule, version: d.version, title: d.title, actions: d.actions, evidence: d.evidence };
      const input = { missing: d.missing, inputEventIds: d.inputEventIds, basis: d.basis };
      const words = { text: d.text, items: d.items, wording: d.wording, ...(d.model && { model: d.model }) };
      return [{ type: 'RecommendationIssued', data: { ...about, ...rule, ...input, ...words } }];
    },
    AcceptRecommendation: ({ data: { note }, ...given }, state) =>
      decision(state, given, (about) => ({ type: 'RecommendationAccepted', data: { ...about, ...(note && { note }) } })),
    EditRecommendation: ({ data: { text, reason }, ...given }, state) =>
      decision(state, given, (about) => ({ type: 'RecommendationEdited', data: { ...about, text, reason } })),
    RejectRecommendation: ({ data: { reason }, ...given }, state) =>
      decision(state, given, (about) => ({ type: 'RecommendationRejected', data: { ...about, reason } })),
    ExpireRecommendation: ({ data: { reason } }, state) => ifOpen(state, (about) => [{ type: 'RecommendationExpired', data: { ...about, reason } }]),
  },
  evolve: {
    RecommendationIssued: ({ data: { caseId, patientId, level } }) => ({ status: 'open', about: { caseId, patientId, level } }),
    RecommendationAccepted: (_, state) => decided(state, 'accepted'),
    RecommendationEdited: (_, state) => decided(state, 'edited'),
    RecommendationRejected: (_, state) => decided(state, 'rejected'),
    RecommendationExpired: (_, state) => decided(state, 'expired'),
  },
};
