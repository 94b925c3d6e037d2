import { useQuery } from '@tanstack/react-query';
import { usePages } from '../api/queries.ts';
import { useHub } from '../app/hub.tsx';
import { type Conversation, type Folder, FOLDERS, type Message } from './types.ts';

export const useConversations = (folder: Folder) => usePages<Conversation>(['conversations', folder], '/api/conversations', { ...FOLDERS[folder], limit: 50 });

export function useConversation(id: string) {
  const { http } = useHub();
  return useQuery({ queryKey: ['conversation', id], queryFn: ({ signal }) => http.get<Conversation>(`/api/conversations/${id}`, signal) });
}
/** The last said first. */
export const useMessages = (id: string) => usePages<Message>(['conversation', id, 'messages'], `/api/chat/history/${id}`, { limit: 40 });
