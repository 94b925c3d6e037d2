// What each provider asks for when its account is connected; the hub checks it again.
export const OFFERED = ['stripe', 'whatsapp', 'instagram'] as const;
export type Provider = (typeof OFFERED)[number];

export const FIELDS = {
  stripe: { settings: ['currencies', 'returnUrl'], secrets: ['secretKey', 'webhookSecret'] },
  whatsapp: { settings: [], secrets: ['accessToken', 'appSecret', 'verifyToken'] },
  instagram: { settings: [], secrets: ['accessToken', 'appSecret', 'verifyToken'] },
} as const satisfies Record<Provider, { settings: readonly string[]; secrets: readonly string[] }>;

export type Account = {
  provider: string;
  account: string;
  settings: Record<string, string>;
  status: 'connected' | 'disabled';
  rejected: number;
  parked: { webhookId: string; code: string; parkedAt: string }[];
  tested?: { at: string; ok: boolean; code?: string };
  connectedAt: string;
};

/** The part of a request that the named fields of a form make. */
export const partOf = (names: readonly string[], field: (name: string) => string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, field(name).trim()]));
