import { authorisationCommands as commands } from '#domain/authorisation/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { authorisationPermits as permits } from './permits.ts';

export type KnownAuthorisation = { readonly id: string; readonly validFrom: string; readonly validTo: string };

/** The days a permit is valid; undefined when there is none of that id, or it was revoked. */
export async function knownAuthorisation(store: StreamReader, tenant: string, id: string): Promise<KnownAuthorisation | undefined> {
  const events = await eventsOf(store, { tenant, slice: 'authorisation', id });
  if (lastOf(events, 'AuthorisationRevoked')) return undefined;
  const recorded = lastOf<KnownAuthorisation>(events, 'AuthorisationRecorded');
  return recorded && { id, validFrom: recorded.data.validFrom, validTo: recorded.data.validTo };
}

export function authorisationRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'authorisation', tag: 'authorisations', commands, permits, codes: [] });
  return [
    verb({
      path: '/api/authorisations',
      type: 'RecordAuthorisation',
      summary: 'Record a permit of the tenant with the days it is valid',
      codes: ['authorisation.already-recorded', 'authorisation.over'],
      creates: '/api/authorisations',
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'authorisation', id: createdBy(commandId, 'authorisation') }),
    }),
    verb({ path: '/api/authorisations/{id}/revoke', type: 'RevokeAuthorisation', summary: 'A permit was revoked', codes: ['authorisation.unknown'] }),
  ];
}
