// A table of facts as data: which events leave a row, and what each column is made of. Both the table and its fold come from it.
import { TIME, WORD, table } from './ddl.ts';
import { circumstances, fieldOf, type Fold, type Known, type LogEvent, safeWord, textOf, timestamp } from './fold.ts';

/** `of` sees operational fields only, or asks `known`; what it does not name stays behind. */
export type Column = { readonly type: string; readonly of: (event: LogEvent, known: Known) => unknown };
export type Facts = {
  readonly name: string;
  /** The column with the stream's id. */
  readonly id: string;
  readonly idOf?: (event: LogEvent) => string;
  /** Event type → the word in column `fact`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, Column>>;
};
export type FactTable = { readonly name: string; readonly create: string; readonly fold: Fold };

const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** An id of a thing, or a word of a fixed list: both are operational and plain in the log. */
export const id = (field: string): Column => ({ type: 'String', of: (event) => textOf(event, field) });
export const word = (field: string): Column => ({ type: WORD, of: (event) => safeWord(textOf(event, field)) });
/** A version, a board, a code: short and without blanks. */
export const label = (field: string): Column => ({ type: WORD, of: (event) => /^[\w.:-]{1,64}$/.exec(textOf(event, field))?.[0] ?? '' });
export const number = (field: string, type = 'Float64'): Column => ({ type: `Nullable(${type})`, of: (event) => numberOf(fieldOf(event, field)) });
export const yes = (field: string): Column => ({
  type: 'Nullable(Bool)',
  of: (event) => (typeof fieldOf(event, field) === 'boolean' ? fieldOf(event, field) : null),
});
export const instant = (field: string): Column => ({
  type: `Nullable(${TIME})`,
  of: (event) => (Number.isNaN(Date.parse(textOf(event, field))) ? null : timestamp(textOf(event, field))),
});
/** The first of the fields that names a person, else the event's data subject. */
export const person = (...fields: readonly string[]): Column => ({
  type: 'String',
  of: (event, { pseudonym }) => {
    const found = fields.map((field) => textOf(event, field)).find(Boolean) ?? event.meta.subject;
    return found ? pseudonym(found) : '';
  },
});
export const made = (type: string, of: Column['of']): Column => ({ type, of });

const ddlOf = ({ name, id, columns }: Facts) => {
  const own = Object.entries(columns).map(([column, { type }]) => `${column} ${type}`);
  const common = `tenant ${WORD}, ${id} String, revision UInt64, position UInt64, fact ${WORD}, at ${TIME}`;
  return table(name, [common, ...own, `actor_kind ${WORD}, actor_role ${WORD}`].join(', '), `tenant, ${id}, revision`);
};

export function factTable(facts: Facts): FactTable {
  const columns = Object.entries(facts.columns);
  const fold: Fold = (event, known) => {
    const fact = Object.hasOwn(facts.facts, event.type) ? facts.facts[event.type] : undefined;
    if (!fact) return [];
    const own = Object.fromEntries(columns.map(([column, { of }]) => [column, of(event, known)]));
    const place = {
      tenant: event.stream.tenant,
      [facts.id]: facts.idOf?.(event) ?? event.stream.id,
      revision: event.revision,
      position: event.position.toString(),
    };
    return [{ ...place, fact, ...own, ...circumstances(event) }];
  };
  return { name: facts.name, create: ddlOf(facts), fold };
}
