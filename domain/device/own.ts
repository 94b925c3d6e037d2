import { HubError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/route.ts';

/** A device knows of itself alone; every other answers like what is not there. */
export function mustBeOwn({ credential }: Pick<Principal, 'credential'>, device: string): void {
  if (credential && credential.id !== device) throw new HubError('not-found', 'device.unknown', `There is no device ${device}.`);
}
