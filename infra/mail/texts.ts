// What mails say, in the tenant's language: plain text, the link on a line of its own, nothing about anybody's health.
import type { Mail } from '#write-side/auth/ports.ts';

export type Words = { readonly subject: string; readonly text: string };
type Said = { readonly name: string; readonly tenants: string; readonly link: string };

const TR = {
  invitation: ({ name, tenants, link }: Said): Words => ({
    subject: `${tenants} sizi Synchron Hub'a davet ediyor`,
    text: `Merhaba ${name},\n\n${tenants} sizi Synchron Hub'a davet etti. Parolanızı belirlemek için bu bağlantıyı açın:\n\n${link}\n\nBağlantı 7 gün geçerlidir ve bir kez kullanılır. Bu daveti beklemiyorsanız bu iletiyi silebilirsiniz.\n`,
  }),
  reset: ({ name, tenants, link }: Said): Words => ({
    subject: 'Synchron Hub: yeni parola',
    text: `Merhaba ${name},\n\nBu adres için yeni parola istendi (${tenants}). Yeni parola belirlemek için bu bağlantıyı açın:\n\n${link}\n\nBağlantı 1 saat geçerlidir ve bir kez kullanılır. Siz istemediyseniz hiçbir şey yapmanız gerekmez; parolanız değişmez.\n`,
  }),
};
const EN: typeof TR = {
  invitation: ({ name, tenants, link }) => ({
    subject: `${tenants} invites you to Synchron Hub`,
    text: `Hello ${name},\n\n${tenants} has invited you to Synchron Hub. Open this link to choose your password:\n\n${link}\n\nThe link works once, within 7 days. If you did not expect this, you may delete this message.\n`,
  }),
  reset: ({ name, tenants, link }) => ({
    subject: 'Synchron Hub: a new password',
    text: `Hello ${name},\n\nA new password was asked for this address (${tenants}). Open this link to choose it:\n\n${link}\n\nThe link works once, within one hour. If it was not you, there is nothing to do: your password stays.\n`,
  }),
};

export const wordsOf = (kind: Mail['kind'], locale: string, said: Said): Words => (locale === 'en' ? EN : TR)[kind](said);
