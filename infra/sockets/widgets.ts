// `/widget`: visitors of a website, each hearing of their own conversation. What was said they fetch, as over HTTP alone.
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { type FeedRow, parseCursor } from '#read-side/live/feed.ts';
import { connect } from './connection.ts';
import type { Gate } from './gate.ts';
import { admitKeyed, hold, type Keyed, type KeyedDeps } from './keyed.ts';

type Data = Keyed & { readonly conversation: string; readonly cursor: Position | undefined };

const handshake = z.object({ token: z.string().max(4096), customer: z.string().max(200), cursor: z.unknown().optional() });
/** What a visitor learns of their conversation; what staff note about it is not among it. */
const TOLD: ReadonlySet<string> = new Set([
  ...['MessageReceived', 'MessageQueued', 'MessageSent', 'MessageDelivered', 'MessageRead', 'MessageFailed', 'MessageEchoed'],
  ...['HandoverRequested', 'HumanTookOver', 'BotResumed', 'ConversationResolved', 'ConversationReopened'],
]);
const CONVERSATION = 'conversation';
export const keyOfStream = ({ tenant, slice, streamId }: Pick<FeedRow, 'tenant' | 'slice' | 'streamId'>): string => `${tenant}/${slice}/${streamId}`;
/** Who acted stays inside the clinic. */
export const toVisitorEvent = ({ position, type, recordedAt }: FeedRow) => ({
  position: position.toString(),
  type,
  recordedAt: recordedAt.toISOString(),
});

export type WidgetDeps = KeyedDeps & {
  /** The page a browser says the socket is from. */
  readonly originOf: (socket: Socket) => string | undefined;
};

export function serveWidgets(namespace: Namespace, gate: Gate, deps: WidgetDeps): void {
  gate.admit(namespace, async (auth, socket): Promise<Data> => {
    const given = handshake.safeParse(auth);
    if (!given.success) throw new HubError('unauthenticated', 'auth.token-missing', 'Connect with auth: { token, customer }.');
    const { token, customer, cursor } = given.data;
    const keyed = await admitKeyed(deps.credentials, token, { origin: deps.originOf(socket), customer }, 'widget', 'chat');
    const conversation = keyed.who.customer?.conversationId;
    if (conversation === undefined) throw new HubError('invalid', 'request.invalid', 'A visitor is 22 to 128 letters, digits, _ and -.');
    gate.bound(keyed.who.tenant);
    return { ...keyed, conversation, cursor: parseCursor(cursor) };
  });

  namespace.on('connection', (socket: Socket) => {
    const data = socket.data as Data;
    const { tenant } = data.who;
    const own = { slice: CONVERSATION, streamId: data.conversation };
    const feeding = gate.feeding(tenant, own);
    const from = data.cursor ?? feeding.present();
    const listener = connect(socket, keyOfStream({ tenant, ...own }), from, ({ type }) => TOLD.has(type), feeding);
    hold(socket, data, deps, gate.onDrop);
    socket.emit('hello', { cursor: from.toString(), conversation: data.conversation });
    void listener.catchUp();
  });
}
