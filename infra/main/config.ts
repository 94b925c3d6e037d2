// The only reader of the environment. One frozen object, or one error that names every broken setting.
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** What each setting means, in the words `hub --help` prints. */
export const SETTINGS = {
  HUB_PORT: 'port of the hub (3000)',
  HUB_HOST: 'address to listen on (127.0.0.1)',
  HUB_DATA: 'folder for data of embedded engines and keys (.hub)',
  HUB_PROJECTION_WORKERS: 'processes that work on the views; 1 to 32 share the tenants (1)',
  HUB_PROJECTION_GROUPS: 'which of views, warehouse and ledger the projections role works on, with commas between them (all three)',
  HUB_DEMO: 'on | off: demo tenants, members and synthetic patients in an empty hub (on; production refuses to start with it)',
  HUB_ROOT_KEY_FILE: 'file with the root key, 32 bytes; made when missing, except in production ($HUB_DATA/keys/root.key)',
  HUB_LEDGER_KEY_FILE: 'file with the keys that sign the ledger; made when missing, except in production (ledger.json beside the root key)',
  HUB_LEDGER_VAULT_KEY: 'name of a key in transit, of type ed25519, that signs the ledger in Vault; unset: the key file signs',
  HUB_LEDGER_DIR: 'folder for the ledger: its state and its public files ($HUB_DATA/ledger)',
  HUB_LEDGER_ORIGIN: 'what names of new ledgers begin with: the public address without https:// (synchron-hub.local/ledger)',
  HUB_LEDGER_WITNESSES: 'addresses of witnesses that cosign the ledger, with commas between them (none)',
  HUB_TSA_URL: 'address of a time stamping authority (RFC 3161) that is asked about the ledger’s checkpoints (none)',
  HUB_TSA_CERTIFICATES: 'file with PEM certificates of that authority or of who issued its own; unset: whichever certificate it answers with',
  HUB_TSA_HOURS: 'from one timestamp of a log to its next, in hours (24)',
  VAULT_ADDR: 'https://… of a Vault whose transit engine wraps keys instead of the root key file; unset: the file',
  VAULT_TOKEN: 'a token that may encrypt, decrypt, read and rotate that key',
  HUB_KEY_BACKUP_DAYS: 'how long backups of the keys’ database are kept, in days; an erasure is complete after them; 0: there are none (30)',
  HUB_VAULT_KEY: 'name of the key in transit, of type aes256-gcm96 (hub)',
  HUB_VAULT_MOUNT: 'where the transit engine is mounted (transit)',
  HUB_METRICS_TOKEN: 'when set, /hub/metrics asks for it as a bearer token',
  EVENTSTORE_URL: 'esdb://… of an EventStoreDB or KurrentDB; unset: embedded',
  POSTGRES_URL: "postgres://… of PostgreSQL 15+, as the database's owner who may create roles; unset: embedded",
  KEYS_URL: 'postgres://… of the database for wrapped keys; unset: database hub_keys beside POSTGRES_URL',
  CLICKHOUSE_URL: 'http://… of ClickHouse 24.8+; unset: embedded',
  CLICKHOUSE_ANALYSTS: 'gate | users: whether analysts’ queries also sign in as a ClickHouse user of their tenant, see hub warehouse access (gate)',
  REDIS_URL: 'redis:// or rediss://… of Redis 7 or Valkey 8, for limits and cached answers of several api processes; unset: each its own',
  HUB_URL: 'where people and providers reach the hub, for links in mails and addresses of webhooks (http://HUB_HOST:HUB_PORT)',
  SMTP_URL: 'smtps://user:password@host of a mail server; unset: mails are caught and shown at /mails, on this machine only',
  HUB_MAIL_FROM: 'sender of mails (Synchron Hub <hub@ the host of HUB_URL>)',
  STRIPE_URL: 'where Stripe is, for a stand-in such as infra/testing/fakes/pretend.ts; refused in production (https://api.stripe.com)',
  META_URL: 'the same for the Graph API of WhatsApp and Instagram (https://graph.facebook.com)',
  GEMINI_API_KEY: 'when set, Gemini words recommendations; unset: templates',
  GEMINI_MODEL: 'model id (gemini-3.5-flash-lite)',
  LOG_LEVEL: 'trace | debug | info | warn | error (info)',
} as const;

const port = z.coerce.number().int().min(1).max(65535);
const urlWith = (...protocols: string[]) =>
  z.string().refine((v) => URL.canParse(v) && protocols.includes(new URL(v).protocol), { error: `must be a URL starting with ${protocols.join(' or ')}//` });

const schema = z.object({
  NODE_ENV: z.string().default('development'),
  HUB_PORT: port.default(3000),
  HUB_HOST: z.string().min(1).default('127.0.0.1'),
  HUB_DATA: z.string().min(1).default('.hub'),
  HUB_PROJECTION_WORKERS: z.coerce.number().int().min(1).max(32).default(1),
  HUB_PROJECTION_GROUPS: z
    .string()
    .default('views,warehouse,ledger')
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(['views', 'warehouse', 'ledger'])).min(1)),
  HUB_DEMO: z.enum(['on', 'off']).optional(),
  HUB_ROOT_KEY_FILE: z.string().min(1).optional(),
  HUB_LEDGER_KEY_FILE: z.string().min(1).optional(),
  HUB_LEDGER_DIR: z.string().min(1).optional(),
  HUB_LEDGER_VAULT_KEY: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  HUB_LEDGER_ORIGIN: z
    .string()
    .regex(/^[^\s+]{1,180}$/, 'must have neither spaces nor +')
    .default('synchron-hub.local/ledger'),
  HUB_LEDGER_WITNESSES: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((url) => url.trim().replace(/\/$/, '')))
    .transform((urls) => urls.filter((url) => url !== ''))
    .refine((urls) => urls.every((url) => /^https?:\/\/./.test(url) && URL.canParse(url)), 'must be http:// or https:// addresses'),
  HUB_TSA_URL: urlWith('http:', 'https:').optional(),
  HUB_TSA_CERTIFICATES: z.string().min(1).optional(),
  HUB_TSA_HOURS: z.coerce.number().min(0.01).max(8760).default(24),
  VAULT_ADDR: urlWith('http:', 'https:').optional(),
  VAULT_TOKEN: z.string().min(1).optional(),
  HUB_VAULT_KEY: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .default('hub'),
  HUB_VAULT_MOUNT: z
    .string()
    .regex(/^[\w./-]{1,64}$/)
    .default('transit'),
  HUB_KEY_BACKUP_DAYS: z.coerce.number().int().min(0).max(3650).default(30),
  HUB_METRICS_TOKEN: z.string().min(16).optional(),
  EVENTSTORE_URL: urlWith('esdb:', 'esdb+discover:').optional(),
  POSTGRES_URL: urlWith('postgres:', 'postgresql:').optional(),
  KEYS_URL: urlWith('postgres:', 'postgresql:').optional(),
  CLICKHOUSE_URL: urlWith('http:', 'https:').optional(),
  REDIS_URL: urlWith('redis:', 'rediss:').optional(),
  HUB_URL: urlWith('http:', 'https:').optional(),
  SMTP_URL: urlWith('smtp:', 'smtps:').optional(),
  HUB_MAIL_FROM: z.string().min(3).optional(),
  STRIPE_URL: urlWith('http:', 'https:').optional(),
  META_URL: urlWith('http:', 'https:').optional(),
  CLICKHOUSE_ANALYSTS: z.enum(['gate', 'users']).default('gate'),
  GEMINI_API_KEY: z.string().min(1).optional(),
  GEMINI_MODEL: z.string().min(1).default('gemini-3.5-flash-lite'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

export type Config = {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly demo: boolean;
  readonly rootKeyFile: string;
  readonly ledger: {
    readonly folder: string;
    readonly keyFile: string;
    /** A key in Vault that signs instead of the file's Ed25519 keys. */
    readonly vaultKey?: string;
    readonly origin: string;
    readonly witnesses: readonly string[];
    readonly tsa?: { readonly url: string; readonly certificates?: string; readonly everyMs: number };
  };
  readonly vault?: { readonly address: string; readonly token: string; readonly key: string; readonly mount: string };
  readonly keyBackupDays: number;
  readonly projectionWorkers: number;
  /** What a projections role works on. */
  readonly projectionGroups: readonly ('views' | 'warehouse' | 'ledger')[];
  readonly metricsToken?: string;
  readonly eventStoreUrl?: string;
  readonly postgresUrl?: string;
  readonly keysUrl?: string;
  readonly clickHouseUrl?: string;
  readonly redisUrl?: string;
  /** Where people reach the hub, without a slash at the end. */
  readonly origin: string;
  /** `smtp` absent: mails are caught in the folder, and shown when `shown`. */
  readonly mail: { readonly smtp?: string; readonly from: string; readonly folder: string; readonly shown: boolean };
  /** Stand-ins for the providers' own addresses. */
  readonly providers: { readonly stripe?: string; readonly meta?: string };
  /** Analysts' queries sign in as their tenant's own user of ClickHouse. */
  readonly clickHouseUsers: boolean;
  readonly gemini?: { readonly apiKey: string; readonly model: string };
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error';
};

/** A setting is broken; the message has one line for each. */
export class ConfigError extends Error {}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** Defaults that are fine on a laptop and dangerous anywhere else. */
function refusals(env: z.infer<typeof schema>, demo: boolean): string[] {
  const production = env.NODE_ENV === 'production';
  return [
    production && demo ? 'HUB_DEMO: demo logins are refused in production; set HUB_DEMO=off' : '',
    production && !env.HUB_ROOT_KEY_FILE
      ? 'HUB_ROOT_KEY_FILE: production needs a root key of its own; make one with `head -c 32 /dev/urandom > FILE` and set its path'
      : '',
    demo && !isLoopback(env.HUB_HOST)
      ? `HUB_DEMO: demo logins are known to everybody, so the hub will not listen on ${env.HUB_HOST} with them; set HUB_DEMO=off`
      : '',
    env.SMTP_URL && production && !env.HUB_URL ? 'HUB_URL: links in mails need the address where people reach the hub' : '',
    production && env.STRIPE_URL ? 'STRIPE_URL: production pays at Stripe itself; unset it' : '',
    production && env.META_URL ? 'META_URL: production sends through Meta itself; unset it' : '',
    env.VAULT_ADDR && !env.VAULT_TOKEN ? 'VAULT_TOKEN: VAULT_ADDR is set, so a token is needed; give one that may use the transit key only' : '',
    env.HUB_LEDGER_VAULT_KEY && !env.VAULT_ADDR ? 'HUB_LEDGER_VAULT_KEY: the key is in Vault, so VAULT_ADDR is needed' : '',
  ].filter(Boolean);
}

function mailOf(env: z.infer<typeof schema>, data: string): Pick<Config, 'origin' | 'mail'> {
  const origin = new URL(env.HUB_URL ?? `http://${env.HUB_HOST}:${env.HUB_PORT}`).origin;
  const from = env.HUB_MAIL_FROM ?? `Synchron Hub <hub@${new URL(origin).hostname}>`;
  const shown = !env.SMTP_URL && env.NODE_ENV !== 'production' && isLoopback(env.HUB_HOST);
  return { origin, mail: { ...(env.SMTP_URL && { smtp: env.SMTP_URL }), from, folder: resolve(data, 'mail'), shown } };
}

const tsaOf = ({ HUB_TSA_CERTIFICATES: file, HUB_TSA_HOURS: hours }: z.infer<typeof schema>, url: string): Config['ledger']['tsa'] => ({
  url,
  ...(file && { certificates: resolve(file) }),
  everyMs: hours * 3_600_000,
});

/** Reads settings; empty strings count as unset. Throws ConfigError naming all broken ones. */
export function readConfig(given: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'));
  const env = parsed.data;
  const production = env.NODE_ENV === 'production';
  const demo = env.HUB_DEMO ? env.HUB_DEMO === 'on' : true;
  const refused = refusals(env, demo);
  if (refused.length > 0) throw new ConfigError(refused.join('\n'));
  const data = resolve(env.HUB_DATA);
  const rootKeyFile = env.HUB_ROOT_KEY_FILE ? resolve(env.HUB_ROOT_KEY_FILE) : resolve(data, 'keys/root.key');
  return Object.freeze({
    production,
    port: env.HUB_PORT,
    host: env.HUB_HOST,
    data,
    demo,
    rootKeyFile,
    ledger: {
      folder: resolve(env.HUB_LEDGER_DIR ?? join(data, 'ledger')),
      keyFile: resolve(env.HUB_LEDGER_KEY_FILE ?? join(dirname(rootKeyFile), 'ledger.json')),
      ...(env.HUB_LEDGER_VAULT_KEY && { vaultKey: env.HUB_LEDGER_VAULT_KEY }),
      origin: env.HUB_LEDGER_ORIGIN,
      witnesses: env.HUB_LEDGER_WITNESSES,
      ...(env.HUB_TSA_URL && { tsa: tsaOf(env, env.HUB_TSA_URL) }),
    },
    vault: env.VAULT_ADDR ? { address: env.VAULT_ADDR, token: env.VAULT_TOKEN!, key: env.HUB_VAULT_KEY, mount: env.HUB_VAULT_MOUNT } : undefined,
    keyBackupDays: env.HUB_KEY_BACKUP_DAYS,
    projectionWorkers: env.HUB_PROJECTION_WORKERS,
    projectionGroups: env.HUB_PROJECTION_GROUPS,
    metricsToken: env.HUB_METRICS_TOKEN,
    eventStoreUrl: env.EVENTSTORE_URL,
    postgresUrl: env.POSTGRES_URL,
    keysUrl: env.KEYS_URL,
    clickHouseUrl: env.CLICKHOUSE_URL,
    redisUrl: env.REDIS_URL,
    ...mailOf(env, data),
    providers: { ...(env.STRIPE_URL && { stripe: env.STRIPE_URL }), ...(env.META_URL && { meta: env.META_URL }) },
    clickHouseUsers: env.CLICKHOUSE_ANALYSTS === 'users',
    gemini: env.GEMINI_API_KEY ? { apiKey: env.GEMINI_API_KEY, model: env.GEMINI_MODEL } : undefined,
    logLevel: env.LOG_LEVEL,
  });
}
