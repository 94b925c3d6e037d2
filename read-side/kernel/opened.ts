// Sealed values in an answer. While an answer is put together they are only noted; then all that the reader has a right to are opened in
// one call, and the rest answer why they have no value.
import type { Rights } from '#domain/kernel/roles.ts';
import { type Absent, isAbsent, type Open, REDACTED, type Sealed } from '#domain/kernel/sealing.ts';

export type Opened<T> = T | Absent;

/** Stands where a value will stand that is made of opened ones. */
class Noted {
  readonly sealed: readonly Sealed[];
  readonly read: (values: unknown[]) => unknown;
  constructor(sealed: readonly Sealed[], read: (values: never[]) => unknown) {
    this.sealed = sealed;
    this.read = read as (values: unknown[]) => unknown;
  }
}

export type Note = {
  /** Notes a value for `settle`; `read` picks what the answer shows of it. Nothing sealed, nothing shown. */
  <V, T = V>(sealed: Sealed | null | undefined, read?: (value: V) => T): Opened<T> | undefined;
  /** One answer made of many values. Absent as soon as one of them is; without a right to them, also when there are none. */
  readonly all: <V, T>(sealed: readonly (Sealed | null | undefined)[], read: (values: V[]) => T) => Opened<T>;
};
export type Opening = {
  readonly personal: Note;
  readonly health: Note;
  /** For what the reader may see whatever their rights, such as the name of a colleague. */
  readonly anyway: Note;
  /** The answer with every noted value in its place. Call it once, at the end. */
  readonly settle: <T>(answer: T) => Promise<T>;
};

export function makeOpening({ open, tenant, rights }: { open: Open; tenant: string; rights: Pick<Rights, 'personal' | 'health'> }): Opening {
  const noted: Noted[] = [];
  const later = (sealed: readonly Sealed[], read: (values: never[]) => unknown): never => {
    const one = new Noted(sealed, read);
    noted.push(one);
    return one as never;
  };
  const note = (may: boolean): Note =>
    Object.assign(
      <V, T = V>(sealed: Sealed | null | undefined, read?: (value: V) => T) => {
        if (!sealed) return undefined;
        return may ? later([sealed], ([value]: V[]) => (read ? read(value as V) : value)) : REDACTED;
      },
      {
        all: <V, T>(sealed: readonly (Sealed | null | undefined)[], read: (values: V[]) => T) =>
          may
            ? later(
                sealed.filter((s) => s != null),
                read,
              )
            : REDACTED,
      },
    );

  async function openAll(): Promise<Map<string, unknown>> {
    const distinct = [...new Map(noted.flatMap((n) => n.sealed).map((sealed) => [sealed.$sealed, sealed])).values()];
    const values = distinct.length > 0 ? await open(tenant, distinct) : [];
    return new Map(distinct.map((sealed, i) => [sealed.$sealed, values[i]]));
  }

  return {
    personal: note(rights.personal),
    health: note(rights.health),
    anyway: note(true),
    settle: async (answer) => place(answer, await openAll()) as typeof answer,
  };
}

function place(node: unknown, values: ReadonlyMap<string, unknown>): unknown {
  if (node instanceof Noted) {
    const opened = node.sealed.map((sealed) => values.get(sealed.$sealed));
    return opened.find(isAbsent) ?? node.read(opened);
  }
  if (Array.isArray(node)) return node.map((item) => place(item, values));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, place(value, values)]));
}
