// What the schemas themselves say: they are the same for every tenant, and cannot fall behind the code.
import { slices } from '#domain/index.ts';
import { ANALYST_VIEWS } from '#projections/warehouse/analytics/dictionary.ts';
import { treatmentOf } from '#projections/warehouse/disclosure.ts';
import { inventory } from '../inventory.ts';
import { among, type Judged } from './check.ts';

type Activity = Pick<ReturnType<typeof inventory>[number], 'activity' | 'class' | 'storedFor' | 'readers'>;
/** Kinds of records with health data that do not say what for, or kinds nobody may read. */
export const undescribed = (activities: readonly Activity[] = inventory()): Judged =>
  among(
    activities.map((one) => ({ ...one, id: `${one.activity} ${one.class}` })),
    ({ class: held, storedFor, readers }) => readers.length === 0 || (held === 'health' && (storedFor?.bases.length ?? 0) === 0),
  );

type Field = { readonly id: string; readonly decided: boolean };
const operational = (): Field[] =>
  slices.flatMap(({ events }) =>
    Object.entries(events).flatMap(([type, spec]) =>
      Object.keys(spec.operational ?? {}).map((field) => ({ id: `${type}.${field}`, decided: treatmentOf(type, field) !== undefined })),
    ),
  );
/** Fields nobody has decided about for the warehouse, where personal and health fields never come. */
export const undecided = (fields: readonly Field[] = operational()): Judged => among(fields, ({ decided }) => !decided);

type Shown = { readonly name: string; readonly health?: true; readonly select: string };
/** Views over health data that do not pool cells of fewer than five people. */
export const smallCells = (views: readonly Shown[] = ANALYST_VIEWS): Judged =>
  among(
    views.filter(({ health }) => health).map((one) => ({ ...one, id: one.name })),
    ({ select }) => !/HAVING cell_n >= ([5-9]|\d{2,})/.test(select),
  );
