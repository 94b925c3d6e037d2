// Where a list goes on, as an opaque text. Signed, and bound to tenant and list, so that it cannot be made up or carried elsewhere.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { HubError } from '#domain/kernel/errors.ts';

export type Cursors = {
  /** `place` is what the list is sorted by in its last item, as text. */
  readonly write: (tenant: string, list: string, place: readonly string[]) => string;
  /** The place; undefined without a cursor. Throws `invalid` for one that this hub did not give out for this tenant and list. */
  readonly read: (tenant: string, list: string, cursor: string | undefined) => readonly string[] | undefined;
};

export function makeCursors(key: Buffer): Cursors {
  const sign = (tenant: string, list: string, place: string) => createHmac('sha256', key).update(`${tenant}\n${list}\n${place}`).digest().subarray(0, 16);
  return {
    write: (tenant, list, place) => {
      const text = Buffer.from(JSON.stringify(place));
      return `${text.toString('base64url')}.${sign(tenant, list, text.toString()).toString('base64url')}`;
    },
    read: (tenant, list, cursor) => {
      if (cursor === undefined) return undefined;
      const [place = '', signature = ''] = cursor.split('.').map((part) => Buffer.from(part, 'base64url'));
      const text = place.toString();
      const expected = sign(tenant, list, text);
      if (signature.length !== expected.length || !timingSafeEqual(expected, Buffer.from(signature)))
        throw new HubError('invalid', 'request.invalid', 'The cursor is not one of this list.', {
          faults: [{ path: 'cursor', message: 'send `next` of the page before, unchanged' }],
        });
      return JSON.parse(text) as string[];
    },
  };
}
