// `hub schemas`: records what has changed in the messages as new versions of their schemas, or says why it may not.
import { parseArgs } from 'node:util';
import { slices } from '#domain/index.ts';
import { changesSince } from '#infra/schemas/changes.ts';
import { readHistory, record } from '#infra/schemas/history.ts';
import { messageSchemas } from '#infra/schemas/messages.ts';

const HELP = `hub schemas [--check]
  Compares every message with the schemas recorded beside it (domain/<slice>/schemas.ndjson) and records what is new or has changed as
  the next version. Records nothing, and exits with 1, when a change would keep somebody from reading an old or a new message.
  --check  only says what it would record; exits with 1 when there is anything.`;

/** Exit code 0: recorded, or nothing to record. */
export async function runSchemas(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return (console.log(HELP), 0);
  const history = readHistory();
  const changes = changesSince(history, messageSchemas(slices));
  for (const { what, subject, faults } of changes) console.log([`${what.padEnd(8)} ${subject}`, ...faults].join('\n         '));
  if (changes.some(({ faults }) => faults.length > 0)) {
    console.error('hub: nothing was recorded. Add a field that may be absent, or a new message, in place of what cannot be read.');
    return 1;
  }
  if (values.check) return changes.length > 0 ? 1 : 0;
  record(
    history,
    changes.flatMap(({ schema }) => schema ?? []),
  );
  console.log(changes.length > 0 ? `${changes.length} schemas recorded` : 'every message is recorded as it is');
  return 0;
}
