// How events become a record, as data: which status an event brings, and which list its fields go to. Fields it has are taken over as they
// are stored, so what is sealed stays sealed.
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import type { Seen } from '../kernel/projection.ts';
import type { CareDoc, CareRow } from './table.ts';

export type Step = {
  /** The record's status from here on. */
  readonly status?: string;
  /** The list whose entry the event is about; without one its fields are the record's own. */
  readonly list?: string;
  /** That entry's status from here on. */
  readonly entry?: string;
  /** The entry starts anew: nothing of what it said before remains. */
  readonly anew?: true;
  /** A field with several entries at once: the list is filled from it. */
  readonly fill?: string;
};
export type RecordOf<E extends StoredEvent> = {
  readonly slice: string;
  /** What the stream's id stands for besides itself. */
  readonly stream?: 'case' | 'patient';
  /** The fields that tell the entries of each list apart; none: every event is an entry of its own. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly when: { readonly [T in E['type']]: Step };
};
/** A record's declaration without its slice's own types. */
export type AnyRecord = RecordOf<StoredEvent> & { readonly when: Readonly<Record<string, Step>> };
export const anyRecord = <E extends StoredEvent>(record: RecordOf<E>): AnyRecord => record as unknown as AnyRecord;

export type Entry = { readonly status?: string; readonly at: string; readonly [field: string]: unknown };

const same = (fields: readonly string[], a: object, b: object) => fields.every((f) => (a as CareDoc)[f] === (b as CareDoc)[f]);

/** The list with the entry `data` is about changed, or added at its end. */
function withEntry(list: readonly Entry[], fields: readonly string[], data: object, at: string, { entry: status, anew }: Step): Entry[] {
  const before = fields.length > 0 ? list.find((entry) => same(fields, entry, data)) : undefined;
  const entry: Entry = { ...(anew ? {} : before), ...data, at, ...(status && { status }) };
  return before ? list.map((one) => (one === before ? entry : one)) : [...list, entry];
}

function docAfter({ lists = {} }: AnyRecord, step: Step, doc: CareDoc, { data, meta }: Seen<StoredEvent>): CareDoc {
  const { list, fill } = step;
  if (!list) return { ...doc, ...data };
  const entries = fill ? ((data as CareDoc)[fill] as object[]) : [data];
  const rest = fill ? Object.fromEntries(Object.entries(data).filter(([field]) => field !== fill)) : {};
  const before = (doc[list] as Entry[] | undefined) ?? [];
  return { ...doc, ...rest, [list]: entries.reduce<Entry[]>((all, one) => withEntry(all, lists[list]!, one, meta.occurredAt, step), before) };
}

export const careKey = (slice: string, id: string): string => `${slice}-${id}`;

export function recordAfter(record: AnyRecord, event: Seen<StoredEvent>, row: CareRow | undefined): CareRow {
  const { stream, meta, recordedAt, revision, position } = event;
  const step = record.when[event.type]!;
  const { caseId, patientId } = event.data as { caseId?: string; patientId?: string };
  return {
    tenant: meta.tenant,
    id: careKey(stream.slice, stream.id),
    slice: stream.slice,
    streamId: stream.id,
    caseId: row?.caseId ?? (record.stream === 'case' ? stream.id : caseId) ?? null,
    patientId: row?.patientId ?? (record.stream === 'patient' ? stream.id : patientId) ?? null,
    status: step.status ?? row?.status ?? 'open',
    doc: docAfter(record, step, row?.doc ?? {}, event),
    opened: row?.opened ?? position,
    openedAt: row?.openedAt ?? new Date(meta.occurredAt),
    updatedAt: recordedAt,
    revision,
    position,
  };
}
