import t from 'tap'
import { npmCommands, readGuide } from './guide.ts'

const guide = readGuide(`# First

- not a step
- nor this

1. One
2. Two

   \`\`\`sh
   npm run deploy -- --prefix a && npm run test:all
   npm run deploy
   \`\`\`

## Second \`code\`

5. Three

\`\`\`http
GET / npm run never
\`\`\`

    npm run indented

\`\`\`sh aws-cli
aws s3 ls; npm run late
\`\`\`

\`\`\`sh
npm run train-model
\`\`\`
`)

t.test('a guide has its headings, the blocks of the whole document, and its numbered steps', t => {
  t.same(guide.headings, ['First', 'Second `code`'])
  t.same(
    guide.code.map(({ language }) => language),
    ['sh', 'http', '', 'sh aws-cli', 'sh'],
  )
  t.equal(guide.code[1]!.text, 'GET / npm run never')
  t.equal(guide.steps, 3)
  t.same(readGuide('- only\n- points\n'), { headings: [], code: [], steps: 0 })
  t.end()
})

t.test('the commands of a guide are those in its blocks of shell, each once', t => {
  t.same(npmCommands(guide), ['deploy', 'test:all', 'train-model'])
  t.end()
})
