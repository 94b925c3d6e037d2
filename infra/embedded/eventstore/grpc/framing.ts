// gRPC's framing: one flag byte, four bytes of length, then the message.
import { RpcError, Status } from './status.ts';

export const PREFIX = 5;
/** The official client accepts 17 MB; a chunk of a batch append is at most a little over 3 MB, a single event up to the append limit. */
const MAX_MESSAGE = 64 * 1024 * 1024;

export function frame(message: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  message.copy(framed, PREFIX);
  return framed;
}

const compressed = (flag: number): RpcError =>
  flag === 1
    ? new RpcError(Status.UNIMPLEMENTED, 'Compressed messages are not supported; send them with grpc-encoding identity')
    : new RpcError(Status.INTERNAL, `${flag} is no gRPC compression flag`);

/** Cuts incoming chunks into messages. Answers a function to feed it with; `deliver` is called once per complete message, in order. */
export function makeDeframer(deliver: (message: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer[] = [];
  let size = 0;
  let wanted = PREFIX;
  return (chunk) => {
    held.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    const all = held.length === 1 ? chunk : Buffer.concat(held);
    let at = 0;
    wanted = PREFIX;
    while (all.length - at >= PREFIX) {
      if (all[at] !== 0) throw compressed(all[at]!);
      const length = all.readUInt32BE(at + 1);
      if (length > MAX_MESSAGE) throw new RpcError(Status.RESOURCE_EXHAUSTED, `A message of ${length} bytes is larger than ${MAX_MESSAGE}`);
      wanted = PREFIX + length;
      if (all.length - at < wanted) break;
      deliver(all.subarray(at + PREFIX, at + wanted));
      at += wanted;
      wanted = PREFIX;
    }
    held = at === all.length ? [] : [all.subarray(at)];
    size = all.length - at;
  };
}
