import type { MilestoneCommand } from '#domain/milestone/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const milestonePermits = {
  SettleMilestone: ['coordinator', 'nurse', 'doctor', 'finance', 'travelagent'],
  ReopenMilestone: ['coordinator', 'nurse', 'doctor', 'finance', 'travelagent'],
} as const satisfies Record<MilestoneCommand['type'], Permit>;
