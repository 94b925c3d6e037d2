import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Route } from '#domain/kernel/route.ts';
import { retentionCommands as commands } from '#domain/retention/messages.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { retentionPermits as permits } from './permits.ts';
import { retentionOf } from './policy.ts';

export function retentionRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'retention', tag: 'privacy', commands, permits, codes: [] });
  const to = ({ who }: { who: { tenant: string } }) => retentionOf(who.tenant);
  return [
    verb({
      path: '/api/retention',
      type: 'SetRetention',
      summary: 'How long the tenant keeps which data, and how often it destroys what is over; at most half a year apart',
      stepUp: true,
      to,
    }),
    verb({ path: '/api/retention/run', type: 'StartDestruction', summary: 'Destroy now what is over', codes: ['retention.not-set'], stepUp: true, to }),
  ];
}
