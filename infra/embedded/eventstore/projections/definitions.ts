// The system projections: which streams of links an event belongs to. The streams are virtual: an index entry per link, made into a link
// event when it is read, so that $all holds every event once.
import { contentOf, type Entry, isJson, revisionOf, streamOf, TOMBSTONE_REVISION, typeOf } from '../store/record.ts';
import { LINK_TYPE } from '../streams/links.ts';

/** Answers the stream of links that gets the event, if any. Events of system streams, links and tombstones are never asked about. */
type Definition = { readonly prefix: string; readonly target: (event: Entry) => string | undefined };

const CATEGORY_END = '-';
function category({ value }: Entry): string | undefined {
  const stream = streamOf(value);
  const end = stream.indexOf(CATEGORY_END);
  return end > 0 ? stream.slice(0, end) : undefined;
}
function correlation({ value }: Entry): string | undefined {
  const { metadata } = contentOf(value);
  if (!metadata.includes('$correlationId')) return undefined;
  try {
    const { $correlationId: id } = JSON.parse(metadata.toString('utf8')) as { $correlationId?: unknown };
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined; // metadata need not be JSON
  }
}
const prefixed = (prefix: string, name: string | undefined): string | undefined => (name === undefined ? undefined : `${prefix}${name}`);
const isFirst = ({ value }: Entry): boolean => revisionOf(value) === 0;

export const DEFINITIONS: Readonly<Record<string, Definition>> = {
  $by_category: { prefix: '$ce-', target: (event) => prefixed('$ce-', category(event)) },
  $by_event_type: { prefix: '$et-', target: ({ value }) => `$et-${typeOf(value)}` },
  $stream_by_category: { prefix: '$category-', target: (event) => (isFirst(event) ? prefixed('$category-', category(event)) : undefined) },
  $streams: { prefix: '$streams', target: (event) => (isFirst(event) ? '$streams' : undefined) },
  $by_correlation_id: { prefix: '$bc-', target: (event) => (isJson(event.value) ? prefixed('$bc-', correlation(event)) : undefined) },
};

/** The name of the projection that keeps a stream; undefined for streams that clients write. */
export function projectionOf(stream: string): string | undefined {
  if (!stream.startsWith('$')) return undefined;
  return Object.entries(DEFINITIONS).find(([, { prefix }]) => (prefix.endsWith('-') ? stream.startsWith(prefix) : stream === prefix))?.[0];
}
export const isProjected = ({ value }: Entry): boolean =>
  !streamOf(value).startsWith('$') && revisionOf(value) !== TOMBSTONE_REVISION && typeOf(value) !== LINK_TYPE;
