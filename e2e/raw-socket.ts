import { connect } from 'node:net'

const SILENCE_MS = 5000

/** Writes bytes to a port as they are and reads until the other side closes or falls silent. */
export const talk = (
  port: number,
  chunks: readonly (string | Buffer)[],
  { pauseMs = 0, silenceMs = SILENCE_MS } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    const finish = (): void => {
      socket.destroy()
      resolve(received)
    }
    socket.setTimeout(silenceMs, finish)
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text
    })
    socket.on('close', finish)
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? finish() : reject(error),
    )
    const write = async (): Promise<void> => {
      for (const chunk of chunks) {
        if (socket.destroyed) return
        socket.write(chunk)
        if (pauseMs > 0) await new Promise((next) => setTimeout(next, pauseMs))
      }
    }
    socket.on('connect', () => void write())
  })
