import { globSync, readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { shapesOf } from '#infra/postgres/tables.ts';
import { progressTables } from '#infra/postgres/tables.ts';
import { views } from '#projections/index.ts';
import { TENANT_TABLES } from '#projections/warehouse/schema.ts';
import { spec } from '../testing/spec.ts';
import { FOLDERS, KEY_TABLES, SINKS, TABLES, WAREHOUSE_TABLES } from './places.ts';
import { accountsSink } from './sinks/accounts.ts';
import { copySinks } from './sinks/copies.ts';
import { databaseSinks } from './sinks/database.ts';
import { deadLettersSink } from './sinks/dead-letters.ts';
import { fileSinks } from './sinks/files.ts';
import { warehouseSink } from './sinks/warehouse.ts';

const never = {} as never;
const made = [
  ...copySinks({ keyBackupDays: 1, now: () => new Date(0) }),
  ...databaseSinks(never),
  ...fileSinks(''),
  ...[warehouseSink(never), accountsSink(never), deadLettersSink(never)],
];

spec('places that hold something of people', (it) => {
  it('every view and every table of the warehouse says what it holds of people, and who erases it', () => {
    const shapes = shapesOf(views);
    const tables = [...views.map(({ name }) => shapes.get(name)!.name), ...progressTables.map(({ meta }) => meta.tableName)];
    assert.equal(
      tables.filter((table) => !TABLES.has(table)),
      [],
    );
    assert.equal(
      TENANT_TABLES.filter((table) => !WAREHOUSE_TABLES.has(table)),
      [],
    );
  });
  it('so does every table that is created besides', () => {
    const files = globSync('{infra,projections,write-side}/**/*.ts').filter((file) => !/\.test\.ts$|embedded|testing/.test(file));
    const created = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/create table if not exists ([a-z]\w{3,})/gi)].map((match) => match[1]!));
    assert.ok(created.includes('sessions') && created.includes('tenant_keys'));
    assert.equal(
      created.filter((table) => ![TABLES, KEY_TABLES, WAREHOUSE_TABLES].some((of) => of.has(table))),
      [],
    );
  });
  it('every place answers to a sink that is asked at each erasure', () => {
    const asked = [...SINKS, 'keys'] as string[];
    const places = [TABLES, KEY_TABLES, WAREHOUSE_TABLES, FOLDERS].flatMap((of) => [...of.values()]);
    assert.equal(
      places.filter(({ sink }) => !asked.includes(sink)),
      [],
    );
    assert.equal(made.map(({ name }) => name).toSorted(), [...SINKS].toSorted());
  });
});
