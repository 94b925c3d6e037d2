import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { id } from '#domain/kernel/ids.ts';
import { basisPoints, currency, decimalText, minor, rateText } from '#domain/kernel/money.ts';
import type { Route } from '#domain/kernel/route.ts';
import { offeringCommands as commands, from } from '#domain/offering/messages.ts';
import { changedOffering, newOffering, offeringOf } from '#domain/offering/wire.ts';
import { type FollowUp, followed } from '#write-side/kernel/follow-up.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { offeringPermits as permits } from './permits.ts';

const tag = 'offerings';
const params = z.object({ id });
const priceBody = z.strictObject({
  price: decimalText(2).describe('Tax included'),
  currency: currency.default('TRY'),
  tax_rate: rateText.default(0),
  from: from.optional().describe('Holds from this instant on; now when absent'),
});
const PRICING = ['offering.price-in-past', 'offering.other-currency'];
const to = ({ who, params }: { who: { tenant: string }; params: { id: string } }): StreamId => ({ tenant: who.tenant, slice: 'offering', id: params.id });

export function offeringRoutes({ dispatch, followUp }: { dispatch: Dispatch; followUp: FollowUp }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const one = { tag, params, to };
  const routes = [
    commandRoute({
      method: 'post',
      path: '/api/offerings',
      summary: 'Offer a service or a product',
      tag,
      permit: permits.DefineOffering,
      body: newOffering,
      codes: ['offering.already-defined'],
      creates: '/api/offerings',
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'offering', id: createdBy(commandId, 'offering') }),
      command: ({ body }) => {
        const openingStock = body.offering_type === 'product' ? body.meta_info.stock_quantity : undefined;
        return { type: 'DefineOffering', data: { ...offeringOf(body), ...(openingStock !== undefined && { openingStock }) } };
      },
    }),
    commandRoute({
      ...one,
      method: 'put',
      path: '/api/offerings/{id}',
      summary: 'Replace what is said about an offering; another price holds from now',
      permit: permits.AmendOffering,
      body: changedOffering,
      codes: ['offering.unknown', 'offering.retired', 'offering.other-type', ...PRICING],
      command: ({ body }) => ({ type: 'AmendOffering', data: { ...offeringOf(body), ...(body.is_active !== undefined && { isActive: body.is_active }) } }),
    }),
    commandRoute({
      ...one,
      method: 'post',
      path: '/api/offerings/{id}/prices',
      summary: 'Set a price and tax rate from an instant on',
      permit: permits.PriceOffering,
      body: priceBody,
      codes: ['offering.unknown', 'offering.retired', ...PRICING],
      command: ({ body: { price, currency, tax_rate, from } }) => ({
        type: 'PriceOffering',
        data: { price: { amount: minor(price), currency, taxRate: basisPoints(tax_rate) }, ...(from && { from }) },
      }),
    }),
    commandRoute({
      ...one,
      method: 'delete',
      path: '/api/offerings/{id}',
      summary: 'Offer it no longer; what was ordered and booked stays',
      permit: permits.RetireOffering,
      codes: ['offering.unknown'],
      command: () => ({ type: 'RetireOffering', data: {} }),
    }),
    commandRoute({
      ...one,
      method: 'post',
      path: '/api/offerings/{id}/reinstate',
      summary: 'Offer it again',
      permit: permits.ReinstateOffering,
      body: commands.ReinstateOffering,
      codes: ['offering.unknown'],
      command: () => ({ type: 'ReinstateOffering', data: {} }),
    }),
  ];
  return routes.map(followed(followUp, 'offering'));
}
