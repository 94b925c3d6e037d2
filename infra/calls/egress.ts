// What may leave for abroad: to a processor the tenant has a transfer mechanism for (KVKK art. 9), and to a language model only what is about
// somebody who agreed to it. Asked anew each time, so what is ended or withdrawn holds from then on.
import { HubError } from '#domain/kernel/errors.ts';
import { type Pool, transaction } from '#infra/postgres/pool.ts';
import type { Whose } from './guard.ts';

/** Who processes what goes to a provider, as a mechanism names it. Whoever is not here processes at home. */
export const PROCESSORS: Readonly<Record<string, string>> = { stripe: 'Stripe', whatsapp: 'Meta', instagram: 'Meta', twilio: 'Twilio', gemini: 'Google' };

export type Egress = {
  /** HubError `egress.no-mechanism` when nothing may go there. */
  leave(of: Whose): Promise<void>;
  /** Whether a language model abroad may be asked about this patient. */
  mayAsk(tenant: string, patientId: string): Promise<boolean>;
};

const MECHANISM =
  "select 1 from care_records where tenant = $1 and slice = 'transfermechanism' and status <> 'ended' and lower(doc ->> 'processor') = lower($2) limit 1";
const AGREED = `select 1 from care_records where tenant = $1 and id = 'consent-' || $2 and doc -> 'purposes' @> '[{"purpose":"ai-processing","status":"granted"}]'`;

/** `app` signs in as the application. */
export function makeEgress(app: Pool): Egress {
  const finds = (tenant: string, text: string, value: string): Promise<boolean> =>
    transaction(app, async (client) => {
      await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
      return (await client.query(text, [tenant, value])).rows.length > 0;
    });
  const hasMechanism = (tenant: string, processor: string) => finds(tenant, MECHANISM, processor);
  return {
    async leave({ tenant, provider }) {
      const processor = PROCESSORS[provider];
      if (processor && !(await hasMechanism(tenant, processor)))
        throw new HubError('conflict', 'egress.no-mechanism', `Nothing goes to ${processor}: no transfer mechanism is recorded for it.`, {
          detail: { processor },
        });
    },
    mayAsk: async (tenant, patientId) => (await hasMechanism(tenant, PROCESSORS['gemini']!)) && (await finds(tenant, AGREED, patientId)),
  };
}

/** A stand-in on this machine is not abroad. */
export const isAbroad = (origin: string | undefined): boolean => !origin || !/^(localhost|127\.|\[::1\])/.test(new URL(origin).hostname);
