import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { CallRoute, DialplanCommand, DialplanEvent, PhoneUser, Step } from './messages.ts';

export type DialplanState = { readonly users: readonly PhoneUser[]; readonly routes: readonly CallRoute[] };
/** Nothing comes after these. */
const FINAL: ReadonlySet<Step['kind']> = new Set(['bot', 'voicemail', 'hangup']);

function routeRefused({ users }: DialplanState, steps: readonly Step[]): Rejection | undefined {
  const stranger = steps.find((step) => step.kind === 'user' && !users.some(({ userId }) => userId === step.userId));
  if (stranger) return reject('dialplan.user-unknown');
  const last = steps.at(-1)!;
  if (!FINAL.has(last.kind)) return reject('dialplan.no-end');
  return steps.slice(0, -1).some(({ kind }) => FINAL.has(kind)) ? reject('dialplan.step-unreachable') : undefined;
}
const names =
  (userId: string) =>
  ({ steps }: CallRoute) =>
    steps.some((step) => step.kind === 'user' && step.userId === userId);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export const dialplan: Decider<DialplanCommand, DialplanEvent, DialplanState> = {
  initial: { users: [], routes: [] },
  decide: {
    SetPhoneUser: ({ data: { userId, extension, label, memberId, languages, skills } }, { users }) => {
      if (users.some((user) => user.extension === extension && user.userId !== userId)) return reject('dialplan.extension-taken');
      const user = { userId, extension, label, ...(memberId && { memberId }), languages, skills };
      return same(
        users.find((one) => one.userId === userId),
        user,
      )
        ? []
        : [{ type: 'PhoneUserSet', data: user }];
    },
    RemovePhoneUser: ({ data: { userId } }, { users, routes }) => {
      if (!users.some((user) => user.userId === userId)) return [];
      const route = routes.find(names(userId));
      return route ? reject('dialplan.user-in-route', { prefix: route.prefix }) : [{ type: 'PhoneUserRemoved', data: { userId } }];
    },
    SetCallRoute: ({ data: { prefix, steps } }, state) => routeRefused(state, steps) ?? [{ type: 'CallRouteSet', data: { prefix, steps } }],
    RemoveCallRoute: ({ data: { prefix } }, { routes }) =>
      routes.some((route) => route.prefix === prefix) ? [{ type: 'CallRouteRemoved', data: { prefix } }] : [],
  },
  evolve: {
    PhoneUserSet: ({ data }, state) => ({ ...state, users: [...state.users.filter(({ userId }) => userId !== data.userId), data] }),
    PhoneUserRemoved: ({ data }, state) => ({ ...state, users: state.users.filter(({ userId }) => userId !== data.userId) }),
    CallRouteSet: ({ data }, state) => ({ ...state, routes: [...state.routes.filter(({ prefix }) => prefix !== data.prefix), data] }),
    CallRouteRemoved: ({ data }, state) => ({ ...state, routes: state.routes.filter(({ prefix }) => prefix !== data.prefix) }),
  },
};
