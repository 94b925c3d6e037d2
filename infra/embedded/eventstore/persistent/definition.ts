// What a persistent subscription group is, apart from where it stands.
import type { FilterOptions } from '../protocol/read.ts';

/** A stream, or $all when `stream` is absent. */
export type Source = { readonly stream?: string; readonly filter?: FilterOptions };
/** Inclusive: the first event to deliver. */
export type StartFrom = number | 'start' | 'end';
/** Times in ms; `messageTimeout` 0 waits for ever; `maxSubscriberCount` 0 does not limit. */
export type Settings = {
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  readonly messageTimeout: number;
  readonly maxRetryCount: number;
  readonly checkpointAfter: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly strategy: string;
};
export const DEFAULTS: Settings = {
  resolveLinks: false,
  extraStatistics: false,
  messageTimeout: 30_000,
  maxRetryCount: 10,
  checkpointAfter: 2000,
  minCheckpointCount: 10,
  maxCheckpointCount: 1000,
  maxSubscriberCount: 0,
  liveBufferSize: 500,
  readBatchSize: 20,
  historyBufferSize: 500,
  strategy: 'RoundRobin',
};
export type Definition = { readonly source: Source; readonly group: string; readonly settings: Settings; readonly startFrom: StartFrom };
/** `after` is the place (position or revision) the group starts behind, fixed when it is created so that "end" survives a restart. */
export type Defined = Definition & { readonly after: number };

export const sourceName = ({ stream }: Source): string => stream ?? '$all';
export const groupId = (source: string, group: string): string => `${source}::${group}`;
export const checkpointStream = (id: string): string => `$persistentsubscription-${id}-checkpoint`;
export const parkedStream = (id: string): string => `$persistentsubscription-${id}-parked`;
/** Groups on $all never see the bookkeeping of such groups, or acknowledging would make new events for ever. */
export const isBookkeeping = (stream: string): boolean => stream.startsWith('$persistentsubscription-') || stream.startsWith('$$$persistentsubscription-');
