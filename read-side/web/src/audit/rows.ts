// A stream's state in words: each value by where it stands, then beside now.
import { isAbsent } from '../api/types.ts';
import { readable, type Translate } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import type { ThenAndNow } from '../replay/ThenNow.tsx';
import type { State } from './types.ts';

/** These say nothing about the state: whose it is, and how many events there were. */
const NOISE = new Set(['tenant', 'revision', 'position', 'updatedAt', 'updated', 'opened', 'changed']);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null || isAbsent(value);

function inWords(value: unknown, t: Translate): string {
  if (value === null || value === undefined || value === '') return '';
  if (isAbsent(value)) return t(`absent.${value.absent}`);
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'string') return INSTANT.test(value) ? showDateTime(value) : value;
  return JSON.stringify(value);
}

/** An entry of a list by what it is, so that it keeps its place beside others. */
function nameOf(entry: unknown, index: number): string {
  const { itemId, recommendationId, id } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const name = itemId ?? recommendationId ?? id;
  return typeof name === 'string' ? name : String(index);
}

/** Every value of a state by its path. Lists of plain values are one value. */
export function valuesOf(state: unknown, t: Translate, path = ''): Map<string, string> {
  if (isScalar(state)) return new Map([[path, inWords(state, t)]]);
  if (Array.isArray(state) && state.every(isScalar)) return new Map([[path, state.map((one) => inWords(one, t)).join(', ')]]);
  const entries = Array.isArray(state)
    ? state.map((entry: unknown, i) => [nameOf(entry, i), entry] as const)
    : Object.entries(state as object).filter(([name]) => !NOISE.has(name));
  return new Map(entries.flatMap(([name, value]) => [...valuesOf(value, t, path ? `${path}.${name}` : name)]));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
/** A path for people: the first of a list is not numbered, an id is cut short. */
const labelOf = (path: string): string =>
  path
    .split('.')
    .filter((name) => name !== '0')
    .map((name) => (UUID.test(name) ? `…${name.slice(-6)}` : readable(name)))
    .join(' · ');

export function stateRows(then: State, now: State, t: Translate): ThenAndNow[] {
  const [before, after] = [valuesOf(then ?? {}, t), valuesOf(now ?? {}, t)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const pair = { then: before.get(path) ?? '', now: after.get(path) ?? '' };
    return pair.then === '' && pair.now === '' ? [] : [{ key: path, label: labelOf(path), ...pair, changed: pair.then !== pair.now }];
  });
}

const REFERENCE = /^(case|patient|member|recommendation|order|conversation|device|appointment|offer|payment|document)Id$/;
/** Streams that an event names. */
export const namedIn = (data: Record<string, unknown>): { slice: string; id: string }[] =>
  Object.entries(data).flatMap(([field, value]) => {
    const slice = REFERENCE.exec(field)?.[1];
    return slice && typeof value === 'string' ? [{ slice, id: value }] : [];
  });
