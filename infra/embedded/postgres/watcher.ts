// Owns the postmaster on behalf of the hub. Standard input is the lifeline: when it closes, because the hub asked or because the
// hub was killed, the server is shut down. Runs in a process group of its own, so Ctrl-C reaches the hub and not the server.
import { spawn } from 'node:child_process';

const GRACE_MS = 4000;
type Order = { program: string; args: string[]; uid?: number; gid?: number };

const { program, args, uid, gid } = JSON.parse(process.argv[2]!) as Order;
const server = spawn(program, args, { uid, gid, stdio: ['ignore', 'inherit', 'inherit'] });

server.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.once('exit', (code) => process.exit(code ?? 137));
server.once('spawn', () => console.log(`pid ${server.pid}`));

function shutDown(): void {
  server.kill('SIGINT'); // fast: running transactions are rolled back, everything committed is on disk
  setTimeout(() => server.kill('SIGQUIT'), GRACE_MS).unref();
}
process.stdin.on('end', shutDown).on('error', shutDown).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, shutDown);
