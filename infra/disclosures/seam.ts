// The one place where sealed values open for somebody: what the gate holds back answers REDACTED, and what is shown is on disk first.
import type { Disclosure } from '#domain/disclosure/messages.ts';
import { type Access, type OpenAs, type OpenFor, purposeOf } from '#domain/kernel/access.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { sealedClass, isAbsent, type Open, REDACTED, type Sealed } from '#domain/kernel/sealing.ts';
import type { Journal } from './journal.ts';
import { within } from './manifest.ts';

/** What stands between a reader and a person. `purpose` when it is another than the reader's role gives, such as an emergency. */
export type Verdict = { readonly may: (value: Sealed) => boolean; readonly purpose?: Disclosure['purpose'] };
export type Gate = (access: Access, tenant: string, persons: readonly string[]) => Promise<Verdict>;
export type SeamDeps = { readonly open: Open; readonly journal: Pick<Journal, 'write'>; readonly gate?: Gate; readonly now: () => Date };
export type Seam = { readonly openFor: OpenFor; readonly openAs: OpenAs };

type Shown = { readonly values: readonly Sealed[]; readonly withheld: readonly Sealed[] };
const personsOf = (values: readonly Sealed[]) => [...new Set(values.map(({ subject }) => subject))];
const everything: Gate = async () => ({ may: () => true });

/** Which fields of whom. */
function told({ values, withheld }: Shown): Pick<Disclosure, 'persons' | 'withheld'> {
  const persons = [...Map.groupBy(values, ({ subject }) => subject)].map(([id, own]) => ({
    id,
    fields: [...new Set(own.map(({ field }) => field))].toSorted(),
    health: own.some((value) => sealedClass(value) === 'health'),
  }));
  return { persons, ...(withheld.length > 0 && { withheld: personsOf(withheld) }) };
}

const ofPerson = ({ who, actor, route, correlationId, caseId, address }: Access) => ({
  readerId: actor.id,
  readerKind: actor.kind,
  readerRole: actor.role,
  ...(actor.onBehalfOf && { onBehalfOf: actor.onBehalfOf }),
  purpose: purposeOf(actor.role),
  route,
  correlation: correlationId,
  ...(who.session && { session: who.session }),
  ...(caseId && { caseId }),
  ...(address && { address }),
});

export function makeSeam({ open, journal, gate = everything, now }: SeamDeps): Seam {
  /** Opens what may be opened, and writes down what was before it answers. */
  async function show(
    opens: Open,
    tenant: string,
    all: readonly Sealed[],
    may: (value: Sealed) => boolean,
    by: Omit<Disclosure, 'at' | 'persons'>,
  ): Promise<unknown[]> {
    const allowed = all.filter(may);
    const opened = new Map((await opens(tenant, allowed)).map((value, i) => [allowed[i]!, value]));
    const values = allowed.filter((sealed) => !isAbsent(opened.get(sealed)));
    const withheld = all.filter((sealed) => !opened.has(sealed));
    if (values.length > 0 || withheld.length > 0)
      await journal.write({ tenant, disclosure: { at: now().toISOString(), ...by, ...told({ values, withheld }) } });
    return all.map((sealed) => (opened.has(sealed) ? opened.get(sealed) : REDACTED));
  }

  return {
    openFor: (access) => async (tenant, values) => {
      if (tenant !== access.who.tenant) throw new HubError('bug', 'access.foreign-tenant', 'A request may only open what is its own tenant’s.');
      if (values.length === 0) return [];
      const { may, purpose } = await gate(access, tenant, personsOf(values));
      return show(open, tenant, values, may, { ...ofPerson(access), ...(purpose && { purpose }) });
    },
    openAs: (manifest) => async (tenant, values) => {
      const { name, purpose, told: isTold } = manifest;
      const opens = within(manifest, open);
      if (!isTold || values.length === 0) return opens(tenant, values);
      const by = { readerId: name, readerKind: 'agent' as const, readerRole: 'agent', purpose, route: name, correlation: name };
      return show(opens, tenant, values, () => true, by);
    },
  };
}
