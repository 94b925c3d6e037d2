// The fixed texts the hub itself says. A template name goes with each, for channels that take only templates outside the window.

export const LANGUAGES = ['tr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

type Notice = { readonly template: string; readonly text: Readonly<Record<Language, string>> };
export const HANDOVER: Notice = {
  template: 'hub_handover',
  text: {
    tr: 'Sizi bir ekip arkadaşımıza aktarıyorum. En kısa sürede buradan yanıt verecek.',
    en: 'I am passing you on to a colleague, who will answer you here as soon as possible.',
  },
};
export const EMERGENCY: Notice = {
  template: 'hub_emergency',
  text: {
    tr: 'Anlattıklarınız acil olabilir. Lütfen hemen 112’yi arayın ya da en yakın acil servise gidin. Ekibimize haber verdik.',
    en: 'What you describe may be an emergency. Please call 112 now, or go to the nearest emergency department. We have alerted our team.',
  },
};
