// What each channel lets a business send, as data. The figures are the providers' own rules.

export const CHANNELS = ['web', 'whatsapp', 'instagram', 'arma', 'phone', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who speaks for the business: the bot, a person, or the hub itself with one of its fixed texts. */
export const AUTHORS = ['bot', 'human', 'hub'] as const;
export type Author = (typeof AUTHORS)[number];

/** carried: a provider outside the hub takes the messages, one after the other. windowHours: how long after the customer's last message free text may be sent; absent = always. templates: approved texts may be sent any time. */
type Rule = { readonly carried?: true; readonly windowHours?: Readonly<Record<Author, number>>; readonly templates: boolean; readonly longest: number };
export const CHANNEL_RULES: Readonly<Record<Channel, Rule>> = {
  web: { templates: false, longest: 8000 },
  whatsapp: { carried: true, windowHours: { bot: 24, human: 24, hub: 24 }, templates: true, longest: 4096 },
  // A person may answer for seven days, under the provider's human-agent tag.
  instagram: { carried: true, windowHours: { bot: 24, human: 168, hub: 24 }, templates: false, longest: 1000 },
  arma: { templates: false, longest: 2000 },
  phone: { templates: false, longest: 2000 },
  sms: { carried: true, templates: false, longest: 1530 },
};

/** When free text stops being allowed (ms since 1970); undefined: never. A conversation without a customer's message has no window yet. */
export function windowEnd(channel: Channel, author: Author, lastInboundAt: string | undefined): number | undefined {
  const hours = CHANNEL_RULES[channel].windowHours?.[author];
  if (hours === undefined) return undefined;
  return lastInboundAt === undefined ? 0 : Date.parse(lastInboundAt) + hours * 3_600_000;
}

export function isWindowOpen(channel: Channel, author: Author, lastInboundAt: string | undefined, at: string): boolean {
  const end = windowEnd(channel, author, lastInboundAt);
  return end === undefined || Date.parse(at) < end;
}
