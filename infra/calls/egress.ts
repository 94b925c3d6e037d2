// What may leave for abroad: to a processor the tenant has a transfer mechanism for (KVKK art. 9), and to a language model only what is about
// somebody who agreed to it. Asked anew each time, so what is ended or withdrawn holds from then on.
import { HubError } from '#domain/kernel/errors.ts';
import { type Pool, transaction } from '#infra/postgres/pool.ts';
import type { Whose } from './guard.ts';

/** Who processes what goes to a provider, as a mechanism names it. Whoever is not here processes at home. */
export const PROCESSORS: Readonly<Record<string, string>> = { stripe: 'Stripe', whatsapp: 'Meta', instagram: 'Meta', twilio: 'Twilio', gemini: 'Google' };

/** Why something may go to this processor. */
export type Mechanism = { readonly processor: string; readonly country: string; readonly mechanism: string; readonly mechanismId: string };
export type Egress = {
  /** By which mechanism; undefined for who processes at home. HubError `egress.no-mechanism` when nothing may go there. */
  leave(of: Whose): Promise<Mechanism | undefined>;
  /** Whether a language model abroad may be asked about this patient. */
  mayAsk(tenant: string, patientId: string): Promise<boolean>;
};

const MECHANISM =
  "select doc ->> 'country' as country, doc ->> 'kind' as mechanism, stream_id as \"mechanismId\" from care_records where tenant = $1 and slice = 'transfermechanism' and status <> 'ended' and lower(doc ->> 'processor') = lower($2) order by opened desc limit 1";
const AGREED = `select 1 from care_records where tenant = $1 and id = 'consent-' || $2 and doc -> 'purposes' @> '[{"purpose":"ai-processing","status":"granted"}]'`;

/** `app` signs in as the application. */
export function makeEgress(app: Pool): Egress {
  const find = <T extends object>(tenant: string, text: string, value: string): Promise<T | undefined> =>
    transaction(app, async (client) => {
      await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
      return (await client.query<T>(text, [tenant, value])).rows[0];
    });
  const mechanismOf = (tenant: string, processor: string) => find<Omit<Mechanism, 'processor'>>(tenant, MECHANISM, processor);
  return {
    async leave({ tenant, provider }) {
      const processor = PROCESSORS[provider];
      if (!processor) return undefined;
      const found = await mechanismOf(tenant, processor);
      if (!found)
        throw new HubError('conflict', 'egress.no-mechanism', `Nothing goes to ${processor}: no transfer mechanism is recorded for it.`, {
          detail: { processor },
        });
      return { processor, ...found };
    },
    mayAsk: async (tenant, patientId) => !!(await mechanismOf(tenant, PROCESSORS['gemini']!)) && !!(await find(tenant, AGREED, patientId)),
  };
}

/** A stand-in on this machine is not abroad. */
export const isAbroad = (origin: string | undefined): boolean => !origin || !/^(localhost|127\.|\[::1\])/.test(new URL(origin).hostname);
