// Messages about the server itself: what it can do, and where it is.
import { frame } from '../grpc/framing.ts';
import { bool, int64, message, text, uint } from '../grpc/wire.ts';
import { uuid } from './common.ts';

/** Clients expect caught-up messages from 23.10 on. */
export const VERSION = '24.10.0';
const LEADER = 8;

export const supportedMethods = (methods: readonly { service: string; method: string; features: readonly string[] }[]): Buffer =>
  frame(
    Buffer.concat([
      ...methods.map(({ service, method, features }) =>
        message(1, text(1, method.toLowerCase()), text(2, service.toLowerCase()), ...features.map((f) => text(3, f))),
      ),
      text(2, VERSION),
    ]),
  );

/** A cluster of one, reachable where the client has just reached it. `now` is in ms. */
export const clusterInfo = (node: { id: string; host: string; port: number; now: number }): Buffer =>
  frame(message(1, uuid(1, node.id), int64(2, BigInt(node.now) * 10_000n), uint(3, LEADER), bool(4, true), message(5, text(1, node.host), uint(2, node.port))));
