// Refusals in the shape of Confluent's Schema Registry, for clients that know no other.
import type { Request } from 'express';
import type { Problem } from './problem.ts';

const MEDIA = 'application/vnd.schemaregistry.v1+json';
export const wantsRegistryFault = ({ originalUrl }: Pick<Request, 'originalUrl'>): boolean => /^\/registry(?=[/?]|$)/.test(originalUrl);
export const registryFaultOf = ({ status, code, detail, correlationId }: Problem): { type: string; body: object } => ({
  type: MEDIA,
  body: { error_code: status, message: detail, code, correlationId },
});
