// One declaration per endpoint, free of any web framework. Routing, validation, permission, OpenAPI and docs come from it.
import type { z } from 'zod';
import type { Actor, Position } from './envelope.ts';
import type { Rights, Role } from './roles.ts';
import type { Credential, Scope } from './scopes.ts';
import type { Open } from './sealing.ts';

/** Who is asking, as the access token says. `patientId` is set for a patient or companion and limits them to that person. */
export type Principal = {
  readonly tenant: string;
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly rights: Rights;
  readonly patientId?: string;
  readonly session: string;
  /** When they last proved who they are (milliseconds), and whether that has to be by a second factor. */
  readonly provenAt?: number;
  readonly factor?: boolean;
  /** Set when it is not a person who asks; `roles` are then none, and only routes with one of its scopes are open. */
  readonly credential?: Credential;
};

export type RouteRequest<P = unknown, Q = unknown, B = unknown> = {
  readonly who: Principal;
  readonly actor: Actor;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Opens sealed values for whoever asks, and records that it did: a query has no other way to open anything. */
  readonly open: Open;
  readonly correlationId: string;
  /** From `Idempotency-Key`, else fresh: the id that makes a repeat recognisable. */
  readonly commandId: string;
  /** From `If-Match`: the revision the stream must have. */
  readonly ifMatch?: number;
  /** From `Hub-Wait-For`. The HTTP layer has already waited for the route's view when `handle` runs. */
  readonly waitFor?: Position;
};
export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** When time alone makes a kept answer wrong, such as the start of another price. */
  readonly staleAt?: Date;
};

export type Route<P extends z.ZodObject = z.ZodObject, Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType> = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI style: `/api/cases/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** Who may call it. `public` needs no token; `signed-in` any role; else at least one of the roles. */
  readonly roles: 'public' | 'signed-in' | readonly Role[];
  /** Which credentials that are not people's may call it too: those with one of these scopes. */
  readonly scopes?: readonly Scope[];
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Only for whoever proved in the last minutes who they are: by the second factor, or by password where none is enrolled. A function: for bodies it says yes to. */
  readonly stepUp?: true | ((body: z.infer<B>) => boolean);
  /** Media types besides `application/json` that the body may have. */
  readonly consumes?: readonly string[];
  readonly maxBody?: string;
  /** The body is handed over as the bytes that came, of whatever media type: a webhook's signature is over them. */
  readonly raw?: true;
  /** Whether it honours `If-Match`; where it does not, the header is refused. */
  readonly pinned?: true;
  /**
   * The answer may be kept for `seconds`, at most until an event of one of these slices of the tenant. It then depends on nothing but tenant,
   * roles, the patient a caller is limited to, path and query, and opens nothing.
   */
  readonly keeps?: { readonly seconds: number; readonly until: readonly string[] };
  /** How much of the caller's limits it uses up; by default 1 for a read and 2 for anything else. */
  readonly cost?: number;
  /** Counted apart from what people do: `inbound` (telephony, devices, webhooks) must not starve, `import` waits its turn by the minute. */
  readonly budget?: 'inbound' | 'import';
  /** The projection group whose checkpoint `Hub-Wait-For` waits for. */
  readonly waits?: string;
  /** Status → what it means, and the shape of the body. Error answers are problem+json and added by the HTTP layer. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
  /** Error codes this route can answer with, beyond the general ones. */
  readonly codes?: readonly string[];
  readonly handle: (request: RouteRequest<z.infer<P>, z.infer<Q>, z.infer<B>>) => Promise<Answer>;
};
/** Keeps the request types of one route while the list of routes stays uniform. */
export const route = <P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(r: Route<P, Q, B>): Route => r as unknown as Route;
