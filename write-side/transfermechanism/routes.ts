import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Route } from '#domain/kernel/route.ts';
import { transfermechanismCommands as commands } from '#domain/transfermechanism/messages.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { transfermechanismPermits as permits } from './permits.ts';

export function transfermechanismRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'transfermechanism', tag: 'transfer-mechanisms', commands, permits, codes: ['transfermechanism.in-future'] });
  const known = ['transfermechanism.unknown'];
  return [
    verb({
      path: '/api/transfer-mechanisms',
      type: 'RecordMechanism',
      summary: 'Why data may go to a processor abroad',
      codes: ['transfermechanism.already-recorded'],
      creates: '/api/transfer-mechanisms',
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'transfermechanism', id: createdBy(commandId, 'transfermechanism') }),
    }),
    verb({ path: '/api/transfer-mechanisms/{id}/notify', type: 'NotifyMechanism', summary: 'The authority was notified', codes: known }),
    verb({ path: '/api/transfer-mechanisms/{id}/end', type: 'EndMechanism', summary: 'It no longer holds', codes: known }),
  ];
}
