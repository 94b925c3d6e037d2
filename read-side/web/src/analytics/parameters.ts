// Parameters of a statement: `{name:Type}` in its text.
import type { Parameter } from './types.ts';

export type Named = { readonly name: string; readonly type: string };
const PLACE = /\{\s*([a-z_][a-z0-9_]{0,62})\s*:\s*([A-Za-z0-9_(), ]+?)\s*\}/gi;

/** Each once, in the order of the text. */
export function parametersIn(sql: string): Named[] {
  const found = new Map<string, Named>();
  for (const [, name, type] of sql.matchAll(PLACE)) if (!found.has(name!)) found.set(name!, { name: name!, type: type! });
  return [...found.values()];
}

const KEPT: readonly (readonly [RegExp, Parameter['type']])[] = [
  [/^UInt/, 'UInt64'],
  [/^Int/, 'Int64'],
  [/^(Float|Decimal)/, 'Float64'],
  [/^Bool/, 'Bool'],
  [/^DateTime/, 'DateTime'],
  [/^Date/, 'Date'],
  [/^Array/, 'Array(String)'],
];
/** As it is saved: the kind of value to ask for, and what is filled in when nobody says otherwise. The statement keeps the exact type. */
export const toSaved = (named: readonly Named[], values: Readonly<Record<string, string>>): Parameter[] =>
  named.map(({ name, type }) => ({
    name,
    type: KEPT.find(([pattern]) => pattern.test(type))?.[1] ?? 'String',
    ...(values[name] !== undefined && values[name] !== '' && { default: values[name] }),
  }));

export const defaultsOf = (parameters: readonly Parameter[]): Record<string, string> =>
  Object.fromEntries(parameters.flatMap((p) => (p.default === undefined ? [] : [[p.name, p.default]])));
