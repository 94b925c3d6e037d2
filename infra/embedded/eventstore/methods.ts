// Every gRPC method served, by its full path.
import { randomUUID } from 'node:crypto';
import type { Call, Methods } from './grpc/call.ts';
import { makePersistentMethods } from './persistent/methods.ts';
import type { Subscriptions } from './persistent/subscriptions.ts';
import { clusterInfo, supportedMethods } from './protocol/server.ts';
import type { Figures } from './http/figures.ts';
import type { Projections } from './projections/projections.ts';
import { makeMonitoringMethods } from './services/monitoring.ts';
import { makeOperationMethods } from './services/operations.ts';
import { makeProjectionMethods } from './services/projections.ts';
import { unsupported } from './services/unsupported.ts';
import type { EmbeddedStore } from './store/store.ts';
import { makeAppend, makeDelete, makeTombstone } from './streams/append.ts';
import { makeBatchAppend } from './streams/batch-append.ts';
import { makeRead } from './streams/read.ts';

const PACKAGE = 'event_store.client';
const FEATURES: Readonly<Record<string, readonly string[]>> = { Read: ['position', 'events'], PersistentSubscriptions: ['stream', 'all'] };
function features(path: string): { service: string; method: string; features: readonly string[] } {
  const [service, method] = path.slice(1).split('/') as [string, string];
  const kind = service.endsWith('PersistentSubscriptions') ? 'PersistentSubscriptions' : method;
  return { service, method, features: FEATURES[kind] ?? [] };
}
const authority = (call: Call): { host: string; port: number } => {
  const { hostname, port } = new URL(`http://${call.headers[':authority'] ?? 'localhost:2113'}`);
  return { host: hostname, port: Number(port || 80) };
};

type Deps = {
  store: EmbeddedStore;
  subscriptions: Subscriptions;
  projections: Projections;
  figures: Figures;
  maxAppend: number;
  shutdown: () => void;
  log: (line: string) => void;
};

export function makeMethods(deps: Deps): Methods {
  const offered: Methods = {
    [`/${PACKAGE}.streams.Streams/Read`]: makeRead(deps),
    [`/${PACKAGE}.streams.Streams/Append`]: makeAppend(deps),
    [`/${PACKAGE}.streams.Streams/BatchAppend`]: makeBatchAppend(deps),
    [`/${PACKAGE}.streams.Streams/Delete`]: makeDelete(deps),
    [`/${PACKAGE}.streams.Streams/Tombstone`]: makeTombstone(deps),
    ...makePersistentMethods(deps),
    ...makeProjectionMethods(deps),
    ...makeOperationMethods(deps),
    ...makeMonitoringMethods(deps),
  };
  const id = randomUUID();
  return {
    ...unsupported,
    ...offered,
    [`/${PACKAGE}.server_features.ServerFeatures/GetSupportedMethods`]: (call) => call.end(supportedMethods(Object.keys(offered).map(features))),
    // The address the client has just used is the one it can reach, whatever network lies between.
    [`/${PACKAGE}.gossip.Gossip/Read`]: (call) => call.end(clusterInfo({ id, now: Date.now(), ...authority(call) })),
  };
}
