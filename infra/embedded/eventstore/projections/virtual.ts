// The store as readers see it: the streams that projections keep are there too, as streams of link events made on the fly.
import { createHash } from 'node:crypto';
import type { StreamPage } from '../store/reader.ts';
import { encode, type Entry } from '../store/record.ts';
import { firstVisible, isTooOld, type StreamState } from '../store/stream-metadata.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { LINK_TYPE } from '../streams/links.ts';
import { asUuid, type Link, type LinkIndex } from './link-index.ts';
import type { Projections } from './projections.ts';

/** The same link has the same id whenever it is read. */
const linkId = (stream: string, sequence: number): string => asUuid(createHash('sha1').update(`${sequence}@${stream}`).digest('hex').slice(0, 32));

function toEntry(stream: string, { sequence, position, created, cause, text }: Link): Entry {
  const metadata = Buffer.from(JSON.stringify({ $causedBy: cause }));
  const event = { id: linkId(stream, sequence), type: LINK_TYPE, json: false, data: Buffer.from(text, 'utf8'), metadata };
  return { position, value: encode(event, { position, revision: sequence, created, streamNumber: 0, stream: Buffer.from(stream, 'utf8') }) };
}

export function withProjections(store: EmbeddedStore, projections: Projections, now: () => number = Date.now): EmbeddedStore {
  const stateOf = (name: string, links: LinkIndex): StreamState => ({ ...store.state(name), last: links.last(name) });

  function page(name: string, links: LinkIndex, from: number, limit: number, reverse: boolean): StreamPage {
    const state = stateOf(name, links);
    const first = firstVisible(state, false);
    const start = reverse ? Math.min(from, state.last) : Math.max(from, first);
    if (start < first || start > state.last) return { entries: [], next: undefined };
    const found = links.read(name, start, limit, reverse).filter((link) => link.sequence >= first);
    const entries = found.map((link) => toEntry(name, link)).filter((entry) => !isTooOld(entry.value, state.metadata, now()));
    const end = found.at(-1)?.sequence;
    const done = end === undefined || (reverse ? end <= first : end >= state.last);
    return { entries, next: done ? undefined : end + (reverse ? -1 : 1) };
  }
  return {
    ...store,
    state(name) {
      const links = projections.linksOf(name);
      return links ? stateOf(name, links) : store.state(name);
    },
    stream(name, from, limit, direction) {
      const links = projections.linksOf(name);
      return links ? page(name, links, from, limit, direction === 'backwards') : store.stream(name, from, limit, direction);
    },
    at(name, revision) {
      const link = projections.linksOf(name)?.read(name, revision, 1, false)[0];
      if (link) return link.sequence === revision ? toEntry(name, link) : undefined;
      return store.at(name, revision);
    },
    onCommit(listener) {
      const stops = [store.onCommit(listener), projections.onAdvance(listener)];
      return () => stops.forEach((stop) => stop());
    },
  };
}
