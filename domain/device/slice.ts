import type { Slice } from '../kernel/slice.ts';
import { type DeviceState, device } from './decider.ts';
import { type DeviceCommand, type DeviceEvent, deviceCommands, deviceEvents } from './messages.ts';

export const deviceSlice: Slice<DeviceCommand, DeviceEvent, DeviceState> = {
  name: 'device',
  schema: 1,
  commands: deviceCommands,
  events: deviceEvents,
  decider: device,
  opens: [],
  subject: () => undefined,
};
