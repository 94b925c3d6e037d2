// Turns events into the rows of every table. The only place where sealed fields are opened for the warehouse; nothing opened leaves
// it except through the folds.
import { isAbsent, isSealed, type Open, type Sealed, type TenantDigest } from '#domain/kernel/sealing.ts';
import { caseFacts } from './case-facts.ts';
import { clinicalFacts, isClinical } from './clinical-facts.ts';
import { idsIn } from './disclosure.ts';
import { DISCLOSURE_OPENS, disclosedIn, disclosureFacts } from './disclosure-facts.ts';
import { eventRow, personsOf } from './event-row.ts';
import { fieldOf, type Fold, type Known, type LogEvent } from './fold.ts';
import { patientFacts } from './patient-facts.ts';
import type { Row } from './ports.ts';
import { recommendationFacts } from './recommendation-facts.ts';
import { FACT_FOLDS, type Table, TABLES } from './schema.ts';

export type Block = Readonly<Record<Table, readonly Row[]>>;

const FOLDS: Readonly<Record<Table, Fold>> = {
  events: eventRow,
  case_facts: caseFacts,
  recommendation_facts: recommendationFacts,
  patient_facts: patientFacts,
  clinical_facts: clinicalFacts,
  disclosure_facts: disclosureFacts,
  ...FACT_FOLDS,
};
const OPENS: Readonly<Record<string, readonly string[]>> = {
  CaseOpened: ['procedure'],
  CaseStageEntered: ['evaluation'],
  CaseDeclined: ['evaluation'],
  PatientRegistered: ['resource'],
  PatientAmended: ['resource'],
  ...DISCLOSURE_OPENS,
};
const CLINICAL = ['resource'];
const opensOf = (event: LogEvent): readonly string[] => OPENS[event.type] ?? (isClinical(event) ? CLINICAL : []);

/** Every sealed field the warehouse opens. */
export const OPENED: readonly string[] = [...new Set([...Object.values(OPENS).flat(), ...CLINICAL])];

/** Hex digits of a pseudonym kept: 128 bits. */
const DIGITS = 32;
const MOST_REMEMBERED = 50_000;

/** Pseudonyms are asked for once and remembered, since the same people and staff come again and again. */
function makePseudonyms(digest: TenantDigest) {
  let remembered = new Map<string, Map<string, string>>();
  let size = 0;
  return async (tenant: string, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> => {
    if (size > MOST_REMEMBERED) [remembered, size] = [new Map(), 0];
    const own = remembered.get(tenant) ?? new Map<string, string>();
    remembered.set(tenant, own);
    const unknown = [...ids].filter((id) => !own.has(id));
    size += unknown.length;
    await Promise.all(unknown.map(async (id) => own.set(id, (await digest(tenant, 'pseudonym', id)).slice(0, DIGITS))));
    return own;
  };
}

/** All sealed values of one tenant's events in one request. */
async function openAll(open: Open, tenant: string, events: readonly LogEvent[]): Promise<Map<Sealed, unknown>> {
  const sealed = events.flatMap((event) => opensOf(event).map((field) => fieldOf(event, field))).filter(isSealed);
  const values = sealed.length ? await open(tenant, sealed) : [];
  return new Map(sealed.map((value, i) => [value, isAbsent(values[i]) ? undefined : values[i]]));
}

/** The same events give the same rows in the same order, unless a person's key was destroyed in between. */
export function makeBlocks({ open, digest }: { open: Open; digest: TenantDigest }): (events: readonly LogEvent[]) => Promise<Block> {
  const pseudonymsOf = makePseudonyms(digest);

  async function knownOf(tenant: string, events: readonly LogEvent[]): Promise<Known> {
    const ids = new Set<string>();
    for (const event of events) for (const named of [personsOf(event), idsIn(event.type, event.data), disclosedIn(event)]) for (const id of named) ids.add(id);
    const [pseudonyms, opened] = await Promise.all([pseudonymsOf(tenant, ids), openAll(open, tenant, events)]);
    return {
      pseudonym: (id) => pseudonyms.get(id) ?? missing(id),
      opened: (event, field) => opened.get(fieldOf(event, field) as Sealed),
    };
  }
  return async (events) => {
    const tenants = Map.groupBy(events, (event) => event.stream.tenant);
    const known = new Map(await Promise.all([...tenants].map(async ([tenant, own]): Promise<[string, Known]> => [tenant, await knownOf(tenant, own)])));
    const block = Object.fromEntries(TABLES.map((table): [string, Row[]] => [table, []])) as Record<Table, Row[]>;
    for (const event of events) {
      const own = known.get(event.stream.tenant)!;
      for (const table of TABLES) {
        const rows = FOLDS[table](event, own);
        if (rows.length > 0) block[table].push(...rows); // most events leave rows in two of the tables
      }
    }
    return block;
  };
}

function missing(id: string): never {
  throw new Error(`no pseudonym was asked for ${id.slice(0, 4)}…`);
}
