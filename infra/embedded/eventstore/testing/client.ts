// The official client under test: EVENTSTORE_CLIENT names the package, by default @eventstore/db-client. One per process, since the generated
// code of the two shares global names. Their functions, constants and errors have the same names; their ways to the wire differ.
import type * as official from '@eventstore/db-client';

export const CLIENT: string = process.env['EVENTSTORE_CLIENT'] ?? '@eventstore/db-client';
export const isOlder = CLIENT === '@eventstore/db-client';
type Api = typeof official;
const { default: api } = (await import(CLIENT)) as { default: Api & { KurrentDBClient?: Api['EventStoreDBClient'] } };

type Append = (this: unknown, stream: string, events: unknown, options?: { expectedRevision?: unknown }) => Promise<unknown>;
/** The newer client calls the expectation of an append, and nothing else, by another name. */
if (api.KurrentDBClient) {
  const prototype = api.KurrentDBClient.prototype as unknown as { appendToStream: Append };
  const append = prototype.appendToStream;
  prototype.appendToStream = function (stream, events, { expectedRevision, ...options } = {}) {
    return append.call(this, stream, events, { ...options, ...(expectedRevision === undefined ? {} : { streamState: expectedRevision }) } as object);
  };
}
/** The fields of an error under the older client's names. */
export const errorFields = (error: object): Record<string, unknown> => {
  const fields = error as Record<string, unknown>;
  const { expectedState, actualState } = fields;
  if (expectedState !== undefined || actualState !== undefined) Object.assign(fields, { expectedVersion: expectedState, actualVersion: actualState });
  return fields;
};

export const EventStoreDBClient: Api['EventStoreDBClient'] = api.KurrentDBClient ?? api.EventStoreDBClient;
export type EventStoreDBClient = official.EventStoreDBClient;
export type { PersistentSubscriptionToAllResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
export const { ANY, BACKWARDS, END, FORWARDS, NO_STREAM, PARK, PINNED, RETRY, SKIP, START, STOP, STREAM_EXISTS } = api;
export const { binaryEvent, jsonEvent, eventTypeFilter, streamNameFilter, excludeSystemEvents } = api;
export const { persistentSubscriptionToAllSettingsFromDefaults, persistentSubscriptionToStreamSettingsFromDefaults } = api;
