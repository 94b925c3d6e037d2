// The embedded ClickHouse as a program of its own: one data folder, one port on the loopback interface.
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Embedded ClickHouse: the real engine (chdb) behind ClickHouse's HTTP interface, for one machine.

  node infra/embedded/clickhouse/main.ts --data FOLDER [--port 8123]

  --data FOLDER      where the tables are kept; one process per folder
  --port PORT        port on 127.0.0.1 (default 8123, 0 = any free one)
  --sessions N       queries that run at once (default 4)
  --max-seconds N    limit of a query that sets no max_execution_time (default 60)
  --with-parent      stop when standard input closes, that is when the starting process dies
  --help
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '8123' },
      sessions: { type: 'string', default: '4' },
      'max-seconds': { type: 'string', default: '60' },
      'with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (!values.data) throw new Error('--data FOLDER is missing');
  const number = (name: 'port' | 'sessions' | 'max-seconds', least: number, most: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least || value > most) throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
    return value;
  };
  const numbers = { port: number('port', 0, 65_535), sessions: number('sessions', 1, 64), maxSeconds: number('max-seconds', 1, 86_400) };
  return { data: resolve(values.data), withParent: values['with-parent'], ...numbers };
}
type Options = NonNullable<ReturnType<typeof readOptions>>;

async function openSessions({ data, sessions: size }: Options) {
  const [{ Session }, { engineConfig }, { makeSessions }] = await Promise.all([import('chdb'), import('./engine-config.ts'), import('./sessions.ts')]);
  const { store, connectionArgs } = engineConfig(data);
  const open = () => new Session(store, { connectionArgs });
  const first = open(); // holds the engine and its lock while the others come and go
  return { first, sessions: makeSessions({ open, killer: first, size, waiting: 1000 }) };
}

async function serve(options: Options): Promise<void> {
  const { makeServer } = await import('./server.ts');
  const { first, sessions } = await openSessions(options);
  const server = makeServer(sessions, { max_execution_time: String(options.maxSeconds) });
  const stop = async () => {
    server.close();
    server.closeIdleConnections();
    await Promise.race([sessions.idle(), new Promise((done) => setTimeout(done, 3000))]);
    sessions.close();
    first.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  if (options.withParent) process.stdin.resume().on('end', () => void stop());
  server.on('error', (error) => fail(error));
  server.listen(options.port, '127.0.0.1', () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    writeFileSync(join(options.data, 'address'), `${url}\n`); // for people and tools that were not told the port
    console.log(`listening on ${url}`);
  });
}

/** One line that says what to do. */
function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  const known = /EADDRINUSE/.test(message)
    ? 'the port is in use: choose another with --port'
    : /Failed to create connection/.test(message)
      ? 'the store cannot be opened (cause above): usually another process uses this data folder; stop it or choose another with --data'
      : message;
  console.error(`embedded ClickHouse: ${known}`);
  process.exit(1);
}

try {
  const options = readOptions();
  if (options) await serve(options);
  else console.log(HELP);
} catch (error) {
  fail(error);
}
