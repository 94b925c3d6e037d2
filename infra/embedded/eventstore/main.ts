#!/usr/bin/env node
// Command line of the embedded event store.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeUsers, readUsersFile } from './auth/users.ts';
import { DEFAULT_MAX_APPEND, startServer } from './server.ts';

const HELP = `A single-node event store that speaks EventStoreDB's gRPC protocol.

  npx hub-eventstore --data <folder> | --in-memory [options]

  --data <folder>          where events are kept (created when missing); one process per folder
  --in-memory              keep nothing: a store that is gone when the process ends
  --port <number>          default 2113; 0 takes any free port
  --host <address>         default 127.0.0.1; without --auth everybody who reaches it may do everything
  --tls-cert <file>        serve TLS with this certificate (PEM, with intermediates) and its key
  --tls-key <file>
  --auth                   ask for user and password; needs TLS, since official clients send them only there
  --users <file>           accounts, one name:password[:group,group] a line; admin and ops must be among them
  --user <account>         one account of the same form, repeatable; visible to others on this machine
  --start-standard-projections  keep $ce-, $et-, $category-, $bc- and $streams from the start
  --max-append-size <n>    bytes one append may have, default ${DEFAULT_MAX_APPEND}
  --help                   this text

Connect with esdb://127.0.0.1:2113?tls=false. In a browser the same address shows streams, events and persistent subscriptions.
GET /health/live, /stats and /metrics answer there too.
`;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'in-memory': { type: 'boolean', default: false },
    port: { type: 'string', default: '2113' },
    host: { type: 'string', default: '127.0.0.1' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    auth: { type: 'boolean', default: false },
    'start-standard-projections': { type: 'boolean', default: false },
    users: { type: 'string' },
    user: { type: 'string', multiple: true, default: [] },
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

function readCertificate() {
  const { 'tls-cert': cert, 'tls-key': key } = values;
  if (!cert !== !key) fail('--tls-cert and --tls-key belong together');
  return cert && key ? { cert: readFileSync(cert), key: readFileSync(key) } : undefined;
}
function readUsers() {
  if (!values.auth) return values.users || values.user.length > 0 ? fail('accounts are asked for only with --auth') : undefined;
  if (!values['tls-cert']) fail('--auth needs --tls-cert and --tls-key: passwords must not travel in clear text');
  return makeUsers([...(values.users ? readUsersFile(values.users) : []), ...values.user]);
}

if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (!values.data === !values['in-memory']) fail('give either --data <folder> or --in-memory (see --help)');

try {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  const server = await startServer({
    data: values.data,
    host: values.host,
    port: positive('port', 0),
    maxAppend: positive('max-append-size', 1),
    tls: readCertificate(),
    users: readUsers(),
    startProjections: values['start-standard-projections'],
    onShutdown: stop,
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop); // started by another process: end with it
  process.stdout.write(`eventstore: listening on ${values.host}:${server.port}, ${values.data ?? 'in memory'}\n`);
  process.send?.({ port: server.port });
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
