// A load generator that costs almost nothing: frames encoded once, ids patched in place, answers counted by walking their prefixes.
// It shows what the server can do, where an official client would be busy with itself.
import { randomUUID } from 'node:crypto';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { frame, PREFIX } from '../../embedded/eventstore/grpc/framing.ts';
import { bool, bytes, empty, message, text, uint } from '../../embedded/eventstore/grpc/wire.ts';

const STREAMS = '/event_store.client.streams.Streams';
const GRPC = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' } as const;
const DATA = Buffer.from(JSON.stringify({ text: 'x'.repeat(180), n: 1 }));
const METADATA = Buffer.from('{"tenant":"bench","at":1}');
const ZERO_ID = '00000000-0000-4000-8000-000000000000';
const entry = (key: string, value: string): Buffer => message(2, text(1, key), text(2, value));
const uuid = (field: number, id: string): Buffer => message(field, text(2, id));
const proposed = (): Buffer =>
  message(3, uuid(1, ZERO_ID), entry('type', 'Measured'), entry('content-type', 'application/json'), bytes(3, METADATA), bytes(4, DATA));
const options = (stream: string): Buffer => message(2, message(1, text(3, stream)), empty(4));

/** One append, ready to send but for its ids: `stamp` writes the slot into the correlation id and a fresh number into each event id. */
function makeRequest(slot: number, batch: number): { bytes: Buffer; stamp(sequence: number): void } {
  const events = Array.from({ length: batch }, proposed);
  const ready = frame(Buffer.concat([uuid(1, ZERO_ID), options(`bench-${randomUUID()}`), ...events, bool(4, true)]));
  const places: number[] = [];
  for (let at = ready.indexOf(ZERO_ID); at >= 0; at = ready.indexOf(ZERO_ID, at + 1)) places.push(at + ZERO_ID.length - 12);
  ready.write(slot.toString(16).padStart(12, '0'), places[0]!, 'latin1');
  return {
    bytes: ready,
    stamp(sequence) {
      for (let i = 1; i < places.length; i++) ready.write((sequence + i).toString(16).padStart(12, '0'), places[i]!, 'latin1');
    },
  };
}

/** Calls `each` with every whole gRPC frame that arrives. */
function onFrames(stream: ClientHttp2Stream, each: (chunk: Buffer, at: number) => void): void {
  let held: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = 0;
    while (all.length - at >= PREFIX && all.length - at >= PREFIX + all.readUInt32BE(at + 1)) {
      each(all, at);
      at += PREFIX + all.readUInt32BE(at + 1);
    }
    held = all.subarray(at);
  });
}

export type Load = { readonly perSecond: number; readonly latencies: number[] };
export type Generator = ReturnType<typeof makeGenerator>;

export function makeGenerator(port: number) {
  const session: ClientHttp2Session = connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 4 * 1024 * 1024 } });
  session.on('connect', () => session.setLocalWindowSize(16 * 1024 * 1024));
  let sequence = Date.now() * 64; // twelve hex digits; ids must differ between runs on one server

  return {
    /** Keeps `inFlight` appends of `batch` events each under way for `seconds`. Latencies in ms, unsorted. */
    appends(inFlight: number, batch: number, seconds: number): Promise<Load> {
      const stream = session.request({ ...GRPC, ':path': `${STREAMS}/BatchAppend` });
      const slots = Array.from({ length: inFlight }, (_, slot) => makeRequest(slot, batch));
      const sent = new Float64Array(inFlight);
      const latencies: number[] = [];
      let ready: number[] = slots.map((_, slot) => slot);
      let open = 0;
      const began = performance.now();
      const isOver = (): boolean => performance.now() - began > seconds * 1000;
      const flush = () => {
        if (ready.length === 0) return;
        const now = performance.now();
        for (const slot of ready) {
          slots[slot]!.stamp((sequence += batch));
          sent[slot] = now;
        }
        open += ready.length;
        stream.write(Buffer.concat(ready.map((slot) => slots[slot]!.bytes)));
        ready = [];
      };
      return new Promise((resolve, reject) => {
        stream.on('error', reject);
        stream.on('end', () => reject(new Error('the server ended the call')));
        onFrames(stream, (all, at) => {
          const slot = Number.parseInt(all.toString('latin1', at + 33, at + 45), 16);
          if (all[at + 45] !== 0x1a) return reject(new Error(`refused: ${all.toString('latin1', at + 45, at + 120)}`));
          latencies.push(performance.now() - sent[slot]!);
          open--;
          if (!isOver()) {
            if (ready.push(slot) === 1) setImmediate(flush);
          } else if (open === 0 && ready.length === 0) {
            resolve({ perSecond: (latencies.length * batch) / ((performance.now() - began) / 1000), latencies });
            stream.end();
          }
        });
        flush();
      });
    },
    /** Reads to the end and answers how many events came per second. Without a stream: $all. */
    reads(stream: string | undefined, count: number): Promise<number> {
      const from = stream === undefined ? message(2, empty(2)) : message(1, message(1, text(3, stream)), empty(3));
      const call = session.request({ ...GRPC, ':path': `${STREAMS}/Read` });
      const began = performance.now();
      let seen = 0;
      return new Promise((resolve, reject) => {
        call.on('error', reject);
        onFrames(call, () => seen++);
        call.on('end', () => (seen === count ? resolve(seen / ((performance.now() - began) / 1000)) : reject(new Error(`${seen} of ${count} events`))));
        call.end(frame(message(1, from, uint(5, count), empty(8), message(9, empty(2)))));
      });
    },
    close: () => session.close(),
  };
}
