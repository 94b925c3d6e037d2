// Keys that sign access tokens, in a file of the key folder. The newest signs; older ones verify until their tokens are gone.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';

const stored = z.array(z.object({ kid: z.string(), createdAt: z.iso.datetime(), jwk: z.record(z.string(), z.string()) })).min(1);
type Stored = z.infer<typeof stored>;
export type SigningKeys = { readonly kid: string; readonly sign: CryptoKey; readonly verify: ReadonlyMap<string, CryptoKey> };

const DAY_MS = 86_400_000;
const KEPT_MS = DAY_MS; // far longer than a token lives

/** Reads the key file, makes it when missing (mode 0600), and adds a key when the newest is older than `rotateDays`. */
export async function openSigningKeys(file: string, options: { now?: () => Date; rotateDays?: number } = {}): Promise<SigningKeys> {
  const now = (options.now ?? (() => new Date()))();
  const before = await readKeys(file);
  const keys = withFresh(before, now, options.rotateDays ?? 90) ? [await newKey(now), ...stillNeeded(before, now)] : before;
  if (keys !== before) await writeKeys(file, keys);
  const pairs = await Promise.all(keys.map(async ({ kid, jwk }) => [kid, (await importJWK(publicPart(jwk), 'EdDSA')) as CryptoKey] as const));
  return { kid: keys[0]!.kid, sign: (await importJWK(keys[0]!.jwk as JWK, 'EdDSA')) as CryptoKey, verify: new Map(pairs) };
}

const withFresh = (keys: Stored, now: Date, days: number): boolean => keys.length === 0 || now.getTime() - Date.parse(keys[0]!.createdAt) > days * DAY_MS;
/** A key is needed until `KEPT_MS` after its successor took over, which is now for the newest. */
const stillNeeded = (keys: Stored, now: Date): Stored => keys.filter((_, i) => i === 0 || now.getTime() - Date.parse(keys[i - 1]!.createdAt) < KEPT_MS);
const publicPart = ({ d: _private, ...jwk }: Record<string, string>): JWK => jwk as JWK;

async function newKey(now: Date): Promise<Stored[number]> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return { kid: randomUUID(), createdAt: now.toISOString(), jwk: (await exportJWK(privateKey)) as Record<string, string> };
}

async function readKeys(file: string): Promise<Stored> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const parsed = stored.safeParse(safeJson(text));
  if (!parsed.success) throw new Error(`${file} holds no signing keys; restore it, or delete it to sign everybody out`);
  return parsed.data;
}
function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. */
async function writeKeys(file: string, keys: Stored): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}.new`;
  const handle = await open(beside, 'w', 0o600);
  await handle.writeFile(JSON.stringify(keys));
  await handle.sync();
  await handle.close();
  await rename(beside, file);
}
