import { z } from 'zod';
import { type CaseCommand, caseCommands as commands } from '#domain/case/messages.ts';
import type { Stage } from '#domain/case/stages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { standsFor } from '#write-side/patient/known.ts';
import { GUARD_CODES, guardRefused } from './guards.ts';
import { casePermits as permits } from './permits.ts';

const tag = 'cases';
const params = z.object({ id });
const GENERAL = ['case.unknown', 'case.not-active'];

type Verb = {
  readonly type: Exclude<CaseCommand['type'], 'OpenCase' | 'FlagCase' | 'ClearCaseFlag'>;
  readonly summary: string;
  readonly codes: readonly string[];
};
/** The path's last word, and the command behind it. */
const VERBS: Readonly<Record<string, Verb>> = {
  advance: {
    type: 'AdvanceCase',
    summary: 'Move a case to its next stage',
    codes: [
      'case.stage-not-reachable',
      'case.role-may-not',
      'case.evaluation-missing',
      'case.evaluation-not-now',
      'case.evaluation-needs-doctor',
      'case.not-eligible',
      'case.flags-open',
      ...GUARD_CODES,
    ],
  },
  skip: { type: 'SkipCaseStage', summary: 'Pass over stages, with a reason', codes: ['case.stage-not-skippable', 'case.role-may-not'] },
  hold: { type: 'HoldCase', summary: 'Put a case on hold', codes: ['case.over'] },
  resume: { type: 'ResumeCase', summary: 'Go on with a held case', codes: ['case.over'] },
  cancel: { type: 'CancelCase', summary: 'Cancel a case', codes: ['case.over'] },
  decline: { type: 'DeclineCase', summary: 'Decline a case', codes: ['case.over', 'case.evaluation-not-now', 'case.evaluation-needs-doctor'] },
  close: {
    type: 'CloseCase',
    summary: 'Close a case after follow-up',
    codes: ['case.stage-not-reachable', 'case.role-may-not', 'case.flags-open', 'case.follow-up-open', 'case.milestones-open'],
  },
  reopen: { type: 'ReopenCase', summary: 'Reopen a declined, cancelled or closed case', codes: ['case.not-over'] },
};

export function caseRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const open = commandRoute({
    method: 'post',
    path: '/api/cases',
    summary: 'Open a case for a procedure',
    tag,
    permit: permits.OpenCase,
    body: commands.OpenCase,
    codes: ['case.already-open', 'patient.unknown', 'member.unknown', 'subject.erased'],
    creates: '/api/cases',
    to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'case', id: createdBy(commandId, 'case') }),
    command: async ({ who, actor, body }) => {
      // An agency sees the cases it referred, so it refers in its own name.
      const referredBy = actor.role === 'agency' ? who.memberId : body.referredBy;
      const patientId = await standsFor(store, who.tenant, body.patientId);
      if (referredBy) await mustExist(store, { tenant: who.tenant, slice: 'member', id: referredBy });
      return { type: 'OpenCase', data: { ...body, patientId, ...(referredBy && { referredBy }) } };
    },
  });
  const verb = ([word, { type, summary, codes }]: [string, Verb]): Route =>
    commandRoute({
      method: 'post',
      path: `/api/cases/{id}/${word}`,
      summary,
      tag,
      permit: permits[type],
      params,
      body: commands[type] as z.ZodObject,
      codes: [...GENERAL, ...codes],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'case', id: params.id }),
      command: async ({ who, params, body }: RouteRequest<{ id: string }, unknown, { to?: Stage }>) => {
        const to = type === 'CloseCase' ? 'closed' : type === 'AdvanceCase' ? body.to : undefined;
        const refused = to && (await guardRefused(store, who.tenant, params.id, to));
        return refused || { type, data: body };
      },
    });
  return [open, ...Object.entries(VERBS).map(verb)];
}
