import { basisCommands as commands } from '#domain/basis/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { Route } from '#domain/kernel/route.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { basisPermits as permits } from './permits.ts';

export const basisStream = (tenant: string): StreamId => ({ tenant, slice: 'basis', id: derivedId('basis', tenant) });

export function basisRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'basis', tag: 'privacy', commands, permits, codes: [] });
  const to = ({ who }: { who: { tenant: string } }) => basisStream(who.tenant);
  return [
    verb({
      path: '/api/lawful-basis',
      type: 'DeclareBasis',
      summary: 'Declare on which lawful basis the tenant stores health data of whoever has not agreed to it',
      stepUp: true,
      to,
    }),
    verb({ path: '/api/lawful-basis/withdraw', type: 'WithdrawBasis', summary: 'The declaration counts no longer', stepUp: true, to }),
  ];
}
