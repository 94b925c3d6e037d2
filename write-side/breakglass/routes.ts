import { breakglassCommands as commands } from '#domain/breakglass/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { breakglassPermits as permits } from './permits.ts';

export function breakglassRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'breakglass', tag: 'break-glass', commands, permits, codes: ['subject.erased'] });
  return [
    verb({
      path: '/api/break-glass',
      type: 'OpenBreakGlass',
      summary: 'Read one patient in an emergency, for a while; reviewed afterwards',
      codes: ['patient.unknown', 'breakglass.own-hands', 'breakglass.already-opened'],
      creates: '/api/break-glass',
      stepUp: true,
      hub: ['memberId'],
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'breakglass', id: createdBy(commandId, 'breakglass') }),
      add: async ({ who, body }) => {
        await mustExist(store, { tenant: who.tenant, slice: 'patient', id: String(body['patientId']) });
        return { memberId: who.memberId };
      },
    }),
    verb({
      path: '/api/break-glass/{id}/close',
      type: 'CloseBreakGlass',
      summary: 'The emergency is over',
      codes: ['breakglass.unknown', 'breakglass.own-hands'],
    }),
    verb({
      path: '/api/break-glass/{id}/review',
      type: 'ReviewBreakGlass',
      summary: 'Whether it was justified; never by the one who opened it',
      codes: ['breakglass.unknown', 'breakglass.still-open', 'breakglass.already-reviewed', 'breakglass.own-review'],
    }),
  ];
}
