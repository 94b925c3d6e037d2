// One gRPC call on one HTTP/2 stream: messages in by callback, frames out coalesced into large writes with back-pressure.
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { type Access, OPEN } from '../auth/access.ts';
import { makeDeframer } from './framing.ts';
import { RpcError, Status } from './status.ts';

const HEADERS = { ':status': 200, 'content-type': 'application/grpc+proto', 'grpc-accept-encoding': 'identity' } as const;
const LARGE_WRITE = 128 * 1024;

/** gRPC text metadata is ASCII; anything else is percent-encoded in the message and sent as latin-1 bytes in details. */
const asciiText = (text: string): string => text.replace(/[^\x20-\x24\x26-\x7e]/g, (c) => encodeURIComponent(c));
const latin1 = (text: string): string =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/[\r\n]/g, ' ');

export class Call {
  readonly headers: IncomingHttpHeaders;
  /** What the caller may do; set before the method runs. */
  access: Access = OPEN;
  readonly #stream: ServerHttp2Stream;
  #out: Buffer[] = [];
  #outBytes = 0;
  #scheduled = false;
  #full = false;
  #responded = false;
  #ended = false;
  #closers: (() => void)[] = [];
  #drains: (() => void)[] = [];

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders) {
    this.#stream = stream;
    this.headers = headers;
    stream.on('error', () => {}); // 'close' follows, and is where the call ends
    stream.on('drain', () => {
      this.#full = false;
      this.#release();
    });
    stream.on('close', () => {
      this.#ended = true;
      for (const close of this.#closers.splice(0)) close();
      this.#release();
    });
  }
  get closed(): boolean {
    return this.#ended || this.#stream.destroyed;
  }
  onClose(listener: () => void): void {
    if (this.closed) listener();
    else this.#closers.push(listener);
  }
  /** Delivers each request message, then calls `end` once the client has half-closed. */
  onMessages(each: (message: Buffer) => void, end: () => void): void {
    const guard = (run: () => void) => {
      try {
        run();
      } catch (error) {
        this.fail(error);
      }
    };
    const feed = makeDeframer(each);
    this.#stream.on('data', (chunk: Buffer) => guard(() => feed(chunk)));
    this.#stream.on('end', () => guard(end));
  }
  /** All request messages, for calls that answer after the client is done. */
  messages(): Promise<Buffer[]> {
    const all: Buffer[] = [];
    return new Promise((resolve, reject) => {
      this.onMessages(
        (message) => all.push(message),
        () => resolve(all),
      );
      this.onClose(() => reject(new RpcError(Status.CANCELLED, 'The client went away')));
    });
  }
  async message(): Promise<Buffer> {
    return (await this.messages())[0] ?? Buffer.alloc(0);
  }
  pause(): void {
    this.#stream.pause();
  }
  resume(): void {
    this.#stream.resume();
  }
  /** Queues a ready frame. Answers false when the caller should await `drained()` before sending more. */
  send(frame: Buffer): boolean {
    if (this.closed) return false;
    this.#out.push(frame);
    this.#outBytes += frame.length;
    if (this.#outBytes >= LARGE_WRITE) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => this.#flush());
    }
    return !this.#full;
  }
  /** Resolves when the client has taken what was sent, or has gone. */
  drained(): Promise<void> {
    if (!this.#full || this.closed) return Promise.resolve();
    return new Promise((resolve) => this.#drains.push(resolve));
  }
  end(frame?: Buffer): void {
    if (frame) this.send(frame);
    this.#finish(Status.OK, '', {});
  }
  fail(error: unknown): void {
    if (error instanceof RpcError) this.#finish(error.code, error.message, error.trailers);
    else if (error instanceof RangeError) this.#finish(Status.INVALID_ARGUMENT, error.message, {});
    else this.#finish(Status.UNKNOWN, error instanceof Error ? error.message : String(error), {});
  }
  #respond(): void {
    if (this.#responded) return;
    this.#responded = true;
    this.#stream.respond(HEADERS, { waitForTrailers: true });
  }
  #flush(): void {
    this.#scheduled = false;
    if (this.#out.length === 0 || this.#stream.destroyed) return;
    this.#respond();
    const bytes = this.#out.length === 1 ? this.#out[0]! : Buffer.concat(this.#out, this.#outBytes);
    this.#out = [];
    this.#outBytes = 0;
    this.#full = !this.#stream.write(bytes);
  }
  #finish(code: number, text: string, details: Readonly<Record<string, string>>): void {
    if (this.#ended || this.#stream.destroyed) return;
    this.#flush();
    this.#ended = true;
    const trailers: Record<string, string> = { 'grpc-status': String(code) };
    if (text) trailers['grpc-message'] = asciiText(text);
    for (const [name, value] of Object.entries(details)) trailers[name] = latin1(value);
    if (this.#responded) {
      this.#stream.once('wantTrailers', () => this.#stream.sendTrailers(trailers));
      this.#stream.end();
    } else this.#stream.respond({ ...HEADERS, ...trailers }, { endStream: true });
    this.#stream.resume(); // unread request data must not hold the connection's window
  }
  #release(): void {
    for (const resolve of this.#drains.splice(0)) resolve();
  }
}

export type Handler = (call: Call) => void | Promise<void>;
/** Full method path, such as `/event_store.client.streams.Streams/Read`, to what serves it. */
export type Methods = Readonly<Record<string, Handler>>;
