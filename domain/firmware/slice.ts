import type { Slice } from '../kernel/slice.ts';
import { type FirmwareState, firmware } from './decider.ts';
import { type FirmwareCommand, type FirmwareEvent, firmwareCommands, firmwareEvents } from './messages.ts';

export const firmwareSlice: Slice<FirmwareCommand, FirmwareEvent, FirmwareState> = {
  name: 'firmware',
  schema: 1,
  commands: firmwareCommands,
  events: firmwareEvents,
  decider: firmware,
  opens: [],
  subject: () => undefined,
};
