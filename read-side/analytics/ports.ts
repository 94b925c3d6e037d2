// What analysts' questions need from the warehouse; infra/clickhouse/analyst.ts is the real one.

export const FORMATS = ['json', 'ndjson', 'csv', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** Asked for at most; the analyst may ask for less. */
export type Limits = { readonly seconds: number; readonly rows: number; readonly bytes: number };
export type Question = {
  readonly id: string;
  readonly tenant: string;
  readonly sql: string;
  /** By name; bound by `{name:Type}`, never put into the text. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
};
/** `type`: the media type. The bytes come as the engine makes them; a fault on the way is thrown by the reading. */
export type Reply = { readonly type: string; readonly body: AsyncIterable<Uint8Array> };
export type Analyst = {
  /** Throws HubError: `analytics.refused` for what the gate does not admit, `analytics.query` for a mistake, `analytics.limit`, `analytics.busy`. */
  ask(question: Question, format: Format): Promise<Reply>;
};
