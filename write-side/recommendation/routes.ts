import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { recommendationCommands as commands } from '#domain/recommendation/messages.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { recommendationPermits as permits } from './permits.ts';

const VERBS = {
  accept: { type: 'AcceptRecommendation', summary: 'Accept a recommendation' },
  edit: { type: 'EditRecommendation', summary: 'Accept a recommendation in other words, with a reason' },
  reject: { type: 'RejectRecommendation', summary: 'Reject a recommendation, with a reason' },
} as const;

export function recommendationRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  return Object.entries(VERBS).map(([word, { type, summary }]) =>
    commandRoute({
      method: 'post',
      path: `/api/recommendations/{id}/${word}`,
      summary,
      tag: 'recommendations',
      permit: permits[type],
      params: z.object({ id }),
      body: commands[type] as z.ZodObject,
      codes: ['recommendation.unknown', 'recommendation.already-decided', 'recommendation.role-may-not', 'subject.erased'],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'recommendation', id: params.id }),
      command: ({ body }: RouteRequest) => ({ type, data: body }),
    }),
  );
}
