// The dictionary as an answer: the words from the code, the types from the engine.
import { ANALYST_VIEWS, meaningOf } from '#projections/warehouse/analytics/dictionary.ts';
import type { Words } from '#projections/warehouse/analytics/view.ts';

export type DescribedView = {
  readonly name: string;
  readonly about: Words;
  readonly health: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly about: Words }[];
};
export type ColumnOf = { readonly table: string; readonly name: string; readonly type: string };
const NOTHING: Words = { tr: '', en: '' };

/** `columns` in the order of the views' own. */
export const describe = (columns: readonly ColumnOf[]): DescribedView[] =>
  ANALYST_VIEWS.map((view) => ({
    name: view.name,
    about: view.about,
    health: view.health === true,
    columns: columns.filter(({ table }) => table === view.name).map(({ name, type }) => ({ name, type, about: meaningOf(view, name) ?? NOTHING })),
  }));
