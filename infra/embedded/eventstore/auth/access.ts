// What a caller may do: EventStoreDB's default rules, and the `$acl` of a stream's metadata.
import { accessDenied, notAuthenticated } from '../grpc/status.ts';
import { isMetaStream, type StreamMetadata } from '../store/stream-metadata.ts';
import { ADMINS, type User, type Users } from './users.ts';

export type Action = 'read' | 'write' | 'delete';
/** The rights of one caller. Both methods throw the error to answer with. */
export type Access = {
  readonly user: string;
  toStream(stream: string, action: Action): void;
  /** Any of these groups; none given asks for any account. */
  asMember(...groups: readonly string[]): void;
};
/** The rights of whoever sent these headers. Throws UNAUTHENTICATED for wrong credentials; none at all are anonymous. */
export type Authenticate = (authorization: string | undefined) => Access;

export const OPEN: Access = { user: 'anonymous', toStream: () => {}, asMember: () => {} };

type Acl = Readonly<Record<string, string | readonly string[] | undefined>>;
const KEY = { read: '$r', write: '$w', delete: '$d' } as const;
const META_KEY = { read: '$mr', write: '$mw', delete: '$mw' } as const;

function aclOf({ raw }: StreamMetadata): Acl {
  const acl = raw ? (JSON.parse(raw) as { $acl?: unknown }).$acl : undefined;
  return typeof acl === 'object' && acl !== null ? (acl as Acl) : {};
}
/** Whether `user` may, by the list in the stream's metadata or else by default: system streams and $all are for admins. */
export function isAllowed(user: User, stream: string, action: Action, metadataOf: (stream: string) => StreamMetadata): boolean {
  if (user.groups.includes(ADMINS)) return true;
  const isMeta = isMetaStream(stream);
  const subject = isMeta ? stream.slice(2) : stream;
  const listed = aclOf(metadataOf(subject))[(isMeta ? META_KEY : KEY)[action]];
  if (listed === undefined) return !subject.startsWith('$');
  return [listed].flat().some((name) => name === '$all' || name === user.name || user.groups.includes(name));
}

const anonymous: Access = {
  user: 'anonymous',
  toStream: () => {
    throw accessDenied();
  },
  asMember: () => {
    throw accessDenied();
  },
};

/** Without `users` nobody is asked who they are and everybody may do everything, as official clients without TLS expect. */
export function makeAuthenticate(users: Users | undefined, metadataOf: (stream: string) => StreamMetadata): Authenticate {
  if (!users) return () => OPEN;
  return (authorization) => {
    if (authorization === undefined) return anonymous;
    const [, encoded = ''] = /^Basic\s+(\S+)$/i.exec(authorization) ?? [];
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    const user = users.check(text.slice(0, Math.max(0, colon)), text.slice(colon + 1));
    if (!user) throw notAuthenticated();
    return {
      user: user.name,
      toStream(stream, action) {
        if (!isAllowed(user, stream, action, metadataOf)) throw accessDenied();
      },
      asMember(...groups) {
        if (groups.length > 0 && !groups.some((group) => user.groups.includes(group))) throw accessDenied();
      },
    };
  };
}
