// The newest patients' streams, event by event, as far as they can be judged without a key.
import { slices } from '#domain/index.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { sealedFields } from '#domain/kernel/messages.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import type { Looked } from '../../evidence/ports.ts';
import type { ReadDeps } from '../../kernel/deps.ts';
import type { Certificate, Sampled } from './facts.ts';

const PERSONS = 50;
const EVENTS = 50;
const SPECS = new Map(Object.entries(slices.find(({ name }) => name === 'patient')!.events));

const isMissing = (error: unknown) => error instanceof HubError && error.code === 'ledger.not-yet';
/** Undefined without a ledger, and before its first checkpoint of this tenant. */
export const ledgerOf = async ({ ledger }: ReadDeps, tenant: string): Promise<Looked | undefined> =>
  ledger?.look(tenant).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });

function placeOf(looked: Looked | undefined, event: Recorded): Sampled['place'] {
  if (!looked) return undefined;
  try {
    return looked.log.indexOf(event) === undefined ? 'newer' : 'logged';
  } catch (error) {
    if (error instanceof HubError && error.code === 'ledger.log-changed') return 'altered';
    throw error;
  }
}

function sampled(event: Recorded, looked: Looked | undefined): Sampled {
  const spec = SPECS.get(event.type) ?? {};
  const data = event.data as Record<string, unknown>;
  const hidden = sealedFields(spec).filter((field) => data[field] != null);
  return {
    id: event.id,
    health: Object.keys(spec.health ?? {}).some((field) => data[field] != null),
    clear: hidden.some((field) => !isSealed(data[field])),
    purpose: event.meta.purpose,
    basis: event.meta.lawfulBasis,
    machineReadable: hidden.length === 0 || sealedFields(spec).includes('resource'),
    place: placeOf(looked, event),
  };
}

export async function sampleOf({ streams }: ReadDeps, tenant: string, people: readonly string[], looked: Looked | undefined): Promise<Sampled[]> {
  const found: Sampled[] = [];
  for (const id of people.slice(0, PERSONS))
    for await (const event of streams.read({ tenant, slice: 'patient', id }, { from: 0, to: EVENTS })) found.push(sampled(event, looked));
  return found;
}

/** Of the last completed erasures. */
export async function certificatesOf({ streams }: ReadDeps, tenant: string, completed: readonly string[], looked: Looked | undefined): Promise<Certificate[]> {
  const found: Certificate[] = [];
  for (const id of completed.slice(0, PERSONS)) {
    let kept = false;
    for await (const event of streams.read({ tenant, slice: 'erasure', id }))
      if (event.type === 'ErasureCompleted') kept = placeOf(looked, event) !== 'altered';
    found.push({ id, kept });
  }
  return found;
}
