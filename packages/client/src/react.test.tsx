import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { createLatchkey } from './create-latchkey.ts'
import { LatchkeyProvider, SignedIn, SignedOut, useSession } from './react.tsx'
import { ADA, fakeServer } from './testing/fake-server.ts'

const Greeting = () => {
  const session = useSession()
  return <p>{session.status === 'signed_in' ? session.user.firstName : session.status}</p>
}

const setup = () => {
  const { fetch } = fakeServer()
  const client = createLatchkey({ baseUrl: 'http://localhost:3000', delivery: 'cookie', fetch })
  const drawn = () =>
    renderToStaticMarkup(
      <LatchkeyProvider client={client}>
        <Greeting />
        <SignedIn>in</SignedIn>
        <SignedOut>out</SignedOut>
      </LatchkeyProvider>,
    )
  return { client, drawn }
}

test('components show who is signed in', async () => {
  const { client, drawn } = setup()
  expect(drawn()).toBe('<p>loading</p>')
  await client.load()
  expect(drawn()).toBe('<p>signed_out</p>out')
  await client.login({ email: ADA.email, password: 'x' })
  expect(drawn()).toBe('<p>Ada</p>in')
})

test('a component without a provider says what it needs', () => {
  expect(() => renderToStaticMarkup(<Greeting />)).toThrow('<LatchkeyProvider>')
})
