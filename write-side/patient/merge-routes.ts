// Two records of one person become one, and can become two again. The caller is answered when both records know.
import { z } from 'zod';
import { type Rejection, reject } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import { patientCommands as commands } from '#domain/patient/messages.ts';
import { reaches } from '#write-side/case/known.ts';
import { followed, makeFollowUp } from '#write-side/kernel/follow-up.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { mergingOf } from './known.ts';
import { patientPermits as permits } from './permits.ts';
import { patientMerges } from './reactor.ts';

/** What the other record would say, asked beforehand so that the caller hears it; the rules decide again. */
async function obstacle(store: StreamReader, tenant: string, id: string, other: string): Promise<Rejection | undefined> {
  if (id === other) return reject('patient.same');
  const { mergedInto, absorbed } = await mergingOf(store, tenant, other);
  if (mergedInto && mergedInto !== id) return reject('patient.merged', { into: mergedInto });
  return absorbed.length > 0 ? reject('patient.has-merged', { patients: absorbed }) : undefined;
}

export function patientMergeRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'patient', tag: 'patients', commands, permits, codes: ['patient.unknown', 'subject.erased'] });
  const thenBoth = followed(makeFollowUp({ store, dispatch, reactors: [patientMerges] }), 'patient');
  return [
    thenBoth(
      verb({
        path: '/api/patients/{id}/merge',
        type: 'AbsorbPatient',
        summary: 'Another record is the same person: it is shown as part of this one from now on',
        codes: ['patient.merged', 'patient.has-merged', 'patient.already-merged', 'patient.same'],
        add: async ({ who, params, body }) => {
          const refused = await obstacle(store, who.tenant, params.id, z.parse(id, body['patientId']));
          if (refused) throw new HubError('conflict', refused.rejected, 'These two records cannot be merged as they are.', { detail: { ...refused.detail } });
          return {};
        },
      }),
    ),
    thenBoth(
      verb({
        path: '/api/patients/{id}/unmerge',
        type: 'UnmergePatient',
        summary: 'They were two people after all: this record stands alone again, with all that was ever recorded in it',
        codes: ['patient.not-merged'],
      }),
    ),
    verb({
      path: '/api/patients/{id}/erasure',
      type: 'RequestErasure',
      summary: 'The person asks to be forgotten; the answer is due within thirty days',
      add: ({ who, params }) => {
        if (!reaches(who, { patientId: params.id })) throw new HubError('not-found', 'patient.unknown', `There is no patient ${params.id}.`);
        return {};
      },
    }),
  ];
}
