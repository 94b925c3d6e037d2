// Where sealed values may be opened, as data: everything that leads to a plain value goes through the seam that records it, or through a manifest.
type Rule = { readonly what: RegExp; readonly why: string; readonly files: readonly RegExp[] };
/** Whoever runs without a hub: measurements, and what tests are made of. */
const WITHOUT_HUB = /^infra\/(bench|testing)\/|\.test\.ts$|^infra\/clickhouse\/(feed-process|retries)\.ts$/;
const SEALING = /^infra\/sealing\//;

const RULES: readonly Rule[] = [
  { what: /\bcreateDecipheriv\b/, why: 'only sealing deciphers', files: [/^infra\/sealing\/aead\.ts$/] },
  {
    what: /sealing\/aead\.ts'|'\.\/aead\.ts'/,
    why: 'only sealing, and the cache under a key of its own, decipher',
    files: [SEALING, /^infra\/cache\/sealed\.ts$/],
  },
  { what: /\bmakeSealing(With)?\(|\bmakeKeyring\(/, why: 'one sealing a process, at its foundation', files: [SEALING, /^infra\/main\/foundation\.ts$/] },
  {
    what: /\bmakeRootKeys\(|\bmakeRoot(File|Vault)\(/,
    why: 'the root key is for the foundation and for its rotation',
    files: [SEALING, /^infra\/main\/(foundation|keys|root-keys)\.ts$/],
  },
  { what: /\bmakeSeam\(/, why: 'one seam a process, over its journal', files: [/^infra\/disclosures\//] },
  { what: /\bstartDisclosures\(/, why: 'the seam is opened at the foundation', files: [/^infra\/(disclosures\/start|main\/foundation)\.ts$/] },
  { what: /\bwithin\([^)]*\bopen\b/, why: 'a manifest is applied at the foundation', files: [/^infra\/(disclosures\/(manifest|seam)|main\/foundation)\.ts$/] },
  {
    what: /\bopen(Within|As)\((?!MANIFESTS\.|manifest\b)/,
    why: 'a part of the hub opens by a manifest of infra/main/manifests.ts',
    files: [/^infra\/(disclosures\/|main\/foundation\.ts)/],
  },
];

export function openingFaults(files: ReadonlyMap<string, string>): { file: string; why: string }[] {
  return [...files].flatMap(([file, text]) => {
    if (WITHOUT_HUB.test(file) || file.startsWith('infra/checks/')) return [];
    return RULES.flatMap(({ what, why, files: may }) => (what.test(text) && !may.some((one) => one.test(file)) ? [{ file, why }] : []));
  });
}
