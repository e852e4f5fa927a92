import { lexer, type Token, type Tokens, walkTokens } from 'marked'

/** A document as its reader uses it: its sections and the commands to type. */
export interface Guide {
  readonly headings: readonly string[]
  /** Fenced blocks in order; `language` is the whole info string. */
  readonly code: readonly CodeBlock[]
  /** Steps of the numbered lists, over the whole document. */
  readonly steps: number
}

export interface CodeBlock {
  readonly language: string
  readonly text: string
}

export function readGuide(markdown: string): Guide {
  const tokens = lexer(markdown)
  const code: CodeBlock[] = []
  // Includes blocks inside a step of a list.
  walkTokens(tokens, (token: Token) => {
    if (token.type === 'code') code.push({ language: token.lang ?? '', text: token.text })
  })
  const is =
    <T extends Tokens.Generic>(type: string) =>
    (token: Tokens.Generic): token is T =>
      token.type === type
  return {
    headings: tokens.filter(is<Tokens.Heading>('heading')).map(({ text }) => text),
    code,
    steps: tokens
      .filter(is<Tokens.List>('list'))
      .filter(({ ordered }) => ordered)
      .reduce((sum, { items }) => sum + items.length, 0),
  }
}

/** The names after `npm run` in a guide's blocks. */
export function npmCommands({ code }: Guide): readonly string[] {
  const typed = code.filter(({ language }) => language === 'sh').map(({ text }) => text)
  return [...new Set(typed.flatMap(text => [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name!)))]
}
