// The server: opens a store, serves it over gRPC, answers health and statistics over HTTP/1.1.
import { mkdirSync, mkdtempSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Call } from './grpc/call.ts';
import { RpcError, Status } from './grpc/status.ts';
import { makeRequestListener } from './http.ts';
import { listen } from './listen.ts';
import { lockFolder } from './lock.ts';
import { makeMethods } from './methods.ts';
import { makeSubscriptions } from './persistent/subscriptions.ts';
import { openStore } from './store/store.ts';

/** `data` undefined: in memory, gone at the end. `maxAppend` in bytes, for all events of one append together. */
export type ServerOptions = { data?: string; host?: string; port?: number; maxAppend?: number; now?: () => number };
export type Server = { readonly port: number; stop(): Promise<void> };
export const DEFAULT_MAX_APPEND = 16 * 1024 * 1024;

const memoryFolder = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'eventstore-'));

export async function startServer({ data, host = '127.0.0.1', port = 2113, maxAppend = DEFAULT_MAX_APPEND, now }: ServerOptions): Promise<Server> {
  const folder = data ?? memoryFolder();
  mkdirSync(folder, { recursive: true });
  const lock = await lockFolder(folder);
  const store = openStore(folder, { sync: data !== undefined, now });
  const forget = () => rmSync(folder, { recursive: true, force: true });
  if (data === undefined && process.platform !== 'win32') forget(); // the open files live on without names, and end with the process however it ends
  const subscriptions = await makeSubscriptions(store);
  const calls = new Set<Call>();
  const methods = makeMethods({ store, subscriptions, maxAppend });

  const listener = await listen({
    host,
    port,
    onStream(stream, headers) {
      const call = new Call(stream, headers);
      const path = String(headers[':path']);
      const method = methods[path];
      calls.add(call);
      call.onClose(() => calls.delete(call));
      if (!method) return call.fail(new RpcError(Status.UNIMPLEMENTED, `${path} is not supported by the embedded event store`));
      Promise.try(method, call).catch((error) => call.fail(error));
    },
    onRequest: makeRequestListener({ store, subscriptions, calls }),
  });

  return {
    port: listener.port,
    async stop() {
      for (const call of calls) call.fail(new RpcError(Status.UNAVAILABLE, 'Server Is Shutting Down')); // clients reconnect on it
      await listener.close();
      await subscriptions.stop();
      await store.close();
      lock.release();
      if (data === undefined) forget();
    },
  };
}
