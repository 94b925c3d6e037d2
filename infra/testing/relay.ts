// A TCP connection with somebody in the middle, who can keep the answer to themselves.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What is passed on is searched for the word even when it comes in two parts. */
const LONGEST_WORD = 64;

export async function startRelay(to: { readonly host: string; readonly port: number }) {
  const sockets = new Set<Socket>();
  let word: Buffer | undefined;
  let muted = false;

  const server = createServer((client) => {
    const upstream = connect(to);
    let last = Buffer.alloc(0);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => (sockets.delete(socket), client.destroy(), upstream.destroy()));
    }
    client.on('data', (part) => {
      const seen = Buffer.concat([last, part]);
      if (word && seen.includes(word)) muted = true;
      last = seen.subarray(-LONGEST_WORD);
      upstream.write(part);
    });
    upstream.on('data', (part) => void (muted || client.write(part)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** From the moment on when a client says `text`, it hears nothing any more; what it says still arrives. */
    muteAt: (text: string) => void ((word = Buffer.from(text)), (muted = false)),
    unmute: () => void ((word = undefined), (muted = false)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
