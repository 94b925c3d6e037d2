// A pool of chdb sessions on one data folder. Settings and parameters live in a session, so each request's are put in before and
// taken out after; a session that cannot be cleaned is closed instead of being reused.
import { Session } from 'chdb';
import { tooMany } from './fault.ts';

export type Context = {
  readonly sql: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly database: string;
};
export type Sessions = {
  use<T>(context: Context, work: (session: Session) => Promise<T>): Promise<T>;
  /** Ends the running query that bears the mark, if there is one. */
  kill(mark: string): void;
  idle(): Promise<void>;
  close(): void;
};

type Held = { readonly session: Session; readonly params: Set<string> };
const NAME = /^[A-Za-z_]\w*$/;
const literal = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function assignments(context: Context): string[] {
  const named = [...Object.entries(context.settings), ...Object.entries(context.params).map(([name, value]) => [`param_${name}`, value] as const)];
  for (const [name] of named) if (!NAME.test(name)) throw new Error(`Code: 115. DB::Exception: Unknown setting '${name}' (UNKNOWN_SETTING)`);
  return named.map(([name, value]) => `${name} = ${literal(value)}`);
}

function prepare({ session, params }: Held, context: Context): void {
  const list = assignments(context);
  if (list.length) session.query(`SET ${list.join(', ')}`);
  for (const name of Object.keys(context.params)) params.add(name);
  if (context.database !== 'default') session.query(`USE \`${context.database.replaceAll('`', '')}\``);
}

/** False when something of the request would stay behind, for example after `readonly`. */
function clean({ session }: Held, context: Context): boolean {
  try {
    const names = Object.keys(context.settings);
    if (names.length) session.query(`SET ${names.map((name) => `${name} = DEFAULT`).join(', ')}`);
    if (context.database !== 'default') session.query('USE default');
    return true;
  } catch {
    return false;
  }
}

/** A parameter cannot be unset in a session: one left from an earlier request must not answer for a missing one in this. */
const remembers = ({ params }: Held, context: Context) => context.sql.includes('{') && [...params].some((name) => !(name in context.params));

/** `killer` is free of work at any time. `size` requests run at once; `waiting` more may queue, the rest is refused with code 202. */
export function makeSessions({ open, killer, size, waiting }: { open: () => Session; killer: Session; size: number; waiting: number }): Sessions {
  const idle: Held[] = [];
  const queue: (() => void)[] = [];
  let busy = 0;
  let whenIdle: (() => void) | undefined;

  async function enter(): Promise<void> {
    if (busy >= size) {
      if (queue.length >= waiting) throw tooMany(`more than ${waiting} queries are waiting`);
      return new Promise((resolve) => queue.push(resolve)); // the leaving one hands its place over, so `busy` stays
    }
    busy += 1;
  }
  function leave(): void {
    const next = queue.shift();
    if (next) next();
    else busy -= 1;
    if (busy === 0) whenIdle?.();
  }
  function take(context: Context): Held {
    const held = idle.pop();
    if (held && !remembers(held, context)) return held;
    held?.session.close();
    return { session: open(), params: new Set() };
  }
  async function run<T>(held: Held, context: Context, work: (session: Session) => Promise<T>): Promise<T> {
    try {
      prepare(held, context);
      return await work(held.session);
    } finally {
      if (clean(held, context)) idle.push(held);
      else held.session.close();
    }
  }
  return {
    async use(context, work) {
      await enter();
      try {
        return await run(take(context), context, work);
      } finally {
        leave();
      }
    },
    kill: (mark) => void killer.queryAsync(`KILL QUERY WHERE endsWith(query, '/* ${mark} */') ASYNC`).catch(() => undefined),
    idle: () => (busy === 0 ? Promise.resolve() : new Promise((resolve) => void (whenIdle = resolve))),
    close: () => idle.splice(0).forEach((held) => void held.session.close()),
  };
}
