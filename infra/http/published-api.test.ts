// The API that was promised to the makers of chatbots and devices, field by field, against the document made of the routes that serve.
import * as assert from 'uvu/assert';
import { readRoutes } from '#read-side/index.ts';
import { writeRoutes } from '#write-side/index.ts';
import { spec } from '../testing/spec.ts';
import { makeOpenApi, referred } from './openapi.ts';
import type { Json } from './schemas.ts';

const unused = new Proxy({}, { get: (_, name) => (name === 'providers' ? undefined : () => undefined) }) as never;
const document = makeOpenApi([...writeRoutes(unused), ...readRoutes(unused)], '0') as { paths: Record<string, Record<string, Json>> };

type Schema = { $ref?: string; anyOf?: Schema[]; oneOf?: Schema[]; items?: Schema; properties?: Record<string, Schema>; enum?: unknown[]; const?: unknown };
const inside = (schema: Schema): Schema[] => {
  if (schema.$ref) return inside(referred(document, schema.$ref) as Schema);
  if (schema.items) return inside(schema.items);
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(inside)];
};
/** Every schema that a dotted path names, through lists and alternatives. */
const at = (schema: Schema, path: string): Schema[] =>
  path.split('.').reduce((found, name) => found.flatMap((one) => (one.properties?.[name] ? inside(one.properties[name]) : [])), inside(schema));
const wordsAt = (schema: Schema, path: string) => at(schema, path).flatMap((one) => [...(one.enum ?? []), ...(one.const === undefined ? [] : [one.const])]);

const schemaIn = (of: Json | undefined): Schema => (Object.values((of?.['content'] ?? {}) as Record<string, { schema: Schema }>)[0]?.schema ?? {}) as Schema;
const operation = (name: string): Json => {
  const [method, path] = name.toLowerCase().split(' ') as [string, string];
  const found = document.paths[path]?.[method];
  assert.ok(found, `there is no ${name}`);
  return found as Json;
};
function answerOf(of: Json): Schema {
  const responses = of['responses'] as Record<string, Json>;
  return schemaIn(responses['200'] ?? responses['201']);
}
const queryOf = (of: Json): string[] => ((of['parameters'] ?? []) as { in?: string; name: string }[]).filter((p) => p.in === 'query').map((p) => p.name);

const SERVICE =
  'duration_minutes requires_appointment staff_required staff_ids preparation_time cleanup_time max_concurrent booking_advance_days cancellation_hours';
const PRODUCT =
  'sku stock_quantity stock_tracking low_stock_threshold weight_grams dimensions shipping_required shipping_cost tax_rate brand ingredients usage';
const INFO = `${SERVICE} ${PRODUCT}`.replaceAll(/\w+/g, 'meta_info.$&');
const OFFERING = `name description offering_type category price currency meta_info ${INFO}`;
const SHOWN_OFFERING = `id ${OFFERING} is_active created_at updated_at`;
const CUSTOMER = 'customer.name customer.phone customer.email';
const APPOINTMENT = 'id offering_id customer_name customer_phone customer_email scheduled_date scheduled_time status notes created_at';
const ORDER =
  'id customer_name customer_phone customer_email total_amount status payment_method payment_status shipping_address.street shipping_address.city ' +
  'shipping_address.postal_code created_at items.offering_id items.product_id items.quantity items.unit_price items.total_price';
const within = (list: string) => list.replaceAll(/[\w.]+/g, 'items.$&');

type Promised = { readonly body?: string; readonly query?: string; readonly answer?: string; readonly words?: Readonly<Record<string, readonly string[]>> };
const PROMISED: Readonly<Record<string, Promised>> = {
  'GET /api/tenant': { answer: 'business_name website_url industry settings created_at' },
  'POST /api/tenants/{slug}/configure': { body: 'name websiteUrl industry locale timezone', answer: 'id' },
  'POST /api/chat/message': { body: 'channel content customer_identifier', answer: 'id', words: { channel: ['web', 'arma'] } },
  'GET /api/chat/history/{id}': {
    query: 'cursor limit',
    answer: within('id conversation_id role content created_at'),
    words: { 'items.role': ['user', 'assistant', 'system'] },
  },
  'POST /api/chat/handover': { body: 'conversation_id reason', answer: 'id' },
  'GET /api/conversations': {
    answer: within('id customer_identifier channel status started_at ended_at'),
    words: { 'items.channel': ['web', 'arma', 'whatsapp', 'instagram', 'phone', 'sms'] },
  },
  'GET /api/offerings': { query: 'type category', answer: within(SHOWN_OFFERING), words: { 'items.offering_type': ['service', 'product'] } },
  'GET /api/offerings/{id}': { answer: SHOWN_OFFERING },
  'POST /api/offerings': { body: OFFERING, answer: 'id', words: { offering_type: ['service', 'product'] } },
  'PUT /api/offerings/{id}': { body: `${OFFERING.replace(' meta_info.stock_quantity', '')} is_active`, answer: 'id' },
  'DELETE /api/offerings/{id}': { answer: 'id' },
  'GET /api/appointments': {
    query: 'status offering_id from to cursor limit',
    answer: within(APPOINTMENT),
    words: { 'items.status': ['pending', 'confirmed', 'completed', 'cancelled'] },
  },
  'POST /api/appointments': { body: `offering_id service_id date time ${CUSTOMER} notes`, answer: 'id appointment_id confirmation_code status' },
  'GET /api/appointments/availability': {
    query: 'offering_id service_id date staff_id',
    answer: 'offering_id slots.date slots.time slots.start slots.staff_ids',
  },
  'PUT /api/appointments/{id}': { body: `date time ${CUSTOMER} notes`, answer: 'id status' },
  'DELETE /api/appointments/{id}': { query: 'reason', answer: 'id status' },
  'GET /api/orders': {
    query: 'status cursor limit',
    answer: within(ORDER),
    words: { 'items.status': ['pending', 'paid', 'shipped', 'delivered', 'cancelled'] },
  },
  'POST /api/orders': {
    body: `items.product_id items.quantity ${CUSTOMER} customer.address.street customer.address.city customer.address.postal_code payment_method notes`,
    answer: 'id order_id total_amount payment_link status',
    words: { payment_method: ['credit_card'] },
  },
  'POST /api/orders/quote': { body: 'items.product_id items.quantity', answer: 'total_amount tax shipping' },
  'GET /api/orders/{id}': { answer: ORDER },
  'PUT /api/orders/{id}/status': { body: 'status', answer: 'id status', words: { status: ['shipped', 'delivered', 'cancelled'] } },
  'POST /api/orders/{id}/payment': { answer: 'id payment_link status' },
  'POST /api/devices/register': { body: 'serial_number tenant_id location', answer: 'id' },
  'GET /api/devices': {
    answer: within('id serial_number firmware_version status battery_level location last_seen config created_at'),
    words: { 'items.status': ['online', 'offline', 'charging'] },
  },
  'GET /api/devices/{id}/status': { answer: 'status battery_level last_interaction firmware_version' },
  'PUT /api/devices/{id}/config': { body: 'volume language wake_word', answer: 'id' },
  'POST /api/devices/{id}/firmware': { body: 'version url', answer: 'id' },
  'GET /api/devices/{id}/usage': {
    query: 'from to',
    answer: within('interaction_type duration_seconds successes count'),
    words: { 'items.interaction_type': ['voice', 'button'] },
  },
};

spec('the API that was promised', (it) => {
  for (const [name, promised] of Object.entries(PROMISED))
    it(`${name} takes and answers the fields it should`, () => {
      const of = operation(name);
      const body = schemaIn(of['requestBody'] as Json | undefined);
      const missing = (schema: Schema, fields = '') => fields.split(' ').filter((path) => path && at(schema, path).length === 0);
      assert.equal({ body: missing(body, promised.body), answer: missing(answerOf(of), promised.answer) }, { body: [], answer: [] });
      assert.equal(
        (promised.query?.split(' ') ?? []).filter((field) => !queryOf(of).includes(field)),
        [],
      );
      for (const [path, words] of Object.entries(promised.words ?? {})) {
        const known = [...wordsAt(body, path), ...wordsAt(answerOf(of), path)];
        assert.equal(
          words.filter((word) => !known.includes(word)),
          [],
          `${name} ${path}`,
        );
      }
    });
});
