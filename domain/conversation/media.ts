// Which files a channel takes from a business, as data. The figures are the providers' own.
import { type Rejection, reject } from '../kernel/decider.ts';
import type { Channel } from './channels.ts';
import type { ConversationCommand } from './messages.ts';

export const FILE_KINDS = ['image', 'audio', 'video', 'document'] as const;
export type FileKind = (typeof FILE_KINDS)[number];
const MIB = 1 << 20;
type Limit = { readonly types: readonly string[]; readonly mostBytes: number };
/** caption: the longest words that go with each kind; absent = none. references: what its provider can fetch. */
type Rule = {
  readonly takes: Readonly<Partial<Record<FileKind, Limit>>>;
  readonly caption: Readonly<Partial<Record<FileKind, number>>>;
  readonly references: RegExp;
};
const OFFICE = ['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
  (of) => `application/vnd.openxmlformats-officedocument.${of}`,
);
const PAPERS = ['application/pdf', 'text/plain', 'application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint', ...OFFICE];

/** By channel; one that is not here carries files as they are. */
export const FILE_RULES: Readonly<Partial<Record<Channel, Rule>>> = {
  whatsapp: {
    takes: {
      image: { types: ['image/jpeg', 'image/png'], mostBytes: 5 * MIB },
      audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], mostBytes: 16 * MIB },
      video: { types: ['video/mp4', 'video/3gp', 'video/3gpp'], mostBytes: 16 * MIB },
      document: { types: PAPERS, mostBytes: 100 * MIB },
    },
    caption: { image: 1024, video: 1024, document: 1024 },
    // An address, or what WhatsApp called a file it told of.
    references: /^(https:\/\/[^\s]+|whatsapp:[\w-]{1,900})$/,
  },
  instagram: {
    takes: {
      image: { types: ['image/png', 'image/jpeg', 'image/gif'], mostBytes: 8 * MIB },
      audio: { types: ['audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/wav'], mostBytes: 25 * MIB },
      video: { types: ['video/mp4', 'video/ogg', 'video/x-msvideo', 'video/quicktime', 'video/webm'], mostBytes: 25 * MIB },
      document: { types: ['application/pdf'], mostBytes: 25 * MIB },
    },
    caption: {},
    references: /^https:\/\/[^\s]+$/,
  },
  sms: { takes: {}, caption: {}, references: /^$/ },
};

type Message = Extract<ConversationCommand, { type: 'SendMessage' }>['data'];
const isFile = (kind: string | undefined): kind is FileKind => (FILE_KINDS as readonly string[]).includes(kind ?? '');
const byType = (mime: string): FileKind => (isFile(mime.split('/')[0]) ? (mime.split('/')[0] as FileKind) : 'document');

/** What the message is: as asked, or by its file. */
export function kindOf({ kind, content }: Message): NonNullable<Message['kind']> {
  const [file] = content.media ?? [];
  return file && !isFile(kind) ? byType(file.mime) : (kind ?? 'text');
}

/** Why the channel's provider would not take the message's file. */
export function fileRefused(channel: Channel, message: Message): Rejection | undefined {
  const { content, template } = message;
  const [file, ...more] = content.media ?? [];
  const rule = FILE_RULES[channel];
  if (!file || !rule) return undefined;
  const kind = kindOf(message) as FileKind;
  const limit = rule.takes[kind];
  const no = (why: string, detail: object = {}) => reject('conversation.file-not-taken', { channel, why, ...detail });
  if (more.length > 0 || template) return no(template ? 'template' : 'several');
  if (!limit) return no('kind', { kind });
  if (!limit.types.includes(file.mime.split(';')[0]!.trim())) return no('type', { types: limit.types });
  if ((file.bytes ?? 0) > limit.mostBytes) return no('size', { mostBytes: limit.mostBytes });
  if ((content.text?.length ?? 0) > (rule.caption[kind] ?? 0)) return no('caption', { longest: rule.caption[kind] ?? 0 });
  return rule.references.test(file.ref) ? undefined : no('reference');
}
