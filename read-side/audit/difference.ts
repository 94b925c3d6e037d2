// What differs between two answers, by path. Entries of a list that have an id, or a stage, are compared with their like wherever it stands.
type Json = Record<string, unknown>;
export type Difference = { readonly path: string; readonly then?: unknown; readonly now?: unknown };

/** These move with every event and say nothing by themselves. */
const NOISE = new Set(['revision', 'position', 'updatedAt']);

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function nameOf(entry: unknown, index: number): string {
  const id = isObject(entry) ? (entry.id ?? entry.recommendationId) : undefined;
  return typeof id === 'string' ? id : String(index);
}
const entriesOf = (value: unknown): Map<string, unknown> | undefined => {
  if (Array.isArray(value)) return new Map(value.map((entry, i) => [nameOf(entry, i), entry]));
  return isObject(value) ? new Map(Object.entries(value).filter(([key, field]) => field !== undefined && !NOISE.has(key))) : undefined;
};

/** Every place where `then` and `now` differ; a whole branch that only one of them has is one difference. */
export function difference(then: unknown, now: unknown, path = ''): Difference[] {
  const [before, after] = [entriesOf(then), entriesOf(now)];
  if (!before || !after || Array.isArray(then) !== Array.isArray(now)) return Object.is(then, now) ? [] : [{ path, then, now }];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => difference(before.get(name), after.get(name), path ? `${path}.${name}` : name));
}
