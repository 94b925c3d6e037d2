// What an analyst may read: views in a database of their own, each with its meaning in Turkish and English.
import { view } from '../ddl.ts';

/** The database that holds these views and nothing else, so that whatever has a plain name there may be read. */
export const ANALYTICS = 'analytics';

export type Words = { readonly tr: string; readonly en: string };
export type AnalystView = {
  readonly name: string;
  readonly about: Words;
  /** SELECT over the tables and views of the warehouse's own database. A stamp is added to each row. */
  readonly select: string;
  /** Says what a column means here, where the common meaning is not enough. */
  readonly columns?: Readonly<Record<string, Words>>;
  /** Cells of fewer than five people are pooled or left out. */
  readonly health?: true;
};

/** How fresh a row is: when the newest event that had reached the warehouse was recorded. */
const AS_OF = '(SELECT max(newest) FROM event_blocks) AS as_of';

export const createOf = ({ name, select }: AnalystView): string => view(`${ANALYTICS}.${name}`, `SELECT *, ${AS_OF} FROM (${select})`);
