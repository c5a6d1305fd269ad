import { bringWebAppUpToDate } from '../tools/web-app.mjs'

/** Before the tests: what the servers serve is what the sources say. */
export const setup = bringWebAppUpToDate
