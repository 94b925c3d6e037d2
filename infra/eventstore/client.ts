// The only module that imports the event store's client. Its successor (@kurrent/kurrentdb-client) has the same shape and would change
// only this file. One client per process: the official client's table of pending appends is global to the process.
import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  type JSONEventData,
  NO_STREAM,
  PARK,
  persistentSubscriptionToAllSettingsFromDefaults,
  type ResolvedEvent,
  RETRY,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { limitConnecting } from './connecting.ts';
import { decodeQuickly } from './reading.ts';

export type Client = EventStoreDBClient;
export type { JSONEventData, ResolvedEvent };
export {
  ANY,
  BACKWARDS,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  NO_STREAM,
  PARK,
  persistentSubscriptionToAllSettingsFromDefaults,
  RETRY,
  START,
  streamNameFilter,
};

/** `url` is a connection string such as `esdb://127.0.0.1:2113?tls=false`; credentials belong in it, never in a call. */
export const connect = (url: string): Client => decodeQuickly(limitConnecting(EventStoreDBClient.connectionString(withPatience(url))));

/** A connection that does not answer a ping for so long is dead, whatever the network says; the client's own default is twice that. */
const PATIENCE = 'keepAliveTimeout=5000';
const withPatience = (url: string) => (/keepAliveTimeout=/i.test(url) ? url : `${url}${url.includes('?') ? '&' : '?'}${PATIENCE}`);
