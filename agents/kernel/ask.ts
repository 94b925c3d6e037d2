// Answers from the log: streams are read whole and opened; what is opened stays in memory and is never stored.
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { isAbsent, isSealed, type Open, type Sealed } from '#domain/kernel/sealing.ts';
import type { FhirResource } from '#domain/patient/messages.ts';
import type { Ask, PatientRecord, Review, Views } from './ports.ts';

export type AskDeps = { readonly reader: StreamReader; readonly open: Open; readonly views: Views };
const RESOURCE_EVENT = /(Recorded|Amended|Registered)$/;
type Data = Readonly<Record<string, unknown>>;

async function eventsOf(reader: StreamReader, stream: StreamId): Promise<Recorded[]> {
  return Array.fromAsync(reader.read(stream));
}
const millis = ({ meta }: Recorded): number => Date.parse(meta.occurredAt);

/** Of each resource only the last event counts; the patient's own record is one resource whatever its events are called. */
function newestOfEach(events: readonly Recorded[]): Recorded[] {
  const newest = new Map<string, Recorded>();
  for (const event of events) {
    const { resourceId } = event.data as Data;
    const key = event.type.startsWith('Patient') ? 'patient' : `${event.type.replace(RESOURCE_EVENT, '')}/${String(resourceId)}`;
    newest.set(key, event);
  }
  return [...newest.values()];
}

const lastData = (events: readonly Recorded[], ...types: string[]) => events.findLast(({ type }) => types.includes(type));
/** Everything about the person, also what stands in records that were merged; the record that stands for them comes last, so that it counts. */
async function personEvents(read: (id: string) => Promise<Recorded[]>, id: string): Promise<Recorded[]> {
  const own = await read(id);
  const merged = lastData(own, 'PatientMerged', 'PatientUnmerged');
  const head = merged?.type === 'PatientMerged' ? await read(String((merged.data as Data).into)) : own;
  const taken = new Set<string>();
  for (const { type, data } of head) {
    if (type === 'PatientAbsorbed') taken.add(String((data as Data).patientId));
    if (type === 'PatientGivenBack') taken.delete(String((data as Data).patientId));
  }
  return [...(await Promise.all([...taken].map(read))).flat(), ...head];
}

async function recordFrom(open: Open, events: readonly Recorded[]): Promise<PatientRecord | undefined> {
  const last = events.at(-1);
  if (!last) return { resources: [], at: 0 };
  const carrying = newestOfEach(events.filter(({ type, data }) => RESOURCE_EVENT.test(type) && isSealed((data as Data).resource)));
  const opened = await open(
    last.stream.tenant,
    carrying.map(({ data }) => (data as Data).resource as Sealed),
  );
  if (opened.some(isAbsent)) return undefined;
  return {
    resources: carrying.map(({ id }, index) => ({ eventId: id, resource: opened[index] as FhirResource })),
    at: events.reduce((at, event) => Math.max(at, millis(event)), 0),
  };
}

const OVER: ReadonlySet<string> = new Set(['CaseHeld', 'CaseCancelled', 'CaseDeclined', 'CaseClosed']);
const MOVED: ReadonlySet<string> = new Set(['CaseStageEntered', 'CaseStageSkipped', 'CaseReopened']);

/** Where a case stands: the event with which its time in review began, or undefined. */
function reviewBegan(events: readonly Recorded[]): Recorded | undefined {
  let began: Recorded | undefined;
  let active = true;
  for (const event of events) {
    const data = event.data as Data;
    if (MOVED.has(event.type)) began = (data.to ?? data.stage) === 'review' ? event : undefined;
    if (OVER.has(event.type)) active = false;
    if (event.type === 'CaseResumed' || event.type === 'CaseReopened') active = true;
  }
  return active ? began : undefined;
}

async function reviewFrom(open: Open, events: readonly Recorded[]): Promise<Review | undefined> {
  const [opened, began] = [events[0], reviewBegan(events)];
  if (opened?.type !== 'CaseOpened' || !began) return undefined;
  const { patientId, procedure } = opened.data as Data;
  const [plan] = await open(opened.stream.tenant, [procedure as Sealed]);
  return isAbsent(plan) ? undefined : { caseId: opened.stream.id, patientId: String(patientId), procedure: plan as Review['procedure'], since: millis(began) };
}

function statusFrom(events: readonly Recorded[]): Awaited<ReturnType<Ask['statusOf']>> {
  const last = events.at(-1)?.type;
  if (!last) return 'unknown';
  if (last === 'RecommendationIssued') return 'open';
  return last === 'RecommendationExpired' ? 'expired' : 'decided';
}

/** The `Ask` port over streams, the key store and the views. */
export const makeAsk = ({ reader, open, views }: AskDeps): Ask => ({
  ...views,
  reviewOf: async (tenant, id) => reviewFrom(open, await eventsOf(reader, { tenant, slice: 'case', id })),
  recordOf: async (tenant, id) => recordFrom(open, await personEvents((one) => eventsOf(reader, { tenant, slice: 'patient', id: one }), id)),
  statusOf: async (tenant, id) => statusFrom(await eventsOf(reader, { tenant, slice: 'recommendation', id })),
});
