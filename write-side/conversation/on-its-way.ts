// Whether words that a channel tells us of are our own, before the channel has told us their id.
import type { StoredConversationEvent } from '#domain/conversation/messages.ts';
import { conversationSlice } from '#domain/conversation/slice.ts';
import { getIn } from '#domain/kernel/id-map.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { isAbsent, type Open } from '#domain/kernel/sealing.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { look } from '#write-side/kernel/look.ts';

type Queued = Recorded<Extract<StoredConversationEvent, { type: 'MessageQueued' }>>;

/** The id of our message with this text that is with the provider now; undefined when there is none. */
export type OnItsWay = (conversation: StreamId, text: string | undefined) => Promise<string | undefined>;

export const makeOnItsWay =
  ({ store, open }: { store: StreamReader; open: Open }): OnItsWay =>
  async (conversation, text) => {
    const state = await look(store, conversationSlice, conversation);
    const messageId = state.status === 'unknown' ? undefined : state.line.find((one) => getIn(state.messages, one)?.status === 'released');
    if (!messageId || text === undefined) return undefined;
    const isIt = (event: Recorded): event is Queued => event.type === 'MessageQueued' && (event.data as Queued['data']).messageId === messageId;
    const queued = (await eventsOf(store, conversation)).find(isIt);
    const [content] = queued ? await open(conversation.tenant, [queued.data.content]) : [];
    return content && !isAbsent(content) && (content as { text?: string }).text === text ? messageId : undefined;
  };
