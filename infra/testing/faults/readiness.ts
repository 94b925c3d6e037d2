// Watches whether `/ready` tells the truth: it may not say ready while an engine refuses connections before and after it was asked.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;
type Engine = { readonly name: string; readonly host: string; readonly port: number };

function enginesOf(data: string): Engine[] {
  const urls = JSON.parse(readFileSync(join(data, 'engines.json'), 'utf8')) as Record<string, string>;
  return ['eventStore', 'postgres', 'clickHouse'].map((name) => {
    const { hostname, port } = new URL(urls[name]!.replace(/^\w+:/, 'http:'));
    return { name, host: hostname, port: Number(port) };
  });
}
const answers = ({ host, port }: Engine): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port }, () => resolve((socket.destroy(), true)));
    socket.setTimeout(1000, () => resolve((socket.destroy(), false)));
    socket.once('error', () => resolve(false));
  });

/** `lies`: moments at which it was not true. `since` answers whether it said ready when it was asked after that moment. */
export type Watch = { readonly lies: string[]; asked(): number; since(): () => boolean; stop(): Promise<void> };

export function watchReadiness(address: string, data: string): Watch {
  const lies: string[] = [];
  const stopping = new AbortController();
  let [begun, asked, ready] = [0, 0, false];
  const away = async (engines: readonly Engine[]) => {
    const up = await Promise.all(engines.map(answers));
    return engines.filter((_, i) => !up[i]).map(({ name }) => name);
  };
  const watching = (async () => {
    for (; !stopping.signal.aborted; await sleep(EVERY_MS)) {
      const engines = enginesOf(data);
      const before = await away(engines);
      begun += 1;
      const status = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(10_000) }).then(
        async (answer) => (await answer.arrayBuffer(), answer.status),
        () => 0,
      );
      asked += 1;
      ready = status === 200;
      const after = ready && before.length > 0 ? await away(engines) : [];
      for (const name of after.filter((engine) => before.includes(engine))) lies.push(`/ready said ready while ${name} did not answer`);
    }
  })();
  return {
    lies,
    asked: () => asked,
    since: () => {
      const then = begun;
      return () => ready && asked > then;
    },
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}
