// What an agent may ask and tell. Infra implements these; an agent knows no engine.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Actor, Position, Recorded } from '#domain/kernel/envelope.ts';
import type { FhirResource } from '#domain/patient/messages.ts';
import type { Level } from '#domain/recommendation/messages.ts';

/** One FHIR resource as its last event states it. */
export type OpenedResource = { readonly eventId: string; readonly resource: FhirResource };
/** Everything on a patient's stream, opened. `at`: when the last of it was recorded, in milliseconds. */
export type PatientRecord = { readonly resources: readonly OpenedResource[]; readonly at: number };
/** A case that waits for a doctor's evaluation. `since`: when it entered review, in milliseconds. */
export type Review = {
  readonly caseId: string;
  readonly patientId: string;
  readonly procedure: { readonly code: string; readonly text: string };
  readonly since: number;
};
export type OpenRecommendation = { readonly id: string; readonly rule: string; readonly level: Level };

/** Questions to the views. They may lag behind the log, so ask them only after `waitFor`. */
export type Views = {
  /** Resolves when the `views` group has reached the position; throws HubError `unavailable` when that takes too long. */
  waitFor(position: Position, tenant: string): Promise<void>;
  /** Ids of the patient's cases that stand in review. */
  casesInReview(tenant: string, patientId: string): Promise<readonly string[]>;
  openRecommendations(tenant: string, caseId: string): Promise<readonly OpenRecommendation[]>;
};
/** Questions to the log itself: their answers are never behind. */
export type Ask = Views & {
  /** The case, if it is active and in review; undefined otherwise, and when its patient's key is destroyed. */
  reviewOf(tenant: string, caseId: string): Promise<Review | undefined>;
  /** Undefined when the patient's key is destroyed. */
  recordOf(tenant: string, patientId: string): Promise<PatientRecord | undefined>;
  statusOf(tenant: string, recommendationId: string): Promise<'unknown' | 'open' | 'decided' | 'expired'>;
};

export type Prompt = { readonly system: string; readonly user: string };
/** A language model that words things. Any failure may be thrown: whoever asks falls back on a template. */
export type Model = { readonly id: string; complete(prompt: Prompt): Promise<string> };

export type Outcome = 'changed' | 'unchanged' | 'not-in-review';
export type Agent = {
  /** Its metric label, and the name of its persistent subscription unless `group` says another. */
  readonly name: string;
  /** A subscription's filter is fixed when it is made: an agent whose `types` may grow names the subscription after them. */
  readonly group?: string;
  /** The event types that may call for work. */
  readonly types: readonly string[];
  /** Events of one key are handled together, one run at a time; undefined = nothing to do for this event. */
  readonly key: (event: Recorded) => string | undefined;
  /** Handles events of one key. Must give the same result when it runs again. */
  readonly run: (events: readonly Recorded[]) => Promise<Outcome>;
};

export const agentActor = (name: string): Actor => ({ kind: 'agent', id: `agent:${name}`, role: 'agent' });
export type Tell = Dispatch;
