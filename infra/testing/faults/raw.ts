// An HTTP client that sends exactly what it is told, also what a well-behaved client would not, and from any address of this machine.
import { Agent, request } from 'node:http';

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The client's address: 127.0.0.x, each with a share of its own of what strangers may ask. */
  readonly from?: string;
};
export type Got = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string };

/** `close` ends its kept connections. */
export function makeRaw(address: string) {
  const { hostname, port } = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const send = ({ method, path, headers = {}, body, from }: Sent): Promise<Got> =>
    new Promise((resolve, fail) => {
      const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const asked = request({ hostname, port, method, path, agent, localAddress: from, headers: { ...length, ...headers } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part)).on('error', fail);
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, headers: answer.headers as Record<string, string>, text: Buffer.concat(parts).toString() }),
        );
      });
      asked.setTimeout(20_000, () => asked.destroy(new Error(`no answer to ${method} ${path}`)));
      asked.on('error', fail);
      asked.end(body);
    });
  return { send, close: () => agent.destroy() };
}
export type Raw = ReturnType<typeof makeRaw>;
