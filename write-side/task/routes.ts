import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { taskCommands as commands } from '#domain/task/messages.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { taskPermits as permits } from './permits.ts';

export function taskRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'task', tag: 'tasks', commands, permits, codes: ['subject.erased'] });
  const codes = ['task.unknown', 'task.already-decided', 'task.role-may-not'];
  return [
    verb({
      path: '/api/tasks',
      type: 'AssignTask',
      summary: 'Give somebody something to do or decide',
      codes: ['case.unknown', 'member.unknown', 'task.text-needs-patient'],
      creates: '/api/tasks',
      hub: ['patientId'],
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'task', id: createdBy(commandId, 'task') }),
      add: async ({ who, body }) => {
        const { caseId, memberId } = body as { caseId?: string; memberId?: string };
        if (memberId) await mustExist(store, { tenant: who.tenant, slice: 'member', id: memberId });
        return caseId ? { patientId: (await reachableCase(store, who, caseId)).patientId } : {};
      },
    }),
    verb({ path: '/api/tasks/{id}/acknowledge', type: 'AcknowledgeTask', summary: 'I look after it; it climbs no further', codes }),
    verb({ path: '/api/tasks/{id}/approve', type: 'ApproveTask', summary: 'Done, or agreed', codes }),
    verb({ path: '/api/tasks/{id}/reject', type: 'RejectTask', summary: 'Not agreed, with a reason', codes }),
  ];
}
