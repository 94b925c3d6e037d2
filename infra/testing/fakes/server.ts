// What the fakes of providers share: a real HTTP server whose faults are scripted.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** cut-before: the connection breaks and nothing happened; cut-after: it happened, and nobody hears of it. slow: it happens after `ms`. */
export type Fault =
  | 'cut-before'
  | 'cut-after'
  | { readonly slow: number }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly json?: object };
export type FakeRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};
export type FakeReply = { readonly status?: number; readonly json: object; readonly headers?: Record<string, string> };
/** Which fault strikes this request; undefined: none. */
export type FaultOf = (request: FakeRequest) => Fault | undefined;

/** `port` 0: any that is free. */
export async function serveFake(handle: (request: FakeRequest) => FakeReply | Promise<FakeReply>, port = 0) {
  const script: Fault[] = [];
  let always: FaultOf = () => undefined;
  const requests: FakeRequest[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://fake');
    const request = { method: req.method ?? 'GET', path: pathname, query: searchParams, headers: req.headers, body: Buffer.concat(chunks) };
    requests.push(request);
    const fault = script.shift() ?? always(request);
    const send = ({ status = 200, json, headers = {} }: FakeReply) => {
      res.writeHead(status, { 'content-type': 'application/json', ...headers });
      res.end(JSON.stringify(json));
    };
    if (fault === 'cut-before') return void req.socket.destroy();
    if (typeof fault === 'object' && 'status' in fault)
      return send({ status: fault.status, json: fault.json ?? {}, ...(fault.headers && { headers: fault.headers }) });
    if (typeof fault === 'object') await sleep(fault.slow);
    const reply = await handle(request);
    return fault === 'cut-after' ? void req.socket.destroy() : send(reply);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** All that came, faults included. */
    requests: requests as readonly FakeRequest[],
    faults: {
      /** Strike the next requests, one each. */
      next: (...faults: Fault[]) => void script.push(...faults),
      /** Asked for each request that the script leaves alone. */
      always: (of: FaultOf) => void (always = of),
      none: () => {
        script.length = 0;
        always = () => undefined;
      },
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type FakeServer = Awaited<ReturnType<typeof serveFake>>;
