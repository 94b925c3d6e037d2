// Whether words that a channel tells us of are our own, before the channel has told us their id.
import type { Content, StoredConversationEvent } from '#domain/conversation/messages.ts';
import { conversationSlice } from '#domain/conversation/slice.ts';
import { getIn } from '#domain/kernel/id-map.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { isAbsent, type Open } from '#domain/kernel/sealing.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { look } from '#write-side/kernel/look.ts';

type Queued = Recorded<Extract<StoredConversationEvent, { type: 'MessageQueued' }>>;

type Told = { readonly type: string; readonly text: string | undefined };
/** The id of our message with these words, or with a file of this type, that is with the provider now; undefined when there is none. */
export type OnItsWay = (conversation: StreamId, told: Told) => Promise<string | undefined>;

export const makeOnItsWay =
  ({ store, open }: { store: StreamReader; open: Open }): OnItsWay =>
  async (conversation, { type, text }) => {
    const state = await look(store, conversationSlice, conversation);
    const messageId = state.status === 'unknown' ? undefined : state.line.find((one) => getIn(state.messages, one)?.status === 'released');
    if (!messageId) return undefined;
    const isIt = (event: Recorded): event is Queued => event.type === 'MessageQueued' && (event.data as Queued['data']).messageId === messageId;
    const queued = (await eventsOf(store, conversation)).find(isIt);
    if (!queued) return undefined;
    const [content] = await open(conversation.tenant, [queued.data.content]);
    if (!content || isAbsent(content)) return undefined;
    const { text: words, media } = content as Content;
    // Files come back under addresses of the channel's own, so their type has to do.
    const isOurs = media?.length ? queued.data.kind === type : words !== undefined && words === text;
    return isOurs ? messageId : undefined;
  };
