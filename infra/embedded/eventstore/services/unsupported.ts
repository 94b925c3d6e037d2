// Calls that are known but not offered. They say so, and say what to do instead.
import type { Methods } from '../grpc/call.ts';
import { RpcError, Status } from '../grpc/status.ts';

const fail = (reason: string) => () => {
  throw new RpcError(Status.UNIMPLEMENTED, reason);
};
const CUSTOM = 'The embedded event store runs the system projections only, no custom ones: subscribe to $all with a filter, or use a full EventStoreDB';
const USERS = 'The accounts of the embedded event store are configured when it starts (--users), not by calls';
const MULTI = 'The embedded event store appends to one stream at a time: append to each stream, or use a full KurrentDB of version 25.1 or later';

const all = (service: string, methods: readonly string[], reason: string): Methods =>
  Object.fromEntries(methods.map((method) => [`/${service}/${method}`, fail(reason)]));

export const unsupported: Methods = {
  ...all('event_store.client.projections.Projections', ['Create', 'Update', 'Delete'], CUSTOM),
  ...all('event_store.client.users.Users', ['Create', 'Update', 'Delete', 'Disable', 'Enable', 'Details', 'ChangePassword', 'ResetPassword'], USERS),
  ...all('kurrentdb.protocol.v2.streams.StreamsService', ['Append', 'AppendSession', 'AppendRecords'], MULTI),
};
