// Calls with one request and one answer.
import type { Handler } from './call.ts';

/** For accounts of one of `groups`, or for any account when none is given. */
export const unary =
  (answer: (request: Buffer) => Buffer | Promise<Buffer>, ...groups: readonly string[]): Handler =>
  async (call) => {
    call.access.asMember(...groups);
    call.end(await answer(await call.message()));
  };
