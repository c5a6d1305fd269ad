// PM2: two servers and a mail worker on one machine, behind nginx.
//   pm2 start deploy/ecosystem.config.cjs
// Everything else is read from .env in the folder of the repository.
const path = require('node:path')

const root = path.resolve(__dirname, '..')

/** What all of them have in common. */
const app = (name, script, args, env = {}) => ({
  name,
  cwd: root,
  script: path.join(root, script),
  args,
  // Processes of our own and no cluster of PM2's: it would share the port behind our back. More
  // processes per server are WORKERS.
  exec_mode: 'fork',
  instances: 1,
  env: { NODE_ENV: 'production', ...env },
  out_file: path.join(root, 'logs', `${name}.log`),
  error_file: path.join(root, 'logs', `${name}.error.log`),
  // Else PM2 puts a number of its own into the names.
  merge_logs: true,
  // A server stops within HASH_MAX_WAIT_MS and 20 s; PM2 kills after this.
  kill_timeout: 35_000,
  // A crash at start is tried again after 0.1 s, then later and later, up to 15 s.
  exp_backoff_restart_delay: 100,
})

const server = (number) =>
  app(`latchkey-${number}`, 'apps/server/bin/latchkey.mjs', 'start', {
    HOST: '127.0.0.1',
    PORT: String(3000 + number),
    TRUST_PROXY: '127.0.0.1',
    METRICS_PORT: String(9400 + number),
  })

module.exports = {
  apps: [
    server(1),
    server(2),
    app('latchkey-mailer', 'tools/setup.mjs', 'apps/mailer/src/main.ts', { METRICS_PORT: '9464' }),
  ],
}
