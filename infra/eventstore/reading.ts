// Puts this folder's decoder in front of the client's own, wherever the client reads a stream or the whole log.
import { plainEventIn } from './decode.ts';

type Method = { readonly path: string; readonly requestSerialize: unknown; readonly responseDeserialize: (answer: Buffer) => unknown };
/** What the client's generated stubs have of grpc-js. */
type Stub = {
  read(request: unknown, ...rest: unknown[]): unknown;
  makeServerStreamRequest(path: string, serialize: unknown, deserialize: (answer: Buffer) => unknown, request: unknown, ...rest: unknown[]): unknown;
};
type StubClass = { readonly service: { readonly read?: Method } };
const READ = '/event_store.client.streams.Streams/Read';

/** The client makes its stubs, one for each channel, by a method of its own. */
export function decodeQuickly<C extends object>(client: C): C {
  const own = client as unknown as { createGRPCClient(made: StubClass): Promise<Stub> };
  const create = own.createGRPCClient;
  own.createGRPCClient = async (made) => {
    const stub = await create(made);
    const { read } = made.service;
    if (read?.path !== READ) return stub;
    const decode = (answer: Buffer) => plainEventIn(answer) ?? read.responseDeserialize(answer);
    stub.read = (request, ...rest) => stub.makeServerStreamRequest(read.path, read.requestSerialize, decode, request, ...rest);
    return stub;
  };
  return client;
}
