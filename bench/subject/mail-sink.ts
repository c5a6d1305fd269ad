// A mail server that takes everything and keeps nothing but when each mail came, in a process of its
// own. Its arguments: milliseconds until it greets, and until it has taken a mail.
import { SMTPServer } from 'smtp-server'

const greetingMs = Number(process.argv[2] ?? 0)
const takingMs = Number(process.argv[3] ?? 0)
let arrivals: [recipient: string, atMs: number][] = []

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onConnect: (_session, done) => void (greetingMs > 0 ? setTimeout(done, greetingMs) : done()),
  onData: (stream, { envelope }, done) =>
    void stream.resume().on('end', () => {
      const at = performance.timeOrigin + performance.now()
      arrivals.push([envelope.rcptTo[0]?.address ?? '', at])
      if (takingMs > 0) setTimeout(done, takingMs)
      else done()
    }),
})
server.on('error', () => {})
const listening = server.listen(0, '127.0.0.1', () => {
  const address = listening.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})
process.on('message', () => {
  process.send?.({ arrivals })
  arrivals = []
})
process.once('disconnect', () => process.exit())
