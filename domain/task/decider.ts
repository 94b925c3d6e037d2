import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom, MINUTES, plusMinutes } from '../kernel/instants.ts';
import type { Role } from '../kernel/roles.ts';
import type { TaskCommand, TaskEvent } from './messages.ts';

/** How long somebody has before a task climbs to the next role. */
export const CLIMB_MINUTES = { red: 5, normal: MINUTES.day } as const;
type Assigned = Extract<TaskEvent, { type: 'TaskAssigned' }>['data'];
type Known = Pick<Assigned, 'urgency' | 'kind' | 'ladder' | 'memberId' | 'patientId'> & {
  readonly status: 'open' | 'taken' | 'approved' | 'rejected' | 'expired';
  readonly rung: number;
  readonly climbsAt: string;
};
export type TaskState = { readonly status: 'unknown' } | { readonly status: 'settled' } | Known;
type Decided = TaskEvent[] | Rejection;

/** A task that expired can still be done: late is better than never. */
function ifUndecided(state: TaskState, decide: (known: Known) => Decided): Decided {
  if (state.status === 'unknown') return reject('task.unknown');
  const over = state.status === 'approved' || state.status === 'rejected' || state.status === 'settled';
  return over ? reject('task.already-decided', { status: state.status }) : decide(state);
}
/** Anyone on the ladder may act, whatever rung it stands at, and whoever it was given to; never a program. */
const mayAct = ({ ladder, memberId }: Known, { by }: Given) => by.kind === 'staff' && (by.id === memberId || (ladder as readonly string[]).includes(by.role));
const acting = (state: TaskState, given: Given, decide: (known: Known) => Decided): Decided =>
  ifUndecided(state, (known) => (mayAct(known, given) ? decide(known) : reject('task.role-may-not', { roles: known.ladder })));
const set = (state: TaskState, change: Partial<Known>): TaskState =>
  state.status === 'unknown' || state.status === 'settled' ? state : { ...state, ...change };

function climb({ status, rung: stands, climbsAt, ladder, urgency, kind }: Known, rung: number, at: string): Decided {
  if (status !== 'open' || rung <= stands) return [];
  if (rung > stands + 1 || !isFrom(at, climbsAt)) return reject('task.not-due');
  const role = ladder[rung];
  if (!role) return [{ type: 'TaskExpired', data: { kind, urgency } }];
  return [{ type: 'TaskEscalated', data: { rung, role, climbsAt: plusMinutes(at, CLIMB_MINUTES[urgency]) } }];
}

function assign({ text, ...task }: Extract<TaskCommand, { type: 'AssignTask' }>['data'], at: string): Decided {
  const { kind, urgency, caseId, patientId, about, ladder, memberId, dueAt } = task;
  if (text && !patientId) return reject('task.text-needs-patient');
  const refers = { ...(caseId && { caseId }), ...(patientId && { patientId }), ...(memberId && { memberId }) };
  const climbsAt = urgency === 'red' ? plusMinutes(at, CLIMB_MINUTES.red) : dueAt;
  return [{ type: 'TaskAssigned', data: { kind, urgency, ...refers, about, ladder: [...new Set<Role>(ladder)], dueAt, climbsAt, ...(text && { text }) } }];
}

export const taskDecider: Decider<TaskCommand, TaskEvent, TaskState> = {
  initial: { status: 'unknown' },
  decide: {
    // The id derives from what it is about: being told again is no news.
    AssignTask: ({ data, at }, { status }) => (status === 'unknown' ? assign(data, at) : []),
    AcknowledgeTask: (given, state) =>
      acting(state, given, ({ status }) => (status === 'taken' ? [] : [{ type: 'TaskAcknowledged', data: { memberId: given.by.id } }])),
    ApproveTask: ({ data: { note }, ...given }, state) =>
      acting(state, given, () => [{ type: 'TaskApproved', data: { memberId: given.by.id, ...(note && { note }) } }]),
    RejectTask: ({ data: { reason }, ...given }, state) => acting(state, given, () => [{ type: 'TaskRejected', data: { memberId: given.by.id, reason } }]),
    SettleTask: (_, { status }) => (['approved', 'rejected', 'settled'].includes(status) ? [] : [{ type: 'TaskSettled', data: {} }]),
    EscalateTask: ({ data: { rung }, at }, state) => {
      if (state.status === 'unknown') return reject('task.unknown');
      return state.status === 'settled' ? [] : climb(state, rung, at);
    },
  },
  evolve: {
    TaskAssigned: ({ data: { kind, urgency, ladder, memberId, patientId, climbsAt } }) => ({
      status: 'open',
      kind,
      urgency,
      ladder,
      rung: 0,
      climbsAt,
      ...(memberId && { memberId }),
      ...(patientId && { patientId }),
    }),
    TaskAcknowledged: (_, state) => set(state, { status: 'taken' }),
    TaskApproved: (_, state) => set(state, { status: 'approved' }),
    TaskRejected: (_, state) => set(state, { status: 'rejected' }),
    TaskSettled: () => ({ status: 'settled' }),
    TaskEscalated: ({ data: { rung, climbsAt } }, state) => set(state, { rung, climbsAt }),
    TaskExpired: (_, state) => set(state, { status: 'expired' }),
  },
};
