// A command as an endpoint: who may give it, on which stream, and how its outcome is answered.
import { z } from 'zod';
import { isRejection, type Rejection } from '#domain/kernel/decider.ts';
import type { Command, Dispatch, Done, Outcome } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { type Answer, type Route, type RouteRequest, route } from '#domain/kernel/route.ts';
import { type Permit, rolesIn } from './permits.ts';

/** What every command answers. `revision` is also the ETag, `position` also the Hub-Position header. */
export const commandAnswer = z
  .object({ id: z.string(), revision: z.int(), position: z.string().optional(), events: z.array(z.string()) })
  .meta({ id: 'CommandAnswer', description: 'The stream after the command, and the types of the events it caused; none when nothing changed.' });

export type CommandRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> = Pick<
  Route<P, Q, B>,
  'method' | 'path' | 'summary' | 'tag' | 'params' | 'body' | 'codes' | 'stepUp' | 'scopes'
> & {
  readonly permit: Permit;
  /** Answers 201 and a Location when set: the path of what was made, without its id. */
  readonly creates?: string;
  readonly to: (request: RouteRequest<z.infer<P>, z.infer<Q>, z.infer<B>>) => StreamId | Promise<StreamId>;
  /** May look things up, throw HubError, or refuse because of what it saw. */
  readonly command: (request: RouteRequest<z.infer<P>, z.infer<Q>, z.infer<B>>) => Command | Rejection | Promise<Command | Rejection>;
  /** What the answer says besides, such as a secret shown once. A repeat must say the same. */
  readonly tells?: {
    readonly schema: z.ZodObject;
    readonly of: (request: RouteRequest<z.infer<P>, z.infer<Q>, z.infer<B>>, target: StreamId) => object | Promise<object>;
  };
};

export const makeCommandRoute =
  (dispatch: Dispatch) =>
  <P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>({
    permit,
    creates,
    to,
    command,
    tells,
    codes,
    ...rest
  }: CommandRoute<P, Q, B>): Route => {
    const status = creates ? 201 : 200;
    const schema = tells ? z.object({ ...commandAnswer.shape, ...tells.schema.shape }) : commandAnswer;
    return route<P, Q, B>({
      ...rest,
      pinned: true,
      roles: rolesIn(permit),
      answers: { [status]: { description: creates ? 'Created' : 'Done, or already so', schema } },
      codes: ['stream.conflict', ...(codes ?? [])],
      handle: async (request) => {
        const target = await to(request);
        const given = await command(request);
        const outcome = isRejection(given) ? given : await giveInRole(dispatch, request, target, given);
        if (isRejection(outcome)) return refusal(outcome);
        const told = tells && (await tells.of(request, target));
        return { status, body: { ...bodyOf(target.id, outcome), ...told }, ...(creates && { headers: { Location: `${creates}/${target.id}` } }) };
      },
    });
  };

/** A rule may ask for another role than the route's first match; whoever holds that one too acts in it. */
async function giveInRole(dispatch: Dispatch, request: RouteRequest, target: StreamId, command: Command): Promise<Outcome> {
  const { actor, correlationId, commandId, ifMatch, who } = request;
  const give = (role: string) => dispatch(target, command, { id: commandId, actor: { ...actor, role }, correlationId, ifRevision: ifMatch });
  const outcome = await give(actor.role);
  const asked = isRejection(outcome) ? outcome.detail?.['roles'] : undefined;
  const other = Array.isArray(asked) ? who.roles.find((role) => role !== actor.role && asked.includes(role)) : undefined;
  return other ? give(other) : outcome;
}

const bodyOf = (id: string, { revision, position, events }: Done) => ({ id, revision, ...(position !== undefined && { position: String(position) }), events });

/** 404 for what is not there, 409 for what the rules refuse now; `reason` holds values that help to word it. */
export const refusal = ({ rejected, detail }: Rejection): Answer => ({
  status: rejected.endsWith('.unknown') ? 404 : 409,
  body: { code: rejected, ...(detail && { reason: detail }) },
});

export async function exists(store: StreamReader, stream: StreamId): Promise<boolean> {
  for await (const _ of store.read(stream, { from: 0, to: 0 })) return true;
  return false;
}

export async function mustExist(store: StreamReader, stream: StreamId): Promise<void> {
  if (!(await exists(store, stream))) throw new HubError('not-found', `${stream.slice}.unknown`, `There is no ${stream.slice} ${stream.id}.`);
}
