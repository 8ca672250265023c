import { expect, it } from 'vitest'
import { redactor, secretsIn } from '../../../src/minds/anthropic/redact.ts'
import { redactorOf } from '../../../src/minds/cli/environment.ts'

it.each([
  'ANTHROPIC_API_KEY',
  'github_token',
  'CLIENT_SECRET_2',
  'PGPASSWORD',
  'MYSQL_PASSWD',
  'DB_PASS',
  'SMTP_PWD',
  'GPG_PASSPHRASE',
  'AWS_CREDENTIALS',
  'PROXY_AUTH',
  'OAUTH_ID',
  'AUTHORIZATION',
  'DEPLOY_PRIVATE',
])('takes the value of %s for a secret', name => {
  expect(secretsIn({ [name]: ' hunter2hunt\n' })).toEqual(['hunter2hunt'])
})

it.each(['PATH', 'PWD', 'OLDPWD', 'GIT_AUTHOR_NAME', 'COMMIT_AUTHORS', 'XAUTHORITY', 'PASSENGERS', 'HOME'])(
  'takes the value of %s for none',
  name => {
    expect(secretsIn({ [name]: 'hunter2hunt' })).toEqual([])
  },
)

it.each([
  ['postgres://app:hunter2@db.internal/x', ['app:hunter2']],
  ['amqp+ssl://app:p@ss:w@mq:5671', ['app:p@ss:w']],
  ['redis://:hunter2@cache', [':hunter2']],
  ['http://a:one1@x http://b:two2@y', ['a:one1', 'b:two2']],
  ['https://example.org/a:b@c', []],
  ['https://me@example.org', []],
  ['me:hunter2@example.org', []],
])('finds the password in a URL: %s', (url, found) => {
  expect(secretsIn({ ANY: url })).toEqual(found)
})

it('reads megabytes of an environment within a second', () => {
  const began = performance.now()
  for (const piece of ['://', '://a', ':', '://a:', 'a.-', '@'])
    expect(secretsIn({ ANY: piece.repeat(500_000) })).toEqual([])
  expect(performance.now() - began).toBeLessThan(1_000)
})

it('hides of a program whatever has 6 characters, and of the keys of servers what has 12', () => {
  const env = { DB_PASSWORD: 'hunter2hunt', PIN_TOKEN: '12345', DB: 'pg://me:pw1@db', LOCAL_KEY: 'ollama' }
  const said = 'hunter2hunt 12345 pg://me:pw1@db ollama'
  expect(redactorOf(env)(said)).toBe('[key] 12345 pg://[key]@db [key]')
  expect(redactor(secretsIn(env))(said)).toBe(said)
  expect(redactor(['twelve-chars'])('twelve-chars')).toBe('[key]')
})
