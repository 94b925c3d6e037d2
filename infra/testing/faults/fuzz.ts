// Sends doubtful requests to a running hub and gathers what it did not refuse honestly. On a hub of its own, everything that can be derived, for
// as many rounds as one has time for: `node infra/testing/faults/fuzz.ts --rounds 5`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { jsonValue, sample } from 'fast-check';
import type { Role } from '#domain/kernel/roles.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { startHub, temporaryFolder } from '../hub.ts';
import { asJson, type Document, type Doubtful, doubtfuls, foreign, type Operation, operationsOf } from './doubtful.ts';
import { makePrincipals } from './principals.ts';
import { faultOf } from './problem.ts';
import { type Got, makeRaw, type Raw } from './raw.ts';
import { quiet, readLog } from './verify.ts';

export type Fault = { readonly about: string; readonly what: string };
export type Fuzzed = { readonly operations: number; readonly sent: number; readonly statuses: Record<string, number>; readonly faults: Fault[] };
export type FuzzOptions = {
  readonly address: string;
  readonly data: string;
  /** How many requests of each operation at most; which ones, `random` (0 to 1) decides. */
  readonly each: number;
  readonly random: () => number;
  /** Bodies of any JSON at all for each operation; these may be taken, if that is honest. */
  readonly wild?: number;
};

const AT_ONCE = 6;
/** A stranger's share is 60 requests a minute and address. */
const PER_ADDRESS = 50;
/** What was shown to whom is recorded a little after it was shown. */
const OWN_RECORDS = 'disclosure';
/** A command whose effect is there already, such as ending what never was, says so. */
const DID_NOTHING = /"events":\[\]/;
const HELP = `node infra/testing/faults/fuzz.ts [--rounds 1] [--seed N]
  Each round sends every request that can be derived from the hub's own OpenAPI document, and any JSON at all, to a hub of its own. Nothing of it
  may lead to a 5xx, show the hub's insides or be recorded. Exit code 0 when there was no fault.`;

/** A small generator with a seed, so that a failure can be had again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Waits while the tenant's own share is used up. */
async function patiently(send: () => Promise<Got>): Promise<Got> {
  const got = await send();
  if (got.status !== 429 || !got.text.includes('from this tenant')) return got;
  await sleep(Number(got.headers['retry-after']) * 1000);
  return patiently(send);
}

const some = <T>(all: readonly T[], count: number, random: () => number): T[] => {
  const left = [...all];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
};

/** The first case, patient, member and recommendation of the other demo tenant. */
async function othersIds(raw: Raw, token: string): Promise<string[]> {
  const lists = ['/api/cases', '/api/patients', '/api/members', '/api/recommendations'];
  const answers = await Promise.all(lists.map((path) => raw.send({ method: 'GET', path, headers: { authorization: `Bearer ${token}` } })));
  return answers.map(({ text }) => (JSON.parse(text) as { items: { id: string }[] }).items[0]!.id);
}

export async function fuzz({ address, data, each, random, wild = 0 }: FuzzOptions): Promise<Fuzzed> {
  const raw = makeRaw(address);
  const principals = await makePrincipals(data);
  const forged = await principals.forged();
  const { eventStore } = JSON.parse(readFileSync(join(data, 'engines.json'), 'utf8')) as { eventStore: string };
  const store = makeEventStore({ url: eventStore });
  const document = JSON.parse((await raw.send({ method: 'GET', path: '/openapi.json' })).text) as Document;
  const operations = operationsOf(document);
  const faults: Fault[] = [];
  const statuses: Record<string, number> = {};
  let sent = 0;

  async function one(operation: Operation, { why, auth, expect, ...request }: Doubtful, token: string | undefined): Promise<void> {
    const about = `${operation.method} ${operation.path}: ${why}`;
    const from = `127.0.${1 + Math.floor(sent / PER_ADDRESS / 250)}.${2 + (Math.floor(sent / PER_ADDRESS) % 250)}`;
    const headers = { ...request.headers, ...(token && auth !== false && { authorization: `Bearer ${token}` }) };
    sent += 1;
    const got: Got | Error = await patiently(() => raw.send({ ...request, headers, from })).catch((error: Error) => error);
    if (got instanceof Error) return void faults.push({ about, what: `no answer: ${got.message}` });
    statuses[got.status] = (statuses[got.status] ?? 0) + 1;
    const isMeant = expect.includes(got.status);
    // Which refusal comes first (path, size, body) is the route's to say, and a read that takes an odd value harms nobody; who may not come in is exact.
    const isHarmless = auth !== false && (got.status >= 400 || request.method === 'GET' || DID_NOTHING.test(got.text));
    if (got.status < 400 && (isMeant || isHarmless)) return;
    const what =
      faultOf(request.path, got) ?? (isMeant || isHarmless ? undefined : `it is a ${got.status}, not ${expect.join(' or ')}: ${got.text.slice(0, 160)}`);
    if (what) faults.push({ about, what });
  }

  async function all(operation: Operation, foreignIds: readonly string[]): Promise<void> {
    const roles = Array.isArray(operation.roles) ? [operation.roles[0] as Role] : (['coordinator'] as const);
    const token = operation.roles === 'public' ? undefined : await principals.token({ tenant: 'klinik', roles });
    const others = foreignIds.flatMap((id) => foreign(operation, document, id) ?? []);
    const waiting = [...some(doubtfuls(operation, document, forged), each, random), ...others].values();
    const before = await store.head();
    const work = async () => {
      for (const doubtful of waiting) await one(operation, doubtful, token);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const recorded = (await readLog(store, before))
      .filter(({ stream }) => stream.slice !== OWN_RECORDS)
      .map(({ type, stream }) => `${type} of ${stream.slice}`);
    if (recorded.length > 0) faults.push({ about: `${operation.method} ${operation.path}`, what: `recorded: ${recorded.slice(0, 5).join()}` });
    if (!operation.body) return;
    for (const value of sample(jsonValue({ maxDepth: 4 }), { numRuns: wild, seed: Math.floor(random() * 2 ** 31) }))
      await one(operation, { ...asJson(operation, value), expect: [200, 201, 204, 400, 401, 404, 409, 422, 429] }, token);
  }

  try {
    await quiet(address, store, eventStore); // a fresh hub's agents are still at work
    const foreignIds = await othersIds(raw, await principals.token({ tenant: 'ajans', roles: ['coordinator'] }));
    for (const operation of operations) await all(operation, foreignIds);
    return { operations: operations.length, sent, statuses, faults };
  } finally {
    raw.close();
    await store.close();
  }
}

if (import.meta.main) {
  const options = { rounds: { type: 'string', default: '1' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } } as const;
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const folder = temporaryFolder('hub-fuzz');
  const hub = await startHub(folder.path);
  try {
    const random = seeded(Number(values.seed));
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const { operations, sent, statuses, faults } = await fuzz({ address: hub.address, data: hub.data, random, each: Number.POSITIVE_INFINITY, wild: 200 });
      console.log(`${round} (seed ${values.seed}): ${sent} requests to ${operations} operations: ${JSON.stringify(statuses)}, ${faults.length} faults`);
      for (const { about, what } of faults.slice(0, 50)) console.log(`FAULT ${about}: ${what}`);
      if (faults.length > 0) process.exitCode = 1;
    }
  } finally {
    await hub.stop();
    folder.remove();
  }
}
