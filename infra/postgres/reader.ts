// Queries of the application: MikroORM with the tenant set for each transaction, so that PostgreSQL itself answers only that tenant's rows.
import type { Reader, Rows } from '#read-side/kernel/reader.ts';
import { blaming } from './faults.ts';
import { SERVING_MS } from './pool.ts';
import { makeOrm } from './tables.ts';

export type ReaderOptions = { readonly url: string; readonly max?: number; readonly patienceMs?: number };

/** `url` signs in as the application; at most `max` connections, whose answers are waited for so long. */
export function makeReader({ url, max = 8, patienceMs = SERVING_MS }: ReaderOptions): Reader & { close(): Promise<void> } {
  const orm = makeOrm({ url, max, patienceMs });
  const reading = <T>(variables: Record<string, string>, work: (rows: Rows) => Promise<T>): Promise<T> => {
    const em = orm.em.fork({ clear: true, useContext: false });
    em.setSessionContext({ variables });
    return blaming(em.transactional((rows) => work(rows as unknown as Rows), { readOnly: true, clear: true }));
  };
  return {
    within: (tenant, work) => reading({ 'app.tenant_id': tenant }, work),
    signingIn: (emailKey, work) => reading({ 'app.email_key': emailKey }, work),
    close: () => orm.close(true),
  };
}
