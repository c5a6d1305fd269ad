// Hashes flat out. Plain JavaScript, as the worker of the server.
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import bcrypt from 'bcrypt'

// On Linux niceness belongs to the thread; elsewhere the server leaves it alone too.
if (workerData.niceness !== 0 && process.platform === 'linux') setPriority(0, workerData.niceness)

const hash = bcrypt.hashSync('Correct-Horse-7-Battery', 12)
const hashOnce = () => {
  bcrypt.compareSync('Correct-Horse-7-Battery', hash)
  parentPort.postMessage('done')
  setImmediate(hashOnce)
}
hashOnce()
