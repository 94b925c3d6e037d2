// What a part of the hub may open by itself.
import type { Manifest } from '#domain/kernel/access.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Open } from '#domain/kernel/sealing.ts';

/** `open` for the fields of the manifest alone; any other is a defect and throws. */
export const within =
  ({ name, fields }: Pick<Manifest, 'name' | 'fields'>, open: Open): Open =>
  async (tenant, values) => {
    const beyond = values.find(({ field }) => !fields.includes(field));
    if (beyond) throw new HubError('bug', 'access.not-in-manifest', `${name} may not open ${beyond.field}.`);
    return values.length > 0 ? open(tenant, values) : [];
  };
