#!/usr/bin/env node
// Command line of the embedded event store.
import { parseArgs } from 'node:util';
import { DEFAULT_MAX_APPEND, startServer } from './server.ts';

const HELP = `A single-node event store that speaks EventStoreDB's gRPC protocol.

  node infra/embedded/eventstore/main.ts [options]

  --data <folder>          where events are kept (created when missing); one process per folder
  --in-memory              keep nothing: a store that is gone when the process ends
  --port <number>          default 2113; 0 takes any free port
  --host <address>         default 127.0.0.1; there is no authentication, so keep it on loopback
  --max-append-size <n>    bytes one append may have, default ${DEFAULT_MAX_APPEND}
  --help                   this text

Connect with esdb://127.0.0.1:2113?tls=false. GET /health/live, /stats and /metrics answer on the same port.
`;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'in-memory': { type: 'boolean', default: false },
    port: { type: 'string', default: '2113' },
    host: { type: 'string', default: '127.0.0.1' },
    'max-append-size': { type: 'string', default: String(DEFAULT_MAX_APPEND) },
    help: { type: 'boolean', default: false },
  },
});
function fail(reason: string): never {
  process.stderr.write(`eventstore: ${reason}\n`);
  process.exit(1);
}
function positive(name: 'port' | 'max-append-size', least: number): number {
  const value = Number(values[name]);
  return Number.isInteger(value) && value >= least ? value : fail(`--${name} must be a whole number of at least ${least}`);
}

if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (!values.data === !values['in-memory']) fail('give either --data <folder> or --in-memory (see --help)');

try {
  const server = await startServer({ data: values.data, host: values.host, port: positive('port', 0), maxAppend: positive('max-append-size', 1) });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop); // started by another process: end with it
  process.stdout.write(`eventstore: listening on ${values.host}:${server.port}, ${values.data ?? 'in memory'}\n`);
  process.send?.({ port: server.port });
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
