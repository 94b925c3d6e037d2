/** A request that failed, as problem+json describes it; `status` 0 means that the hub could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly correlationId: string | undefined;
  /** The whole answer, for the few that say more than a problem does. */
  readonly body: unknown;
  readonly faults: readonly { path: string; message: string }[];
  constructor(
    status: number,
    code: string,
    message: string,
    extra: { correlationId?: string; faults?: { path: string; message: string }[]; body?: unknown } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.correlationId = extra.correlationId;
    this.faults = extra.faults ?? [];
    this.body = extra.body;
  }
}

type Body = { code?: string; title?: string; detail?: string; correlationId?: string; errors?: { path: string; message: string }[] };

/** Reads an answer: the JSON body, or throws the `Problem` it describes. */
export async function readAnswer<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  const body = parse(text);
  if (answer.ok) return body as T;
  const { code, title, detail, correlationId, errors } = (body ?? {}) as Body;
  throw new Problem(answer.status, code ?? `http.${answer.status}`, detail ?? title ?? answer.statusText, {
    ...(correlationId && { correlationId }),
    ...(errors && { faults: errors }),
    body,
  });
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

export const unreachable = (cause: unknown) => new Problem(0, 'network', cause instanceof Error ? cause.message : String(cause));
export const toProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, 'bug', error instanceof Error ? error.message : String(error));
