// Who has a device of this serial number. One stream for the whole hub, so that no two tenants ever have the same device.
import { z } from 'zod';
import { tenantSlug } from '../kernel/envelope.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const held = z.strictObject({ holder: tenantSlug });
export const serialCommands = defineCommands({ ClaimSerial: held, ReleaseSerial: held });
export type SerialCommand = CommandOf<typeof serialCommands>;

export const serialEvents = defineEvents({
  SerialClaimed: { operational: { holder: tenantSlug } },
  SerialReleased: { operational: { holder: tenantSlug } },
});
export type SerialEvent = EventOf<typeof serialEvents>;
export type StoredSerialEvent = StoredEventOf<typeof serialEvents>;
