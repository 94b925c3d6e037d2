import type { OrderCommand } from '#domain/order/messages.ts';
import type { OrderbookCommand } from '#domain/orderbook/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** No one but the payment process says that an order is paid. */
export const orderPermits = {
  PlaceOrder: ['coordinator', 'nurse', 'finance', 'patient', 'agent', 'device'],
  RecordReservation: ['system'],
  RequestOrderPayment: ['coordinator', 'nurse', 'finance', 'patient', 'agent', 'device'],
  PayOrder: ['system'],
  FailOrderPayment: ['system'],
  ExpireOrder: ['system'],
  ConfirmOrder: ['system'],
  ShipOrder: ['coordinator', 'finance', 'nurse'],
  DeliverOrder: ['coordinator', 'finance', 'nurse'],
  CancelOrder: ['coordinator', 'finance', 'patient'],
  ReturnOrder: ['coordinator', 'finance'],
  EnterOrder: ['system'],
} as const satisfies Record<OrderCommand['type'] | OrderbookCommand['type'], Permit>;
