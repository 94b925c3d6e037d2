// A person's data go as far as the law lets them. What is asked of the places that hold some is the process's work, not the caller's.
import { groundsFor, type Holdings, type KeptYears } from '#domain/erasure/ladder.ts';
import { erasureCommands as commands } from '#domain/erasure/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { erasurePermits as permits } from './permits.ts';

/** Whom the person is known as, the record that stands for them first, and what may keep their data. */
export type Subject = { readonly persons: readonly string[]; readonly holdings: Holdings; readonly years: KeptYears };
export type ErasurePorts = {
  /** `id`: of a patient, a lead, a contact or a member who left. Undefined when there is nobody. HubError `conflict` for a member with a role. */
  readonly about: (tenant: string, id: string) => Promise<Subject | undefined>;
  /** The places that have to acknowledge. */
  readonly sinks: readonly string[];
};
export type ErasureDeps = { readonly dispatch: Dispatch; readonly erasing: ErasurePorts };

async function subjectOf({ about }: ErasurePorts, tenant: string, id: string): Promise<Subject> {
  const subject = await about(tenant, id);
  if (!subject) throw new HubError('not-found', 'person.unknown', `Nobody here is known as ${id}.`);
  return subject;
}

/** What the hub adds to the command: nothing of it comes from a caller. */
export async function erasureFacts(ports: ErasurePorts, tenant: string, id: string, now: string) {
  const { persons, holdings, years } = await subjectOf(ports, tenant, id);
  return { persons: [...persons], grounds: groundsFor(holdings, years, now), sinks: [...ports.sinks] };
}

export function erasureRoutes({ dispatch, erasing }: ErasureDeps): Route[] {
  const codes = ['person.unknown', 'erasure.member-active', 'erasure.under-way'];
  const verb = makeVerbs({ dispatch, slice: 'erasure', tag: 'privacy', commands, permits, codes });
  /** One stream a person, whichever of their ids is named. */
  const to = async ({ who: { tenant }, params }: { who: { tenant: string }; params: { id: string } }) => ({
    tenant,
    slice: 'erasure',
    id: (await subjectOf(erasing, tenant, params.id)).persons[0]!,
  });
  const routes = [
    verb({
      path: '/api/erasures/{id}',
      type: 'ErasePatient',
      summary:
        'Restrict, pseudonymise or destroy what is held about a patient, lead, contact or former member, as far as no ground in law keeps it; a refusal is recorded with its grounds',
      stepUp: true,
      hub: ['because', 'persons', 'grounds', 'sinks'],
      to,
      add: async ({ who, params }) => ({ because: 'request', ...(await erasureFacts(erasing, who.tenant, params.id, new Date().toISOString())) }),
    }),
    verb({
      path: '/api/erasures/{id}/lift',
      type: 'LiftRestriction',
      summary: 'Data that were restricted may be read again',
      codes: ['erasure.not-restricted'],
      stepUp: true,
      to,
    }),
  ];
  return routes.map((one) => ({ ...one, waits: 'views' }));
}
