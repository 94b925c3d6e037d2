// The links of one projection on disk, in LMDB: (stream number, place in the stream) → what the link points at. Derived from the log alone:
// the folder can be deleted, and is then made again.
import { createHash } from 'node:crypto';
import type { RootDatabase } from 'lmdb';

const KEYS = { encoding: 'binary', keyEncoding: 'binary' } as const;
const POSITION = 6;
const CREATED = POSITION + 8;
const TEXT = CREATED + 16;
const CACHED_HEADS = 10_000;
const LARGEST = 2 ** 48 - 1;

/** `text` is `revision@stream`; `cause` the id of the event; `position` its place in the log, where the link is shown too. */
export type Target = { readonly position: number; readonly created: number; readonly cause: string; readonly text: string };
export type Link = Target & { readonly sequence: number };
export type Added = { readonly stream: string; readonly target: Target };
export type LinkIndex = ReturnType<typeof openLinkIndex>;

const place = (stream: number, sequence: number): Buffer => {
  const key = Buffer.allocUnsafe(10);
  key.writeUInt32BE(stream, 0);
  key.writeUIntBE(sequence, 4, 6);
  return key;
};
function encode({ position, created, cause, text }: Target): Buffer {
  const head = Buffer.allocUnsafe(TEXT);
  head.writeUIntBE(position, 0, 6);
  head.writeDoubleBE(created, POSITION);
  head.write(cause.replaceAll('-', ''), CREATED, 'hex');
  return Buffer.concat([head, Buffer.from(text, 'utf8')]);
}
export const asUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const decode = (sequence: number, value: Buffer): Link => ({
  sequence,
  position: value.readUIntBE(0, 6),
  created: value.readDoubleBE(POSITION),
  cause: asUuid(value.toString('hex', CREATED, TEXT)),
  text: value.toString('utf8', TEXT),
});
/** Names can be longer than a key may be. */
const nameKey = (stream: string): Buffer => createHash('sha256').update(stream).digest();

export function openLinkIndex(env: RootDatabase<Buffer, Buffer>, projection: string) {
  const links = env.openDB<Buffer, Buffer>(`links ${projection}`, KEYS);
  const names = env.openDB<Buffer, Buffer>(`names ${projection}`, KEYS);
  const about = env.openDB<number, string>(`about ${projection}`, { encoding: 'ordered-binary', keyEncoding: 'ordered-binary' });
  type Head = { readonly number: number; readonly last: number };
  const heads = new Map<string, Head>();

  function load(stream: string): Head | undefined {
    const stored = names.getBinary(nameKey(stream));
    if (!stored) return undefined;
    const number = stored.readUInt32BE(0);
    const [newest] = links.getKeys({ start: place(number, LARGEST), end: place(number, 0), reverse: true, limit: 1 });
    return { number, last: newest && newest.readUInt32BE(0) === number ? newest.readUIntBE(4, 6) : -1 };
  }
  function headOf(stream: string): Head | undefined {
    const head = heads.get(stream) ?? load(stream);
    if (heads.size > CACHED_HEADS) heads.clear();
    if (head) heads.set(stream, head);
    return head;
  }
  return {
    /** How far into the log the links go. */
    position: (): number => about.get('position') ?? 0,
    /** The last place in a stream of links; -1 when it has none. */
    last: (stream: string): number => headOf(stream)?.last ?? -1,
    /** Up to `limit` links from place `from` on (inclusive), forwards or backwards. */
    read(stream: string, from: number, limit: number, reverse: boolean): Link[] {
      const head = headOf(stream);
      if (!head) return [];
      const end = reverse ? place(head.number, 0) : place(head.number + 1, 0);
      const found = links.getRange({ start: place(head.number, from), end, reverse, limit, inclusiveEnd: reverse });
      return [...found].map(({ key, value }) => decode(key.readUIntBE(4, 6), Buffer.from(value)));
    },
    /** Adds links, and remembers that the log has been seen up to `position`; all of it or nothing. */
    async add(added: readonly Added[], position: number): Promise<void> {
      const changed = new Map<string, Head>();
      let streams = about.get('streams') ?? 0;
      await env.batch(() => {
        for (const { stream, target } of added) {
          const known = changed.get(stream) ?? headOf(stream);
          const head = { number: known?.number ?? ++streams, last: (known?.last ?? -1) + 1 };
          if (!known) {
            const number = Buffer.allocUnsafe(4);
            number.writeUInt32BE(head.number);
            void names.put(nameKey(stream), number);
          }
          void links.put(place(head.number, head.last), encode(target));
          changed.set(stream, head);
        }
        void about.put('streams', streams);
        void about.put('position', position);
      });
      env.resetReadTxn();
      for (const [stream, head] of changed) heads.set(stream, head);
    },
    async clear(): Promise<void> {
      heads.clear();
      await Promise.all([links.clearAsync(), names.clearAsync(), about.clearAsync()]);
      env.resetReadTxn();
    },
  };
}
