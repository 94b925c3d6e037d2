import type { Slice } from '../kernel/slice.ts';
import { type InsuranceState, insuranceDecider } from './decider.ts';
import { type InsuranceCommand, type InsuranceEvent, insuranceCommands, insuranceEvents } from './messages.ts';

export const insuranceSlice: Slice<InsuranceCommand, InsuranceEvent, InsuranceState> = {
  name: 'insurance',
  schema: 1,
  commands: insuranceCommands,
  events: insuranceEvents,
  decider: insuranceDecider,
  opens: [],
  subject: (_, event, state) => (event.type === 'PolicyBound' ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
