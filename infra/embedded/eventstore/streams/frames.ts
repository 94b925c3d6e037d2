// What reads and subscriptions share: pages of entries, turned into the frames a request asks for.
import { eventFrame, type ReadRequest, type Resolved } from '../protocol/read.ts';
import type { Entry } from '../store/record.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { resolve } from './links.ts';

/** Entries read from the store between two looks at the client: a few hundred kilobytes of typical events. */
export const PAGE = 512;

/** Turns an entry into the frame this request wants. */
export function makeFrames(store: EmbeddedStore, { resolve: follow, structured }: Pick<ReadRequest, 'resolve' | 'structured'>): (entry: Entry) => Buffer {
  const resolved = (entry: Entry): Resolved => (follow ? resolve(entry, store.at) : { entry, isLink: false });
  return (entry) => eventFrame(resolved(entry), structured);
}
/** Lets other calls have the event loop between two pages. */
export const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
