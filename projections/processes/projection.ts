// Every process, where it stands, and since when it should have gone on. An event belongs to one process, so it has one row.
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import type { Process, ProcessEnd, Within } from '#domain/kernel/process.ts';
import { processes } from '#domain/processes.ts';
import { careRecords } from '../care/records.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type ProcessRow, ProcessTable } from './table.ts';

const OF_CASE = new Set(careRecords.flatMap(({ slice, stream }) => (stream === 'case' ? [slice] : [])));
const OF = new Map(processes.flatMap((process) => [...Object.keys(process.steps), ...Object.keys(process.ends)].map((type) => [type, process] as const)));
const idOf = ({ name, of }: Process, event: Seen<StoredEvent>): string => `${name} ${of?.(event) ?? event.stream.id}`;

function stepped(process: Process, within: Within) {
  return (event: Seen<StoredEvent>, before: ProcessRow | undefined): ProcessRow | undefined => {
    const by = within(event);
    if (by === undefined) return undefined;
    const { type, data, stream, meta, position } = event;
    const { caseId, patientId } = data as { caseId?: string; patientId?: string };
    const row = before?.status === 'running' ? before : undefined;
    return {
      ...{ tenant: meta.tenant, id: idOf(process, event), process: process.name, status: 'running', step: type },
      ...{ slice: row?.slice ?? stream.slice, streamId: row?.streamId ?? stream.id },
      caseId: row?.caseId ?? caseId ?? (OF_CASE.has(stream.slice) ? stream.id : null),
      patientId: row?.patientId ?? patientId ?? null,
      ...{ startedAt: row?.startedAt ?? new Date(meta.occurredAt), stepAt: new Date(meta.occurredAt), stuckAt: new Date(by) },
      ...{ correlationId: row?.correlationId ?? meta.correlationId, opened: row?.opened ?? position, position },
    };
  };
}
const ended =
  (status: ProcessEnd) =>
  ({ type, meta, position }: Seen<StoredEvent>, row: ProcessRow | undefined): ProcessRow | undefined =>
    row?.status === 'running' ? { ...row, status, step: type, stepAt: new Date(meta.occurredAt), stuckAt: null, position } : undefined;

export const processesFold: Fold<StoredEvent, ProcessRow> = {
  name: 'processes',
  key: (event) => idOf(OF.get(event.type)!, event as Seen<StoredEvent>),
  when: Object.fromEntries(
    processes.flatMap((process) => [
      ...Object.entries(process.steps).map(([type, within]) => [type, stepped(process, within)] as const),
      ...Object.entries(process.ends).map(([type, end]) => [type, ended(end)] as const),
    ]),
  ),
};
export const processesView = view(processesFold, ProcessTable);
