// A patient's record: what is new is recorded, what differs is amended, what is equal changes nothing. Hence an import can be repeated.
import { type Decider, reject } from '#domain/kernel/decider.ts';
import { type Known, know, knownAs, NOTHING_KNOWN } from './known.ts';
import { type Merging, mergeRules, merged, NOT_MERGED } from './merge.ts';
import { type PatientCommand, type PatientEvent, type PatientFacts, RESOURCE_KINDS, type ResourceFacts, type ResourceKind } from './messages.ts';

/** `erasure`: until when a request to be forgotten must be answered. */
export type Patient = Merging & {
  readonly registered: boolean;
  readonly erasure?: string;
  readonly fingerprint?: string;
  readonly identities: readonly string[];
  readonly resources: Known;
};

/** The law gives thirty days to answer. */
const ANSWER_MS = 30 * 86_400_000;
const keyOf = (kind: ResourceKind, resourceId: string): string => `${kind}/${resourceId}`;

const personal = ({ fingerprint, resourceId, language, country, resource, nameKeys }: PatientFacts): PatientFacts => ({
  fingerprint,
  ...(resourceId === undefined ? {} : { resourceId }),
  ...(language === undefined ? {} : { language }),
  ...(country === undefined ? {} : { country }),
  resource,
  ...(nameKeys === undefined ? {} : { nameKeys }),
});

function register(facts: PatientFacts, state: Patient): PatientEvent[] {
  if (!state.registered) return [{ type: 'PatientRegistered', data: personal(facts) }];
  return facts.fingerprint === state.fingerprint ? [] : [{ type: 'PatientAmended', data: personal(facts) }];
}

function clinicalEvent(verb: 'Recorded' | 'Amended', facts: ResourceFacts): PatientEvent {
  const { resourceId, fingerprint, version, effectiveAt, resource } = facts;
  const data = { resourceId, fingerprint, ...(version ? { version } : {}), ...(effectiveAt ? { effectiveAt } : {}), resource };
  return { type: `${facts.kind}${verb}`, data };
}

/** Events for what is new or differs, each judged after the ones before it, so that a resource given twice counts once. */
function record(resources: readonly ResourceFacts[], state: Patient): PatientEvent[] {
  const given = new Map<string, string>();
  return resources.flatMap((facts) => {
    const key = keyOf(facts.kind, facts.resourceId);
    const known = given.get(key) ?? knownAs(state.resources, key);
    given.set(key, facts.fingerprint);
    if (known === facts.fingerprint) return [];
    return [clinicalEvent(known === undefined ? 'Recorded' : 'Amended', facts)];
  });
}

type Facts = Extract<PatientEvent, { type: 'ConditionRecorded' }>;
type ClinicalType = `${ResourceKind}${'Recorded' | 'Amended'}`;
const remember =
  (kind: ResourceKind) =>
  ({ data }: Pick<Facts, 'data'>, state: Patient): Patient => ({
    ...state,
    resources: know(state.resources, keyOf(kind, data.resourceId), data.fingerprint),
  });
const remembers = Object.fromEntries(
  RESOURCE_KINDS.flatMap((kind) => [
    [`${kind}Recorded`, remember(kind)],
    [`${kind}Amended`, remember(kind)],
  ]),
) as Record<ClinicalType, ReturnType<typeof remember>>;

export const patientDecider: Decider<PatientCommand, PatientEvent, Patient> = {
  initial: { registered: false, identities: [], resources: NOTHING_KNOWN, ...NOT_MERGED },
  decide: {
    RegisterPatient: ({ data }, state) =>
      state.registered && state.fingerprint !== data.fingerprint ? reject('patient.already-registered') : register(data, state),
    AmendPatient: ({ data }, state) => (state.registered ? register(data, state) : reject('patient.unknown')),
    LinkIdentity: ({ data: { identity, system, value } }, state) => {
      if (!state.registered) return reject('patient.unknown');
      return state.identities.includes(identity) ? [] : [{ type: 'IdentityLinked', data: { identity, system, value } }];
    },
    RecordResources: ({ data }, state) => {
      if (!state.registered && !data.register) return reject('patient.unknown');
      return [...(data.register ? register(data.register, state) : []), ...record(data.resources, state)];
    },
    RequestErasure: ({ data: { reason }, at }, { registered, erasure }) => {
      if (!registered) return reject('patient.unknown');
      if (erasure) return [];
      const answerBy = new Date(Date.parse(at) + ANSWER_MS).toISOString();
      return [{ type: 'ErasureRequested', data: { answerBy, ...(reason && { reason }) } }];
    },
    ...mergeRules,
  },
  evolve: {
    PatientRegistered: ({ data }, state) => ({ ...state, registered: true, fingerprint: data.fingerprint }),
    PatientAmended: ({ data }, state) => ({ ...state, fingerprint: data.fingerprint }),
    IdentityLinked: ({ data }, state) => ({ ...state, identities: [...state.identities, data.identity] }),
    ErasureRequested: ({ data }, state) => ({ ...state, erasure: data.answerBy }),
    ...merged,
    ...remembers,
  },
};
