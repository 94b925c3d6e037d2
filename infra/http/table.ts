// Values by path template, found segment by segment: a word before a parameter, whatever the case of a word's letters, with or without a
// slash at the end. The time it takes does not grow with the number of templates.
export type Params = Readonly<Record<string, string>>;
export type Found<T> = { readonly value: T; readonly params: Params };
export type Table<T> = {
  /** `/api/cases/{id}`. Throws for a template that is there already, whatever its parameters are called. */
  add(template: string, value: T): void;
  /** Throws URIError for a parameter that is not valid percent-encoding. */
  find(path: string): Found<T> | undefined;
};

type Leaf<T> = { readonly value: T; readonly names: readonly string[] };
type Branch<T> = { readonly words: Map<string, Branch<T>>; any?: Branch<T>; leaf?: Leaf<T> };
const branch = <T>(): Branch<T> => ({ words: new Map() });
const PARAMETER = /^\{(\w+)\}$/;

/** `/a/b/` → a, b. */
const segmentsOf = (path: string): string[] => {
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  return segments;
};

export function makeTable<T>(): Table<T> {
  const root = branch<T>();

  function next(from: Branch<T>, segment: string): Branch<T> {
    if (PARAMETER.test(segment)) return (from.any ??= branch());
    const word = segment.toLowerCase();
    const known = from.words.get(word) ?? branch<T>();
    from.words.set(word, known);
    return known;
  }
  /** `values`: of the parameters passed on the way. */
  function search(from: Branch<T>, segments: readonly string[], at: number, values: string[]): Leaf<T> | undefined {
    if (at === segments.length) return from.leaf;
    const segment = segments[at]!;
    const word = from.words.get(segment.toLowerCase());
    const found = word && search(word, segments, at + 1, values);
    if (found || !from.any || segment === '') return found;
    values.push(segment);
    const other = search(from.any, segments, at + 1, values);
    if (!other) values.pop();
    return other;
  }
  return {
    add(template, value) {
      const segments = segmentsOf(template);
      const end = segments.reduce(next, root);
      if (end.leaf) throw new Error(`two values for ${template}`);
      end.leaf = { value, names: segments.flatMap((segment) => PARAMETER.exec(segment)?.[1] ?? []) };
    },
    find(path) {
      const values: string[] = [];
      const leaf = search(root, segmentsOf(path), 0, values);
      return leaf && { value: leaf.value, params: Object.fromEntries(leaf.names.map((name, i) => [name, decodeURIComponent(values[i]!)])) };
    },
  };
}
