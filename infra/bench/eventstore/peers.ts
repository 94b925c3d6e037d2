// What the event store is compared with, in a process of its own: a bare gRPC echo, and a server that does nothing but send events that were
// encoded beforehand, which shows what the client can decode. Sends its ports to the process that started it and ends with it.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type handleBidiStreamingCall, Server, ServerCredentials } from '@grpc/grpc-js';
import { encode, frameOf } from '../../embedded/eventstore/store/record.ts';

const same = (bytes: Buffer): Buffer => bytes;
export const ECHO = {
  path: '/echo/Echo',
  requestStream: true,
  responseStream: true,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
} as const;

const echo = new Server();
const handler: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
  call.on('data', (message: Buffer) => call.write(message));
  call.on('end', () => call.end());
};
echo.addService({ Echo: ECHO }, { Echo: handler });

const HEADERS = { ':status': 200, 'content-type': 'application/grpc+proto' } as const;
const event = {
  id: randomUUID(),
  type: 'Measured',
  json: true,
  data: Buffer.from(JSON.stringify({ text: 'x'.repeat(180), n: 1 })),
  metadata: Buffer.from('{"tenant":"bench","at":1}'),
};
const ready = frameOf(encode(event, { position: 1_000_000, revision: 1000, created: Date.now(), streamNumber: 1, stream: Buffer.from('bench-long') }));
const PER_WRITE = 256;
const many = Buffer.concat(Array.from({ length: PER_WRITE }, () => ready));
/** Answers every Read with 51,200 events, whatever was asked. */
const idle = createServer({ settings: { initialWindowSize: 4 * 1024 * 1024 } }).on('stream', (stream) => {
  stream.on('error', () => {});
  stream.resume();
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  let left = 200;
  const pump = () => {
    while (left > 0) {
      left--;
      if (!stream.write(many)) return void stream.once('drain', pump);
    }
    stream.end();
  };
  pump();
});
export const IDLE_EVENTS = 200 * PER_WRITE;

if (import.meta.main) {
  process.on('disconnect', () => process.exit(0));
  await new Promise<void>((resolve) => void idle.listen(0, '127.0.0.1', resolve));
  const port = await new Promise<number>((resolve, reject) =>
    echo.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  process.send!({ echo: port, idle: (idle.address() as AddressInfo).port });
}
