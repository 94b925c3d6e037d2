import type { CaseCommand } from '#domain/case/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Which stage each role may end or pass over stands in domain/case/stages.ts. */
export const casePermits = {
  OpenCase: ['coordinator', 'doctor', 'nurse', 'agency'],
  AdvanceCase: ['coordinator', 'doctor', 'anaesthetist', 'nurse', 'finance', 'travelagent'],
  SkipCaseStage: ['coordinator', 'doctor', 'nurse', 'finance', 'travelagent'],
  HoldCase: ['coordinator', 'doctor', 'nurse'],
  ResumeCase: ['coordinator', 'doctor', 'nurse'],
  CancelCase: ['coordinator', 'doctor'],
  DeclineCase: ['doctor', 'coordinator'],
  CloseCase: ['coordinator', 'doctor', 'nurse'],
  ReopenCase: ['coordinator', 'doctor'],
  FlagCase: ['system'],
  ClearCaseFlag: ['system'],
} as const satisfies Record<CaseCommand['type'], Permit>;
