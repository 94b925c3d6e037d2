import type { TaskCommand } from '#domain/task/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const taskPermits = {
  AssignTask: ['system', 'agent', 'coordinator', 'doctor', 'nurse', 'admin'],
  AcknowledgeTask: ['coordinator', 'doctor', 'anaesthetist', 'nurse', 'interpreter', 'travelagent', 'finance', 'auditor', 'admin'],
  ApproveTask: ['coordinator', 'doctor', 'anaesthetist', 'nurse', 'interpreter', 'travelagent', 'finance', 'auditor', 'admin'],
  RejectTask: ['coordinator', 'doctor', 'anaesthetist', 'nurse', 'interpreter', 'travelagent', 'finance', 'auditor', 'admin'],
  SettleTask: ['system'],
  EscalateTask: ['system'],
} as const satisfies Record<TaskCommand['type'], Permit>;
