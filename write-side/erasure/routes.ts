// A person's data go as far as the law lets them. What is asked of the places that hold some is the process's work, not the caller's.
import { groundsFor, type Holdings, type KeptYears } from '#domain/erasure/ladder.ts';
import { erasureCommands as commands } from '#domain/erasure/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { erasurePermits as permits } from './permits.ts';

/** Whom the person is known as, the patient first, and what may keep their data. */
export type Subject = { readonly persons: readonly string[]; readonly holdings: Holdings; readonly years: KeptYears };
export type ErasurePorts = {
  /** Undefined when there is no such patient. */
  readonly about: (tenant: string, patientId: string) => Promise<Subject | undefined>;
  /** The places that have to acknowledge. */
  readonly sinks: readonly string[];
};
export type ErasureDeps = { readonly dispatch: Dispatch; readonly erasing: ErasurePorts };

/** What the hub adds to the command: nothing of it comes from a caller. */
export async function erasureFacts({ about, sinks }: ErasurePorts, tenant: string, patientId: string, now: string) {
  const subject = await about(tenant, patientId);
  if (!subject) throw new HubError('not-found', 'patient.unknown', `There is no patient ${patientId}.`);
  const { persons, holdings, years } = subject;
  return { persons: [...persons], grounds: groundsFor(holdings, years, now), sinks: [...sinks] };
}

export function erasureRoutes({ dispatch, erasing }: ErasureDeps): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'erasure', tag: 'privacy', commands, permits, codes: ['erasure.under-way'] });
  return [
    {
      ...verb({
        path: '/api/erasures/{id}',
        type: 'ErasePatient',
        summary: 'Restrict, pseudonymise or destroy what is held about a patient, as far as no ground in law keeps it; a refusal is recorded with its grounds',
        codes: ['patient.unknown'],
        stepUp: true,
        hub: ['because', 'persons', 'grounds', 'sinks'],
        add: async ({ who, params }) => ({ because: 'request', ...(await erasureFacts(erasing, who.tenant, params.id, new Date().toISOString())) }),
      }),
      waits: 'views',
    },
    verb({ path: '/api/erasures/{id}/lift', type: 'LiftRestriction', summary: 'Data that were restricted may be read again', stepUp: true }),
  ];
}
