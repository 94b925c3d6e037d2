// Messages of the PersistentSubscriptions service.
import { frame } from '../grpc/framing.ts';
import { bool, eachField, empty, int64, isMax, message, type Reader, text, uint } from '../grpc/wire.ts';
import type { Definition, Settings, Source, StartFrom } from '../persistent/definition.ts';
import { DEFAULTS } from '../persistent/definition.ts';
import { readPosition, readStreamIdentifier, readUuid } from './common.ts';
import { readEventFields, readFilter, readStreamOptions, type Resolved } from './read.ts';

const STRATEGIES = ['DispatchToSingle', 'RoundRobin', 'Pinned'] as const;
const TICKS_PER_MS = 10_000;

/** `revision` is the old place of a stream group's start; used when the request has no newer one. */
function readSettings(settings: Buffer): { settings: Settings; revision: StartFrom } {
  const read: { -readonly [K in keyof Settings]: Settings[K] } = { ...DEFAULTS };
  let revision: StartFrom = 'start';
  const take: Record<number, (r: Reader) => void> = {
    1: (r) => (read.resolveLinks = r.bool()),
    2: (r) => {
      const value = r.number();
      revision = isMax(value) ? 'end' : value;
    },
    3: (r) => (read.extraStatistics = r.bool()),
    4: (r) => (read.messageTimeout = r.number() / TICKS_PER_MS),
    5: (r) => (read.maxRetryCount = r.int32()),
    6: (r) => (read.checkpointAfter = r.number() / TICKS_PER_MS),
    7: (r) => (read.minCheckpointCount = r.int32()),
    8: (r) => (read.maxCheckpointCount = r.int32()),
    9: (r) => (read.maxSubscriberCount = r.int32()),
    10: (r) => (read.liveBufferSize = r.int32()),
    11: (r) => (read.readBatchSize = r.int32()),
    12: (r) => (read.historyBufferSize = r.int32()),
    13: (r) => (read.strategy = STRATEGIES[r.number()] ?? 'RoundRobin'),
    14: (r) => (read.messageTimeout = r.int32()),
    15: (r) => (read.checkpointAfter = r.int32()),
    16: (r) => (read.strategy = r.string()),
  };
  eachField(settings, (field, reader) => (take[field] ?? ((r: Reader) => r.skip()))(reader));
  return { settings: read, revision };
}

/** The all-options of Create and Update: start, and (Create only) a filter. */
function readAllSource(options: Buffer): { source: Source; startFrom: StartFrom } {
  const read: { source: { filter?: ReturnType<typeof readFilter> }; startFrom: StartFrom } = { source: {}, startFrom: 'start' };
  eachField(options, (field, reader) => {
    if (field === 1) read.startFrom = readPosition(reader.bytes());
    else if (field === 4) read.source.filter = readFilter(reader.bytes());
    else {
      if (field === 2 || field === 3) read.startFrom = field === 2 ? 'start' : 'end';
      reader.skip();
    }
  });
  return read;
}

/** What Create and Update ask for. */
export function readDefinition(request: Buffer): Definition {
  let settings: ReturnType<typeof readSettings> = { settings: DEFAULTS, revision: 'start' };
  let source: Source | undefined;
  let startFrom: StartFrom | undefined;
  let group = '';
  eachOption(request, (field, reader) => {
    if (field === 1) source ??= { stream: readStreamIdentifier(reader.bytes()) };
    else if (field === 2) group = reader.string();
    else if (field === 3) settings = readSettings(reader.bytes());
    else if (field === 4) {
      const read = readStreamOptions(reader.bytes());
      source = { stream: read.stream };
      startFrom = read.from;
    } else if (field === 5) ({ source, startFrom } = readAllSource(reader.bytes()));
    else reader.skip();
  });
  if (!source || group === '') throw new RangeError('a stream (or $all) and a group name are required');
  return { source, group, settings: settings.settings, startFrom: startFrom ?? settings.revision };
}
function eachOption(request: Buffer, visit: (field: number, reader: Reader) => void): void {
  eachField(request, (field, reader) => {
    if (field === 1) eachField(reader.bytes(), visit);
    else reader.skip();
  });
}

export type GroupName = { source: string; group: string };
type NameFields = { stream: number; all: number; group: number };
/** Delete, GetInfo and ReplayParked name a group by fields at different numbers. `stopAt` is read for ReplayParked only. */
export function readGroupName(request: Buffer, at: NameFields): GroupName & { stopAt?: number } {
  const read: GroupName & { stopAt?: number } = { source: '', group: '' };
  eachOption(request, (field, reader) => {
    if (field === at.stream) read.source = readStreamIdentifier(reader.bytes());
    else if (field === at.group) read.group = reader.string();
    else if (field === 4) read.stopAt = reader.number();
    else {
      if (field === at.all) read.source = '$all';
      reader.skip();
    }
  });
  return read;
}
/** Whose groups List asks for: undefined for all of them. */
export function readList(request: Buffer): string | undefined {
  let source: string | undefined;
  eachOption(request, (field, reader) => {
    if (field !== 2) return reader.skip();
    eachField(reader.bytes(), (f, r) => {
      if (f === 1) source = readStreamIdentifier(r.bytes());
      else {
        source = '$all';
        r.skip();
      }
    });
  });
  return source;
}

export type ReadMessage =
  | ({ is: 'options'; bufferSize: number; structured: boolean } & GroupName)
  | { is: 'ack'; ids: string[] }
  | { is: 'nack'; ids: string[]; action: 'park' | 'retry' | 'skip' | 'stop'; reason: string };

function readOptions(options: Buffer): ReadMessage {
  const read = { is: 'options' as const, source: '', group: '', bufferSize: 10, structured: false };
  eachField(options, (field, reader) => {
    if (field === 1) read.source = readStreamIdentifier(reader.bytes());
    else if (field === 2) read.group = reader.string();
    else if (field === 3) read.bufferSize = Math.max(1, reader.int32());
    else if (field === 4) eachField(reader.bytes(), (f, r) => ((read.structured = f === 1), r.skip()));
    else {
      if (field === 5) read.source = '$all';
      reader.skip();
    }
  });
  return read;
}
const ACTIONS = ['retry', 'park', 'retry', 'skip', 'stop'] as const;
function readSettled(body: Buffer): { ids: string[]; action: (typeof ACTIONS)[number]; reason: string } {
  const read: { ids: string[]; action: (typeof ACTIONS)[number]; reason: string } = { ids: [], action: 'retry', reason: '' };
  eachField(body, (field, reader) => {
    if (field === 2) read.ids.push(readUuid(reader.bytes()));
    else if (field === 3) read.action = ACTIONS[reader.number()] ?? 'retry';
    else if (field === 4) read.reason = reader.string();
    else reader.skip();
  });
  return read;
}
export function readReadMessage(request: Buffer): ReadMessage {
  let read: ReadMessage | undefined;
  eachField(request, (field, reader) => {
    if (field === 1) read = readOptions(reader.bytes());
    else if (field === 2) read = { is: 'ack', ids: readSettled(reader.bytes()).ids };
    else if (field === 3) read = { is: 'nack', ...readSettled(reader.bytes()) };
    else reader.skip();
  });
  if (!read) throw new RangeError('neither options nor ack nor nack');
  return read;
}

export const confirmed = (id: string): Buffer => frame(message(2, text(1, id)));
export const delivery = (resolved: Resolved, retries: number, structured: boolean): Buffer =>
  frame(message(1, ...readEventFields(resolved, structured), retries > 0 ? uint(5, retries) : empty(6)));

export type ConsumerInfo = {
  from: string;
  user: string;
  total: number;
  perSecond: number;
  measured: [name: string, ms: number][];
  slots: number;
  inFlight: number;
  name: string;
};
/** What GetInfo and List tell. Positions are already in the service's own text form. */
export type GroupInfo = {
  source: string;
  group: string;
  status: string;
  consumers: ConsumerInfo[];
  total: number;
  perSecond: number;
  checkpoint: string;
  known: string;
  startFrom: string;
  settings: Settings;
  buffered: number;
  retrying: number;
  inFlight: number;
  outstanding: number;
  parked: number;
};
const int = (field: number, value: number): Buffer => int64(field, BigInt(Math.round(value)));
const consumer = (c: ConsumerInfo): Buffer => {
  const measured = c.measured.map(([name, ms]) => message(6, text(1, name), int(2, ms)));
  const figures = [int(3, c.perSecond), int(4, c.total), int(5, c.total), ...measured, int(7, c.slots), int(8, c.inFlight)];
  return message(4, text(1, c.from), text(2, c.user), ...figures, text(9, c.name));
};
function infoFields(i: GroupInfo): Buffer[] {
  const s = i.settings;
  return [
    ...[text(1, i.source), text(2, i.group), text(3, i.status), ...i.consumers.map(consumer)],
    ...[int(5, i.perSecond), int(6, i.total), text(8, i.checkpoint), text(9, i.known), bool(10, s.resolveLinks), text(11, i.startFrom)],
    ...[int(12, s.messageTimeout), bool(13, s.extraStatistics), int(14, s.maxRetryCount), int(15, s.liveBufferSize), int(16, s.historyBufferSize)],
    ...[int(17, s.readBatchSize), int(18, s.checkpointAfter), int(19, s.minCheckpointCount), int(20, s.maxCheckpointCount), int(21, i.buffered)],
    ...[int(22, 0), int(23, i.retrying), int(24, i.inFlight), int(25, i.outstanding), text(26, s.strategy), int(27, s.maxSubscriberCount), int(28, i.parked)],
  ];
}
/** GetInfoResp and ListResp hold the same message under the same number. */
export const infos = (all: readonly GroupInfo[]): Buffer => frame(Buffer.concat(all.map((i) => message(1, ...infoFields(i)))));
