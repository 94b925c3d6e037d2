// Which provider takes a tenant's cards: the first whose account the tenant has connected for the currency.
import { PAYMENT_PROVIDERS, type ProviderName } from '#domain/adapter/providers.ts';
import type { PaymentProvider, Payments } from '#write-side/payment/ports.ts';
import type { Connection, Connections } from './connections.ts';

export type PaymentAdapters = Readonly<Partial<Record<ProviderName, (connection: Connection) => PaymentProvider>>>;

export function connectedPayments({ connections, adapters }: { connections: Connections; adapters: PaymentAdapters }): Payments {
  const offered = PAYMENT_PROVIDERS.filter((name) => adapters[name]);
  return {
    choose: async (tenant, currency) => {
      for (const name of offered) if ((await connections.of(tenant, name))?.settings['currencies']?.split(',').includes(currency)) return name;
      return undefined;
    },
    provider: async (tenant, wanted) => {
      const name = offered.find((one) => one === wanted);
      const connection = name && (await connections.of(tenant, name));
      return connection && adapters[connection.provider]?.(connection);
    },
  };
}
