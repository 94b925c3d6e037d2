// People at work while things break: imports, cases and their stages, each command under a key and repeated until it is answered.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import { commandId } from '../../http/headers.ts';
import { demoPatients } from '../../main/demo/patients.ts';
import { makePrincipals } from './principals.ts';

export type Answered = {
  readonly status: number;
  readonly body: { id?: string; revision?: number; position?: string; events?: string[]; entry?: { response: { location?: string; status: string } }[] };
};
/** A command that the hub answered, and under which id it is in the log. */
export type Acknowledged = {
  readonly route: string;
  readonly path: string;
  readonly key: string;
  readonly body: unknown;
  readonly commandId: string;
  readonly token: string;
  readonly answer: Answered;
  /** How often it was sent before it was answered. */
  readonly tries: number;
};
export type Load = { readonly acknowledged: Acknowledged[]; readonly unexpected: string[]; stop(): Promise<void> };

const PATIENCE_MS = 120_000;
const PAUSE_MS = 60;
const TENANT = 'klinik';
const ANSWERS = new Set([200, 201, 404, 409]);

type Person = { readonly token: string; readonly who: Principal };
type Give = (person: Person, route: string, path: string, body: unknown) => Promise<Answered | undefined>;

/** One command, sent again under its key whatever happens to the connection or the hub. */
export async function send(
  address: string,
  { path, key, body, token }: Pick<Acknowledged, 'path' | 'key' | 'body' | 'token'>,
): Promise<{ answer: Answered; tries: number }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/fhir+json', 'idempotency-key': key };
  for (let tries = 1, end = Date.now() + PATIENCE_MS; Date.now() < end; tries += 1) {
    const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(15_000) }).catch(
      () => undefined,
    );
    const answer = await response?.json().catch(() => undefined);
    if (response && answer && response.status !== 503 && response.status !== 429)
      return { answer: { status: response.status, body: answer as Answered['body'] }, tries };
    await sleep(100 + Math.random() * 200);
  }
  throw new Error(`${path} was not answered within ${PATIENCE_MS / 1000} s`);
}

/** Bundles of the demo's people under ids that nobody has yet. */
function makeBundles(): () => object {
  const people = demoPatients(new Date()).clinic.map(({ bundle }) => JSON.stringify(bundle));
  let next = 0;
  return () => {
    const mark = randomUUID().slice(0, 8);
    next += 1;
    return JSON.parse(people[next % people.length]!.replaceAll('d0000000', mark).replaceAll('DEMO-', `K${mark}-`)) as object;
  };
}

const idIn = (location: string | undefined) => location?.split('/')[1];

/** A patient comes in and a case goes to review, where the agent recommends; then the case is held and resumed for a while. */
async function journey(give: Give, person: Person, bundle: object, goesOn: () => boolean): Promise<void> {
  const imported = await give(person, 'post /fhir', '/fhir', bundle);
  const patientId = idIn(imported?.body.entry?.map(({ response }) => response.location).find((location) => location?.startsWith('Patient/')));
  if (!patientId) return;
  const opened = await give(person, 'post /api/cases', '/api/cases', { patientId, procedure: { code: '52734007', text: 'Total hip replacement' } });
  const verb = (word: string, body: object) => give(person, `post /api/cases/{id}/${word}`, `/api/cases/${opened?.body.id}/${word}`, body);
  for (const to of ['intake', 'review']) if (goesOn()) await verb('advance', { to });
  for (let n = 0; n < 3 && goesOn(); n += 1) {
    await verb('hold', { reason: 'Tetkik bekleniyor' });
    await verb('resume', { reason: 'Tetkik geldi' });
    await give(person, 'post /api/patients/{id}/amend', `/api/patients/${patientId}/amend`, { phone: `+90 532 000 00 ${10 + n}` });
  }
}

/** Starts `people` coordinators who work until `stop`, which lets each finish what is in hand. */
export async function startLoad({ address, data, people }: { address: string; data: string; people: number }): Promise<Load> {
  const principals = await makePrincipals(data);
  const bundles = makeBundles();
  const acknowledged: Acknowledged[] = [];
  const unexpected: string[] = [];
  const stopping = new AbortController();
  const goesOn = () => !stopping.signal.aborted;

  const give: Give = async ({ token, who }, route, path, body) => {
    const key = randomUUID();
    const id = commandId({ 'idempotency-key': key }, who, route);
    const { answer, tries } = await send(address, { path, key, body, token });
    acknowledged.push({ route, path, key, body, commandId: id, token, answer, tries });
    if (!ANSWERS.has(answer.status)) unexpected.push(`${route}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
    await sleep(Math.random() * 2 * PAUSE_MS);
    return answer.status < 300 ? answer : undefined;
  };
  const work = async () => {
    const memberId = randomUUID();
    const roles: Role[] = ['coordinator'];
    const token = await principals.token({ tenant: TENANT, roles, memberId });
    const person = { token, who: { tenant: TENANT, memberId, roles } as unknown as Principal };
    while (goesOn()) await journey(give, person, bundles(), goesOn).catch((error: Error) => unexpected.push(error.message));
  };
  const working = Array.from({ length: people }, work);
  return {
    acknowledged,
    unexpected,
    stop: async () => {
      stopping.abort();
      await Promise.all(working);
    },
  };
}
