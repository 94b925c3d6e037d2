// Whether a tenant's account answers, asked of the provider itself with a question that changes nothing.
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import type { Connection } from './connections.ts';
import type { Checks } from './ports.ts';

export type Tested = { readonly ok: boolean; readonly code?: string };

async function check(checks: Checks, connection: Connection): Promise<void> {
  const names = await checks[connection.provider]?.(connection);
  if (!names || names.length === 0) throw new HubError('unavailable', 'provider.unavailable', 'The provider gave no answer that names an account.');
  if (!names.includes(connection.account)) throw new HubError('conflict', 'provider.other-account', 'The secrets are another account’s.');
}

/** `code`: what is wrong, in the words that failed messages and payments have too. */
export const testAccount = (checks: Checks, connection: Connection): Promise<Tested> =>
  check(checks, connection).then(
    () => ({ ok: true }),
    (error: unknown) => ({ ok: false, code: toHubError(error).code.slice(0, 64) }),
  );
