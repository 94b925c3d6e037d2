// The migration as a process of its own, for tests that kill it: `node migrate-process.ts URL STEP STATEMENT`.
import { migrateWarehouse } from './migrate.ts';

if (import.meta.main) {
  const [url, step, statement] = process.argv.slice(2) as [string, string, string];
  await migrateWarehouse({ url, onStep: (name, n) => void (name === step && n === Number(statement) && process.kill(process.pid, 'SIGKILL')) });
}
