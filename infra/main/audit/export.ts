// `hub audit export`: an evidence pack through the public API, with the rights of whoever signs in.
import { createWriteStream, readFileSync, renameSync, rmSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { parseCheckpoint, parseNote } from '#projections/ledger/note.ts';
import { readConfig } from '../config.ts';
import { signIn } from '../import/client.ts';
import { credentials, UsageError } from '../import/options.ts';

const HELP = `hub audit export --case ID | --patient ID | --tenant SLUG [--from TIME] [--to TIME]
  Writes an evidence pack (.tar.gz) of a case, a patient, or everything a tenant recorded in a period. Check it with hub audit verify.
  --since FILE         a checkpoint of an earlier visit: the pack then shows that nothing before it was rewritten
  --out FILE           where to (evidence-….tar.gz in this folder)
  --url URL            of the hub (http://127.0.0.1:3000, or HUB_HOST and HUB_PORT)
  --email, --password  of an auditor; without them, and without a token, a demo login is used when there is one
  --token TOKEN        an access token instead of a login (also HUB_TOKEN)`;

const text = { type: 'string' } as const;
const OPTIONS = {
  ...{ case: text, patient: text, tenant: text, from: text, to: text, since: text, out: text, url: text, email: text, password: text, token: text },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = Partial<Record<Exclude<keyof typeof OPTIONS, 'help'>, string>>;

function sizeIn(file: string): string {
  const checkpoint = parseCheckpoint(parseNote(readFileSync(file, 'utf8'))?.text ?? '');
  if (!checkpoint) throw new UsageError(`${file} is not a checkpoint`);
  return String(checkpoint.size);
}

/** `2026-03-01` is the beginning of that day, UTC. */
function instant(name: string, given: string): string {
  const time = new Date(given);
  if (Number.isNaN(time.getTime())) throw new UsageError(`--${name} ${given} is no time; write it like 2026-03-01 or 2026-03-01T09:00:00Z`);
  return time.toISOString();
}

function addressOf(values: Values, base: string): URL {
  if (!values.case && !values.patient && !values.tenant) throw new UsageError('name a case, a patient or a tenant; see hub audit export --help');
  if (!URL.canParse(base)) throw new UsageError(`--url ${base} is no address; write it like http://127.0.0.1:3000`);
  const url = new URL('/api/audit/evidence', base);
  for (const name of ['case', 'patient'] as const) if (values[name]) url.searchParams.set(name, values[name]);
  for (const name of ['from', 'to'] as const) if (values[name]) url.searchParams.set(name, instant(name, values[name]));
  if (values.since) url.searchParams.set('since', sizeIn(values.since));
  return url;
}

/** A token belongs to one tenant; a pack of another one than was named would be the wrong evidence. */
async function checkTenant(base: string, headers: Record<string, string>, wanted: string): Promise<void> {
  const answer = await fetch(new URL('/api/me', base), { headers });
  const { tenant } = (await answer.json().catch(() => ({}))) as { tenant?: { slug: string } };
  if (answer.ok && tenant?.slug !== wanted) throw new UsageError(`whoever signed in is in the tenant ${tenant?.slug}, not in ${wanted}`);
}

const counted = (): Transform => {
  let bytes = 0;
  const told = process.stderr.isTTY ? (line: string) => process.stderr.write(line) : () => false;
  return new Transform({
    transform(chunk: Buffer, _, next) {
      bytes += chunk.length;
      told(`\r${(bytes / 2 ** 20).toFixed(1)} MB`);
      next(null, chunk);
    },
    flush: (next) => (told('\n'), next()),
  });
};

/** Under another name until it is whole. */
async function save(body: ReadableStream<Uint8Array>, out: string): Promise<boolean> {
  const aside = `${out}.part`;
  try {
    await pipeline(body, counted(), createWriteStream(aside));
  } catch (error) {
    rmSync(aside, { force: true });
    if ((error as { syscall?: string }).syscall === 'open') throw new UsageError(`${out} cannot be written`);
    return false;
  }
  renameSync(aside, out);
  return true;
}

/** Exit code. Throws UsageError for what whoever typed it can correct. */
export async function exportPack(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return (console.log(HELP), 0);
  const { host, port } = readConfig(process.env);
  const base = values.url ?? `http://${host}:${port}`;
  const url = addressOf(values, base);
  const headers = { authorization: `Bearer ${await signIn(base, credentials(values, process.env, 'auditor'))}` };
  if (values.tenant) await checkTenant(base, headers, values.tenant);
  const answer = await fetch(url, { headers });
  if (!answer.ok || !answer.body) {
    const { detail, code } = (await answer.json().catch(() => ({}))) as { detail?: string; code?: string };
    console.error(`hub: ${detail ?? `the hub answered ${answer.status}`}${code ? ` [${code}]` : ''}`);
    return 1;
  }
  const named = /filename="(evidence-[\w.-]+\.tar\.gz)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const out = values.out ?? named ?? 'evidence.tar.gz';
  if (!(await save(answer.body, out))) return (console.error('hub: the hub could not finish the pack; its log says why'), 1);
  console.log(out);
  return 0;
}
