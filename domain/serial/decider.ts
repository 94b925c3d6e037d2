import { type Decider, reject } from '../kernel/decider.ts';
import type { SerialCommand, SerialEvent } from './messages.ts';

export type SerialState = { readonly holder?: string };

export const serial: Decider<SerialCommand, SerialEvent, SerialState> = {
  initial: {},
  decide: {
    // Who the other is, is nobody's business.
    ClaimSerial: ({ data }, { holder }) => {
      if (holder === data.holder) return [];
      return holder ? reject('device.serial-taken') : [{ type: 'SerialClaimed', data: { holder: data.holder } }];
    },
    ReleaseSerial: ({ data }, { holder }) => (holder === data.holder ? [{ type: 'SerialReleased', data: { holder } }] : []),
  },
  evolve: {
    SerialClaimed: ({ data: { holder } }) => ({ holder }),
    SerialReleased: () => ({}),
  },
};
