// Every gRPC method served, by its full path.
import { randomUUID } from 'node:crypto';
import type { Call, Methods } from './grpc/call.ts';
import { RpcError, Status } from './grpc/status.ts';
import { makePersistentMethods } from './persistent/methods.ts';
import type { Subscriptions } from './persistent/subscriptions.ts';
import { clusterInfo, supportedMethods } from './protocol/server.ts';
import type { EmbeddedStore } from './store/store.ts';
import { makeAppend, makeDelete, makeTombstone } from './streams/append.ts';
import { makeBatchAppend } from './streams/batch-append.ts';
import { makeRead } from './streams/read.ts';

const PACKAGE = 'event_store.client';
const FEATURES: Readonly<Record<string, readonly string[]>> = { Read: ['position', 'events'], PersistentSubscriptions: ['stream', 'all'] };
const UNSUPPORTED = [
  ...['Create', 'Update', 'Delete', 'Statistics', 'Disable', 'Enable', 'Reset', 'State', 'Result', 'RestartSubsystem'].map(
    (m) => `projections.Projections/${m}`,
  ),
  ...['StartScavenge', 'StopScavenge', 'Shutdown', 'MergeIndexes', 'ResignNode', 'SetNodePriority'].map((m) => `operations.Operations/${m}`),
  ...['Create', 'Update', 'Delete', 'Disable', 'Enable', 'Details', 'ChangePassword', 'ResetPassword'].map((m) => `users.Users/${m}`),
  'monitoring.Monitoring/Stats',
];

function unsupported(name: string) {
  const [service, method] = name.split('.')[1]!.split('/');
  return () => {
    throw new RpcError(Status.UNIMPLEMENTED, `The embedded event store does not offer ${service} (${method}); use a full EventStoreDB for it`);
  };
}

function features(path: string): { service: string; method: string; features: readonly string[] } {
  const [service, method] = path.slice(1).split('/') as [string, string];
  const kind = service.endsWith('PersistentSubscriptions') ? 'PersistentSubscriptions' : method;
  return { service, method, features: FEATURES[kind] ?? [] };
}
const authority = (call: Call): { host: string; port: number } => {
  const { hostname, port } = new URL(`http://${call.headers[':authority'] ?? 'localhost:2113'}`);
  return { host: hostname, port: Number(port || 80) };
};

export function makeMethods(deps: { store: EmbeddedStore; subscriptions: Subscriptions; maxAppend: number }): Methods {
  const streams: Methods = {
    [`/${PACKAGE}.streams.Streams/Read`]: makeRead(deps),
    [`/${PACKAGE}.streams.Streams/Append`]: makeAppend(deps),
    [`/${PACKAGE}.streams.Streams/BatchAppend`]: makeBatchAppend(deps),
    [`/${PACKAGE}.streams.Streams/Delete`]: makeDelete(deps),
    [`/${PACKAGE}.streams.Streams/Tombstone`]: makeTombstone(deps),
  };
  const offered: Methods = { ...streams, ...makePersistentMethods(deps) };
  const id = randomUUID();
  return {
    ...Object.fromEntries(UNSUPPORTED.map((name) => [`/${PACKAGE}.${name}`, unsupported(name)])),
    ...offered,
    [`/${PACKAGE}.server_features.ServerFeatures/GetSupportedMethods`]: (call) => call.end(supportedMethods(Object.keys(offered).map(features))),
    // The address the client has just used is the one it can reach, whatever network lies between.
    [`/${PACKAGE}.gossip.Gossip/Read`]: (call) => call.end(clusterInfo({ id, now: Date.now(), ...authority(call) })),
  };
}
