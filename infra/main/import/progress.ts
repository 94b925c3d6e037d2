// How far an import is: a bar on a terminal, a line now and then elsewhere. On standard error, so that standard output stays for the report.
import { basename } from 'node:path';

const WIDTH = 28;
const QUIET_MS = 2_000;
export type Progress = { done(file: string): void; end(): void };

const bar = (share: number) => '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');

export function makeProgress(total: number, out: NodeJS.WriteStream = process.stderr): Progress {
  let done = 0;
  let last = performance.now();
  const clear = () => out.write('\r\x1b[2K');
  const draw = (file: string) => {
    const line = ` ${bar(done / total)} ${String(done).padStart(String(total).length)}/${total} ${basename(file)}`;
    clear();
    out.write(line.slice(0, (out.columns ?? 80) - 1));
  };
  return {
    done(file) {
      done += 1;
      if (out.isTTY) return draw(file);
      if (done < total && performance.now() - last < QUIET_MS) return;
      last = performance.now();
      out.write(`${done}/${total} files\n`);
    },
    end: () => void (out.isTTY && clear()),
  };
}
