import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import { offerCommands as commands } from '#domain/offer/messages.ts';
import { knownAuthorisation } from '#write-side/authorisation/routes.ts';
import { type KnownCase, reachableCase } from '#write-side/case/known.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { makeVerbs, type Verb } from '#write-side/kernel/verbs.ts';
import { offerPermits as permits } from './permits.ts';

const params = z.object({ id, version: z.coerce.number().int().min(1).max(10_000) });
const NOT_SENDABLE = [
  'offer.evaluation-missing',
  'offer.evaluation-stale',
  'offer.authorisation-missing',
  'offer.authorisation-not-valid',
  'offer.expired',
] as const;

/** The doctor's last evaluation, if an offer may rest on it, and whether the intake changed after it. */
async function evaluationOf(store: StreamReader, tenant: string, caseId: string, known: KnownCase): Promise<object> {
  const again = lastOf<{ positive: boolean }>(await eventsOf(store, { tenant, slice: 'review', id: caseId }), 'EvaluationRecorded');
  const isLater = again && (!known.evaluation || again.position > known.evaluation.position);
  const evaluation = isLater ? { eventId: again.id, position: again.position } : known.evaluation;
  if (!evaluation || (isLater && !again.data.positive)) return {};
  const changed = lastOf(await eventsOf(store, { tenant, slice: 'intake', id: caseId }), 'IntakeSubmitted', 'IntakeAmended');
  return { evaluation: { eventId: evaluation.eventId, stale: changed !== undefined && changed.position > evaluation.position } };
}

export function offerRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'offer', tag: 'offers', commands, permits, codes: ['case.unknown', 'subject.erased'] });
  const ofVersion = (word: string, type: string, summary: string, more: Partial<Verb> = {}) =>
    verb({
      path: `/api/cases/{id}/offers/{version}/${word}`,
      type,
      summary,
      params,
      hub: ['version'],
      codes: ['offer.unknown', 'offer.not-now', ...(type === 'AcceptOffer' ? ['offer.expired'] : [])],
      add: async ({ who, params }) => {
        await reachableCase(store, who, params.id);
        return { version: params['version'] };
      },
      ...more,
    });
  return [
    verb({
      path: '/api/cases/{id}/offers',
      type: 'DraftOffer',
      summary: 'Draft the next version of the offer of a case',
      hub: ['patientId'],
      codes: ['offer.validity'],
      add: async ({ who, params }) => ({ patientId: (await reachableCase(store, who, params.id)).patientId }),
    }),
    ofVersion('approve', 'ApproveOffer', 'Approve a drafted version'),
    ofVersion('send', 'SendOffer', 'Send an approved version, under a valid authorisation', {
      hub: ['version', 'evaluation', 'authorisation'],
      asks: { authorisationId: id },
      codes: ['offer.unknown', 'offer.not-now', ...NOT_SENDABLE],
      add: async ({ who, params, body }) => {
        const known = await reachableCase(store, who, params.id);
        const authorisation = await knownAuthorisation(store, who.tenant, String(body['authorisationId']));
        return { version: params['version'], ...(await evaluationOf(store, who.tenant, params.id, known)), ...(authorisation && { authorisation }) };
      },
    }),
    ofVersion('view', 'ViewOffer', 'The patient has opened a version'),
    ofVersion('accept', 'AcceptOffer', 'Accept a version that is out, before its date'),
    ofVersion('decline', 'DeclineOffer', 'Decline a version that is out'),
    ofVersion('withdraw', 'WithdrawOffer', 'Take a version back before it is accepted'),
  ];
}
