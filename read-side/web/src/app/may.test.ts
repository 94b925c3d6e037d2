import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { readRoutes } from '#read-side/index.ts';
import { writeRoutes } from '#write-side/index.ts';
import { MAY, type What } from './may.ts';

const unused = new Proxy({}, { get: (_, name) => (name === 'providers' ? undefined : () => undefined) }) as never;
const rolesOf = new Map([...writeRoutes(unused), ...readRoutes(unused)].map(({ method, path, roles }) => [`${method} ${path}`, roles]));

const ROUTE: Readonly<Record<What, string>> = {
  cases: 'get /api/cases',
  openCase: 'post /api/cases',
  import: 'post /fhir',
  decide: 'post /api/recommendations/{id}/accept',
  emergencyLook: 'post /api/break-glass',
  appointments: 'post /api/appointments/{id}/fulfil',
  inbox: 'post /api/conversations/{id}/take-over',
  members: 'get /api/members',
  invite: 'post /api/members',
  keys: 'get /api/keys',
  providers: 'post /api/adapters/{provider}',
  devices: 'post /api/devices/register',
  firmware: 'post /api/firmware/{board}/releases',
  findings: 'get /api/findings',
  streams: 'get /api/audit/streams/{slice}/{id}',
  disclosures: 'get /api/disclosures',
  'break-glass': 'get /api/break-glass',
  judgeLook: 'post /api/break-glass/{id}/review',
  erasures: 'get /api/erasures',
  ledger: 'get /api/audit/ledger',
  evidence: 'get /api/audit/evidence',
  proof: 'get /api/audit/ledger/proof',
  analytics: 'post /api/analytics/query',
  processes: 'get /api/processes',
  operation: 'get /api/operation/views',
};
/** The hub would answer these, too; no page is made for them. */
const NOT_OFFERED: Readonly<Partial<Record<What, readonly string[]>>> = { invite: ['operator'], disclosures: ['patient'] };

spec('what the dashboard offers', (it) => {
  it('is what the hub’s routes allow to the same roles', () => {
    for (const what of Object.keys(MAY) as What[]) {
      const allowed = rolesOf.get(ROUTE[what]);
      assert.ok(Array.isArray(allowed), ROUTE[what]);
      assert.equal([...MAY[what], ...(NOT_OFFERED[what] ?? [])].toSorted(), [...(allowed as readonly string[])].toSorted(), what);
    }
  });
});
