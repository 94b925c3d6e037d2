// What the browser page asks for, as JSON: streams changed lately, pages of events, persistent subscriptions, projections. Read-only.
import type { Access } from '../auth/access.ts';
import { RpcError, Status, streamDeleted } from '../grpc/status.ts';
import type { Subscriptions } from '../persistent/subscriptions.ts';
import type { Projections } from '../projections/projections.ts';
import { contentOf, createdOf, type Entry, idOf, isJson, revisionOf, streamOf, typeOf } from '../store/record.ts';
import { isReadable } from '../store/stream-metadata.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { LINK_TYPE, resolve } from '../streams/links.ts';
import { type Answer, json } from './answer.ts';
import type { Figures } from './figures.ts';

type Deps = { store: EmbeddedStore; subscriptions: Subscriptions; projections: Projections; figures: Figures };
type Page = { readonly events: unknown[]; readonly older: string | null; readonly newer: string | null };

/** How far back the log is looked through for streams that changed. */
const RECENT_EVENTS = 2000;
const PAGE = 20;
/** More of an event than this is not shown. */
const SHOWN_BYTES = 256 * 1024;

const readable = (bytes: Buffer, isText: boolean): string => bytes.subarray(0, SHOWN_BYTES).toString(isText ? 'utf8' : 'base64');
function show(entry: Entry): object {
  const { position, value } = entry;
  const { data, metadata } = contentOf(value);
  const body = {
    json: isJson(value),
    size: data.length,
    data: readable(data, isJson(value) || typeOf(value) === LINK_TYPE),
    metadata: readable(metadata, true),
  };
  return {
    id: idOf(value),
    stream: streamOf(value),
    revision: revisionOf(value),
    type: typeOf(value),
    position,
    created: new Date(createdOf(value)).toISOString(),
    ...body,
  };
}
/** An event, or a link with what it points at. */
function showResolved(store: EmbeddedStore, entry: Entry): object {
  const { isLink, target } = resolve(entry, store.at);
  return isLink ? { ...show(entry), target: target ? show(target) : null } : show(entry);
}
function wholeNumber(text: string | null): number | undefined {
  if (text === null || text === 'end') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RpcError(Status.INVALID_ARGUMENT, `'${text}' is no whole number`);
  return value;
}

export function makeBrowse({ store, subscriptions, projections, figures }: Deps): (url: URL, access: Access) => Answer | undefined {
  /** Newest first, from place `from` (inclusive) back. */
  function ofStream(stream: string, from: number | undefined): Page {
    const state = store.state(stream);
    if (state.tombstoned) throw streamDeleted(stream);
    if (!isReadable(state)) throw new RpcError(Status.NOT_FOUND, `There is no stream '${stream}'`);
    const start = Math.min(from ?? state.last, state.last);
    const { entries, next } = store.stream(stream, start, PAGE, 'backwards');
    const newer = start < state.last ? String(Math.min(state.last, start + PAGE)) : null;
    return { events: entries.map((entry) => showResolved(store, entry)), older: next === undefined ? null : String(next), newer };
  }
  function ofAll(from: number | undefined): Page {
    const start = Math.min(from ?? store.last(), store.last());
    const entries = store.log(start, PAGE, 'backwards');
    const oldest = entries.at(-1)?.position ?? 0;
    const newer = start < store.last() ? String(Math.min(store.last(), start + PAGE)) : null;
    return { events: entries.map((entry) => showResolved(store, entry)), older: oldest > 1 ? String(oldest - 1) : null, newer };
  }
  function changedStreams(): object[] {
    const seen = new Map<string, object>();
    for (const { value } of store.log(store.last(), RECENT_EVENTS, 'backwards')) {
      const name = streamOf(value);
      if (!seen.has(name)) seen.set(name, { name, revision: revisionOf(value), type: typeOf(value), created: new Date(createdOf(value)).toISOString() });
    }
    return [...seen.values()];
  }
  /** Seconds for which the stream's metadata lets answers be kept. */
  const caching = (stream: string): Record<string, string> => {
    const { raw } = store.state(stream).metadata;
    const seconds = raw ? (JSON.parse(raw) as { $cacheControl?: unknown }).$cacheControl : undefined;
    return typeof seconds === 'number' && seconds > 0 ? { 'cache-control': `private, max-age=${Math.floor(seconds)}` } : {};
  };
  function events(url: URL, access: Access): Answer {
    const stream = url.searchParams.get('stream') ?? '$all';
    access.toStream(stream, 'read');
    const from = wholeNumber(url.searchParams.get('from'));
    return stream === '$all' ? json(ofAll(from)) : json(ofStream(stream, from), caching(stream));
  }
  return (url, access) => {
    if (url.pathname === '/api/events') return events(url, access);
    if (url.pathname === '/api/streams') {
      access.toStream('$all', 'read');
      return json({ streams: changedStreams() });
    }
    if (url.pathname === '/api/groups') return json({ groups: subscriptions.list().map((group) => group.info()) });
    if (url.pathname === '/api/server') return json({ figures: figures(), projections: projections.all().map((runner) => runner.info()) });
    return undefined;
  };
}
