// The commands of one slice as endpoints, a line each: what the caller sends, and what the hub knows and adds.
import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { id } from '#domain/kernel/ids.ts';
import type { CommandSpecs } from '#domain/kernel/messages.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { makeCommandRoute } from './http.ts';
import type { Permits } from './permits.ts';

type Request = RouteRequest<{ readonly id: string } & Record<string, unknown>, unknown, Record<string, unknown>>;
export type Verb = {
  readonly path: string;
  readonly type: string;
  readonly summary: string;
  readonly codes?: readonly string[];
  readonly creates?: string;
  readonly params?: z.ZodObject;
  readonly stepUp?: true;
  readonly scopes?: Route['scopes'];
  /** Fields of the command that the hub fills in, so that no caller does. */
  readonly hub?: readonly string[];
  /** Fields the caller sends besides the command's own. */
  readonly asks?: Record<string, z.ZodType>;
  /** Values for `hub`, found out or derived; may throw HubError. Also the place to check that the caller may reach the thing at all. */
  readonly add?: (request: Request) => Promise<object> | object;
  /** The stream; by default the slice's with the path's id. */
  readonly to?: (request: Request) => StreamId | Promise<StreamId>;
};
type Slice = {
  readonly dispatch: Dispatch;
  readonly slice: string;
  readonly tag: string;
  readonly commands: CommandSpecs;
  readonly permits: Permits;
  /** Refusals every command of the slice may answer with. */
  readonly codes: readonly string[];
};

const byId = z.object({ id });

/** What a caller sends for the command: its fields without those of the hub. */
const bodyOf = (command: z.ZodObject, { hub = [], asks = {} }: Verb): z.ZodObject => {
  const kept = Object.entries(command.shape).filter(([field]) => !hub.includes(field));
  return z.strictObject({ ...Object.fromEntries(kept), ...asks });
};

export function makeVerbs({ dispatch, slice, tag, commands, permits, codes }: Slice): (verb: Verb) => Route {
  const commandRoute = makeCommandRoute(dispatch);
  return (verb) => {
    const { path, type, summary, creates, params, add, stepUp, scopes, asks = {} } = verb;
    const body = bodyOf(commands[type]!, verb);
    return commandRoute<z.ZodObject, z.ZodObject, z.ZodObject>({
      method: 'post',
      path,
      summary,
      tag,
      permit: permits[type]!,
      ...(path.includes('{') && { params: params ?? byId }),
      ...(Object.keys(body.shape).length > 0 && { body }),
      codes: [...codes, ...(verb.codes ?? [])],
      ...(creates && { creates }),
      ...(stepUp && { stepUp }),
      ...(scopes && { scopes }),
      to: (request) => verb.to?.(request as Request) ?? { tenant: request.who.tenant, slice, id: (request as Request).params.id },
      command: async (request) => {
        const added = await add?.(request as Request);
        const own = Object.entries((request.body ?? {}) as object).filter(([field]) => !(field in asks));
        return { type, data: { ...Object.fromEntries(own), ...added } };
      },
    });
  };
}
