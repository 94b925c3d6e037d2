import type { Slice } from '../kernel/slice.ts';
import { milestoneDecider, type MilestoneState } from './decider.ts';
import { type MilestoneCommand, type MilestoneEvent, milestoneCommands, milestoneEvents } from './messages.ts';

export const milestoneSlice: Slice<MilestoneCommand, MilestoneEvent, MilestoneState> = {
  name: 'milestone',
  schema: 1,
  commands: milestoneCommands,
  events: milestoneEvents,
  decider: milestoneDecider,
  opens: [],
  subject: (_, event, { patientId }) => (event.type === 'MilestoneSettled' ? event.data.patientId : patientId),
};
