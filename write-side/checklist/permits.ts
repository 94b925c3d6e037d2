import type { ChecklistCommand } from '#domain/checklist/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const checklistPermits = {
  StartChecklist: ['nurse', 'doctor', 'anaesthetist', 'coordinator'],
  TickItem: ['nurse', 'doctor', 'anaesthetist'],
  UntickItem: ['nurse', 'doctor', 'anaesthetist'],
  ClearForProcedure: ['doctor', 'anaesthetist'],
  RefuseClearance: ['doctor', 'anaesthetist'],
  RevokeClearance: ['doctor', 'anaesthetist', 'nurse'],
  RaiseConcern: ['system'],
  SettleConcern: ['system'],
} as const satisfies Record<ChecklistCommand['type'], Permit>;
