// Cuts SQL into tokens the way ClickHouse's lexer does, far enough to tell statements and table functions from text inside quotes.

export type Token = { readonly kind: 'word' | 'string' | 'mark'; readonly text: string; readonly at: number; readonly end: number };

const GAP = String.raw`\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$)`;
const STRING = String.raw`'(?:[^'\\]|\\[\s\S]|'')*'?|‘[^’]*’?|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$`;
const QUOTED = '`(?:[^`\\\\]|\\\\[\\s\\S]|``)*`?|"(?:[^"\\\\]|\\\\[\\s\\S]|"")*"?|“[^”]*”?';
const LEXER = new RegExp(String.raw`(?<gap>${GAP})|(?<string>${STRING})|(?<quoted>${QUOTED})|(?<word>[A-Za-z_]\w*)|(?<mark>[\s\S])`, 'g');

/** Words keep their spelling; a quoted identifier is a word without its quotes, since a function may be named that way too. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  for (const match of sql.matchAll(LEXER)) {
    const { gap, string, quoted, word } = match.groups!;
    if (gap !== undefined) continue;
    const place = { at: match.index, end: match.index + match[0].length };
    if (quoted !== undefined) tokens.push({ kind: 'word', text: quoted.slice(1, -1), ...place });
    else tokens.push({ kind: word !== undefined ? 'word' : string !== undefined ? 'string' : 'mark', text: match[0], ...place });
  }
  return tokens;
}
