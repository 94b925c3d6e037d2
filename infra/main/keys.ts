// `hub keys`: new versions of the root key and of tenants' keys, and what is stored wrapped anew under them.
import { parseArgs } from 'node:util';
import { makePool, type Pool } from '#infra/postgres/pool.ts';
import type { RootKeys } from '#infra/sealing/root-keys.ts';
import { rewrapRoot, rewrapTenant, rotateTenant } from '#infra/sealing/rotate.ts';
import { readConfig } from './config.ts';
import { makeRootKeys } from './root-keys.ts';
import { NO_HUB, withEngines } from './running-engines.ts';

const HELP = `hub keys status
hub keys rotate root | TENANT
hub keys rewrap
  rotate  makes a new version: what is wrapped from now on is wrapped by it, and nothing that was wrapped before stops opening.
  rewrap  wraps every stored key by the newest version of the key above it; may be stopped anywhere and goes on when it is called again.
          Also moves keys to Vault that the root key file wrapped, once VAULT_ADDR is set.
  Run it on the machine of a running hub (same HUB_DATA and settings).`;

type Deps = { readonly pool: Pool; readonly root: RootKeys };
type Standing = { tenant: string; versions: number; people: number; behind: number; destroyed: number };
const STANDING = `
select t.tenant, max(t.version)::int as versions,
  (select count(*)::int from subject_keys s where s.tenant = t.tenant and s.wrapped is not null) as people,
  (select count(*)::int from subject_keys s where s.tenant = t.tenant and s.wrapped is not null and s.version < max(t.version)) as behind,
  (select count(*)::int from subject_keys s where s.tenant = t.tenant and s.wrapped is null) as destroyed
from tenant_keys t group by t.tenant order by t.tenant`;
const standings = async ({ pool }: Deps): Promise<Standing[]> => (await pool.query<Standing>(STANDING)).rows;

async function status(deps: Deps): Promise<number> {
  console.log(`root key: ${deps.root.kind}`);
  for (const { tenant, versions, people, behind, destroyed } of await standings(deps))
    console.log(`  ${tenant.padEnd(20)} version ${versions}  keys ${people}  to wrap anew ${behind}  destroyed ${destroyed}`);
  return 0;
}

async function rotate(deps: Deps, what: string | undefined): Promise<number> {
  if (!what) return (console.error('hub: say which: root, or a tenant'), 2);
  const version = what === 'root' ? await deps.root.rotate() : await rotateTenant(deps, what);
  console.log(`${what}: version ${version}; run hub keys rewrap to wrap what is stored by it`);
  return 0;
}

async function rewrap(deps: Deps): Promise<number> {
  console.log(`tenants' keys wrapped anew by the root key: ${await rewrapRoot(deps)}`);
  for (const { tenant, behind } of await standings(deps)) if (behind > 0) console.log(`  ${tenant}: ${await rewrapTenant(deps, tenant)} people's keys`);
  return 0;
}

/** Exit code 0: done; 2: it could not begin. */
export async function runKeys(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
  const [what, which] = positionals;
  if (values.help || !what) return (console.log(HELP), 0);
  const run = { status, rotate: (deps: Deps) => rotate(deps, which), rewrap }[what];
  if (!run) return (console.error(`hub: there is no "keys ${what}"; see hub keys --help`), 2);
  const config = withEngines(readConfig(process.env));
  if (!config) return (console.error(NO_HUB), 2);
  const pool = makePool({ url: config.keysUrl, max: 2, name: 'hub keys' });
  try {
    return await run({ pool, root: makeRootKeys(config) });
  } finally {
    await pool.end();
  }
}
