// `hub audit report`: a report that law asks for, through the public API, with the rights of whoever signs in.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { signIn } from '../import/client.ts';
import { credentials, UsageError } from '../import/options.ts';

const REPORTS = {
  'accounting-of-disclosures': 'to whom a person’s data went (HIPAA 164.528); --person, --from, --to',
  'subject-access': 'all that is held about a person, with a FHIR R4 Bundle (KVKK art. 11); --person',
  recipients: 'whom to tell of a correction or erasure (GDPR art. 19); --person',
  'processing-inventory': 'what is processed about people (VERBİS, GDPR art. 30)',
  'breach-scope': 'whom a breach concerns (72 hours); --reader, --session, --keys tenant, --from, --to, --detected',
  'access-recertification': 'members’ roles beside what they did with them in ninety days',
  articles: 'articles of law, the check made for each, and what it found',
} as const;
const HELP = `hub audit report NAME [--person ID] [--from TIME] [--to TIME] …
${Object.entries(REPORTS)
  .map(([name, what]) => `  ${name.padEnd(26)} ${what}`)
  .join('\n')}
  --out FILE           where to (standard output), as JSON
  --url URL            of the hub (http://127.0.0.1:3000, or HUB_HOST and HUB_PORT)
  --email, --password, --tenant   of an auditor; without them, and without a token, a demo login is used when there is one
  --token TOKEN        an access token instead of a login (also HUB_TOKEN)`;

const text = { type: 'string' } as const;
const OPTIONS = {
  ...{ person: text, reader: text, session: text, keys: text, from: text, to: text, detected: text },
  ...{ out: text, url: text, email: text, password: text, tenant: text, token: text },
  help: { type: 'boolean', short: 'h' },
} as const;
/** Option → field of the query. */
const FIELDS = { person: 'personId', reader: 'readerId', session: 'session', keys: 'keys', from: 'from', to: 'to', detected: 'detectedAt' } as const;
const TIMES: ReadonlySet<string> = new Set(['from', 'to', 'detected']);

function instant(name: string, given: string): string {
  const time = new Date(given);
  if (Number.isNaN(time.getTime())) throw new UsageError(`--${name} ${given} is no time; write it like 2026-03-01 or 2026-03-01T09:00:00Z`);
  return time.toISOString();
}

/** Exit code. Throws UsageError for what whoever typed it can correct. */
export async function makeReport(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) return (console.log(HELP), 0);
  const [name, ...more] = positionals;
  if (!name || more.length > 0 || !Object.hasOwn(REPORTS, name)) throw new UsageError(`name one of the reports: ${Object.keys(REPORTS).join(', ')}`);
  const { host, port } = readConfig(process.env);
  const base = values.url ?? `http://${host}:${port}`;
  if (!URL.canParse(base)) throw new UsageError(`--url ${base} is no address; write it like http://127.0.0.1:3000`);
  const url = new URL(`/api/reports/${name}`, base);
  for (const [option, field] of Object.entries(FIELDS)) {
    const given = values[option as keyof typeof FIELDS];
    if (given !== undefined) url.searchParams.set(field, TIMES.has(option) ? instant(option, given) : given);
  }
  const answer = await fetch(url, { headers: { authorization: `Bearer ${await signIn(base, credentials(values, process.env, 'auditor'))}` } });
  const body = (await answer.json().catch(() => ({}))) as { detail?: string; code?: string };
  if (!answer.ok) return (console.error(`hub: ${body.detail ?? `the hub answered ${answer.status}`}${body.code ? ` [${body.code}]` : ''}`), 1);
  const json = `${JSON.stringify(body, null, 2)}\n`;
  if (values.out) writeFileSync(values.out, json, { mode: 0o600 });
  else process.stdout.write(json);
  return 0;
}
