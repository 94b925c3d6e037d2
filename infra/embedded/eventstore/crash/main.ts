#!/usr/bin/env node
// Command line of the crash rounds.
import { parseArgs } from 'node:util';
import { crashRounds } from './rounds.ts';

const HELP = `Kills the event store at random moments under load and checks that nothing acknowledged is lost.

  node infra/embedded/eventstore/crash/main.ts [--rounds <n>]     default 100, about a second each
`;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' }, help: { type: 'boolean', default: false } } });
if (values.help) process.stdout.write(HELP);
else {
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds must be a whole number of at least 1');
  const { acknowledged, stored, delivered, redelivered } = await crashRounds(rounds, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(
    `${rounds} rounds: ${acknowledged} events acknowledged, ${stored} stored (the rest were under way when the server died), ` +
      `${delivered} delivered to the group, ${redelivered} of them again. Nothing lost, nothing half-written, no gap.\n`,
  );
}
