// Records what was posted: one command and so one append per person. A transaction is all or nothing; in a batch each entry stands alone.
import { isRejection, type Rejection } from '#domain/kernel/decider.ts';
import type { Cause, Dispatch, Done } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { ResourceFacts } from '#domain/patient/messages.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Posted, Ready } from './bundle.ts';
import { chunks, FITS, fits } from './chunks.ts';
import { type FactsDeps, type GroupFacts, makeFacts } from './facts.ts';
import type { Fault } from './faults.ts';
import { type Group, type Linked, link } from './link.ts';
import { makeRecognise } from './recognise.ts';
import { type Imported, type Result, rejectedBy, skippedOf } from './result.ts';
import { statesOf } from './states.ts';

export type RecordDeps = FactsDeps & { readonly dispatch: Dispatch; readonly store: StreamReader };
type Recorded = { readonly results: readonly Result[]; readonly position?: bigint };
type Run = { readonly tenant: string; readonly cause: Cause; readonly linked: Linked; readonly whole: boolean };

const SEVERAL = 'A transaction is one append, and each patient is a stream of their own: send one transaction per patient, or a batch.';
const tooLarge: Fault = {
  expression: 'Bundle',
  code: 'fhir.too-large',
  diagnostics: `A transaction is one append of at most ${FITS.megabytes} MB of resources; send it as a batch, which is recorded in parts.`,
};

export function makeRecord({ dispatch, store, fingerprint, tenantDigest }: RecordDeps) {
  const factsOf = makeFacts({ fingerprint, tenantDigest });
  const recognise = makeRecognise({ store, tenantDigest });

  /** Commands of one person, in parts only when it need not be whole. Undefined: nobody is registered under that id. */
  async function give(run: Run, group: Group, patientId: string, facts: GroupFacts): Promise<Recorded | undefined> {
    const stream: StreamId = { tenant: run.tenant, slice: 'patient', id: patientId };
    const parts = run.whole ? [facts] : chunks(facts);
    const clinical = [...group.clinical];
    const results: Result[] = [];
    let position: bigint | undefined;
    for (const [index, part] of parts.entries()) {
      const cause = index === 0 ? run.cause : { ...run.cause, id: derivedId('part', run.cause.id, String(index)) };
      const resources = part.resources.map((r) => r.facts);
      const outcome = await dispatch(stream, { type: 'RecordResources', data: { register: part.register?.facts, resources } }, cause);
      if (isRejection(outcome) && outcome.rejected === 'patient.unknown') return undefined;
      const entries = clinical.splice(0, resources.length);
      const given = { patient: part.register && group.patient, entries };
      results.push(...(isRejection(outcome) ? refusedBy(outcome, given) : await toResults(stream, outcome, given, resources)));
      position = isRejection(outcome) ? position : (outcome.position ?? position);
    }
    return { results, position };
  }

  type GivenEntries = { readonly patient: Ready | undefined; readonly entries: readonly Ready[] };
  async function toResults(stream: StreamId, done: Done, { patient, entries }: GivenEntries, resources: readonly ResourceFacts[]): Promise<Result[]> {
    const states = await statesOf(store, stream, done, { register: patient !== undefined, resources });
    const result = (entry: Ready, id: string, state: Result['state']): Result => ({
      ...{ index: entry.index, type: entry.type, id, state },
      ...(entry.conditional && { conditional: true }),
    });
    const person = patient ? [result(patient, stream.id, states.patient)] : [];
    return [...person, ...entries.map((entry, i) => result(entry, resources[i]!.resourceId, states.resources[i]!))];
  }

  async function recordGroup(run: Run, group: Group): Promise<Recorded> {
    const known = await recognise(run.tenant, group);
    if ('several' in known) return { results: all(group).map((e) => rejectedBy(e, [ambiguous(e)])) };
    for (const patientId of known.ids) {
      const facts = await factsOf(run.tenant, patientId, group, run.linked.lookup);
      if (run.whole && !fits(facts)) return { results: all(group).map((e) => rejectedBy(e, [tooLarge])) };
      const recorded = await give(run, group, patientId, facts);
      if (recorded) return recorded;
    }
    return { results: all(group).map((e) => rejectedBy(e, [unknownPatient(e)])) };
  }

  /** Records each person's part. Throws HubError `unavailable` as dispatch does; what was recorded by then is found unchanged by a repeat. */
  async function recordAll(run: Run): Promise<Recorded> {
    const results: Result[] = [];
    let position: bigint | undefined;
    for (const group of run.linked.groups) {
      const recorded = await recordGroup(run, group).catch((error: unknown) => oversized(error, group));
      results.push(...recorded.results);
      if (recorded.position !== undefined && (position === undefined || recorded.position > position)) position = recorded.position;
    }
    return { results, position };
  }

  return async (tenant: string, posted: Posted, cause: Cause): Promise<Imported> => {
    if (posted.faults.length > 0) return { mode: posted.mode, results: [], refused: posted.faults };
    const linked = link(posted);
    const whole = posted.mode !== 'batch';
    const refused = whole ? [...linked.broken.flatMap((b) => b.faults), ...severalPatients(linked)] : [];
    if (refused.length > 0) return { mode: posted.mode, results: skippedOf(posted.entries), refused };
    const { results, position } = await recordAll({ tenant, cause, linked, whole });
    const failed = whole ? results.flatMap((r) => r.faults ?? []) : [];
    if (failed.length > 0) return { mode: posted.mode, results: skippedOf(posted.entries), refused: once(failed) };
    const others = [...skippedOf(posted.entries), ...linked.broken.map((b) => rejectedBy(b, b.faults))];
    return { mode: posted.mode, results: [...results, ...others].toSorted((a, b) => a.index - b.index), position };
  };
}

const all = ({ patient, clinical }: Group): Ready[] => [...(patient ? [patient] : []), ...clinical];
const once = (faults: readonly Fault[]): Fault[] => faults.filter((f, i) => faults.findIndex((g) => g.expression === f.expression && g.code === f.code) === i);
const severalPatients = ({ groups }: Linked): Fault[] =>
  groups.length > 1 ? [{ expression: 'Bundle', code: 'fhir.several-patients', diagnostics: SEVERAL }] : [];

function unknownPatient({ expression, type }: Ready): Fault {
  const at = `${expression}.${type === 'AllergyIntolerance' || type === 'Immunization' ? 'patient' : 'subject'}`;
  return {
    expression: at,
    code: 'fhir.unknown-patient',
    diagnostics: `${at} refers to a patient whom the hub does not know; send the Patient first or with it.`,
  };
}
const ambiguous = ({ expression }: Ready): Fault => ({
  expression,
  code: 'fhir.ambiguous-patient',
  diagnostics: 'The identifiers belong to several patients of the hub: merge them first if they are one person.',
});
const refusedBy = ({ rejected }: Rejection, { patient, entries }: { patient: Ready | undefined; entries: readonly Ready[] }): Result[] =>
  [...(patient ? [patient] : []), ...entries].map((e) =>
    rejectedBy(e, [{ expression: e.expression, code: 'fhir.refused', diagnostics: `The rules refused it: ${rejected}.` }]),
  );

/** The store's own limit, met after ours: everything of the group is refused. */
function oversized(error: unknown, group: Group): Recorded {
  if (!(error instanceof HubError) || error.kind !== 'too-large') throw error;
  return { results: all(group).map((e) => rejectedBy(e, [tooLarge])) };
}
