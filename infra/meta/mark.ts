// How ours travels with a message and comes back with what Meta tells of it.
import { id } from '#domain/kernel/ids.ts';

type Ours = { readonly conversationId: string; readonly messageId: string };
export const markOf = ({ conversationId, messageId }: Ours): string => `${conversationId} ${messageId}`;

/** Undefined for what others sent from the same number. */
export function oursIn(mark: string | undefined): Ours | undefined {
  const [conversation, message] = (mark ?? '').split(' ').map((part) => id.safeParse(part));
  return conversation?.success && message?.success ? { conversationId: conversation.data, messageId: message.data } : undefined;
}
