// Where a group's messages come from: pages of a stream or of $all, behind a place.
import { makeFilter } from '../streams/filter.ts';
import { resolve } from '../streams/links.ts';
import { type Entry, idOf, revisionOf, streamOf } from '../store/record.ts';
import type { EmbeddedStore } from '../store/store.ts';
import type { Resolved } from '../protocol/read.ts';
import { type Defined, isBookkeeping } from './definition.ts';

/** `place` orders a group's messages: the position for $all, else the revision; absent for a replayed message. */
export type Message = { readonly id: string; readonly resolved: Resolved; readonly place?: number; readonly parkedAt?: number; readonly retries: number };
/** `upTo` is the last place looked at; `considered` counts events that could have matched. */
export type Page = { readonly messages: Message[]; readonly upTo: number; readonly considered: number };
export type MessageSource = {
  page(after: number): Page;
  place(entry: Entry): number;
  last(): number;
  message(entry: Entry, extra: { place?: number; parkedAt?: number }): Message;
};

const PAGE = 256;

export function makeSource(store: EmbeddedStore, { source, settings }: Defined): MessageSource {
  const { stream, filter } = source;
  const matches = filter ? makeFilter(filter) : () => true;
  const message = (entry: Entry, extra: { place?: number; parkedAt?: number }): Message => {
    const resolved: Resolved = settings.resolveLinks ? resolve(entry, store.at) : { entry, isLink: false };
    return { id: idOf(entry.value), resolved, retries: 0, ...extra };
  };
  const wanted = (entry: Entry): boolean => !isBookkeeping(streamOf(entry.value));

  const ofAll: MessageSource = {
    message,
    place: (entry) => entry.position,
    last: store.last,
    page(after) {
      const entries = store.log(after + 1, PAGE, 'forwards');
      const considered = entries.filter(wanted);
      const messages = considered.filter((e) => matches(e.value)).map((e) => message(e, { place: e.position }));
      return { messages, upTo: entries.at(-1)?.position ?? after, considered: considered.length };
    },
  };
  const ofStream = (name: string): MessageSource => ({
    message,
    place: (entry) => revisionOf(entry.value),
    last: () => store.state(name).last,
    page(after) {
      const { last } = store.state(name);
      if (last <= after) return { messages: [], upTo: after, considered: 0 };
      const { entries, next } = store.stream(name, after + 1, PAGE, 'forwards');
      const messages = entries.map((e) => message(e, { place: revisionOf(e.value) }));
      return { messages, upTo: next === undefined ? last : next - 1, considered: entries.length };
    },
  });
  return stream === undefined ? ofAll : ofStream(stream);
}
