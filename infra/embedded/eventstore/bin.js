#!/usr/bin/env node
// The event store's command. Runs under any Node from 20 on, and hands over to Node 24 from the package's own dependencies.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const own = [`${root}node_modules/.bin/node`, `${root}../.bin/node`].find(existsSync);
const major = Number(process.versions.node.split('.')[0]);
const program = major >= 24 ? process.execPath : own;
if (!program) {
  console.error(`The event store needs Node 24 and this is ${process.version}: run \`npm ci\` first, or install Node 24.`);
  process.exit(1);
}
const child = spawn(program, [`${root}infra/embedded/eventstore/main.ts`, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] }); // the store ends when its channel does
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
