#!/usr/bin/env node
// The one command line. Each command is loaded only when it is asked for, so that `--help` is instant.
import { HubError } from '#domain/kernel/errors.ts';
import { ConfigError, SETTINGS } from './config.ts';

/** Arguments after the command's name → exit code. */
type Command = { summary: string; run: (args: string[]) => Promise<number> };

const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    summary: 'run the hub: embedded engines for every URL that is not set, then the roles',
    run: async (args) => (await import('./start.ts')).runStart(args),
  },
  import: {
    summary: 'import FHIR R4 files or folders (.json, .json.gz) into a running hub',
    run: async (args) => (await import('./import/import.ts')).runImport(args),
  },
  status: { summary: 'what a running hub says of its engines and projections', run: async (args) => (await import('./status.ts')).runStatus(args) },
  projections: {
    summary: 'how far each view is; make a view again from the log',
    run: async (args) => (await import('./projections.ts')).runProjections(args),
  },
  reconcile: { summary: 'compare the warehouse with the log, event by event', run: async (args) => (await import('./reconcile.ts')).runReconcile(args) },
  warehouse: {
    summary: 'the warehouse: migrate, reconcile, inspect, repair, access for analysts',
    run: async (args) => (await import('./warehouse.ts')).runWarehouse(args),
  },
  schemas: {
    summary: 'record what has changed in the messages, as versions of their schemas',
    run: async (args) => (await import('./schemas.ts')).runSchemas(args),
  },
  ledger: {
    summary: 'the keys that sign the ledger; compare the ledger with the event log',
    run: async (args) => (await import('./ledger.ts')).runLedger(args),
  },
  audit: {
    summary: 'an evidence pack of a case, a patient or a period; verify one',
    run: async (args) => (await import('./audit/audit.ts')).runAudit(args),
  },
  witness: {
    summary: 'at an auditor’s: cosign the ledgers’ checkpoints, and no second history',
    run: async (args) => (await import('./witness.ts')).runWitness(args),
  },
  erasures: {
    summary: 'whether restored databases know of every erasure; do erasures again',
    run: async (args) => (await import('./erasures.ts')).runErasuresCommand(args),
  },
  keys: { summary: 'new versions of keys, and stored keys wrapped anew under them', run: async (args) => (await import('./keys.ts')).runKeys(args) },
  operator: { summary: 'make the first account of a hub without a demo', run: async (args) => (await import('./operator.ts')).runOperator(args) },
  role: {
    summary: 'run one role (api, projections, agents) or `setup` alone; every engine URL must be set',
    run: async (args) => (await import('./role.ts')).runRole(args),
  },
};

const list = (rows: readonly (readonly [string, string])[]) => rows.map(([name, text]) => `  ${name.padEnd(18)} ${text}`).join('\n');
const help = () => `hub COMMAND [OPTIONS]

Commands
${list(Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary]))}
  Each has its own --help.

Settings (environment)
${list(Object.entries(SETTINGS))}
`;

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help());
    return name === undefined ? 1 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(`hub: there is no command "${name}". Commands: ${Object.keys(COMMANDS).join(', ')}. See hub --help.`);
    return 2;
  }
  return command.run(args);
}

/** One line for what the person at the keyboard can correct; undefined for a defect, which shows where it is. */
function wordsFor(error: unknown): { lines: string[]; code: number } | undefined {
  if (error instanceof ConfigError) return { lines: error.message.split('\n'), code: 2 };
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    return { lines: [`${error.message.split('. ')[0]}. See hub ${process.argv[2] ?? ''} --help.`], code: 2 };
  if (error instanceof HubError && error.kind !== 'bug') return { lines: [`${error.message} [${error.code}]`], code: 1 };
  return undefined;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const words = wordsFor(error);
  if (!words) throw error;
  for (const line of words.lines) console.error(`hub: ${line}`);
  process.exitCode = words.code;
}
