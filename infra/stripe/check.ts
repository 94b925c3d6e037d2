// Whose the key is: Stripe tells the account it belongs to.
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Guard } from '#infra/calls/guard.ts';
import type { Connection } from '#write-side/adapter/connections.ts';
import type { Check } from '#write-side/adapter/ports.ts';
import { asked } from './client.ts';

const account = z.looseObject({ id: z.string() });

export const makeStripeCheck =
  ({ client, guard }: { readonly client: (connection: Connection) => Stripe; readonly guard: Guard }): Check =>
  (connection) =>
    guard.call(connection, 'check', async () => {
      const told = account.safeParse(await asked(client(connection).rawRequest('GET', '/v1/account')));
      return told.success ? [told.data.id] : [];
    });
