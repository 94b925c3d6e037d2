// Sockets of what is not a person: a widget by its key, a device by its token. The credential is held as long as it holds.
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import type { Credential, CredentialKind, Scope } from '#domain/kernel/scopes.ts';
import type { Asking, Credentials } from '../auth/credentials.ts';
import { boundMessages, makeEnd } from './connection.ts';
import type { Endings } from './endings.ts';

export type KeyedDeps = { readonly credentials: Pick<Credentials, 'verify' | 'forget'>; readonly endings: Endings };
export type Keyed = { readonly who: Credential; readonly token: string; readonly asking: Asking };

const tokenMessage = z.object({ token: z.string().max(4096) });

export async function admitKeyed(credentials: KeyedDeps['credentials'], token: string, asking: Asking, kind: CredentialKind, scope: Scope): Promise<Keyed> {
  const who = await credentials.verify(token, asking);
  if (who.kind !== kind || !who.scopes.includes(scope)) throw new HubError('forbidden', 'auth.scope', `This is for a ${kind} with the scope ${scope}.`);
  return { who, token, asking };
}

/** Ends the socket once its credential has ended; `token { token }` renews it. */
export function hold(socket: Socket, first: Keyed, { credentials, endings }: KeyedDeps, onDrop: (reason: string) => void): void {
  const end = makeEnd(socket, onDrop);
  let { who, token } = first;
  const become = async (next: string) => {
    const found = await credentials.verify(next, first.asking);
    if (found.id !== who.id || found.tenant !== who.tenant) return end.now();
    [who, token] = [found, next];
    end.at(found.expiresAt ?? Number.POSITIVE_INFINITY);
  };
  const look = () => {
    credentials.forget();
    become(token).catch((error: unknown) => {
      if (!(error instanceof HubError) || error.kind !== 'unavailable') end.now();
    });
  };
  boundMessages(socket, onDrop);
  end.at(who.expiresAt ?? Number.POSITIVE_INFINITY);
  const unwatch = endings.watch(who, look);
  socket.on('disconnect', unwatch);
  socket.on('token', (message: unknown) => {
    const asked = tokenMessage.safeParse(message);
    if (asked.success) become(asked.data.token).catch(end.now);
    else end.now();
  });
}
