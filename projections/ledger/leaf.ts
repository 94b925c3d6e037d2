// What the log says about one event: hashes of its sealed content, never the content. Erasing a person destroys a key and changes no
// byte that was hashed, so every proof goes on holding.
import canonicalize from 'canonicalize';
import { type Recorded, streamName } from '#domain/kernel/envelope.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import { sha256 } from './merkle.ts';

/** The event as the log holds it: sealed values without the context that reading adds. This is what an evidence pack carries. */
export type SealedEvent = {
  readonly tenant: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly data: object;
  readonly meta: object;
};

const bare = (data: object): object =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, isSealed(value) ? { $sealed: value.$sealed } : value]));

export const sealedEvent = ({ id, type, stream, revision, recordedAt, data, meta }: Recorded): SealedEvent => ({
  tenant: stream.tenant,
  stream: streamName(stream),
  revision,
  id,
  type,
  recordedAt: recordedAt.toISOString(),
  data: bare(data),
  meta,
});

/** RFC 8785, as text. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON can be made canonical');
  return text;
}
const digestOf = (value: unknown): string => sha256(Buffer.from(canonical(value))).toString('hex');

/** The leaf's text. Its digest is the log's entry: whoever fetches the public files learns how many events there were, and nothing else. */
export const leafText = ({ data, meta, ...about }: SealedEvent): string => canonical({ v: 1, ...about, data: digestOf(data), meta: digestOf(meta) });
/** The entry of an event in its tenant's log: 32 bytes. */
export const entryOf = (event: SealedEvent): Buffer => sha256(Buffer.from(leafText(event)));
