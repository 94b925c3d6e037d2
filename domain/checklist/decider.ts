import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { clearanceRefused, type Known } from './clearance.ts';
import type { ChecklistCommand, ChecklistEvent } from './messages.ts';

export type ChecklistState = { readonly status: 'unknown' } | Known;
type Decided = ChecklistEvent[] | Rejection;
type Concern = Extract<ChecklistCommand, { type: 'RaiseConcern' }>['data'];

const ifKnown = (state: ChecklistState, decide: (known: Known) => Decided): Decided =>
  state.status === 'unknown' ? reject('checklist.unknown') : decide(state);
const set = (state: ChecklistState, change: (known: Known) => Partial<Known>): ChecklistState =>
  state.status === 'unknown' ? state : { ...state, ...change(state) };
const revoked = ({ status }: Known, because?: Concern['kind'], reason?: string): ChecklistEvent[] =>
  status === 'cleared' ? [{ type: 'ClearanceRevoked', data: { ...(because && { because }), ...(reason && { reason }) } }] : [];

/** A clearance ends when what it rests on ends, or when something speaks against it. */
function endsBy({ clearance }: Known, { concern, kind }: Concern): boolean {
  if (kind === 'consent') return clearance?.consentId === concern;
  return kind === 'policy' ? clearance?.policyId === concern : true;
}

function raise(known: Known, { concern, kind }: Concern): ChecklistEvent[] {
  if (known.concerns[concern]) return [];
  const again: ChecklistEvent[] =
    kind === 'intake' && known.items['anaesthesia-review'] !== undefined ? [{ type: 'ChecklistItemUnticked', data: { item: 'anaesthesia-review' } }] : [];
  return [{ type: 'ConcernRaised', data: { concern, kind } }, ...again, ...(endsBy(known, { concern, kind }) ? revoked(known, kind) : [])];
}

export const checklistDecider: Decider<ChecklistCommand, ChecklistEvent, ChecklistState> = {
  initial: { status: 'unknown' },
  decide: {
    StartChecklist: ({ data: { patientId, items } }, { status }) =>
      status === 'unknown' ? [{ type: 'ChecklistStarted', data: { patientId, items: [...new Set(items)] } }] : reject('checklist.already-started'),
    TickItem: ({ data: { item, goodUntil, note } }, state) =>
      ifKnown(state, ({ needed }) => {
        if (!needed.includes(item)) return reject('checklist.item-unknown', { item });
        if (item === 'labs' && !goodUntil) return reject('checklist.date-missing', { item });
        return [{ type: 'ChecklistItemTicked', data: { item, ...(goodUntil && { goodUntil }), ...(note && { note }) } }];
      }),
    UntickItem: ({ data: { item, reason } }, state) =>
      ifKnown(state, (known) =>
        known.items[item] === undefined ? [] : [{ type: 'ChecklistItemUnticked', data: { item, reason } }, ...revoked(known, undefined, reason)],
      ),
    ClearForProcedure: ({ data, ...given }, state) =>
      ifKnown(state, (known) => {
        const refused = clearanceRefused(known, data, given);
        if (refused) return refused;
        return known.status === 'cleared'
          ? []
          : [{ type: 'ClearedForProcedure', data: { consentId: data.consent!.consentId, policyId: data.policy!.policyId } }];
      }),
    RefuseClearance: ({ data: { reason } }, state) =>
      ifKnown(state, (known) => [...revoked(known, undefined, reason), { type: 'ClearanceRefused', data: { reason } }]),
    RevokeClearance: ({ data: { reason } }, state) => ifKnown(state, (known) => revoked(known, undefined, reason)),
    RaiseConcern: ({ data }, state) => ifKnown(state, (known) => raise(known, data)),
    SettleConcern: ({ data: { concern, kind } }, state) =>
      ifKnown(state, ({ concerns }) => (concerns[concern] === 'settled' ? [] : [{ type: 'ConcernSettled', data: { concern, kind } }])),
  },
  evolve: {
    ChecklistStarted: ({ data: { patientId, items } }) => ({ status: 'started', patientId, items: {}, needed: items, concerns: {} }),
    ChecklistItemTicked: ({ data: { item, goodUntil } }, state) => set(state, ({ items }) => ({ items: { ...items, [item]: goodUntil ?? '' } })),
    ChecklistItemUnticked: ({ data: { item } }, state) => set(state, ({ items }) => ({ items: { ...items, [item]: undefined } })),
    ClearedForProcedure: ({ data: { consentId, policyId } }, state) => set(state, () => ({ status: 'cleared', clearance: { consentId, policyId } })),
    ClearanceRefused: (_, state) => state,
    ClearanceRevoked: (_, state) => set(state, () => ({ status: 'started', clearance: undefined })),
    // Consent, policy and intake are read anew at each clearance; only findings and complications stay open until somebody answers.
    ConcernRaised: ({ data: { concern, kind } }, state) =>
      set(state, ({ concerns }) => ({ concerns: { ...concerns, [concern]: kind === 'red-flag' || kind === 'complication' ? 'open' : 'settled' } })),
    ConcernSettled: ({ data: { concern } }, state) => set(state, ({ concerns }) => ({ concerns: { ...concerns, [concern]: 'settled' } })),
  },
};
