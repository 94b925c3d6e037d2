// `hub status`: what a running hub says of itself, for a person or a script.
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';

const HELP = `hub status [--url http://127.0.0.1:3000] [--json]
  Asks a running hub whether each engine answers, how far each projection is, and which processes stand still. Exit code 0 when all is well, 1 when not, 2 when no hub answers.`;

type Check = { ok: boolean } & Record<string, unknown>;
type Ready = { status: string; checks: Record<string, Check> };

const line = ([name, { ok, ...more }]: [string, Check]) =>
  `  ${ok ? '✓' : '✗'} ${name.padEnd(24)} ${Object.entries(more)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ')}`;

export async function runStatus(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { url: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return (console.log(HELP), 0);
  const { host, port } = readConfig(process.env);
  const url = values.url ?? `http://${host}:${port}`;
  const answer = await fetch(new URL('/ready', url), { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!answer) return (console.error(`hub: no hub answers at ${url}: start one with \`npm start\`, or name it with --url`), 2);
  const ready = (await answer.json()) as Ready;
  console.log(values.json ? JSON.stringify(ready) : [`${url}: ${ready.status}`, ...Object.entries(ready.checks).map(line)].join('\n'));
  return answer.ok ? 0 : 1;
}
