// What a stream's metadata says about which of its events a reader may see.
import { TOMBSTONE_REVISION, createdOf } from './record.ts';

/** `truncateBefore` is $tb; `maxAge` is in seconds. Absent settings do not limit. */
export type StreamMetadata = { readonly maxCount?: number; readonly maxAge?: number; readonly truncateBefore?: number; readonly raw?: string };
/** What is known of a stream: its last revision (-1: no event), and its metadata. */
export type StreamState = { readonly last: number; readonly tombstoned: boolean; readonly metadata: StreamMetadata };
export const ABSENT: StreamState = { last: -1, tombstoned: false, metadata: {} };

const SOFT_DELETED = 2 ** 62;
/** The metadata document that soft-deletes a stream: $tb is the largest int64. */
export const SOFT_DELETE_DOCUMENT = Buffer.from('{"$tb":9223372036854775807}');

export const isMetaStream = (name: string): boolean => name.startsWith('$$');
export const metaStreamOf = (name: string): string => `$$${name}`;
export const isSoftDeleted = (state: StreamState): boolean => (state.metadata.truncateBefore ?? 0) >= SOFT_DELETED;
/** Exists for a reader: has events and was not deleted. */
export const isReadable = (state: StreamState): boolean => state.last >= 0 && !isSoftDeleted(state);

const asCount = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
export function parseMetadata(document: Buffer): StreamMetadata {
  try {
    const raw = document.toString('utf8');
    const parsed: unknown = JSON.parse(raw);
    if (typeof parsed !== 'object' || parsed === null) return {};
    const { $maxCount, $maxAge, $tb } = parsed as Record<string, unknown>;
    return { maxCount: asCount($maxCount), maxAge: asCount($maxAge), truncateBefore: asCount($tb), raw };
  } catch {
    return {}; // a document that is no JSON limits nothing
  }
}

/** The same settings with another $tb, as a document to store. */
export const withTruncateBefore = (raw: string | undefined, revision: number): Buffer =>
  Buffer.from(JSON.stringify({ ...(raw ? (JSON.parse(raw) as object) : {}), $tb: revision }));

/** The first revision that $tb and $maxCount leave visible. */
export function firstVisible(state: StreamState, isMeta: boolean): number {
  const maxCount = state.metadata.maxCount ?? (isMeta ? 1 : undefined);
  const byCount = maxCount === undefined ? 0 : state.last - maxCount + 1;
  return Math.max(0, state.metadata.truncateBefore ?? 0, byCount);
}
export const isTooOld = (value: Buffer, { maxAge }: StreamMetadata, now: number): boolean => maxAge !== undefined && createdOf(value) < now - maxAge * 1000;
export const lastOf = (revision: number): Pick<StreamState, 'last' | 'tombstoned'> => ({ last: revision, tombstoned: revision === TOMBSTONE_REVISION });
