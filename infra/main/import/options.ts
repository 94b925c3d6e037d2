// What was asked of `hub import`, and what follows from the hub on this machine when little was said.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import type { Login } from '../ready.ts';

export const HELP = `hub import PATH… [OPTIONS]
  Imports FHIR R4 bundles or resources from files and folders (.json, .json.gz) into a running hub. Importing twice changes nothing.
  --url URL            of the hub (http://127.0.0.1:3000, or HUB_HOST and HUB_PORT)
  --email, --password  of a coordinator, doctor or nurse; without them, and without a token, a demo login is used when there is one
  --tenant SLUG        which tenant to import into, for somebody who belongs to several
  --token TOKEN        an access token instead of a login (also HUB_TOKEN)
  --concurrency N      files at a time, 1 to 16 (2)
  --json               the report as one JSON line on standard output
  Exit code 0 when everything was taken, 1 when anything was rejected or failed, 2 when it could not begin.`;

/** It cannot begin; the message says what to do. */
export class UsageError extends Error {}

export type Credentials = { readonly token: string } | { readonly email: string; readonly password: string; readonly tenant?: string };
export type Options = {
  readonly paths: readonly string[];
  readonly url: string;
  readonly who: Credentials;
  readonly json: boolean;
  readonly concurrency: number;
  readonly help: boolean;
};

const OPTIONS = {
  url: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
  tenant: { type: 'string' },
  token: { type: 'string' },
  concurrency: { type: 'string', default: '2' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
type Env = Readonly<Record<string, string | undefined>>;
type Given = { readonly email?: string; readonly password?: string; readonly tenant?: string; readonly token?: string };

function demoLogin(data: string, tenant: string | undefined, role: string): Credentials {
  const file = join(data, 'demo.json');
  const none = `sign in with --email and --password, or --token; there is no demo login${tenant ? ` of the tenant ${tenant}` : ''} in ${file}`;
  if (!existsSync(file)) throw new UsageError(none);
  const { logins } = JSON.parse(readFileSync(file, 'utf8')) as { logins: Login[] };
  const login = logins.find((l) => l.role === role && (!tenant || l.tenant === tenant));
  if (!login) throw new UsageError(none);
  return { email: login.email, password: login.password, tenant: login.tenant };
}

/** Who signs in: what was given, else the demo's `role`. Throws UsageError when that does not fit together. */
export function credentials({ email, password, tenant, token }: Given, env: Env, role = 'coordinator'): Credentials {
  const access = token ?? env.HUB_TOKEN;
  if (access && email) throw new UsageError('give either --token or --email, not both');
  if (access) return { token: access };
  if (!email && !password) return demoLogin(readConfig(env).data, tenant, role);
  if (!email || !password) throw new UsageError('--email and --password belong together');
  return { email, password, tenant };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nSee hub import --help.`, { cause: error });
  }
}

/** Throws UsageError when what was given does not fit together. */
export function readOptions(args: readonly string[], env: Env): Options {
  const { values, positionals: paths } = parsed(args);
  const nobody = { token: '' };
  if (values.help) return { paths, url: '', who: nobody, json: values.json, concurrency: 1, help: true };
  if (paths.length === 0) throw new UsageError('name at least one file or folder to import; see hub import --help');
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 16) throw new UsageError('--concurrency is a number from 1 to 16');
  if (values.url && !URL.canParse(values.url)) throw new UsageError(`--url ${values.url} is no address; write it like http://127.0.0.1:3000`);
  const { host, port } = readConfig(env);
  return { paths, url: values.url ?? `http://${host}:${port}`, who: credentials(values, env), json: values.json, concurrency, help: false };
}
