// How Vault's HTTP API words what it answers.
import { randomBytes } from 'node:crypto';

export type Asked = { plaintext?: string; ciphertext?: string; associated_data?: string; input?: string; key_version?: number };
export type Answered = { status: number; body: object };
export const data = (fields: object): Answered => ({ status: 200, body: { request_id: randomBytes(8).toString('hex'), data: fields } });
export const failed = (status: number, ...errors: string[]): Answered => ({ status, body: { errors } });
