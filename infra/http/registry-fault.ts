// Refusals in the shape of Confluent's Schema Registry, for clients that know no other.
import { type Asked, urlOf } from './exchange.ts';
import type { Problem } from './problem.ts';

const MEDIA = 'application/vnd.schemaregistry.v1+json';
export const wantsRegistryFault = (asked: Pick<Asked, 'originalUrl' | 'url'>): boolean => /^\/registry(?=[/?]|$)/.test(urlOf(asked));
export const registryFaultOf = ({ status, code, detail, correlationId }: Problem): { type: string; body: object } => ({
  type: MEDIA,
  body: { error_code: status, message: detail, code, correlationId },
});
