import type { Slice } from '../kernel/slice.ts';
import { type MemberState, member } from './decider.ts';
import { type MemberCommand, type MemberEvent, memberCommands, memberEvents } from './messages.ts';

export const memberSlice: Slice<MemberCommand, MemberEvent, MemberState> = {
  name: 'member',
  schema: 1,
  commands: memberCommands,
  events: memberEvents,
  decider: member,
  opens: [],
  subject: (memberId) => memberId,
};
