// What leaves for a processor abroad is written down before it does: whose, what class, to whom, by which mechanism. One entry a call, in the
// journal of disclosures, which tells the log in batches.
import type { Disclosure } from '#domain/disclosure/messages.ts';
import type { Egress, Mechanism } from './egress.ts';
import type { About, Whose } from './guard.ts';

/** Resolves when it is on disk. HubError `unavailable` when it cannot be: then nothing may leave. */
export type Tell = (tenant: string, disclosure: Disclosure) => Promise<void>;

export function transferOf(
  { processor, country, mechanism, mechanismId }: Mechanism,
  { persons, purpose, correlation }: About,
  route: string,
  at: Date,
): Disclosure {
  const reader = { readerId: processor, readerKind: 'system', readerRole: 'processor' } as const;
  return { at: at.toISOString(), ...reader, purpose, route, correlation, persons, abroad: { country, mechanism, mechanismId } };
}

type Deps = { readonly egress: Egress; readonly tell: Tell; readonly isAbroad: (provider: string) => boolean; readonly now?: () => Date };
/** For the guard of calls. */
export const makeLeave =
  ({ egress, tell, isAbroad, now = () => new Date() }: Deps) =>
  async (of: Whose, operation: string): Promise<(() => Promise<void>) | undefined> => {
    const { tenant, provider, about } = of;
    const mechanism = isAbroad(provider) ? await egress.leave(of) : undefined;
    return mechanism && about ? () => tell(tenant, transferOf(mechanism, about, `${provider} ${operation}`, now())) : undefined;
  };

/** For agents: whether a language model may be asked about the patient, written down when it may. */
export const makeAsking =
  ({ egress, tell, now = () => new Date() }: Omit<Deps, 'isAbroad'>) =>
  async (tenant: string, patientId: string): Promise<boolean> => {
    if (!(await egress.mayAsk(tenant, patientId))) return false;
    const mechanism = await egress.leave({ tenant, provider: 'gemini' });
    const about: About = { persons: [{ id: patientId, fields: ['prompt'], health: true }], purpose: 'recommendation', correlation: 'pre-op' };
    if (mechanism) await tell(tenant, transferOf(mechanism, about, 'gemini ask', now()));
    return true;
  };
