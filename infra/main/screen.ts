// What the terminal shows while the hub starts. Progress goes to standard error, so that standard output stays for the one answer.

export type Screen = {
  /** Shows `title` while `work` runs, then how long it took. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  line(text: string): void;
};

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

export function makeScreen(out: NodeJS.WriteStream = process.stderr): Screen {
  const busy = new Map<string, number>();
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  const clear = () => out.isTTY && out.write('\r\x1b[2K');
  const draw = () => {
    if (!out.isTTY || busy.size === 0) return;
    clear();
    out.write(`${FRAMES[frame++ % FRAMES.length]} ${[...busy.keys()].join(', ')}`.slice(0, (out.columns ?? 80) - 1));
  };
  const line = (text: string) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };
  const begin = (title: string) => {
    busy.set(title, performance.now());
    timer ??= setInterval(draw, 80).unref();
    draw();
  };
  const end = (title: string, mark: string) => {
    const since = busy.get(title)!;
    busy.delete(title);
    if (busy.size === 0) timer = void clearInterval(timer);
    line(`${mark} ${title} (${seconds(since)})`);
  };
  return {
    line,
    async step(title, work) {
      begin(title);
      try {
        const result = await work();
        end(title, '✓');
        return result;
      } catch (error) {
        end(title, '✗');
        throw error;
      }
    },
  };
}
