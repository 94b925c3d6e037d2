// Every table of the database hub that the views own, and how their properties map to columns.
import { type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { views } from '#projections/index.ts';
import { ParkedEvent, Partition, ViewVersion, Worker } from '#projections/kernel/progress-tables.ts';
import type { View } from '#projections/kernel/projection.ts';
import { endSilent, releaseEnded } from './silence.ts';

export const progressTables: readonly EntitySchema[] = [Partition, Worker, ViewVersion, ParkedEvent];
export const tablesOf = (some: readonly View[] = views): EntitySchema[] => [...progressTables, ...some.map((view) => view.table)];

export type Column = { readonly property: string; readonly name: string; readonly type: string; readonly isKey: boolean };
export type Table = { readonly name: string; readonly columns: readonly Column[] };

export type OrmOptions = { readonly url: string; readonly entities?: EntitySchema[]; readonly max?: number; readonly patienceMs?: number };
const onPoolCreated = (pool: Pool): void => {
  endSilent(pool);
  releaseEnded(pool);
};
/** Nothing is connected before the first query. */
export const makeOrm = ({ url, entities = tablesOf(), max = 8, patienceMs }: OrmOptions): MikroORM => {
  const patience = patienceMs && { query_timeout: patienceMs, idle_in_transaction_session_timeout: patienceMs / 2 };
  const driverOptions = { application_name: 'hub reader', connectionTimeoutMillis: 5000, keepAlive: true, ...patience, onPoolCreated };
  return new MikroORM({ clientUrl: url, entities, pool: { min: 0, max }, driverOptions });
};

/** The shape of each table by its view's name, from the entities' own metadata. */
export function shapesOf(some: readonly View[]): ReadonlyMap<string, Table> {
  const metadata = makeOrm({ url: 'postgres://nowhere/none', entities: some.map((view) => view.table) }).getMetadata();
  return new Map(
    some.map((view) => {
      const meta = metadata.getByClassName(view.table.meta.className!);
      const columns = meta.props.map((prop) => ({
        property: prop.name,
        name: prop.fieldNames[0]!,
        type: prop.columnTypes[0]!,
        isKey: prop.primary === true,
      }));
      return [view.name, { name: meta.tableName, columns }];
    }),
  );
}
