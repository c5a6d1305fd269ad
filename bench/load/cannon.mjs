// One closed-loop run of autocannon in a process of its own. Plain JavaScript: it has no types.
import autocannon from 'autocannon'

/** Each request takes the next token of the queue; its answer puts the successor at the end. */
const chain = (queue) => ({
  setupRequest: (request) => ({
    ...request,
    body: JSON.stringify({ refreshToken: queue.shift() }),
  }),
  onResponse: (status, body) => {
    if (status === 200) queue.push(JSON.parse(body).refreshToken)
  },
})

/** @param {import('./plans.ts').CannonPlan} plan */
const fire = async ({ port, connections, seconds, requests, chained }) => {
  const queue = chained ? [...chained] : []
  const shots = chained ? requests.map((request) => ({ ...request, ...chain(queue) })) : requests
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: shots,
  })
  const failures = result.non2xx + result.errors + result.timeouts
  process.send({ perSecond: result['2xx'] / result.duration, failures, chained: queue })
}

process.once('message', async (plan) => {
  await fire(plan)
  process.disconnect()
})
