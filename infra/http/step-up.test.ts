import * as assert from 'uvu/assert';
import type { Route } from '#domain/kernel/route.ts';
import { readRoutes } from '#read-side/index.ts';
import { writeRoutes } from '#write-side/index.ts';
import { spec } from '../testing/spec.ts';

const unused = new Proxy({}, { get: (_, name) => (name === 'providers' ? undefined : () => undefined) }) as never;
const routes = [...writeRoutes(unused), ...readRoutes(unused)];
const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** What leads to no harm beyond reading what the hub shows anybody who may ask. */
const NO_EXPORTS = ['GET /fhir/metadata'];
/** Grave, though no file leaves. */
const GRAVE = [
  'POST /api/break-glass',
  'POST /api/keys',
  'POST /api/analytics/keys',
  'POST /api/auth/factor',
  'POST /api/auth/factor/confirm',
  'DELETE /api/auth/factor',
  'DELETE /api/members/{id}/factor',
];

spec('a fresh proof', (it) => {
  it('is asked for by every route that hands out a file', () => {
    const exports = routes.filter(({ roles, answers }) => roles !== 'public' && answers[200] !== undefined && !answers[200].schema);
    assert.ok(exports.map(nameOf).includes('GET /api/audit/evidence'));
    assert.equal(exports.filter((route) => !route.stepUp && !NO_EXPORTS.includes(nameOf(route))).map(nameOf), []);
  });
  it('is asked for by what is grave', () => {
    const asking = routes.filter(({ stepUp }) => stepUp).map(nameOf);
    assert.equal(
      GRAVE.filter((name) => !asking.includes(name)),
      [],
    );
  });
  it('is asked of an analyst for rows that become a file, and not for those of a page', () => {
    const query = routes.find((route) => nameOf(route) === 'POST /api/analytics/query')!;
    const asks = query.stepUp as (body: unknown) => boolean;
    assert.equal(
      ['json', 'csv', 'ndjson', 'parquet'].map((format) => asks(query.body!.parse({ sql: 'SELECT 1', format }))),
      [false, true, true, true],
    );
  });
});
