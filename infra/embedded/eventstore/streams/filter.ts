// Which events of $all a reader wants, decided on the record's own bytes.
import type { FilterOptions } from '../protocol/read.ts';
import { RpcError, Status } from '../grpc/status.ts';
import { streamOf, typeOf } from '../store/record.ts';

export type Matches = (value: Buffer) => boolean;

/** Compiles a filter. .NET's `(?i)`-like inline flags and possessive groups are unknown to JavaScript and answer INVALID_ARGUMENT. */
export function makeFilter({ on, regex, prefixes }: FilterOptions): Matches {
  const name = on === 'stream' ? streamOf : typeOf;
  if (regex === undefined) return (value) => prefixes.some((prefix) => name(value).startsWith(prefix));
  try {
    const pattern = new RegExp(regex.replace(/^\\A/, '^').replace(/\\z$/i, '$'), 'u');
    return (value) => pattern.test(name(value));
  } catch (error) {
    throw new RpcError(Status.INVALID_ARGUMENT, `The filter is no valid regular expression here: ${error instanceof Error ? error.message : String(error)}`);
  }
}
